package org.gongzhi.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.gongzhi.kernel.Loans;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// How the database fares, and who has our connections to it.
@Component
class DatabaseState {

    private final JdbcClient client;
    private final Loans pool;
    private final Clock clock;

    DatabaseState(JdbcClient client, Loans pool, Clock clock) {
        this.client = client;
        this.pool = pool;
        this.clock = clock;
    }

    /// How far a clock that was read between two moments of ours is from ours at least.
    static Duration apart(Instant before, Instant theirs, Instant after) {
        return theirs.isBefore(before)
                ? Duration.between(theirs, before)
                : theirs.isAfter(after) ? Duration.between(after, theirs) : Duration.ZERO;
    }

    Operations.Store now() {
        Instant before = clock.instant();
        return client.sql("""
                        select pg_database_size(current_database()), clock_timestamp(), current_setting('server_version'),
                            coalesce((select pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint
                                from pg_replication_slots where slot_name = ?), 0)""")
                .param(DatabaseCopy.SLOT)
                .query((row, _) -> new Operations.Store(
                        row.getLong(1),
                        row.getLong(4),
                        apart(before, row.getTimestamp(2).toInstant(), clock.instant()),
                        row.getString(3),
                        pool.state()))
                .single();
    }
}
