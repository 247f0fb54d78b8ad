package org.gongzhi.councils;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of bodies and topics.
@Component
class CouncilStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    CouncilStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    static @Nullable Timestamp stamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    // --- bodies

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
                insert into councils.member (community, body, id, part, name, stands_for, account, topic, since)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", members, 500, (row, member) -> {
            row.setLong(1, body.community());
            row.setLong(2, body.id());
            row.setLong(3, member.id());
            row.setString(4, member.part());
            row.setString(5, member.name());
            row.setString(6, member.standsFor());
            row.setObject(7, member.account());
            row.setObject(8, member.topic());
            row.setTimestamp(9, Timestamp.from(member.since()));
        });
    }

    boolean leave(Body body, long member, Instant at) {
        return client.sql("""
                                update councils.member set until = ?
                                where community = ? and body = ? and id = ? and until is null""")
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

    boolean end(Body body, Instant at) {
        return client.sql("""
                                update councils.body set ended_at = ?, version = version + 1
                                where community = ? and id = ? and version = ? and ended_at is null""")
                        .params(Timestamp.from(at), body.community(), body.id(), body.version())
                        .update()
                == 1;
    }

    Body body(long id) {
        return complete(client.sql("select * from councils.body where id = ?")
                        .param(id)
                        .query((row, _) -> body(row))
                        .list())
                .stream()
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("council"));
    }

    /// Bodies at places, and those an account sits in; the newest first.
    List<Body> bodies(Scope scope, @Nullable Long account, int most) {
        var parameters = new ArrayList<Object>();
        String where = scope.condition("b", parameters);
        if (account != null) {
            where = "(" + where + " or b.id in (select body from councils.member where account = ? and until is null))";
            parameters.add(account);
        }
        parameters.add(most);
        return complete(client.sql("select b.* from councils.body b where " + where
                        + " and b.ended_at is null order by b.id desc limit ?")
                .params(parameters)
                .query((row, _) -> body(row))
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
                .map(body -> new Body(
                        body.community(),
                        body.id(),
                        body.place(),
                        body.placeCode(),
                        body.kind(),
                        body.name(),
                        body.foundedAt(),
                        body.endedAt(),
                        members.getOrDefault(body.id(), List.of()),
                        body.version()))
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
                row.getTimestamp("since").toInstant());
    }

    private static Body body(ResultSet row) throws SQLException {
        return new Body(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                row.getString("kind"),
                row.getString("name"),
                row.getTimestamp("founded_at").toInstant(),
                instant(row, "ended_at"),
                List.of(),
                row.getInt("version"));
    }

    // --- topics

    void insert(Topic topic) {
        client.sql("""
                        insert into councils.topic (community, id, place, place_code, tier, body, title, text, account,
                            source, source_id, floating, built, stage, due_at, needed, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        topic.community(),
                        topic.id(),
                        topic.place(),
                        topic.placeCode(),
                        topic.tier().name(),
                        topic.body(),
                        topic.title(),
                        topic.text(),
                        topic.account(),
                        topic.source().name(),
                        topic.sourceId(),
                        topic.floating(),
                        topic.built(),
                        topic.stage().name(),
                        stamp(topic.dueAt()),
                        topic.needed(),
                        Timestamp.from(topic.createdAt())))
                .update();
    }

    /// Writes the next state of a topic; false when somebody was faster.
    boolean update(Topic topic, int seen) {
        return client.sql("""
                                update councils.topic set tier = ?, body = ?, floating = ?, stage = ?, due_at = ?,
                                    decision = ?, rests_on = ?, executor = ?, helped = ?, version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(Arrays.asList(
                                topic.tier().name(),
                                topic.body(),
                                topic.floating(),
                                topic.stage().name(),
                                stamp(topic.dueAt()),
                                topic.decision(),
                                topic.restsOn(),
                                topic.executor(),
                                topic.helped(),
                                topic.community(),
                                topic.id(),
                                seen))
                        .update()
                == 1;
    }

    Topic topic(long id) {
        return client.sql("select * from councils.topic where id = ?")
                .param(id)
                .query((row, _) -> topic(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("topic"));
    }

    /// Topics of a community, or of the places of `scope`, the newest first, from behind `before`.
    List<Topic> topics(
            Scope scope,
            @Nullable Long account,
            Topic.@Nullable Stage stage,
            Topic.@Nullable Tier tier,
            long before,
            int most) {
        var parameters = new ArrayList<Object>();
        String where = scope.condition("t", parameters);
        if (account != null) {
            where = "(" + where + " or t.account = ?)";
            parameters.add(account);
        }
        if (stage != null) {
            where += " and t.stage = ?";
            parameters.add(stage.name());
        }
        if (tier != null) {
            where += " and t.tier = ?";
            parameters.add(tier.name());
        }
        parameters.add(before);
        parameters.add(most);
        return client.sql(
                        "select t.* from councils.topic t where " + where + " and t.id < ? order by t.id desc limit ?")
                .params(parameters)
                .query((row, _) -> topic(row))
                .list();
    }

    private static Topic topic(ResultSet row) throws SQLException {
        return new Topic(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                Topic.Tier.valueOf(row.getString("tier")),
                row.getObject("body", Long.class),
                row.getString("title"),
                row.getString("text"),
                row.getLong("account"),
                Topic.Source.valueOf(row.getString("source")),
                row.getObject("source_id", Long.class),
                row.getBoolean("floating"),
                row.getBoolean("built"),
                Topic.Stage.valueOf(row.getString("stage")),
                instant(row, "due_at"),
                row.getInt("needed"),
                row.getInt("signed"),
                row.getString("decision"),
                row.getString("rests_on"),
                row.getString("executor"),
                row.getObject("helped", Boolean.class),
                row.getTimestamp("created_at").toInstant(),
                row.getInt("version"));
    }

    /// Signs a petition once for an account; the new number of signatures, or empty when it was signed before.
    @Nullable
    Integer sign(Topic topic, long account, Instant at) {
        int fresh = client.sql("""
                        insert into councils.signature (community, topic, account, at) values (?, ?, ?, ?)
                        on conflict do nothing""")
                .params(topic.community(), topic.id(), account, Timestamp.from(at))
                .update();
        return fresh == 0
                ? null
                : client.sql("""
                                update councils.topic set signed = signed + 1 where community = ? and id = ?
                                returning signed""")
                        .params(topic.community(), topic.id())
                        .query(Integer.class)
                        .single();
    }

    void remark(Topic topic, long id, long account, String words, Instant at) {
        client.sql("""
                        insert into councils.remark (community, topic, id, account, words, at) values (?, ?, ?, ?, ?, ?)""")
                .params(topic.community(), topic.id(), id, account, words, Timestamp.from(at))
                .update();
    }

    /// Takes remarks down with a reason, several at once; puts them back with none.
    int hide(Topic topic, List<Long> ids, @Nullable String reason, long by) {
        return client.sql("""
                        update councils.remark set hidden = ?, hidden_by = ? where community = ? and topic = ?
                        and id = any (?)""")
                .params(Arrays.asList(reason, by, topic.community(), topic.id(), ids.toArray(Long[]::new)))
                .update();
    }

    boolean appeal(Topic topic, long id, long account, String words) {
        return client.sql("""
                                update councils.remark set appealed = ? where community = ? and topic = ? and id = ?
                                and account = ? and hidden is not null and appealed is null""")
                        .params(words, topic.community(), topic.id(), id, account)
                        .update()
                == 1;
    }

    List<Topic.Remark> remarks(Topic topic) {
        return client.sql("select * from councils.remark where community = ? and topic = ? order by id limit 500")
                .params(topic.community(), topic.id())
                .query((row, _) -> new Topic.Remark(
                        row.getLong("id"),
                        row.getLong("account"),
                        row.getString("words"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("hidden"),
                        row.getString("appealed")))
                .list();
    }

    void propose(Topic topic, Topic.Proposal proposal) {
        client.sql("""
                        insert into councils.proposal (community, topic, id, amends, account, text, at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        topic.community(),
                        topic.id(),
                        proposal.id(),
                        proposal.amends(),
                        proposal.account(),
                        proposal.text(),
                        Timestamp.from(proposal.at())))
                .update();
    }

    boolean withdraw(Topic topic, long proposal, long account) {
        return client.sql("""
                                update councils.proposal set withdrawn = true where community = ? and topic = ? and id = ?
                                and account = ? and not withdrawn""")
                        .params(topic.community(), topic.id(), proposal, account)
                        .update()
                == 1;
    }

    List<Topic.Proposal> proposals(Topic topic) {
        return client.sql("""
                        select * from councils.proposal where community = ? and topic = ?
                        order by coalesce(amends, id), amends is not null, id limit 300""")
                .params(topic.community(), topic.id())
                .query((row, _) -> new Topic.Proposal(
                        row.getLong("id"),
                        row.getObject("amends", Long.class),
                        row.getLong("account"),
                        row.getString("text"),
                        row.getTimestamp("at").toInstant(),
                        row.getBoolean("withdrawn")))
                .list();
    }

    boolean heard(Topic topic, Topic.Heard heard, long account) {
        return client.sql("""
                                insert into councils.hearing (community, topic, stage, words, people, account, at)
                                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(
                                topic.community(),
                                topic.id(),
                                heard.stage().name(),
                                heard.words(),
                                heard.people(),
                                account,
                                Timestamp.from(heard.at()))
                        .update()
                == 1;
    }

    List<Topic.Heard> hearings(Topic topic) {
        return client.sql("select * from councils.hearing where community = ? and topic = ? order by at")
                .params(topic.community(), topic.id())
                .query((row, _) -> new Topic.Heard(
                        Topic.Hearing.valueOf(row.getString("stage")),
                        row.getString("words"),
                        row.getInt("people"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }
}
