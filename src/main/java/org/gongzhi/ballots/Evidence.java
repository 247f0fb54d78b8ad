package org.gongzhi.ballots;

import java.time.Clock;
import java.util.HashMap;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Shows the photo of a collected ballot; each look is on record. In secret votes only its voter sees it while it can
/// be
/// contested, and whoever may decide while a contest waits.
@Component
@Transactional
public class Evidence {

    private final VoteDesk desk;
    private final Contests contests;
    private final RollStore rolls;
    private final CollectorSeats collectors;
    private final Audit audit;
    private final Journal journal;
    private final Clock clock;

    Evidence(
            VoteDesk desk,
            Contests contests,
            RollStore rolls,
            CollectorSeats collectors,
            Audit audit,
            Journal journal,
            Clock clock) {
        this.desk = desk;
        this.contests = contests;
        this.rolls = rolls;
        this.collectors = collectors;
        this.audit = audit;
        this.journal = journal;
        this.clock = clock;
    }

    /// Whether the photo can be seen at all: by its own voter, or else by whoever decides.
    static boolean shown(Vote vote, Collected ballot, boolean own) {
        return !vote.secret()
                || vote.state() == Vote.State.ANNOUNCED
                        && (ballot.state() == Collected.State.CONTESTED
                                || own && ballot.state() == Collected.State.STANDS);
    }

    /// The photo of one.
    public String seen(Actor actor, long id, long ballot) {
        Vote vote = desk.readable(actor, id);
        var found = contests.ofVoterOrCaller(actor, vote, ballot);
        boolean own = actor.account() != null && rolls.own(vote, found.voter(), actor.account());
        if (!shown(vote, found, own) || found.proof() == null) {
            throw Refusal.conflict("ballot-evidence-kept");
        }
        var fact = new HashMap<String, Object>();
        fact.put("channel", found.channel());
        if (vote.secret() && !own) {
            judging(actor, vote, found);
            fact.put("why", Audit.Purpose.JUDGE_CONTEST);
        }
        journal.append(vote.entry(actor, Right.VOTE_CALL, "EvidenceSeen", fact, clock.instant()));
        return found.proof();
    }

    /// Who took it in or contests it does not decide, so has nothing to look at.
    private void judging(Actor actor, Vote vote, Collected ballot) {
        if (collectors.took(actor, ballot) || Objects.equals(ballot.contest().by(), actor.account())) {
            throw Refusal.forbidden("ballot-contest-judge");
        }
        audit.noteAll(
                actor,
                VoteDesk.require(actor, Right.VOTE_CALL, vote),
                new Entry.Where(vote.community(), vote.place()),
                "vote " + Ids.number(vote.id()),
                Audit.Purpose.JUDGE_CONTEST);
    }
}
