package org.gongzhi.places;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// One re-organisation at a time in a street: somebody leaves, a place moves. Each of them touches many rows
/// of many modules in no common order, and two at once would wait for each other for ever.
@Component
public class StreetLock {

    private final JdbcClient client;

    StreetLock(JdbcClient client) {
        this.client = client;
    }

    /// Waits for the street of this community, until the end of the transaction.
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(long community) {
        client.sql("select pg_advisory_xact_lock(1, ?)")
                .param((int) (community / 1000))
                .query((_, _) -> true)
                .single();
    }
}
