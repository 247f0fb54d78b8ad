package org.gongzhi.people;

import java.util.List;
import org.gongzhi.places.PlaceRecoded;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the codes that people, seats and organisations carry in step with the tree of places.
@Component
class Moved {

    private final JdbcClient client;

    Moved(JdbcClient client) {
        this.client = client;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void recoded(PlaceRecoded moved) {
        for (String table : List.of("person", "residence", "care", "registration", "dwelling", "visit", "seat")) {
            client.sql(PlaceRecoded.change("people." + table))
                    .params(moved.parameters())
                    .update();
        }
        client.sql("""
                        update people.organisation set place_code = ? || substr(place_code, length(?) + 1)
                        where place_code >= ? and place_code < ?""")
                .params(moved.after(), moved.before(), moved.before(), org.gongzhi.places.Place.end(moved.before()))
                .update();
    }
}
