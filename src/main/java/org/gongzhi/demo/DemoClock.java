package org.gongzhi.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The clock of the demonstration. While the town is loaded it stands still and is moved on by hand, so that
/// nothing depends on how fast the machine is; then it goes with the clock of the machine, and never back.
final class DemoClock extends Clock {

    private final Clock machine;
    private volatile @Nullable Instant standing;
    private volatile Instant reached = Instant.MIN;

    DemoClock(Clock machine) {
        this.machine = machine;
    }

    /// From now on it is always this moment.
    void stand() {
        standing = instant();
    }

    /// So much time has passed; only while it stands.
    void pass(Duration time) {
        standing = Objects.requireNonNull(standing, "only while it stands").plus(time);
    }

    /// It goes by itself again.
    void go() {
        reached = instant();
        standing = null;
    }

    @Override
    public Instant instant() {
        Instant still = standing;
        if (still != null) {
            return still;
        }
        Instant now = machine.instant();
        return now.isBefore(reached) ? reached : now;
    }

    @Override
    public ZoneId getZone() {
        return machine.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("there is one zone: " + getZone());
    }
}
