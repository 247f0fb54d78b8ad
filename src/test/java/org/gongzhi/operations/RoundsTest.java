package org.gongzhi.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.gongzhi.ApiTest;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.RoundScheduler;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/// A round that waits delays itself alone, and the operator is told which it is.
@Tag("sql")
class RoundsTest extends ApiTest {

    private static final String NAME = "operations.RoundsTest$Standing.standStill";

    @Autowired
    private ScheduledAnnotationBeanPostProcessor timers;

    @Autowired
    private RoundScheduler scheduler;

    @Autowired
    private List<ScheduledTaskHolder> holders;

    @Autowired
    private ProgramRounds rounds;

    @Autowired
    private RoundWatch watch;

    @Autowired
    private Watch all;

    @Autowired
    private Alarms alarms;

    /// Three rounds, of which one waits.
    static final class Standing {

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

    private final Standing standing = new Standing();

    private void stand() throws InterruptedException {
        timers.postProcessAfterInitialization(standing, "standing");
        standing.stands.await();
    }

    @AfterEach
    void goOn() {
        standing.goesOn.countDown();
        timers.postProcessBeforeDestruction(standing, "standing");
        clock.reset();
        watch.look();
    }

    private ProgramRounds.Round round() {
        return rounds.all().stream()
                .filter(each -> each.name().equals(NAME))
                .findFirst()
                .orElseThrow();
    }

    private List<Alarm> told() {
        return alarms.newest(100).stream()
                .filter(each ->
                        each.what().equals(RoundWatch.LATE) && each.detail().equals(NAME))
                .toList();
    }

    @Test
    void aRoundThatWaitsDelaysItselfAlone() throws Exception {
        stand();
        int before = standing.others.get();
        Awaitility.await().untilAsserted(() -> assertThat(standing.others).hasValueGreaterThan(before + 3));
        assertThat(round().running()).isTrue();
    }

    @Test
    void aRoundThatIsLateIsOneAlarmUntilItRunsAgain() throws Exception {
        stand();
        watch.look();
        assertThat(round().late()).isFalse();
        assertThat(told()).noneMatch(each -> each.endedAt() == null);
        int before = told().size();

        clock.forward(Duration.ofMinutes(6));
        watch.look();
        watch.look();
        all.look();
        assertThat(told()).hasSize(before + 1);
        Alarm alarm = told().getFirst();
        assertThat(alarm.endedAt()).isNull();
        String operator = as(Role.SYSTEM_ADMINISTRATOR);
        assertThat(read(operator, "/matters/" + Ids.number(alarm.matter())).toString())
                .contains(NAME);
        assertThat(call("GET", "/operations", operator, null, Map.of()).body())
                .contains("<td translate=\"no\">" + NAME);
        assertThat(read(operator, "/operations/rounds").get(0).path("late").asBoolean())
                .isTrue();

        standing.goesOn.countDown();
        Awaitility.await().untilAsserted(() -> assertThat(round().late()).isFalse());
        watch.look();
        assertThat(told()).hasSize(before + 1);
        assertThat(told().getFirst().endedAt()).isNotNull();
    }

    @Test
    void aRoundThatDoesNotBeginIsLateToo() {
        String mailbox = "exchange.MailIntake.";
        clock.forward(Duration.ofHours(35));
        assertThat(rounds.late()).noneMatch(each -> each.name().startsWith(mailbox));
        clock.forward(Duration.ofHours(2));
        assertThat(rounds.late())
                .anyMatch(each -> each.name().startsWith(mailbox)
                        && each.began() == null
                        && each.every().equals(Duration.ofHours(12)));
    }

    @Test
    void eachRoundIsKnownByItsNameAndHasAThread() {
        var known = rounds.all();
        assertThat(known)
                .extracting(ProgramRounds.Round::name)
                .doesNotHaveDuplicates()
                .contains("operations.Watch.look", "operations.RoundWatch.look", "operations.BackupTimers.whole");
        assertThat(known).allMatch(each -> each.every().isPositive());
        assertThat(holders.stream()
                        .mapToInt(each -> each.getScheduledTasks().size())
                        .sum())
                .isLessThan(RoundScheduler.THREADS);
        assertThat(scheduler.getScheduledThreadPoolExecutor().getCorePoolSize()).isEqualTo(RoundScheduler.THREADS);
    }
}
