package org.gongzhi.ballots;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gongzhi.kernel.Threshold;
import org.jspecify.annotations.Nullable;

/// Counting, and nothing else: the same for the program, for whoever counts a published box again, and for
/// tests. Areas are integers of 0.01 m²; fractions are compared by cross-multiplication.
///
/// A voter is one head: all units of one buyer, or all that the developer has not sold or handed over
/// (Supreme People's Court on divided ownership, 2020, art. 9). A ballot speaks for all of its units.
public final class VoteCount {

    public enum Choice {
        AGREE,
        DISAGREE,
        /// A ballot handed in: it takes part and does not agree.
        ABSTAIN
    }

    /// What counts for voters who returned nothing although delivery to them is proved (guidance rules art.
    /// 26(2)). Only rules that the owners adopted themselves may say anything but the first.
    public enum NonResponsePolicy {
        NOT_PARTICIPATING,
        COUNT_WITH_MAJORITY
    }

    public enum Outcome {
        PASSED,
        REJECTED,
        NO_QUORUM
    }

    /// An exclusive unit and whose it is. Persons without units stand as a unit of no area.
    public record Unit(String unit, String voter, long area, boolean parking) {}

    /// Areas by voter; each voter is one head.
    public record Weights(Map<String, Long> areas, long totalArea) {

        public int heads() {
            return areas.size();
        }

        long area(String voter) {
            return areas.getOrDefault(voter, 0L);
        }
    }

    /// What was counted of one question.
    public record Figures(
            long totalArea,
            int totalHeads,
            long participatingArea,
            int participatingHeads,
            long agreeArea,
            int agreeHeads,
            long disagreeArea,
            int disagreeHeads,
            int silentCounted) {

        public long abstainArea() {
            return participatingArea - agreeArea - disagreeArea;
        }

        public int abstainHeads() {
            return participatingHeads - agreeHeads - disagreeHeads;
        }
    }

    /// One comparison of a result: `part` against `whole`.
    public record Test(Kind kind, Threshold threshold, long part, long whole, boolean met) {

        public enum Kind {
            QUORUM_AREA,
            QUORUM_HEADS,
            MAJORITY_AREA,
            MAJORITY_HEADS;

            boolean quorum() {
                return this == QUORUM_AREA || this == QUORUM_HEADS;
            }
        }
    }

    private VoteCount() {}

    /// Areas and heads of a roll. Parking spaces left out by local policy carry neither.
    public static Weights weigh(Collection<Unit> units, boolean includeParking) {
        Map<String, Long> areas = new LinkedHashMap<>();
        long total = 0;
        for (Unit unit : units) {
            if (!unit.parking || includeParking) {
                areas.merge(unit.voter, unit.area, Math::addExact);
                total = Math.addExact(total, unit.area);
            }
        }
        return new Weights(areas, total);
    }

    /// Counts ballots as they were handed in; what is not on the roll is passed over.
    public static Figures count(Weights weights, Map<String, Choice> ballots) {
        long area = 0;
        int heads = 0;
        long yesArea = 0;
        int yes = 0;
        long noArea = 0;
        int no = 0;
        for (var ballot : ballots.entrySet()) {
            if (!weights.areas.containsKey(ballot.getKey())) {
                continue;
            }
            long weight = weights.area(ballot.getKey());
            area += weight;
            heads++;
            switch (ballot.getValue()) {
                case AGREE -> {
                    yesArea += weight;
                    yes++;
                }
                case DISAGREE -> {
                    noArea += weight;
                    no++;
                }
                case ABSTAIN -> {}
            }
        }
        return new Figures(weights.totalArea, weights.heads(), area, heads, yesArea, yes, noArea, no, 0);
    }

    /// The same, with silent voters put to the majority of what was returned: to the choice that has more than
    /// half of the area and of the heads taking part. Without such a choice there is no majority to join, and
    /// they do not take part.
    public static Figures countWithSilent(Weights weights, Map<String, Choice> ballots, Collection<String> delivered) {
        long area = 0;
        int heads = 0;
        for (String voter : new HashSet<>(delivered)) {
            if (weights.areas.containsKey(voter) && !ballots.containsKey(voter)) {
                area += weights.area(voter);
                heads++;
            }
        }
        return withSilent(count(weights, ballots), area, heads);
    }

    /// The same from sums: what was cast, and area and heads of those who were silent.
    static Figures withSilent(Figures cast, long area, int heads) {
        boolean agree = 2 * cast.agreeArea > cast.participatingArea && 2 * cast.agreeHeads > cast.participatingHeads;
        boolean disagree =
                2 * cast.disagreeArea > cast.participatingArea && 2 * cast.disagreeHeads > cast.participatingHeads;
        if (!agree && !disagree) {
            return cast;
        }
        return new Figures(
                cast.totalArea,
                cast.totalHeads,
                cast.participatingArea + area,
                cast.participatingHeads + heads,
                cast.agreeArea + (agree ? area : 0),
                cast.agreeHeads + (agree ? heads : 0),
                cast.disagreeArea + (agree ? 0 : area),
                cast.disagreeHeads + (agree ? 0 : heads),
                heads);
    }

