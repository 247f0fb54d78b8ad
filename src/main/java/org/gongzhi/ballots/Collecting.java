package org.gongzhi.ballots;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Takes ballots in for others: on the spot, at the door, by mail or video, on paper. Two who collect for this vote are
/// there, each ballot has evidence of its own, none replaces what its voter cast, and the voter is told.
@Component
@Transactional
public class Collecting {

    private final VoteStore votes;
    private final RollStore rolls;
    private final CollectedStore store;
    private final Casting casting;
    private final CollectorSeats collectors;
    private final VoteNotices notices;
    private final Ids ids;
    private final Clock clock;

    Collecting(
            VoteStore votes,
            RollStore rolls,
            CollectedStore store,
            Casting casting,
            CollectorSeats collectors,
            VoteNotices notices,
            Ids ids,
            Clock clock) {
        this.votes = votes;
        this.rolls = rolls;
        this.store = store;
        this.casting = casting;
        this.collectors = collectors;
        this.notices = notices;
        this.ids = ids;
        this.clock = clock;
    }

    /// Takes in one ballot. The same key gives the same receipt.
    public Ballot.Receipt take(Actor actor, long id, Collected.Taken taken, @Nullable String key) {
        Vote vote = votes.get(id);
        VoteDesk.require(actor, Right.VOTE_COLLECT, vote);
        Ballots.requireHere(vote);
        var voter = rolls.voter(vote, rolls.unitOf(vote, taken.unit()).voter());
        var channel = Objects.requireNonNullElse(taken.channel(), Ballot.Channel.TABLET);
        if (channel == Ballot.Channel.PHONE || channel == Ballot.Channel.PAPER) {
            throw Refusal.invalid("ballot-channel");
        }
        String command = key == null ? null : Objects.requireNonNull(actor.account()) + ":" + key;
        boolean repeated = command != null && casting.commanded(vote, voter, command);
        var two = collectors.two(actor, vote, taken);
        var order = new Casting.Order(
                vote,
                voter,
                channel,
                actor.in(two.first()),
                two.secondAccount(),
                null,
                taken.answers(),
                repeated ? null : collectors.evidence(vote, taken.proof()),
                command,
                false);
        var receipt = casting.castAll(List.of(order)).getFirst();
        if (!repeated) {
            keep(vote, List.of(order), List.of(receipt), two);
        }
        return receipt;
    }

    /// Takes in a pile that two people typed alike: answers and the scan of the slip by voter.
    void takePile(Vote vote, BallotStore.BatchRow pile, Map<Integer, BallotStore.Typed> typed, boolean late) {
        var two = collectors.typists(vote, Objects.requireNonNull(pile.first()), Objects.requireNonNull(pile.second()));
        var orders = rolls
                .voters(vote, typed.keySet().stream().mapToInt(each -> each).toArray())
                .stream()
                .map(voter -> new Casting.Order(
                        vote,
                        voter,
                        Ballot.Channel.PAPER,
                        new Entry.Who(pile.first(), two.first().id()),
                        two.secondAccount(),
                        null,
                        Ballot.answers(
                                Objects.requireNonNull(typed.get(voter.id())).first()),
                        Objects.requireNonNull(typed.get(voter.id())).proof(),
                        "paper " + pile.id() + " " + voter.id(),
                        late))
                .toList();
        keep(vote, orders, casting.castAll(orders), two);
    }

    /// Casts after the close, once, for a voter whose ballot was struck and who has none since.
    Ballot.Receipt again(Casting.Order order) {
        if (!store.again(order.vote(), order.voter().id(), clock.instant())) {
            throw Refusal.conflict("vote-not-open");
        }
        boolean repeated = order.key() != null && casting.commanded(order.vote(), order.voter(), order.key());
        if (!repeated && casting.voted(order.vote(), order.voter())) {
            throw Refusal.conflict("vote-cast-already");
        }
        return casting.castAll(List.of(order.typedLate())).getFirst();
    }

    private void keep(Vote vote, List<Casting.Order> orders, List<Ballot.Receipt> receipts, CollectorSeats.Two two) {
        var rows = new ArrayList<CollectedStore.Row>();
        for (int i = 0; i < orders.size(); i++) {
            var order = orders.get(i);
            rows.add(new CollectedStore.Row(
                    ids.next(),
                    order.voter().id(),
                    order.channel(),
                    two.first().id(),
                    two.second().id(),
                    Objects.requireNonNull(order.proof()),
                    vote.secret() ? Ballot.text(order.answers()) : null,
                    vote.secret() ? Casting.hash(receipts.get(i).code()) : null));
        }
        store.insert(vote, rows, clock.instant());
        notices.voters(
                vote,
                rows.stream().map(CollectedStore.Row::voter).toList(),
                "vote-taken",
                "taken" + rows.getFirst().id());
    }

    /// The code that somebody who collects shows as the second of two.
    @Transactional(readOnly = true)
    public String presence(Actor actor, long id) {
        Vote vote = votes.get(id);
        VoteDesk.require(actor, Right.VOTE_COLLECT, vote);
        return collectors.presence(actor, vote);
    }
}
