package org.gongzhi.duty;

import java.time.Instant;
import java.util.List;
import org.gongzhi.people.Role;
import org.jspecify.annotations.Nullable;

/// Something wrong with duty in the coming days: for these subjects, at this place and below, from when to when, and
/// the smallest change that mends it.
public record Finding(
        long community,
        long id,
        long place,
        String placeCode,
        What what,
        List<String> subjects,
        Instant startsAt,
        Instant endsAt,
        @Nullable Long seat,
        @Nullable Long roster,
        Mend mend) {

    /// What is wrong. `weight` orders them: 3 nobody can answer, 2 somebody should not, 1 one mishap away.
    public enum What {
        GAP(3),
        NO_ACCOUNT(3),
        NO_LIAISON(3),
        ROSTER_HOLE(2),
        LAST_RESORT(2),
        OVERLAP(2),
        TWO_LIAISONS(2),
        OVERLOADED(2),
        SINGLE(1);

        private final int weight;

        What(int weight) {
            this.weight = weight;
        }

        public int weight() {
            return weight;
        }
    }

    /// The smallest change that helps: which, with whom, in which role.
    public record Mend(
            Kind kind, @Nullable Long seat, @Nullable Role role) {

        public enum Kind {
            APPOINT,
            SUBSTITUTE,
            SHIFT,
            NAME_LEAD,
            ACCOUNT,
            HAND_OVER,
            SECOND
        }
    }
}
