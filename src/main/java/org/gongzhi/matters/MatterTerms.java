package org.gongzhi.matters;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.gongzhi.calendar.Term;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.kernel.Tables;
import org.springframework.stereotype.Component;

/// The terms and numbers of a matter's life, from `matters/terms.csv`, and the deadlines they give.
@Component
public class MatterTerms {

    private final WorkingCalendar calendar;
    private final Map<String, String> values;

    MatterTerms(WorkingCalendar calendar) {
        this.calendar = calendar;
        this.values = Tables.read("matters/terms.csv").stream()
                .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> row.get("value")));
    }

    /// By when a matter of this kind, counted from `start`, must be fixed.
    public Instant deadline(Kind kind, Instant start) {
        return calendar.end(start, kind.term());
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

    /// How long before the deadline the light turns yellow.
    public Duration soon() {
        return Duration.ofHours(Long.parseLong(value("soon-hours")));
    }

    private String value(String name) {
        return java.util.Objects.requireNonNull(values.get(name), name);
    }
}
