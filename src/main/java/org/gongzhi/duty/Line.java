package org.gongzhi.duty;

import java.util.Arrays;
import java.util.List;

/// Who is on duty from when to when, as steps over one window of time (seconds since 1970). Lines are never
/// changed: two that are the same object say the same, which spares most of the work.
final class Line {

    /// Who stands there for a while: none, one, or several who would all lead. `backup` says that somebody
    /// else of the rule stands behind them; `lastResort` that the rule's own bodies are away.
    record Slot(long[] seats, boolean backup, boolean lastResort) {

        static final Slot NOBODY = new Slot(new long[0], false, false);

        static Slot of(long seat) {
            return new Slot(new long[] {seat}, false, false);
        }

        boolean empty() {
            return seats.length == 0;
        }

        /// True when somebody who is not a last resort stands here besides those of the other.
        private boolean backs(Slot other) {
            return !lastResort
                    && (backup
                            || Arrays.stream(seats)
                                    .anyMatch(seat -> Arrays.stream(other.seats).noneMatch(each -> each == seat)));
        }

        private boolean same(Slot other) {
            return backup == other.backup && lastResort == other.lastResort && Arrays.equals(seats, other.seats);
        }
    }

    /// Makes a slot of two that hold at the same time.
    private interface Join {
        Slot of(Slot one, Slot other);
    }

    private final long[] from;
    private final Slot[] slots;
    private final long until;

    private Line(long[] from, Slot[] slots, long until) {
        this.from = from;
        this.slots = slots;
        this.until = until;
    }

    static Line of(long from, long until, Slot slot) {
        return new Line(new long[] {from}, new Slot[] {slot}, until);
    }

    /// A line that is `slot` within the spans, which are in order and do not touch, and nobody elsewhere.
    static Line within(long from, long until, List<long[]> spans, Slot slot) {
        var steps = new Steps(2 * spans.size() + 1);
        long reached = from;
        for (long[] span : spans) {
            long begin = Math.max(span[0], reached);
            long end = Math.min(span[1], until);
            if (begin >= end) {
                continue;
            }
            if (begin > reached) {
                steps.add(reached, Slot.NOBODY);
            }
            steps.add(begin, slot);
            reached = end;
        }
        if (reached < until) {
            steps.add(reached, Slot.NOBODY);
        }
        return steps.line(until);
    }

    /// True when both say the same at every moment.
    boolean same(Line other) {
        if (this == other) {
            return true;
        }
        if (from.length != other.from.length || until != other.until || !Arrays.equals(from, other.from)) {
            return false;
        }
        for (int i = 0; i < slots.length; i++) {
            if (!slots[i].same(other.slots[i])) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return from.length;
    }

    long from(int step) {
        return from[step];
    }

    long until(int step) {
        return step + 1 < from.length ? from[step + 1] : until;
    }

    Slot slot(int step) {
        return slots[step];
    }

    /// Who stands there at a moment within the window.
    Slot at(long second) {
        int found = Arrays.binarySearch(from, second);
        return slots[found >= 0 ? found : -found - 2];
    }

    /// This line, and where nobody stands, the other; somebody else of the rule behind them is their backup.
    Line over(Line far) {
        return join(
                far,
                (near, behind) -> near.empty()
                        ? behind
                        : near.backup || !behind.backs(near) ? near : new Slot(near.seats, true, near.lastResort));
    }

    /// Both lines together.
    Line and(Line other) {
        return join(other, (one, two) -> {
            if (one.empty() || two.empty()) {
                return one.empty() ? two : one;
            }
            long[] both = Arrays.copyOf(one.seats, one.seats.length + two.seats.length);
            System.arraycopy(two.seats, 0, both, one.seats.length, two.seats.length);
            return new Slot(
                    Arrays.stream(both).distinct().sorted().toArray(),
                    one.backup || two.backup,
                    one.lastResort && two.lastResort);
        });
    }

    /// This line where the mask has somebody, the other elsewhere.
    Line where(Line mask, Line other) {
        Line masked = join(mask, (one, shown) -> shown.empty() ? OUTSIDE : one);
        return masked.join(other, (one, two) -> one == OUTSIDE ? two : one);
    }

    private static final Slot OUTSIDE = new Slot(new long[] {Long.MIN_VALUE}, false, false);

    /// This line where the mask has somebody, and nobody elsewhere.
    Line only(Line mask) {
        return join(mask, (one, shown) -> shown.empty() ? Slot.NOBODY : one);
    }

    /// The same people as a last resort.
    Line lastResort() {
        Slot[] changed = new Slot[slots.length];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = slots[i].empty() ? slots[i] : new Slot(slots[i].seats, slots[i].backup, true);
        }
        return new Line(from, changed, until);
    }

    private Line join(Line other, Join join) {
        var steps = new Steps(from.length + other.from.length);
        int one = 0;
        int two = 0;
        long at = from[0];
        while (at < until) {
            steps.add(at, join.of(slots[one], other.slots[two]));
            long nextOne = until(one);
            long nextTwo = other.until(two);
            at = Math.min(nextOne, nextTwo);
            if (nextOne == at) {
                one++;
            }
            if (nextTwo == at) {
                two++;
            }
        }
        return steps.line(until);
    }

    /// Collects steps; equal neighbours become one.
    private static final class Steps {

        private final long[] from;
        private final Slot[] slots;
        private int size;

        Steps(int most) {
            this.from = new long[most];
            this.slots = new Slot[most];
        }

        void add(long at, Slot slot) {
            if (size > 0 && (slots[size - 1] == slot || slots[size - 1].same(slot))) {
                return;
            }
            from[size] = at;
            slots[size++] = slot;
        }

        Line line(long until) {
            return new Line(Arrays.copyOf(from, size), Arrays.copyOf(slots, size), until);
        }
    }
}
