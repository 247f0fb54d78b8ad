package org.gongzhi.ledger;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Recorded;
import org.gongzhi.journal.Written;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.kernel.Threshold;
import org.gongzhi.ledger.tree.Leaf;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The data of the ledger: `ledger/{subjects,parties,terms}.csv`, and how an act becomes its public line.
@Component
public class LedgerRules {

    /// A kind of party.
    public record PartyKind(String code, String chinese, String english) {}

    private record Subject(boolean number, String state, String file) {}

    private static final Subject CLOSED = new Subject(false, "", "");

    private final Map<String, Subject> subjects = new LinkedHashMap<>();
    private final Map<String, PartyKind> parties = new LinkedHashMap<>();
    private final Map<String, String> terms = new LinkedHashMap<>();

    LedgerRules() {
        for (Tables.Row row : Tables.read("ledger/subjects.csv")) {
            subjects.put(
                    row.get("subject"),
                    new Subject(row.get("number").equals("yes"), row.get("state"), row.get("file")));
        }
        for (Tables.Row row : Tables.read("ledger/parties.csv")) {
            parties.put(row.get("kind"), new PartyKind(row.get("kind"), row.get("chinese"), row.get("english")));
        }
        for (Tables.Row row : Tables.read("ledger/terms.csv")) {
            terms.put(row.get("name"), row.get("value"));
        }
    }

    public List<PartyKind> parties() {
        return List.copyOf(parties.values());
    }

    public PartyKind party(String code) {
        return Optional.ofNullable(parties.get(code)).orElseThrow(() -> Refusal.invalid("ledger-party-kind"));
    }

    /// How many of so many parties a checkpoint needs.
    public int least(int all) {
        return (int) Objects.requireNonNull(Threshold.parse(term("quorum"))).missing(0, all);
    }

    /// Within what time an act stands in the log.
    public Duration promise() {
        return Duration.ofMinutes(Long.parseLong(term("promise-minutes")));
    }

    /// After what time without a signature a party counts as silent.
    public Duration silent() {
        return Duration.ofMinutes(Long.parseLong(term("silent-minutes")));
    }

    private String term(String name) {
        return Objects.requireNonNull(terms.get(name), name);
    }

    /// True when the number of such a subject stands in the public line.
    public boolean open(String subject) {
        return subjects.getOrDefault(subject, CLOSED).number;
    }

    Leaf leaf(Recorded row) {
        return leaf(
                new Entry(row.where(), row.who(), row.subject(), row.kind(), "", row.at()),
                row.body(),
                java.util.HexFormat.of().formatHex(row.seal().commitment()));
    }

    /// The public line of an act.
    public Leaf leaf(Written written) {
        return leaf(written.entry(), written.body(), written.commitment());
    }

    private Leaf leaf(Entry entry, JsonNode body, String commitment) {
        Subject subject = subjects.getOrDefault(entry.subject().kind(), CLOSED);
        return new Leaf(
                entry.at(),
                commitment,
                entry.where().community(),
                entry.kind(),
                subject.number ? Long.valueOf(entry.subject().id()) : null,
                text(body, subject.file, "[0-9a-f]{64}"),
                text(body, subject.state, "[A-Z][A-Z_]{1,29}"),
                entry.subject().kind());
    }

    private static @Nullable String text(JsonNode body, String member, String shape) {
        String text = member.isEmpty() ? "" : body.path(member).asString("");
        return text.matches(shape) ? text : null;
    }

    /// The street whose log a community's acts stand in: the first nine of twelve digits.
    public static long street(long community) {
        return community / 1000;
    }
}
