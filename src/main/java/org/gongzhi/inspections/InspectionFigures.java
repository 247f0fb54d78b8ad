package org.gongzhi.inspections;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The figures of a campaign and of everyday inspection, each counted from rows that can be opened. The
/// identity holds at every moment: general hazards = rectified + within term + overdue.
@Component
@Transactional(readOnly = true)
public class InspectionFigures {

    /// `rectified` are struck off; `withinTerm` and `overdue` are open. `personTimes` counts a person once
    /// for each day they were out.
    public record Figures(
            int cityTeams,
            int teams,
            int inspectors,
            int premises,
            int visits,
            int personTimes,
            int equipment,
            int generalHazards,
            int rectified,
            int withinTerm,
            int overdue,
            int majorHazards,
            int documents,
            int suspensions,
            int notices) {}

    /// One part: a division, a sector, a day, a kind.
    public record Part(String of, int visits, int premises, int general, int rectified, int overdue, int major) {}

    /// How a part is cut.
    public enum By {
        PLACE,
        SECTOR,
        DAY
    }

    /// What will be overdue unless somebody acts, by day.
    public record Forecast(LocalDate day, int hazards) {}

    /// Open and overdue at one place: for the map and the ranking.
    public record Heat(String placeCode, String name, int found, int open, int overdue, int risk) {}

    private final JdbcClient client;
    private final InspectionTerms terms;
    private final org.gongzhi.places.Places places;
    private final Clock clock;

    InspectionFigures(JdbcClient client, InspectionTerms terms, org.gongzhi.places.Places places, Clock clock) {
        this.client = client;
        this.terms = terms;
        this.places = places;
        this.clock = clock;
    }

