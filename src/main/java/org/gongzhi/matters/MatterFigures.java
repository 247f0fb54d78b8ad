package org.gongzhi.matters;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The figures of a period: how fast and how well, by place, body, kind and month, computed from the rows, each
/// with the formula it comes from and the rows it opens into.
@Component
public class MatterFigures {

    /// What figures are parted by.
    public enum Part {
        COMMUNITY,
        ESTATE,
        BODY,
        KIND,
        MONTH,
        CHANNEL
    }

    /// `of` rows count, `well` of them do well.
    public record Rate(Figure figure, long well, long of) {

        /// In hundredths of a percent, rounded half up; null when nothing counts.
        public @Nullable Long basisPoints() {
            return of == 0 ? null : (Long) ((well * 20_000 + of) / (2 * of));
        }

        /// `83.67%`, or a dash.
        public String percent() {
            Long points = basisPoints();
            return points == null ? "–" : "%d.%02d%%".formatted(points / 100, points % 100);
        }
    }

    /// The figures of one part; `key` is what it is called in the data.
    public record Row(String key, String label, long raised, long open, long overdue, List<Rate> rates) {

        public Rate rate(Figure figure) {
            return rates.get(figure.ordinal());
        }
    }

    /// A period of days, both ends in it, and the subtree of a place.
    public record Period(LocalDate from, LocalDate until, String code) {

        public Period {
            if (until.isBefore(from) || from.plusYears(MOST_YEARS).isBefore(until)) {
                throw Refusal.invalid("period");
            }
        }

        private static final int MOST_YEARS = 3;

        /// As many days right before this one.
        public Period before() {
            long days = java.time.temporal.ChronoUnit.DAYS.between(from, until) + 1;
            return new Period(from.minusDays(days), from.minusDays(1), code);
        }
    }

    /// The same kind of trouble again and again at one building.
    public record Recurring(String kind, Place place, long matters) {}

    private static final int MOST_PARTS = 200;

    private final JdbcClient client;
    private final Kinds kinds;
    private final Places places;
    private final Seats seats;
    private final MatterTerms terms;
    private final Clock clock;

    MatterFigures(JdbcClient client, Kinds kinds, Places places, Seats seats, MatterTerms terms, Clock clock) {
        this.client = client;
        this.kinds = kinds;
        this.places = places;
        this.seats = seats;
        this.terms = terms;
        this.clock = clock;
    }

    /// The whole of a period.
    public Row all(Actor actor, Period period) {
        var rows = rows(actor, period, "''", 1);
        return rows.isEmpty()
                ? new Row(
                        "",
                        "",
                        0,
                        0,
                        0,
                        java.util.Arrays.stream(Figure.values())
                                .map(figure -> new Rate(figure, 0, 0))
                                .toList())
                : rows.getFirst();
    }

