package org.gongzhi.councils;

import java.util.List;
import org.gongzhi.access.AccountErasing;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Takes the words of an erased resident out of what they raised and said; the topics and their counts stay.
@Component
class CouncilErasing {

    private final JdbcClient client;

    CouncilErasing(JdbcClient client) {
        this.client = client;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(AccountErasing erasing) {
        for (String words : List.of(
                "remark set words = '', appealed = null where",
                "correction set words = '' where",
                "topic set text = '' where source = 'RESIDENT' and")) {
            client.sql("update councils." + words + " account = ?")
                    .param(erasing.account())
                    .update();
        }
    }
}
