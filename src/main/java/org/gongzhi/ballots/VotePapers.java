package org.gongzhi.ballots;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gongzhi.documents.Paper;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What is printed of votes: ballots for each unit, and the certificate of a result.
@Component
public class VotePapers {

    private static final String DASHES = "- ".repeat(60).strip();

    private final VoteRules rules;

    VotePapers(VoteRules rules) {
        this.rules = rules;
    }

    /// An area as people read it.
    public static String squareMetres(long area) {
        return area / 100 + (area % 100 == 0 ? "" : "." + String.format("%02d", area % 100));
    }

    /// The rule of a question in words, with what it rests on.
    public String rule(Vote.Question question, Words words) {
        if (question.matter() != null) {
            var matter = rules.matter(question.matter());
            return words.pick(matter.chinese(), matter.english()) + " · " + matter.basis();
        }
        var rule = rules.rule(question.rule());
        return words.pick(rule.chinese(), rule.english()) + " · " + rule.basis();
    }

    /// One sheet for each unit, with its code; whoever scans it comes to the vote. Of secret votes it has two parts.
    public Paper ballots(Vote vote, List<Roll.Coded> units, String base, Words words) {
        var blocks = new ArrayList<Paper.Block>();
        for (Roll.Coded each : units) {
            if (!blocks.isEmpty()) {
                blocks.add(new Paper.Break());
            }
            String address = base + "/votes/" + Ids.number(vote.id()) + "/collect?unit=" + each.code();
            var code = new Paper.Code(address, words.t("ballots.paper.code", each.code()));
            if (vote.secret()) {
                blocks.addAll(parted(vote, each, code, words));
                continue;
            }
            Roll.Unit unit = each.unit();
            blocks.add(new Paper.Heading(unit.label().isEmpty() ? each.code() : unit.label()));
            blocks.add(new Paper.Facts(List.of(
                    new Paper.Fact(words.t("ballots.effect"), words.t("ballots.effect." + vote.effect())),
                    new Paper.Fact(words.t("ballots.area"), squareMetres(unit.area())),
                    new Paper.Fact(
                            words.t("ballots.open.until"),
                            words.minute(Objects.requireNonNull(vote.times().closesAt()))))));
            blocks.addAll(asked(vote, words));
            blocks.add(new Paper.Signatures(List.of(words.t("ballots.sign.voter"), words.t("ballots.sign.day"))));
            blocks.add(code);
        }
        return new Paper(words.t("ballots.paper.title", vote.title()), Ids.number(vote.id()), blocks);
    }

    private static List<Paper.Text> asked(Vote vote, Words words) {
        return vote.questions().stream()
                .map(question ->
                        new Paper.Text(question.id() + ". " + question.title() + "\n" + boxes(question, words)))
                .toList();
    }

    /// A secret ballot in two parts: who above, what below. Nothing on the lower part leads to the upper one but the
    /// paper between them, until it is cut.
    private static List<Paper.Block> parted(Vote vote, Roll.Coded each, Paper.Code code, Words words) {
        String label = each.unit().label();
        var blocks = new ArrayList<Paper.Block>();
        blocks.add(new Paper.Heading(label.isEmpty() ? each.code() : label));
        blocks.add(new Paper.Text(words.t("ballots.secret.upper")));
        blocks.add(new Paper.Facts(List.of(
                new Paper.Fact(words.t("ballots.effect"), words.t("ballots.effect." + vote.effect())),
                new Paper.Fact(
                        words.t("ballots.open.until"),
                        words.minute(Objects.requireNonNull(vote.times().closesAt()))))));
        blocks.add(new Paper.Signatures(List.of(words.t("ballots.sign.voter"), words.t("ballots.sign.day"))));
        blocks.add(code);
        blocks.add(new Paper.Text(DASHES + "\n" + words.t("ballots.secret.cut")));
        blocks.add(new Paper.Text(words.t("ballots.secret.lower")));
        blocks.addAll(asked(vote, words));
        return blocks;
    }

    private static String boxes(Vote.Question question, Words words) {
        if (question.type() == Vote.Type.DECISION) {
            return "□ " + words.t("ballots.choice.AGREE") + "    □ " + words.t("ballots.choice.DISAGREE") + "    □ "
                    + words.t("ballots.choice.ABSTAIN");
        }
        var lines = new StringBuilder(words.t("ballots.pick." + question.type(), question.seats()));
        for (int i = 0; i < question.options().size(); i++) {
            lines.append("\n□ ")
                    .append(i + 1)
                    .append(" ")
                    .append(question.options().get(i));
        }
        return lines.toString();
    }

