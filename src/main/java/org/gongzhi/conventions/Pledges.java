package org.gongzhi.conventions;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.gongzhi.access.Actor;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Belonging;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Conventions signed and known: pledges and the quiz. What counts in public figures is of people who live or own
/// something where the convention holds.
@Component
@Transactional
public class Pledges {

    /// A quiz as it is written.
    public record Asking(
            @Nullable Integer clause,
            @Nullable String question,
            @Nullable List<String> options,
            @Nullable Integer correct) {}

    /// How a quiz was answered: right ones, and the clauses to read again.
    public record Graded(int correct, int asked, Set<Integer> clauses) {}

    private static final int MOST_QUESTIONS = 20;

    private final Conventions conventions;
    private final ConventionStore store;
    private final Belonging belonging;
    private final Clock clock;

    Pledges(Conventions conventions, ConventionStore store, Belonging belonging, Clock clock) {
        this.conventions = conventions;
        this.store = store;
        this.belonging = belonging;
        this.clock = clock;
    }

    /// Whoever signs promises to keep the edition in force.
    public void pledge(Actor actor, long id) {
        Convention convention = conventions.visible(actor, id);
        long account = Conventions.account(actor);
        var current = Conventions.inForce(convention);
        if (!belonging.to(convention.placeCode(), actor.person())) {
            throw Refusal.forbidden("convention-elsewhere");
        }
        if (!store.pledge(convention, current.n(), account, clock.instant())) {
            throw Refusal.conflict("convention-pledged");
        }
        conventions.write(
                actor,
                convention,
                new Entry.Subject("pledge", id),
                "ConventionPledged",
                Map.of("edition", current.n()));
    }

    /// Writes the quiz of the edition in force.
    public void quiz(Actor actor, long id, List<Asking> questions) {
        Convention convention = conventions.forKeeper(actor, id);
        var current = Conventions.inForce(convention);
        if (questions.size() > MOST_QUESTIONS) {
            throw Refusal.invalid("convention-quiz", MOST_QUESTIONS);
        }
        var kept = new ArrayList<Convention.Question>();
        for (Asking asked : questions) {
            kept.add(question(current, asked, kept.size() + 1));
        }
        store.quiz(convention, current.n(), kept);
        conventions.write(actor, convention, "QuizWritten", Map.of("questions", kept.size()));
    }

    private static Convention.Question question(Convention.Edition current, Asking asked, int number) {
        var options = Objects.requireNonNullElse(asked.options, List.<String>of()).stream()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        if (asked.clause == null
                || current.clause(asked.clause).isEmpty()
                || Sent.line(asked.question).isEmpty()
                || Sent.line(asked.question).length() > 300
                || options.size() < 2
                || options.size() > 6
                || asked.correct == null
                || asked.correct < 1
                || asked.correct > options.size()) {
            throw Refusal.invalid("convention-question", number);
        }
        return new Convention.Question(number, asked.clause, Sent.line(asked.question), options, asked.correct);
    }

    /// Somebody takes the quiz: options by the number of the question. Their best attempt
    /// counts where they live or own something there; anybody else only learns.
    public Graded take(Actor actor, long id, Map<Integer, Integer> answers) {
        Convention convention = conventions.visible(actor, id);
        long account = Conventions.account(actor);
        var current = Conventions.inForce(convention);
        var questions = store.quiz(convention, current.n());
        if (questions.isEmpty()) {
            throw Refusal.conflict("convention-no-quiz");
        }
        var wrong = new TreeSet<Integer>();
        int correct = 0;
        for (var question : questions) {
            if (Objects.equals(answers.get(question.id()), question.correct())) {
                correct++;
            } else {
                wrong.add(question.clause());
            }
        }
        if (belonging.to(convention.placeCode(), actor.person())) {
            store.score(convention, current.n(), account, correct, questions.size(), clock.instant());
        }
        return new Graded(correct, questions.size(), wrong);
    }
}
