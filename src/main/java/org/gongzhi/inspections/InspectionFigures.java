package org.gongzhi.inspections;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
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
    private final Places places;
    private final Clock clock;

    InspectionFigures(JdbcClient client, InspectionTerms terms, Places places, Clock clock) {
        this.client = client;
        this.terms = terms;
        this.places = places;
        this.clock = clock;
    }

    /// What figures are of, and the rows they open into: places, and there one campaign or everything of the
    /// days from `from` to `until`.
    public record Span(
            @Nullable Long campaign,
            Scope scope,
            @Nullable LocalDate from,
            @Nullable LocalDate until) {

        public static Span of(Campaign campaign, @Nullable String placeCode) {
            return new Span(campaign.id(), new Scope(List.of(campaign.placeCode())).within(placeCode), null, null);
        }

        private String condition(String table, List<Object> parameters) {
            String where = scope.condition(table, parameters);
            if (campaign != null) {
                where += " and " + table + ".campaign = ?";
                parameters.add(campaign);
            }
            return where;
        }

        private String between(String column, List<Object> parameters) {
            String where = "";
            if (from != null) {
                where += " and " + column + " >= ?";
                parameters.add(Timestamp.from(from.atStartOfDay(Clocks.ZONE).toInstant()));
            }
            if (until != null) {
                where += " and " + column + " < ?";
                parameters.add(Timestamp.from(
                        until.plusDays(1).atStartOfDay(Clocks.ZONE).toInstant()));
            }
            return where;
        }

        /// Visits that took place; self-inspections are the premises' own.
        String visits(List<Object> parameters) {
            String where = condition("v", parameters) + " and v.state = 'FINISHED' and v.kind <> 'SELF'";
            if (from != null) {
                where += " and v.day >= ?";
                parameters.add(Date.valueOf(from));
            }
            if (until != null) {
                where += " and v.day <= ?";
                parameters.add(Date.valueOf(until));
            }
            return where;
        }

        String hazards(List<Object> parameters) {
            return condition("h", parameters) + between("h.found_at", parameters);
        }

        /// Documents that were not withdrawn.
        String papers(List<Object> parameters) {
            return condition("d", parameters) + between("d.issued_at", parameters) + " and d.withdrawn is null";
        }
    }

    /// Everything of some days at a place, for whoever may inspect there.
    public Span span(Actor actor, String placeCode, LocalDate from, LocalDate until) {
        if (!actor.requireScope(Right.INSPECT).covers(placeCode)) {
            throw Refusal.forbidden("not-allowed");
        }
        if (until.isBefore(from)) {
            throw Refusal.invalid("period");
        }
        return new Span(null, new Scope(List.of(placeCode)), from, until);
    }

    /// All figures of a span, up to now. Teams and inspectors belong to campaigns.
    public Figures of(Span span) {
        var asked = new ArrayList<Object>();
        var visited = client.sql("""
                        select count(distinct v.premises), count(*), coalesce(sum(v.persons - cardinality(v.members)), 0)
                        from inspections.visit v where\s""" + span.visits(asked))
                .params(asked)
                .query((row, _) -> new int[] {row.getInt(1), row.getInt(2), row.getInt(3)})
                .single();
        asked.clear();
        int members = client.sql("""
                        select count(*) from (select distinct v.campaign, v.team, m.member, v.day
                            from inspections.visit v, unnest(v.members) as m(member) where\s""" + span.visits(asked) + ") out_for_a_day")
                .params(asked)
                .query(Integer.class)
                .single();
        asked.clear();
        int equipment = client.sql("""
                        select count(*) from (select distinct e.community, e.premises, e.equipment
                            from inspections.visit_equipment e join inspections.visit v
                                on v.community = e.community and v.id = e.visit
                            where\s""" + span.visits(asked) + ") seen")
                .params(asked)
                .query(Integer.class)
                .single();
        asked.clear();
        asked.add(now());
        asked.add(now());
        var found = client.sql("""
                        select count(*) filter (where level = 'GENERAL'),
                            count(*) filter (where level = 'GENERAL' and state = 'STRUCK'),
                            count(*) filter (where level = 'GENERAL' and state <> 'STRUCK' and due_at >= ?),
                            count(*) filter (where level = 'GENERAL' and state <> 'STRUCK' and due_at < ?),
                            count(*) filter (where level = 'MAJOR')
                        from inspections.hazard h where\s""" + span.hazards(asked))
                .params(asked)
                .query((row, _) ->
                        new int[] {row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5)})
                .single();
        var papers = documents(span);
        int enforcement = papers.entrySet().stream()
                .filter(each -> each.getKey().enforcement())
                .mapToInt(Map.Entry::getValue)
                .sum();
        var teams = teams(span);
        return new Figures(
                teams[0],
                teams[1],
                teams[2],
                visited[0],
                visited[1],
                visited[2] + members,
                equipment,
                found[0],
                found[1],
                found[2],
                found[3],
                found[4],
                enforcement,
                papers.getOrDefault(Document.Kind.SUSPENSION, 0),
                papers.getOrDefault(Document.Kind.NOTICE, 0));
    }

    /// Teams of the city, all teams, and who is in them.
    private int[] teams(Span span) {
        if (span.campaign == null || span.scope.empty()) {
            return new int[3];
        }
        String place = span.scope.codes().getFirst();
        return client.sql("""
                        select count(*) filter (where t.level = 'CITY'), count(*),
                            coalesce(sum((select count(*) from inspections.member m where m.community = t.community
                                and m.campaign = t.campaign and m.team = t.id)), 0)
                        from inspections.team t where t.campaign = ? and t.place_code >= ? and t.place_code < ?""")
                .params(span.campaign, place, Place.end(place))
                .query((row, _) -> new int[] {row.getInt(1), row.getInt(2), row.getInt(3)})
                .single();
    }

    /// How many documents of each kind there are, withdrawn ones left out.
    public Map<Document.Kind, Integer> documents(Span span) {
        var asked = new ArrayList<Object>();
        var found = new EnumMap<Document.Kind, Integer>(Document.Kind.class);
        client.sql("select d.kind, count(*) from inspections.paper d where " + span.papers(asked) + " group by 1")
                .params(asked)
                .query((row, _) -> Map.entry(Document.Kind.valueOf(row.getString(1)), row.getInt(2)))
                .list()
                .forEach(each -> found.put(each.getKey(), each.getValue()));
        return found;
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    /// The divisions below a place: counties of a city, streets of a county, communities of a street.
    private static int digits(Span span) {
        int own = span.scope.codes().getFirst().length();
        return own < 6 ? 6 : own < 9 ? 9 : 12;
    }

    /// The same cut into parts: what each division below, sector or day brought.
    public List<Part> parts(Span span, By by) {
        String visitKey = switch (by) {
            case PLACE -> "substr(v.place_code, 1, " + digits(span) + ")";
            case SECTOR -> "p.sector";
            case DAY -> "v.day::text";
        };
        String hazardKey = switch (by) {
            case PLACE -> "substr(h.place_code, 1, " + digits(span) + ")";
            case SECTOR -> "h.sector";
            case DAY -> "(h.found_at at time zone 'Asia/Shanghai')::date::text";
        };
        String joined = by == By.SECTOR
                ? " join inspections.premises p on p.community = v.community and p.id = v.premises"
                : "";
        var asked = new ArrayList<Object>();
        String visits = span.visits(asked);
        asked.add(now());
        String hazards = span.hazards(asked);
        return client.sql("select coalesce(a.part, b.part), coalesce(a.visits, 0), coalesce(a.premises, 0),"
                        + " coalesce(b.general, 0), coalesce(b.rectified, 0), coalesce(b.overdue, 0), coalesce(b.major, 0)"
                        + " from (select " + visitKey
                        + " as part, count(*) as visits, count(distinct v.premises) as premises"
                        + " from inspections.visit v" + joined + " where " + visits
                        + " group by 1) a full join (select " + hazardKey
                        + " as part, count(*) filter (where h.level = 'GENERAL') as general,"
                        + " count(*) filter (where h.level = 'GENERAL' and h.state = 'STRUCK') as rectified,"
                        + " count(*) filter (where h.state <> 'STRUCK' and h.due_at < ?) as overdue,"
                        + " count(*) filter (where h.level = 'MAJOR') as major"
                        + " from inspections.hazard h where " + hazards
                        + " group by 1) b on b.part = a.part order by 1")
                .params(asked)
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
        String where = actor.requireScope(Right.INSPECT).condition("h", parameters);
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

    /// Communities by what is open there, the worst first: the heat map and the ranking.
    public List<Heat> heat(Actor actor, int most) {
        var parameters = new ArrayList<Object>(List.of(now()));
        String where = actor.requireScope(Right.INSPECT).condition("h", parameters);
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

    /// Where open hazards lie: longitude and latitude of the middle of a square, and what is open and overdue
    /// in it.
    public record Spot(double longitude, double latitude, int open, int overdue, int major) {}

    /// Open hazards on squares of about 50 m, for drawing; the fullest first.
    public List<Spot> spots(Actor actor, int most) {
        var asked = new ArrayList<Object>(List.of(now()));
        String where = actor.requireScope(Right.INSPECT).condition("h", asked);
        asked.add(most);
        return client.sql("""
                        select avg(p.longitude), avg(p.latitude), count(*), count(*) filter (where h.due_at < ?),
                            count(*) filter (where h.level = 'MAJOR')
                        from inspections.hazard h join inspections.premises p
                            on p.community = h.community and p.id = h.premises
                        where\s""" + where + """
                         and h.state <> 'STRUCK' and p.latitude is not null and p.longitude is not null
                        group by round(p.longitude * 2000), round(p.latitude * 2200) order by 4 desc, 3 desc limit ?""")
                .params(asked)
                .query((row, _) ->
                        new Spot(row.getDouble(1), row.getDouble(2), row.getInt(3), row.getInt(4), row.getInt(5)))
                .list();
    }
}
