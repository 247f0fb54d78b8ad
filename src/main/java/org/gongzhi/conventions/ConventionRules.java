package org.gongzhi.conventions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.calendar.Term;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The data of conventions: `conventions/{kinds,parties,terms}.csv`.
@Component
public class ConventionRules {

    /// A kind of rules and what adopts it: the owners' `matter`, kinds of votes (`rules`), or motions of
    /// kinds of councils (`bodies`). `filed`: it has to be filed with the authority afterwards.
    public record Kind(
            String code,
            String chinese,
            String english,
            @Nullable Integer matter,
            Set<String> rules,
            Set<String> bodies,
            boolean filed,
            String basis) {}

    public record Party(String code, String chinese, String english) {}

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, Party> parties = new LinkedHashMap<>();
    private final Map<String, String> terms;

    ConventionRules() {
        for (var row : Tables.read("conventions/kinds.csv")) {
            kinds.put(
                    row.get("code"),
                    new Kind(
                            row.get("code"),
                            row.get("zh"),
                            row.get("en"),
                            row.get("matter").equals("-") ? null : Integer.valueOf(row.get("matter")),
                            names(row.get("rules")),
                            names(row.get("bodies")),
                            row.get("filed").equals("yes"),
                            row.get("basis")));
        }
        for (var row : Tables.read("conventions/parties.csv")) {
            parties.put(row.get("code"), new Party(row.get("code"), row.get("zh"), row.get("en")));
        }
        terms = Tables.read("conventions/terms.csv").stream()
                .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> row.get("value")));
    }

    private static Set<String> names(String text) {
        return text.equals("-") ? Set.of() : Set.of(text.split(" "));
    }

    public List<Kind> kinds() {
        return List.copyOf(kinds.values());
    }

    public Kind kind(@Nullable String code) {
        Kind kind = code == null ? null : kinds.get(code);
        if (kind == null) {
            throw Refusal.invalid("convention-kind");
        }
        return kind;
    }

    public List<Party> parties() {
        return List.copyOf(parties.values());
    }

    public Party party(@Nullable String code) {
        Party party = code == null ? null : parties.get(code);
        if (party == null) {
            throw Refusal.invalid("convention-party");
        }
        return party;
    }

    Term term(String name) {
        return Term.parse(Objects.requireNonNull(terms.get(name), name));
    }

    int number(String name) {
        return Integer.parseInt(Objects.requireNonNull(terms.get(name), name));
    }
}
