package org.gongzhi.inspections;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of campaigns and their teams.
@Component
class CampaignStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    CampaignStore(JdbcClient client, JdbcTemplate jdbc, JsonMapper json) {
        this.client = client;
        this.jdbc = jdbc;
        this.json = json;
    }

    boolean insert(Campaign campaign) {
        return client.sql("""
                                insert into inspections.campaign (community, id, place, place_code, code, name, level,
                                    ordered, principles, sectors, kinds, quota, covering, unannounced, recheck, seed,
                                    seed_hash, checklists, lead_seat, lead_group, starts_on, ends_on, state, version)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?, ?, ?,
                                    1)
                                on conflict do nothing""")
                        .params(Arrays.asList(
                                campaign.community(),
                                campaign.id(),
                                campaign.place(),
                                campaign.placeCode(),
                                campaign.code(),
                                campaign.name(),
                                campaign.level().name(),
                                campaign.ordered(),
                                campaign.principles().toArray(String[]::new),
                                campaign.sectors().toArray(String[]::new),
                                campaign.kinds().toArray(String[]::new),
                                campaign.quota(),
                                campaign.covering(),
                                campaign.unannounced(),
                                campaign.recheck(),
                                campaign.seed(),
                                campaign.seedHash(),
                                json.writeValueAsString(campaign.checklists()),
                                campaign.leadSeat(),
                                json.writeValueAsString(campaign.leadGroup()),
                                Date.valueOf(campaign.startsOn()),
                                Date.valueOf(campaign.endsOn()),
                                campaign.state().name()))
                        .update()
                == 1;
    }

    /// The id behind a code; null for none asked for.
    @Nullable
    Long idOf(@Nullable String code) {
        return code == null || code.isBlank()
                ? null
                : Long.valueOf(find(code)
                        .orElseThrow(() -> Refusal.unknown("campaign"))
                        .id());
    }

    Optional<Campaign> find(String code) {
        return client.sql("select * from inspections.campaign where code = ? order by id limit 1")
                .param(code)
                .query((row, _) -> read(row))
                .optional();
    }

    Campaign get(long id) {
        return client.sql("select * from inspections.campaign where id = ?")
                .param(id)
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("campaign"));
    }

    /// Campaigns within a scope, or that reach into it from above; the newest first.
    List<Campaign> list(Scope scope, int most) {
        var parameters = new ArrayList<Object>();
        String within = scope.condition("c", parameters);
        var above = scope.codes().stream()
                .flatMap(code -> org.gongzhi.places.Place.outward(code).stream())
                .distinct()
                .toArray(String[]::new);
        parameters.add(above);
        parameters.add(most);
        return client.sql("select * from inspections.campaign c where " + within
                        + " or c.place_code = any (?) order by c.id desc limit ?")
                .params(parameters)
                .query((row, _) -> read(row))
                .list();
    }

    private Campaign read(ResultSet row) throws SQLException {
        return new Campaign(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                row.getString("code"),
                row.getString("name"),
                Campaign.Level.valueOf(row.getString("level")),
                row.getString("ordered"),
                texts(row, "principles"),
                texts(row, "sectors"),
                texts(row, "kinds"),
                row.getInt("quota"),
                row.getBoolean("covering"),
                row.getBoolean("unannounced"),
                row.getInt("recheck"),
                row.getString("seed"),
                row.getString("seed_hash"),
                json.readValue(row.getString("checklists"), new TypeReference<Map<String, Integer>>() {}),
                row.getLong("lead_seat"),
                List.of(json.readValue(row.getString("lead_group"), Campaign.Named[].class)),
                row.getDate("starts_on").toLocalDate(),
                row.getDate("ends_on").toLocalDate(),
                Campaign.State.valueOf(row.getString("state")),
                row.getInt("version"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /// Writes what may change; false when somebody was faster.
    boolean update(Campaign campaign, int seen) {
        return client.sql("""
                                update inspections.campaign set name = ?, ordered = ?, principles = ?, quota = ?,
                                    ends_on = ?, state = ?, checklists = ?::jsonb, lead_seat = ?, lead_group = ?::jsonb,
                                    version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(Arrays.asList(
                                campaign.name(),
                                campaign.ordered(),
                                campaign.principles().toArray(String[]::new),
                                campaign.quota(),
                                Date.valueOf(campaign.endsOn()),
                                campaign.state().name(),
                                json.writeValueAsString(campaign.checklists()),
                                campaign.leadSeat(),
                                json.writeValueAsString(campaign.leadGroup()),
                                campaign.community(),
                                campaign.id(),
                                seen))
                        .update()
                == 1;
    }

    /// Locks the campaign while its teams are numbered.
    int nextTeam(Campaign campaign) {
        client.sql("select 1 from inspections.campaign where community = ? and id = ? for update")
                .params(campaign.community(), campaign.id())
                .query((row, _) -> row.getInt(1))
                .single();
        return client.sql("select coalesce(max(id), 0) + 1 from inspections.team where community = ? and campaign = ?")
                .params(campaign.community(), campaign.id())
                .query(Integer.class)
                .single();
    }

    void add(Campaign campaign, List<Campaign.Team> teams) {
        jdbc.batchUpdate("""
                insert into inspections.team (community, campaign, id, name, level, place_code, sector)
                values (?, ?, ?, ?, ?, ?, ?)""", teams, 500, (row, team) -> {
            row.setLong(1, campaign.community());
            row.setLong(2, campaign.id());
            row.setInt(3, team.id());
            row.setString(4, team.name());
            row.setString(5, team.level().name());
            row.setString(6, team.placeCode());
            row.setString(7, team.sector());
        });
        record Row(Campaign.Team team, Campaign.Member member) {}
        jdbc.batchUpdate(
                """
                insert into inspections.member (community, campaign, team, id, name, body, part, seconded, account,
                    person)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                teams.stream()
                        .flatMap(team -> team.members().stream().map(member -> new Row(team, member)))
                        .toList(),
                500,
                (row, each) -> {
                    row.setLong(1, campaign.community());
                    row.setLong(2, campaign.id());
                    row.setInt(3, each.team.id());
                    row.setInt(4, each.member.id());
                    row.setString(5, each.member.name());
                    row.setString(6, each.member.body());
                    row.setString(7, each.member.part().name());
                    row.setBoolean(8, each.member.seconded());
                    row.setObject(9, each.member.account());
                    row.setObject(10, each.member.person());
                });
    }

    List<Campaign.Team> teams(Campaign campaign, int after, int most) {
        return client.sql("""
                        select id, name, level, place_code, sector from inspections.team
                        where community = ? and campaign = ? and id > ? order by id limit ?""")
                .params(campaign.community(), campaign.id(), after, most)
                .query((row, _) -> team(row))
                .list();
    }

    private static Campaign.Team team(ResultSet row) throws SQLException {
        return new Campaign.Team(
                row.getInt("id"),
                row.getString("name"),
                Campaign.Level.valueOf(row.getString("level")),
                row.getString("place_code"),
                row.getString("sector"),
                List.of());
    }

    Optional<Campaign.Team> team(Campaign campaign, int id) {
        return client.sql("""
                        select id, name, level, place_code, sector from inspections.team
                        where community = ? and campaign = ? and id = ?""")
                .params(campaign.community(), campaign.id(), id)
                .query((row, _) -> team(row))
                .optional()
                .map(team -> new Campaign.Team(
                        team.id(), team.name(), team.level(), team.placeCode(), team.sector(), members(campaign, id)));
    }

    /// All teams with their members.
    List<Campaign.Team> staffed(Campaign campaign) {
        var members = new java.util.HashMap<Integer, List<Campaign.Member>>();
        client.sql("select * from inspections.member where community = ? and campaign = ? order by team, id")
                .params(campaign.community(), campaign.id())
                .query((row, _) -> members.computeIfAbsent(row.getInt("team"), _ -> new ArrayList<>())
                        .add(member(row)))
                .list();
        return teams(campaign, 0, Integer.MAX_VALUE).stream()
                .map(team -> new Campaign.Team(
                        team.id(),
                        team.name(),
                        team.level(),
                        team.placeCode(),
                        team.sector(),
                        members.getOrDefault(team.id(), List.of())))
                .toList();
    }

    private static Campaign.Member member(ResultSet row) throws SQLException {
        return new Campaign.Member(
                row.getInt("id"),
                row.getString("name"),
                row.getString("body"),
                Campaign.Member.Part.valueOf(row.getString("part")),
                row.getBoolean("seconded"),
                number(row, "account"),
                number(row, "person"));
    }

    private List<Campaign.Member> members(Campaign campaign, int team) {
        return client.sql("""
                        select * from inspections.member where community = ? and campaign = ? and team = ? order by id""")
                .params(campaign.community(), campaign.id(), team)
                .query((row, _) -> member(row))
                .list();
    }

    /// The teams somebody belongs to in campaigns that run: campaign and team.
    List<long[]> teamsOf(long account) {
        return client.sql("""
                        select m.campaign, m.team from inspections.member m join inspections.campaign c
                        on c.community = m.community and c.id = m.campaign
                        where m.account = ? and c.state = 'RUNNING'""")
                .param(account)
                .query((row, _) -> new long[] {row.getLong(1), row.getLong(2)})
                .list();
    }

    static @org.jspecify.annotations.Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
