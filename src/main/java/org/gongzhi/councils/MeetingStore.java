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

/// The SQL of meetings.
@Component
class MeetingStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    MeetingStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    void insert(Meeting meeting) {
        client.sql("""
                        insert into councils.meeting (community, id, body, form, title, venue, room, starts_at, state, code)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        meeting.community(),
                        meeting.id(),
                        meeting.body(),
                        meeting.form(),
                        meeting.title(),
                        meeting.venue(),
                        meeting.room(),
                        Timestamp.from(meeting.startsAt()),
                        meeting.state().name(),
                        meeting.code())
                .update();
        agenda(meeting);
    }

    private void agenda(Meeting meeting) {
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
    }

    /// Changes a planned meeting, agenda included; false when it was called or somebody was faster.
    boolean change(Meeting meeting) {
        int done = client.sql("""
                        update councils.meeting set form = ?, title = ?, venue = ?, room = ?, starts_at = ?,
                            version = version + 1 where community = ? and id = ? and version = ? and state = 'PLANNED'""")
                .params(
                        meeting.form(),
                        meeting.title(),
                        meeting.venue(),
                        meeting.room(),
                        Timestamp.from(meeting.startsAt()),
                        meeting.community(),
                        meeting.id(),
                        meeting.version())
                .update();
        if (done == 1) {
            client.sql("delete from councils.agenda where community = ? and meeting = ?")
                    .params(meeting.community(), meeting.id())
                    .update();
            agenda(meeting);
        }
        return done == 1;
    }

    /// Locks the agenda and invites; false when somebody was faster.
    boolean call(Meeting meeting, String urgent, Collection<Body.Member> invited, Instant now) {
        int done = client.sql("""
                        update councils.meeting set state = 'CALLED', called_at = ?, urgent = ?, version = version + 1
                        where community = ? and id = ? and version = ? and state = 'PLANNED'""")
                .params(Timestamp.from(now), urgent, meeting.community(), meeting.id(), meeting.version())
                .update();
        if (done == 1) {
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
        return done == 1;
    }

    boolean move(Meeting meeting, Meeting.State state, String words, @Nullable Instant published) {
        return client.sql("""
                                update councils.meeting set state = ?, ended_words = ?, published_at = ?,
                                    version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(Arrays.asList(
                                state.name(),
                                words,
                                BodyStore.stamp(published),
                                meeting.community(),
                                meeting.id(),
                                meeting.version()))
                        .update()
                == 1;
    }

