package org.gongzhi.operations;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Tables;
import org.springframework.stereotype.Component;

/// From which figures on the operator is told (`operations/limits.csv`).
@Component
class Limits {

    private record Limit(long from, String unit) {}

    private final Map<String, Limit> limits = Tables.read("operations/limits.csv").stream()
            .collect(Collectors.toMap(
                    row -> row.get("what"), row -> new Limit(Long.parseLong(row.get("limit")), row.get("unit"))));

    private Limit of(String what, String... units) {
        Limit limit = limits.get(what);
        if (limit == null || !java.util.List.of(units).contains(limit.unit)) {
            throw new IllegalStateException("operations/limits.csv has no " + what + " in " + String.join(", ", units));
        }
        return limit;
    }

    Duration span(String what) {
        Limit limit = of(what, "SECONDS", "MINUTES", "HOURS", "DAYS");
        return Duration.of(limit.from, java.time.temporal.ChronoUnit.valueOf(limit.unit));
    }

    /// The limit of one among several; that of all when it has none of its own.
    Duration span(String what, String which) {
        String own = what + ":" + which;
        return span(limits.containsKey(own) ? own : what);
    }

    long count(String what) {
        return of(what, "ROWS", "MIB", "PERCENT_FREE").from;
    }
}
