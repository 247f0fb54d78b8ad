package org.gongzhi.kernel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Work that waits, for the operator to see: every module that keeps a queue tells of it.
public interface Backlog {

    /// The most that is counted: above it, it is simply too much.
    int MOST = 10_000;

    /// How much waits (up to [#MOST]), and since when the oldest.
    record Waiting(String name, long rows, @Nullable Instant since) {}

    /// What waits at `now` and should not any more.
    Waiting waiting(Instant now);
}
