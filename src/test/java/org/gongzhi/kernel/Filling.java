package org.gongzhi.kernel;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Fills tables with millions of rows, two writers at once, while their indexes are out of the way; keys
/// stay.
public final class Filling {

    private static final int WRITERS = 2;

    /// Writes one of the parts that the rows are cut into.
    @FunctionalInterface
    public interface Writer {

        /// Writes the rows from the `from`th up to the `until`th.
        void write(long from, long until) throws Exception;
    }

    private record Index(String name, String definition) {}

    private final JdbcClient client;
    private final TransactionTemplate transaction;

    Filling(JdbcClient client, TransactionTemplate transaction) {
        this.client = client;
        this.transaction = transaction;
    }

    /// Writes `rows` rows into `tables` of a schema; indexes are there again afterwards, also when it failed.
    public void fill(String schema, List<String> tables, long rows, Writer writer) {
        var indexes = tables.stream()
                .flatMap(table -> indexes(schema, table).stream())
                .toList();
        indexes.forEach(index -> client.sql("drop index " + index.name).update());
        try {
            write(rows, writer);
        } finally {
            transaction.executeWithoutResult(_ -> {
                client.sql("set local maintenance_work_mem = '1GB'").update();
                indexes.forEach(index -> client.sql(index.definition).update());
            });
        }
        tables.forEach(table -> client.sql("analyze " + schema + "." + table).update());
    }

    private List<Index> indexes(String schema, String table) {
        return client.sql("""
                        select format('%I.%I', schemaname, indexname), indexdef from pg_indexes i
                        where schemaname = ? and tablename = ? and not exists (
                            select from pg_constraint c where c.conindid = format('%I.%I', schemaname, indexname)::regclass)""")
                .params(schema, table)
                .query((row, _) -> new Index(row.getString(1), row.getString(2)))
                .list();
    }

    private static void write(long rows, Writer writer) {
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            var parts = IntStream.range(0, WRITERS)
                    .<Callable<Void>>mapToObj(part -> () -> {
                        writer.write(rows * part / WRITERS, rows * (part + 1) / WRITERS);
                        return null;
                    })
                    .toList();
            for (var part : writers.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
