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
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of meetings.
@Component
class MeetingStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    MeetingStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    void insert(Meeting meeting, Collection<Body.Member> invited) {
        client.sql("""
                        insert into councils.meeting (community, id, body, title, venue, room, starts_at, called_at, urgent,
                            state, code, seat) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        meeting.community(),
                        meeting.id(),
                        meeting.body(),
                        meeting.title(),
                        meeting.venue(),
                        meeting.room(),
                        Timestamp.from(meeting.startsAt()),
                        Timestamp.from(meeting.calledAt()),
                        meeting.urgent(),
                        meeting.state().name(),
                        meeting.code(),
                        meeting.seat())
                .update();
        jdbc.batchUpdate(
                "insert into councils.agenda (community, meeting, position, topic, title) values (?, ?, ?, ?, ?)",
                meeting.agenda(),
                100,
                (row, item) -> {
                    row.setLong(1, meeting.community());
                    row.setLong(2, meeting.id());
                    row.setInt(3, item.position());
                    row.setObject(4, item.topic());
                    row.setString(5, item.title());
                });
        jdbc.batchUpdate(
                "insert into councils.attendance (community, meeting, member, state) values (?, ?, ?, 'INVITED')",
                invited,
                500,
                (row, member) -> {
                    row.setLong(1, meeting.community());
                    row.setLong(2, meeting.id());
                    row.setLong(3, member.id());
                });
    }

    Meeting get(long id) {
        return complete(client.sql("select * from councils.meeting where id = ?")
                        .param(id)
                        .query((row, _) -> read(row))
                        .list())
                .stream()
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("meeting"));
    }

    List<Meeting> of(Body body, int most) {
        return complete(client.sql("""
                        select * from councils.meeting where community = ? and body = ? order by starts_at desc limit ?""")
                .params(body.community(), body.id(), most)
                .query((row, _) -> read(row))
                .list());
    }

    private List<Meeting> complete(List<Meeting> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<Long, List<Meeting.Item>> agendas = new HashMap<>();
        client.sql("""
                        select * from councils.agenda where community = ? and meeting = any (?)
                        order by meeting, position""")
                .params(
                        bare.getFirst().community(),
                        bare.stream().map(Meeting::id).toArray(Long[]::new))
                .query((row, _) -> agendas.computeIfAbsent(row.getLong("meeting"), _ -> new ArrayList<>())
                        .add(new Meeting.Item(
                                row.getInt("position"), row.getObject("topic", Long.class), row.getString("title"))))
                .list();
        return bare.stream()
                .map(each -> new Meeting(
                        each.community(),
                        each.id(),
                        each.body(),
                        each.title(),
                        each.venue(),
                        each.room(),
                        each.startsAt(),
                        each.calledAt(),
                        each.urgent(),
                        each.state(),
                        each.code(),
                        each.minutes(),
                        each.publishedAt(),
                        each.seat(),
                        agendas.getOrDefault(each.id(), List.of()),
                        each.version()))
                .toList();
    }

    private static Meeting read(ResultSet row) throws SQLException {
        return new Meeting(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("body"),
                row.getString("title"),
                row.getString("venue"),
                row.getString("room"),
                row.getTimestamp("starts_at").toInstant(),
                row.getTimestamp("called_at").toInstant(),
                row.getString("urgent"),
                Meeting.State.valueOf(row.getString("state")),
                row.getString("code"),
                row.getString("minutes"),
                CouncilStore.instant(row, "published_at"),
                row.getLong("seat"),
                List.of(),
                row.getInt("version"));
    }

    boolean move(Meeting meeting, Meeting.State state, String minutes, @Nullable Instant published) {
        return client.sql("""
                                update councils.meeting set state = ?, minutes = ?, published_at = ?, version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(Arrays.asList(
                                state.name(),
                                minutes,
                                CouncilStore.stamp(published),
                                meeting.community(),
                                meeting.id(),
                                meeting.version()))
                        .update()
                == 1;
    }

