package org.gongzhi.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What Prometheus reads of us beyond requests, pool and memory: followers, queues, disks, backups, alarms.
/// Renewed every half minute, so that being asked costs the database nothing.
@Component
class Meters {

    private final Operations operations;
    private final MultiGauge behind;
    private final MultiGauge stopped;
    private final MultiGauge waiting;
    private final MultiGauge free;
    private final AtomicLong backedUp = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong alarms = new AtomicLong();

    Meters(Operations operations, MeterRegistry registry) {
        this.operations = operations;
        this.behind = MultiGauge.builder("gongzhi.follower.behind")
                .description("rows of the journal a follower has not taken")
                .register(registry);
        this.stopped = MultiGauge.builder("gongzhi.follower.stopped")
                .description("1 when a follower stands still")
                .register(registry);
        this.waiting = MultiGauge.builder("gongzhi.backlog")
                .description("work that waits and should not any more")
                .register(registry);
        this.free = MultiGauge.builder("gongzhi.disk.free").baseUnit("bytes").register(registry);
        Gauge.builder("gongzhi.backup.newest", backedUp, AtomicLong::get)
                .baseUnit("seconds")
                .description("when the newest backup was completed, in seconds since 1970")
                .register(registry);
        Gauge.builder("gongzhi.database.log.held", held, AtomicLong::get)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("gongzhi.database.size", bytes, AtomicLong::get)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("gongzhi.alarms", alarms, AtomicLong::get)
                .description("alarms that last")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "${gongzhi.operations.meters:PT30S}", initialDelayString = "PT15S")
    public void renew() {
        var view = operations.view();
        behind.register(
                view.followers().stream()
                        .map(each -> MultiGauge.Row.of(Tags.of("follower", each.follower()), each.behind()))
                        .toList(),
                true);
        stopped.register(
                view.followers().stream()
                        .map(each -> MultiGauge.Row.of(Tags.of("follower", each.follower()), each.stopped() ? 1 : 0))
                        .toList(),
                true);
        waiting.register(
                view.backlogs().stream()
                        .map(each -> MultiGauge.Row.of(Tags.of("queue", each.name()), each.rows()))
                        .toList(),
                true);
        free.register(
                view.disks().stream()
                        .map(each -> MultiGauge.Row.of(Tags.of("disk", each.name()), each.free()))
                        .toList(),
                true);
        backedUp.set(
                view.backups().isEmpty()
                        ? 0
                        : view.backups().getFirst().endedAt().getEpochSecond());
        held.set(view.database().heldBack());
        bytes.set(view.database().bytes());
        alarms.set(view.alarms().stream().filter(each -> each.endedAt() == null).count());
    }
}
