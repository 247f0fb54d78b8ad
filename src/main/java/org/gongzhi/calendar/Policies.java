package org.gongzhi.calendar;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gongzhi.kernel.Tables;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Which term applies: `calendar/policies.csv` holds what Beijing, Guangdong, Jinan, Weifang, the petition
/// and the mediation rules say, each row with jurisdiction, source and validity. The narrowest row wins.
@Component
public class Policies {

    /// What a term is for. `RESOLVE` is the overall term; the others are stages on the way.
    public enum Stage {
        FILE,
        DISPATCH,
        ACCEPT,
        CHECK,
        CLOSE,
        CALL_BACK,
        REPLY,
        RESOLVE,
        SORT,
        TELL,
        OBJECT,
        DECIDE_OBJECTION,
        ASK_REVIEW,
        REVIEW,
        CONFIRM,
        INSPECT,
        REGISTER
    }

    /// One row. `jurisdiction` is a division code or `*` for the whole country; `channel`, `type` and
    /// `urgency` are `*` when they do not matter. `extension` is how much longer it may become with the
    /// approval named beside it.
    public record Policy(
            String regime,
            String jurisdiction,
            String channel,
            String type,
            String urgency,
            Stage stage,
            Term term,
            @Nullable Term extension,
            String approval,
            String source,
            LocalDate from,
            @Nullable LocalDate until) {

        boolean applies(Question asked) {
            return stage == asked.stage
                    && (jurisdiction.equals("*") || asked.placeCode.startsWith(jurisdiction))
                    && fits(channel, asked.channel)
                    && fits(type, asked.type)
                    && fits(urgency, asked.urgency)
                    && !asked.day.isBefore(from)
                    && (until == null || !asked.day.isAfter(until));
        }

        private static boolean fits(String rule, String value) {
            return rule.equals("*") || rule.equals(value);
        }

        /// True when nothing but the stage and perhaps the urgency and place were named: a general default.
        public boolean general() {
            return channel.equals("*") && type.equals("*");
        }

        private int narrowness() {
            return (type.equals("*") ? 0 : 1000)
                    + (channel.equals("*") ? 0 : 500)
                    + (urgency.equals("*") ? 0 : 100)
                    + (jurisdiction.equals("*") ? 0 : jurisdiction.length());
        }
    }

    /// What is asked: for which stage, where, by which channel, of which type and urgency, on which day.
    public record Question(Stage stage, String placeCode, String channel, String type, String urgency, LocalDate day) {}

    private final List<Policy> policies = new ArrayList<>();

    public Policies() {
        for (var row : Tables.read("calendar/policies.csv")) {
            policies.add(new Policy(
                    row.get("regime"),
                    row.get("jurisdiction"),
                    row.get("channel"),
                    row.get("type"),
                    row.get("urgency"),
                    Stage.valueOf(row.get("stage")),
                    Term.parse(row.get("term")),
                    row.get("extension").isEmpty() ? null : Term.parse(row.get("extension")),
                    row.get("approval"),
                    row.get("source"),
                    LocalDate.parse(row.get("valid_from")),
                    row.get("valid_to").isEmpty() ? null : LocalDate.parse(row.get("valid_to"))));
        }
    }

    /// The narrowest row that applies.
    public Optional<Policy> find(Question asked) {
        return policies.stream()
                .filter(policy -> policy.applies(asked))
                .max(Comparator.comparingInt(Policy::narrowness).thenComparing(Policy::from));
    }

    /// Every row, for showing them.
    public List<Policy> all() {
        return List.copyOf(policies);
    }
}
