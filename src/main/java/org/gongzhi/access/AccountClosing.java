package org.gongzhi.access;

import org.gongzhi.people.PersonErasing;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What becomes of the account of an erased person.
@Component
class AccountClosing {

    private final JdbcClient client;
    private final ApplicationEventPublisher inside;

    AccountClosing(JdbcClient client, ApplicationEventPublisher inside) {
        this.client = client;
        this.inside = inside;
    }

    /// Closes the account of somebody who is erased from the register: nothing in it tells who it was.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(PersonErasing erasing) {
        for (long id : client.sql("select id from access.account where person = ?")
                .param(erasing.person().id())
                .query((row, _) -> row.getLong(1))
                .list()) {
            inside.publishEvent(new AccountErasing(id, erasing.person().community()));
            client.sql("delete from access.session where account = ?").param(id).update();
            client.sql("delete from access.token where account = ?").param(id).update();
            client.sql("""
                            update access.account set person = null, username = ?, name = '', sealed_name = null, password = '',
                                totp = null, active = false where id = ?""").params("erased-" + id, id).update();
        }
    }
}
