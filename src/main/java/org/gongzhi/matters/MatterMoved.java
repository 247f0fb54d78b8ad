package org.gongzhi.matters;

import org.gongzhi.places.PlaceRecoded;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Keeps the codes of places that matters carry in step with the tree.
@Component
class MatterMoved {

    private final JdbcClient client;

    MatterMoved(JdbcClient client) {
        this.client = client;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void recoded(PlaceRecoded moved) {
        client.sql(PlaceRecoded.change("matters.matter"))
                .params(moved.parameters())
                .update();
    }
}
