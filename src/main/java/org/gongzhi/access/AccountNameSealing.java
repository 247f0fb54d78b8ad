package org.gongzhi.access;

import org.gongzhi.people.Sealed;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Seals the names of accounts that were made before names were encrypted, at the first start after that.
@Component
class AccountNameSealing implements ApplicationRunner {

    private static final int AT_ONCE = 1000;

    private record Bare(long id, String name) {}

    private final JdbcClient client;
    private final Sealed sealed;
    private final TransactionTemplate transaction;

    AccountNameSealing(JdbcClient client, Sealed sealed, TransactionTemplate transaction) {
        this.client = client;
        this.sealed = sealed;
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
                        select id, name from access.account where sealed_name is null and name <> ''
                        order by id limit ? for update skip locked""")
                .param(AT_ONCE)
                .query((row, _) -> new Bare(row.getLong(1), row.getString(2)))
                .list();
        client.sql("""
                        update access.account a set sealed_name = b.sealed, name = ''
                        from unnest(?::bigint[], ?::bytea[]) as b(id, sealed) where a.id = b.id""")
                .params(
                        bare.stream().map(Bare::id).toArray(Long[]::new),
                        bare.stream().map(each -> sealed.seal(each.name)).toArray(byte[][]::new))
                .update();
        return bare.size() == AT_ONCE;
    }
}
