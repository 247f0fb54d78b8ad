package org.gongzhi.ballots;

import java.time.Clock;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Sent;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The exact box, with the area of each unit, for whoever may set a decision aside: with a purpose, on record; that
/// it was looked at stands in the history of the vote.
@Component
@Transactional
public class BoxAudit {

    private final VoteDesk desk;
    private final BoxDesk boxes;
    private final Audit audit;
    private final Journal journal;
    private final Clock clock;

    BoxAudit(VoteDesk desk, BoxDesk boxes, Audit audit, Journal journal, Clock clock) {
        this.desk = desk;
        this.boxes = boxes;
        this.audit = audit;
        this.journal = journal;
        this.clock = clock;
    }

    public BallotBox reveal(Actor actor, long id, String purpose) {
        Vote vote = desk.readable(actor, id);
        var seat = VoteDesk.require(actor, Right.VOTE_SUPERVISE, vote);
        Sent.words(purpose, Ballot.MOST_WORDS);
        var exact = boxes.exact(vote);
        audit.noteAll(
                actor,
                seat,
                new Entry.Where(vote.community(), vote.place()),
                "vote " + Ids.number(vote.id()),
                Audit.Purpose.COUNT_AGAIN);
        journal.append(vote.entry(
                actor, Right.VOTE_SUPERVISE, "BoxRevealed", Map.of("purpose", purpose.strip()), clock.instant()));
        return exact;
    }
}