    /// All of a campaign, or of its part in a place, up to now.
    public Figures of(Campaign campaign, @Nullable String placeCode) {
        String from = placeCode == null ? campaign.placeCode() : placeCode;
        String until = Place.end(from);
        var teams = client.sql("""
                        select count(*) filter (where level = 'CITY'), count(*) from inspections.team
                        where community = ? and campaign = ? and place_code >= ? and place_code < ?""")
                .params(campaign.community(), campaign.id(), from, until)
                .query((row, _) -> new int[] {row.getInt(1), row.getInt(2)})
                .single();
        int inspectors = client.sql("""
                        select count(*) from inspections.member m join inspections.team t on t.community = m.community
                            and t.campaign = m.campaign and t.id = m.team
                        where m.community = ? and m.campaign = ? and t.place_code >= ? and t.place_code < ?""")
                .params(campaign.community(), campaign.id(), from, until)
                .query(Integer.class)
                .single();
        var visited = client.sql("""
                        select count(distinct premises), count(*) from inspections.visit
                        where campaign = ? and state = 'FINISHED' and place_code >= ? and place_code < ?""")
                .params(campaign.id(), from, until)
                .query((row, _) -> new int[] {row.getInt(1), row.getInt(2)})
                .single();
        int personTimes = client.sql("""
                        select (select count(*) from (select distinct v.team, m.member, v.day
                                from inspections.visit v, unnest(v.members) as m(member)
                                where v.campaign = ? and v.state = 'FINISHED' and v.place_code >= ? and v.place_code < ?)
                                out_for_a_day)
                            + (select coalesce(sum(persons - cardinality(members)), 0) from inspections.visit
                                where campaign = ? and state = 'FINISHED' and place_code >= ? and place_code < ?)""")
                .params(campaign.id(), from, until, campaign.id(), from, until)
                .query(Integer.class)
                .single();
        int equipment = client.sql("""
                        select count(*) from (select distinct e.community, e.premises, e.equipment
                            from inspections.visit_equipment e join inspections.visit v
                                on v.community = e.community and v.id = e.visit
                            where v.campaign = ? and v.state = 'FINISHED' and v.place_code >= ? and v.place_code < ?) seen""")
                .params(campaign.id(), from, until)
                .query(Integer.class)
                .single();
        var found = client.sql("""
                        select count(*) filter (where level = 'GENERAL'),
                            count(*) filter (where level = 'GENERAL' and state = 'STRUCK'),
                            count(*) filter (where level = 'GENERAL' and state <> 'STRUCK' and due_at >= ?),
                            count(*) filter (where level = 'GENERAL' and state <> 'STRUCK' and due_at < ?),
                            count(*) filter (where level = 'MAJOR')
                        from inspections.hazard where campaign = ? and place_code >= ? and place_code < ?""")
                .params(now(), now(), campaign.id(), from, until)
                .query((row, _) ->
                        new int[] {row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5)})
                .single();
        var papers = client.sql("""
                        select count(*) filter (where kind = any (?)), count(*) filter (where kind = 'SUSPENSION'),
                            count(*) filter (where kind = 'NOTICE')
                        from inspections.paper where campaign = ? and withdrawn is null and place_code >= ?
                        and place_code < ?""")
                .params(
                        Arrays.stream(Document.Kind.values())
                                .filter(Document.Kind::enforcement)
                                .map(Enum::name)
                                .toArray(String[]::new),
                        campaign.id(),
                        from,
                        until)
                .query((row, _) -> new int[] {row.getInt(1), row.getInt(2), row.getInt(3)})
                .single();
        return new Figures(
                teams[0],
                teams[1],
                inspectors,
                visited[0],
                visited[1],
                personTimes,
                equipment,
                found[0],
                found[1],
                found[2],
                found[3],
                found[4],
                papers[0],
                papers[1],
                papers[2]);
    }

    /// How many documents of each kind a campaign made, withdrawn ones left out.
    public Map<Document.Kind, Integer> documents(Campaign campaign) {
        var found = new EnumMap<Document.Kind, Integer>(Document.Kind.class);
        client.sql("""
                        select kind, count(*) from inspections.paper where campaign = ? and withdrawn is null
                        group by 1""")
                .param(campaign.id())
                .query((row, _) -> Map.entry(Document.Kind.valueOf(row.getString(1)), row.getInt(2)))
                .list()
                .forEach(each -> found.put(each.getKey(), each.getValue()));
        return found;
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    /// The divisions below a campaign's place: counties of a city, streets of a county, communities of a street.
    private static int digits(Campaign campaign) {
        int own = campaign.placeCode().length();
        return own < 6 ? 6 : own < 9 ? 9 : 12;
    }

    /// The same cut into parts: what each division below, sector or day brought.
    public List<Part> parts(Campaign campaign, By by) {
        String visitKey = switch (by) {
            case PLACE -> "substr(v.place_code, 1, " + digits(campaign) + ")";
            case SECTOR -> "p.sector";
            case DAY -> "v.day::text";
        };
        String hazardKey = switch (by) {
            case PLACE -> "substr(h.place_code, 1, " + digits(campaign) + ")";
            case SECTOR -> "h.sector";
            case DAY -> "(h.found_at at time zone 'Asia/Shanghai')::date::text";
        };
        String joined = by == By.SECTOR
                ? " join inspections.premises p on p.community = v.community and p.id = v.premises"
                : "";
        return client.sql("select coalesce(a.part, b.part), coalesce(a.visits, 0), coalesce(a.premises, 0),"
                        + " coalesce(b.general, 0), coalesce(b.rectified, 0), coalesce(b.overdue, 0), coalesce(b.major, 0)"
                        + " from (select " + visitKey
                        + " as part, count(*) as visits, count(distinct v.premises) as premises"
                        + " from inspections.visit v" + joined
                        + " where v.campaign = ? and v.state = 'FINISHED' group by 1) a full join (select " + hazardKey
                        + " as part, count(*) filter (where h.level = 'GENERAL') as general,"
                        + " count(*) filter (where h.level = 'GENERAL' and h.state = 'STRUCK') as rectified,"
                        + " count(*) filter (where h.state <> 'STRUCK' and h.due_at < ?) as overdue,"
                        + " count(*) filter (where h.level = 'MAJOR') as major"
                        + " from inspections.hazard h where h.campaign = ? group by 1) b on b.part = a.part order by 1")
                .params(campaign.id(), now(), campaign.id())
                .query((row, _) -> new Part(
                        row.getString(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getInt(6),
                        row.getInt(7)))
                .list();
    }

    /// The name of a part, where its code is a place's.
    public String named(By by, String part) {
        return switch (by) {
            case PLACE -> places.find(part).map(Place::name).orElse(part);
            case SECTOR, DAY -> part;
        };
    }

    /// What becomes overdue in the coming days unless somebody acts.
    public List<Forecast> forecast(Actor actor) {
        var parameters = new ArrayList<Object>();
        String where = scope(actor).condition("h", parameters);
        LocalDate today = Clocks.today(clock);
        parameters.add(now());
        parameters.add(Timestamp.from(today.plusDays(terms.number("forecast-days") + 1L)
                .atStartOfDay(Clocks.ZONE)
                .toInstant()));
        return client.sql(
                        "select (h.due_at at time zone 'Asia/Shanghai')::date, count(*) from inspections.hazard h where "
                                + where
                                + " and h.state <> 'STRUCK' and h.due_at >= ? and h.due_at < ? group by 1 order by 1")
                .params(parameters)
                .query((row, _) -> new Forecast(row.getDate(1).toLocalDate(), row.getInt(2)))
                .list();
    }

    private static Scope scope(Actor actor) {
        Scope scope = actor.scope(Right.INSPECT);
        if (scope.empty()) {
            throw actor.signedIn() ? Refusal.forbidden("not-allowed") : Refusal.signIn("sign-in");
        }
        return scope;
    }

    /// Communities by what is open there, the worst first: the heat map and the ranking.
    public List<Heat> heat(Actor actor, int most) {
        var parameters = new ArrayList<Object>(List.of(now()));
        String where = scope(actor).condition("h", parameters);
        parameters.add(most);
        var rows = client.sql("""
                        select h.community, count(*), count(*) filter (where h.state <> 'STRUCK'),
                            count(*) filter (where h.state <> 'STRUCK' and h.due_at < ?),
                            count(*) filter (where h.level = 'MAJOR' and h.state <> 'STRUCK')
                        from inspections.hazard h where\s""" + where + " group by 1 order by 4 desc, 3 desc, 1 limit ?")
                .params(parameters)
                .query((row, _) -> new Heat(
                        Long.toString(row.getLong(1)), "", row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5)))
                .list();
        return rows.stream()
                .map(row -> new Heat(
                        row.placeCode,
                        places.find(row.placeCode).map(Place::name).orElse(row.placeCode),
                        row.found,
                        row.open,
                        row.overdue,
                        row.risk))
                .toList();
    }

    /// Everything of a period and place, campaign or not: for bulletins between campaigns.
    public Figures of(Actor actor, String placeCode, LocalDate from, LocalDate until) {
        Scope scope = scope(actor);
        if (!scope.covers(placeCode)) {
            throw Refusal.forbidden("not-allowed");
        }
        if (until.isBefore(from)) {
            throw Refusal.invalid("period");
        }
        var begin = Timestamp.from(from.atStartOfDay(Clocks.ZONE).toInstant());
        var end = Timestamp.from(until.plusDays(1).atStartOfDay(Clocks.ZONE).toInstant());
        String last = Place.end(placeCode);
        var visited = client.sql("""
                        select count(distinct premises), count(*), coalesce(sum(persons), 0) from inspections.visit
                        where state = 'FINISHED' and kind <> 'SELF' and place_code >= ? and place_code < ?
                        and day between ? and ?""")
                .params(placeCode, last, Date.valueOf(from), Date.valueOf(until))
                .query((row, _) -> new int[] {row.getInt(1), row.getInt(2), row.getInt(3)})
                .single();
        var found = client.sql("""
                        select count(*) filter (where level = 'GENERAL'),
                            count(*) filter (where level = 'GENERAL' and state = 'STRUCK'),
                            count(*) filter (where level = 'GENERAL' and state <> 'STRUCK' and due_at >= ?),
                            count(*) filter (where level = 'GENERAL' and state <> 'STRUCK' and due_at < ?),
                            count(*) filter (where level = 'MAJOR')
                        from inspections.hazard where place_code >= ? and place_code < ? and found_at >= ?
                        and found_at < ?""")
                .params(now(), now(), placeCode, last, begin, end)
                .query((row, _) ->
                        new int[] {row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5)})
                .single();
        var papers = client.sql("""
                        select count(*) filter (where kind = any (?)), count(*) filter (where kind = 'SUSPENSION'),
                            count(*) filter (where kind = 'NOTICE')
                        from inspections.paper where place_code >= ? and place_code < ?
                        and issued_at >= ? and issued_at < ? and withdrawn is null""")
                .params(
                        Arrays.stream(Document.Kind.values())
                                .filter(Document.Kind::enforcement)
                                .map(Enum::name)
                                .toArray(String[]::new),
                        placeCode,
                        last,
                        begin,
                        end)
                .query((row, _) -> new int[] {row.getInt(1), row.getInt(2), row.getInt(3)})
                .single();
        return new Figures(
                0,
                0,
                0,
                visited[0],
                visited[1],
                visited[2],
                0,
                found[0],
                found[1],
                found[2],
                found[3],
                found[4],
                papers[0],
                papers[1],
                papers[2]);
    }
}
