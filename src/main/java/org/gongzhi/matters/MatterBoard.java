package org.gongzhi.matters;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of lists and boards. Every list takes the asker's scope and is paged by key on an index.
@Component
public class MatterBoard {

    /// The most rows of one page.
    public static final int MOST_ROWS = 100;

    /// The end of the year 9999: the address may hold any number, and no column a later moment.
    private static final long LAST_MILLI = 253_402_300_799_999L;

    /// How near a matter's deadline is: YELLOW from `soon-hours` before it (matters/terms.csv), RED when it
    /// has passed.
    public enum Light {
        NONE,
        PAUSED,
        GREEN,
        YELLOW,
        RED
    }

    /// One matter in a list. `photo` is the first picture, `leadName` and `leadTitle` of whoever answers for
    /// it.
    public record Line(
            Matter matter, int supporters, @Nullable Integer photo, String leadName, String leadTitle, Light light) {}

    /// What a list is narrowed to; every part may be absent. `place` is the code of a place.
    public record Filter(
            @Nullable Stage stage,
            @Nullable Boolean open,
            @Nullable String kind,
            @Nullable Long estate,
            boolean overdue,
            @Nullable Long lead,
            @Nullable String place) {
        public static final Filter ALL = new Filter(null, null, null, null, false, null, null);

        /// Whether anything but the place narrows it.
        private boolean selective() {
            return stage != null || open != null || kind != null || estate != null || lead != null || overdue;
        }
    }

    /// One count of the board.
    public record Count(String key, long matters) {}

    /// Everything the head of the board shows. The areas are the estates of a street or of what is narrower,
    /// by their numbers, and the divisions right below what is wider, by their codes.
    public record Counts(
            List<Count> stages, List<Count> kinds, List<Count> areas, List<Count> overdueByArea, long overdue) {

        public long of(Stage stage) {
            return stages.stream()
                    .filter(count -> count.key.equals(stage.name()))
                    .mapToLong(Count::matters)
                    .sum();
        }

        public long open() {
            return java.util.Arrays.stream(Stage.values())
                    .filter(Stage::open)
                    .mapToLong(this::of)
                    .sum();
        }

        public long all() {
            return stages.stream().mapToLong(Count::matters).sum();
        }
    }

    /// A probable repetition of a matter, so many metres away; `alike` is how many percent of their words'
    /// pairs of signs they share, 0 when it is the same kind alone that speaks for it.
    public record Near(Line line, long metres, int alike) {}

    private final JdbcClient client;
    private final Seats seats;
    private final Places places;
    private final MatterTies ties;
    private final MatterTerms terms;
    private final Clock clock;

    MatterBoard(JdbcClient client, Seats seats, Places places, MatterTies ties, MatterTerms terms, Clock clock) {
        this.client = client;
        this.seats = seats;
        this.places = places;
        this.ties = ties;
        this.terms = terms;
        this.clock = clock;
    }

    /// The newest matters first, within what the asker may see. `after` is [Rows#next] of the page before.
    public Rows<Line> list(Actor actor, Filter filter, @Nullable String after, int limit) {
        int most = Math.min(Math.max(limit, 1), MOST_ROWS);
        var found = lines(scope(actor), filter, after == null ? Long.MAX_VALUE : mark(after), most + 1);
        return Rows.cut(found, most, line -> Long.toString(line.matter.id()));
    }

    /// The same rows one after the other without end of page, for an export: at most `most`.
    public void each(Actor actor, Filter filter, int most, Consumer<Line> row) {
        long mark = Long.MAX_VALUE;
        for (int done = 0; done < most; ) {
            var page = lines(scope(actor), filter, mark, Math.min(1000, most - done));
            if (page.isEmpty()) {
                return;
            }
            page.forEach(row);
            done += page.size();
            mark = page.getLast().matter.id();
        }
    }

    private static Scope scope(Actor actor) {
        return actor.scope(Right.MATTER_READ);
    }

