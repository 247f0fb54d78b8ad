package org.gongzhi.operations;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.gongzhi.kernel.Aside;
import org.gongzhi.kernel.Loans;
import org.gongzhi.kernel.LockWait;
import org.gongzhi.kernel.Outage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Looks every few seconds after the pool: takes back what dead requests kept, and says at once when all connections
/// are away and most do nothing, or wait for a lock. That is written down over a connection of its own, because the
/// pool has none to give.
@Component
class PoolWatch {

    static final String HELD = "pool-held";
    static final String LOCKED = "pool-locked";
    static final String LOST = "connection-lost";

    /// Only the program whose pool it is knows when they are over: another one does not end them.
    static final List<String> KINDS = List.of(HELD, LOCKED, LOST);

    private static final Logger log = LoggerFactory.getLogger(PoolWatch.class);

    private final Loans pool;
    private final LockWait locks;
    private final Alarms alarms;
    private final Aside aside;
    private final Limits limits;
    private final Clock clock;
    private final Map<String, Instant> lost = new ConcurrentHashMap<>();
    private volatile Alarms.@Nullable Problem stuck;

    PoolWatch(Loans pool, LockWait locks, Alarms alarms, Aside aside, Limits limits, Clock clock) {
        this.pool = pool;
        this.locks = locks;
        this.alarms = alarms;
        this.aside = aside;
        this.limits = limits;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${gongzhi.database.look:PT5S}", initialDelayString = "${gongzhi.database.look:PT5S}")
    public synchronized void look() {
        if (stuck == null) {
            stuckNow().ifPresent(this::begin);
        }
        List<String> taken = pool.takeBack().stream().map(Loans.Holder::line).toList();
        for (String line : taken) {
            log.warn("took back a connection that was kept by {}", line);
            if (lost.put(line, clock.instant()) == null) {
                say(() -> alarms.begin(new Alarms.Problem(LOST, line)));
            }
        }
        forget();
        if (stuck instanceof Alarms.Problem problem && stuckNow().isEmpty() && say(() -> end(problem))) {
            log.warn("the pool gives connections again");
            stuck = null;
        }
    }

    private Optional<Alarms.Problem> stuckNow() {
        var state = pool.state();
        if (state.held()) {
            String first =
                    state.holders().stream().map(Loans.Holder::line).findFirst().orElse("");
            return Optional.of(new Alarms.Problem(HELD, first));
        }
        return locks.blocker().map(blocker -> new Alarms.Problem(LOCKED, blocker.line()));
    }

    /// Written down beside the pool; the matter, which goes through it, follows when it is well.
    private void begin(Alarms.Problem problem) {
        var state = pool.state();
        log.error(
                "all {} connections are away and most {}, {} requests wait: {}",
                state.most(),
                problem.what().equals(LOCKED) ? "wait for a lock" : "do nothing",
                state.waiting(),
                problem.detail());
        if (say(() -> aside.run(() -> alarms.note(problem)))) {
            stuck = problem;
        }
    }

    /// First its matter, which could not be written while the pool was stuck: what has ended gets none any more.
    private void end(Alarms.Problem problem) {
        alarms.reportLasting();
        alarms.end(problem);
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
        if (stuck instanceof Alarms.Problem problem) {
            wrong.add(problem);
        }
        return wrong;
    }
}