    /// The certificate: what was decided, how it was counted, and how anybody can count again.
    public Paper certificate(
            Vote vote, List<PublishedBox.Result> results, @Nullable String published, String base, Words words) {
        var blocks = new ArrayList<Paper.Block>();
        blocks.add(facts(vote, published, words));
        if (vote.state() == Vote.State.ANNULLED) {
            blocks.add(new Paper.Text(words.t("ballots.annulled", vote.endedWords())));
        }
        for (int i = 0; i < results.size(); i++) {
            var question = vote.questions().get(i);
            var result = results.get(i);
            blocks.add(new Paper.Heading(question.id() + ". " + question.title()));
            blocks.add(new Paper.Text(rule(question, words)));
            blocks.add(new Paper.Text(outcome(question, result, words)));
            if (question.type() == Vote.Type.DECISION) {
                blocks.add(figures(result.counted(), words));
            }
            if (!result.tests().isEmpty()) {
                blocks.add(new Paper.Table(
                        List.of(
                                words.t("ballots.test"),
                                words.t("ballots.test.part"),
                                words.t("ballots.test.whole"),
                                words.t("ballots.test.needed"),
                                words.t("ballots.test.exact"),
                                words.t("ballots.test.met")),
                        result.tests().stream()
                                .map(test -> List.of(
                                        words.t("ballots.test." + test.kind()),
                                        amount(test, test.part()),
                                        amount(test, test.whole()),
                                        test.threshold().toString(),
                                        exact(test),
                                        words.t(test.met() ? "ballots.test.yes" : "ballots.test.no")))
                                .toList()));
            }
            if (!result.options().isEmpty()) {
                blocks.add(new Paper.Table(
                        List.of(words.t("ballots.option"), words.t("ballots.heads"), words.t("ballots.area")),
                        result.options().stream()
                                .map(option -> List.of(
                                        question.options().get(option.number() - 1),
                                        Integer.toString(option.heads()),
                                        area(option.area())))
                                .toList()));
            }
            if (result.counted().silentCounted() > 0) {
                blocks.add(new Paper.Text(words.t(
                        "ballots.silent.counted",
                        result.counted().silentCounted(),
                        vote.nonResponseRule(),
                        result.cast().participatingHeads(),
                        result.cast().agreeHeads())));
            }
        }
        blocks.add(new Paper.Signatures(List.of(words.t("ballots.sign.caller"), words.t("ballots.sign.seal"))));
        blocks.add(new Paper.Code(base + "/votes/" + Ids.number(vote.id()), words.t("ballots.certificate.check")));
        return new Paper(words.t("ballots.certificate", vote.title()), Ids.number(vote.id()), blocks);
    }

    private static Paper.Facts facts(Vote vote, @Nullable String published, Words words) {
        return new Paper.Facts(List.of(
                new Paper.Fact(words.t("ballots.effect"), words.t("ballots.effect." + vote.effect())),
                new Paper.Fact(
                        words.t("ballots.opened"),
                        words.minute(Objects.requireNonNull(vote.times().opensAt())) + " – "
                                + words.minute(
                                        Objects.requireNonNull(vote.times().closesAt()))),
                new Paper.Fact(words.t("ballots.total.heads"), Integer.toString(vote.totalHeads())),
                new Paper.Fact(words.t("ballots.total.area"), squareMetres(vote.totalArea())),
                new Paper.Fact(words.t("ballots.roll.hash"), Objects.requireNonNullElse(vote.rollHash(), "")),
                new Paper.Fact(words.t("ballots.box.hash"), Objects.requireNonNullElse(vote.boxHash(), "")),
                new Paper.Fact(words.t("ballots.published.hash"), published(vote, published, words))));
    }

    /// The hash of the published box, or that there is none yet; what another system counted has none at all.
    public static String published(Vote vote, @Nullable String hash, Words words) {
        if (hash != null && !hash.isEmpty()) {
            return hash;
        }
        return vote.effect() == Vote.Effect.RECORDED_FROM_OFFICIAL_SYSTEM ? "–" : words.t("ballots.published.later");
    }

    private static Paper.Table figures(PublishedBox.Tally counted, Words words) {
        return new Paper.Table(
                List.of(words.t("ballots.result"), words.t("ballots.heads"), words.t("ballots.area")),
                List.of(
                        row(words.t("ballots.total"), counted.totalHeads(), counted.totalArea()),
                        row(
                                words.t("ballots.participating"),
                                counted.participatingHeads(),
                                counted.participatingArea()),
                        row(words.t("ballots.choice.AGREE"), counted.agreeHeads(), counted.agreeArea()),
                        row(words.t("ballots.choice.DISAGREE"), counted.disagreeHeads(), null),
                        row(words.t("ballots.choice.ABSTAIN"), counted.abstainHeads(), null)));
    }

    private static List<String> row(String name, int heads, @Nullable Long area) {
        return List.of(name, Integer.toString(heads), area(area));
    }

    /// An area that is published, or a dash.
    public static String area(@Nullable Long area) {
        return area == null ? "–" : squareMetres(area);
    }

    private static String amount(VoteCount.Test test, long amount) {
        return ofArea(test) ? squareMetres(amount) : Long.toString(amount);
    }

    private static boolean ofArea(VoteCount.Test test) {
        return test.kind() == VoteCount.Test.Kind.QUORUM_AREA || test.kind() == VoteCount.Test.Kind.MAJORITY_AREA;
    }

    /// The comparison in integers, as it was made: `3 × 80000 ≥ 2 × 120000`.
    public static String exact(VoteCount.Test test) {
        var threshold = test.threshold();
        boolean strict = threshold.strict();
        return threshold.denominator() + " × " + test.part()
                + (test.met() ? strict ? " > " : " ≥ " : strict ? " ≤ " : " < ")
                + threshold.numerator() + " × " + test.whole();
    }

    /// What came out of a question, in one line.
    public String outcome(Vote.Question question, PublishedBox.Result result, Words words) {
        if (result.outcome() != null) {
            return words.t("ballots.outcome." + result.outcome());
        }
        if (question.type() == Vote.Type.ELECTION) {
            return result.elected().isEmpty()
                    ? words.t("ballots.elected.none")
                    : words.t(
                            "ballots.elected",
                            String.join(
                                    words.t("ballots.comma"),
                                    result.elected().stream()
                                            .map(number -> question.options().get(number - 1))
                                            .toList()));
        }
        if (question.type() == Vote.Type.RANKING && !result.rounds().isEmpty()) {
            var last = result.rounds().getLast().heads();
            int most = last.values().stream().max(Integer::compare).orElse(0);
            return words.t(
                    "ballots.ranked",
                    String.join(
                            words.t("ballots.comma"),
                            last.entrySet().stream()
                                    .filter(each -> each.getValue() == most)
                                    .map(each -> question.options().get(each.getKey() - 1))
                                    .toList()));
        }
        return words.t("ballots.outcome.none");
    }
}
