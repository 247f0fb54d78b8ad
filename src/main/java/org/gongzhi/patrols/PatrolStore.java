package org.gongzhi.patrols;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of patrols.
@Component
class PatrolStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient client;

    PatrolStore(JdbcClient client) {
        this.client = client;
    }

    void insert(PatrolTeam team, Instant now) {
        client.sql("""
                        insert into patrols.team (community, id, place, place_code, name, leader, made_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        team.community(),
                        team.id(),
                        team.place(),
                        team.placeCode(),
                        team.name(),
                        team.leader(),
                        Timestamp.from(now))
                .update();
    }

    PatrolTeam team(long id) {
        return client.sql("select * from patrols.team where id = ?")
                .param(id)
                .query(PatrolStore::team)
                .optional()
                .orElseThrow(() -> Refusal.unknown("patrol-team"));
    }

    List<PatrolTeam> teams(String code) {
        return client.sql("""
                        select * from patrols.team where place_code >= ? and place_code < ? and ended_at is null
                        order by place_code, id limit 500""")
                .params(code, Place.end(code))
                .query(PatrolStore::team)
                .list();
    }

    private static PatrolTeam team(ResultSet row, int number) throws SQLException {
        return new PatrolTeam(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                row.getString("name"),
                row.getLong("leader"),
                row.getTimestamp("ended_at") == null);
    }

    void update(PatrolTeam team, @Nullable Instant ended) {
        client.sql("update patrols.team set name = ?, leader = ?, ended_at = ? where community = ? and id = ?")
                .params(Arrays.asList(
                        team.name(),
                        team.leader(),
                        ended == null ? null : Timestamp.from(ended),
                        team.community(),
                        team.id()))
                .update();
    }

    List<Patrols.Route> routes(PatrolTeam team) {
        return client.sql("select * from patrols.route where community = ? and team = ? order by id")
                .params(team.community(), team.id())
                .query((row, _) -> new Patrols.Route(
                        row.getInt("id"),
                        row.getString("name"),
                        points(row.getString("points")),
                        row.getInt("metres"),
                        row.getInt("version")))
                .list();
    }

    /// Writes a route, new or over the version that was seen.
    boolean save(PatrolTeam team, Patrols.Route route) {
        return client.sql("""
                        insert into patrols.route (community, team, id, name, points, metres, version)
                        values (?, ?, ?, ?, ?::jsonb, ?, 1)
                        on conflict (community, team, id) do update set name = excluded.name, points = excluded.points,
                            metres = excluded.metres, version = patrols.route.version + 1
                        where patrols.route.version = ?""")
                        .params(
                                team.community(),
                                team.id(),
                                route.id(),
                                route.name(),
                                JSON.writeValueAsString(route.points()),
                                route.metres(),
                                route.version())
                        .update()
                == 1;
    }

    List<Patrols.Plan> plans(PatrolTeam team) {
        return client.sql("select * from patrols.plan where community = ? and team = ? order by id")
                .params(team.community(), team.id())
                .query(PatrolStore::plan)
                .list();
    }

    private static Patrols.Plan plan(ResultSet row, int number) throws SQLException {
        return new Patrols.Plan(
                row.getInt("id"),
                row.getObject("route", Integer.class),
                row.getInt("weekdays"),
                row.getTime("begins").toLocalTime(),
                row.getInt("minutes"),
                row.getInt("seats"),
                row.getDate("from_day").toLocalDate(),
                row.getDate("until_day").toLocalDate());
    }

    void insert(PatrolTeam team, Patrols.Plan plan) {
        client.sql("""
                        insert into patrols.plan (community, team, id, route, weekdays, begins, minutes, seats, from_day,
                            until_day) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        team.community(),
                        team.id(),
                        plan.id(),
                        plan.route(),
                        plan.weekdays(),
                        Time.valueOf(plan.begins()),
                        plan.minutes(),
                        plan.seats(),
                        Date.valueOf(plan.from()),
                        Date.valueOf(plan.until())))
                .update();
    }

    void end(PatrolTeam team, int plan, LocalDate last) {
        client.sql(
                        "update patrols.plan set until_day = least(until_day, ?) where community = ? and team = ? and id = ?")
                .params(Date.valueOf(last), team.community(), team.id(), plan)
                .update();
        client.sql("""
                        update patrols.outing set state = 'CANCELLED', version = version + 1
                        where community = ? and team = ? and plan = ? and state = 'PLANNED' and begins_at >= ?""")
                .params(
                        team.community(),
                        team.id(),
                        plan,
                        Timestamp.from(last.plusDays(1)
                                .atStartOfDay(org.gongzhi.kernel.Clocks.ZONE)
                                .toInstant()))
                .update();
    }

    /// Plans whose outings have not been made up to a day, claimed for this transaction, with their teams.
    List<java.util.Map.Entry<PatrolTeam, Patrols.Plan>> due(LocalDate today, LocalDate until) {
        return client.sql("""
                        select p.*, t.place, t.place_code, t.name, t.leader, t.ended_at, t.id as team_id
                        from patrols.plan p join patrols.team t on t.community = p.community and t.id = p.team
                        where t.ended_at is null and p.until_day >= ?
                        and (p.made_until is null or p.made_until < least(?, p.until_day))
                        order by p.community, p.team, p.id limit 500 for update of p skip locked""")
                .params(Date.valueOf(today), Date.valueOf(until))
                .query((row, number) -> java.util.Map.entry(
                        new PatrolTeam(
                                row.getLong("community"),
                                row.getLong("team_id"),
                                row.getLong("place"),
                                row.getString("place_code"),
                                row.getString("name"),
                                row.getLong("leader"),
                                true),
                        plan(row, number)))
                .list();
    }

    void made(PatrolTeam team, int plan, LocalDate until) {
        client.sql("update patrols.plan set made_until = ? where community = ? and team = ? and id = ?")
                .params(Date.valueOf(until), team.community(), team.id(), plan)
                .update();
    }

    void insert(Patrols.Outing outing) {
        client.sql("""
                        insert into patrols.outing (community, id, team, route, plan, begins_at, ends_at, seats, state)
                        values (?, ?, ?, ?, ?, ?, ?, ?, 'PLANNED') on conflict do nothing""")
                .params(Arrays.asList(
                        outing.community(),
                        outing.id(),
                        outing.team(),
                        outing.route(),
                        outing.plan(),
                        Timestamp.from(outing.beginsAt()),
                        Timestamp.from(outing.endsAt()),
                        outing.seats()))
                .update();
    }

    Patrols.Outing outing(long id) {
        return client.sql("select * from patrols.outing where id = ?")
                .param(id)
                .query(PatrolStore::outing)
                .optional()
                .orElseThrow(() -> Refusal.unknown("patrol"));
    }

    /// Outings of a community around now, the next first.
    List<Patrols.Outing> outings(long community, Instant from, Instant until) {
        return client.sql("""
                        select * from patrols.outing where community = ? and begins_at >= ? and begins_at < ?
                        order by begins_at, id limit 200""")
                .params(community, Timestamp.from(from), Timestamp.from(until))
                .query(PatrolStore::outing)
                .list();
    }

    private static Patrols.Outing outing(ResultSet row, int number) throws SQLException {
        String track = row.getString("track");
        return new Patrols.Outing(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("team"),
                row.getObject("route", Integer.class),
                row.getObject("plan", Integer.class),
                row.getTimestamp("begins_at").toInstant(),
                row.getTimestamp("ends_at").toInstant(),
                row.getInt("seats"),
                row.getInt("taken"),
                Patrols.State.valueOf(row.getString("state")),
                Clocks.instant(row, "started_at"),
                Clocks.instant(row, "finished_at"),
                track == null ? List.of() : points(track),
                row.getInt("metres"),
                row.getString("words"),
                row.getInt("version"));
    }

    /// One more walker if a place is free; false when full or signed up already.
    boolean signUp(Patrols.Outing outing, long account, Instant now) {
        int fresh = client.sql("""
                        with place as (
                            update patrols.outing set taken = taken + 1
                            where community = ? and id = ? and taken < seats and state in ('PLANNED', 'RUNNING')
                            and not exists (select from patrols.walker where community = ? and outing = ? and account = ?)
                            returning community, id)
                        insert into patrols.walker (community, outing, account, at) select community, id, ?, ? from place""")
                .params(
                        outing.community(),
                        outing.id(),
                        outing.community(),
                        outing.id(),
                        account,
                        account,
                        Timestamp.from(now))
                .update();
        return fresh == 1;
    }

    boolean signOff(Patrols.Outing outing, long account) {
        int gone = client.sql(
                        "delete from patrols.walker where community = ? and outing = ? and account = ? and came is null")
                .params(outing.community(), outing.id(), account)
                .update();
        if (gone == 1) {
            client.sql("update patrols.outing set taken = taken - 1 where community = ? and id = ?")
                    .params(outing.community(), outing.id())
                    .update();
        }
        return gone == 1;
    }

    List<Patrols.Walker> walkers(Patrols.Outing outing) {
        return client.sql("""
                        select account, came, minutes from patrols.walker where community = ? and outing = ? order by at""")
                .params(outing.community(), outing.id())
                .query((row, _) -> new Patrols.Walker(
                        row.getLong("account"), (Boolean) row.getObject("came"), row.getInt("minutes")))
                .list();
    }

    boolean start(Patrols.Outing outing, Instant at) {
        return client.sql("""
                        update patrols.outing set state = 'RUNNING', started_at = ?, version = version + 1
                        where community = ? and id = ? and state = 'PLANNED'""")
                        .params(Timestamp.from(at), outing.community(), outing.id())
                        .update()
                == 1;
    }

    boolean finish(Patrols.Outing outing, Instant at, List<Double> track, int metres, String words) {
        return client.sql("""
                        update patrols.outing set state = 'DONE', finished_at = ?, track = ?::jsonb, metres = ?, words = ?,
                            version = version + 1
                        where community = ? and id = ? and state = 'RUNNING'""")
                        .params(
                                Timestamp.from(at),
                                JSON.writeValueAsString(track),
                                metres,
                                words,
                                outing.community(),
                                outing.id())
                        .update()
                == 1;
    }

    boolean cancel(Patrols.Outing outing, String words) {
        return client.sql("""
                        update patrols.outing set state = 'CANCELLED', words = ?, version = version + 1
                        where community = ? and id = ? and state = 'PLANNED'""").params(words, outing.community(), outing.id()).update() == 1;
    }

    void credit(Patrols.Outing outing, long account, boolean came, int minutes) {
        client.sql("update patrols.walker set came = ?, minutes = ? where community = ? and outing = ? and account = ?")
                .params(came, minutes, outing.community(), outing.id(), account)
                .update();
    }

    /// The minutes credited to an account.
    long minutes(long account) {
        return client.sql("select coalesce(sum(minutes), 0) from patrols.walker where account = ?")
                .param(account)
                .query(Long.class)
                .single();
    }

    void found(Patrols.Outing outing, Patrols.Finding finding, Instant at) {
        client.sql("""
                        insert into patrols.finding (community, outing, matter, kind, fixed, account, at)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(
                        outing.community(),
                        outing.id(),
                        finding.matter(),
                        finding.kind(),
                        finding.fixed(),
                        finding.account(),
                        Timestamp.from(at))
                .update();
    }

    List<Patrols.Finding> findings(Patrols.Outing outing) {
        return client.sql("select * from patrols.finding where community = ? and outing = ? order by matter")
                .params(outing.community(), outing.id())
                .query((row, _) -> new Patrols.Finding(
                        row.getLong("matter"), row.getString("kind"), row.getBoolean("fixed"), row.getLong("account")))
                .list();
    }

    Optional<Long> propose(Patrols.Outing outing, Patrols.Proposal proposal, @Nullable String key, Instant at) {
        return client.sql("""
                        insert into patrols.proposal (community, id, outing, account, words, state, at, command_key)
                        values (?, ?, ?, ?, ?, 'RAISED', ?, ?) on conflict do nothing returning id""")
                .params(Arrays.asList(
                        outing.community(),
                        proposal.id(),
                        outing.id(),
                        proposal.account(),
                        proposal.words(),
                        Timestamp.from(at),
                        key))
                .query((row, _) -> row.getLong(1))
                .optional();
    }

    boolean withdraw(long community, long proposal, long account) {
        return client.sql("""
                        update patrols.proposal set state = 'WITHDRAWN'
                        where community = ? and id = ? and account = ? and state = 'RAISED'""").params(community, proposal, account).update() == 1;
    }

    List<Patrols.Proposal> proposals(Patrols.Outing outing) {
        return client.sql("""
                        select id, account, words from patrols.proposal
                        where community = ? and outing = ? and state = 'RAISED' order by id""")
                .params(outing.community(), outing.id())
                .query((row, _) -> new Patrols.Proposal(row.getLong(1), row.getLong(2), row.getString(3)))
                .list();
    }

    private static List<Double> points(String json) {
        return JSON.readValue(json, new TypeReference<List<Double>>() {});
    }
}
