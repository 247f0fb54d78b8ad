package org.gongzhi.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.tracer.common.SpanContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.ApiTest;
import org.gongzhi.journal.FollowerStopped;
import org.gongzhi.journal.Followers;
import org.gongzhi.kernel.Backlog;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Loans;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the operator sees, and what becomes an alarm and a matter.
@Tag("sql")
class OperationsTest extends ApiTest {

    @Autowired
    private Operations operations;

    @Autowired
    private Watch watch;

    @Autowired
    private Alarms alarms;

    @Autowired
    private Tasks tasks;

    @Autowired
    private Meters meters;

    @Autowired
    private JdbcClient client;

    @Autowired
    private ApplicationEventPublisher news;

    @Autowired
    private ObjectProvider<SpanContext> spanContexts;

    /// A view in which nothing is wrong, but for what is given.
    private static Operations.View view(
            Instant now,
            List<Followers.Lag> followers,
            List<Backlog.Waiting> backlogs,
            List<Operations.Disk> disks,
            Operations.Store base,
            List<Operations.Certificate> certificates,
            List<Tasks.Task> done,
            List<Backups.Backup> backups) {
        return new Operations.View(
                now,
                now.minus(Duration.ofDays(30)),
                "1",
                1,
                2,
                followers,
                backlogs,
                disks,
                base,
                certificates,
                0,
                done,
                backups,
                true,
                List.of());
    }

    private static final Loans.State POOL = new Loans.State(0, 24, 0, false, List.of());
    private static final Operations.Store WELL = new Operations.Store(1, 0, Duration.ZERO, "18", POOL);

    private static Backups.Backup backup(Instant ended, Instant checked, Boolean sound) {
        return new Backups.Backup("b", ended, ended, 1, checked, sound, "");
    }

    @Test
    void everyLimitBeginsItsAlarm() {
        Instant now = Instant.parse("2026-11-22T04:00:00Z");
        var fresh = List.of(backup(now.minus(Duration.ofHours(20)), now.minus(Duration.ofDays(1)), true));
        var log = List.of(new Tasks.Task("log", now.minus(Duration.ofMinutes(1)), now, null));
        assertThat(watch.wrong(view(
                        now,
                        List.of(new Followers.Lag("a", 4999, false)),
                        List.of(new Backlog.Waiting("notices", 3, now.minus(Duration.ofMinutes(29)))),
                        List.of(new Operations.Disk("data", 10, 100)),
                        WELL,
                        List.of(new Operations.Certificate("x", now.plus(Duration.ofDays(22)))),
                        log,
                        fresh)))
                .isEmpty();
        assertThat(watch.wrong(view(
                        now,
                        List.of(new Followers.Lag("a", 5000, false), new Followers.Lag("b", 0, true)),
                        List.of(
                                new Backlog.Waiting("notices", 3, now.minus(Duration.ofMinutes(31))),
                                new Backlog.Waiting("imports", 1, now.minus(Duration.ofMinutes(121)))),
                        List.of(new Operations.Disk("data", 9, 100)),
                        new Operations.Store(1, 5L << 30, Duration.ofSeconds(6), "18", POOL),
                        List.of(
                                new Operations.Certificate("x", now.plus(Duration.ofDays(20))),
                                new Operations.Certificate("y", null)),
                        List.of(
                                new Tasks.Task("backup", now, now, "disk"),
                                new Tasks.Task("log", now.minus(Duration.ofMinutes(16)), now, "disk")),
                        List.of(backup(now.minus(Duration.ofHours(27)), now.minus(Duration.ofDays(9)), false)))))
                .extracting(problem -> problem.what() + ":" + problem.detail())
                .containsExactlyInAnyOrder(
                        "follower-behind:a",
                        "follower-stopped:b",
                        "notices-stuck:",
                        "imports-stuck:",
                        "disk-full:data",
                        "certificate-ending:x",
                        "certificate-ending:y",
                        "clock-off:",
                        "log-held:",
                        "backup-failed:",
                        "log-failed:",
                        "backup-old:",
                        "log-old:",
                        "check-failed:",
                        "check-old:");
    }

