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
import java.util.Optional;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of topics: what is said, signed, proposed and heard about them.
@Component
class TopicStore {

    private final JdbcClient client;

    TopicStore(JdbcClient client) {
        this.client = client;
    }

    void insert(Topic topic) {
        client.sql("""
                        insert into councils.topic (community, id, place, place_code, tier, body, title, text, account,
                            source, source_id, petition, floating, built, stage, due_at, needed, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
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
                        topic.petition(),
                        topic.floating(),
                        topic.built(),
                        topic.stage().name(),
                        BodyStore.stamp(topic.progress().dueAt()),
                        topic.needed(),
                        Timestamp.from(topic.createdAt())))
                .update();
    }

    /// Writes the next state of a topic; false when somebody was faster.
    boolean update(Topic topic) {
        var progress = topic.progress();
        return client.sql("""
                                update councils.topic set tier = ?, body = ?, floating = ?, appealed = ?, stage = ?,
                                    due_at = ?, decision = ?, rests_on = ?, decided_by = ?, executor = ?, done_words = ?,
                                    helped = ?, words = ?, reminded_at = null, version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(Arrays.asList(
                                topic.tier().name(),
                                topic.body(),
                                topic.floating(),
                                topic.appealed(),
                                topic.stage().name(),
                                BodyStore.stamp(progress.dueAt()),
                                progress.decision(),
                                progress.restsOn(),
                                progress.decidedBy(),
                                progress.executor(),
                                progress.done(),
                                progress.helped(),
                                progress.words(),
                                topic.community(),
                                topic.id(),
                                topic.version()))
                        .update()
                == 1;
    }

    Topic get(long id) {
        return client.sql("select * from councils.topic where id = ?")
                .param(id)
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("topic"));
    }

    Map<Long, Topic> all(Collection<Long> ids) {
        var found = new HashMap<Long, Topic>();
        client.sql("select * from councils.topic where id = any (?)")
                .param(ids.toArray(Long[]::new))
                .query((row, _) -> read(row))
                .list()
                .forEach(topic -> found.put(topic.id(), topic));
        return found;
    }

    /// What lists are asked for: every field but `scope` may be left out.
    record Asked(
            Scope scope,
            @Nullable Long account,
            Topic.@Nullable Stage stage,
            Topic.@Nullable Tier tier,
            @Nullable Boolean petition) {}

    /// The newest first, from behind `before`.
    List<Topic> list(Asked asked, long before, int most) {
        var parameters = new ArrayList<Object>();
        String where = asked.scope.condition("t", parameters);
        if (asked.account != null) {
            where = "(" + where + " or t.account = ?)";
            parameters.add(asked.account);
        }
        if (asked.stage != null) {
            where += " and t.stage = ?";
            parameters.add(asked.stage.name());
        }
        if (asked.tier != null) {
            where += " and t.tier = ?";
            parameters.add(asked.tier.name());
        }
        if (asked.petition != null) {
            where += asked.petition ? " and t.petition is not null" : " and t.petition is null";
        }
        parameters.add(before);
        parameters.add(most);
        return client.sql(
                        "select t.* from councils.topic t where " + where + " and t.id < ? order by t.id desc limit ?")
                .params(parameters)
                .query((row, _) -> read(row))
                .list();
    }

    List<Topic> of(Body body, int most) {
        return client.sql("select * from councils.topic where community = ? and body = ? order by id desc limit ?")
                .params(body.community(), body.id(), most)
                .query((row, _) -> read(row))
                .list();
    }

    /// Open ones that are late and of which nobody was reminded.
    List<Topic> late(Instant now, int most) {
        return client.sql("""
                        select * from councils.topic where due_at < ? and reminded_at is null
                        and stage in ('RAISED', 'ADMITTED', 'PROPOSED', 'DECIDED', 'EXECUTED') order by due_at limit ?""")
                .params(Timestamp.from(now), most)
                .query((row, _) -> read(row))
                .list();
    }

