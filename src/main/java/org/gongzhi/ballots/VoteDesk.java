package org.gongzhi.ballots;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Happened;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// What anybody may read of votes: lists, one vote, its roll, result, box and receipts. Nothing here says what
/// was voted before the result is there.
@Component
@Transactional(readOnly = true)
public class VoteDesk {

    /// A vote as somebody sees it, with what they may do.
    public record View(
            Vote vote,
            Vote.Phase phase,
            Ballot.Reach reach,
            Map<Roll.Sweep, Integer> swept,
            Map<Ballot.Channel, Integer> channels,
            List<Mine> mine,
            List<Vote.Objection> objections,
            List<Roll.Correction> corrections,
            List<Happened> history,
            List<PublishedBox.Result> results,
            @Nullable Instant annulUntil,
            @Nullable Instant fileBy,
            boolean calls,
            boolean collects,
            boolean supervises,
            boolean onRoll) {}

    /// A voter that the reader speaks for, and when they voted: not what.
    public record Mine(
            Roll.Voter voter,
            List<Roll.Unit> units,
            boolean own,
            @Nullable Instant votedAt,
            Ballot.@Nullable Channel channel,
            int n) {}

    /// The rights of those who run a vote.
    private static final List<Right> RUNNING = List.of(Right.VOTE_CALL, Right.VOTE_COLLECT, Right.VOTE_SUPERVISE);

    private final VoteStore store;
    private final RollStore rolls;
    private final BallotStore ballots;
    private final VoteRules rules;
    private final VoteTerms terms;
    private final Journal journal;
    private final JsonMapper json;
    private final Clock clock;

    VoteDesk(
            VoteStore store,
            RollStore rolls,
            BallotStore ballots,
            VoteRules rules,
            VoteTerms terms,
            Journal journal,
            JsonMapper json,
            Clock clock) {
        this.store = store;
        this.rolls = rolls;
        this.ballots = ballots;
        this.rules = rules;
        this.terms = terms;
        this.journal = journal;
        this.json = json;
        this.clock = clock;
    }

    /// A vote for whoever runs it, and, once its roll is published, for anybody signed in: whoever is missing on
    /// the roll has to be able to say so.
    public Vote readable(Actor actor, long id) {
        Vote vote = store.get(id);
        if (!runs(actor, vote) && (vote.state() == Vote.State.DRAFT || !actor.signedIn())) {
            throw actor.signedIn() ? Refusal.unknown("vote") : Refusal.signIn("sign-in");
        }
        return vote;
    }

    /// A vote whose result is public.
    public Vote decided(long id) {
        Vote vote = store.get(id);
        if (vote.state() == Vote.State.DRAFT || vote.state() == Vote.State.ROLL_PUBLISHED) {
            throw Refusal.unknown("vote");
        }
        return vote;
    }

    /// The seat in which somebody uses a right on a vote. Who has a seat there and may not is told so; from elsewhere
    /// the vote is not there.
    static Seat require(Actor actor, Right right, Vote vote) {
        if (!actor.signedIn()) {
            throw Refusal.signIn("sign-in");
        }
        return actor.seatFor(right, vote.placeCode())
                .orElseThrow(() -> near(actor, vote) ? Refusal.forbidden("not-allowed") : Refusal.unknown("vote"));
    }

    /// The vote that a number names, for whoever calls votes there; null when none is named.
    @Nullable
    Long called(Actor actor, @Nullable String number) {
        if (number == null || number.isBlank()) {
            return null;
        }
        Vote vote = store.get(Ids.fromNumber(number.strip()));
        require(actor, Right.VOTE_CALL, vote);
        return vote.id();
    }

    static boolean near(Actor actor, Vote vote) {
        return actor.seats().stream()
                .anyMatch(seat ->
                        seat.community() == vote.community() || Place.covers(seat.placeCode(), vote.placeCode()));
    }

    static boolean runs(Actor actor, Vote vote) {
        return RUNNING.stream().anyMatch(right -> actor.may(right, vote.placeCode()));
    }

