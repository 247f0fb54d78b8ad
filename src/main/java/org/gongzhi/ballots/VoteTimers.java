package org.gongzhi.ballots;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What time brings to votes: a reminder before the close, and of the filing; and who parted from what.
@Component
class VoteTimers {

    private final Votes votes;
    private final SecretPaper secret;

    VoteTimers(Votes votes, SecretPaper secret) {
        this.secret = secret;
        this.votes = votes;
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT3M")
    public void round() {
        votes.remind();
        votes.remindFiling();
        secret.round();
    }
}
