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
        return new Visit(
                community,
                id,
                placeCode,
                premises,
                campaign,
                team,
                members,
                persons,
                seat,
                kind,
                because,
                checklist,
                checklistVersion,
                plannedOn,
                State.ARRIVED,
                at,
                how,
                away,
                finishedAt,
                answers,
                interview,
                words,
                version);
    }

    /// It does not take place, because of `why`.
    Visit cancelled(String why) {
        return new Visit(
                community,
                id,
                placeCode,
                premises,
                campaign,
                team,
                members,
                persons,
                seat,
                kind,
                because,
                checklist,
                checklistVersion,
                plannedOn,
                State.CANCELLED,
                null,
                null,
                null,
                null,
                answers,
                interview,
                why,
                version);
    }

    /// Ended, with what it brought; `by` is the seat that wrote it down, `went` how many were there.
    Visit finished(Instant at, Visits.Report report, Long by, int went, String said) {
        return new Visit(
                community,
                id,
                placeCode,
                premises,
                campaign,
                team,
                report.members(),
                went,
                by,
                kind,
                because,
                checklist,
                checklistVersion,
                plannedOn,
                State.FINISHED,
                arrivedAt,
                arrival,
                metres,
                at,
                report.answers(),
                report.interview().strip(),
                said,
                version);
    }

    /// Not written down before: kept as a row of its own when it ends.
    Visit unwritten() {
        return new Visit(
                community,
                id,
                placeCode,
                premises,
                campaign,
                team,
                members,
                persons,
                seat,
                kind,
                because,
                checklist,
                checklistVersion,
                plannedOn,
                state,
                arrivedAt,
                arrival,
                metres,
                finishedAt,
                answers,
                interview,
                words,
                0);
    }
}
