package org.gongzhi.ballots;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gongzhi.kernel.Secrets;
import org.jspecify.annotations.Nullable;

/// An exact box: units with their areas, and ballots; nobody's name, but whoever knows the areas knows the doors. For
/// auditing; everybody has the [PublishedBox]. In secret votes ballots stand under their receipts alone.
public record BallotBox(
        String format,
        String vote,
        String title,
        Vote.Effect effect,
        VoteRules.Electorate electorate,
        boolean secret,
        boolean includeParking,
        VoteCount.NonResponsePolicy nonResponse,
        String nonResponseRule,
        String rollHash,
        String boxHash,
        List<Question> questions,
        List<Unit> units,
        List<Slip> ballots,
        List<Result> results) {

    public static final String FORMAT = "gongzhi-ballot-box-1";

    /// A question with the rule it is decided by, so that the file stands alone.
    public record Question(
            int id,
            Vote.Type type,
            String title,
            @Nullable Integer matter,
            VoteRules.Rule rule,
            List<String> options,
            int seats) {}

    /// `delivered`: delivery of the ballot is proved.
    public record Unit(String unit, String voter, long area, Roll.Basis basis, boolean parking, boolean delivered) {}

    /// One ballot; `receipt` is the SHA-256 of the code that its voter holds.
    public record Slip(@Nullable String voter, String receipt, List<String> answers) {}

    /// What came out of a question. `cast` counts ballots alone; `counted` is what decided, with silent voters
    /// where the owners' own rules say so.
    public record Result(
            int question,
            VoteCount.Figures cast,
            VoteCount.Figures counted,
            List<VoteCount.Test> tests,
            VoteCount.@Nullable Outcome outcome,
            List<VoteCount.Option> options,
            List<Integer> elected,
            List<VoteCount.Round> rounds) {}

    /// What a unit adds to the fingerprint of the roll: SHA-256 over these lines in the order of the units.
    static String line(Unit unit) {
        return unit.unit + " " + unit.voter + " " + unit.area + " " + unit.basis + " " + unit.parking + "\n";
    }

    /// What a ballot adds to the fingerprint of the box: SHA-256 over these lines in the order of the receipts.
    static String line(Slip slip) {
        return slip.receipt + " " + (slip.voter == null ? "" : slip.voter) + " " + Ballot.text(slip.answers) + "\n";
    }

    /// True when units and ballots are those whose fingerprints were published with roll and result.
    public boolean genuine() {
        return fingerprint(units.stream().map(BallotBox::line)).equals(rollHash)
                && fingerprint(ballots.stream()
                                .sorted(Comparator.comparing(Slip::receipt))
                                .map(BallotBox::line))
                        .equals(boxHash);
    }

    private static String fingerprint(Stream<String> lines) {
        var digest = Secrets.digest();
        lines.forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Counts the box from its units and ballots alone.
    public List<Result> count() {
        var weights = VoteCount.weigh(
                units.stream()
                        .map(unit -> new VoteCount.Unit(unit.unit, unit.voter, unit.area, unit.parking))
                        .toList(),
                includeParking);
        var delivered = new HashSet<String>();
        units.stream().filter(Unit::delivered).forEach(unit -> delivered.add(unit.voter));
        var slips = new LinkedHashMap<String, Slip>();
        for (Slip slip : ballots) {
            if (slips.put(slip.voter == null ? slip.receipt : slip.voter, slip) != null) {
                throw new IllegalArgumentException("two ballots of one voter");
            }
        }
        VoteCount.Weights able = secret ? unnamed(weights, slips.keySet()) : weights;
        var results = new ArrayList<Result>();
        for (int i = 0; i < questions.size(); i++) {
            results.add(count(questions.get(i), i, able, slips, delivered));
        }
        return results;
    }

    /// Nobody knows which head cast a secret ballot: receipts stand for heads, the rest stays unnamed.
    private static VoteCount.Weights unnamed(VoteCount.Weights weights, Set<String> receipts) {
        Map<String, Long> areas = new HashMap<>();
        receipts.forEach(receipt -> areas.put(receipt, 0L));
        for (int i = receipts.size(); i < weights.heads(); i++) {
            areas.put("#" + i, 0L);
        }
        return new VoteCount.Weights(areas, weights.totalArea());
    }

    /// By the owners' own rules, and where the rule of the question compares anything that they could decide.
    private boolean silenceCounts(Question question) {
        return nonResponse == VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY
                && !secret
                && PublishedBox.areasDecide(question.rule);
    }

    private Result count(
            Question question, int at, VoteCount.Weights weights, Map<String, Slip> slips, Set<String> delivered) {
        if (question.type == Vote.Type.DECISION) {
            Map<String, VoteCount.Choice> choices = new HashMap<>();
            slips.forEach((voter, slip) -> choices.put(voter, VoteCount.Choice.valueOf(slip.answers.get(at))));
            var cast = VoteCount.count(weights, choices);
            var counted = silenceCounts(question) ? VoteCount.countWithSilent(weights, choices, delivered) : cast;
            return decision(question.id, cast, counted, question.rule);
        }
        Map<String, Set<Integer>> picks = new HashMap<>();
        Map<List<Integer>, Integer> rankings = new HashMap<>();
        slips.forEach((voter, slip) -> {
            var numbers = Vote.Question.numbers(slip.answers.get(at));
            picks.put(voter, new LinkedHashSet<>(numbers));
            rankings.merge(numbers, 1, Integer::sum);
        });
        Map<String, VoteCount.Choice> present = new HashMap<>();
        slips.keySet().forEach(voter -> present.put(voter, VoteCount.Choice.ABSTAIN));
        return options(
                question.id,
                question.type,
                VoteCount.count(weights, present),
                question.type == Vote.Type.RANKING
                        ? List.of()
                        : VoteCount.options(weights, picks, question.options.size(), question.rule),
                rankings,
                question.options.size(),
                question.seats,
                question.rule);
    }

    static Result decision(int question, VoteCount.Figures cast, VoteCount.Figures counted, VoteRules.Rule rule) {
        var tests = VoteCount.tests(counted, rule);
        return new Result(
                question,
                cast,
                counted,
                tests,
                rule.majority() == null ? null : VoteCount.outcome(tests),
                List.of(),
                List.of(),
                List.of());
    }

    /// The result of a question with options; `rankings` are there for RANKING alone.
    static Result options(
            int question,
            Vote.Type type,
            VoteCount.Figures cast,
            List<VoteCount.Option> options,
            Map<List<Integer>, Integer> rankings,
            int all,
            int seats,
            VoteRules.Rule rule) {
        var quorum = VoteCount.tests(cast, rule).stream()
                .filter(test -> test.kind().quorum())
                .toList();
        return new Result(
                question,
                cast,
                cast,
                quorum,
                quorum.stream().allMatch(VoteCount.Test::met) ? null : VoteCount.Outcome.NO_QUORUM,
                options,
                type == Vote.Type.ELECTION ? VoteCount.elected(options, seats) : List.of(),
                type == Vote.Type.RANKING ? VoteCount.rank(rankings, all) : List.of());
    }
}
