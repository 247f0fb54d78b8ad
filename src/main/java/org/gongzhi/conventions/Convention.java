package org.gongzhi.conventions;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// A set of rules people give themselves, in editions: at most one in force and one in work.
public record Convention(
        long community,
        long id,
        long place,
        String placeCode,
        String kind,
        String name,
        @Nullable Integer inForce,
        @Nullable Instant endedAt,
        String endedWords,
        List<Edition> editions,
        int version) {

    public enum State {
        DRAFT,
        /// Everybody may say what they think until a moment.
        CONSULTING,
        /// Consulted, every opinion answered: it can be put to the vote.
        READY,
        IN_FORCE,
        REPLACED,
        WITHDRAWN
    }

    /// One edition; `why` is why it is made, `adoptedBy` the path of the vote or meeting, or words.
    public record Edition(
            int n,
            State state,
            String why,
            @Nullable Instant consultUntil,
            @Nullable Instant adoptedAt,
            String adoptedBy,
            String filed,
            @Nullable Instant filedAt,
            List<Clause> clauses,
            int version) {

        public boolean inWork() {
            return state == State.DRAFT || state == State.CONSULTING || state == State.READY;
        }

        /// Parties that this edition burdens and gives nothing (seed 002: rules have to be reciprocal).
        public Set<String> onlyBurdened() {
            var burdened = new LinkedHashSet<String>();
            var given = new LinkedHashSet<String>();
            for (Clause clause : clauses) {
                for (Effect effect : clause.effects) {
                    if (!effect.burden.isEmpty()) {
                        burdened.add(effect.party);
                    }
                    if (!effect.benefit.isEmpty()) {
                        given.add(effect.party);
                    }
                }
            }
            burdened.removeAll(given);
            return burdened;
        }

        Optional<Clause> clause(int number) {
            return clauses.stream().filter(each -> each.number == number).findFirst();
        }

        Edition with(List<Clause> all) {
            return new Edition(n, state, why, consultUntil, adoptedAt, adoptedBy, filed, filedAt, all, version);
        }
    }

    public record Clause(int number, String title, String text, List<Effect> effects) {}

    /// What a clause gives and costs a party.
    public record Effect(String party, String benefit, String burden) {}

    /// A clause beside what it was: either may be missing.
    public record Change(
            int number, @Nullable Clause before, @Nullable Clause after, boolean same) {}

    public record Opinion(
            long id,
            int edition,
            @Nullable Integer clause,
            long account,
            String words,
            Instant at,
            @Nullable String answer,
            @Nullable Boolean taken,
            @Nullable Instant answeredAt) {

        /// As everybody reads it: not whose it is.
        Opinion unnamed() {
            return new Opinion(id, edition, clause, 0, words, at, answer, taken, answeredAt);
        }
    }

    /// A question about a clause; `correct` is the number of the right option, from 1.
    public record Question(
            int id,
            int clause,
            String question,
            List<String> options,
            @Nullable Integer correct) {

        /// The same for whoever takes the quiz: without the right answer.
        Question asked() {
            return new Question(id, clause, question, options, null);
        }
    }

    /// How a clause is kept: a breach or praise, without names, and what became of it.
    public record Note(
            long id,
            int clause,
            Kept kind,
            String words,
            String placeCode,
            Instant at,
            String settled,
            @Nullable Instant settledAt) {}

    public enum Kept {
        BREACH,
        PRAISE
    }

    /// How well an edition is known and kept: pledges, people who took the quiz and who know it, right
    /// answers of all, adults at the place, breaches and praise.
    public record Figures(
            int pledges, int quizzed, int known, int correct, int asked, int breaches, int praises, int settled) {}

    /// What is answered about one that does not fit; of a draft nobody is told that it is there.
    Refusal unfit(String code) {
        return published().editions().isEmpty() ? Refusal.unknown("convention") : Refusal.invalid(code);
    }

    /// What others than its keepers see: no draft, and nothing that was withdrawn.
    Convention published() {
        return new Convention(
                community,
                id,
                place,
                placeCode,
                kind,
                name,
                inForce,
                endedAt,
                endedWords,
                editions.stream()
                        .filter(each -> each.state() != State.DRAFT && each.state() != State.WITHDRAWN)
                        .toList(),
                version);
    }

    public Optional<Edition> edition(int n) {
        return editions.stream().filter(each -> each.n == n).findFirst();
    }

    public Optional<Edition> current() {
        return inForce == null ? Optional.empty() : edition(inForce);
    }

    public Optional<Edition> work() {
        return editions.stream().filter(Edition::inWork).findFirst();
    }

    /// Two editions clause by clause.
    static List<Change> compare(Edition before, Edition after) {
        var numbers = new LinkedHashSet<Integer>();
        before.clauses.forEach(clause -> numbers.add(clause.number));
        after.clauses.forEach(clause -> numbers.add(clause.number));
        return numbers.stream()
                .sorted()
                .map(number -> {
                    Clause old = before.clause(number).orElse(null);
                    Clause fresh = after.clause(number).orElse(null);
                    return new Change(number, old, fresh, old != null && old.equals(fresh));
                })
                .toList();
    }
}
