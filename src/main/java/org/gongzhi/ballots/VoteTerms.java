package org.gongzhi.ballots;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.gongzhi.calendar.Term;
import org.gongzhi.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The terms that begin with a result: for asking a court to set it aside, and for filing it.
@Component
class VoteTerms {

    private final VoteRules rules;
    private final WorkingCalendar calendar;

    VoteTerms(VoteRules rules, WorkingCalendar calendar) {
        this.rules = rules;
        this.calendar = calendar;
    }

    /// Until when an owner may sue (Supreme People's Court, 2020, art. 12: one year); nothing where no law
    /// says so.
    @Nullable
    Instant annulUntil(Vote vote) {
        Instant decided = vote.times().decidedAt();
        int months = vote.questions().stream()
                .mapToInt(question -> rules.rule(question.rule()).annulMonths())
                .max()
                .orElse(0);
        return decided == null || months == 0 || vote.effect() == Vote.Effect.CONSULTATIVE
                ? null
                : calendar.end(decided, new Term(months, Term.Unit.MONTH));
    }

    /// Until when the result has to be filed; nothing when it is, or need not be.
    @Nullable
    Instant fileBy(Vote vote) {
        Instant decided = vote.times().decidedAt();
        if (decided == null
                || vote.state() != Vote.State.DECIDED
                || vote.times().filedAt() != null
                || vote.effect() == Vote.Effect.CONSULTATIVE) {
            return null;
        }
        return vote.questions().stream()
                .map(Vote.Question::matter)
                .filter(Objects::nonNull)
                .map(matter -> rules.matter(matter).filing())
                .filter(Objects::nonNull)
                .map(term -> calendar.end(decided, term))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
