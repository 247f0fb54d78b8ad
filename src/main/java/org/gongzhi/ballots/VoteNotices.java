package org.gongzhi.ballots;

import java.util.Collection;
import java.util.List;
import org.gongzhi.kernel.Ids;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.springframework.stereotype.Component;

/// Tells people of a vote, once for each occasion.
@Component
class VoteNotices {

    private final Notices notices;
    private final VoteStore votes;

    VoteNotices(Notices notices, VoteStore votes) {
        this.notices = notices;
        this.votes = votes;
    }

    /// Everybody with an account of these voters.
    void voters(Vote vote, Collection<Integer> voters, String template, String mark) {
        accounts(vote, votes.accountsOf(vote, voters), template, mark);
    }

    int accounts(Vote vote, Collection<Long> accounts, String template, String mark) {
        return notices.tell(accounts.stream()
                .map(account -> of(vote, Notice.To.account(account), template, mark))
                .toList());
    }

    int seats(Vote vote, Collection<Long> seats, String template, String mark) {
        return notices.tell(seats.stream()
                .map(seat -> of(vote, Notice.To.seat(seat), template, mark))
                .toList());
    }

    private static Notice of(Vote vote, Notice.To to, String template, String mark) {
        String number = Ids.number(vote.id());
        return new Notice(
                vote.community(),
                to,
                template,
                List.of(vote.title()),
                "/votes/" + number,
                "vote/" + number + "/" + mark);
    }
}
