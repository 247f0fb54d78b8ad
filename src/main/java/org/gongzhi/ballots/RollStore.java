package org.gongzhi.ballots;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of rolls: voters, their accounts and units, corrections, deliveries.
@Component
class RollStore {

    private static final int BATCH = 5_000;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;

    RollStore(JdbcClient client, JdbcTemplate jdbc, Sealed sealed) {
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
    }

    /// Writes a whole roll in place of what was there. Units of one owner key are one voter.
    void replace(Vote vote, List<Roll.Line> lines) {
        for (String table : List.of("unit", "voter_account", "voter")) {
            client.sql("delete from ballots." + table + " where community = ? and vote = ?")
                    .params(vote.community(), vote.id())
                    .update();
        }
        record Head(int id, Roll.Line line, List<Roll.Line> all) {}
        Map<String, Head> heads = new LinkedHashMap<>();
        for (Roll.Line line : lines) {
            heads.computeIfAbsent(line.owner(), _ -> new Head(heads.size() + 1, line, new ArrayList<>()))
                    .all
                    .add(line);
        }
        jdbc.batchUpdate("""
                insert into ballots.voter (community, vote, id, owner, name, developer, pseudonym, area, counts)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", heads.values(), BATCH, (row, head) -> {
            row.setLong(1, vote.community());
            row.setLong(2, vote.id());
            row.setInt(3, head.id);
            row.setString(4, key(head.line.owner()));
            row.setBytes(5, sealed.seal(head.line.name()));
            row.setBoolean(6, head.line.developer());
            row.setString(7, code(12));
            row.setLong(8, area(vote, head.all));
            row.setBoolean(9, counts(vote, head.all));
        });
        if (lines.size() > BATCH) {
            // the checks of foreign keys would keep the plan of an empty table, and read it whole for every row
            client.sql("analyze ballots.voter").update();
        }
        record Access(int voter, long account) {}
        jdbc.batchUpdate(
                "insert into ballots.voter_account (community, vote, voter, account) values (?, ?, ?, ?)",
                heads.values().stream()
                        .flatMap(head -> head.all.stream()
                                .flatMap(line -> line.accounts().stream())
                                .distinct()
                                .map(account -> new Access(head.id, account)))
                        .toList(),
                BATCH,
                (row, each) -> {
                    row.setLong(1, vote.community());
                    row.setLong(2, vote.id());
                    row.setInt(3, each.voter);
                    row.setLong(4, each.account);
                });
        int[] number = {0};
        jdbc.batchUpdate("""
                insert into ballots.unit (community, vote, id, voter, place_code, label, area, basis, parking, code)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", lines, BATCH, (row, line) -> {
            int id = ++number[0];
            row.setLong(1, vote.community());
            row.setLong(2, vote.id());
            row.setInt(3, id);
            row.setInt(4, Objects.requireNonNull(heads.get(line.owner())).id);
            row.setString(5, line.place().isEmpty() ? "#" + id : line.place());
            row.setString(6, line.label());
            row.setLong(7, line.area());
            row.setString(8, line.basis().name());
            row.setBoolean(9, line.parking());
            row.setString(10, code(14));
        });
        if (lines.size() > BATCH) {
            // otherwise the first to vote would be looked up by what was known of an empty table
            client.sql("analyze ballots.voter_account, ballots.unit").update();
        }
    }

    private static long area(Vote vote, List<Roll.Line> lines) {
        return lines.stream()
                .filter(line -> !line.parking() || vote.includeParking())
                .mapToLong(Roll.Line::area)
                .reduce(0, Math::addExact);
    }

    private static boolean counts(Vote vote, List<Roll.Line> lines) {
        return lines.stream().anyMatch(line -> !line.parking() || vote.includeParking());
    }

    private String key(String owner) {
        return java.util.HexFormat.of().formatHex(sealed.hash("owner " + owner)).substring(0, 32);
    }

    private static String code(int length) {
        return Secrets.readable(Secrets.random(length));
    }

    /// The roll as it was entered, for another vote of the same people. Keys of owners stand for them as they
    /// are.
    List<Roll.Line> lines(Vote vote) {
        return client.sql("""
                        select u.place_code, u.label, w.owner, w.name, u.area, u.basis, u.parking, w.developer,
                            (select coalesce(array_agg(a.account), '{}') from ballots.voter_account a
                                where a.community = w.community and a.vote = w.vote and a.voter = w.id) as accounts
                        from ballots.unit u join ballots.voter w
                            on w.community = u.community and w.vote = u.vote and w.id = u.voter
                        where u.community = ? and u.vote = ? order by u.id""")
                .params(vote.community(), vote.id())
                .query((row, _) -> new Roll.Line(
                        row.getString("place_code"),
                        row.getString("label"),
                        row.getString("owner"),
                        sealed.open(row.getBytes("name")),
                        row.getLong("area"),
                        Roll.Basis.valueOf(row.getString("basis")),
                        row.getBoolean("parking"),
                        row.getBoolean("developer"),
                        List.of((Long[]) row.getArray("accounts").getArray())))
                .list();
    }

    /// Areas and heads of the whole roll.
    record Sums(long area, int heads) {}

    Sums sums(Vote vote) {
        return client.sql("""
                        select coalesce(sum(area), 0) as area, count(*) filter (where counts) as heads
                        from ballots.voter where community = ? and vote = ?""")
                .params(vote.community(), vote.id())
                .query((row, _) -> new Sums(row.getLong("area"), row.getInt("heads")))
                .single();
    }

    /// Units from behind `after`, in the order of their places, with whether their voter took part.
    List<Roll.Unit> units(Vote vote, int after, int most) {
        return client.sql("select u.*, exists (" + VOTED + ") as voted from ballots.unit u"
                        + " where u.community = ? and u.vote = ? and u.id > ? order by u.id limit ?")
                .params(vote.community(), vote.id(), after, most)
                .query((row, _) -> unit(row))
                .list();
    }

    private static final String VOTED = """
            select from ballots.ballot b where b.community = u.community and b.vote = u.vote and b.voter = u.voter""";

    List<Roll.Unit> unitsOf(Vote vote, int voter) {
        return client.sql("select u.*, exists (" + VOTED + ") as voted from ballots.unit u"
                        + " where u.community = ? and u.vote = ? and u.voter = ? order by u.id limit 500")
                .params(vote.community(), vote.id(), voter)
                .query((row, _) -> unit(row))
                .list();
    }

    /// The first unit of some voters, as people who go round read it; at most twenty.
    List<String> labels(Vote vote, Collection<Integer> voters) {
        return client.sql("""
                        select distinct on (voter) label || ' ' || code from ballots.unit
                        where community = ? and vote = ? and voter = any (?) order by voter, id limit 20""")
                .params(vote.community(), vote.id(), voters.toArray(Integer[]::new))
                .query((row, _) -> row.getString(1))
                .list();
    }

    Optional<Roll.Unit> unit(Vote vote, String code) {
        return client.sql("select u.*, exists (" + VOTED + ") as voted from ballots.unit u"
                        + " where u.community = ? and u.vote = ? and u.code = ?")
                .params(vote.community(), vote.id(), code)
                .query((row, _) -> unit(row))
                .optional();
    }

    Roll.Unit unit(Vote vote, int id) {
        return client.sql("select u.*, exists (" + VOTED + ") as voted from ballots.unit u"
                        + " where u.community = ? and u.vote = ? and u.id = ?")
                .params(vote.community(), vote.id(), id)
                .query((row, _) -> unit(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("vote-unit"));
    }

    private static Roll.Unit unit(ResultSet row) throws SQLException {
        return new Roll.Unit(
                row.getInt("id"),
                row.getInt("voter"),
                row.getString("place_code"),
                row.getString("label"),
                row.getLong("area"),
                Roll.Basis.valueOf(row.getString("basis")),
                row.getBoolean("parking"),
                row.getString("code"),
                Roll.Sweep.valueOf(row.getString("sweep")),
                row.getBoolean("voted"));
    }

    Roll.Voter voter(Vote vote, int id) {
        return client.sql("select * from ballots.voter where community = ? and vote = ? and id = ?")
                .params(vote.community(), vote.id(), id)
                .query((row, _) -> voter(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("voter"));
    }

    List<Roll.Voter> voters(Vote vote, int[] ids) {
        return client.sql("select * from ballots.voter where community = ? and vote = ? and id = any (?) order by id")
                .params(vote.community(), vote.id(), Arrays.stream(ids).boxed().toArray(Integer[]::new))
                .query((row, _) -> voter(row))
                .list();
    }

    /// A voter somebody speaks for: their own, or by the proxy `proxy`.
    record Spoken(Roll.Voter voter, @Nullable Long proxy) {}

    /// The voters an account speaks for: its own, and those who gave it a proxy.
    List<Spoken> spokenFor(Vote vote, long account) {
        return client.sql("""
                        select w.*, null::bigint as proxy from ballots.voter_account a join ballots.voter w
                            on w.community = a.community and w.vote = a.vote and w.id = a.voter
                        where a.account = ? and a.vote = ?
                        union all select w.*, x.id from ballots.proxy x join ballots.voter w
                            on w.community = x.community and w.vote = x.vote and w.id = x.voter
                        where x.holder = ? and x.vote = ? and x.ended_at is null and not exists (
                            select from ballots.voter_account a where a.community = x.community and a.vote = x.vote
                            and a.voter = x.voter and a.account = x.holder)
                        order by id""")
                .params(account, vote.id(), account, vote.id())
                .query((row, _) -> new Spoken(voter(row), row.getObject("proxy", Long.class)))
                .list();
    }

    boolean own(Vote vote, int voter, long account) {
        return client.sql("""
                        select exists (select from ballots.voter_account
                            where community = ? and vote = ? and voter = ? and account = ?)""")
                .params(vote.community(), vote.id(), voter, account)
                .query(Boolean.class)
                .single();
    }

    private Roll.Voter voter(ResultSet row) throws SQLException {
        return new Roll.Voter(
                row.getInt("id"),
                sealed.open(row.getBytes("name")),
                row.getBoolean("developer"),
                row.getString("pseudonym"),
                row.getLong("area"),
                row.getBoolean("counts"));
    }

    /// Gives a unit another area, basis, or owner, and works out the weights of both voters again.
    void correct(
            Vote vote, Roll.Unit unit, long area, Roll.Basis basis, @Nullable String owner, @Nullable String name) {
        int voter = unit.voter();
        if (owner != null) {
            voter = client.sql("""
                            insert into ballots.voter (community, vote, id, owner, name, pseudonym)
                            values (?, ?, (select coalesce(max(id), 0) + 1 from ballots.voter where community = ? and vote = ?),
                                ?, ?, ?) on conflict (community, vote, owner) do update set name = excluded.name
                            returning id""")
                    .params(
                            vote.community(),
                            vote.id(),
                            vote.community(),
                            vote.id(),
                            key(owner),
                            sealed.seal(name == null ? "" : name),
                            code(12))
                    .query(Integer.class)
                    .single();
        }
        client.sql("update ballots.unit set area = ?, basis = ?, voter = ? where community = ? and vote = ? and id = ?")
                .params(area, basis.name(), voter, vote.community(), vote.id(), unit.id())
                .update();
        client.sql("""
                        update ballots.voter w set
                            area = (select coalesce(sum(u.area), 0) from ballots.unit u where u.community = w.community
                                and u.vote = w.vote and u.voter = w.id and (not u.parking or ?)),
                            counts = exists (select from ballots.unit u where u.community = w.community
                                and u.vote = w.vote and u.voter = w.id and (not u.parking or ?))
                        where w.community = ? and w.vote = ? and w.id in (?, ?)""")
                .params(vote.includeParking(), vote.includeParking(), vote.community(), vote.id(), voter, unit.voter())
                .update();
    }

    void corrected(Vote vote, long id, Roll.Correction correction) {
        client.sql("""
                        insert into ballots.correction (community, vote, id, unit, before, after, reason, seat, at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        vote.community(),
                        vote.id(),
                        id,
                        correction.unit(),
                        correction.before(),
                        correction.after(),
                        correction.reason(),
                        correction.seat(),
                        Timestamp.from(correction.at())))
                .update();
    }

    List<Roll.Correction> corrections(Vote vote) {
        return client.sql("""
                        select * from ballots.correction where community = ? and vote = ? order by id desc limit 500""")
                .params(vote.community(), vote.id())
                .query((row, _) -> new Roll.Correction(
                        row.getInt("unit"),
                        row.getString("before"),
                        row.getString("after"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant(),
                        row.getObject("seat", Long.class)))
                .list();
    }

    void sweep(Vote vote, int unit, Roll.Sweep sweep, long by, @Nullable String proof, Instant at) {
        client.sql("""
                        update ballots.unit set sweep = ?, swept_at = ?, swept_by = ?, proof = coalesce(?, proof)
                        where community = ? and vote = ? and id = ?""")
                .params(Arrays.asList(sweep.name(), Timestamp.from(at), by, proof, vote.community(), vote.id(), unit))
                .update();
    }

    /// Everybody with an account has been told: that is delivery to all units of theirs.
    int delivered(Vote vote, Instant at) {
        return client.sql("""
                        update ballots.unit u set sweep = 'DELIVERED', swept_at = ?
                        where u.community = ? and u.vote = ? and u.sweep = 'OPEN' and exists (
                            select from ballots.voter_account a where a.community = u.community and a.vote = u.vote
                            and a.voter = u.voter)""")
                .params(Timestamp.from(at), vote.community(), vote.id())
                .update();
    }

    /// How far the sweep has come: units by state.
    Map<Roll.Sweep, Integer> swept(Vote vote) {
        var found = new java.util.EnumMap<Roll.Sweep, Integer>(Roll.Sweep.class);
        client.sql("select sweep, count(*) from ballots.unit where community = ? and vote = ? group by 1")
                .params(vote.community(), vote.id())
                .query((row, _) -> Map.entry(Roll.Sweep.valueOf(row.getString(1)), row.getInt(2)))
                .list()
                .forEach(each -> found.put(each.getKey(), each.getValue()));
        return found;
    }
}
