package org.gongzhi.access;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The rows of personal access tokens, of whose secrets only hashes are kept.
@Component
class AccessTokens {

    private final JdbcClient client;
    private final Ids ids;
    private final Clock clock;

    AccessTokens(JdbcClient client, Ids ids, Clock clock) {
        this.client = client;
        this.ids = ids;
        this.clock = clock;
    }

    Optional<Sessions.Known> known(String hash) {
        Timestamp now = Timestamp.from(clock.instant());
        return client.sql(
                        "update access.token set used_at = ? where hash = ? and expires_at > ? returning account, expires_at")
                .params(now, hash, now)
                .query((row, _) ->
                        new Sessions.Known(row.getLong(1), row.getTimestamp(2).toInstant(), true))
                .optional();
    }

    void make(long account, String name, String hash, Duration life) {
        if (name.isBlank() || name.length() > 60) {
            throw Refusal.invalid("token-name");
        }
        Instant now = clock.instant();
        client.sql(
                        "insert into access.token (id, hash, account, name, created_at, expires_at) values (?, ?, ?, ?, ?, ?)")
                .params(ids.next(), hash, account, name.strip(), Timestamp.from(now), Timestamp.from(now.plus(life)))
                .update();
    }

    List<Sessions.Token> of(long account) {
        return client.sql(
                        "select id, name, created_at, expires_at from access.token where account = ? order by id desc")
                .param(account)
                .query((row, _) -> new Sessions.Token(
                        Long.toString(row.getLong(1)),
                        row.getString(2),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant()))
                .list();
    }

    void drop(long account, long token) {
        int gone = client.sql("delete from access.token where account = ? and id = ?")
                .params(account, token)
                .update();
        if (gone == 0) {
            throw Refusal.unknown("token");
        }
    }
}
