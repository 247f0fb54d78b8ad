package org.gongzhi.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import org.gongzhi.TestClock;
import org.junit.jupiter.api.Test;

class DemoClockTest {

    private final TestClock.Adjustable machine = new TestClock.Adjustable();
    private final DemoClock clock = new DemoClock(machine);

    @Test
    void itStandsHoweverLongTheMachineTakesAndThenGoesWithIt() {
        machine.freeze(TestClock.START);
        clock.stand();
        machine.freeze(TestClock.START.plusSeconds(3600));
        assertThat(clock.instant()).isEqualTo(TestClock.START);
        clock.pass(Duration.ofSeconds(6));
        assertThat(clock.instant()).isEqualTo(TestClock.START.plusSeconds(6));
        clock.go();
        assertThat(clock.instant()).isEqualTo(TestClock.START.plusSeconds(3600));
        assertThatNullPointerException().isThrownBy(() -> clock.pass(Duration.ofSeconds(6)));
    }

    @Test
    void onAQuickMachineItWaitsForTheTimeThatHasPassedAndNeverGoesBack() {
        machine.freeze(TestClock.START);
        clock.stand();
        clock.pass(Duration.ofSeconds(6));
        clock.go();
        Instant reached = TestClock.START.plusSeconds(6);
        assertThat(clock.instant()).isEqualTo(reached);
        machine.freeze(TestClock.START.plusSeconds(7));
        assertThat(clock.instant()).isEqualTo(reached.plusSeconds(1));
    }
}
