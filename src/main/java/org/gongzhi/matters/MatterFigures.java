package org.gongzhi.matters;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
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

/// The figures of a period: how fast and how well, by place, body, kind and month, computed from the rows,
/// each with the formula it comes from and the rows it opens into.
@Component
public class MatterFigures {

    /// What figures are parted by.
    public enum Part {
        /// The divisions right below a county, a city or a province.
        DIVISION,
        COMMUNITY,
        ESTATE,
        BODY,
        KIND,
        MONTH,
        CHANNEL;

        /// Whether any place can be parted so.
        boolean common() {
            return this == KIND || this == MONTH || this == CHANNEL;
        }
    }

    /// `of` rows count, `well` of them do well.
    public record Rate(Figure figure, long well, long of) {

        /// In hundredths of a percent, rounded half up; null when nothing counts.
        public @Nullable Long basisPoints() {
            return of == 0 ? null : (Long) ((well * 20_000 + of) / (2 * of));
        }

        private Rate plus(Rate other) {
            return new Rate(figure, well + other.well, of + other.of);
        }

        /// `83.67%`, or a dash.
        public String percent() {
            Long points = basisPoints();
            return points == null ? "–" : "%d.%02d%%".formatted(points / 100, points % 100);
        }
    }

    /// The figures of one part; `key` is what it is called in the data.
    public record Row(String key, String label, long raised, long open, long overdue, List<Rate> rates) {

        private static final Row EMPTY = new Row(
                "",
                "",
                0,
                0,
                0,
                Arrays.stream(Figure.values())
                        .map(figure -> new Rate(figure, 0, 0))
                        .toList());

        public Rate rate(Figure figure) {
            return rates.get(figure.ordinal());
        }

        private Row named(String other) {
            return new Row(other, label, raised, open, overdue, rates);
        }

        private Row plus(Row other) {
            return new Row(
                    key,
                    label,
                    raised + other.raised,
                    open + other.open,
                    overdue + other.overdue,
                    rates.stream()
                            .map(rate -> rate.plus(other.rate(rate.figure)))
                            .toList());
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
    private final MatterRollUp rollUp;
    private final Kinds kinds;
    private final Places places;
    private final Seats seats;
    private final MatterTerms terms;
    private final Clock clock;

    MatterFigures(
            JdbcClient client,
            MatterRollUp rollUp,
            Kinds kinds,
            Places places,
            Seats seats,
            MatterTerms terms,
            Clock clock) {
        this.client = client;
        this.rollUp = rollUp;
        this.kinds = kinds;
        this.places = places;
        this.seats = seats;
        this.terms = terms;
        this.clock = clock;
    }

    /// The whole of a period.
    public Row all(Actor actor, Period period) {
        var rows = rows(actor, period, null);
        return rows.isEmpty() ? Row.EMPTY : rows.getFirst();
    }

    /// What the figures of a place can be parted by: above a street not by what lies within streets.
    public List<Part> parts(Actor actor, Period period) {
        boolean wide = asked(actor, period).codes().stream().anyMatch(MatterRollUp::wide);
        return Arrays.stream(Part.values())
                .filter(part -> part.common() || (part == Part.DIVISION) == wide)
                .toList();
    }

    /// True while the figures of a wide place are being counted anew and still grow.
    public boolean counting(Actor actor, Period period) {
        return asked(actor, period).codes().stream().anyMatch(MatterRollUp::wide) && rollUp.counting();
    }

    /// The figures of a place as a whole and of its parts, the largest first, at most 200 of them.
    public record Parted(Row all, List<Row> parts) {}

    /// Parted; refused when the place cannot be parted so. The whole is the sum of all parts, so that it is
    /// not counted once more.
    public Parted by(Actor actor, Period period, Part part) {
        if (!parts(actor, period).contains(part)) {
            throw Refusal.invalid(part == Part.DIVISION ? "figures-narrow" : "figures-wide");
        }
        var rows = rows(actor, period, part);
        var shown = rows.stream()
                .sorted(Comparator.comparingLong((Row row) -> -row.raised).thenComparing(Row::key))
                .limit(MOST_PARTS)
                .toList();
        Map<Long, Seat> bodies = part == Part.BODY
                ? seats.known(shown.stream().map(row -> Long.valueOf(row.key)).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Seat::id, seat -> seat))
                : Map.of();
        return new Parted(
                rows.stream().reduce(Row.EMPTY, Row::plus),
                shown.stream()
                        .map(row -> new Row(
                                row.key, label(part, row.key, bodies), row.raised, row.open, row.overdue, row.rates))
                        .toList());
    }

    private String label(Part part, String key, Map<Long, Seat> bodies) {
        return switch (part) {
            case DIVISION, COMMUNITY -> places.find(key).map(Place::name).orElse(key);
            case ESTATE ->
                key.equals("0") ? "" : places.get(Long.parseLong(key)).name();
            case BODY -> {
                Seat seat = bodies.get(Long.valueOf(key));
                yield seat == null ? key : seat.title() + " " + seat.holder();
            }
            case KIND, MONTH, CHANNEL -> key;
        };
    }

    private static Scope asked(Actor actor, Period period) {
        return actor.requireScope(Right.BOARD_READ).within(period.code);
    }

