package org.gongzhi.ballots;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What time brings to votes: a reminder before the close, and of the filing.
@Component
class VoteTimers {

    private final Votes votes;

    VoteTimers(Votes votes) {
        this.votes = votes;
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT3M")
    public void round() {
        votes.remind();
        votes.remindFiling();
    }
}
