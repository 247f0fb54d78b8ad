package org.gongzhi.ballots;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Reads an opened box: exactly as it is, for [Publishing] and [BoxAudit], and one ballot by its receipt.
@Component
@Transactional(readOnly = true)
public class BoxDesk {

    private final VoteDesk desk;
    private final BoxStore boxes;
    private final VoteRules rules;

    BoxDesk(VoteDesk desk, BoxStore boxes, VoteRules rules) {
        this.desk = desk;
        this.boxes = boxes;
        this.rules = rules;
    }

    /// The whole box of a decided vote, with the area of each unit.
    BallotBox exact(Vote vote) {
        requireCounted(vote);
        var units = new ArrayList<BallotBox.Unit>();
        var slips = new ArrayList<BallotBox.Slip>();
        boxes.units(vote, units::add);
        boxes.box(vote, slips::add);
        return new BallotBox(
                BallotBox.FORMAT,
                Ids.number(vote.id()),
                vote.title(),
                vote.effect(),
                vote.electorate(),
                vote.secret(),
                vote.includeParking(),
                vote.nonResponse(),
                vote.nonResponseRule(),
                Objects.requireNonNull(vote.rollHash()),
                Objects.requireNonNull(vote.boxHash()),
                vote.questions().stream().map(this::question).toList(),
                units,
                slips,
                desk.exact(vote));
    }

    private BallotBox.Question question(Vote.Question asked) {
        return new BallotBox.Question(
                asked.id(),
                asked.type(),
                asked.title(),
                asked.matter(),
                rules.rule(asked.rule()),
                asked.options(),
                asked.seats());
    }

    private static void requireCounted(Vote vote) {
        if (!vote.counted()) {
            throw Refusal.conflict("vote-still-open");
        }
    }

    /// What stands in the box under a receipt, or nothing.
    public @Nullable List<String> found(Vote vote, String code) {
        requireCounted(vote);
        return boxes.inBox(vote, Casting.hash(code.strip().toUpperCase(Locale.ROOT)))
                .map(Ballot::answers)
                .orElse(null);
    }

    /// The ballot of a voter; nothing in secret votes.
    Optional<BallotBox.Slip> slip(Vote vote, Roll.Voter voter) {
        return boxes.slip(vote, voter);
    }

    VoteRules.Rule rule(Vote.Question question) {
        return rules.rule(question.rule());
    }
}
