package org.gongzhi.exchange;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gongzhi.exchange.MailReceipt.Result;
import org.gongzhi.kernel.Ids;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which messages came and what became of them.
@Component
class MailStore {

    private static final String COLUMNS = "community, message, id, result, reason, matter, left_out, at";

    private final JdbcClient client;
    private final Ids ids;
    private final Clock clock;

    MailStore(JdbcClient client, Ids ids, Clock clock) {
        this.client = client;
        this.ids = ids;
        this.clock = clock;
    }

    /// False when this message came before.
    boolean insert(long community, String key, Result result, String reason, @Nullable Long matter, int leftOut) {
        return client.sql("""
                                insert into exchange.mail (community, message, id, result, reason, matter, left_out, at)
                                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(Arrays.asList(
                                community,
                                key,
                                ids.next(),
                                result.name(),
                                reason,
                                matter,
                                leftOut,
                                Timestamp.from(clock.instant())))
                        .update()
                > 0;
    }

    Optional<MailReceipt> find(long community, String key) {
        return client.sql("select " + COLUMNS + " from exchange.mail where community = ? and message = ?")
                .params(community, key)
                .query(MailStore::read)
                .optional();
    }

    List<MailReceipt> list(Long[] communities, long before, int most) {
        return client.sql("select " + COLUMNS
                        + " from exchange.mail where community = any (?) and id < ? order by id desc limit ?")
                .params(communities, before, most)
                .query(MailStore::read)
                .list();
    }

    /// Takes away what came longer ago than this; returns how many.
    int drop(Duration kept) {
        return client.sql("delete from exchange.mail where id < ?")
                .param(Ids.at(clock.instant().minus(kept).toEpochMilli(), 0))
                .update();
    }

    private static MailReceipt read(ResultSet row, int number) throws SQLException {
        long matter = row.getLong("matter");
        return new MailReceipt(
                row.getLong("community"),
                row.getString("message"),
                row.getLong("id"),
                Result.valueOf(row.getString("result")),
                row.getString("reason"),
                matter == 0 ? null : matter,
                row.getInt("left_out"),
                row.getTimestamp("at").toInstant());
    }
}
