package org.gongzhi.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.ledger.tree.Figures;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Hashes;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Tiles;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of the logs.
@Repository
class LedgerStore {

    /// One log: how many lines, how many of them sealed by the newest checkpoint.
    record Log(
            long street,
            String origin,
            long size,
            long sealed,
            @Nullable Instant sealedAt,
            @Nullable String succeeds) {}

    /// A row of the journal as a line.
    record Line(
            long community,
            long seq,
            long n,
            Hash hash,
            String subject,
            @Nullable Long of,
            String kind,
            @Nullable Long actor,
            Instant at) {}

    /// What was signed at a size.
    record Sealed(long size, String note, Instant at, boolean joint, String figures) {}

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    LedgerStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    void open(long street, String origin, @Nullable String succeeds, Instant now) {
        client.sql("""
                        insert into ledger.log (street, origin, succeeds, opened_at) values (?, ?, ?, ?)
                        on conflict do nothing""")
                .param(street)
                .param(origin)
                .param(succeeds)
                .param(Timestamp.from(now))
                .update();
    }

    /// Takes the log for writing until the transaction ends.
    Optional<Log> hold(long street) {
        return client.sql("""
                        select street, origin, size, sealed, sealed_at, succeeds from ledger.log
                        where street = ? for update""").param(street).query(LedgerStore::log).optional();
    }

    Optional<Log> find(long street) {
        return client.sql("""
                        select street, origin, size, sealed, sealed_at, succeeds from ledger.log where street = ?""").param(street).query(LedgerStore::log).optional();
    }

    Optional<Long> street(String origin) {
        return client.sql("select street from ledger.log where origin = ?")
                .param(origin)
                .query(Long.class)
                .optional();
    }

    /// The first line of each log that no checkpoint covers, where the act was done before `late`.
    List<Found> late(Instant late) {
        return client.sql(LINE
                        + "where (street, n) in (select street, sealed from ledger.log where size > sealed) and at < ?")
                .param(Timestamp.from(late))
                .query(LedgerStore::found)
                .list();
    }

    List<Log> all() {
        return client.sql("""
                        select street, origin, size, sealed, sealed_at, succeeds from ledger.log order by street
                        limit 1000""").query(LedgerStore::log).list();
    }

    /// Logs with lines that no checkpoint covers yet.
    List<Log> unsealed() {
        return client.sql("""
                        select street, origin, size, sealed, sealed_at, succeeds from ledger.log
                        where size > sealed order by street""").query(LedgerStore::log).list();
    }

    private static Log log(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Log(
                row.getLong("street"),
                row.getString("origin"),
                row.getLong("size"),
                row.getLong("sealed"),
                Clocks.instant(row, "sealed_at"),
                row.getString("succeeds"));
    }

    /// Where the next round of comparing goes on: the log that waited longest, and its next line.
    record Round(long street, long from, long sealed) {}

    Optional<Round> nextRound() {
        return client.sql("""
                        select street, patrolled, sealed from ledger.log where sealed > 0
                        order by patrolled_at nulls first, street limit 1""")
                .query((row, _) -> new Round(row.getLong(1), row.getLong(2), row.getLong(3)))
                .optional();
    }

    void patrolled(Round round, long next, Instant now) {
        client.sql("update ledger.log set patrolled = ?, patrolled_at = ? where street = ? and patrolled = ?")
                .params(next, Timestamp.from(now), round.street, round.from)
                .update();
    }

    void grown(long street, long size) {
        client.sql("update ledger.log set size = ? where street = ?")
                .params(size, street)
                .update();
    }

    /// Puts pieces of bundles behind what is there.
    void append(long street, Map<Long, List<byte[]>> pieces) {
        jdbc.batchUpdate("""
                insert into ledger.bundle as b (street, n, width, entries) values (?, ?, ?, ?)
                on conflict (street, n) do update set width = b.width + excluded.width,
                    entries = b.entries || excluded.entries""", pieces.entrySet(), 256, (statement, piece) -> {
            statement.setLong(1, street);
            statement.setLong(2, piece.getKey());
            statement.setInt(3, piece.getValue().size());
            statement.setBytes(4, Tiles.bundle(piece.getValue()));
        });
    }

