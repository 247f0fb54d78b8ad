package org.gongzhi.matters;

import java.sql.Timestamp;
import java.util.List;

/// A rate over matters: of those that `of` holds for, how many `well` holds for. Both are conditions on the
/// row `m`; `:now` stands for the present moment. Counting is exact; a rate is shown as a fraction and its
/// percent.
public enum Figure {
    /// Filed within its term (按时立案率).
    FILED("m.filed_at is not null and m.file_by is not null", "m.filed_at <= m.file_by"),
    /// With the competent body within its term (按时派遣率).
    DISPATCHED("m.dispatched_at is not null and m.dispatch_by is not null", "m.dispatched_at <= m.dispatch_by"),
    /// Taken up within its term, of all whose term is over or who were taken up (响应率).
    RESPONDED(
            "m.respond_by is not null and (m.responded_at is not null or m.respond_by < :now)",
            "m.responded_at <= m.respond_by"),
    /// Closed within its deadline, of all closed.
    CLOSED_ON_TIME("m.closed_at is not null", "m.closed_at <= m.deadline"),
    /// The same, of all closed and all open that are overdue: nothing is gained by leaving things open.
    CLOSED_ON_TIME_OVERDUE(
            "(m.closed_at is not null or m.open and m.deadline < :now)",
            "m.closed_at is not null and m.closed_at <= m.deadline"),
    /// Solved, as those say who were asked (解决率).
    SOLVED("m.closed_at is not null and m.solved is not null", "m.solved"),
    /// Closed as solved and nobody said otherwise, of all closed.
    SOLVED_OF_CLOSED(
            "m.closed_at is not null", "m.outcome in ('SOLVED', 'PARTLY') and m.solved is distinct from false"),
    SOLVED_OF_CLOSED_OVERDUE(
            "(m.closed_at is not null or m.open and m.deadline < :now)",
            "m.outcome in ('SOLVED', 'PARTLY') and m.solved is distinct from false"),
    /// Satisfied or basically satisfied, of those who rated (满意率).
    SATISFIED("m.satisfied is not null", "m.satisfied >= 3"),
    SATISFIED_OF_CLOSED("m.closed_at is not null", "m.satisfied >= 3"),
    SATISFIED_OF_CLOSED_OVERDUE("(m.closed_at is not null or m.open and m.deadline < :now)", "m.satisfied >= 3"),
    /// Settled without a word from whoever asked (未访到).
    NOT_REACHED(
            "m.stage in ('SETTLED', 'ARCHIVED') and m.outcome in ('SOLVED', 'PARTLY', 'NOT_ACCEPTED', 'SUSPENDED')",
            "m.satisfied is null"),
    /// A fix did not hold at least once (返工).
    REWORKED("m.responded_at is not null", "m.rework > 0"),
    /// Was with the wrong body or in the wrong kind at least once (错派).
    MISROUTED("true", "m.misrouted > 0"),
    /// Was sent back at least once (退单).
    SENT_BACK("true", "m.sent_back > 0");

    private final String of;
    private final String well;

    Figure(String of, String well) {
        this.of = of;
        this.well = well;
    }

    String of() {
        return of;
    }

    String well() {
        return well;
    }

    /// Two SQL counts over rows `m`: those that do well, those that count; `now` goes to the parameters.
    List<String> counts(List<Object> parameters, Timestamp now) {
        String count = moment(of, parameters, now);
        return List.of(
                "count(*) filter (where " + count + " and " + moment(well, parameters, now) + ")",
                "count(*) filter (where " + moment(of, parameters, now) + ")");
    }

    /// A condition whose `:now` has become parameters.
    static String moment(String condition, List<Object> parameters, Timestamp now) {
        for (int at = condition.indexOf(":now"); at >= 0; at = condition.indexOf(":now", at + 1)) {
            parameters.add(now);
        }
        return condition.replace(":now", "?");
    }

    /// True when much of it is bad.
    public boolean bad() {
        return this == NOT_REACHED || this == REWORKED || this == MISROUTED || this == SENT_BACK;
    }

    /// The word in a URL and in the message files.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
