package org.gongzhi.ballots;

import java.util.List;
import org.gongzhi.access.AccountErasing;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Takes the words of an erased person, and those about them, out of objections, contests and proxies; that there was
/// one, and what became of it, stay.
@Component
class BallotErasing {

    private final JdbcClient client;

    BallotErasing(JdbcClient client) {
        this.client = client;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(AccountErasing erasing) {
        for (String each : List.of("update ballots.objection set words = '' where account = :account", """
                update ballots.collected c set contest = '', decision = '' where c.contested_by = :account
                    or exists (select from ballots.voter_account a where a.account = :account and a.vote = c.vote
                        and a.community = c.community and a.voter = c.voter)""", """
                update ballots.proxy p set words = '' where p.holder = :account
                    or exists (select from ballots.voter_account a where a.account = :account and a.vote = p.vote
                        and a.community = p.community and a.voter = p.voter)""")) {
            client.sql(each).param("account", erasing.account()).update();
        }
    }
}