    /// The comparisons a rule asks for, in the order they are read. Area is compared where owners decide.
    public static List<Test> tests(Figures figures, VoteRules.Rule rule) {
        var tests = new ArrayList<Test>();
        boolean areas = rule.electorate() == VoteRules.Electorate.OWNERS;
        boolean all = rule.whole() == VoteRules.Whole.ALL;
        if (areas) {
            add(tests, Test.Kind.QUORUM_AREA, rule.quorumArea(), figures.participatingArea, figures.totalArea);
        }
        add(tests, Test.Kind.QUORUM_HEADS, rule.quorumHeads(), figures.participatingHeads, figures.totalHeads);
        if (areas) {
            add(
                    tests,
                    Test.Kind.MAJORITY_AREA,
                    rule.majority(),
                    figures.agreeArea,
                    all ? figures.totalArea : figures.participatingArea);
        }
        add(
                tests,
                Test.Kind.MAJORITY_HEADS,
                rule.majority(),
                figures.agreeHeads,
                all ? figures.totalHeads : figures.participatingHeads);
        return tests;
    }

    private static void add(List<Test> tests, Test.Kind kind, @Nullable Threshold threshold, long part, long whole) {
        if (threshold != null) {
            tests.add(new Test(kind, threshold, part, whole, whole > 0 && threshold.met(part, whole)));
        }
    }

    public static Outcome outcome(List<Test> tests) {
        boolean quorum = tests.stream().filter(test -> test.kind.quorum()).allMatch(Test::met);
        return !quorum ? Outcome.NO_QUORUM : tests.stream().allMatch(Test::met) ? Outcome.PASSED : Outcome.REJECTED;
    }

    /// One option of a choice or one candidate: who picked it, and whether the rule's majority was reached.
    public record Option(int number, long area, int heads, boolean majority) {}

    /// The options in the order of [#ranked].
    public static List<Option> options(
            Weights weights, Map<String, Set<Integer>> picks, int options, VoteRules.Rule rule) {
        long[] area = new long[options + 1];
        int[] heads = new int[options + 1];
        long tookArea = 0;
        int took = 0;
        for (var each : picks.entrySet()) {
            if (!weights.areas.containsKey(each.getKey())) {
                continue;
            }
            tookArea += weights.area(each.getKey());
            took++;
            for (int option : each.getValue()) {
                if (option >= 1 && option <= options) {
                    area[option] += weights.area(each.getKey());
                    heads[option]++;
                }
            }
        }
        var cast = new Figures(weights.totalArea, weights.heads(), tookArea, took, 0, 0, 0, 0, 0);
        var found = new ArrayList<Option>();
        for (int i = 1; i <= options; i++) {
            found.add(option(cast, i, area[i], heads[i], rule));
        }
        return ranked(found);
    }

    /// One option, held against the rule among all that was cast.
    static Option option(Figures cast, int number, long area, int heads, VoteRules.Rule rule) {
        var figures = new Figures(
                cast.totalArea, cast.totalHeads, cast.participatingArea, cast.participatingHeads, area, heads, 0, 0, 0);
        return new Option(number, area, heads, outcome(tests(figures, rule)) == Outcome.PASSED);
    }

    /// By heads, then area, then number.
    static List<Option> ranked(List<Option> options) {
        return options.stream()
                .sorted(Comparator.comparingInt(Option::heads)
                        .thenComparingLong(Option::area)
                        .reversed()
                        .thenComparingInt(Option::number))
                .toList();
    }

    /// Who is elected: the first `seats` of those with the majority. A tie over the last seat elects neither of
    /// the tied; they go into the run-off.
    public static List<Integer> elected(List<Option> ranked, int seats) {
        var able = ranked.stream().filter(Option::majority).toList();
        if (able.size() <= seats) {
            return able.stream().map(Option::number).toList();
        }
        Option first = able.get(seats);
        return able.stream()
                .limit(seats)
                .filter(each -> each.heads != first.heads || each.area != first.area)
                .map(Option::number)
                .toList();
    }

    /// One round of an instant run-off: first preferences by option, and who left after it.
    public record Round(Map<Integer, Integer> heads, List<Integer> out) {}

    /// Instant run-off by heads: the option with the fewest first preferences leaves until one has more than
    /// half. Of several with the fewest, those with the fewest first preferences of the first round leave, then
    /// all that are still level. `rankings` counts how often each was handed in.
    public static List<Round> rank(Map<List<Integer>, Integer> rankings, int options) {
        var rounds = new ArrayList<Round>();
        var left = new ArrayList<Integer>();
        for (int i = 1; i <= options; i++) {
            left.add(i);
        }
        Map<Integer, Integer> begin = Map.of();
        while (!left.isEmpty()) {
            Map<Integer, Integer> heads = new LinkedHashMap<>();
            left.forEach(option -> heads.put(option, 0));
            int cast = 0;
            for (var ranking : rankings.entrySet()) {
                for (int option : ranking.getKey()) {
                    if (heads.containsKey(option)) {
                        heads.merge(option, ranking.getValue(), Integer::sum);
                        cast += ranking.getValue();
                        break;
                    }
                }
            }
            begin = rounds.isEmpty() ? new HashMap<>(heads) : begin;
            int most = heads.values().stream().max(Integer::compare).orElse(0);
            int least = heads.values().stream().min(Integer::compare).orElse(0);
            if (cast == 0 || 2 * most > cast || most == least) {
                rounds.add(new Round(heads, List.of()));
                break;
            }
            var first = begin;
            var last = left.stream()
                    .filter(option -> heads.getOrDefault(option, 0) == least)
                    .toList();
            int fewest = last.stream()
                    .mapToInt(option -> first.getOrDefault(option, 0))
                    .min()
                    .orElse(0);
            var out = last.stream()
                    .filter(option -> first.getOrDefault(option, 0) == fewest)
                    .toList();
            rounds.add(new Round(heads, out));
            left.removeAll(out);
        }
        return rounds;
    }
}
