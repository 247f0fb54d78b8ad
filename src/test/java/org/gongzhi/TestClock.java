package org.gongzhi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.RoundScheduler;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.scheduling.Trigger;

/// The time of the test world. It starts on one fixed Wednesday morning, whatever the day of the machine, runs on from
/// there, and can be moved.
@TestConfiguration
public class TestClock {

    /// A Wednesday without a holiday near it, at nine in the morning in Shanghai.
    public static final Instant START = Instant.parse("2026-11-18T01:00:00Z");

    /// The day on which the test world begins.
    public static final LocalDate DAY = LocalDate.ofInstant(START, Clocks.ZONE);

    private static final long BEGUN = System.nanoTime();

    /// Now in the test world, as long as no test moves its clock.
    public static Instant running() {
        return START.plusNanos(System.nanoTime() - BEGUN);
    }

    @Bean
    @Primary
    Adjustable adjustableClock() {
        return new Adjustable();
    }

    /// Rounds that a program begins some time after its start, or at an hour of the machine, come only when a test
    /// calls them: a round between two lines of a test is no result. What runs on from the start goes on.
    @Bean
    RoundScheduler taskScheduler() {
        return new RoundScheduler() {
            @Override
            public @Nullable ScheduledFuture<?> schedule(Runnable round, Trigger hour) {
                return null;
            }

            @Override
            public ScheduledFuture<?> scheduleWithFixedDelay(Runnable round, Instant begin, Duration every) {
                boolean later = begin.isAfter(Instant.now().plusSeconds(1));
                return super.scheduleWithFixedDelay(round, later ? begin.plus(Duration.ofDays(1)) : begin, every);
            }
        };
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
            return running().plus(shift.get()).truncatedTo(ChronoUnit.MICROS);
        }
    }
}
