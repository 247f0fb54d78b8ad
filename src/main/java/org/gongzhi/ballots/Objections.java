package org.gongzhi.ballots;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Belonging;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Objections to a roll and to a result, of people whom the vote concerns.
@Component
@Transactional
public class Objections {

    private static final int MOST_OBJECTIONS = 3;

    private final VoteStore store;
    private final VoteDesk desk;
    private final Belonging belonging;
    private final VoteNotices notices;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Objections(
            VoteStore store,
            VoteDesk desk,
            Belonging belonging,
            VoteNotices notices,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.desk = desk;
        this.belonging = belonging;
        this.notices = notices;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Somebody on the roll, or who lives or owns something there and is missing on it, objects: to the roll until it
    /// is fixed; whoever is on it to the result once it is there.
    public void object(Actor actor, long id, String words) {
        Vote vote = desk.readable(actor, id);
        Sent.words(words, Ballot.MOST_WORDS);
        var part = switch (vote.state()) {
            case ROLL_PUBLISHED -> Vote.Part.ROLL;
            case DECIDED -> Vote.Part.RESULT;
            case DRAFT, ANNOUNCED, CANCELLED, ANNULLED -> throw Refusal.conflict("vote-state");
        };
        boolean concerned = !desk.mineOf(actor, vote).isEmpty()
                || VoteDesk.runs(actor, vote)
                || part == Vote.Part.ROLL && belonging.to(vote.placeCode(), actor.person());
        if (!concerned) {
            throw Refusal.forbidden(part == Vote.Part.ROLL ? "vote-objection-elsewhere" : "vote-not-on-roll");
        }
        long waiting = store.objections(vote).stream()
                .filter(each -> Objects.equals(each.account(), actor.account()) && each.decidedAt() == null)
                .count();
        if (waiting >= MOST_OBJECTIONS) {
            throw Refusal.conflict("vote-objections-many", MOST_OBJECTIONS);
        }
        long objection = ids.next();
        store.object(vote, objection, part, Objects.requireNonNull(actor.account()), words.strip(), clock.instant());
        tell(actor, vote, "ObjectionMade", Map.of("part", part));
        notices.seats(vote, List.of(vote.seat()), "vote-objection", "o" + objection);
    }

    /// Answers an objection with a reason; who made it is told.
    public void answer(Actor actor, long id, long objection, boolean granted, String words) {
        Vote vote = desk.readable(actor, id);
        VoteDesk.require(actor, Right.VOTE_CALL, vote);
        Sent.words(words, Ballot.MOST_WORDS);
        var made = store.objections(vote).stream()
                .filter(each -> each.id() == objection)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("objection"));
        if (Objects.equals(made.account(), actor.account())) {
            throw Refusal.forbidden("same-person");
        }
        if (!store.answer(
                vote, objection, granted, words.strip(), Objects.requireNonNull(actor.account()), clock.instant())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        tell(actor, vote, "ObjectionAnswered", Map.of("granted", granted));
        notices.accounts(vote, List.of(made.account()), "vote-objection-answered", "oa" + objection);
    }

    private void tell(Actor actor, Vote vote, String what, Object fact) {
        journal.append(vote.entry(actor, Right.VOTE_CALL, what, fact, clock.instant()));
    }
}