    private List<Line> lines(Scope allowed, Filter filter, long before, int limit) {
        return lines(
                allowed.within(filter.place),
                filter.selective(),
                "desc",
                parameters -> narrowed(filter, before, parameters),
                limit);
    }

    /// The first within a scope that fit a condition; a `rare` one is looked for street by street.
    private List<Line> lines(
            Scope scope, boolean rare, String order, Function<List<Object>, String> condition, int limit) {
        var parameters = new ArrayList<Object>();
        String where = rare && scope.codes().stream().anyMatch(MatterRollUp::wide)
                ? scope.codes().stream()
                        .map(code -> first(code, limit, order, condition, parameters))
                        .collect(Collectors.joining(" union all ", "m.id in (", ")"))
                : scope.condition("m", parameters) + " and " + condition.apply(parameters);
        parameters.add(limit);
        return complete(client.sql("select " + MatterStore.COLUMNS + FIRST_PHOTO + " from matters.matter m where "
                        + where + " order by m.id " + order + " limit ?")
                .params(parameters)
                .query(MatterBoard::row)
                .list());
    }

    /// The first within a code that fit a condition; of a wide one the first of each of its streets, each
    /// found on an index of the street, so that what is rare in a city is not looked for in all of its rows.
    private String first(
            String code, int limit, String order, Function<List<Object>, String> condition, List<Object> parameters) {
        if (!MatterRollUp.wide(code)) {
            String where = new Scope(List.of(code)).condition("m", parameters) + " and " + condition.apply(parameters);
            parameters.add(limit);
            return "(select m.id from matters.matter m where " + where + " order by m.id " + order + " limit ?)";
        }
        parameters.add(places.within(code, List.of(PlaceKind.STREET)).stream()
                .map(Place::street)
                .toArray(Long[]::new));
        String where = condition.apply(parameters);
        parameters.add(limit);
        parameters.add(limit);
        return "(select f.id from unnest(?::bigint[]) as s (street) cross join lateral (select m.id from matters.matter m"
                + " where m.street = s.street and " + where + " order by m.id " + order + " limit ?) f"
                + " order by f.id " + order + " limit ?)";
    }

    private String narrowed(Filter filter, long before, List<Object> parameters) {
        var where = new ArrayList<String>();
        where.add("m.id < ?");
        parameters.add(before);
        if (filter.stage != null) {
            where.add("m.stage = ?");
            parameters.add(filter.stage.name());
        }
        if (filter.open != null) {
            where.add(filter.open ? "m.open" : "not m.open");
        }
        if (filter.kind != null) {
            where.add("m.kind = ?");
            parameters.add(filter.kind);
        }
        if (filter.estate != null) {
            where.add("m.estate = ?");
            parameters.add(filter.estate);
        }
        if (filter.lead != null) {
            where.add("m.lead_seat = ?");
            parameters.add(filter.lead);
        }
        if (filter.overdue) {
            where.add("m.open and m.deadline < ?");
            parameters.add(MatterStore.stamp(clock.instant()));
        }
        return String.join(" and ", where);
    }

    /// What the asker leads and has to do something about, the most urgent first.
    public Rows<Line> work(Actor actor, @Nullable String after, int limit) {
        Long[] mine = actor.seats().stream().map(Seat::id).toArray(Long[]::new);
        Instant from = Instant.EPOCH;
        long id = 0;
        if (after != null) {
            String[] parts = after.split("_", 2);
            from = Instant.ofEpochMilli(Math.clamp(mark(parts[0]), 0, LAST_MILLI));
            id = parts.length > 1 ? mark(parts[1]) : 0;
        }
        var found = complete(client.sql("select " + MatterStore.COLUMNS + FIRST_PHOTO + """
                         from matters.matter m where m.lead_seat = any (?) and m.open and (m.deadline, m.id) > (?, ?)
                        order by m.deadline, m.id limit ?""")
                .params(mine, MatterStore.stamp(from), id, limit + 1)
                .query(MatterBoard::row)
                .list());
        return Rows.cut(found, limit, line -> line.matter.times().deadline().toEpochMilli() + "_" + line.matter.id());
    }

