package org.gongzhi.operations;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.gongzhi.kernel.Aside;
import org.gongzhi.kernel.Loans;
import org.gongzhi.kernel.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Looks every few seconds after the pool: takes back what dead requests kept, and says at once when all connections
/// are away and most do nothing. That is written down over a connection of its own, because the pool has none to give.
@Component
class PoolWatch {

    static final String HELD = "pool-held";
    static final String LOST = "connection-lost";

    /// Only the program whose pool it is knows when they are over: another one does not end them.
    static final List<String> KINDS = List.of(HELD, LOST);

    private static final Logger log = LoggerFactory.getLogger(PoolWatch.class);

    private final Loans pool;
    private final Alarms alarms;
    private final Aside aside;
    private final Limits limits;
    private final Clock clock;
    private final Map<String, Instant> lost = new ConcurrentHashMap<>();
    private final ReentrantLock looking = new ReentrantLock();
    private volatile String holder = "";

    PoolWatch(Loans pool, Alarms alarms, Aside aside, Limits limits, Clock clock) {
        this.pool = pool;
        this.alarms = alarms;
        this.aside = aside;
        this.limits = limits;
        this.clock = clock;
    }

    /// At a fixed rate: rounds with a fixed delay share one thread, and wait there for the pool that this one watches.
    @Scheduled(fixedRateString = "${gongzhi.database.look:PT5S}", initialDelayString = "${gongzhi.database.look:PT5S}")
    public void look() {
        if (!looking.tryLock()) {
            return;
        }
        try {
            lookOnce();
        } finally {
            looking.unlock();
        }
    }

    private void lookOnce() {
        var state = pool.state();
        if (state.held()) {
            held(state);
        }
        List<String> taken = pool.takeBack().stream().map(Loans.Holder::line).toList();
        for (String line : taken) {
            log.warn("took back a connection that was kept by {}", line);
            if (lost.put(line, clock.instant()) == null) {
                say(() -> alarms.begin(new Alarms.Problem(LOST, line)));
            }
        }
        forget();
        if (!holder.isEmpty() && !pool.state().held() && say(this::endHeld)) {
            log.warn("the pool gives connections again");
            holder = "";
        }
    }

    /// Written down beside the pool; the matter, which goes through it, follows when it is well.
    private void held(Loans.State state) {
        if (holder.isEmpty()) {
            String line =
                    state.holders().isEmpty() ? "" : state.holders().getFirst().line();
            log.error(
                    "all {} connections are away and most do nothing, {} wait: {}",
                    state.most(),
                    state.waiting(),
                    line);
            if (say(() -> aside.run(() -> alarms.note(new Alarms.Problem(HELD, line))))) {
                holder = line;
            }
        }
    }

    /// First its matter, which could not be written while the pool was held: what has ended gets none any more.
    private void endHeld() {
        alarms.reportLasting();
        alarms.end(new Alarms.Problem(HELD, holder));
    }

    private void forget() {
        Instant told = clock.instant().minus(limits.span(LOST));
        lost.forEach((line, at) -> {
            if (at.isBefore(told) && say(() -> alarms.end(new Alarms.Problem(LOST, line)))) {
                lost.remove(line);
            }
        });
    }

    /// False when the database is away too: the next look tries again.
    private static boolean say(Runnable what) {
        try {
            what.run();
            return true;
        } catch (RuntimeException failed) {
            if (!Outage.causes(failed)) {
                throw failed;
            }
            log.warn("the watch over the pool waits for the database");
            return false;
        }
    }

    /// What is wrong with the pool now.
    List<Alarms.Problem> wrong() {
        var wrong = new ArrayList<Alarms.Problem>();
        lost.keySet().forEach(line -> wrong.add(new Alarms.Problem(LOST, line)));
        if (!holder.isEmpty()) {
            wrong.add(new Alarms.Problem(HELD, holder));
        }
        return wrong;
    }
}