    List<Meeting.Attendance> attendance(Meeting meeting) {
        return client.sql("""
                        select a.state, a.how, a.words, a.at, a.speaks, m.* from councils.attendance a
                        join councils.member m on m.community = a.community and m.id = a.member
                        where a.community = ? and a.meeting = ? order by m.id""")
                .params(meeting.community(), meeting.id())
                .query((row, _) -> {
                    String how = row.getString("how");
                    return new Meeting.Attendance(
                            CouncilStore.member(row),
                            Meeting.Presence.valueOf(row.getString("state")),
                            how == null ? null : Meeting.How.valueOf(how),
                            row.getString("words"),
                            CouncilStore.instant(row, "at"),
                            row.getObject("speaks", Integer.class));
                })
                .list();
    }

    boolean attend(
            Meeting meeting, long member, Meeting.Presence state, Meeting.@Nullable How how, String words, Instant at) {
        return client.sql("""
                                update councils.attendance set state = ?, how = ?, words = ?, at = ?
                                where community = ? and meeting = ? and member = ?""")
                        .params(Arrays.asList(
                                state.name(),
                                how == null ? null : how.name(),
                                words,
                                Timestamp.from(at),
                                meeting.community(),
                                meeting.id(),
                                member))
                        .update()
                == 1;
    }

    /// Puts a member at the end of the speaking list, or takes them off it.
    void speaks(Meeting meeting, long member, boolean wants) {
        client.sql("""
                        update councils.attendance a set speaks = case when ? then (
                            select coalesce(max(speaks), 0) + 1 from councils.attendance b
                            where b.community = a.community and b.meeting = a.meeting) end
                        where a.community = ? and a.meeting = ? and a.member = ? and (a.speaks is null) = ?""")
                .params(wants, meeting.community(), meeting.id(), member, wants)
                .update();
    }

    void motion(Meeting meeting, Meeting.Motion motion) {
        client.sql("""
                        insert into councils.motion (community, meeting, id, position, text, rests_on, agree, disagree,
                            abstain, present, passed, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        meeting.community(),
                        meeting.id(),
                        motion.id(),
                        motion.position(),
                        motion.text(),
                        motion.restsOn(),
                        motion.agree(),
                        motion.disagree(),
                        motion.abstain(),
                        motion.present(),
                        motion.passed(),
                        Timestamp.from(motion.at()))
                .update();
    }

    List<Meeting.Motion> motions(Meeting meeting) {
        return client.sql("select * from councils.motion where community = ? and meeting = ? order by id limit 300")
                .params(meeting.community(), meeting.id())
                .query((row, _) -> new Meeting.Motion(
                        row.getLong("id"),
                        row.getInt("position"),
                        row.getString("text"),
                        row.getString("rests_on"),
                        row.getInt("agree"),
                        row.getInt("disagree"),
                        row.getInt("abstain"),
                        row.getInt("present"),
                        row.getBoolean("passed"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    void dissent(Meeting meeting, long id, long motion, long member, String words) {
        client.sql("""
                        insert into councils.dissent (community, meeting, id, motion, member, words)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(meeting.community(), meeting.id(), id, motion, member, words)
                .update();
    }

    boolean answer(Meeting meeting, long dissent, String words, Instant at) {
        return client.sql("""
                                update councils.dissent set answer = ?, answered_at = ?
                                where community = ? and meeting = ? and id = ? and answered_at is null""")
                        .params(words, Timestamp.from(at), meeting.community(), meeting.id(), dissent)
                        .update()
                == 1;
    }

    List<Meeting.Dissent> dissents(Meeting meeting) {
        return client.sql("select * from councils.dissent where community = ? and meeting = ? order by id limit 300")
                .params(meeting.community(), meeting.id())
                .query((row, _) -> new Meeting.Dissent(
                        row.getLong("id"),
                        row.getLong("motion"),
                        row.getLong("member"),
                        row.getString("words"),
                        row.getString("answer"),
                        CouncilStore.instant(row, "answered_at")))
                .list();
    }

    /// Bodies that had to meet and have not: the last meeting that took place before `since`, or none since the
    /// body was founded.
    List<Long> silent(Collection<String> kinds, Instant since, int most) {
        return client
                .sql("""
                        select b.id from councils.body b where b.kind = any (?) and b.ended_at is null and b.founded_at < ?
                        and not exists (select from councils.meeting m where m.community = b.community and m.body = b.id
                            and m.state <> 'CANCELLED' and m.starts_at >= ?) order by b.id limit ?""")
                .params(kinds.toArray(String[]::new), Timestamp.from(since), Timestamp.from(since), most)
                .query(Long.class)
                .list()
                .stream()
                .map(id -> id)
                .toList();
    }
}
