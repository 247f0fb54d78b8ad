package org.gongzhi.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.gongzhi.ApiTest;
import org.gongzhi.kernel.Aside;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Loans;
import org.gongzhi.kernel.Work;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerBuilder;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

/// The whole pool is lost on purpose: the program says so, by what, and gets well by itself.
@Tag("sql")
class PoolWatchTest extends ApiTest {

    @Autowired
    private Loans pool;

    @Autowired
    private PoolWatch watch;

    @Autowired
    private Watch all;

    @Autowired
    private Alarms alarms;

    @Autowired
    private Aside aside;

    @Autowired
    private Limits limits;

    @Autowired
    private Operations operations;

    /// Makes the scheduler that the program has outside of tests.
    @Autowired
    private SimpleAsyncTaskSchedulerBuilder schedulers;

    @AfterEach
    void reset() {
        clock.reset();
    }

    /// Takes every connection there is, by threads that end with it; what somebody else has now comes back first.
    private void loseAll(String name) throws InterruptedException {
        while (pool.holders().stream().filter(Loans.Holder::lost).count() < pool.getMaximumPoolSize()) {
            loseOne(name);
        }
    }

    private void lose() {
        try {
            pool.getConnection().prepareStatement("select 'lost'").execute();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void loseOne(String name) throws InterruptedException {
        Thread.ofVirtual()
                .start(() -> {
                    Work.begin(name);
                    lose();
                })
                .join();
    }

    private List<Alarm> lasting(String what, String detail) {
        return alarms.lasting().stream()
                .filter(each -> each.what().equals(what) && each.detail().equals(detail))
                .toList();
    }

    private void healthNames(String line) throws Exception {
        var health = call("GET", "/health", "", null, Map.of());
        assertThat(health.statusCode()).isEqualTo(503);
        var told = json.readTree(health.body());
        assertThat(told.path("database").asBoolean())
                .as("asked beside the pool")
                .isTrue();
        assertThat(told.path("reasons").toString()).isEqualTo("[\"connections\"]");
        assertThat(health.body()).as("statements are nobody's business").doesNotContain(line);
    }

    @Test
    void aPoolThatIsLostIsToldOfAndGetsWell() throws Exception {
        String line = "GET /" + UUID.randomUUID() + ": select 'lost'";
        loseAll(line.substring(0, line.indexOf(':')));
        healthNames(line);

        watch.look();
        assertThat(pool.state().held()).as("told before it is taken back").isTrue();
        watch.look();
        assertThat(pool.state().held()).isFalse();
        assertThat(pool.state().lines()).doesNotContain(line);

        assertThat(call("GET", "/health", "", null, Map.of()).statusCode()).isEqualTo(200);
        onePastAlarmWithItsMatter(line);
        tellsForAnHour(line);
    }

    /// Rounds that wait for the pool: with a fixed delay they share one thread.
    static final class Rounds {

        private final CountDownLatch stands = new CountDownLatch(1);
        private final CountDownLatch goesOn = new CountDownLatch(1);
        private final AtomicInteger others = new AtomicInteger();

        @Scheduled(fixedDelay = 1)
        void standStill() throws InterruptedException {
            stands.countDown();
            goesOn.await();
        }

        @Scheduled(fixedDelay = 1)
        void another() {
            others.incrementAndGet();
        }
    }

    @Test
    void theWatchLooksWhileOtherRoundsStandStill() throws Exception {
        String line = "GET /" + UUID.randomUUID() + ": select 'lost'";
        var rounds = new Rounds();
        var timers = new ScheduledAnnotationBeanPostProcessor();
        var scheduler = schedulers.build();
        timers.setScheduler(scheduler);
        timers.setEmbeddedValueResolver(text -> text.startsWith("${gongzhi.database.look") ? "PT0.02S" : text);
        timers.postProcessAfterInitialization(rounds, "rounds");
        timers.afterSingletonsInstantiated();
        try {
            rounds.stands.await();
            int before = rounds.others.get();
            loseOne(line.substring(0, line.indexOf(':')));
            timers.postProcessAfterInitialization(watch, "watch");
            Awaitility.await().until(() -> !pool.state().lines().contains(line));
            assertThat(rounds.others).as("the others wait behind it").hasValue(before);
        } finally {
            rounds.goesOn.countDown();
            timers.destroy();
            scheduler.close();
        }
    }

    @Test
    void aSecondProgramEndsNoAlarmOfTheFirst() throws Exception {
        String line = "GET /" + UUID.randomUUID() + ": select 'lost'";
        loseOne(line.substring(0, line.indexOf(':')));
        watch.look();
        watch.look();
        alarms.note(new Alarms.Problem(PoolWatch.HELD, line));
        var second = new PoolWatch(pool, alarms, aside, limits, clock);
        var secondWatch = new Watch(operations, alarms, limits, second, false);
        second.look();
        secondWatch.look();
        assertThat(lasting(PoolWatch.LOST, line)).hasSize(1);
        assertThat(lasting(PoolWatch.HELD, line)).hasSize(1);
        clock.forward(Duration.ofMinutes(121));
        secondWatch.look();
        assertThat(lasting(PoolWatch.HELD, line)).as("the first is gone").isEmpty();
    }

    private void onePastAlarmWithItsMatter(String line) throws Exception {
        String operator = as(Role.SYSTEM_ADMINISTRATOR);
        var told = alarms.newest(100).stream()
                .filter(each ->
                        each.what().equals(PoolWatch.HELD) && each.detail().equals(line))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().endedAt()).isNotNull();
        assertThat(read(operator, "/matters/" + Ids.number(told.getFirst().matter()))
                        .toString())
                .contains("select 'lost'");
        assertThat(call("GET", "/operations", operator, null, Map.of()).body()).contains(line);
    }

    private void tellsForAnHour(String line) {
        all.look();
        assertThat(lasting(PoolWatch.LOST, line)).hasSize(1);
        clock.forward(Duration.ofMinutes(61));
        watch.look();
        all.look();
        assertThat(lasting(PoolWatch.LOST, line))
                .as("nothing was lost for an hour")
                .isEmpty();
    }
}
