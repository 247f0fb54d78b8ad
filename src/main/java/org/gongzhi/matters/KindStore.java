package org.gongzhi.matters;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
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

    /// A version, and whether it came with the program.
    record Row(KindVersion version, boolean fromFile) {}

    /// All versions of all kinds, the oldest first.
    List<Row> all() {
        return client.sql("""
                        select version, rule::text, place_code, inherits, origin, account, words, valid_from
                        from matters.kind order by code, version""")
                .query((row, _) -> {
                    long account = row.getLong("account");
                    boolean none = row.wasNull() || account == 0;
                    return new Row(
                            new KindVersion(
                                    json.readValue(row.getString("rule"), Kind.class)
                                            .as(row.getInt("version")),
                                    row.getString("place_code"),
                                    row.getBoolean("inherits"),
                                    none ? null : account,
                                    row.getString("words"),
                                    row.getTimestamp("valid_from").toInstant()),
                            row.getString("origin").equals("FILE"));
                })
                .list();
    }

    /// Brings in what the files say: kinds that are new, and those that changed and that nobody has edited
    /// here.
    void seed(Collection<Kind> files, Instant now) {
        var last = new HashMap<String, Row>();
        var count = new HashMap<String, Integer>();
        for (Row row : all()) {
            String code = row.version.kind().code();
            count.merge(code, 1, Integer::sum);
            if (row.version.place().isEmpty()) {
                last.put(code, row);
            }
        }
        for (Kind kind : files) {
            Row before = last.get(kind.code());
            int next = count.getOrDefault(kind.code(), 0) + 1;
            if (before == null) {
                insert(new KindVersion(kind.as(next), "", false, null, "", next == 1 ? Instant.EPOCH : now), true);
            } else if (before.fromFile && !before.version.kind().as(1).equals(kind.as(1))) {
                insert(new KindVersion(kind.as(next), "", false, null, "", now), true);
            }
        }
    }

    /// The number of the next version, until the transaction is over for nobody else.
    int next(String code) {
        return client.sql("select coalesce(max(version), 0) + 1 from matters.kind where code = ?")
                .param(code)
                .query(Integer.class)
                .single();
    }

    /// Whether the version that is in force at a place is still the one that was seen. Nobody else changes
    /// this kind until the transaction is over.
    boolean unchanged(String code, String placeCode, int seen) {
        client.sql("select pg_advisory_xact_lock(8, hashtext(?))")
                .param(code)
                .query((_, _) -> true)
                .single();
        var codes = new ArrayList<>(Place.outward(placeCode));
        codes.add("");
        // an older version than the newest of its place is not in force, and one that inherits never is
        int newest = client.sql("""
                        select version from (select distinct on (place_code) version, place_code, inherits
                            from matters.kind where code = ? and place_code = any (?)
                            order by place_code, version desc) newest
                        where not inherits order by length(place_code) desc limit 1""")
                .params(code, codes.toArray(String[]::new))
                .query(Integer.class)
                .optional()
                .orElse(0);
        return newest == seen;
    }

    void insert(KindVersion version, boolean fromFile) {
        client.sql("""
                        insert into matters.kind (code, version, rule, place_code, inherits, origin, account, words, valid_from)
                        values (?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(java.util.Arrays.asList(
                        version.kind().code(),
                        version.kind().version(),
                        json.writeValueAsString(version.kind()),
                        version.place(),
                        version.inherits(),
                        fromFile ? "FILE" : "PROGRAM",
                        version.account(),
                        version.words(),
                        Timestamp.from(version.from())))
                .update();
    }

    /// How matters of a kind fared since `after`: all, closed, and how long closing took in hours, ordered.
    List<Kinds.Took> took(String code, String placeCode, long after) {
        return client.sql("""
                        select reported_at, closed_at from matters.matter
                        where kind = ? and place_code >= ? and place_code < ? and id > ? and closed_at is not null
                        limit 5000""")
                .params(code, placeCode, Place.end(placeCode), after)
                .query((row, _) -> new Kinds.Took(
                        row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()))
                .list();
    }

    long open(String code, String placeCode) {
        return client.sql("""
                        select count(*) from matters.matter
                        where kind = ? and open and place_code >= ? and place_code < ?""")
                .params(code, placeCode, Place.end(placeCode))
                .query(Long.class)
                .optional()
                .orElseThrow(() -> Refusal.unknown("kind"));
    }
}
