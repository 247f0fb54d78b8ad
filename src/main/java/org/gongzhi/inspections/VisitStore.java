package org.gongzhi.inspections;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of visits and of who looked at their plans.
@Component
class VisitStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    VisitStore(JdbcClient client, JdbcTemplate jdbc, JsonMapper json) {
        this.client = client;
        this.jdbc = jdbc;
        this.json = json;
    }

    /// Writes a visit; false when the same command came before.
    boolean insert(Visit visit, @Nullable Long campaignCommunity, @Nullable String key) {
        return client.sql("""
                                insert into inspections.visit (community, id, place_code, premises, campaign,
                                    campaign_community, team, members, persons, seat, kind, because, checklist,
                                    checklist_version, planned_on, state, arrived_at, arrival, metres, finished_at, day,
                                    answers, interview, words, command_key)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                                on conflict do nothing""")
                        .params(Arrays.asList(
                                visit.community(),
                                visit.id(),
                                visit.placeCode(),
                                visit.premises(),
                                visit.campaign(),
                                campaignCommunity,
                                visit.team(),
                                members(visit),
                                visit.persons(),
                                visit.seat(),
                                visit.kind().name(),
                                visit.because(),
                                visit.checklist(),
                                visit.checklistVersion(),
                                Date.valueOf(visit.plannedOn()),
                                visit.state().name(),
                                stamp(visit.arrivedAt()),
                                visit.arrival() == null ? null : visit.arrival().name(),
                                visit.metres(),
                                stamp(visit.finishedAt()),
                                day(visit.finishedAt()),
                                json.writeValueAsString(visit.answers()),
                                visit.interview(),
                                visit.words(),
                                key))
                        .update()
                == 1;
    }

    private static Short[] members(Visit visit) {
        return visit.members().stream().map(Integer::shortValue).toArray(Short[]::new);
    }

    private static @Nullable Date day(@Nullable Instant at) {
        return at == null ? null : Date.valueOf(LocalDate.ofInstant(at, Clocks.ZONE));
    }

    static @Nullable Timestamp stamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    /// Writes the next state; false when somebody was faster.
    boolean update(Visit visit, int seen) {
        return client.sql("""
                                update inspections.visit set members = ?, persons = ?, seat = ?, state = ?, arrived_at = ?,
                                    arrival = ?, metres = ?, finished_at = ?, day = ?, answers = ?::jsonb, interview = ?,
                                    words = ?, planned_on = ?, version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(Arrays.asList(
                                members(visit),
                                visit.persons(),
                                visit.seat(),
                                visit.state().name(),
                                stamp(visit.arrivedAt()),
                                visit.arrival() == null ? null : visit.arrival().name(),
                                visit.metres(),
                                stamp(visit.finishedAt()),
                                day(visit.finishedAt()),
                                json.writeValueAsString(visit.answers()),
                                visit.interview(),
                                visit.words(),
                                Date.valueOf(visit.plannedOn()),
                                visit.community(),
                                visit.id(),
                                seen))
                        .update()
                == 1;
    }

    Optional<Visit> byKey(long community, String key) {
        return client.sql("select * from inspections.visit where community = ? and command_key = ?")
                .params(community, key)
                .query((row, _) -> read(row))
                .optional();
    }

    Visit get(long id) {
        return client.sql("select * from inspections.visit where id = ?")
                .param(id)
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("visit"));
    }

    /// What is planned or begun for a seat or the teams of somebody, the earliest first.
    List<Visit> planned(Collection<Long> seats, Collection<long[]> teams, int most) {
        return client.sql("""
                        select * from inspections.visit where state in ('PLANNED', 'ARRIVED') and (seat = any (?)
                            or (campaign, team) in (select * from unnest(?, ?)))
                        order by planned_on, id limit ?""")
                .params(
                        seats.toArray(Long[]::new),
                        teams.stream().map(each -> each[0]).toArray(Long[]::new),
                        teams.stream().map(each -> (int) each[1]).toArray(Integer[]::new),
                        most)
                .query((row, _) -> read(row))
                .list();
    }

    /// The visits of a place of business, the newest first; `begun` leaves out what has not begun.
    List<Visit> of(Premises premises, boolean begun, int most) {
        return client.sql("""
                        select * from inspections.visit where community = ? and premises = ?
                        and (not ? or arrived_at is not null) order by id desc limit ?""")
                .params(premises.community(), premises.id(), begun, most)
                .query((row, _) -> read(row))
                .list();
    }

    /// Those that took place, the newest first, from behind `before`.
    List<Visit> list(InspectionFigures.Span span, long before, int most) {
        var parameters = new ArrayList<Object>();
        String where = span.visits(parameters);
        parameters.add(before);
        parameters.add(most);
        return client.sql(
                        "select * from inspections.visit v where " + where + " and v.id < ? order by v.id desc limit ?")
                .params(parameters)
                .query((row, _) -> read(row))
                .list();
    }

    /// The premises that a campaign plans or has visited.
    Set<Long> premisesOf(long campaign) {
        return client
                .sql("select distinct premises from inspections.visit where campaign = ? and state <> 'CANCELLED'")
                .param(campaign)
                .query((row, _) -> row.getLong(1))
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    /// True while something is planned there for the same reason.
    boolean anyPlanned(Premises premises, Visit.Kind kind) {
        return client.sql("""
                        select exists (select from inspections.visit where community = ? and premises = ? and kind = ?
                            and state in ('PLANNED', 'ARRIVED'))""")
                .params(premises.community(), premises.id(), kind.name())
                .query(Boolean.class)
                .single();
    }

    void equip(Visit visit, List<Integer> equipment) {
        jdbc.batchUpdate("""
                insert into inspections.visit_equipment (community, visit, premises, equipment) values (?, ?, ?, ?)
                on conflict do nothing""", equipment, 500, (row, each) -> {
            row.setLong(1, visit.community());
            row.setLong(2, visit.id());
            row.setLong(3, visit.premises());
            row.setInt(4, each);
        });
    }

    List<Integer> equipment(Visit visit) {
        return client.sql("""
                        select equipment from inspections.visit_equipment where community = ? and visit = ? order by 1""")
                .params(visit.community(), visit.id())
                .query((row, _) -> row.getInt(1))
                .list();
    }

    /// Who saw a plan before arrival.
    record Look(long account, @Nullable Long seat, Instant at) {}

    void look(Visit visit, long id, long account, @Nullable Long seat, Instant at) {
        client.sql("insert into inspections.look (community, visit, id, account, seat, at) values (?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(visit.community(), visit.id(), id, account, seat, Timestamp.from(at)))
                .update();
    }

    List<Look> looks(Visit visit) {
        return client.sql("""
                        select account, seat, at from inspections.look where community = ? and visit = ? order by id
                        limit 500""")
                .params(visit.community(), visit.id())
                .query((row, _) -> new Look(
                        row.getLong(1),
                        CampaignStore.number(row, "seat"),
                        row.getTimestamp(3).toInstant()))
                .list();
    }

    /// Gives what somebody who leaves had planned to somebody else.
    int reseat(long from, long to) {
        return client.sql("""
                        update inspections.visit set seat = ?, version = version + 1
                        where seat = ? and state in ('PLANNED', 'ARRIVED')""").params(to, from).update();
    }

    private Visit read(ResultSet row) throws SQLException {
        Timestamp arrived = row.getTimestamp("arrived_at");
        Timestamp finished = row.getTimestamp("finished_at");
        String arrival = row.getString("arrival");
        return new Visit(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("place_code"),
                row.getLong("premises"),
                CampaignStore.number(row, "campaign"),
                row.getObject("team", Integer.class),
                Arrays.stream((Short[]) row.getArray("members").getArray())
                        .map(Short::intValue)
                        .toList(),
                row.getInt("persons"),
                CampaignStore.number(row, "seat"),
                Visit.Kind.valueOf(row.getString("kind")),
                CampaignStore.number(row, "because"),
                row.getString("checklist"),
                row.getInt("checklist_version"),
                row.getDate("planned_on").toLocalDate(),
                Visit.State.valueOf(row.getString("state")),
                arrived == null ? null : arrived.toInstant(),
                arrival == null ? null : Visit.Arrival.valueOf(arrival),
                row.getObject("metres", Integer.class),
                finished == null ? null : finished.toInstant(),
                List.of(json.readValue(row.getString("answers"), Visit.Answer[].class)),
                row.getString("interview"),
                row.getString("words"),
                row.getInt("version"));
    }
}
