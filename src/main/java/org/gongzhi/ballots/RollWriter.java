package org.gongzhi.ballots;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL that writes a roll and corrects it.
@Component
class RollWriter {

    private static final int BATCH = 5_000;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;

    RollWriter(JdbcClient client, JdbcTemplate jdbc, Sealed sealed) {
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
    }

    /// One head and all lines of it.
    private record Head(int id, Roll.Line line, List<Roll.Line> all) {}

    /// Writes a whole roll in place of what was there. Units of one owner key are one voter.
    void replace(Vote vote, List<Roll.Line> lines) {
        for (String table : List.of("unit", "voter_account", "voter")) {
            client.sql("delete from ballots." + table + " where community = ? and vote = ?")
                    .params(vote.community(), vote.id())
                    .update();
        }
        Map<String, Head> heads = new LinkedHashMap<>();
        for (Roll.Line line : lines) {
            heads.computeIfAbsent(line.owner(), _ -> new Head(heads.size() + 1, line, new ArrayList<>()))
                    .all
                    .add(line);
        }
        voters(vote, heads.values());
        if (lines.size() > BATCH) {
            // the checks of foreign keys would keep the plan of an empty table, and read it whole for every row
            client.sql("analyze ballots.voter").update();
        }
        accounts(vote, heads.values());
        units(vote, lines, heads);
        if (lines.size() > BATCH) {
            // otherwise the first to vote would be looked up by what was known of an empty table
            client.sql("analyze ballots.voter_account, ballots.unit").update();
        }
    }

    private void voters(Vote vote, Collection<Head> heads) {
        jdbc.batchUpdate("""
                insert into ballots.voter (community, vote, id, owner, name, developer, pseudonym, area, counts)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", heads, BATCH, (row, head) -> {
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
    }

    private void accounts(Vote vote, Collection<Head> heads) {
        record Access(int voter, long account) {}
        jdbc.batchUpdate(
                "insert into ballots.voter_account (community, vote, voter, account) values (?, ?, ?, ?)",
                heads.stream()
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
    }

    private void units(Vote vote, List<Roll.Line> lines, Map<String, Head> heads) {
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

    /// Gives a unit another area, basis, or owner, and works out the weights of both voters again.
    void correct(Vote vote, Roll.Unit unit, Roll.Change change) {
        String owner = change.owner() == null ? "" : RollLines.key(change.owner());
        int voter = owner.isEmpty() ? unit.voter() : voter(vote, owner, change.name());
        client.sql("update ballots.unit set area = ?, basis = ?, voter = ? where community = ? and vote = ? and id = ?")
                .params(change.area(), change.basis().name(), voter, vote.community(), vote.id(), unit.id())
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

    private int voter(Vote vote, String owner, @Nullable String name) {
        return client.sql("""
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
}
