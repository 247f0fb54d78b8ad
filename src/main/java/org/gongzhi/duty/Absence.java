package org.gongzhi.duty;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A time for which a seat's holder is away, and who stands in.
public record Absence(
        long community,
        long id,
        long seat,
        String placeCode,
        Instant startsAt,
        Instant endsAt,
        Kind kind,
        @Nullable Long substitute,
        String words,
        State state,
        @Nullable Long askedBy,
        String answer) {

    public enum Kind {
        LEAVE,
        SICK,
        TRAINING,
        SECONDED
    }

    /// Asked, then decided; BEGUN once everything open has been handed on.
    public enum State {
        ASKED,
        APPROVED,
        REFUSED,
        WITHDRAWN,
        BEGUN
    }

    /// True when the holder is not there because of it.
    boolean counts() {
        return state == State.APPROVED || state == State.BEGUN;
    }
}