    void lines(long street, Collection<Line> lines) {
        client.sql("""
                        insert into ledger.leaf (community, seq, street, n, hash, subject, of_id, kind, actor, at)
                        select community, seq, ?, n, hash, subject, of_id, kind, actor, at
                        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[], ?::text[], ?::bigint[], ?::text[],
                                    ?::bigint[], ?::timestamptz[])
                            as r (community, seq, n, hash, subject, of_id, kind, actor, at)""")
                .param(street)
                .param(lines.stream().map(Line::community).toArray(Long[]::new))
                .param(lines.stream().map(Line::seq).toArray(Long[]::new))
                .param(lines.stream().map(Line::n).toArray(Long[]::new))
                .param(lines.stream().map(line -> line.hash.bytes()).toArray(byte[][]::new))
                .param(lines.stream().map(Line::subject).toArray(String[]::new))
                .param(lines.stream().map(Line::of).toArray(Long[]::new))
                .param(lines.stream().map(Line::kind).toArray(String[]::new))
                .param(lines.stream().map(Line::actor).toArray(Long[]::new))
                .param(lines.stream().map(line -> Timestamp.from(line.at)).toArray(Timestamp[]::new))
                .update();
    }

    private static final String LINE =
            "select community, seq, n, hash, subject, of_id, kind, actor, at, street" + " from ledger.leaf ";

    /// A line with the log it is in.
    record Found(long street, Line line) {}

    Optional<Found> line(Hash hash) {
        return client.sql(LINE + "where hash = ? order by n limit 1")
                .param(hash.bytes())
                .query(LedgerStore::found)
                .optional();
    }

    List<Found> linesOf(long actor, @Nullable Long before, int most) {
        return client.sql(LINE + " where actor = ? and seq < ? order by seq desc limit ?")
                .params(actor, before == null ? Long.MAX_VALUE : before, most)
                .query(LedgerStore::found)
                .list();
    }

    List<Found> linesOf(long street, String subject, long of, int most) {
        return client.sql(LINE + " where street = ? and subject = ? and of_id = ? order by n desc limit ?")
                .params(street, subject, of, most)
                .query(LedgerStore::found)
                .list();
    }

    /// The lines from `from` up to `to`.
    List<Line> lines(long street, long from, long to) {
        return client.sql(LINE + "where street = ? and n >= ? and n < ? order by n")
                .params(street, from, to)
                .query((row, number) -> found(row, number).line())
                .list();
    }

    /// Hashes of the lines from `from` up to `to`, as they were when the lines were taken in.
    List<Hash> hashes(long street, long from, long to) {
        return client.sql("select hash from ledger.leaf where street = ? and n >= ? and n < ? order by n")
                .params(street, from, to)
                .query((row, _) -> Hash.of(row.getBytes(1)))
                .list();
    }

    private static Found found(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Found(
                row.getLong("street"),
                new Line(
                        row.getLong("community"),
                        row.getLong("seq"),
                        row.getLong("n"),
                        Hash.of(row.getBytes("hash")),
                        row.getString("subject"),
                        row.getObject("of_id", Long.class),
                        row.getString("kind"),
                        row.getObject("actor", Long.class),
                        row.getTimestamp("at").toInstant()));
    }

    /// The entries of the bundles that hold the lines from `from` up to `to`; [Flaw] when they are not all
    /// there.
    List<byte[]> entries(long street, long from, long to) {
        var entries = new java.util.ArrayList<byte[]>();
        long first = from / Tiles.WIDTH * Tiles.WIDTH;
        client.sql("select entries from ledger.bundle where street = ? and n >= ? and n <= ? order by n")
                .params(street, from / Tiles.WIDTH, (to - 1) / Tiles.WIDTH)
                .query((row, _) -> Tiles.entries(row.getBytes(1)))
                .list()
                .forEach(entries::addAll);
        if (entries.size() < to - first) {
            throw new Flaw("lines are missing: " + entries.size() + " of " + (to - first));
        }
        return entries.subList((int) (from - first), (int) (to - first));
    }

