package org.gongzhi.matters;

import java.sql.Timestamp;
import java.time.Instant;
import org.gongzhi.kernel.Backlog;
import org.gongzhi.kernel.Clocks;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Open matters whose deadline has passed, in the whole installation.
@Component
class MatterBacklog implements Backlog {

    private final JdbcClient client;

    MatterBacklog(JdbcClient client) {
        this.client = client;
    }

    @Override
    public Waiting waiting(Instant now) {
        return client.sql("""
                        select count(*) as n, min(deadline) as since from (
                            select deadline from matters.matter where open and deadline < ? limit ?) m""")
                .params(Timestamp.from(now), MOST)
                .query((row, _) -> new Waiting("matters", row.getLong("n"), Clocks.instant(row, "since")))
                .single();
    }
}
