package org.gongzhi.councils;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of bodies and their members.
@Component
class BodyStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    BodyStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    static @Nullable Timestamp stamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    void insert(Body body) {
        client.sql("""
                        insert into councils.body (community, id, place, place_code, kind, name, founded_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        body.community(),
                        body.id(),
                        body.place(),
                        body.placeCode(),
                        body.kind(),
                        body.name(),
                        Timestamp.from(body.foundedAt()))
                .update();
    }

    void add(Body body, List<Body.Member> members) {
        jdbc.batchUpdate("""
                insert into councils.member (community, body, id, part, name, stands_for, account, topic, waiting, since)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", members, 500, (row, member) -> {
            row.setLong(1, body.community());
            row.setLong(2, body.id());
            row.setLong(3, member.id());
            row.setString(4, member.part());
            row.setString(5, member.name());
            row.setString(6, member.standsFor());
            row.setObject(7, member.account());
            row.setObject(8, member.topic());
            row.setBoolean(9, member.waiting());
            row.setTimestamp(10, Timestamp.from(member.since()));
        });
    }

    boolean leave(Body body, long member, String words, Instant at) {
        return client.sql("""
                                update councils.member set until = ?, ended_words = ?
                                where community = ? and body = ? and id = ? and until is null""")
                        .params(Timestamp.from(at), words, body.community(), body.id(), member)
                        .update()
                == 1;
    }

    boolean seat(Body body, long member, Instant at) {
        return client.sql("""
                                update councils.member set waiting = false, since = ?
                                where community = ? and body = ? and id = ? and waiting and until is null""")
                        .params(Timestamp.from(at), body.community(), body.id(), member)
                        .update()
                == 1;
    }

    /// One more change of a body: those who fill seats at the same moment do not overlook each other.
    boolean touch(Body body) {
        return client.sql("""
                                update councils.body set version = version + 1
                                where community = ? and id = ? and version = ? and ended_at is null""")
                        .params(body.community(), body.id(), body.version())
                        .update()
                == 1;
    }

    boolean end(Body body, String words, Instant at) {
        return client.sql("""
                                update councils.body set ended_at = ?, ended_words = ?, every_months = null,
                                    next_on = null, version = version + 1
                                where community = ? and id = ? and version = ? and ended_at is null""")
                        .params(Timestamp.from(at), words, body.community(), body.id(), body.version())
                        .update()
                == 1;
    }

    boolean rhythm(Body body, Body.@Nullable Rhythm rhythm) {
        return client.sql("""
                                update councils.body set every_months = ?, next_on = ?, venue = ?, version = version + 1
                                where community = ? and id = ? and version = ? and ended_at is null""")
                        .params(Arrays.asList(
                                rhythm == null ? null : rhythm.everyMonths(),
                                rhythm == null ? null : Timestamp.from(rhythm.nextOn()),
                                rhythm == null ? "" : rhythm.venue(),
                                body.community(),
                                body.id(),
                                body.version()))
                        .update()
                == 1;
    }

    Body get(long id) {
        return all(List.of(id)).values().stream().findFirst().orElseThrow(() -> Refusal.unknown("council"));
    }

    Map<Long, Body> all(Collection<Long> ids) {
        var found = new HashMap<Long, Body>();
        complete(client.sql("select * from councils.body where id = any (?)")
                        .param(ids.toArray(Long[]::new))
                        .query((row, _) -> read(row))
                        .list())
                .forEach(body -> found.put(body.id(), body));
        return found;
    }

    /// Bodies at places, and those an account sits in; the newest first, from behind `before`.
    List<Body> list(Scope scope, @Nullable Long account, long before, int most) {
        var parameters = new ArrayList<Object>();
        String where = scope.condition("b", parameters);
        if (account != null) {
            where = "(" + where + " or b.id = any (?))";
            parameters.add(satIn(account));
        }
        parameters.add(before);
        parameters.add(most);
        return complete(client.sql("select b.* from councils.body b where " + where
                        + " and b.ended_at is null and b.id < ? order by b.id desc limit ?")
                .params(parameters)
                .query((row, _) -> read(row))
                .list());
    }

    /// The bodies an account sits in; asked first, so that lists of theirs and of a place can use both indexes.
    Long[] satIn(long account) {
        return client.sql("select body from councils.member where account = ? and until is null and not waiting")
                .param(account)
                .query(Long.class)
                .list()
                .toArray(Long[]::new);
    }

    /// Those whose next regular meeting comes before a moment.
    List<Body> due(Instant until, int most) {
        return complete(client.sql("""
                        select * from councils.body where ended_at is null and next_on < ? order by next_on limit ?""")
                .params(Timestamp.from(until), most)
                .query((row, _) -> read(row))
                .list());
    }

    /// Bodies of a kind that have not met since a moment and were there before it.
    List<Body> silent(String kind, Instant since, long after, int most) {
        return complete(client.sql("""
                        select b.* from councils.body b where b.kind = ? and b.ended_at is null and b.founded_at < ? and b.id > ?
                        and not exists (select from councils.meeting m where m.community = b.community and m.body = b.id
                            and m.state <> 'CANCELLED' and m.starts_at >= ?) order by b.id limit ?""")
                .params(kind, Timestamp.from(since), after, Timestamp.from(since), most)
                .query((row, _) -> read(row))
                .list());
    }

    private List<Body> complete(List<Body> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<Long, List<Body.Member>> members = new HashMap<>();
        client.sql("""
                        select * from councils.member where community = any (?) and body = any (?) and until is null
                        order by id""")
                .params(
                        bare.stream().map(Body::community).distinct().toArray(Long[]::new),
                        bare.stream().map(Body::id).toArray(Long[]::new))
                .query((row, _) -> members.computeIfAbsent(row.getLong("body"), _ -> new ArrayList<>())
                        .add(member(row)))
                .list();
        return bare.stream()
                .map(body -> body.with(members.getOrDefault(body.id(), List.of())))
                .toList();
    }

    static Body.Member member(ResultSet row) throws SQLException {
        return new Body.Member(
                row.getLong("id"),
                row.getString("part"),
                row.getString("name"),
                row.getString("stands_for"),
                row.getObject("account", Long.class),
                row.getObject("topic", Long.class),
                row.getBoolean("waiting"),
                row.getTimestamp("since").toInstant());
    }

    private static Body read(ResultSet row) throws SQLException {
        Instant next = Clocks.instant(row, "next_on");
        return new Body(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                row.getString("kind"),
                row.getString("name"),
                row.getTimestamp("founded_at").toInstant(),
                next == null ? null : new Body.Rhythm(row.getInt("every_months"), next, row.getString("venue")),
                Clocks.instant(row, "ended_at"),
                row.getString("ended_words"),
                List.of(),
                row.getInt("version"));
    }

    /// How often members came to the meetings they were invited to: by member, invited and present.
    Map<Long, int[]> attended(Body body) {
        var found = new HashMap<Long, int[]>();
        client.sql("""
                        select a.member, count(*), count(*) filter (where a.state = 'PRESENT')
                        from councils.member m
                        join councils.attendance a on a.community = m.community and a.member = m.id
                        join councils.meeting g on g.community = a.community and g.id = a.meeting
                        where m.community = ? and m.body = ? and m.until is null and g.state in ('CLOSED', 'PUBLISHED')
                        group by a.member""")
                .params(body.community(), body.id())
                .query((row, _) -> found.put(row.getLong(1), new int[] {row.getInt(2), row.getInt(3)}))
                .list();
        return found;
    }

    /// An erased person's name leaves the seats they had.
    void erase(long account, Instant at) {
        client.sql("""
                        update councils.member set name = '', stands_for = '', account = null,
                            until = coalesce(until, ?) where account = ?""").params(Timestamp.from(at), account).update();
    }
}
