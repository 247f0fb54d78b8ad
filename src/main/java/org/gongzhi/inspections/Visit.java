package org.gongzhi.inspections;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
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
            item = java.util.Objects.requireNonNullElse(item, "");
            words = java.util.Objects.requireNonNullElse(words, "");
        }
    }
}
