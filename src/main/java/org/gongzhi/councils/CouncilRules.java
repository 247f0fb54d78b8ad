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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The data of councils: `councils/{kinds,seats,forms,petitions,terms}.csv`.
@Component
public class CouncilRules {

    /// The part of a floating-population seat in every kind that has one.
    static final String FLOATING = "FLOATING";

    /// A kind of body with its seats. `notice`: natural days between call and meeting, the day of the call not
    /// counted (Civil Code art. 201); `months`: how often it has to meet at the least, 0 for when needed;
    /// `ofSeats`: its majority is of all filled seats, not of those present; `byVote`: it decides by a vote of
    /// all, not by motions.
    public record Kind(
            String code,
            String chinese,
            String english,
            Topic.Tier tier,
            Term notice,
            Threshold quorum,
            Threshold majority,
            boolean ofSeats,
            boolean byVote,
            int months,
            String basis,
            List<Part> parts) {

        public Part part(String wanted) {
            return parts.stream()
                    .filter(part -> part.code.equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> Refusal.invalid("council-part"));
        }

        public boolean hasFloating() {
            return parts.stream().anyMatch(part -> part.code.equals(FLOATING));
        }
    }

    /// A sort of seat: how many at least and at most, whether a meeting needs it, whether it is filled for one
    /// topic.
    public record Part(String code, String chinese, String english, int least, int most, boolean core, boolean topic) {}

    /// A form of deliberation, for example a hearing.
    public record Form(String code, String chinese, String english) {}

    /// Of whom a share has to sign.
    public enum Of {
        ADULTS,
        OWNERS,
        NUMBER
    }

    /// What signatures may demand. With a `share` as many of them (`of`), else `number`; what `must` be admitted
    /// cannot be refused once enough have signed.
    public record Petition(
            String code,
            String chinese,
            String english,
            @Nullable Threshold share,
            int number,
            Of of,
            boolean must,
            String basis) {

        /// How many signatures are enough among `all`.
        public int needed(int all) {
            return share == null ? number : (int) Math.max(1, share.missing(0, all));
        }
    }

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, Form> forms = new LinkedHashMap<>();
    private final Map<String, Petition> petitions = new LinkedHashMap<>();
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
                            threshold(row.get("quorum")),
                            threshold(row.get("majority")),
                            row.get("whole").equals("SEATS"),
                            row.get("decides").equals("VOTE"),
                            Integer.parseInt(row.get("months")),
                            row.get("basis"),
                            Objects.requireNonNull(parts.get(code), code)));
        }
        for (var row : Tables.read("councils/forms.csv")) {
            forms.put(row.get("code"), new Form(row.get("code"), row.get("zh"), row.get("en")));
        }
        for (var row : Tables.read("councils/petitions.csv")) {
            Of of = Of.valueOf(row.get("of"));
            String share = row.get("share");
            petitions.put(
                    row.get("code"),
                    new Petition(
                            row.get("code"),
                            row.get("zh"),
                            row.get("en"),
                            of == Of.NUMBER ? null : threshold(share),
                            of == Of.NUMBER ? Integer.parseInt(share) : 0,
                            of,
                            row.get("must").equals("yes"),
                            row.get("basis")));
        }
        terms = Tables.read("councils/terms.csv").stream()
                .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> row.get("value")));
    }

    private static Threshold threshold(String text) {
        return Objects.requireNonNull(Threshold.parse(text), text);
    }

    public List<Kind> kinds() {
        return List.copyOf(kinds.values());
    }

    public Kind kind(@Nullable String code) {
        Kind kind = code == null ? null : kinds.get(code);
        if (kind == null) {
            throw Refusal.invalid("council-kind");
        }
        return kind;
    }

    public List<Form> forms() {
        return List.copyOf(forms.values());
    }

    public Form form(String code) {
        Form form = forms.get(code);
        if (form == null) {
            throw Refusal.invalid("meeting-form");
        }
        return form;
    }

    public List<Petition> petitions() {
        return List.copyOf(petitions.values());
    }

    public Petition petition(String code) {
        Petition petition = petitions.get(code);
        if (petition == null) {
            throw Refusal.invalid("petition-kind");
        }
        return petition;
    }

    Term term(String name) {
        return Term.parse(Objects.requireNonNull(terms.get(name), name));
    }

    int number(String name) {
        return Integer.parseInt(Objects.requireNonNull(terms.get(name), name));
    }
}
