package org.gongzhi.inspections;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One inspection of one place. `because` is the hazard that a re-inspection or lesson follows; `persons`
/// counts those who went, of the team and of bodies that joined.
public record Visit(
        long community,
        long id,
        String placeCode,
        long premises,
        @Nullable Long campaign,
        @Nullable Integer team,
        List<Integer> members,
        int persons,
        @Nullable Long seat,
        Kind kind,
        @Nullable Long because,
        String checklist,
        int checklistVersion,
        LocalDate plannedOn,
        State state,
        @Nullable Instant arrivedAt,
        @Nullable Arrival arrival,
        @Nullable Integer metres,
        @Nullable Instant finishedAt,
        List<Answer> answers,
        String interview,
        String words,
        int version) {

    public enum Kind {
        CAMPAIGN,
        PLANNED,
        REINSPECTION,
        LESSON,
        SELF
    }

    public enum State {
        PLANNED,
        ARRIVED,
        FINISHED,
        CANCELLED
    }

    /// How it is known that they were there: the sign at the door was scanned, the position was near, or it
    /// was only written down afterwards.
    public enum Arrival {
        SCAN,
        POSITION,
        RECORDED
    }

    /// What was seen at one item of the checklist: `ok` for checks (null: does not apply), `measure` for
    /// measurements, words for interviews.
    public record Answer(
            String item, @Nullable Boolean ok, @Nullable Double measure, String words) {

        public Answer {
            item = Objects.requireNonNullElse(item, "");
            words = Objects.requireNonNullElse(words, "");
        }
    }

    /// They are there.
    Visit arrived(Instant at, Arrival how, @Nullable Integer away) {
        return with(
                State.ARRIVED,
                new Presence(at, how, away, finishedAt),
                new Outcome(members, persons, seat, answers, interview, words),
                version);
    }

    /// It does not take place, because of `why`.
    Visit cancelled(String why) {
        return with(
                State.CANCELLED,
                new Presence(null, null, null, null),
                new Outcome(members, persons, seat, answers, interview, why),
                version);
    }

    /// Ended, with what it brought; `by` is the seat that wrote it down, `went` how many were there.
    Visit finished(Instant at, Visits.Report report, Long by, int went, String said) {
        return with(
                State.FINISHED,
                new Presence(arrivedAt, arrival, metres, at),
                new Outcome(
                        report.members(),
                        went,
                        by,
                        report.answers(),
                        report.interview().strip(),
                        said),
                version);
    }

    /// Not written down before: kept as a row of its own when it ends.
    Visit unwritten() {
        return with(
                state,
                new Presence(arrivedAt, arrival, metres, finishedAt),
                new Outcome(members, persons, seat, answers, interview, words),
                0);
    }

    private record Presence(
            @Nullable Instant arrivedAt,
            @Nullable Arrival arrival,
            @Nullable Integer metres,
            @Nullable Instant finishedAt) {}

    private record Outcome(
            List<Integer> members,
            int persons,
            @Nullable Long seat,
            List<Answer> answers,
            String interview,
            String words) {}

    private Visit with(State next, Presence there, Outcome brought, int seen) {
        return new Visit(
                community,
                id,
                placeCode,
                premises,
                campaign,
                team,
                brought.members,
                brought.persons,
                brought.seat,
                kind,
                because,
                checklist,
                checklistVersion,
                plannedOn,
                next,
                there.arrivedAt,
                there.arrival,
                there.metres,
                there.finishedAt,
                brought.answers,
                brought.interview,
                brought.words,
                seen);
    }
}
