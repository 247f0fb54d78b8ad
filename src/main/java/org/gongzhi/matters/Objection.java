package org.gongzhi.matters;

import java.time.Instant;

/// The lead says that another seat is competent; undecided until the level above has spoken.
public record Objection(long by, long to, String words, Instant askedAt, Instant dueAt, Level level) {

    /// Who has to decide now.
    public enum Level {
        COMMUNITY,
        STREET
    }
}
