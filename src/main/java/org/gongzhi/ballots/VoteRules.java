package org.gongzhi.ballots;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.calendar.Term;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.kernel.Threshold;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The data of votes: `ballots/{rules,matters,policies}.csv`.
@Component
public class VoteRules {

    /// Who decides: owners with areas and heads, or persons with one head each.
    public enum Electorate {
        OWNERS,
        PERSONS
    }

    /// Against what a majority is held.
    public enum Whole {
        TAKING_PART,
        ALL
    }

    /// How a kind of decision is taken, with the law it follows.
    public record Rule(
            String code,
            String chinese,
            String english,
            Electorate electorate,
            @Nullable Threshold quorumArea,
            @Nullable Threshold quorumHeads,
            @Nullable Threshold majority,
            Whole whole,
            Term notice,
            Term objection,
            Term result,
            int annulMonths,
            String basis) {}

    /// One of the matters that owners decide together.
    public record OwnersMatter(
            int number,
            String chinese,
            String english,
            String rule,
            @Nullable Term filing,
            String basis) {}

    /// What differs by place.
    public record Policy(
            String jurisdiction, boolean includeParking, boolean official, int proxies, String name, String source) {}

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, String> runOffs = new HashMap<>();
    private final Map<Integer, OwnersMatter> matters = new LinkedHashMap<>();
    private final List<Policy> policies;

    public VoteRules() {
        for (var row : Tables.read("ballots/rules.csv")) {
            rules.put(
                    row.get("code"),
                    new Rule(
                            row.get("code"),
                            row.get("zh"),
                            row.get("en"),
                            Electorate.valueOf(row.get("electorate")),
                            Threshold.parse(row.get("quorum_area")),
                            Threshold.parse(row.get("quorum_heads")),
                            Threshold.parse(row.get("majority")),
                            Whole.valueOf(row.get("whole")),
                            Term.parse(row.get("notice")),
                            Term.parse(row.get("objection")),
                            Term.parse(row.get("result")),
                            Integer.parseInt(row.get("annul_months")),
                            row.get("basis")));
            runOffs.put(row.get("code"), row.get("runoff").equals("-") ? row.get("code") : row.get("runoff"));
        }
        for (var row : Tables.read("ballots/matters.csv")) {
            int number = Integer.parseInt(row.get("number"));
            matters.put(
                    number,
                    new OwnersMatter(
                            number,
                            row.get("zh"),
                            row.get("en"),
                            rule(row.get("rule")).code(),
                            row.get("filing").equals("-") ? null : Term.parse(row.get("filing")),
                            row.get("basis")));
        }
        policies = Tables.read("ballots/policies.csv").stream()
                .map(row -> new Policy(
                        row.get("jurisdiction"),
                        row.get("include_parking").equals("yes"),
                        row.get("official").equals("yes"),
                        Integer.parseInt(row.get("proxies")),
                        row.get("name"),
                        row.get("source")))
                .toList();
    }

    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    public Rule rule(String code) {
        Rule rule = rules.get(code);
        if (rule == null) {
            throw Refusal.invalid("vote-rule");
        }
        return rule;
    }

    /// The rule of the second round of an election: the same where none is named.
    String runOff(String code) {
        return Objects.requireNonNull(runOffs.get(rule(code).code()));
    }

    public List<OwnersMatter> matters() {
        return List.copyOf(matters.values());
    }

    public OwnersMatter matter(int number) {
        OwnersMatter matter = matters.get(number);
        if (matter == null) {
            throw Refusal.invalid("vote-matter");
        }
        return matter;
    }

    /// What holds at a place: the policy of the smallest area known.
    public Policy policy(String placeCode) {
        return policies.stream()
                .filter(policy -> placeCode.startsWith(policy.jurisdiction))
                .reduce((one, other) -> other.jurisdiction.length() > one.jurisdiction.length() ? other : one)
                .orElseThrow();
    }
}
