package org.gongzhi.people;

import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Whether somebody belongs to a place: lives there, or owns something there.
@Component
public class Belonging {

    private final JdbcClient client;

    Belonging(JdbcClient client) {
        this.client = client;
    }

    /// `placeCode` is that of a community or of something in one; visitors do not belong.
    public boolean to(String placeCode, @Nullable Long person) {
        if (person == null) {
            return false;
        }
        long community = Long.parseLong(placeCode.substring(0, 12));
        return client.sql("""
                        select exists (select from people.residence where community = ? and person = ?
                                and until is null and relation <> 'VISITOR' and place_code >= ? and place_code < ?)
                            or exists (select from people.person where community = ? and id = ?
                                and dwelling is not null and place_code >= ? and place_code < ?)""")
                .params(
                        community,
                        person,
                        placeCode,
                        Place.end(placeCode),
                        community,
                        person,
                        placeCode,
                        Place.end(placeCode))
                .query(Boolean.class)
                .single();
    }
}
