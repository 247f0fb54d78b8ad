package org.gongzhi.register;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Imports that could not be done: they wait until somebody has them tried again, or takes back what was written.
@Component
class ImportFailures {

    private final JdbcClient client;

    ImportFailures(JdbcClient client) {
        this.client = client;
    }

    /// `why` tells whoever looks after the program what it was; never what stood in a row.
    void fail(long job, String why) {
        client.sql("""
                        update register.import_job set failed_in = state, state = 'FAILED', failure = ?
                        where id = ? and state in ('CHECKING', 'WRITING')""").params(why, job).update();
    }

    /// Goes on where it failed; false when it has not failed.
    boolean again(ImportJob job) {
        return client.sql("""
                        update register.import_job set state = failed_in, failed_in = null, failure = null, done = 0
                        where community = ? and id = ? and state = 'FAILED'""").params(job.community(), job.id()).update() == 1;
    }
}
