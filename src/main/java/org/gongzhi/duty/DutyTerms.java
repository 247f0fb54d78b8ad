package org.gongzhi.duty;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Tables;
import org.springframework.stereotype.Component;

/// The numbers of duty, from `duty/terms.csv`.
@Component
public class DutyTerms {

    private final Map<String, Integer> values = Tables.read("duty/terms.csv").stream()
            .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> Integer.valueOf(row.get("value"))));

    /// How many days ahead gaps are looked for.
    public int daysAhead() {
        return value("days-ahead");
    }

    /// More open matters than this overload a seat.
    public int mostOpen() {
        return value("most-open");
    }

    Duration rest() {
        return Duration.ofHours(value("rest-hours"));
    }

    Duration longestShift() {
        return Duration.ofHours(value("most-shift-hours"));
    }

    /// How long before it happens a gap is warned about.
    public Duration warning() {
        return Duration.ofDays(value("warn-days"));
    }

    private int value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