    List<RollStore.Spoken> mineOf(Actor actor, Vote vote) {
        return actor.account() == null ? List.of() : rolls.spokenFor(vote, actor.account());
    }

    public View view(Actor actor, long id) {
        Vote vote = readable(actor, id);
        boolean calls = actor.may(Right.VOTE_CALL, vote.placeCode());
        boolean collects = actor.may(Right.VOTE_COLLECT, vote.placeCode());
        var voters = mineOf(actor, vote);
        var objections = store.objections(vote);
        return new View(
                vote,
                vote.phase(clock.instant()),
                runs(actor, vote)
                        ? ballots.reach(vote, rules)
                        : ballots.reach(vote, rules).coarse(),
                calls || collects ? rolls.swept(vote) : Map.of(),
                calls || collects ? ballots.channels(vote) : Map.of(),
                voters.stream().map(voter -> mine(vote, voter)).toList(),
                calls
                        ? objections
                        : objections.stream()
                                .filter(each -> Objects.equals(each.account(), actor.account()))
                                .toList(),
                calls || !voters.isEmpty() ? rolls.corrections(vote) : List.of(),
                journal.happened(vote.community(), new Entry.Subject("vote", id)),
                results(vote),
                terms.annulUntil(vote),
                terms.fileBy(vote),
                calls,
                collects,
                actor.may(Right.VOTE_SUPERVISE, vote.placeCode()),
                !voters.isEmpty());
    }

    private Mine mine(Vote vote, RollStore.Spoken spoken) {
        var trace = ballots.trace(vote, spoken.voter().id());
        return new Mine(
                spoken.voter(),
                rolls.unitsOf(vote, spoken.voter().id()),
                spoken.proxy() == null,
                trace.map(BallotStore.Trace::at).orElse(null),
                trace.map(BallotStore.Trace::channel).orElse(null),
                trace.map(BallotStore.Trace::n).orElse(0));
    }

    /// A unit as the published roll shows it.
    public record Shown(Roll.Unit unit, String name, boolean developer) {}

    /// The published roll from behind `after`: for whoever is on it or runs the vote; names masked.
    public List<Shown> roll(Actor actor, long id, int after, int most) {
        Vote vote = readable(actor, id);
        if (!runs(actor, vote) && mineOf(actor, vote).isEmpty()) {
            throw Refusal.forbidden("vote-not-on-roll");
        }
        var units = rolls.units(vote, after, Math.clamp(most, 1, 500));
        Map<Integer, Roll.Voter> known =
                rolls
                        .voters(
                                vote,
                                units.stream()
                                        .mapToInt(Roll.Unit::voter)
                                        .distinct()
                                        .toArray())
                        .stream()
                        .collect(Collectors.toMap(Roll.Voter::id, each -> each));
        return units.stream()
                .map(unit -> {
                    var voter = Objects.requireNonNull(known.get(unit.voter()));
                    return new Shown(unit, voter.masked(), voter.developer());
                })
                .toList();
    }

    /// The results of a decided or annulled vote as everybody reads them; nothing before.
    public List<PublishedBox.Result> results(Vote vote) {
        return exact(vote).stream()
                .map(each -> PublishedBox.Result.published(
                        each,
                        rules.rule(vote.questions().get(each.question() - 1).rule())))
                .toList();
    }

    List<BallotBox.Result> exact(Vote vote) {
        return !vote.counted()
                ? List.of()
                : store.result(vote)
                        .map(text -> List.of(json.readValue(text, BallotBox.Result[].class)))
                        .orElse(List.of());
    }

    /// Votes where the reader has a seat, and those whose roll they are on; the newest first.
    public List<Vote> list(Actor actor, @Nullable Long before, int most) {
        if (!actor.signedIn()) {
            throw Refusal.signIn("sign-in");
        }
        var scope = new Scope(actor.seats().stream()
                .filter(seat -> RUNNING.stream().anyMatch(Actor.of(seat)::may))
                .map(Seat::placeCode)
                .toList());
        return store.list(scope, actor.account(), before == null ? Long.MAX_VALUE : before, Math.clamp(most, 1, 200));
    }
}
