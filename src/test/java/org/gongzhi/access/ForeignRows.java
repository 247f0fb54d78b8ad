package org.gongzhi.access;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.gongzhi.journal.Followers;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Every row of every table that belongs to a community, for the foreign street: its sum before and after must be the
/// same.
final class ForeignRows {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final JdbcClient client;
    private final Followers followers;
    private final String street;

    ForeignRows(JdbcClient client, Followers followers, String street) {
        this.client = client;
        this.followers = followers;
        this.street = street;
    }

    /// The sum of each table, once followers have nothing left to do and two sums, a pause apart, are the same.
    Map<String, String> settled() {
        Awaitility.await().until(this::followed);
        var seen = new java.util.concurrent.atomic.AtomicReference<>(sums());
        Awaitility.await()
                .pollDelay(PAUSE)
                .pollInterval(PAUSE)
                .until(() -> seen.getAndSet(sums()).equals(seen.get()) && followed());
        return seen.get();
    }

    private boolean followed() {
        return followers.lags().stream().allMatch(lag -> lag.stopped() || lag.behind() == 0);
    }

    private Map<String, String> sums() {
        var sums = new TreeMap<String, String>();
        for (String table : tables()) {
            sums.put(
                    table,
                    client.sql("select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0)::text from "
                                    + table + " t where community between ? and ?")
                            .params(Long.valueOf(street + "000"), Long.valueOf(street + "999"))
                            .query(String.class)
                            .single());
        }
        return sums;
    }

    private java.util.List<String> tables() {
        return client.sql("""
                        select table_schema || '.' || table_name from information_schema.columns
                        join information_schema.tables using (table_schema, table_name)
                        where column_name = 'community' and table_type = 'BASE TABLE'
                        and table_schema not in ('pg_catalog', 'information_schema') order by 1""").query(String.class).list();
    }

    long last() {
        return client.sql("select coalesce(max(seq), 0) from journal.entry")
                .query(Long.class)
                .single();
    }

    /// What the journal says happened there since.
    java.util.List<String> told(long since) {
        return client.sql("""
                        select subject_kind || ' ' || kind from journal.entry
                        where community between ? and ? and seq > ? order by seq limit 50""")
                .params(Long.valueOf(street + "000"), Long.valueOf(street + "999"), since)
                .query(String.class)
                .list();
    }
}
