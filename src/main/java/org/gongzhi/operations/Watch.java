package org.gongzhi.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gongzhi.journal.FollowerStopped;
import org.gongzhi.kernel.Backlog;
import org.gongzhi.kernel.Outage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Looks at the program every minute and says what is wrong with it.
@Component
class Watch {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    /// Every kind of alarm that looking can begin or end.
    static final List<String> KINDS = List.of(
            "follower-stopped",
            "follower-behind",
            "disk-full",
            "backup-none",
            "backup-failed",
            "backup-old",
            "log-failed",
            "log-old",
            "log-held",
            "check-failed",
            "check-old",
            "certificate-ending",
            "notices-stuck",
            "imports-stuck",
            "clock-off",
            "ledger-fault");

    private final Operations operations;
    private final Alarms alarms;
    private final Limits limits;
    private final PoolWatch pool;
    private final RoundWatch rounds;
    private final boolean demo;

    Watch(
            Operations operations,
            Alarms alarms,
            Limits limits,
            PoolWatch pool,
            RoundWatch rounds,
            @Value("${gongzhi.demo:false}") boolean demo) {
        this.operations = operations;
        this.alarms = alarms;
        this.limits = limits;
        this.pool = pool;
        this.rounds = rounds;
        this.demo = demo;
    }

    @Scheduled(
            fixedDelayString = "${gongzhi.operations.watch:PT1M}",
            initialDelayString = "${gongzhi.operations.watch:PT1M}")
    public void look() {
        try {
            alarms.settle(KINDS, wrong(operations.view()));
            endThoseOfNodesThatAreGone();
        } catch (RuntimeException failed) {
            if (!Outage.causes(failed)) {
                throw failed;
            }
            log.warn("the watch waits for the database");
        }
    }

    private void endThoseOfNodesThatAreGone() {
        var own = new ArrayList<>(pool.wrong());
        own.addAll(rounds.wrong());
        var kinds = new ArrayList<>(PoolWatch.KINDS);
        kinds.add(RoundWatch.LATE);
        alarms.endOlder(kinds, limits.span(PoolWatch.LOST).multipliedBy(2), own);
    }

    @EventListener
    void followerStopped(FollowerStopped stopped) {
        alarms.begin(new Alarms.Problem("follower-stopped", stopped.follower()));
    }

    /// What of all that is seen is wrong.
    List<Alarms.Problem> wrong(Operations.View view) {
        var wrong = new ArrayList<Alarms.Problem>();
        for (var follower : view.followers()) {
            if (follower.stopped()) {
                wrong.add(new Alarms.Problem("follower-stopped", follower.follower()));
            } else if (follower.behind() >= limits.count("follower-behind")) {
                wrong.add(new Alarms.Problem("follower-behind", follower.follower()));
            }
        }
        for (var disk : view.disks()) {
            if (disk.percentFree() < limits.count("disk-full")) {
                wrong.add(new Alarms.Problem("disk-full", disk.name()));
            }
        }
        for (var certificate : view.certificates()) {
            if (certificate.until() == null || within(view.at(), certificate.until(), "certificate-ending")) {
                wrong.add(new Alarms.Problem("certificate-ending", certificate.name()));
            }
        }
        for (Backlog.Waiting each : view.backlogs()) {
            String stuck = each.name() + "-stuck";
            if (KINDS.contains(stuck) && older(view.at(), each.since(), stuck)) {
                wrong.add(new Alarms.Problem(stuck, ""));
            }
        }
        database(view.database(), wrong);
        if (view.ledgerFaults() > 0) {
            wrong.add(new Alarms.Problem("ledger-fault", ""));
        }
        if (view.backupFolder()) {
            backups(view, wrong);
        } else if (!demo) {
            wrong.add(new Alarms.Problem("backup-none", ""));
        }
        return wrong;
    }

    private void database(Operations.Store database, List<Alarms.Problem> wrong) {
        // a demonstration's clock stands while the town is loaded
        if (!demo && database.apart().compareTo(limits.span("clock-off")) > 0) {
            wrong.add(new Alarms.Problem("clock-off", ""));
        }
        if (database.heldBack() >> 20 >= limits.count("log-held")) {
            wrong.add(new Alarms.Problem("log-held", ""));
        }
        wrong.addAll(pool.wrong());
        wrong.addAll(rounds.wrong());
    }

    private void backups(Operations.View view, List<Alarms.Problem> wrong) {
        for (String each : List.of("backup", "log")) {
            if (task(view, each).filter(task -> task.failure() != null).isPresent()) {
                wrong.add(new Alarms.Problem(each + "-failed", ""));
            }
        }
        Instant newest =
                view.backups().isEmpty() ? null : view.backups().getFirst().endedAt();
        if (older(view.at(), newest == null ? view.startedAt() : newest, "backup-old")) {
            wrong.add(new Alarms.Problem("backup-old", ""));
        }
        if (newest != null
                && older(view.at(), task(view, "log").map(Tasks.Task::beganAt).orElse(newest), "log-old")) {
            wrong.add(new Alarms.Problem("log-old", ""));
        }
        var checked =
                view.backups().stream().filter(each -> each.checkedAt() != null).findFirst();
        if (checked.filter(each -> Boolean.FALSE.equals(each.sound())).isPresent()
                || task(view, "check").filter(task -> task.failure() != null).isPresent()) {
            wrong.add(new Alarms.Problem("check-failed", ""));
        }
        if (newest != null
                && older(
                        view.at(),
                        checked.map(Backups.Backup::checkedAt)
                                .orElse(view.backups().getLast().endedAt()),
                        "check-old")) {
            wrong.add(new Alarms.Problem("check-old", ""));
        }
    }

    private static Optional<Tasks.Task> task(Operations.View view, String name) {
        return view.tasks().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private boolean older(Instant now, @Nullable Instant since, String limit) {
        return since != null && Duration.between(since, now).compareTo(limits.span(limit)) > 0;
    }

    private boolean within(Instant now, Instant until, String limit) {
        return Duration.between(now, until).compareTo(limits.span(limit)) < 0;
    }
}
