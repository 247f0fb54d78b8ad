package org.gongzhi.ballots;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.gongzhi.kernel.Secrets;
import org.jspecify.annotations.Nullable;

/// Makes the published form of an exact box, and nothing else. `blinds` gives the blind of a commitment by its name:
/// for whom, in which question, of which answer.
final class Publication {

    private final BallotBox exact;
    private final VoteCount.Weights weights;
    private final Function<String, BigInteger> blinds;
    private final Map<Integer, BallotBox.Result> results = new HashMap<>();

    private Publication(BallotBox exact, Function<String, BigInteger> blinds) {
        this.exact = exact;
        this.blinds = blinds;
        this.weights = VoteCount.weigh(
                exact.units().stream()
                        .map(unit -> new VoteCount.Unit(unit.unit(), unit.voter(), unit.area(), unit.parking()))
                        .toList(),
                exact.includeParking());
        exact.results().forEach(each -> results.put(each.question(), each));
    }

    static PublishedBox of(BallotBox exact, Collected.Shares collected, Function<String, BigInteger> blinds) {
        var made = new Publication(exact, blinds);
        return new PublishedBox(
                PublishedBox.FORMAT,
                new PublishedBox.About(
                        exact.vote(),
                        exact.title(),
                        exact.effect(),
                        exact.electorate(),
                        exact.secret(),
                        exact.nonResponse(),
                        exact.nonResponseRule(),
                        exact.rollHash(),
                        exact.boxHash()),
                made.roll(),
                exact.questions().stream().map(made::question).toList(),
                exact.results().stream()
                        .map(each -> PublishedBox.Result.published(each, made.rule(each.question())))
                        .toList(),
                collected);
    }

    private VoteRules.Rule rule(int question) {
        return exact.questions().get(question - 1).rule();
    }

    /// A commitment, with what opens it.
    private record Weight(String commitment, long area, BigInteger blind) {}

    private Weight weight(String voter, int question, String answer) {
        long area = weights.area(voter);
        BigInteger blind = blinds.apply(name(voter, question, answer));
        return new Weight(Committed.of(area, blind), area, blind);
    }

    static String name(String voter, int question, String answer) {
        return voter + " " + question + " " + answer;
    }

    private static Committed.Opening opening(List<Weight> weights) {
        long area = 0;
        BigInteger blind = BigInteger.ZERO;
        for (Weight each : weights) {
            area = Math.addExact(area, each.area);
            blind = blind.add(each.blind);
        }
        return Committed.opening(area, blind);
    }

    /// In the order of the commitments, which says nothing.
    private static List<String> sorted(List<Weight> weights) {
        return weights.stream().map(Weight::commitment).sorted().toList();
    }

    private PublishedBox.Roll roll() {
        if (exact.questions().stream().noneMatch(each -> PublishedBox.areasDecide(each.rule()))) {
            return new PublishedBox.Roll(weights.heads(), List.of(), null);
        }
        var all = weights.areas().keySet().parallelStream()
                .map(voter -> weight(voter, 0, Openings.ALL))
                .toList();
        return new PublishedBox.Roll(weights.heads(), sorted(all), opening(all));
    }

    private PublishedBox.Question question(BallotBox.Question asked) {
        boolean areas = PublishedBox.areasDecide(asked.rule());
        var lines = lines(asked, areas);
        var silent = areas ? silent(asked.id()) : List.<Weight>of();
        return new PublishedBox.Question(
                asked.id(),
                asked.type(),
                asked.title(),
                asked.matter(),
                asked.rule(),
                asked.options(),
                asked.seats(),
                lines.stream()
                        .map(Weighed::line)
                        .sorted(Comparator.comparing(PublishedBox.Line::receipt))
                        .toList(),
                sorted(silent),
                areas ? sums(asked, lines, silent) : List.of());
    }

    private List<Weighed> lines(BallotBox.Question asked, boolean areas) {
        boolean apart = PublishedBox.apart(asked.type(), asked.rule());
        return exact.ballots().parallelStream()
                .filter(slip -> slip.voter() == null || weights.areas().containsKey(slip.voter()))
                .flatMap(slip -> said(slip, asked.id(), apart).stream())
                .map(each -> new Weighed(
                        each, areas && each.voter != null ? weight(each.voter, asked.id(), each.part) : null))
                .toList();
    }

    /// One line to be; `part` is what its receipt and its blind are of.
    record Said(@Nullable String voter, String receipt, String answer, String part) {}

    private record Weighed(Said said, @Nullable Weight weight) {

        PublishedBox.Line line() {
            return new PublishedBox.Line(said.receipt, said.answer, weight == null ? null : weight.commitment);
        }
    }

    /// The lines of a ballot in a question: one, or one for taking part and one for each option picked.
    static List<Said> said(BallotBox.Slip slip, int question, boolean apart) {
        String answer = slip.answers().get(question - 1);
        if (!apart) {
            return List.of(new Said(slip.voter(), receipt(slip, question, ""), answer, ""));
        }
        var lines = new ArrayList<Said>();
        lines.add(new Said(slip.voter(), receipt(slip, question, ""), "", ""));
        for (int option : Vote.Question.numbers(answer)) {
            String part = Integer.toString(option);
            lines.add(new Said(slip.voter(), receipt(slip, question, part), part, part));
        }
        return lines;
    }

    private static String receipt(BallotBox.Slip slip, int question, String part) {
        String of = slip.receipt() + " " + question + (part.isEmpty() ? "" : "." + part);
        return Secrets.sha256(of.getBytes(StandardCharsets.UTF_8));
    }

    /// Whoever the owners' own rules count although they were silent.
    private List<Weight> silent(int question) {
        if (exact.nonResponse() != VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY || exact.secret()) {
            return List.of();
        }
        Set<String> cast = new HashSet<>();
        exact.ballots().forEach(slip -> cast.add(slip.voter() == null ? "" : slip.voter()));
        return exact.units().stream()
                .filter(BallotBox.Unit::delivered)
                .map(BallotBox.Unit::voter)
                .distinct()
                .filter(voter -> weights.areas().containsKey(voter) && !cast.contains(voter))
                .map(voter -> weight(voter, question, Openings.SILENT))
                .toList();
    }

    /// Opens the sums that [Openings] names, of the lines they are of.
    private List<PublishedBox.Sum> sums(BallotBox.Question asked, List<Weighed> lines, List<Weight> silent) {
        var result = Objects.requireNonNull(results.get(asked.id()));
        return Openings.of(asked.type(), result, asked.rule(), silent.size()).stream()
                .map(of -> switch (of) {
                    case Openings.SILENT -> new PublishedBox.Sum(of, opening(silent));
                    case Openings.ALL -> sum(of, lines, line -> line.said.part.isEmpty());
                    default ->
                        sum(
                                of,
                                lines,
                                line -> of.equals(
                                        asked.type() == Vote.Type.DECISION ? line.said.answer : line.said.part));
                })
                .toList();
    }

    private static PublishedBox.Sum sum(String of, List<Weighed> lines, Predicate<Weighed> which) {
        return new PublishedBox.Sum(
                of,
                opening(lines.stream()
                        .filter(which)
                        .map(each -> Objects.requireNonNull(each.weight))
                        .toList()));
    }
}