    /// Streets and what is narrower are counted; of wider places what is kept is read and what is open
    /// counted.
    private List<Row> rows(Actor actor, Period period, @Nullable Part part) {
        var rows = new LinkedHashMap<String, Row>();
        var narrow = new ArrayList<String>();
        for (String code : asked(actor, period).codes()) {
            if (!MatterRollUp.wide(code)) {
                narrow.add(code);
                continue;
            }
            var below = part == Part.DIVISION
                    ? places.below(code).stream().map(Place::code).toList()
                    : List.<String>of();
            var parameters = new ArrayList<Object>();
            String open = MatterRollUp.open(code, parameters) + " where true";
            for (Row row : counted(period, part, open, parameters)) {
                String key = part == Part.DIVISION ? MatterRollUp.around(below, row.key) : row.key;
                rows.merge(key, row.named(key), Row::plus);
            }
            var codes = part == Part.DIVISION ? below : List.of(code);
            kept(period, part, codes).forEach(row -> rows.merge(row.key, row, Row::plus));
        }
        if (!narrow.isEmpty()) {
            var parameters = new ArrayList<Object>();
            String within = "matters.matter m where " + new Scope(narrow).condition("m", parameters);
            counted(period, part, within, parameters).forEach(row -> rows.merge(row.key, row, Row::plus));
        }
        return List.copyOf(rows.values());
    }

    private List<Row> counted(Period period, @Nullable Part part, String rows, List<Object> of) {
        String key = switch (part) {
            case null -> "''";
            case DIVISION -> "m.street::text";
            case COMMUNITY -> "m.community::text";
            case ESTATE -> "coalesce(m.estate, 0)::text";
            case BODY -> "m.lead_seat::text";
            case KIND -> "m.kind";
            case MONTH -> "to_char(m.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM')";
            case CHANNEL -> "m.channel";
        };
        var now = Timestamp.from(clock.instant());
        var parameters = new ArrayList<Object>(List.of(now));
        var counts = new ArrayList<String>();
        for (Figure figure : Figure.values()) {
            counts.addAll(figure.counts(parameters, now));
        }
        parameters.addAll(of);
        String when = during(period, parameters);
        return client.sql("select " + key + " as part, count(*), count(*) filter (where m.open),"
                        + " count(*) filter (where m.open and m.deadline < ?), " + String.join(", ", counts)
                        + " from " + rows + " and " + when + " group by 1")
                .params(parameters)
                .query((row, _) -> read(row))
                .list();
    }

    private List<Row> kept(Period period, @Nullable Part part, List<String> codes) {
        String key = switch (part) {
            case null -> "''";
            case DIVISION -> "f.code";
            case MONTH -> "to_char(f.day, 'YYYY-MM')";
            case KIND, CHANNEL, COMMUNITY, ESTATE, BODY -> "f.key";
        };
        return client.sql("select " + key + " as part, sum(f.raised), 0, 0, " + MatterRollUp.sums()
                        + " from matters.division_figure f where f.code = any (?) and f.part = ? and f.day between ? and ?"
                        + " group by 1")
                .param(codes.toArray(String[]::new))
                .param(part == Part.KIND || part == Part.CHANNEL ? part.name() : "ALL")
                .param(java.sql.Date.valueOf(period.from))
                .param(java.sql.Date.valueOf(period.until))
                .query((row, _) -> read(row))
                .list();
    }

    private static Row read(ResultSet row) throws SQLException {
        var rates = new ArrayList<Rate>();
        int column = 5;
        for (Figure figure : Figure.values()) {
            rates.add(new Rate(figure, row.getLong(column), row.getLong(column + 1)));
            column += 2;
        }
        return new Row(row.getString(1), "", row.getLong(2), row.getLong(3), row.getLong(4), List.copyOf(rates));
    }

    private static String where(Actor actor, Period period, List<Object> parameters) {
        return asked(actor, period).condition("m", parameters) + " and " + during(period, parameters);
    }

    private static String during(Period period, List<Object> parameters) {
        parameters.add(Timestamp.from(period.from.atStartOfDay(Clocks.ZONE).toInstant()));
        parameters.add(Timestamp.from(
                period.until.plusDays(1).atStartOfDay(Clocks.ZONE).toInstant()));
        // what was merged into another is counted there; what the program says of itself is no matter of people
        return "m.reported_at >= ? and m.reported_at < ? and m.merged_into is null and m.kind not like 'S%'";
    }

    /// The rows behind a figure: those that do well, or those that count and do not.
    public List<Matter> behind(
            Actor actor, Period period, Figure figure, boolean well, @Nullable Long after, int limit) {
        var now = Timestamp.from(clock.instant());
        var parameters = new ArrayList<Object>();
        String where = where(actor, period, parameters);
        String of = Figure.moment(figure.of(), parameters, now);
        String good = Figure.moment(figure.well(), parameters, now);
        parameters.add(after == null ? Long.MAX_VALUE : after);
        parameters.add(limit);
        return client.sql("select " + MatterStore.COLUMNS + " from matters.matter m where " + where + " and " + of
                        + " and (" + good + ") is " + (well ? "true" : "not true")
                        + " and m.id < ? order by m.id desc limit ?")
                .params(parameters)
                .query(MatterStore::read)
                .list();
    }

    /// What comes again and again at one building, in the last months, the most frequent first (主动治理);
    /// nothing for more than a street, whose own people see theirs.
    public List<Recurring> recurring(Actor actor, String code) {
        if (actor.requireScope(Right.BOARD_READ).within(code).codes().stream().anyMatch(MatterRollUp::wide)) {
            return List.of();
        }
        var today = LocalDate.ofInstant(clock.instant(), Clocks.ZONE);
        var parameters = new ArrayList<Object>();
        String where =
                where(actor, new Period(today.minusDays(terms.recurringWindow().toDays()), today, code), parameters);
        parameters.add(terms.recurringLeast());
        return client
                .sql("select m.kind, substring(m.place_code from '^[^-]+(?:-[^-]+){1,3}') as building, count(*)"
                        + " from matters.matter m where " + where + " and m.place_code like '%-%'"
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
