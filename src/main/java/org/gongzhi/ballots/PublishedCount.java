package org.gongzhi.ballots;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Counts a published box again, from its lines alone: heads by the lines, areas by the sums that the commitments
/// prove.
final class PublishedCount {

    private final PublishedBox box;

    PublishedCount(PublishedBox box) {
        this.box = box;
    }

    /// What each question comes to.
    List<PublishedBox.Result> results() {
        var results = new ArrayList<PublishedBox.Result>();
        for (PublishedBox.Question question : box.questions()) {
            var seen = new HashSet<String>();
            if (!question.lines().stream().map(PublishedBox.Line::receipt).allMatch(seen::add)) {
                throw new IllegalArgumentException("two lines of one receipt");
            }
            results.add(PublishedBox.Result.of(result(question), question.rule()));
        }
        return results;
    }

    private BallotBox.Result result(PublishedBox.Question question) {
        return question.type() == Vote.Type.DECISION ? decision(question) : options(question);
    }

    /// Whether the count comes out as published; the order of options without a sum of areas is nobody's to check.
    boolean same() {
        var counted = results();
        if (counted.size() != box.results().size()) {
            return false;
        }
        for (int i = 0; i < counted.size(); i++) {
            if (!ordered(counted.get(i)).equals(ordered(box.results().get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static PublishedBox.Result ordered(PublishedBox.Result result) {
        return new PublishedBox.Result(
                result.question(),
                result.cast(),
                result.counted(),
                result.tests(),
                result.outcome(),
                result.options().stream()
                        .sorted(Comparator.comparingInt(PublishedBox.Option::number))
                        .toList(),
                result.elected(),
                result.rounds());
    }

    /// Whether each opened sum is that of its commitments, none that has to be open is missing, and there is one
    /// commitment for each head.
    boolean proven() {
        var roll = box.roll();
        boolean areas = box.questions().stream().anyMatch(each -> PublishedBox.areasDecide(each.rule()));
        if (areas
                && (roll.sum() == null
                        || roll.areas().size() != roll.heads()
                        || !Committed.addsUp(roll.areas(), roll.sum()))) {
            return false;
        }
        return box.questions().stream()
                .allMatch(question -> opened(question)
                        && question.sums().stream()
                                .allMatch(sum -> Committed.addsUp(committed(question, sum.of()), sum.opening())));
    }

    private boolean opened(PublishedBox.Question question) {
        var needed = Openings.of(
                question.type(),
                result(question),
                question.rule(),
                question.silent().size());
        return question.sums().stream()
                .map(PublishedBox.Sum::of)
                .collect(Collectors.toSet())
                .containsAll(needed);
    }

    private static Collection<String> committed(PublishedBox.Question question, String of) {
        if (of.equals(Openings.SILENT)) {
            return question.silent();
        }
        boolean all = of.equals(Openings.ALL);
        boolean apart = PublishedBox.apart(question.type(), question.rule());
        return question.lines().stream()
                .filter(line ->
                        all ? !apart || line.answer().isEmpty() : line.answer().equals(of))
                .map(line -> Objects.requireNonNullElse(line.area(), ""))
                .toList();
    }

    private static long area(PublishedBox.Question question, String of) {
        return question.sums().stream()
                .filter(sum -> sum.of().equals(of))
                .mapToLong(sum -> sum.opening().area())
                .findFirst()
                .orElse(0);
    }

    private long totalArea(PublishedBox.Question question) {
        var sum = box.roll().sum();
        return sum == null || !PublishedBox.areasDecide(question.rule()) ? 0 : sum.area();
    }

    private static int heads(PublishedBox.Question question, @Nullable String answer) {
        return (int) question.lines().stream()
                .filter(line -> answer == null || line.answer().equals(answer))
                .count();
    }

    private BallotBox.Result decision(PublishedBox.Question question) {
        question.lines().forEach(line -> VoteCount.Choice.valueOf(line.answer()));
        var cast = new VoteCount.Figures(
                totalArea(question),
                box.roll().heads(),
                area(question, Openings.ALL),
                heads(question, null),
                area(question, "AGREE"),
                heads(question, "AGREE"),
                area(question, "DISAGREE"),
                heads(question, "DISAGREE"),
                0);
        var counted = box.about().nonResponse() == VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY
                ? VoteCount.withSilent(
                        cast, area(question, Openings.SILENT), question.silent().size())
                : cast;
        return BallotBox.decision(question.id(), cast, counted, question.rule());
    }

    private BallotBox.Result options(PublishedBox.Question question) {
        boolean apart = PublishedBox.apart(question.type(), question.rule());
        var cast = new VoteCount.Figures(
                totalArea(question),
                box.roll().heads(),
                area(question, Openings.ALL),
                heads(question, apart ? "" : null),
                0,
                0,
                0,
                0,
                0);
        Map<List<Integer>, Integer> rankings = new HashMap<>();
        question.lines().forEach(line -> rankings.merge(Vote.Question.numbers(line.answer()), 1, Integer::sum));
        return BallotBox.options(
                question.id(),
                question.type(),
                cast,
                question.type() == Vote.Type.RANKING ? List.of() : picked(question, cast),
                rankings,
                question.options().size(),
                question.seats(),
                question.rule());
    }

    private static List<VoteCount.Option> picked(PublishedBox.Question question, VoteCount.Figures cast) {
        int[] heads = new int[question.options().size() + 1];
        for (PublishedBox.Line line : question.lines()) {
            Vote.Question.numbers(line.answer()).forEach(number -> heads[number]++);
        }
        var options = new ArrayList<VoteCount.Option>();
        for (int i = 1; i < heads.length; i++) {
            options.add(VoteCount.option(cast, i, area(question, Integer.toString(i)), heads[i], question.rule()));
        }
        return VoteCount.ranked(options);
    }
}
