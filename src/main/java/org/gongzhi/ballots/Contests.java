package org.gongzhi.ballots;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// "That was not me": a voter contests a ballot that others took in. Upheld, it is struck and the voter may vote;
/// dismissed, it stays. Whoever took it in, or contests it, does not decide.
@Component
@Transactional
public class Contests {

    /// So long a voter whose ballot was struck may vote, also when the vote has closed meanwhile.
    private static final Duration AGAIN = Duration.ofDays(3);

    private static final int MOST = 200;

    private final VoteDesk desk;
    private final RollStore rolls;
    private final BallotStore ballots;
    private final CollectedStore store;
    private final CollectorSeats collectors;
    private final VoteNotices notices;
    private final Journal journal;
    private final Clock clock;

    Contests(
            VoteDesk desk,
            RollStore rolls,
            BallotStore ballots,
            CollectedStore store,
            CollectorSeats collectors,
            VoteNotices notices,
            Journal journal,
            Clock clock) {
        this.desk = desk;
        this.rolls = rolls;
        this.ballots = ballots;
        this.store = store;
        this.collectors = collectors;
        this.notices = notices;
        this.journal = journal;
        this.clock = clock;
    }

    /// What others took in for the voters of the reader.
    @Transactional(readOnly = true)
    public List<Collected.Shown> mine(Actor actor, long id) {
        Vote vote = desk.readable(actor, id);
        return shown(
                vote,
                store.of(
                        vote,
                        desk.mineOf(actor, vote).stream()
                                .filter(each -> each.proxy() == null)
                                .map(each -> each.voter().id())
                                .toList()),
                true);
    }

    /// The contests of a vote, or what was taken in for one voter, for whoever runs it.
    @Transactional(readOnly = true)
    public List<Collected.Shown> list(Actor actor, long id, int voter) {
        Vote vote = forCaller(actor, id);
        return shown(vote, voter == 0 ? store.contested(vote, MOST) : store.of(vote, List.of(voter)), false);
    }

    private List<Collected.Shown> shown(Vote vote, List<Collected> found, boolean own) {
        var names = collectors.names(found.stream()
                .flatMap(each -> List.of(each.seat(), each.second()).stream())
                .toList());
        return found.stream()
                .map(each -> new Collected.Shown(
                        each.id(),
                        each.voter(),
                        each.at(),
                        each.channel(),
                        CollectorSeats.two(names, each.seat(), each.second()),
                        each.state(),
                        each.contest().words(),
                        each.contest().answer(),
                        each.contest().againUntil(),
                        Evidence.shown(vote, each, own)))
                .toList();
    }

    /// The voter says that a ballot was not theirs; for one without an account, whoever runs the vote writes it down.
    public void contest(Actor actor, long id, long ballot, String words) {
        Vote vote = desk.readable(actor, id);
        var found = ofVoterOrCaller(actor, vote, ballot);
        holdShut(vote);
        String said = words.strip();
        if (said.length() > Ballot.MOST_WORDS) {
            throw Refusal.invalid("words");
        }
        if (!store.contest(vote, ballot, Objects.requireNonNull(actor.account()), said, clock.instant())) {
            throw Refusal.conflict("ballot-contest-none");
        }
        tell(actor, vote, "CollectedContested", Map.of("channel", found.channel()));
        notices.seats(vote, List.of(vote.seat()), "vote-contest", "contest" + ballot);
    }

    /// Until the transaction ends the box stays shut, as it does for whoever casts: nothing is promised that the
    /// count, running at the same time, would not keep.
    private Instant holdShut(Vote vote) {
        Instant now = clock.instant();
        if (!ballots.hold(vote, true, now)) {
            throw Refusal.conflict("vote-state");
        }
        return now;
    }

    /// Others' ballots are not there for anybody else.
    Collected ofVoterOrCaller(Actor actor, Vote vote, long ballot) {
        if (!VoteDesk.near(actor, vote) && desk.mineOf(actor, vote).isEmpty()) {
            throw Refusal.unknown("vote");
        }
        return store.find(vote, ballot)
                .filter(each -> actor.may(Right.VOTE_CALL, vote.placeCode())
                        || actor.account() != null && rolls.own(vote, each.voter(), actor.account()))
                .orElseThrow(() -> Refusal.unknown("ballot-collected"));
    }

    /// Decides on a contest, with a reason that the voter is told.
    public void answer(Actor actor, long id, long ballot, boolean upheld, String words) {
        Vote vote = forCaller(actor, id);
        Sent.words(words, Ballot.MOST_WORDS);
        var found = store.find(vote, ballot).orElseThrow(() -> Refusal.unknown("ballot-collected"));
        if (collectors.took(actor, found)
                || collectors.acted(actor, found.contest().by())) {
            throw Refusal.forbidden("ballot-contest-judge");
        }
        Instant now = holdShut(vote);
        var state = upheld ? Collected.State.STRUCK : Collected.State.DISMISSED;
        if (!store.answer(
                vote,
                ballot,
                state,
                words.strip(),
                Objects.requireNonNull(actor.account()),
                now,
                upheld ? now.plus(AGAIN) : null)) {
            throw Refusal.conflict("vote-state");
        }
        if (upheld) {
            ballots.strike(vote, rolls.voter(vote, found.voter()));
        }
        tell(actor, vote, upheld ? "CollectedStruck" : "CollectedKept", Map.of("channel", found.channel()));
        String template = upheld ? "vote-contest-upheld" : "vote-contest-dismissed";
        notices.voters(vote, List.of(found.voter()), template, "contested" + ballot);
    }

    /// How many ballots others took in, and who: public with the result.
    @Transactional(readOnly = true)
    public Collected.Shares shares(Vote vote) {
        if (!vote.counted()) {
            throw Refusal.conflict("vote-still-open");
        }
        var pairs = store.pairs(vote);
        var names = collectors.names(pairs.stream()
                .flatMap(each -> List.of(each.seat(), each.second()).stream())
                .toList());
        return new Collected.Shares(
                store.ballots(vote),
                store.unrecorded(vote)
                        ? null
                        : Integer.valueOf(pairs.stream()
                                .mapToInt(CollectedStore.Pair::ballots)
                                .sum()),
                pairs.stream()
                        .map(each -> new Collected.Share(
                                each.channel(), CollectorSeats.two(names, each.seat(), each.second()), each.ballots()))
                        .toList());
    }

    private Vote forCaller(Actor actor, long id) {
        Vote vote = desk.readable(actor, id);
        VoteDesk.require(actor, Right.VOTE_CALL, vote);
        return vote;
    }

    private void tell(Actor actor, Vote vote, String what, Object fact) {
        journal.append(vote.entry(actor, Right.VOTE_CALL, what, fact, clock.instant()));
    }
}
