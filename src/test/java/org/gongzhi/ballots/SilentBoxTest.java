package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gongzhi.kernel.Secrets;
import org.junit.jupiter.api.Test;

/// Votes in which silence counts: whoever counts the published box again comes to what the exact box comes to, and
/// reads no more areas than that needs.
class SilentBoxTest {

    private static final VoteRules RULES = new VoteRules();

    /// A box of owners with what each answers, "" for nothing returned.
    private static BallotBox box(String rule, List<String> answers, List<Long> areas, List<Boolean> delivered) {
        var units = new ArrayList<BallotBox.Unit>();
        var slips = new ArrayList<BallotBox.Slip>();
        for (int i = 0; i < answers.size(); i++) {
            units.add(new BallotBox.Unit("U" + i, "v" + i, areas.get(i), Roll.Basis.REGISTER, false, delivered.get(i)));
            if (!answers.get(i).isEmpty()) {
                String receipt = Secrets.sha256(("r" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                slips.add(new BallotBox.Slip("v" + i, receipt, List.of(answers.get(i))));
            }
        }
        var question = new BallotBox.Question(1, Vote.Type.DECISION, "t", null, RULES.rule(rule), List.of(), 1);
        var counted = box(units, slips, question, List.of()).count();
        return box(units, slips, question, counted);
    }

    private static BallotBox box(
            List<BallotBox.Unit> units,
            List<BallotBox.Slip> slips,
            BallotBox.Question question,
            List<BallotBox.Result> results) {
        return new BallotBox(
                BallotBox.FORMAT,
                "V",
                "t",
                Vote.Effect.BINDING_STATUTORY,
                VoteRules.Electorate.OWNERS,
                false,
                true,
                VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY,
                "R#1",
                "",
                "",
                List.of(question),
                units,
                slips,
                results);
    }

    /// So many agree, disagree, and were silent with proof of delivery; the rest was never reached.
    private static BallotBox box(String rule, int heads, int agree, int disagree, int silent) {
        var answers = new ArrayList<String>();
        for (int i = 0; i < heads; i++) {
            answers.add(i < agree ? "AGREE" : i < agree + disagree ? "DISAGREE" : "");
        }
        int cast = agree + disagree;
        return box(
                rule,
                answers,
                IntStream.range(0, heads).mapToObj(i -> 10_000L - i).toList(),
                IntStream.range(0, heads)
                        .mapToObj(i -> i >= cast && i < cast + silent)
                        .toList());
    }

    private static PublishedBox published(BallotBox exact) {
        return Publication.of(
                exact,
                new Collected.Shares(0, 0, List.of()),
                name -> BigInteger.valueOf(name.hashCode() & 0xffffff).add(BigInteger.TWO));
    }

    /// Counted again from what is published: the outcome of the exact box, proven.
    private static PublishedBox.Result recounted(BallotBox exact) {
        var box = published(exact);
        var count = new PublishedCount(box);
        var again = count.results().getFirst();
        assertThat(again.outcome()).isEqualTo(exact.results().getFirst().outcome());
        assertThat(again.counted().silentCounted())
                .isEqualTo(exact.results().getFirst().counted().silentCounted());
        assertThat(count.same()).as("the same as published").isTrue();
        assertThat(count.proven()).as("proven").isTrue();
        return again;
    }

    private static List<String> opened(BallotBox exact) {
        return published(exact).questions().getFirst().sums().stream()
                .map(PublishedBox.Sum::of)
                .toList();
    }

    @Test
    void fourBallotsAndSevenSilentRecountAsCounted() {
        var exact = box("OWNERS_ORDINARY", 12, 3, 1, 7);
        var again = recounted(exact);
        assertThat(again.counted().participatingHeads()).isEqualTo(11);
        assertThat(again.outcome()).isEqualTo(VoteCount.Outcome.PASSED);
        assertThat(opened(exact)).containsExactly("ALL", "AGREE", "SILENT");
    }

    @Test
    void fourOfSevenWhoAgreeUnderThreeQuartersAreJoined() {
        var exact = box("OWNERS_SPECIAL", 13, 4, 3, 6);
        assertThat(recounted(exact).counted().agreeHeads()).isEqualTo(10);
        assertThat(recounted(exact).outcome()).isEqualTo(VoteCount.Outcome.PASSED);
    }

    @Test
    void whoDisagreesByHeadsAndNotByAreaIsJoinedByNobody() {
        var answers = List.of("AGREE", "DISAGREE", "DISAGREE", "", "", "", "", "");
        var areas = List.of(90_000L, 10_000L, 10_000L, 9_000L, 9_000L, 9_000L, 9_000L, 9_000L);
        var delivered = areas.stream().map(area -> area == 9_000L).toList();
        var again = recounted(box("OWNERS_ORDINARY", answers, areas, delivered));
        assertThat(again.counted().silentCounted()).isZero();
        assertThat(again.outcome()).isEqualTo(VoteCount.Outcome.NO_QUORUM);
    }

    @Test
    void fewSilentKeepTheirAreaUnlessTheOutcomeHangsOnIt() {
        var alike = box("OWNERS_ORDINARY", 20, 15, 0, 1);
        assertThat(opened(alike)).doesNotContain("SILENT");
        var again = recounted(alike);
        assertThat(again.counted().participatingHeads()).isEqualTo(16);
        assertThat(again.counted().participatingArea())
                .as("of the ballots alone: else one door shows by the difference")
                .isEqualTo(again.cast().participatingArea());
        var hangs = box("OWNERS_ORDINARY", 12, 7, 0, 1);
        assertThat(opened(hangs)).contains("SILENT");
        assertThat(recounted(hangs).outcome()).isEqualTo(VoteCount.Outcome.PASSED);
    }

    @Test
    void aSumThatIsMissingIsNoticed() {
        var box = published(box("OWNERS_ORDINARY", 12, 3, 1, 7));
        var question = box.questions().getFirst();
        for (var left : question.sums()) {
            var sums = question.sums().stream().filter(each -> each != left).toList();
            var forged = new PublishedBox.Question(
                    question.id(),
                    question.type(),
                    question.title(),
                    question.matter(),
                    question.rule(),
                    question.options(),
                    question.seats(),
                    question.lines(),
                    question.silent(),
                    sums);
            var claims = new PublishedBox(
                    box.format(), box.about(), box.roll(), List.of(forged), box.results(), box.collected());
            assertThat(new PublishedCount(claims).proven()).as(left.of()).isFalse();
        }
    }

    /// Random small votes of every rule, with areas far apart: the recount always gives the outcome of the exact box.
    @Test
    void anySmallVoteRecountsAsCounted() {
        var random = new Random(17);
        String[] says = {"AGREE", "DISAGREE", "ABSTAIN", ""};
        String[] rules = {"OWNERS_ORDINARY", "OWNERS_SPECIAL", "INTERESTED_OWNERS", "POLL"};
        for (int round = 0; round < 400; round++) {
            int heads = 1 + random.nextInt(13);
            int kinds = 1 + random.nextInt(4);
            var answers = new ArrayList<String>();
            var areas = new ArrayList<Long>();
            var delivered = new ArrayList<Boolean>();
            for (int i = 0; i < heads; i++) {
                answers.add(random.nextInt(3) == 0 ? "" : says[random.nextInt(kinds)]);
                areas.add(random.nextInt(4) == 0 ? 100L + random.nextInt(90_000) : 10_000L);
                delivered.add(random.nextInt(5) > 0);
            }
            recounted(box(rules[random.nextInt(rules.length)], answers, areas, delivered));
        }
    }
}
