package org.gongzhi.kernel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.gongzhi.kernel.Loans.Holder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Tells when the pool has no connection to give because its connections wait for a lock in the database, and who has
/// that lock. The database is asked beside the pool, by one at a time.
@Component
public class LockWait {

    private static final Logger log = LoggerFactory.getLogger(LockWait.class);

    /// Where values, words between dollars and remarks begin: nothing from there on is told, it may be about people.
    private static final Pattern VALUES = Pattern.compile("'|\\$(?!\\d)|--|/\\*");

    private static final Pattern NUMBERS = Pattern.compile("(?<![\\w$.])\\d+(\\.\\d+)?");

    /// Who keeps the pool waiting: the work of ours or the name of another program, the process of the database, the
    /// last statement without values, and since when the transaction lasts.
    public record Blocker(String who, int process, String statement, Instant since) {

        private static final int MOST = 200;

        /// In one line, for a log or an alarm; the time is that of [Clocks#ZONE].
        public String line() {
            String at = since.atZone(Clocks.ZONE).toLocalTime().withNano(0).toString();
            String whole = who + " #" + process + " " + at + ": " + statement;
            return whole.length() <= MOST ? whole : whole.substring(0, MOST) + "…";
        }
    }

    private final JdbcClient client;
    private final Loans pool;
    private final Aside aside;
    private final Duration patience;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Optional<Blocker> told = Optional.empty();

    LockWait(JdbcClient client, Loans pool, Aside aside, @Value("${gongzhi.database.lock:PT3S}") Duration patience) {
        this.client = client;
        this.pool = pool;
        this.aside = aside;
        this.patience = patience;
    }

    /// Who keeps the pool waiting now; empty while it has connections to give, or most of them work. While somebody
    /// asks, the others are told what was known; so are all when the database does not answer.
    public Optional<Blocker> blocker() {
        if (!pool.full()) {
            told = Optional.empty();
        } else if (asking.tryLock()) {
            try {
                told = aside.get(this::ask);
            } catch (DataAccessException away) {
                log.warn("who keeps the pool waiting cannot be asked: {}", away.getMessage());
            } finally {
                asking.unlock();
            }
        }
        return told;
    }

    private Optional<Blocker> ask() {
        var mine = pool.backends();
        return client.sql("""
                        with waits as (
                            select pid, query_start, pg_blocking_pids(pid) as by from pg_stat_activity
                            where pid = any (?) and wait_event_type = 'Lock'
                                and query_start < clock_timestamp() - make_interval(secs => ?))
                        select b.pid, coalesce(b.application_name, '') as who, coalesce(b.query, '') as said,
                            coalesce(b.xact_start, (select min(query_start) from waits)) as since
                        from pg_stat_activity b
                        where (select 2 * count(*) from waits) > ?
                            and b.pid in (select unnest(by) from waits) and b.pid not in (select pid from waits)
                        order by since limit 1""")
                .params(mine.keySet().toArray(Integer[]::new), patience.toMillis() / 1000.0, pool.getMaximumPoolSize())
                .query((row, _) -> read(row, mine.get(row.getInt("pid"))))
                .optional();
    }

    private static Blocker read(ResultSet row, @Nullable Holder own) throws SQLException {
        return new Blocker(
                own == null ? row.getString("who") : own.work(),
                row.getInt("pid"),
                own == null ? withoutValues(row.getString("said")) : own.statement(),
                row.getTimestamp("since").toInstant());
    }

    /// Statements of other programs may hold what they write as it is.
    static String withoutValues(String statement) {
        var value = VALUES.matcher(statement);
        String words = value.find() ? statement.substring(0, value.start()) + "…" : statement;
        return NUMBERS.matcher(words.strip().replaceAll("\\s+", " ")).replaceAll("?");
    }
}