    @Test
    void anAlarmIsOneMatterForAsLongAsItLasts() throws Exception {
        String disk = "disk " + UUID.randomUUID();
        var problem = new Alarms.Problem("disk-full", disk);
        atOnce(java.util.Collections.nCopies(4, () -> {
            alarms.settle(List.of("disk-full"), List.of(problem));
            return 1;
        }));
        alarms.settle(List.of("disk-full"), List.of(problem));
        assertThat(client.sql("select count(*) from operations.alarm where detail = ?")
                        .param(disk)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        Alarm alarm = lasting(disk);
        var matter = read(as(Role.SYSTEM_ADMINISTRATOR), "/matters/" + Ids.number(alarm.matter()));
        assertThat(matter.toString()).contains(disk).contains("S01");

        alarms.settle(List.of("backup-old"), List.of());
        assertThat(lasting(disk).id()).as("only kinds that were looked at end").isEqualTo(alarm.id());
        alarms.settle(List.of("disk-full"), List.of());
        assertThat(alarms.lasting()).noneMatch(each -> each.detail().equals(disk));
        alarms.settle(List.of("disk-full"), List.of(problem));
        assertThat(lasting(disk).id()).isNotEqualTo(alarm.id());
        alarms.settle(List.of("disk-full"), List.of());
    }

    private Alarm lasting(String detail) {
        return alarms.lasting().stream()
                .filter(each -> each.detail().equals(detail))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStoppedFollowerIsAnAlarmAtOnceAndGoesOnFromThePage() throws Exception {
        String name = "follower-" + UUID.randomUUID();
        client.sql("""
                        insert into journal.cursor (follower, txid, failure)
                        values (?, '9223372036854775807', 'java.lang.IllegalStateException')""").param(name).update();
        try {
            news.publishEvent(new FollowerStopped(name, "IllegalStateException"));
            String operator = as(Role.SYSTEM_ADMINISTRATOR);
            assertThat(read(operator, "/matters/" + Ids.number(lasting(name).matter()))
                            .toString())
                    .contains(name)
                    .contains("S01");
            assertThat(read(operator, "/operations").path("followers").toString())
                    .contains(name);
            post(200, operator, "/operations/followers/" + name + "/resume", Map.of());
            assertThat(refused(404, operator, "/operations/followers/" + name + "/resume", Map.of()))
                    .isEqualTo("follower");
            alarms.settle(
                    List.of("follower-stopped"),
                    watch.wrong(operations.view()).stream()
                            .filter(problem -> problem.what().equals("follower-stopped"))
                            .toList());
            assertThat(alarms.lasting()).noneMatch(each -> each.detail().equals(name));
        } finally {
            client.sql("delete from journal.cursor where follower = ?")
                    .param(name)
                    .update();
        }
    }

    @Test
    void theOperatorSeesThePageAndThePrometheusFigures() throws Exception {
        String operator = as(Role.SYSTEM_ADMINISTRATOR);
        meters.renew();
        var metrics = call("GET", "/metrics", operator, null, Map.of());
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("gongzhi_follower_behind{follower=\"ledger\"")
                .contains("gongzhi_disk_free_bytes{disk=\"data\"}")
                .contains("gongzhi_backlog{queue=\"matters\"}")
                .contains("http_server_requests_seconds_count")
                .contains("hikaricp_connections_active")
                .contains("jvm_memory_used_bytes");
        for (String path : List.of("/operations", "/operations/now", "/metrics", "/api/v1/operations")) {
            assertThat(call("GET", path, as(Role.GRID_WORKER), null, Map.of()).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(call("GET", path, "", null, Map.of()).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        var page = call("GET", "/operations", operator, null, Map.of());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("ledger").doesNotContainPattern("operations\\.[a-z]");
        assertThat(refused(400, operator, "/operations/backups", Map.of())).isEqualTo("backup-folder");

        var health = json.readTree(call("GET", "/health", "", null, Map.of()).body());
        assertThat(health.path("reasons").toString()).isEqualTo("[]");
    }

    /// Such a context looks its tracer up in the bean factory while a figure is recorded, on any thread: at
    /// start-up the pool's own thread and the one that makes the beans then hold what the other needs.
    @Test
    void recordingAFigureAsksTheBeanFactoryForNothing() {
        assertThat(spanContexts.stream()).isEmpty();
    }

    @Test
    void howATaskEndedIsWrittenDown() throws Exception {
        String name = "task-" + UUID.randomUUID();
        try {
            assertThat(tasks.run(name, () -> 7)).isEqualTo(7);
            assertThat(task(name).failure()).isNull();
            assertThat(task(name).endedAt()).isAfterOrEqualTo(task(name).beganAt());
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> tasks.run(name, () -> {
                        throw new java.io.IOException("No space left on device");
                    }))
                    .isInstanceOf(java.io.IOException.class);
            assertThat(task(name).failure()).isEqualTo("No space left on device");
        } finally {
            client.sql("delete from operations.task where name = ?").param(name).update();
        }
    }

    private Tasks.Task task(String name) {
        return tasks.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyKindOfAlarmHasWordsInBothLanguages() {
        for (var words : org.gongzhi.kernel.Words.all()) {
            var kinds = new java.util.ArrayList<>(Watch.KINDS);
            kinds.addAll(PoolWatch.KINDS);
            kinds.add(RoundWatch.LATE);
            for (String kind : kinds) {
                assertThat(words.has("operations.alarm." + kind)).as(kind).isTrue();
                assertThat(words.has("operations.advice." + kind)).as(kind).isTrue();
            }
        }
        assertThat(operations.view().backlogs()).hasSize(3);
    }

    @Test
    void aSlowAnswerIsNoWrongClock() {
        Instant now = clock.instant();
        assertThat(DatabaseState.apart(now, now.plusSeconds(7), now.plusSeconds(9)))
                .isEqualTo(Duration.ZERO);
        assertThat(DatabaseState.apart(now, now.minusSeconds(3), now.plusSeconds(9)))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(DatabaseState.apart(now, now.plusSeconds(11), now.plusSeconds(9)))
                .isEqualTo(Duration.ofSeconds(2));
    }
}
