package org.gongzhi.inspections;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// A hazard, from the order to put it right until it is struck off. `owner` is the seat that follows it up;
/// `duty` who at the premises is responsible. The rules that no database can hold stand here; each answers
/// the next hazard or refuses.
public record Hazard(
        long community,
        long id,
        String placeCode,
        long premises,
        @Nullable Long visit,
        @Nullable Long campaign,
        @Nullable Long matter,
        @Nullable Integer equipment,
        String sector,
        String item,
        Level level,
        String criterion,
        String what,
        String spot,
        long owner,
        Five five,
        Instant foundAt,
        State state,
        Stop stop,
        Fix fix,
        Strike strike,
        @Nullable Long relapseOf,
        boolean typical,
        Wanted wanted,
        int version) {

    /// General: small, can be put right at once. Major: large, needs a stop and time, or its cause lies outside
    /// (national rule on hazards of 2007).
    public enum Level {
        GENERAL,
        MAJOR
    }

    public enum State {
        ORDERED,
        RECTIFIED,
        STRUCK
    }

    /// 五落实: responsibility, measures, funds in fen, term, contingency plan; and the goals a major one needs.
    public record Five(String duty, String measures, long fundsFen, Instant dueAt, String plan, String goals) {}

    /// What was stopped because of it; `listed` for supervision by the level above (Work Safety Law art. 41).
    public record Stop(
            boolean stopped,
            boolean listed,
            @Nullable Instant resumedAt,
            @Nullable Instant referredAt) {
        static final Stop NONE = new Stop(false, false, null, null);
    }

    public record Fix(@Nullable Instant at, @Nullable Long by, String done, int returns) {
        static final Fix NONE = new Fix(null, null, "", 0);
    }

    public record Strike(
            @Nullable Instant at,
            @Nullable Long by,
            @Nullable Long seat,
            @Nullable Integer number) {
        static final Strike NONE = new Strike(null, null, null, null);
    }

    /// An extension that was asked for, and how often one was granted.
    public record Wanted(@Nullable Instant until, @Nullable Long by, String words, int granted) {
        static final Wanted NONE = new Wanted(null, null, "", 0);
    }

    /// A picture of it, before, after, or of the acceptance.
    public record Picture(int position, String name, String purpose) {}

    public boolean open() {
        return state != State.STRUCK;
    }

    public boolean overdue(Instant now) {
        return open() && five.dueAt.isBefore(now);
    }

    /// It has been put right, with pictures that show it.
    public Hazard rectify(String done, int pictures, long by, Instant now) {
        if (state != State.ORDERED) {
            throw Refusal.conflict("hazard-state");
        }
        requireWords(done);
        if (pictures == 0) {
            throw Refusal.invalid("hazard-evidence");
        }
        return with(State.RECTIFIED, new Fix(now, by, done, fix.returns), strike, wanted);
    }

    /// Looked at, and not right yet.
    public Hazard giveBack(String words, long by) {
        if (state != State.RECTIFIED) {
            throw Refusal.conflict("hazard-state");
        }
        requireWords(words);
        requireOther(by);
        return with(State.ORDERED, new Fix(null, null, "", fix.returns + 1), strike, wanted);
    }

    /// Accepted and struck off by somebody other than who rectified; who accepts answers for it (谁验收、谁负责).
    public Hazard strike(String words, long by, long seat, int number, Instant now) {
        if (state == State.ORDERED) {
            throw Refusal.conflict("hazard-not-rectified");
        }
        if (state == State.STRUCK) {
            throw Refusal.conflict("hazard-state");
        }
        requireWords(words);
        requireOther(by);
        return with(State.STRUCK, fix, new Strike(now, by, seat, number), Wanted.NONE);
    }

    private void requireOther(long by) {
        if (Objects.equals(fix.by, by)) {
            throw Refusal.forbidden("hazard-own-acceptance");
        }
    }

    public Hazard askLater(Instant until, String words, long by, Instant now, Instant most) {
        if (state != State.ORDERED || wanted.until != null) {
            throw Refusal.conflict("hazard-state");
        }
        requireWords(words);
        if (!until.isAfter(five.dueAt) || !until.isAfter(now) || until.isAfter(most)) {
            throw Refusal.invalid("hazard-term");
        }
        return with(state, fix, strike, new Wanted(until, by, words, wanted.granted));
    }

    public Hazard decideLater(boolean granted, long by) {
        Instant until = wanted.until;
        if (until == null || !open()) {
            throw Refusal.conflict("hazard-extension-none");
        }
        if (Objects.equals(wanted.by, by)) {
            throw Refusal.forbidden("same-person");
        }
        Hazard next = with(state, fix, strike, new Wanted(null, null, "", wanted.granted + (granted ? 1 : 0)));
        return granted ? next.due(until) : next;
    }

    /// Work may go on again: only after the hazard was struck off, by review (Work Safety Law art. 65).
    public Hazard resume(String words, long by, Instant now) {
        requireWords(words);
        if (!stop.stopped || stop.resumedAt != null) {
            throw Refusal.conflict("hazard-not-stopped");
        }
        if (open()) {
            throw Refusal.conflict("hazard-resume-open");
        }
        if (Objects.equals(strike.by, by)) {
            throw Refusal.forbidden("hazard-own-review");
        }
        return stopped(new Stop(true, stop.listed, now, stop.referredAt));
    }

    public Hazard refer(String words, Instant now) {
        requireWords(words);
        if (stop.referredAt != null) {
            throw Refusal.conflict("hazard-referred");
        }
        return stopped(new Stop(stop.stopped, stop.listed, stop.resumedAt, now));
    }

    public Hazard list() {
        if (!open() || stop.listed) {
            throw Refusal.conflict("hazard-state");
        }
        return stopped(new Stop(stop.stopped, true, stop.resumedAt, stop.referredAt));
    }

    static void requireWords(String words) {
        if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
    }

    private Hazard due(Instant until) {
        var later = new Five(five.duty, five.measures, five.fundsFen, until, five.plan, five.goals);
        return copy(owner, later, state, stop, fix, strike, typical, wanted);
    }

    private Hazard stopped(Stop next) {
        return copy(owner, five, state, next, fix, strike, typical, wanted);
    }

    private Hazard with(State nextState, Fix nextFix, Strike nextStrike, Wanted nextWanted) {
        return copy(owner, five, nextState, stop, nextFix, nextStrike, typical, nextWanted);
    }

    Hazard asTypical() {
        return copy(owner, five, state, stop, fix, strike, true, wanted);
    }

    Hazard ownedBy(long seat) {
        return copy(seat, five, state, stop, fix, strike, typical, wanted);
    }

    /// The same finding with what may change of it.
    private Hazard copy(
            long nextOwner,
            Five nextFive,
            State nextState,
            Stop nextStop,
            Fix nextFix,
            Strike nextStrike,
            boolean nextTypical,
            Wanted nextWanted) {
        return new Hazard(
                community,
                id,
                placeCode,
                premises,
                visit,
                campaign,
                matter,
                equipment,
                sector,
                item,
                level,
                criterion,
                what,
                spot,
                nextOwner,
                nextFive,
                foundAt,
                nextState,
                nextStop,
                nextFix,
                nextStrike,
                relapseOf,
                nextTypical,
                nextWanted,
                version);
    }

    /// What a hazard found in a visit, or told by a resident, says.
    public record Found(
            String item,
            @Nullable Level level,
            String criterion,
            String what,
            String spot,
            @Nullable Integer equipment,
            String duty,
            String measures,
            long fundsFen,
            @Nullable Instant dueAt,
            String plan,
            String goals,
            List<String> before,
            List<String> after,
            boolean typical,
            boolean listed) {

        public Found {
            item = Objects.requireNonNullElse(item, "");
            criterion = Objects.requireNonNullElse(criterion, "");
            what = Objects.requireNonNullElse(what, "");
            spot = Objects.requireNonNullElse(spot, "");
            duty = Objects.requireNonNullElse(duty, "");
            measures = Objects.requireNonNullElse(measures, "");
            plan = Objects.requireNonNullElse(plan, "");
            goals = Objects.requireNonNullElse(goals, "");
            before = Objects.requireNonNullElse(before, List.of());
            after = Objects.requireNonNullElse(after, List.of());
        }
    }
}
