package org.gongzhi.matters;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gongzhi.calendar.Policies;
import org.gongzhi.calendar.Term;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Tables;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The terms and numbers of a matter's life, from `matters/terms.csv` and `calendar/policies.csv`, and the
/// deadlines they give.
@Component
public class MatterTerms {

    private final WorkingCalendar calendar;
    private final Policies policies;
    private final Map<String, String> values;

    MatterTerms(WorkingCalendar calendar, Policies policies) {
        this.calendar = calendar;
        this.policies = policies;
        this.values = Tables.read("matters/terms.csv").stream()
                .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> row.get("value")));
    }

    /// By when a matter of this kind, which came in by `channel` at a place, must be fixed, counted from
    /// `start`.
    public Instant deadline(Kind kind, String channel, String placeCode, Instant start) {
        return deadline(kind, null, channel, placeCode, start);
    }

    /// The same when it was filed under a condition of its kind.
    Instant deadline(Kind kind, @Nullable Integer condition, String channel, String placeCode, Instant start) {
        return calendar.end(start, term(kind, condition, channel, placeCode, start));
    }

    /// When the term of a stage ends that begins at `start`; empty when no rule says anything about it.
    @Nullable
    Instant end(Policies.Stage stage, Kind kind, String channel, String placeCode, Instant start) {
        return policy(stage, kind, channel, placeCode, start)
                .map(policy -> calendar.end(start, policy.term()))
                .orElse(null);
    }

    /// The overall term: what a rule says of this channel or type at this place, else the kind's own.
    Term term(Kind kind, @Nullable Integer condition, String channel, String placeCode, Instant start) {
        return policy(Policies.Stage.RESOLVE, kind, channel, placeCode, start)
                .filter(policy -> !policy.general())
                .map(Policies.Policy::term)
                .orElseGet(() -> kind.term(condition));
    }

    private Optional<Policies.Policy> policy(
            Policies.Stage stage, Kind kind, String channel, String placeCode, Instant when) {
        return policies.find(new Policies.Question(
                stage, placeCode, channel, kind.code(), kind.urgency().name(), LocalDate.ofInstant(when, Clocks.ZONE)));
    }

    /// When the term of the present stage ends; the overall deadline when no rule says anything about the stage.
    Instant stageEnds(Matter matter, Kind kind, Policies.Stage stage) {
        return policy(
                        stage,
                        kind,
                        matter.reporter().channel(),
                        matter.where().placeCode(),
                        matter.times().stageAt())
                .map(policy -> calendar.end(matter.times().stageAt(), policy.term()))
                .orElse(matter.times().deadline());
    }

    /// The deadline of a matter whose clock stood: later by as much as it stood, in the unit of its term.
    Instant resumed(Matter matter, Kind kind, Instant stopped, Instant now) {
        Term term = term(
                kind,
                matter.filing().condition(),
                matter.reporter().channel(),
                matter.where().placeCode(),
                matter.times().reportedAt());
        return calendar.moved(matter.times().deadline(), stopped, now, term.unit());
    }

    /// By when the level above must decide who is competent.
    Instant competence(Matter matter, Kind kind, Instant now) {
        return policy(
                        Policies.Stage.DECIDE_OBJECTION,
                        kind,
                        matter.reporter().channel(),
                        matter.where().placeCode(),
                        now)
                .map(policy -> calendar.end(now, policy.term()))
                .orElseThrow();
    }

    /// The latest end that an extension may give: as much more as the policy names, else the default.
    Instant latestExtension(Matter matter, Kind kind) {
        Term most = policy(
                        Policies.Stage.RESOLVE,
                        kind,
                        matter.reporter().channel(),
                        matter.where().placeCode(),
                        matter.times().reportedAt())
                .map(Policies.Policy::extension)
                .orElseGet(() -> Term.parse(value("extension-most")));
        return calendar.end(matter.times().deadline(), most);
    }

    /// Why a clock may stand still.
    public record PauseReason(String code, String chinese, String english) {}

    private final java.util.List<PauseReason> pauseReasons = Tables.read("matters/pause-reasons.csv").stream()
            .map(row -> new PauseReason(row.get("code"), row.get("zh"), row.get("en")))
            .toList();

    public java.util.List<PauseReason> pauseReasons() {
        return pauseReasons;
    }

    /// By when a close must be rated or contested.
    public Instant ratingEnds(Instant closedAt) {
        return calendar.end(closedAt, Term.parse(value("rating-window")));
    }

    /// The latest day a clock may stand still to.
    Instant latestPause(Instant now) {
        return calendar.end(now, Term.parse(value("pause-most")));
    }

    Duration duplicateWindow() {
        return Duration.ofDays(Long.parseLong(value("duplicate-days")));
    }

    double duplicateMetres() {
        return Double.parseDouble(value("duplicate-metres"));
    }

    /// By when a second look is due.
    Instant recheckBy(Instant closedAt) {
        return calendar.end(closedAt, Term.parse(value("recheck-within")));
    }

    /// How long a visitor's contact is kept after their matter has settled.
    Duration contactKept() {
        return Duration.ofDays(Long.parseLong(value("contact-days")));
    }

    Duration recurringWindow() {
        return Duration.ofDays(Long.parseLong(value("recurring-days")));
    }

    int recurringLeast() {
        return Integer.parseInt(value("recurring-least"));
    }

    /// From how many percent of shared pairs of signs two texts count as alike.
    int likeness() {
        return Integer.parseInt(value("repeat-likeness"));
    }

    /// How long before the deadline the light turns yellow.
    public Duration soon() {
        return Duration.ofHours(Long.parseLong(value("soon-hours")));
    }

    private String value(String name) {
        return java.util.Objects.requireNonNull(values.get(name), name);
    }
}