    /// What waits for the asker's check, leave or call within their scope, oldest first.
    public List<Line> waitingFor(Actor actor, int limit) {
        var all = new ArrayList<Line>();
        if (actor.may(Right.MATTER_CHECK)) {
            all.addAll(oldest(actor.scope(Right.MATTER_CHECK), "m.stage in ('RECTIFIED', 'CHECKED')", limit));
        }
        if (actor.may(Right.MATTER_APPROVE)) {
            all.addAll(oldest(
                    actor.scope(Right.MATTER_APPROVE), "m.stage = 'ACCEPTED' and m.pause_until is not null", limit));
        }
        if (actor.may(Right.MATTER_CALL_BACK)) {
            all.addAll(oldest(actor.scope(Right.MATTER_CALL_BACK), "m.stage = 'CALL_BACK'", limit));
        }
        all.addAll(rechecks(actor, limit));
        return all.stream()
                .filter(line -> !actor.holds(line.matter.lead()))
                .limit(limit)
                .toList();
    }

    private List<Line> oldest(Scope scope, String condition, int limit) {
        return lines(scope, true, "asc", _ -> condition, limit);
    }

    private List<Line> rechecks(Actor actor, int limit) {
        var asked = ties.rechecksOf(actor.seats().stream().map(Seat::id).toList(), limit).stream()
                .map(MatterTies.Recheck::matter)
                .toList();
        return asked.isEmpty()
                ? List.of()
                : complete(client.sql("select " + MatterStore.COLUMNS + FIRST_PHOTO
                                + " from matters.matter m where m.id = any (?) order by m.id")
                        .param(asked.toArray(Long[]::new))
                        .query(MatterBoard::row)
                        .list());
    }

    /// What this account raised, the newest first.
    public Rows<Line> raisedBy(long account, @Nullable String after, int limit) {
        var found = complete(client.sql("select " + MatterStore.COLUMNS + FIRST_PHOTO
                        + " from matters.matter m where m.account = ? and m.id < ? order by m.id desc limit ?")
                .params(account, after == null ? Long.MAX_VALUE : mark(after), limit + 1)
                .query(MatterBoard::row)
                .list());
        return Rows.cut(found, limit, line -> Long.toString(line.matter.id()));
    }

    /// Open matters near and recent that are of the same kind or told in like words: probably the same
    /// trouble.
    public List<Near> nearby(String kind, Place place, Place.@Nullable Point at, String words) {
        Place.Point centre = at == null ? place.at() : at;
        long since = org.gongzhi.kernel.Ids.at(
                clock.instant().minus(terms.duplicateWindow()).toEpochMilli(), 0);
        var found = client.sql("select " + MatterStore.COLUMNS + FIRST_PHOTO + """
                         from matters.matter m where m.street = ? and m.id > ? and m.open
                        order by m.id desc limit 1000""")
                .params(place.street(), since)
                .query(MatterBoard::row)
                .list();
        record Candidate(Found found, long metres, int alike) {}
        var near = found.stream()
                .map(each -> new Candidate(
                        each, metres(each.matter, place, centre), Likeness.percent(words, each.matter.text())))
                .filter(each -> each.metres <= terms.duplicateMetres())
                .filter(each -> each.found.matter.kind().equals(kind) || each.alike >= terms.likeness())
                .sorted(java.util.Comparator.comparingInt((Candidate each) ->
                                -each.alike - (each.found.matter.kind().equals(kind) ? terms.likeness() : 0))
                        .thenComparing(Candidate::metres))
                .limit(4)
                .toList();
        var lines = complete(near.stream().map(Candidate::found).toList());
        return java.util.stream.IntStream.range(0, lines.size())
                .mapToObj(i -> new Near(lines.get(i), near.get(i).metres, near.get(i).alike))
                .toList();
    }

