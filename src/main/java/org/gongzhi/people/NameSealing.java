package org.gongzhi.people;

import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Encrypts the names of rows written before names were, and makes what they are searched by. Goes on where it stopped.
@Component
class NameSealing implements ApplicationRunner {

    private static final int AT_ONCE = 1000;

    private record Bare(
            long community, long id, String name, @Nullable Long dwelling) {}

    private final JdbcClient client;
    private final Sealed sealed;
    private final Places places;
    private final People people;
    private final TransactionTemplate transaction;

    NameSealing(JdbcClient client, Sealed sealed, Places places, People people, TransactionTemplate transaction) {
        this.client = client;
        this.sealed = sealed;
        this.places = places;
        this.people = people;
        this.transaction = transaction;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        boolean more = true;
        while (more) {
            more = Boolean.TRUE.equals(transaction.execute(_ -> sealSome()));
        }
    }

    private boolean sealSome() {
        var bare = client.sql("""
                        select community, id, name, dwelling from people.person
                        where sealed_name is null order by id limit ? for update skip locked""")
                .param(AT_ONCE)
                .query((row, _) ->
                        new Bare(row.getLong(1), row.getLong(2), row.getString(3), row.getObject(4, Long.class)))
                .list();
        for (Bare each : bare) {
            String code = each.dwelling == null
                    ? Long.toString(each.community)
                    : places.get(each.dwelling).code();
            client.sql("""
                            update people.person set sealed_name = ?, name = null, place_code = ?
                            where community = ? and id = ?""")
                    .params(sealed.seal(each.name), code, each.community, each.id)
                    .update();
        }
        people.index(bare.stream().map(each -> people.get(each.id)).toList());
        return bare.size() == AT_ONCE;
    }
}
