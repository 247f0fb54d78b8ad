package org.gongzhi.access;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.function.Supplier;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes a repeated command answer what its first sending answered. The key comes from the client (`Idempotency-Key`,
/// or a hidden field), belongs to the account that sent it, and is written in the transaction of the command itself.
@Component
public class Commands {

    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Commands(JdbcClient client, TransactionTemplate transaction, Clock clock) {
        this.client = client;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Runs `command` once for this actor and key; `what` names the command and its subject, so that a key used for
    /// something else is refused. Without a key it just runs.
    public String once(Actor actor, @Nullable String key, String what, Supplier<String> command) {
        if (key == null || key.isBlank()) {
            return command.get();
        }
        if (key.length() > 100) {
            throw Refusal.invalid("idempotency-key");
        }
        long account = actor.account() == null ? 0 : actor.account();
        String answer = transaction.execute(_ -> {
            int fresh = client.sql("""
                            insert into access.command (account, key, what, at) values (?, ?, ?, ?)
                            on conflict do nothing""")
                    .params(account, key, what, Timestamp.from(clock.instant()))
                    .update();
            if (fresh == 0) {
                return earlier(account, key, what);
            }
            String given = command.get();
            client.sql("update access.command set answer = ? where account = ? and key = ?")
                    .params(given, account, key)
                    .update();
            return given;
        });
        return java.util.Objects.requireNonNull(answer);
    }

    /// Forgets answers older than `before`: nobody repeats a command after that long. Returns how many.
    public int sweep(java.time.Instant before) {
        return client.sql("delete from access.command where at < ?")
                .param(Timestamp.from(before))
                .update();
    }

    private String earlier(long account, String key, String what) {
        return client.sql("select what, answer from access.command where account = ? and key = ?")
                .params(account, key)
                .query((row, _) -> {
                    if (!row.getString(1).equals(what)) {
                        throw Refusal.conflict("key-used");
                    }
                    return row.getString(2);
                })
                .single();
    }
}
