package org.gongzhi.ballots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A box as everybody may have it: enough to count again, and no door. Each question has its own lines, in the order
/// of their receipts, so that nothing says what else a ballot answered; where areas decide, they stand under
/// commitment and only the sums that the rule compares are opened.
public record PublishedBox(
        String format,
        About about,
        Roll roll,
        List<Question> questions,
        List<Result> results,
        Collected.Shares collected) {

    public static final String FORMAT = "gongzhi-ballot-box-2";

    /// Fewer heads than these have no sum of areas of their own, unless the outcome hangs on it.
    static final int FEW = 5;

    /// What a vote was. `rollHash` fixed the roll before the vote, `boxHash` the exact box: both are checked with the
    /// exact box, by whoever may have it.
    public record About(
            String vote,
            String title,
            Vote.Effect effect,
            VoteRules.Electorate electorate,
            boolean secret,
            VoteCount.NonResponsePolicy nonResponse,
            String nonResponseRule,
            String rollHash,
            String boxHash) {}

    /// How many heads there are; where areas decide, a commitment for each and what opens their sum.
    public record Roll(int heads, List<String> areas, Committed.@Nullable Opening sum) {}

    /// A question with its rule and its lines. `silent` are voters counted with the majority by the owners' own rules.
    public record Question(
            int id,
            Vote.Type type,
            String title,
            @Nullable Integer matter,
            VoteRules.Rule rule,
            List<String> options,
            int seats,
            List<Line> lines,
            List<String> silent,
            List<Sum> sums) {}

    /// One answer. `receipt` is a hash of the ballot's receipt and the question (and option), `area` a commitment.
    public record Line(
            String receipt, String answer, @Nullable String area) {}

    /// The opened area of all lines (`ALL`), of the silent (`SILENT`), or of one answer.
    public record Sum(String of, Committed.Opening opening) {}

    /// What was counted: heads always; areas where the rule compares them, and the outcome or enough heads are behind.
    public record Tally(
            @Nullable Long totalArea,
            int totalHeads,
            @Nullable Long participatingArea,
            int participatingHeads,
            @Nullable Long agreeArea,
            int agreeHeads,
            int disagreeHeads,
            int silentCounted) {

        public int abstainHeads() {
            return participatingHeads - agreeHeads - disagreeHeads;
        }

        static Tally of(VoteCount.Figures figures, VoteRules.Rule rule) {
            boolean areas = areasDecide(rule);
            boolean part =
                    areas && shown(figures.participatingHeads(), figures, rule, VoteCount.Test.Kind.QUORUM_HEADS);
            boolean agree = part && shown(figures.agreeHeads(), figures, rule, VoteCount.Test.Kind.MAJORITY_HEADS);
            return new Tally(
                    areas ? figures.totalArea() : null,
                    figures.totalHeads(),
                    part ? figures.participatingArea() : null,
                    figures.participatingHeads(),
                    agree ? figures.agreeArea() : null,
                    figures.agreeHeads(),
                    figures.disagreeHeads(),
                    figures.silentCounted());
        }
    }

    public record Option(int number, @Nullable Long area, int heads, boolean majority) {}

    /// As [BallotBox.Result], without the areas that nobody needs to know.
    public record Result(
            int question,
            Tally cast,
            Tally counted,
            List<VoteCount.Test> tests,
            VoteCount.@Nullable Outcome outcome,
            List<Option> options,
            List<Integer> elected,
            List<VoteCount.Round> rounds) {

        /// What everybody may read of an exact result.
        static Result published(BallotBox.Result exact, VoteRules.Rule rule) {
            return of(Openings.withoutFew(exact, rule), rule);
        }

        static Result of(BallotBox.Result exact, VoteRules.Rule rule) {
            var counted = Tally.of(exact.counted(), rule);
            return new Result(
                    exact.question(),
                    Tally.of(exact.cast(), rule),
                    counted,
                    exact.tests().stream().filter(test -> shown(test, counted)).toList(),
                    exact.outcome(),
                    exact.options().stream()
                            .map(each -> option(each, exact.cast(), rule))
                            .toList(),
                    exact.elected(),
                    exact.rounds());
        }

        private static boolean shown(VoteCount.Test test, Tally counted) {
            return switch (test.kind()) {
                case QUORUM_HEADS, MAJORITY_HEADS -> true;
                case QUORUM_AREA -> counted.participatingArea != null;
                case MAJORITY_AREA -> counted.agreeArea != null;
            };
        }

        private static Option option(VoteCount.Option exact, VoteCount.Figures cast, VoteRules.Rule rule) {
            boolean area = areasDecide(rule) && optionShown(exact.heads(), cast, rule);
            return new Option(exact.number(), area ? exact.area() : null, exact.heads(), exact.majority());
        }
    }

    /// Whether a rule compares areas.
    static boolean areasDecide(VoteRules.Rule rule) {
        return rule.electorate() == VoteRules.Electorate.OWNERS
                && (rule.quorumArea() != null || rule.majority() != null);
    }

    /// Where areas decide among options, each pick is a line of its own: joined picks would isolate ballots by the
    /// difference of two sums.
    static boolean apart(Vote.Type type, VoteRules.Rule rule) {
        return areasDecide(rule) && (type == Vote.Type.CHOICE || type == Vote.Type.ELECTION);
    }

    private static boolean shown(
            int heads, VoteCount.Figures figures, VoteRules.Rule rule, VoteCount.Test.Kind needed) {
        return heads == 0
                || heads >= FEW
                || VoteCount.tests(figures, rule).stream()
                        .filter(test -> test.kind() == needed)
                        .allMatch(VoteCount.Test::met);
    }

    static boolean optionShown(int heads, VoteCount.Figures cast, VoteRules.Rule rule) {
        var picked = new VoteCount.Figures(
                cast.totalArea(),
                cast.totalHeads(),
                cast.participatingArea(),
                cast.participatingHeads(),
                0,
                heads,
                0,
                0,
                0);
        return shown(heads, picked, rule, VoteCount.Test.Kind.MAJORITY_HEADS);
    }
}