    /// Open matters that may be the same trouble as this one.
    public List<Near> alike(Matter matter) {
        return nearby(
                        matter.kind(),
                        places.get(matter.where().place()),
                        matter.where().at(),
                        matter.text())
                .stream()
                .filter(near -> near.line.matter.id() != matter.id())
                .toList();
    }

    private static long metres(Matter matter, Place place, Place.@Nullable Point centre) {
        if (Place.covers(place.code(), matter.where().placeCode())
                || place.within(matter.where().placeCode())) {
            return 0;
        }
        Place.Point other = matter.where().at();
        return other == null || centre == null ? Long.MAX_VALUE : Math.round(centre.metresTo(other));
    }

    /// The figures of the board, from the kept counts, all of them or of one place; what is overdue is looked
    /// up on the index of deadlines.
    public Counts counts(Actor actor, @Nullable String place) {
        Scope scope = actor.scope(Right.BOARD_READ).within(place);
        if (scope.empty()) {
            throw Refusal.forbidden("not-allowed");
        }
        var narrow =
                scope.codes().stream().filter(code -> !MatterRollUp.wide(code)).toList();
        var cells = new ArrayList<Cell>();
        var areas = new ArrayList<Cell>();
        var overdue = new ArrayList<Cell>();
        if (!narrow.isEmpty()) {
            cells.addAll(tally(narrow));
            areas.addAll(cells);
            overdue.addAll(overdue(narrow));
        }
        for (String code : scope.codes()) {
            if (MatterRollUp.wide(code)) {
                var below = places.below(code).stream().map(Place::code).toList();
                cells.addAll(division(code));
                areas.addAll(divisions(below));
                overdue.addAll(overdue(code, below));
            }
        }
        return new Counts(
                sum(cells, Cell::stage),
                sum(cells, Cell::kind),
                sum(areas, Cell::area),
                sum(overdue, Cell::area),
                overdue.stream().mapToLong(Cell::matters).sum());
    }

    /// How many matters of an area, of a kind or at a stage: one of the three, the others are null.
    private record Cell(
            @Nullable String area,
            @Nullable String kind,
            @Nullable String stage,
            long matters) {}

    private List<Cell> tally(List<String> codes) {
        var parameters = new ArrayList<Object>();
        var parts = new ArrayList<String>();
        for (String code : codes) {
            parts.add(code.length() == 9 ? "street = ?" : code.length() == 12 ? "community = ?" : ESTATE_OF_CODE);
            parameters.add(code.length() <= 12 ? (Object) Long.valueOf(code) : code);
        }
        return client.sql("select estate, kind, stage, sum(matters) from matters.tally where "
                        + String.join(" or ", parts) + " group by grouping sets ((estate), (kind), (stage))")
                .params(parameters)
                .query(MatterBoard::cell)
                .list();
    }

    private static final String ESTATE_OF_CODE =
            "estate in (select estate from matters.matter where place_code = ? limit 1)";

    private List<Cell> division(String code) {
        return client.sql("select null, kind, stage, sum(matters) from matters.division_tally where code = ?"
                        + " group by grouping sets ((kind), (stage))")
                .param(code)
                .query(MatterBoard::cell)
                .list();
    }

    private List<Cell> divisions(List<String> codes) {
        return client.sql(
                        "select code, null, null, sum(matters) from matters.division_tally where code = any (?) group by 1")
                .param(codes.toArray(String[]::new))
                .query(MatterBoard::cell)
                .list();
    }

    private static Cell cell(ResultSet row, int number) throws SQLException {
        return new Cell(row.getString(1), row.getString(2), row.getString(3), row.getLong(4));
    }