    boolean minutes(Meeting meeting, String text) {
        return client.sql("""
                                update councils.meeting set minutes = ?, version = version + 1
                                where community = ? and id = ? and version = ? and state in ('OPEN', 'CLOSED')""")
                        .params(text, meeting.community(), meeting.id(), meeting.version())
                        .update()
                == 1;
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

    /// Meetings of bodies at places or of some bodies, in the order of their days.
    List<Meeting> calendar(Scope scope, Scope runs, Long[] bodies, Instant from, Instant until, int most) {
        var parameters = new ArrayList<Object>();
        String run = runs.condition("b", parameters);
        String where = scope.condition("b", parameters);
        parameters.add(bodies);
        parameters.addAll(List.of(Timestamp.from(from), Timestamp.from(until), most));
        String mine = "select community, id, " + run + " as run from councils.body b where " + where;
        return complete(client.sql("with mine as materialized (" + mine + " or b.id = any (?)) " + """
                        select m.* from mine b join councils.meeting m on m.community = b.community and m.body = b.id
                        where m.starts_at >= ? and m.starts_at < ? and (m.called_at is not null or b.run)
                        order by m.starts_at, m.id limit ?""")
                .params(parameters)
                .query((row, _) -> read(row))
                .list());
    }

    /// Meetings on whose agenda a topic was, the newest first.
    List<Meeting> about(Topic topic) {
        return complete(client.sql("""
                        select m.* from councils.meeting m where m.community = ? and m.id in (
                            select meeting from councils.agenda where community = ? and topic = ?)
                        order by m.starts_at desc limit 50""")
                .params(topic.community(), topic.community(), topic.id())
                .query((row, _) -> read(row))
                .list());
    }

    /// Called ones that begin before a moment and whose members were not reminded.
    List<Meeting> beginning(Instant from, Instant until, int most) {
        return complete(client.sql("""
                        select * from councils.meeting where state = 'CALLED' and starts_at >= ? and starts_at < ?
                        and reminded_at is null order by starts_at limit ?""")
                .params(Timestamp.from(from), Timestamp.from(until), most)
                .query((row, _) -> read(row))
                .list());
    }

    /// Held ones that began before a moment and whose minutes are not published, nobody reminded.
    List<Meeting> unpublished(Instant before, int most) {
        return complete(client.sql("""
                        select * from councils.meeting where state in ('OPEN', 'CLOSED') and starts_at < ?
                        and (reminded_at is null or reminded_at < starts_at) order by starts_at limit ?""")
                .params(Timestamp.from(before), most)
                .query((row, _) -> read(row))
                .list());
    }

    void reminded(Collection<Meeting> meetings, Instant now) {
        client.sql("update councils.meeting set reminded_at = ? where id = any (?)")
                .params(Timestamp.from(now), meetings.stream().map(Meeting::id).toArray(Long[]::new))
                .update();
    }

    private List<Meeting> complete(List<Meeting> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<Long, List<Meeting.Item>> agendas = new HashMap<>();
        client.sql("""
                        select * from councils.agenda where community = any (?) and meeting = any (?)
                        order by meeting, position""")
                .params(
                        bare.stream().map(Meeting::community).distinct().toArray(Long[]::new),
                        bare.stream().map(Meeting::id).toArray(Long[]::new))
                .query((row, _) -> agendas.computeIfAbsent(row.getLong("meeting"), _ -> new ArrayList<>())
                        .add(new Meeting.Item(
                                row.getInt("position"), row.getObject("topic", Long.class), row.getString("title"))))
                .list();
        return bare.stream()
                .map(each -> each.with(agendas.getOrDefault(each.id(), List.of())))
                .toList();
    }

    private static Meeting read(ResultSet row) throws SQLException {
        return new Meeting(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("body"),
                row.getString("form"),
                row.getString("title"),
                row.getString("venue"),
                row.getString("room"),
                row.getTimestamp("starts_at").toInstant(),
                Clocks.instant(row, "called_at"),
                row.getString("urgent"),
                Meeting.State.valueOf(row.getString("state")),
                row.getString("code"),
                row.getString("minutes"),
                Clocks.instant(row, "published_at"),
                row.getString("ended_words"),
                List.of(),
                row.getInt("version"));
    }

    // --- attendance

    List<Meeting.Attendance> attendance(Meeting meeting) {
        return client.sql("""
                        select a.state, a.how, a.words, a.at, a.speaks, m.* from councils.attendance a
                        join councils.member m on m.community = a.community and m.id = a.member
                        where a.community = ? and a.meeting = ? order by m.id""")
                .params(meeting.community(), meeting.id())
                .query((row, _) -> {
                    String how = row.getString("how");
                    return new Meeting.Attendance(
                            BodyStore.member(row),
                            Meeting.Presence.valueOf(row.getString("state")),
                            how == null ? null : Meeting.How.valueOf(how),
                            row.getString("words"),
                            Clocks.instant(row, "at"),
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
    boolean speaks(Meeting meeting, long member, boolean wants) {
        return client.sql("""
                                update councils.attendance a set speaks = case when ? then (
                                    select coalesce(max(speaks), 0) + 1 from councils.attendance b
                                    where b.community = a.community and b.meeting = a.meeting) end
                                where a.community = ? and a.meeting = ? and a.member = ? and (a.speaks is null) = ?""")
                        .params(wants, meeting.community(), meeting.id(), member, wants)
                        .update()
                == 1;
    }

    // --- motions

    void insert(Meeting meeting, Meeting.Motion motion) {
        client.sql("""
                        insert into councils.motion (community, meeting, id, position, proposal, amends, text, rests_on,
                            state, adopts, adopts_edition, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        meeting.community(),
                        meeting.id(),
                        motion.id(),
                        motion.position(),
                        motion.proposal(),
                        motion.amends(),
                        motion.text(),
                        motion.restsOn(),
                        motion.state().name(),
                        motion.adopts(),
                        motion.edition(),
                        Timestamp.from(motion.at())))
                .update();
    }

    /// Writes the final counts of an open motion, once.
    boolean settle(Meeting meeting, Meeting.Motion motion) {
        return client.sql("""
                                update councils.motion set state = ?, agree = ?, disagree = ?, abstain = ?, present = ?,
                                    seats = ?, at = ? where community = ? and meeting = ? and id = ? and state = 'OPEN'""")
                        .params(
                                motion.state().name(),
                                motion.agree(),
                                motion.disagree(),
                                motion.abstain(),
                                motion.present(),
                                motion.seats(),
                                Timestamp.from(motion.at()),
                                meeting.community(),
                                meeting.id(),
                                motion.id())
                        .update()
                == 1;
    }

    List<Meeting.Motion> motions(Meeting meeting) {
        return client.sql("select * from councils.motion where community = ? and meeting = ? order by id limit 300")
                .params(meeting.community(), meeting.id())
                .query((row, _) -> new Meeting.Motion(
                        row.getLong("id"),
                        row.getInt("position"),
                        row.getObject("proposal", Long.class),
                        row.getObject("amends", Long.class),
                        row.getString("text"),
                        row.getString("rests_on"),
                        Meeting.Motion.State.valueOf(row.getString("state")),
                        row.getInt("agree"),
                        row.getInt("disagree"),
                        row.getInt("abstain"),
                        row.getInt("present"),
                        row.getInt("seats"),
                        row.getObject("adopts", Long.class),
                        row.getObject("adopts_edition", Integer.class),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    /// A member's own vote on an open motion; the last one counts. False when it is not open any more.
    boolean vote(Meeting meeting, long motion, long member, Meeting.Choice choice, Instant at) {
        return client.sql("""
                                insert into councils.motion_vote (community, meeting, motion, member, choice, at)
                                select community, meeting, id, ?, ?, ? from councils.motion
                                where community = ? and meeting = ? and id = ? and state = 'OPEN' for share
                                on conflict (community, meeting, motion, member)
                                do update set choice = excluded.choice, at = excluded.at""")
                        .params(member, choice.name(), Timestamp.from(at), meeting.community(), meeting.id(), motion)
                        .update()
                == 1;
    }

    /// Holds an open motion, so that no vote comes in while it is counted; false when it is not open.
    boolean hold(Meeting meeting, long motion) {
        return !client.sql("""
                        select 1 from councils.motion where community = ? and meeting = ? and id = ? and state = 'OPEN'
                        for update""")
                .params(meeting.community(), meeting.id(), motion)
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /// Own votes by motion: agree, disagree, abstain.
    Map<Long, int[]> votes(Meeting meeting) {
        var found = new HashMap<Long, int[]>();
        client.sql("""
                        select motion, choice, count(*) from councils.motion_vote where community = ? and meeting = ?
                        group by motion, choice""")
                .params(meeting.community(), meeting.id())
                .query((row, _) -> found.computeIfAbsent(row.getLong(1), _ -> new int[3])[
                                Meeting.Choice.valueOf(row.getString(2)).ordinal()] =
                        row.getInt(3))
                .list();
        return found;
    }

    Map<Long, Meeting.Choice> votesOf(Meeting meeting, long member) {
        var found = new HashMap<Long, Meeting.Choice>();
        client.sql("select motion, choice from councils.motion_vote where community = ? and meeting = ? and member = ?")
                .params(meeting.community(), meeting.id(), member)
                .query((row, _) -> found.put(row.getLong(1), Meeting.Choice.valueOf(row.getString(2))))
                .list();
        return found;
    }

    // --- dissent, corrections

    void dissent(Meeting meeting, Meeting.Dissent dissent) {
        client.sql("""
                        insert into councils.dissent (community, meeting, id, motion, member, words)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(
                        meeting.community(),
                        meeting.id(),
                        dissent.id(),
                        dissent.motion(),
                        dissent.member(),
                        dissent.words())
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
                        Clocks.instant(row, "answered_at")))
                .list();
    }

    void correct(Meeting meeting, long id, String words, long account, Instant at) {
        client.sql("""
                        insert into councils.correction (community, meeting, id, words, account, at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(meeting.community(), meeting.id(), id, words, account, Timestamp.from(at))
                .update();
    }

    List<Meeting.Correction> corrections(Meeting meeting) {
        return client.sql("select * from councils.correction where community = ? and meeting = ? order by id limit 100")
                .params(meeting.community(), meeting.id())
                .query((row, _) -> new Meeting.Correction(
                        row.getString("words"), row.getTimestamp("at").toInstant()))
                .list();
    }
}
