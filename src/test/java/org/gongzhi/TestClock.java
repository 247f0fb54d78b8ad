package org.gongzhi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.gongzhi.kernel.Clocks;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// A clock that tests can move: real time, plus a shift.
@TestConfiguration
public class TestClock {

    @Bean
    @Primary
    Adjustable adjustableClock() {
        return new Adjustable();
    }

    public static final class Adjustable extends Clock {
        private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

        private final AtomicReference<Instant> frozen = new AtomicReference<>();

        /// Stands still at a moment until [#reset].
        public void freeze(Instant at) {
            frozen.set(at);
        }

        public void forward(Duration by) {
            shift.updateAndGet(shift -> shift.plus(by));
        }

        public void reset() {
            shift.set(Duration.ZERO);
            frozen.set(null);
        }

        @Override
        public ZoneId getZone() {
            return Clocks.ZONE;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            Instant still = frozen.get();
            if (still != null) {
                return still;
            }
            return Instant.now().plus(shift.get()).truncatedTo(ChronoUnit.MICROS);
        }
    }
}
