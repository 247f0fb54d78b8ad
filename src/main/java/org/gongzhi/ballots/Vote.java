package org.gongzhi.ballots;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.jspecify.annotations.Nullable;

/// A vote: what is asked, of whom, with which effect. The moves of its life answer the next state or refuse.
public record Vote(
        long community,
        long id,
        long place,
        String placeCode,
        String title,
        String text,
        VoteRules.Electorate electorate,
        Effect effect,
        boolean secret,
        boolean replaceable,
        VoteCount.NonResponsePolicy nonResponse,
        String nonResponseRule,
        boolean includeParking,
        int proxies,
        State state,
        Times times,
        long seat,
        @Nullable String rollHash,
        @Nullable String boxHash,
        String filed,
        String endedWords,
        long totalArea,
        int totalHeads,
        Purpose purpose,
        List<Question> questions,
        int version) {

    /// What a vote is for, besides its questions: the `topic` of a council it decides, and the `edition` of a
    /// convention it adopts, when it passes.
    public record Purpose(
            @Nullable Long topic,
            @Nullable Long adopts,
            @Nullable Integer edition) {

        static final Purpose NONE = new Purpose(null, null, null);
    }

    /// What a vote binds; on every page of it, and never mixed up.
    public enum Effect {
        /// Statutory, counted here.
        BINDING_STATUTORY,
        /// Statutory, cast in the system of the authority and written down here (Beijing art. 35).
        RECORDED_FROM_OFFICIAL_SYSTEM,
        /// Asks for opinions and binds nobody.
        CONSULTATIVE
    }

    public enum State {
        DRAFT,
        ROLL_PUBLISHED,
        ANNOUNCED,
        DECIDED,
        CANCELLED,
        ANNULLED
    }

    /// What a vote is doing at a moment: an announced one waits, is open, or is closed and not decided.
    public enum Phase {
        DRAFT,
        ROLL_PUBLISHED,
        ANNOUNCED,
        OPEN,
        CLOSED,
        DECIDED,
        CANCELLED,
        ANNULLED
    }

    public record Times(
            Instant createdAt,
            @Nullable Instant objectionsUntil,
            @Nullable Instant fixedAt,
            @Nullable Instant opensAt,
            @Nullable Instant closesAt,
            int extended,
            @Nullable Instant decidedAt,
            @Nullable Instant filedAt) {}

    public enum Type {
        /// Agree, disagree, abstain.
        DECISION,
        /// One or several of some options.
        CHOICE,
        /// Options in the order somebody prefers them.
        RANKING,
        /// Candidates for seats.
        ELECTION
    }

    /// One question. `matter` is a number of `ballots/matters.csv` where owners decide; `options` are numbered
    /// from 1; `seats` is how many may be picked, and how many are elected.
    public record Question(
            int id,
            Type type,
            String rule,
            @Nullable Integer matter,
            String title,
            String text,
            List<String> options,
            int seats) {

        /// As programs send it: its number comes from the order.
        @JsonCreator
        static Question of(
                @JsonProperty("id") @Nullable Integer id,
                @JsonProperty("type") @Nullable Type type,
                @JsonProperty("rule") @Nullable String rule,
                @JsonProperty("matter") @Nullable Integer matter,
                @JsonProperty("title") @Nullable String title,
                @JsonProperty("text") @Nullable String text,
                @JsonProperty("options") @Nullable List<String> options,
                @JsonProperty("seats") @Nullable Integer seats) {
            return new Question(
                    id == null ? 0 : id,
                    Objects.requireNonNullElse(type, Type.DECISION),
                    Sent.text(rule),
                    matter,
                    Sent.text(title),
                    Sent.text(text),
                    Objects.requireNonNullElse(options, List.of()),
                    seats == null ? 1 : seats);
        }

        /// Refuses an answer that is none: `AGREE`, or numbers of options parted by blanks; empty abstains.
        void requireAnswer(String answer) {
            if (type == Type.DECISION) {
                for (var choice : VoteCount.Choice.values()) {
                    if (choice.name().equals(answer)) {
                        return;
                    }
                }
                throw Refusal.invalid("ballot-answer", title);
            }
            if (!answer.matches("(\\d{1,3}( \\d{1,3}){0,99})?")) {
                throw Refusal.invalid("ballot-answer", title);
            }
            var picked = numbers(answer);
            int most = type == Type.RANKING ? options.size() : seats;
            if (picked.size() > most
                    || picked.stream().distinct().count() != picked.size()
                    || picked.stream().anyMatch(each -> each < 1 || each > options.size())) {
                throw Refusal.invalid("ballot-options", title, most);
            }
        }

        static List<Integer> numbers(String answer) {
            return answer.isBlank()
                    ? List.of()
                    : List.of(answer.split(" ")).stream().map(Integer::valueOf).toList();
        }
    }

    /// Somebody doubts the roll or the result, and what became of it.
    public record Objection(
            long id,
            Part part,
            long account,
            String words,
            Instant at,
            @Nullable Boolean granted,
            String answer,
            @Nullable Instant decidedAt) {}

    public enum Part {
        ROLL,
        RESULT
    }

    public Phase phase(Instant now) {
        if (state != State.ANNOUNCED) {
            return Phase.valueOf(state.name());
        }
        return now.isBefore(Objects.requireNonNull(times.opensAt))
                ? Phase.ANNOUNCED
                : now.isBefore(Objects.requireNonNull(times.closesAt)) ? Phase.OPEN : Phase.CLOSED;
    }

    Vote publishRoll(Instant until, long area, int heads) {
        require(State.DRAFT);
        if (heads == 0) {
            throw Refusal.conflict("vote-roll-empty");
        }
        return copy(State.ROLL_PUBLISHED, with(until, null, null, null, 0), rollHash, area, heads, questions);
    }

    /// The roll is fixed and everybody is told when they can vote.
    Vote announce(Instant now, Instant opens, Instant closes, Instant earliest, String hash) {
        require(State.ROLL_PUBLISHED);
        if (now.isBefore(Objects.requireNonNull(times.objectionsUntil))) {
            throw Refusal.conflict("vote-objections-running");
        }
        if (opens.isBefore(earliest)) {
            throw Refusal.invalid("vote-notice");
        }
        if (!closes.isAfter(opens)) {
            throw Refusal.invalid("vote-times");
        }
        return copy(
                State.ANNOUNCED,
                with(times.objectionsUntil, now, opens, closes, 0),
                hash,
                totalArea,
                totalHeads,
                questions);
    }

    /// Too few have voted: everybody gets longer. Only while it is open, and never shorter.
    Vote extend(Instant now, Instant until) {
        if (phase(now) != Phase.OPEN) {
            throw Refusal.conflict("vote-state");
        }
        if (!until.isAfter(Objects.requireNonNull(times.closesAt))) {
            throw Refusal.invalid("vote-times");
        }
        return copy(
                state,
                with(times.objectionsUntil, times.fixedAt, times.opensAt, until, times.extended + 1),
                rollHash,
                totalArea,
                totalHeads,
                questions);
    }

    /// The same with other sums of its roll.
    Vote weighing(long area, int heads) {
        return copy(state, times, rollHash, area, heads, questions);
    }

    /// The same with its questions.
    Vote asking(List<Question> asked) {
        return copy(state, times, rollHash, totalArea, totalHeads, asked);
    }

    /// True once the box is open and the result stands, annulled or not.
    public boolean counted() {
        return state == State.DECIDED || state == State.ANNULLED;
    }

    /// What happened to this vote, by whoever had the right to it.
    Entry entry(Actor actor, Right right, String what, Object fact, Instant at) {
        return new Entry(
                new Entry.Where(community, place),
                actor.in(actor.seatFor(right, placeCode).orElse(null)),
                new Entry.Subject("vote", id),
                what,
                fact,
                at);
    }

    private void require(State wanted) {
        if (state != wanted) {
            throw Refusal.conflict("vote-state");
        }
    }

    private Times with(
            @Nullable Instant objections,
            @Nullable Instant fixed,
            @Nullable Instant opens,
            @Nullable Instant closes,
            int extended) {
        return new Times(times.createdAt, objections, fixed, opens, closes, extended, times.decidedAt, times.filedAt);
    }

    private Vote copy(State next, Times moments, @Nullable String hash, long area, int heads, List<Question> asked) {
        return new Vote(
                community,
                id,
                place,
                placeCode,
                title,
                text,
                electorate,
                effect,
                secret,
                replaceable,
                nonResponse,
                nonResponseRule,
                includeParking,
                proxies,
                next,
                moments,
                seat,
                hash,
                boxHash,
                filed,
                endedWords,
                area,
                heads,
                purpose,
                asked,
                version);
    }
}
