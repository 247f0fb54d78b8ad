package org.gongzhi.notices;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Tables;
import org.springframework.stereotype.Component;

/// The templates and numbers of notices: `notices/templates.csv`, `notices/terms.csv`.
@Component
public class NoticeTerms {

    public enum Urgency {
        URGENT,
        NORMAL,
        LOW
    }

    /// What a template asks for.
    public record Template(String code, Urgency urgency, boolean mustReach) {}

    private final Map<String, Template> templates = Tables.read("notices/templates.csv").stream()
            .map(row -> new Template(
                    row.get("code"),
                    Urgency.valueOf(row.get("urgency")),
                    row.get("must_reach").equals("yes")))
            .collect(Collectors.toUnmodifiableMap(Template::code, template -> template));
    private final Map<String, String> values = Tables.read("notices/terms.csv").stream()
            .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> row.get("value")));

    Template template(String code) {
        Template found = templates.get(code);
        if (found == null) {
            throw new IllegalArgumentException("notices/templates.csv has no " + code);
        }
        return found;
    }

    /// The codes of all templates.
    public List<String> codes() {
        return templates.keySet().stream().sorted().toList();
    }

    LocalTime quietFrom() {
        return LocalTime.parse(value("quiet-from"));
    }

    LocalTime quietUntil() {
        return LocalTime.parse(value("quiet-until"));
    }

    LocalTime digestAt() {
        return LocalTime.parse(value("digest-at"));
    }

    Duration fallback() {
        return Duration.ofDays(Long.parseLong(value("fallback-days")));
    }

    int tries() {
        return Integer.parseInt(value("tries"));
    }

    /// How long to wait after the attempt of this number, which begins with 1.
    Duration retry(int attempt) {
        List<Long> minutes = Arrays.stream(value("retry-minutes").split(" "))
                .map(Long::valueOf)
                .toList();
        return Duration.ofMinutes(minutes.get(Math.min(attempt, minutes.size()) - 1));
    }

    /// What happened longer ago than this is not told any more: nobody wants a year of messages after an import.
    public Duration toldWithin() {
        return Duration.ofDays(Long.parseLong(value("told-within-days")));
    }

    /// How long messages are kept.
    Duration kept() {
        return Duration.ofDays(Long.parseLong(value("keep-days")));
    }

    Duration codeHolds() {
        return Duration.ofMinutes(Long.parseLong(value("code-minutes")));
    }

    private String value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
