package org.gongzhi.matters;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of the kinds.
@Component
class KindStore {

    private final JdbcClient client;
    private final JsonMapper json = JsonMapper.builder().build();

    KindStore(JdbcClient client) {
        this.client = client;
    }

    /// Who wrote a version, when and why.
    record Row(Kind kind, boolean fromFile, @Nullable Long account, String words, Instant from) {}

    /// All versions of all kinds, the oldest first.
    List<Row> all() {
        return client.sql("""
                        select version, rule::text, origin, account, words, valid_from from matters.kind
                        order by code, version""")
                .query((row, _) -> {
                    long account = row.getLong("account");
                    return new Row(
                            json.readValue(row.getString("rule"), Kind.class).as(row.getInt("version")),
                            row.getString("origin").equals("FILE"),
                            row.wasNull() || account == 0 ? null : account,
                            row.getString("words"),
                            row.getTimestamp("valid_from").toInstant());
                })
                .list();
    }

    /// Brings in what the files say: kinds that are new, and those that changed and that nobody has edited here.
    void seed(Collection<Kind> files, Instant now) {
        var known = all();
        for (Kind kind : files) {
            Row last = known.stream()
                    .filter(row -> row.kind.code().equals(kind.code()))
                    .reduce((_, later) -> later)
                    .orElse(null);
            if (last == null) {
                insert(kind.as(1), true, null, "", Instant.EPOCH);
            } else if (last.fromFile && !last.kind.as(1).equals(kind.as(1))) {
                insert(kind.as(last.kind.version() + 1), true, null, "", now);
            }
        }
    }

    /// Adds a version; false when somebody else has just added the same one.
    boolean insert(Kind kind, boolean fromFile, @Nullable Long account, String words, Instant from) {
        return client.sql("""
                        insert into matters.kind (code, version, rule, origin, account, words, valid_from)
                        values (?, ?, ?::jsonb, ?, ?, ?, ?) on conflict do nothing""")
                        .params(java.util.Arrays.asList(
                                kind.code(),
                                kind.version(),
                                json.writeValueAsString(kind),
                                fromFile ? "FILE" : "PROGRAM",
                                account,
                                words,
                                Timestamp.from(from)))
                        .update()
                == 1;
    }

    /// How matters of a kind fared since `after`: all, closed, and how long closing took in hours, ordered.
    List<Kinds.Took> took(String code, long after) {
        return client.sql("""
                        select reported_at, closed_at from matters.matter
                        where kind = ? and id > ? and closed_at is not null limit 5000""")
                .params(code, after)
                .query((row, _) -> new Kinds.Took(
                        row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()))
                .list();
    }

    long open(String code) {
        return client.sql("select count(*) from matters.matter where kind = ? and open")
                .param(code)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> Refusal.unknown("kind"));
    }
}
