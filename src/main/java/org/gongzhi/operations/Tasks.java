package org.gongzhi.operations;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.gongzhi.kernel.Clocks;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// When each duty of the operator's was last done, and how it ended.
@Component
public class Tasks {

    /// The last run; `endedAt` null while it runs or when it was cut off, `failure` null when it went well.
    public record Task(
            String name,
            Instant beganAt,
            @Nullable Instant endedAt,
            @Nullable String failure) {}

    /// Work that may fail in ways the caller cannot foresee.
    interface Work<T> {
        T run() throws Exception;
    }

    private final JdbcClient client;
    private final Clock clock;

    Tasks(JdbcClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /// Runs it and writes down when and how it went; what it throws is thrown on.
    <T> T run(String name, Work<T> work) throws Exception {
        client.sql("""
                        insert into operations.task (name, began_at) values (?, ?)
                        on conflict (name) do update set began_at = excluded.began_at, ended_at = null, failure = null""").params(name, Timestamp.from(clock.instant())).update();
        try {
            T done = work.run();
            end(name, null);
            return done;
        } catch (Exception failed) {
            String said = failed.getMessage() == null ? failed.toString() : failed.getMessage();
            end(name, said.substring(0, Math.min(500, said.length())));
            throw failed;
        }
    }

    private void end(String name, @Nullable String failure) {
        client.sql("update operations.task set ended_at = ?, failure = ? where name = ?")
                .param(Timestamp.from(clock.instant()))
                .param(failure)
                .param(name)
                .update();
    }

    public List<Task> all() {
        return client.sql("select name, began_at, ended_at, failure from operations.task order by name")
                .query((row, _) -> new Task(
                        row.getString("name"),
                        row.getTimestamp("began_at").toInstant(),
                        Clocks.instant(row, "ended_at"),
                        row.getString("failure")))
                .list();
    }
}