    Optional<byte[]> bundle(long street, long n) {
        return client.sql("select entries from ledger.bundle where street = ? and n = ?")
                .params(street, n)
                .query((row, _) -> row.getBytes(1))
                .optional();
    }

    Optional<byte[]> tile(long street, int level, long n) {
        return client.sql("select hashes from ledger.tile where street = ? and level = ? and n = ?")
                .params(street, level, n)
                .query((row, _) -> row.getBytes(1))
                .optional();
    }

    /// The lowest tiles from the `from`th up to the `until`th, by their numbers, those that are there.
    Map<Long, byte[]> tiles(long street, long from, long until) {
        var tiles = new HashMap<Long, byte[]>();
        client.sql("select n, hashes from ledger.tile where street = ? and level = 0 and n >= ? and n < ?")
                .params(street, from, until)
                .query((RowCallbackHandler) row -> tiles.put(row.getLong(1), row.getBytes(2)));
        return tiles;
    }

    private record Place(long street, int level, long n) {}

    /// Finished tiles never change: the ones read last are kept.
    private final Cache<Place, byte[]> finished =
            Caffeine.newBuilder().maximumSize(2000).build();

    Hashes hashes(long street) {
        return (level, n, width) -> {
            var place = new Place(street, level, n);
            byte[] kept = finished.getIfPresent(place);
            if (kept != null) {
                return kept;
            }
            byte[] tile = tile(street, level, n)
                    .orElseThrow(() -> new Flaw("no tile " + new Tiles.Tile(level, n, width).path()));
            if (tile.length == Tiles.WIDTH * Hash.BYTES) {
                finished.put(place, tile);
            }
            return tile;
        };
    }

    void tiles(long street, Map<Tiles.Tile, byte[]> tiles) {
        jdbc.batchUpdate("""
                insert into ledger.tile as t (street, level, n, width, hashes) values (?, ?, ?, ?, ?)
                on conflict (street, level, n) do update set width = excluded.width, hashes = excluded.hashes
                    where t.width < excluded.width""", tiles.entrySet(), 256, (statement, tile) -> {
            statement.setLong(1, street);
            statement.setInt(2, tile.getKey().level());
            statement.setLong(3, tile.getKey().n());
            statement.setInt(4, tile.getKey().width());
            statement.setBytes(5, tile.getValue());
        });
    }

    /// Keeps what was signed; false when something is signed for that size already.
    boolean seal(long street, long size, String note, Map<String, Map<String, Long>> figures, Instant now) {
        int kept = client.sql("""
                        insert into ledger.checkpoint (street, size, note, at, figures) values (?, ?, ?, ?, ?::jsonb)
                        on conflict do nothing""")
                .params(street, size, note, Timestamp.from(now), JSON.writeValueAsString(figures))
                .update();
        client.sql("update ledger.log set sealed = ?, sealed_at = ? where street = ? and sealed <= ?")
                .params(size, Timestamp.from(now), street, size)
                .update();
        return kept == 1;
    }

    private static final tools.jackson.databind.json.JsonMapper JSON =
            tools.jackson.databind.json.JsonMapper.builder().build();

    private static final String SEALED = "select size, note, at, joint, figures::text from ledger.checkpoint ";

    Optional<Sealed> sealed(long street, long size) {
        return client.sql(SEALED + "where street = ? and size = ?")
                .params(street, size)
                .query(LedgerStore::sealed)
                .optional();
    }

    Optional<Sealed> newest(long street) {
        return client.sql(SEALED + "where street = ? order by size desc limit 1")
                .param(street)
                .query(LedgerStore::sealed)
                .optional();
    }

    Optional<Sealed> newestJoint(long street) {
        return client.sql(SEALED + "where street = ? and joint order by size desc limit 1")
                .param(street)
                .query(LedgerStore::sealed)
                .optional();
    }

    void joint(long street, long size) {
        client.sql("update ledger.checkpoint set joint = true where street = ? and size = ? and not joint")
                .params(street, size)
                .update();
    }

