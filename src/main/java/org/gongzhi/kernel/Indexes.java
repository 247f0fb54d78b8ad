package org.gongzhi.kernel;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The indexes of a table, out of the way while it is filled with millions of rows; keys stay.
public final class Indexes {

    private record Index(String name, String definition) {}

    private final JdbcClient client;
    private final List<Index> dropped;

    /// Drops them.
    public Indexes(JdbcClient client, String schema, String table) {
        this.client = client;
        this.dropped = client.sql("""
                        select format('%I.%I', schemaname, indexname), indexdef from pg_indexes i
                        where schemaname = ? and tablename = ? and not exists (
                            select from pg_constraint c where c.conindid = format('%I.%I', schemaname, indexname)::regclass)""")
                .params(schema, table)
                .query((row, _) -> new Index(row.getString(1), row.getString(2)))
                .list();
        dropped.forEach(index -> client.sql("drop index " + index.name).update());
    }

    /// Makes them again, in one transaction.
    public void make(TransactionTemplate transaction) {
        transaction.executeWithoutResult(_ -> {
            client.sql("set local maintenance_work_mem = '1GB'").update();
            dropped.forEach(index -> client.sql(index.definition).update());
        });
    }
}
