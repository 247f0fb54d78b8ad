package org.gongzhi.notices;

import java.sql.Timestamp;
import java.time.Instant;
import org.gongzhi.kernel.Backlog;
import org.gongzhi.kernel.Clocks;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Messages that should have been carried out by now.
@Component
class NoticeBacklog implements Backlog {

    private final JdbcClient client;

    NoticeBacklog(JdbcClient client) {
        this.client = client;
    }

    @Override
    public Waiting waiting(Instant now) {
        return client.sql("""
                        select count(*) as n, min(next_at) as since from (
                            select next_at from notices.delivery
                            where state in ('QUEUED', 'SENDING') and route not in ('LETTER', 'VISIT') and next_at < ?
                            order by next_at limit ?) d""")
                .params(Timestamp.from(now), MOST)
                .query((row, _) -> new Waiting("notices", row.getLong("n"), Clocks.instant(row, "since")))
                .single();
    }
}