    /// Parted, the largest part first.
    public List<Row> by(Actor actor, Period period, Part part) {
        String key = switch (part) {
            case COMMUNITY -> "m.community::text";
            case ESTATE -> "coalesce(m.estate, 0)::text";
            case BODY -> "m.lead_seat::text";
            case KIND -> "m.kind";
            case MONTH -> "to_char(m.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM')";
            case CHANNEL -> "m.channel";
        };
        var rows = rows(actor, period, key, MOST_PARTS);
        Map<Long, Seat> bodies = part == Part.BODY
                ? seats.known(rows.stream().map(row -> Long.valueOf(row.key)).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Seat::id, seat -> seat))
                : Map.of();
        return rows.stream()
                .map(row ->
                        new Row(row.key, label(part, row.key, bodies), row.raised, row.open, row.overdue, row.rates))
                .toList();
    }

    private String label(Part part, String key, Map<Long, Seat> bodies) {
        return switch (part) {
            case COMMUNITY -> places.find(key).map(Place::name).orElse(key);
            case ESTATE ->
                key.equals("0") ? "" : places.get(Long.parseLong(key)).name();
            case BODY -> {
                Seat seat = bodies.get(Long.valueOf(key));
                yield seat == null ? key : seat.title() + " " + seat.holder();
            }
            case KIND, MONTH, CHANNEL -> key;
        };
    }

    private List<Row> rows(Actor actor, Period period, String key, int most) {
        var now = Timestamp.from(clock.instant());
        var parameters = new ArrayList<Object>();
        var counts = new StringBuilder();
        for (Figure figure : Figure.values()) {
            counts.append(", count(*) filter (where ").append(moment(figure.of(), parameters, now));
            counts.append(" and ")
                    .append(moment(figure.well(), parameters, now))
                    .append("), count(*) filter (where ");
            counts.append(moment(figure.of(), parameters, now)).append(")");
        }
        parameters.add(now);
        String where = where(actor, period, parameters);
        parameters.add(most);
        return client.sql("select " + key + " as part, count(*)" + counts
                        + ", count(*) filter (where m.open), count(*) filter (where m.open and m.deadline < ?)"
                        + " from matters.matter m where " + where + " group by 1 order by 2 desc, 1 limit ?")
                .params(parameters)
                .query((row, _) -> {
                    var rates = new ArrayList<Rate>();
                    int column = 3;
                    for (Figure figure : Figure.values()) {
                        rates.add(new Rate(figure, row.getLong(column), row.getLong(column + 1)));
                        column += 2;
                    }
                    return new Row(
                            row.getString(1),
                            "",
                            row.getLong(2),
                            row.getLong(column),
                            row.getLong(column + 1),
                            List.copyOf(rates));
                })
                .list();
    }

    private static String moment(String condition, List<Object> parameters, Timestamp now) {
        for (int at = condition.indexOf(":now"); at >= 0; at = condition.indexOf(":now", at + 1)) {
            parameters.add(now);
        }
        return condition.replace(":now", "?");
    }

    private static String where(Actor actor, Period period, List<Object> parameters) {
        Scope scope = actor.requireScope(Right.BOARD_READ);
        String within = scope.condition("m", parameters);
        String there = new Scope(List.of(period.code)).condition("m", parameters);
        parameters.add(Timestamp.from(period.from.atStartOfDay(Clocks.ZONE).toInstant()));
        parameters.add(Timestamp.from(
                period.until.plusDays(1).atStartOfDay(Clocks.ZONE).toInstant()));
        // what was merged into another is counted there; what the program says of itself is no matter of people
        return within + " and " + there + " and m.reported_at >= ? and m.reported_at < ?"
                + " and m.merged_into is null and m.kind not like 'S%'";
    }

    /// The rows behind a figure: those that do well, or those that count and do not.
    public List<Matter> behind(
            Actor actor, Period period, Figure figure, boolean well, @Nullable Long after, int limit) {
        var now = Timestamp.from(clock.instant());
        var parameters = new ArrayList<Object>();
        String where = where(actor, period, parameters);
        String of = moment(figure.of(), parameters, now);
        String good = moment(figure.well(), parameters, now);
        parameters.add(after == null ? Long.MAX_VALUE : after);
        parameters.add(limit);
        return client.sql("select " + MatterStore.COLUMNS + " from matters.matter m where " + where + " and " + of
                        + " and (" + good + ") is " + (well ? "true" : "not true")
                        + " and m.id < ? order by m.id desc limit ?")
                .params(parameters)
                .query(MatterStore::read)
                .list();
    }

    /// What comes again and again at one building, in the last months, the most frequent first (主动治理).
    public List<Recurring> recurring(Actor actor, String code) {
        var today = LocalDate.ofInstant(clock.instant(), Clocks.ZONE);
        var parameters = new ArrayList<Object>();
        String where =
                where(actor, new Period(today.minusDays(terms.recurringWindow().toDays()), today, code), parameters);
        parameters.add(terms.recurringLeast());
        return client
                .sql("select m.kind, substring(m.place_code from '^[^-]+(?:-[^-]+){1,3}') as building, count(*)"
                        + " from matters.matter m where " + where
                        + " group by 1, 2 having count(*) >= ? order by 3 desc, 2, 1 limit 50")
                .params(parameters)
                .query((row, _) -> places.find(row.getString(2)).map(place -> {
                    try {
                        return new Recurring(row.getString(1), place, row.getLong(3));
                    } catch (java.sql.SQLException gone) {
                        throw new IllegalStateException(gone);
                    }
                }))
                .list()
                .stream()
                .flatMap(java.util.Optional::stream)
                .toList();
    }

    /// The kinds by their codes, for naming rows.
    public Kind kind(String code) {
        return kinds.get(code);
    }
}