    private static Sealed sealed(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Sealed(
                row.getLong("size"),
                row.getString("note"),
                row.getTimestamp("at").toInstant(),
                row.getBoolean("joint"),
                row.getString("figures"));
    }

    /// Counts lines: acts by subject, subjects by their state, ballots by vote.
    void count(long street, Collection<Leaf> leaves) {
        var more = new TreeMap<String, Map<String, Long>>();
        var last = new TreeMap<String, Map<Long, String>>();
        for (Leaf leaf : leaves) {
            add(more, Figures.ACTS, leaf.subject(), 1);
            if (leaf.of() instanceof Long of) {
                if (leaf.state() instanceof String state) {
                    last.computeIfAbsent(leaf.subject(), _ -> new LinkedHashMap<>())
                            .put(of, state);
                } else if (Figures.each(leaf)) {
                    add(more, leaf.subject(), Long.toString(of), 1);
                }
            }
        }
        last.forEach((subject, states) -> {
            client.sql("select state from ledger.state where street = ? and subject = ? and of_id = any (?)")
                    .params(street, subject, states.keySet().toArray(Long[]::new))
                    .query(String.class)
                    .list()
                    .forEach(before -> add(more, subject, before, -1));
            states.values().forEach(state -> add(more, subject, state, 1));
            client.sql("""
                            insert into ledger.state (street, subject, of_id, state)
                            select ?, ?, * from unnest(?::bigint[], ?::text[])
                            on conflict (street, subject, of_id) do update set state = excluded.state""")
                    .params(
                            street,
                            subject,
                            states.keySet().toArray(Long[]::new),
                            states.values().toArray(String[]::new))
                    .update();
        });
        var rows = new java.util.ArrayList<Object[]>();
        more.forEach((figure, names) -> names.forEach((name, n) -> {
            if (n != 0) {
                rows.add(new Object[] {street, figure, name, n});
            }
        }));
        jdbc.batchUpdate("""
                insert into ledger.figure as f (street, figure, name, n) values (?, ?, ?, ?)
                on conflict (street, figure, name) do update set n = f.n + excluded.n""", rows);
    }

    private static void add(Map<String, Map<String, Long>> more, String figure, String name, long n) {
        more.computeIfAbsent(figure, _ -> new TreeMap<>()).merge(name, n, Long::sum);
    }

    Map<String, Map<String, Long>> figures(long street) {
        var figures = new TreeMap<String, Map<String, Long>>();
        client.sql("select figure, name, n from ledger.figure where street = ? and n <> 0")
                .param(street)
                .query((row, _) -> {
                    add(figures, row.getString(1), row.getString(2), row.getLong(3));
                    return true;
                })
                .list();
        return figures;
    }

    /// Writes down, once, what did not fit.
    boolean fault(long street, long id, Fault.What what, String detail, Instant now) {
        return client.sql("""
                        insert into ledger.fault (street, id, what, detail, at) values (?, ?, ?, ?, ?)
                        on conflict do nothing""")
                        .params(street, id, what.name(), detail, Timestamp.from(now))
                        .update()
                == 1;
    }

    /// The newest faults of every log, by street.
    Map<Long, List<Fault>> faults(int most) {
        var faults = new TreeMap<Long, List<Fault>>();
        client.sql("""
                        select street, what, detail, at from (
                            select *, row_number() over (partition by street order by id desc) as r from ledger.fault) f
                        where r <= ? order by street, id desc""")
                .param(most)
                .query((row, _) -> faults.computeIfAbsent(row.getLong("street"), _ -> new java.util.ArrayList<>())
                        .add(new Fault(
                                Fault.What.valueOf(row.getString("what")),
                                row.getString("detail"),
                                row.getTimestamp("at").toInstant())))
                .list();
        return faults;
    }

    List<Fault> faults(long street, int most) {
        return client.sql("select what, detail, at from ledger.fault where street = ? order by id desc limit ?")
                .params(street, most)
                .query((row, _) -> new Fault(
                        Fault.What.valueOf(row.getString(1)),
                        row.getString(2),
                        row.getTimestamp(3).toInstant()))
                .list();
    }
}