    void reminded(Collection<Topic> topics, Instant now) {
        client.sql("update councils.topic set reminded_at = ? where id = any (?)")
                .params(Timestamp.from(now), topics.stream().map(Topic::id).toArray(Long[]::new))
                .update();
    }

    List<Topic> executedBy(long seat) {
        return client.sql("select * from councils.topic where executor = ? and stage = 'DECIDED' order by id")
                .param(seat)
                .query((row, _) -> read(row))
                .list();
    }

    private static Topic read(ResultSet row) throws SQLException {
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
                row.getString("petition"),
                row.getBoolean("floating"),
                row.getBoolean("built"),
                row.getInt("needed"),
                row.getInt("signed"),
                row.getTimestamp("created_at").toInstant(),
                row.getBoolean("appealed"),
                new Topic.Progress(
                        Topic.Stage.valueOf(row.getString("stage")),
                        Clocks.instant(row, "due_at"),
                        row.getString("decision"),
                        row.getString("rests_on"),
                        row.getString("decided_by"),
                        row.getObject("executor", Long.class),
                        row.getString("done_words"),
                        row.getObject("helped", Boolean.class),
                        row.getString("words")),
                row.getInt("version"));
    }

    // --- signatures

    /// Signs once for a person; the number of signatures afterwards, or nothing when it had signed before.
    Optional<Integer> sign(Topic topic, long account, long person, Instant at) {
        int fresh = client.sql("""
                        insert into councils.signature (community, topic, account, person, at) values (?, ?, ?, ?, ?)
                        on conflict do nothing""")
                .params(topic.community(), topic.id(), account, person, Timestamp.from(at))
                .update();
        return fresh == 0 ? Optional.empty() : Optional.of(signed(topic, 1));
    }

    /// Takes a signature back; false when there was none.
    boolean unsign(Topic topic, long account) {
        int gone = client.sql("delete from councils.signature where community = ? and topic = ? and account = ?")
                .params(topic.community(), topic.id(), account)
                .update();
        if (gone == 1) {
            signed(topic, -1);
        }
        return gone == 1;
    }

    private int signed(Topic topic, int more) {
        return client.sql("""
                        update councils.topic set signed = signed + ? where community = ? and id = ? returning signed""")
                .params(more, topic.community(), topic.id())
                .query(Integer.class)
                .single();
    }

    boolean hasSigned(Topic topic, long account) {
        return client.sql("""
                        select exists (select from councils.signature
                            where community = ? and topic = ? and account = ?)""")
                .params(topic.community(), topic.id(), account)
                .query(Boolean.class)
                .single();
    }

    // --- remarks

    void say(Topic topic, Topic.Remark remark) {
        client.sql("""
                        insert into councils.remark (community, topic, id, account, words, at, offline, due_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        topic.community(),
                        topic.id(),
                        remark.id(),
                        remark.account(),
                        remark.words(),
                        Timestamp.from(remark.at()),
                        remark.offline(),
                        BodyStore.stamp(remark.dueAt())))
                .update();
    }

    boolean answer(Topic topic, long remark, String words, long account, Instant at) {
        return client.sql("""
                                update councils.remark set answer = ?, answered_by = ?, answered_at = ?
                                where community = ? and topic = ? and id = ? and due_at is not null
                                and answered_at is null""")
                        .params(words, account, Timestamp.from(at), topic.community(), topic.id(), remark)
                        .update()
                == 1;
    }

    /// Takes remarks down with a reason, several at once; those already down stay as they are.
    List<Long> hide(Topic topic, Collection<Long> ids, String reason, long by) {
        return client.sql("""
                        update councils.remark set hidden = ?, hidden_by = ? where community = ? and topic = ?
                        and id = any (?) and hidden is null returning account""")
                .params(reason, by, topic.community(), topic.id(), ids.toArray(Long[]::new))
                .query((row, _) -> row.getLong(1))
                .list();
    }

    boolean appeal(Topic topic, long id, long account, String words) {
        return client.sql("""
                                update councils.remark set appealed = ? where community = ? and topic = ? and id = ?
                                and account = ? and hidden is not null and appealed is null""")
                        .params(words, topic.community(), topic.id(), id, account)
                        .update()
                == 1;
    }

    /// Decides an appeal: puts the remark back, or leaves it down. Not by whoever took it down.
    Optional<Long> judge(Topic topic, long id, boolean back, String words, long account) {
        return client.sql("""
                        update councils.remark set judged = ?, hidden = case when ? then null else hidden end
                        where community = ? and topic = ? and id = ? and appealed is not null and judged is null
                        and hidden_by <> ? returning account""")
                .params(words, back, topic.community(), topic.id(), id, account)
                .query(Long.class)
                .optional();
    }

    List<Topic.Remark> remarks(Topic topic, long after, int most) {
        return client.sql("""
                        select * from councils.remark where community = ? and topic = ? and id > ? order by id limit ?""")
                .params(topic.community(), topic.id(), after, most)
                .query((row, _) -> new Topic.Remark(
                        row.getLong("id"),
                        row.getLong("account"),
                        row.getString("words"),
                        row.getTimestamp("at").toInstant(),
                        row.getBoolean("offline"),
                        Clocks.instant(row, "due_at"),
                        row.getString("answer"),
                        Clocks.instant(row, "answered_at"),
                        row.getString("hidden"),
                        row.getObject("hidden_by", Long.class),
                        row.getString("appealed"),
                        row.getString("judged")))
                .list();
    }

    // --- proposals

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

    /// Proposals, each followed by its amendments.
    List<Topic.Proposal> proposals(Topic topic) {
        return client.sql("""
                        select p.*, coalesce(s.support, 0) as support, coalesce(s.accept, 0) as accept,
                            coalesce(s.object, 0) as object
                        from councils.proposal p left join (
                            select proposal, count(*) filter (where stance = 'SUPPORT') as support,
                                count(*) filter (where stance = 'ACCEPT') as accept,
                                count(*) filter (where stance = 'OBJECT') as object
                            from councils.stance where community = ? and topic = ? group by proposal) s on s.proposal = p.id
                        where p.community = ? and p.topic = ?
                        order by coalesce(p.amends, p.id), p.amends is not null, p.id limit 300""")
                .params(topic.community(), topic.id(), topic.community(), topic.id())
                .query((row, _) -> new Topic.Proposal(
                        row.getLong("id"),
                        row.getObject("amends", Long.class),
                        row.getLong("account"),
                        row.getString("text"),
                        row.getTimestamp("at").toInstant(),
                        row.getBoolean("withdrawn"),
                        row.getInt("support"),
                        row.getInt("accept"),
                        row.getInt("object")))
                .list();
    }

    /// What an account thinks of a proposal; the last word counts.
    void stand(Topic topic, long proposal, long account, String part, Topic.Stance stance, Instant at) {
        client.sql("""
                        insert into councils.stance (community, topic, proposal, account, part, stance, at)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (community, topic, proposal, account)
                        do update set stance = excluded.stance, part = excluded.part, at = excluded.at""")
                .params(topic.community(), topic.id(), proposal, account, part, stance.name(), Timestamp.from(at))
                .update();
    }

    Map<Long, Topic.Stance> stancesOf(Topic topic, long account) {
        var found = new HashMap<Long, Topic.Stance>();
        client.sql("select proposal, stance from councils.stance where community = ? and topic = ? and account = ?")
                .params(topic.community(), topic.id(), account)
                .query((row, _) -> found.put(row.getLong(1), Topic.Stance.valueOf(row.getString(2))))
                .list();
        return found;
    }

    // --- hearings

    boolean hear(Topic topic, Topic.Heard heard, long account) {
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

    /// Questions that are late, by topic: how many.
    Map<Long, Integer> unanswered(Instant now, int most) {
        var found = new HashMap<Long, Integer>();
        client.sql("""
                        select topic, count(*) from councils.remark where due_at < ? and answered_at is null
                        and due_at is not null and hidden is null group by topic limit ?""")
                .params(Timestamp.from(now), most)
                .query((row, _) -> found.put(row.getLong(1), row.getInt(2)))
                .list();
        return found;
    }
}
