package org.gongzhi.register;

import java.time.Instant;
import org.gongzhi.kernel.Backlog;
import org.gongzhi.kernel.Ids;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Workbooks that are being checked or written.
@Component
class ImportBacklog implements Backlog {

    private final JdbcClient client;

    ImportBacklog(JdbcClient client) {
        this.client = client;
    }

    @Override
    public Waiting waiting(Instant now) {
        return client.sql("""
                        select count(*) as n, min(id) as first from (
                            select id from register.import_job where state in ('CHECKING', 'WRITING') order by id limit ?) j""")
                .param(MOST)
                .query((row, _) -> new Waiting(
                        "imports",
                        row.getLong("n"),
                        row.getLong("n") == 0 ? null : Instant.ofEpochMilli(Ids.millis(row.getLong("first")))))
                .single();
    }
}
