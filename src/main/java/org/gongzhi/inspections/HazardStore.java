package org.gongzhi.inspections;

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
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of hazards. There is no statement that deletes one.
@Component
class HazardStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;

    HazardStore(JdbcClient client, JdbcTemplate jdbc, Sealed sealed) {
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
    }

    void insert(List<Hazard> hazards) {
        jdbc.batchUpdate("""
                insert into inspections.hazard (community, id, place_code, premises, visit, campaign, matter, equipment,
                    sector, item, level, criterion, what, spot, owner, duty, measures, funds_fen, plan, goals, due_at,
                    found_at, state, stopped, listed, rectified_at, rectified_by, done, relapse_of, typical)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", hazards, 200, (row, hazard) -> {
            row.setLong(1, hazard.community());
            row.setLong(2, hazard.id());
            row.setString(3, hazard.placeCode());
            row.setLong(4, hazard.premises());
            row.setObject(5, hazard.visit());
            row.setObject(6, hazard.campaign());
            row.setObject(7, hazard.matter());
            row.setObject(8, hazard.equipment());
            row.setString(9, hazard.sector());
            row.setString(10, hazard.item());
            row.setString(11, hazard.level().name());
            row.setString(12, hazard.criterion());
            row.setString(13, hazard.what());
            row.setString(14, hazard.spot());
            row.setLong(15, hazard.owner());
            row.setBytes(16, sealed.seal(hazard.five().duty()));
            row.setString(17, hazard.five().measures());
            row.setLong(18, hazard.five().fundsFen());
            row.setString(19, hazard.five().plan());
            row.setString(20, hazard.five().goals());
            row.setTimestamp(21, Timestamp.from(hazard.five().dueAt()));
            row.setTimestamp(22, Timestamp.from(hazard.foundAt()));
            row.setString(23, hazard.state().name());
            row.setBoolean(24, hazard.stop().stopped());
            row.setBoolean(25, hazard.stop().listed());
            row.setTimestamp(26, VisitStore.stamp(hazard.fix().at()));
            row.setObject(27, hazard.fix().by());
            row.setString(28, hazard.fix().done());
            row.setObject(29, hazard.relapseOf());
            row.setBoolean(30, hazard.typical());
        });
    }

    /// Writes the next state; false when somebody was faster.
    boolean update(Hazard hazard, int seen) {
        return client.sql("""
                                update inspections.hazard set owner = ?, due_at = ?, state = ?, stopped = ?, listed = ?,
                                    resumed_at = ?, referred_at = ?, rectified_at = ?, rectified_by = ?, done = ?,
                                    returns = ?, struck_at = ?, struck_by = ?, struck_seat = ?, struck_no = ?,
                                    typical = ?, wanted_until = ?, wanted_by = ?, wanted_words = ?, extended = ?,
                                    warned = case when due_at < ? then 0 else warned end, version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(Arrays.asList(
                                hazard.owner(),
                                Timestamp.from(hazard.five().dueAt()),
                                hazard.state().name(),
                                hazard.stop().stopped(),
                                hazard.stop().listed(),
                                VisitStore.stamp(hazard.stop().resumedAt()),
                                VisitStore.stamp(hazard.stop().referredAt()),
                                VisitStore.stamp(hazard.fix().at()),
                                hazard.fix().by(),
                                hazard.fix().done(),
                                hazard.fix().returns(),
                                VisitStore.stamp(hazard.strike().at()),
                                hazard.strike().by(),
                                hazard.strike().seat(),
                                hazard.strike().number(),
                                hazard.typical(),
                                VisitStore.stamp(hazard.wanted().until()),
                                hazard.wanted().by(),
                                hazard.wanted().words(),
                                hazard.wanted().granted(),
                                Timestamp.from(hazard.five().dueAt()),
                                hazard.community(),
                                hazard.id(),
                                seen))
                        .update()
                == 1;
    }

    Hazard get(long id) {
        return client.sql("select * from inspections.hazard where id = ?")
                .param(id)
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("hazard"));
    }

    Optional<Long> ofMatter(long community, long matter) {
        return client.sql("select id from inspections.hazard where community = ? and matter = ?")
                .params(community, matter)
                .query(Long.class)
                .optional();
    }

    List<Hazard> of(Premises premises, int most) {
        return client.sql("""
                        select * from inspections.hazard where community = ? and premises = ? order by id desc limit ?""")
                .params(premises.community(), premises.id(), most)
                .query((row, _) -> read(row))
                .list();
    }

    List<Hazard> of(Visit visit) {
        return client.sql("select * from inspections.hazard where community = ? and visit = ? order by id")
                .params(visit.community(), visit.id())
                .query((row, _) -> read(row))
                .list();
    }

    List<Hazard> ownedBy(long seat, int most) {
        return client.sql("""
                        select * from inspections.hazard where owner = ? and state <> 'STRUCK' order by due_at, id limit ?""").params(seat, most).query((row, _) -> read(row)).list();
    }

    /// What to look for: any of these may be null for all.
    record Asked(
            InspectionFigures.Span span,
            Hazard.@Nullable State state,
            Hazard.@Nullable Level level,
            @Nullable Boolean overdue,
            @Nullable String sector) {}

    /// The newest first, from behind `before`.
    List<Hazard> list(Asked asked, Instant now, long before, int most) {
        var parameters = new ArrayList<Object>();
        String where = asked.span.hazards(parameters);
        if (asked.state != null) {
            where += " and h.state = ?";
            parameters.add(asked.state.name());
        }
        if (asked.level != null) {
            where += " and h.level = ?";
            parameters.add(asked.level.name());
        }
        if (asked.sector != null) {
            where += " and h.sector = ?";
            parameters.add(asked.sector);
        }
        if (asked.overdue != null) {
            where += " and h.state <> 'STRUCK' and h.due_at " + (asked.overdue ? "<" : ">=") + " ?";
            parameters.add(Timestamp.from(now));
        }
        parameters.add(before);
        parameters.add(most);
        return client.sql("select * from inspections.hazard h where " + where
                        + " and h.id < ? order by h.id desc limit ?")
                .params(parameters)
                .query((row, _) -> read(row))
                .list();
    }

    /// The struck-off hazards that new ones repeat, by item: the same at the same place since a moment.
    Map<String, Long> earlier(Premises premises, Collection<String> items, Instant since) {
        var found = new HashMap<String, Long>();
        client.sql("""
                        select distinct on (item) item, id from inspections.hazard
                        where community = ? and premises = ? and item = any (?) and item <> '' and state = 'STRUCK'
                        and struck_at >= ? order by item, id desc""")
                .params(premises.community(), premises.id(), items.toArray(String[]::new), Timestamp.from(since))
                .query((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .forEach(row -> found.put(row.getKey(), row.getValue()));
        return found;
    }

    /// True while anything that was stopped there has not been resumed.
    boolean stopped(long community, long premises) {
        return client.sql("""
                        select exists (select from inspections.hazard where community = ? and premises = ?
                            and stopped and resumed_at is null)""").params(community, premises).query(Boolean.class).single();
    }

    /// Open ones due before a moment that were warned of fewer than `step` times; marks them as warned.
    List<Hazard> warn(Instant dueBefore, int step, int most) {
        return client.sql("""
                        update inspections.hazard h set warned = ? from (
                            select community, id from inspections.hazard
                            where state <> 'STRUCK' and due_at <= ? and warned < ? order by due_at, id limit ?
                            for update skip locked) due
                        where h.community = due.community and h.id = due.id returning h.*""")
                .params(step, Timestamp.from(dueBefore), step, most)
                .query((row, _) -> read(row))
                .list();
    }

    /// Struck off in a campaign that wants second looks, within a span, not looked at again yet.
    List<Hazard> struck(Instant from, Instant until, int most) {
        return client.sql("""
                        select * from inspections.hazard h where state = 'STRUCK' and struck_at >= ? and struck_at < ?
                        and not exists (select from inspections.visit v where v.community = h.community
                            and v.premises = h.premises and v.because = h.id and v.kind = 'REINSPECTION')
                        order by struck_at, id limit ?""")
                .params(Timestamp.from(from), Timestamp.from(until), most)
                .query((row, _) -> read(row))
                .list();
    }

    /// A picture of a hazard.
    record Shot(Hazard hazard, Hazard.Picture picture) {}

    /// Adds pictures to one hazard, behind those that are there.
    void photos(Hazard hazard, List<String> names, String purpose) {
        int first = client.sql("""
                        select coalesce(max(position), -1) + 1 from inspections.hazard_photo
                        where community = ? and hazard = ?""")
                .params(hazard.community(), hazard.id())
                .query(Integer.class)
                .single();
        var shots = new ArrayList<Shot>();
        for (String name : names) {
            shots.add(new Shot(hazard, new Hazard.Picture(first + shots.size(), name, purpose)));
        }
        photos(shots);
    }

    void photos(List<Shot> shots) {
        jdbc.batchUpdate("""
                insert into inspections.hazard_photo (community, hazard, position, name, purpose)
                values (?, ?, ?, ?, ?)""", shots, 200, (row, shot) -> {
            row.setLong(1, shot.hazard.community());
            row.setLong(2, shot.hazard.id());
            row.setInt(3, shot.picture.position());
            row.setString(4, shot.picture.name());
            row.setString(5, shot.picture.purpose());
        });
    }

    List<Hazard.Picture> photos(Hazard hazard) {
        return client.sql("""
                        select position, name, purpose from inspections.hazard_photo
                        where community = ? and hazard = ? order by position""")
                .params(hazard.community(), hazard.id())
                .query((row, _) -> new Hazard.Picture(row.getInt(1), row.getString(2), row.getString(3)))
                .list();
    }

    /// The next number under a name, without gaps: the row is locked until the end of the transaction.
    int next(long community, String name) {
        return client.sql("""
                        insert into inspections.counter (community, name, last) values (?, ?, 1)
                        on conflict (community, name) do update set last = inspections.counter.last + 1
                        returning last""").params(community, name).query(Integer.class).single();
    }

    Hazard read(ResultSet row) throws SQLException {
        return new Hazard(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("place_code"),
                row.getLong("premises"),
                CampaignStore.number(row, "visit"),
                CampaignStore.number(row, "campaign"),
                CampaignStore.number(row, "matter"),
                row.getObject("equipment", Integer.class),
                row.getString("sector"),
                row.getString("item"),
                Hazard.Level.valueOf(row.getString("level")),
                row.getString("criterion"),
                row.getString("what"),
                row.getString("spot"),
                row.getLong("owner"),
                new Hazard.Five(
                        sealed.open(row.getBytes("duty")),
                        row.getString("measures"),
                        row.getLong("funds_fen"),
                        row.getTimestamp("due_at").toInstant(),
                        row.getString("plan"),
                        row.getString("goals")),
                row.getTimestamp("found_at").toInstant(),
                Hazard.State.valueOf(row.getString("state")),
                new Hazard.Stop(
                        row.getBoolean("stopped"),
                        row.getBoolean("listed"),
                        Clocks.instant(row, "resumed_at"),
                        Clocks.instant(row, "referred_at")),
                new Hazard.Fix(
                        Clocks.instant(row, "rectified_at"),
                        CampaignStore.number(row, "rectified_by"),
                        row.getString("done"),
                        row.getInt("returns")),
                new Hazard.Strike(
                        Clocks.instant(row, "struck_at"),
                        CampaignStore.number(row, "struck_by"),
                        CampaignStore.number(row, "struck_seat"),
                        row.getObject("struck_no", Integer.class)),
                CampaignStore.number(row, "relapse_of"),
                row.getBoolean("typical"),
                new Hazard.Wanted(
                        Clocks.instant(row, "wanted_until"),
                        CampaignStore.number(row, "wanted_by"),
                        row.getString("wanted_words"),
                        row.getInt("extended")),
                row.getInt("version"));
    }
}
