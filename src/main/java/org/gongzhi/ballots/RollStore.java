package org.gongzhi.ballots;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of rolls: voters, their accounts and units, corrections, deliveries.
@Component
class RollStore {

    private final JdbcClient client;
    private final Sealed sealed;

    RollStore(JdbcClient client, Sealed sealed) {
        this.client = client;
        this.sealed = sealed;
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
                        select distinct on (voter) label from ballots.unit
                        where community = ? and vote = ? and voter = any (?) order by voter, id limit 20""")
                .params(vote.community(), vote.id(), voters.toArray(Integer[]::new))
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// The unit whose paper ballot carries a code, however it was typed.
    Roll.Unit unitOf(Vote vote, @Nullable String code) {
        String wanted = code == null ? "" : code.replaceAll("[^A-Za-z0-9]", "").toUpperCase(java.util.Locale.ROOT);
        return client.sql("select u.*, exists (" + VOTED + ") as voted from ballots.unit u"
                        + " where u.community = ? and u.vote = ? and u.code = ?")
                .params(vote.community(), vote.id(), wanted)
                .query((row, _) -> unit(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("vote-unit"));
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

    /// Units with the codes of their paper ballots, from behind `after`.
    List<Roll.Coded> coded(Vote vote, int after, int most) {
        return client.sql("""
                        select u.*, false as voted from ballots.unit u
                        where u.community = ? and u.vote = ? and u.id > ? order by u.id limit ?""")
                .params(vote.community(), vote.id(), after, most)
                .query((row, _) -> new Roll.Coded(unit(row), row.getString("code")))
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
