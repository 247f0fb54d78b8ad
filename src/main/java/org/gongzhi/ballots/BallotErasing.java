package org.gongzhi.ballots;

import java.util.List;
import org.gongzhi.access.AccountErasing;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Takes the words of an erased person out of their objections; that there was one, and the answer, stay.
@Component
class BallotErasing {

    private final JdbcClient client;

    BallotErasing(JdbcClient client) {
        this.client = client;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(AccountErasing erasing) {
        for (String words : List.of("objection set words = '' where")) {
            client.sql("update ballots." + words + " account = ?")
                    .param(erasing.account())
                    .update();
        }
    }
}
