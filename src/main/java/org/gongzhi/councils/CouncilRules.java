package org.gongzhi.councils;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.calendar.Term;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.kernel.Threshold;
import org.springframework.stereotype.Component;

/// The data of councils: `councils/{kinds,seats,terms}.csv`.
@Component
public class CouncilRules {

    /// The part of a floating-population seat in every kind that has one.
    static final String FLOATING = "FLOATING";

    /// A kind of body with its seats. `months`: how often it has to meet at the least, 0 for when needed.
    public record Kind(
            String code,
            String chinese,
            String english,
            Topic.Tier tier,
            Term notice,
            Threshold quorum,
            Threshold majority,
            int months,
            String basis,
            List<Part> parts) {

        Part part(String wanted) {
            return parts.stream()
                    .filter(part -> part.code.equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> Refusal.invalid("council-part"));
        }
    }

    /// A sort of seat: how many at least and at most, whether a meeting needs it, whether it is filled for one
    /// topic.
    public record Part(String code, String chinese, String english, int least, int most, boolean core, boolean topic) {}

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, String> terms;

    CouncilRules() {
        var parts = Tables.read("councils/seats.csv").stream()
                .collect(Collectors.groupingBy(
                        row -> row.get("kind"),
                        Collectors.mapping(
                                row -> new Part(
                                        row.get("code"),
                                        row.get("zh"),
                                        row.get("en"),
                                        Integer.parseInt(row.get("least")),
                                        Integer.parseInt(row.get("most")),
                                        row.get("core").equals("yes"),
                                        row.get("topic").equals("yes")),
                                Collectors.toList())));
        for (var row : Tables.read("councils/kinds.csv")) {
            String code = row.get("code");
            kinds.put(
                    code,
                    new Kind(
                            code,
                            row.get("zh"),
                            row.get("en"),
                            Topic.Tier.valueOf(row.get("tier")),
                            Term.parse(row.get("notice")),
                            Objects.requireNonNull(Threshold.parse(row.get("quorum"))),
                            Objects.requireNonNull(Threshold.parse(row.get("majority"))),
                            Integer.parseInt(row.get("months")),
                            row.get("basis"),
                            Objects.requireNonNull(parts.get(code), code)));
        }
        terms = Tables.read("councils/terms.csv").stream()
                .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> row.get("value")));
    }

    public List<Kind> kinds() {
        return List.copyOf(kinds.values());
    }

    public Kind kind(String code) {
        Kind kind = kinds.get(code);
        if (kind == null) {
            throw Refusal.invalid("council-kind");
        }
        return kind;
    }

    Term term(String name) {
        return Term.parse(Objects.requireNonNull(terms.get(name), name));
    }

    int number(String name) {
        return Integer.parseInt(Objects.requireNonNull(terms.get(name), name));
    }
}
