package org.gongzhi.ballots;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of rolls: written for a draft, from lines or from the register, and corrected while they are published.
@Component
@Transactional
public class Rolls {

    /// What the register gave: lines on the roll, and units that lack an area or an owner.
    public record Found(int lines, int missing) {}

    private static final int MOST_LINES = 1_200_000;

    private final VoteStore store;
    private final RollStore rolls;
    private final RollWriter writer;
    private final RegisterRoll register;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Rolls(
            VoteStore store,
            RollStore rolls,
            RollWriter writer,
            RegisterRoll register,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.rolls = rolls;
        this.writer = writer;
        this.register = register;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Writes the roll of a draft, in place of what was there.
    public int roll(Actor actor, long id, List<Roll.Line> lines) {
        Vote vote = forCaller(actor, id);
        if (vote.state() != Vote.State.DRAFT) {
            throw Refusal.conflict("vote-roll-fixed");
        }
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw Refusal.invalid("vote-roll-lines", MOST_LINES);
        }
        try {
            writer.replace(vote, RollLines.checked(vote, lines));
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("vote-unit-twice");
        }
        tell(actor, vote, "RollWritten", Map.of("lines", lines.size()));
        return lines.size();
    }

    /// Takes the roll from the register; a unit without an area or owner has to be entered by hand and comes back in
    /// the answer.
    public Found fromRegister(Actor actor, long id) {
        Vote vote = forCaller(actor, id);
        var found = register.lines(vote);
        if (!found.lines().isEmpty()) {
            roll(actor, id, found.lines());
        }
        return new Found(found.lines().size(), found.missing());
    }

    /// The roll of a first round, for its run-off.
    void copy(Vote from, Vote to) {
        writer.replace(to, writer.lines(from));
    }

    /// Corrects a line of a published roll, with a reason that stays.
    public void correct(Actor actor, long id, int unit, Roll.Change change) {
        Vote vote = forCaller(actor, id);
        if (vote.state() != Vote.State.ROLL_PUBLISHED) {
            throw Refusal.conflict("vote-roll-fixed");
        }
        Sent.words(change.reason(), Ballot.MOST_WORDS);
        if (change.basis() == Roll.Basis.NONE) {
            throw Refusal.invalid("vote-roll-line", unit);
        }
        RollLines.requireArea(change.area(), true, unit);
        var before = rolls.unit(vote, unit);
        writer.correct(vote, before, change);
        var after = rolls.unit(vote, unit);
        writer.corrected(
                vote,
                ids.next(),
                new Roll.Correction(
                        unit,
                        before.area() + " " + before.basis() + " #" + before.voter(),
                        after.area() + " " + after.basis() + " #" + after.voter(),
                        change.reason().strip(),
                        clock.instant(),
                        VoteDesk.require(actor, Right.VOTE_CALL, vote).id()));
        var sums = rolls.sums(vote);
        if (!store.move(vote.weighing(sums.area(), sums.heads()))) {
            throw Refusal.conflict("changed-meanwhile");
        }
        tell(actor, vote, "RollCorrected", Map.of("unit", unit));
    }

    private Vote forCaller(Actor actor, long id) {
        Vote vote = store.get(id);
        VoteDesk.require(actor, Right.VOTE_CALL, vote);
        return vote;
    }

    private void tell(Actor actor, Vote vote, String what, Object fact) {
        journal.append(vote.entry(actor, Right.VOTE_CALL, what, fact, clock.instant()));
    }
}