    private List<Cell> overdue(List<String> codes) {
        var parameters = new ArrayList<Object>();
        String within = new Scope(codes).condition("m", parameters);
        return overdue("coalesce(m.estate, 0)", within, parameters);
    }

    private List<Cell> overdue(String code, List<String> below) {
        var parameters = new ArrayList<Object>();
        String within = MatterRollUp.streets(code, parameters);
        return overdue("m.street", within, parameters).stream()
                .map(cell -> new Cell(MatterRollUp.around(below, String.valueOf(cell.area)), null, null, cell.matters))
                .toList();
    }

    private List<Cell> overdue(String area, String within, List<Object> parameters) {
        parameters.add(MatterStore.stamp(clock.instant()));
        return client.sql("select " + area + ", null, null, count(*) from matters.matter m where " + within
                        + " and m.open and m.deadline < ? group by 1")
                .params(parameters)
                .query(MatterBoard::cell)
                .list();
    }

    private static List<Count> sum(List<Cell> cells, Function<Cell, @Nullable String> key) {
        return cells.stream()
                .filter(cell -> key.apply(cell) != null)
                .collect(Collectors.groupingBy(
                        cell -> Objects.requireNonNull(key.apply(cell)), Collectors.summingLong(Cell::matters)))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(java.util.Comparator.comparingLong((Count count) -> -count.matters)
                        .thenComparing(Count::key))
                .toList();
    }

    /// One matter as a line; a refusal when it does not exist.
    public Line line(long id) {
        return complete(client.sql(
                                "select " + MatterStore.COLUMNS + FIRST_PHOTO + " from matters.matter m where m.id = ?")
                        .param(id)
                        .query(MatterBoard::row)
                        .list())
                .stream()
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("matter"));
    }

    /// A picture of a matter: its place in the row, its name on disk, which version it came with and what it
    /// shows.
    public record Picture(int position, String name, int version, String purpose, boolean publicly) {}

    public List<Picture> pictures(Matter matter) {
        return client.sql("""
                        select position, name, version, purpose, publicly from matters.photo
                        where community = ? and matter = ? order by position""")
                .params(matter.where().community(), matter.id())
                .query((row, _) -> new Picture(
                        row.getInt(1), row.getString(2), row.getInt(3), row.getString(4), row.getBoolean(5)))
                .list();
    }

    private static final String FIRST_PHOTO = """
            , (select min(p.position) from matters.photo p where p.community = m.community and p.matter = m.id)
            as first_photo""";

    private record Found(
            Matter matter, int supporters, @Nullable Integer photo) {}

    private static Found row(ResultSet row, int number) throws SQLException {
        int photo = row.getInt("first_photo");
        @Nullable Integer first = row.wasNull() ? null : photo;
        return new Found(MatterStore.read(row, number), row.getInt("supporters"), first);
    }

    private Light light(Matter matter, Instant now) {
        if (!matter.stage().open()) {
            return Light.NONE;
        }
        Instant deadline = matter.times().deadline();
        if (matter.stage() == Stage.PAUSED) {
            return Light.PAUSED;
        }
        return deadline.isBefore(now)
                ? Light.RED
                : deadline.minus(terms.soon()).isBefore(now) ? Light.YELLOW : Light.GREEN;
    }

    private List<Line> complete(Collection<Found> found) {
        Instant now = clock.instant();
        Map<Long, Seat> leads =
                seats.known(found.stream().map(each -> each.matter.lead()).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Seat::id, seat -> seat));
        return found.stream()
                .map(each -> {
                    Seat lead = leads.get(each.matter.lead());
                    return new Line(
                            each.matter,
                            each.supporters,
                            each.photo,
                            lead == null ? "" : lead.holder(),
                            lead == null ? "" : lead.title(),
                            light(each.matter, now));
                })
                .toList();
    }

    private static long mark(String mark) {
        try {
            return Long.parseLong(mark);
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("page-mark");
        }
    }
}
