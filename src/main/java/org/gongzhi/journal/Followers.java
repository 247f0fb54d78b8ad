package org.gongzhi.journal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.gongzhi.kernel.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs every [Follower], each on its own thread, one node at a time: the cursor moves in the same
/// transaction as the follower's effect, and only from where that transaction found it. One that fails stops
/// where it is, says so ([FollowerStopped]) and waits for [#resume]; a database that is away is only waited
/// for.
@Component
public class Followers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Followers.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Between two batches a follower rests, so that a busy street is followed in few large steps.
    private static final Duration PACE = Duration.ofMillis(150);

    private final List<Follower> followers;
    private final JournalReader reader;
    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final Signal signal;
    private final ApplicationEventPublisher news;
    private final Clock clock;
    private final boolean command;
    private final ConcurrentMap<String, Thread> threads = new ConcurrentHashMap<>();

    Followers(
            List<Follower> followers,
            JournalReader reader,
            JdbcClient client,
            TransactionTemplate transaction,
            Signal signal,
            ApplicationEventPublisher news,
            Clock clock,
            @Value("${gongzhi.command:false}") boolean command) {
        this.followers = followers;
        this.reader = reader;
        this.client = client;
        this.transaction = transaction;
        this.signal = signal;
        this.news = news;
        this.clock = clock;
        this.command = command;
    }

    /// A command that runs beside the program leaves following to it.
    @Override
    public boolean isAutoStartup() {
        return !command;
    }

    @Override
    public void start() {
        followers.forEach(this::start);
    }

    private void start(Follower follower) {
        threads.computeIfAbsent(
                follower.name(),
                name -> Thread.ofVirtual().name("follower-" + name).start(() -> run(follower)));
    }

    @Override
    public void stop() {
        threads.values().forEach(Thread::interrupt);
        for (Thread thread : threads.values()) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    private void run(Follower follower) {
        long pause = 1;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                long seen = signal.count();
                if (!step(follower)) {
                    signal.await(seen, LOOK);
                    signal.await(Long.MAX_VALUE, PACE);
                }
                pause = 1;
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                if (!Outage.causes(failed)) {
                    fail(follower, failed);
                    continue;
                }
                log.warn(
                        "follower {} waits for the database: {}",
                        follower.name(),
                        failed.getClass().getSimpleName());
                rest(pause);
                pause = Math.min(pause * 2, 8);
            }
        }
    }

    private void rest(long seconds) {
        try {
            signal.await(Long.MAX_VALUE, Duration.ofSeconds(seconds));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes one batch; true when there may be more at once.
    boolean step(Follower follower) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<Recorded.Position> position = lease(follower.name());
            if (position.isEmpty()) {
                return false;
            }
            var entries = reader.after(position.get(), follower.batch());
            if (entries.isEmpty()) {
                return false;
            }
            follower.follow(entries);
            var reached = entries.getLast().position();
            if (!move(follower.name(), position.get(), reached)) {
                status.setRollbackOnly();
                return false;
            }
            return entries.size() == follower.batch();
        }));
    }

    /// A lock beside the table, not on the row: it takes no transaction number, so that a follower which
    /// reads and thinks long, and writes late, does not hold back what counts as settled for all others.
    private Optional<Recorded.Position> lease(String name) {
        client.sql("insert into journal.cursor (follower) values (?) on conflict do nothing")
                .param(name)
                .update();
        boolean mine = client.sql("select pg_try_advisory_xact_lock(4, hashtext(?))")
                .param(name)
                .query(Boolean.class)
                .single();
        // only a statement that begins under the lock sees what the holder before committed
        return !mine
                ? Optional.empty()
                : client.sql("""
                        select txid::text::bigint as txid, seq from journal.cursor
                        where follower = ? and failure is null""")
                        .param(name)
                        .query((row, _) -> new Recorded.Position(row.getLong("txid"), row.getLong("seq")))
                        .optional();
    }

    /// False when the cursor is no longer where it was: a node that does not know the lock moved it.
    private boolean move(String name, Recorded.Position from, Recorded.Position to) {
        return client.sql("""
                                update journal.cursor set txid = ?::text::xid8, seq = ?, moved_at = ?
                                where follower = ? and txid = ?::text::xid8 and seq = ? and failure is null""")
                        .params(
                                Long.toString(to.transaction()),
                                to.sequence(),
                                java.sql.Timestamp.from(clock.instant()),
                                name,
                                Long.toString(from.transaction()),
                                from.sequence())
                        .update()
                == 1;
    }

    private void fail(Follower follower, RuntimeException failed) {
        log.error("follower {} stopped; nothing is lost, it goes on where it is", follower.name(), failed);
        try {
            int marked = client.sql("update journal.cursor set failure = ? where follower = ? and failure is null")
                    .params(failed.getClass().getName(), follower.name())
                    .update();
            if (marked == 1) {
                news.publishEvent(
                        new FollowerStopped(follower.name(), failed.getClass().getSimpleName()));
            }
        } catch (RuntimeException again) {
            log.error("the failure of follower {} could not be written down", follower.name(), again);
            rest(1);
        }
    }

    /// Lets a stopped follower go on; true when it had stopped.
    public boolean resume(String name) {
        int mended = client.sql("update journal.cursor set failure = null where follower = ? and failure is not null")
                .param(name)
                .update();
        signal.rise();
        return mended == 1;
    }

    /// How far each follower is behind, in rows not yet taken (counted up to 10,000), for the operator.
    public List<Lag> lags() {
        return client.sql("""
                        select c.follower, c.failure, (select count(*) from (select 1 from journal.entry e
                            where (e.txid, e.seq) > (c.txid, c.seq) limit 10000) behind) as behind
                        from journal.cursor c order by c.follower""")
                .query((row, _) -> new Lag(row.getString(1), row.getLong(3), row.getString(2) != null))
                .list();
    }

    /// One follower's state.
    public record Lag(String follower, long behind, boolean stopped) {}
}
