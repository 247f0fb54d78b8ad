package org.gongzhi.councils;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gongzhi.access.AccountErasing;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of discussion groups and their questions.
@Component
class GroupStore {

    /// A group with its moderators' usernames and what is open, late, answered and answered in time.
    private static final String COLUMNS = """
            g.*, (select coalesce(array_agg(m.account order by m.since), '{}') from councils.moderator m
                where m.community = g.community and m.discussion_group = g.id) as moderators,
            q.open, q.late, q.answered, q.in_time
            from councils.discussion_group g left join lateral (
                select count(*) filter (where answered_at is null) as open,
                    count(*) filter (where answered_at is null and due_at < ?) as late,
                    count(*) filter (where answered_at is not null) as answered,
                    count(*) filter (where answered_at <= due_at) as in_time
                from councils.question q where q.community = g.community and q.discussion_group = g.id) q on true
            """;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    GroupStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    void insert(Groups.Group group) {
        client.sql("""
                        insert into councils.discussion_group (community, id, place, place_code, platform, name, purpose,
                            members, counted_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        group.community(),
                        group.id(),
                        group.place(),
                        group.placeCode(),
                        group.platform().name(),
                        group.name(),
                        group.purpose(),
                        group.members(),
                        Timestamp.from(group.countedAt()))
                .update();
    }

    /// These moderate it from now on.
    void moderators(Groups.Group group, List<Long> accounts, Instant at) {
        client.sql("""
                        delete from councils.moderator where community = ? and discussion_group = ?
                        and account <> all (?)""")
                .params(group.community(), group.id(), accounts.toArray(Long[]::new))
                .update();
        jdbc.batchUpdate("""
                insert into councils.moderator (community, discussion_group, account, since) values (?, ?, ?, ?)
                on conflict do nothing""", accounts, 50, (row, account) -> {
            row.setLong(1, group.community());
            row.setLong(2, group.id());
            row.setLong(3, account);
            row.setTimestamp(4, Timestamp.from(at));
        });
    }

    boolean moderates(Groups.Group group, long account) {
        return client.sql("""
                        select exists (select from councils.moderator
                            where community = ? and discussion_group = ? and account = ?)""")
                .params(group.community(), group.id(), account)
                .query(Boolean.class)
                .single();
    }

    void count(Groups.Group group, int members, Instant at) {
        client.sql("""
                        update councils.discussion_group set members = ?, counted_at = ?, version = version + 1
                        where community = ? and id = ?""")
                .params(members, Timestamp.from(at), group.community(), group.id())
                .update();
    }

    void end(Groups.Group group, Instant at) {
        client.sql("""
                        update councils.discussion_group set ended_at = ?, version = version + 1
                        where community = ? and id = ? and ended_at is null""")
                .params(Timestamp.from(at), group.community(), group.id())
                .update();
    }

    Groups.Group get(long id, Instant now) {
        return client.sql("select " + COLUMNS + " where g.id = ?")
                .params(Timestamp.from(now), id)
                .query((row, _) -> group(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("group"));
    }

    List<Groups.Group> list(Scope scope, @Nullable Long account, long before, Instant now, int most) {
        var parameters = new ArrayList<Object>();
        parameters.add(Timestamp.from(now));
        String where = scope.condition("g", parameters);
        if (account != null) {
            where = "(" + where + " or g.id = any (?))";
            parameters.add(client.sql("select discussion_group from councils.moderator where account = ?")
                    .param(account)
                    .query(Long.class)
                    .list()
                    .toArray(Long[]::new));
        }
        parameters.add(before);
        parameters.add(most);
        return client.sql("select " + COLUMNS + " where " + where
                        + " and g.ended_at is null and g.id < ? order by g.id desc limit ?")
                .params(parameters)
                .query((row, _) -> group(row))
                .list();
    }

    private static Groups.Group group(ResultSet row) throws SQLException {
        return new Groups.Group(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                Groups.Platform.valueOf(row.getString("platform")),
                row.getString("name"),
                row.getString("purpose"),
                row.getInt("members"),
                row.getTimestamp("counted_at").toInstant(),
                Clocks.instant(row, "ended_at"),
                List.of((Long[]) row.getArray("moderators").getArray()),
                row.getInt("open"),
                row.getInt("late"),
                row.getInt("answered"),
                row.getInt("in_time"));
    }

    // --- questions

    void ask(Groups.Group group, Groups.Question question) {
        client.sql("""
                        insert into councils.question (community, discussion_group, id, words, asked_at, due_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(
                        group.community(),
                        group.id(),
                        question.id(),
                        question.words(),
                        Timestamp.from(question.askedAt()),
                        Timestamp.from(question.dueAt()))
                .update();
    }

    boolean answer(Groups.Group group, long question, String words, long account, Instant at) {
        return client.sql("""
                                update councils.question set answer = ?, answered_by = ?, answered_at = ?
                                where community = ? and discussion_group = ? and id = ? and answered_at is null""")
                        .params(words, account, Timestamp.from(at), group.community(), group.id(), question)
                        .update()
                == 1;
    }

    boolean became(Groups.Group group, long question, long topic) {
        return client.sql("""
                                update councils.question set topic = ?
                                where community = ? and discussion_group = ? and id = ? and topic is null""")
                        .params(topic, group.community(), group.id(), question)
                        .update()
                == 1;
    }

    Optional<Groups.Question> question(Groups.Group group, long id) {
        return client.sql("""
                        select *, false as late from councils.question
                        where community = ? and discussion_group = ? and id = ?""")
                .params(group.community(), group.id(), id)
                .query((row, _) -> question(row))
                .optional();
    }

    List<Groups.Question> questions(Groups.Group group, Instant now, int most) {
        return client.sql("""
                        select *, answered_at is null and due_at < ? as late from councils.question
                        where community = ? and discussion_group = ? order by id desc limit ?""")
                .params(Arrays.asList(Timestamp.from(now), group.community(), group.id(), most))
                .query((row, _) -> question(row))
                .list();
    }

    private static Groups.Question question(ResultSet row) throws SQLException {
        return new Groups.Question(
                row.getLong("id"),
                row.getString("words"),
                row.getTimestamp("asked_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getString("answer"),
                Clocks.instant(row, "answered_at"),
                row.getObject("topic", Long.class),
                row.getBoolean("late"));
    }

    /// A group with late questions and who moderates it.
    record Late(long community, long group, String name, int questions, List<Long> moderators) {}

    List<Late> late(Instant now, int most) {
        return client.sql("""
                        select g.community, g.id, g.name, q.many, (select coalesce(array_agg(m.account), '{}')
                            from councils.moderator m where m.community = g.community and m.discussion_group = g.id) as moderators
                        from (select community, discussion_group, count(*) as many from councils.question
                            where answered_at is null and due_at < ? group by community, discussion_group limit ?) q
                        join councils.discussion_group g on g.community = q.community and g.id = q.discussion_group""")
                .params(Timestamp.from(now), most)
                .query((row, _) -> new Late(
                        row.getLong("community"),
                        row.getLong("id"),
                        row.getString("name"),
                        row.getInt("many"),
                        List.of((Long[]) row.getArray("moderators").getArray())))
                .list();
    }

    /// Whoever is erased moderates nothing any more.
    @EventListener
    void erasing(AccountErasing erasing) {
        client.sql("delete from councils.moderator where account = ?")
                .param(erasing.account())
                .update();
    }
}
