package org.gongzhi.places;

import java.sql.Array;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.union.UnaryUnionOp;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Polygons of grids and estates: drawn, checked, and asked which grid a point lies in.
@Component
public class Outlines {

    /// A polygon in degrees, longitude before latitude, its corners in turn. `version` 0 is one not yet stored.
    public record Outline(long place, List<Double> ring, int version) {}

    /// What is wrong with the grids of an estate: OVERLAP of two, or a HOLE that no grid covers.
    public record Fault(String kind, Place place, @Nullable Place other, long squareMetres) {}

    private static final GeometryFactory SHAPES = new GeometryFactory();
    private static final int MOST_CORNERS = 500;
    private static final double METRES_PER_DEGREE = 111_195;
    private static final long SMALLEST_FAULT = 20;
    private static final List<PlaceKind> OUTLINED = List.of(PlaceKind.ESTATE, PlaceKind.PHASE, PlaceKind.GRID);

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Places places;
    private final Journal journal;
    private final Clock clock;
    private volatile @Nullable GridMap map;

    Outlines(JdbcClient client, JdbcTemplate jdbc, Places places, Journal journal, Clock clock) {
        this.client = client;
        this.jdbc = jdbc;
        this.places = places;
        this.journal = journal;
        this.clock = clock;
    }

    /// The outlines of all that lies within a place.
    public List<Outline> within(String code) {
        return client.sql("""
                        select o.place, o.ring, o.version from places.outline o
                        join places.place p on p.community = o.community and p.id = o.place
                        where p.code >= ? and p.code < ? and p.ended_on is null order by p.code limit 60000""")
                .params(code, Place.end(code))
                .query((row, _) -> new Outline(row.getLong(1), ring(row.getArray(2)), row.getInt(3)))
                .list();
    }

    private static List<Double> ring(Array array) throws java.sql.SQLException {
        return Arrays.asList((Double[]) array.getArray());
    }

    /// Stores the outline of a grid, a phase or an estate, when it still has the version that was seen. A ring that
    /// crosses itself is refused.
    @Transactional
    public void save(Place place, Outline outline, Entry.Who by) {
        var ring = outline.ring;
        if (!OUTLINED.contains(place.kind())) {
            throw Refusal.invalid("outline-kind");
        }
        if (ring.size() < 6 || ring.size() % 2 != 0 || ring.size() > 2 * MOST_CORNERS) {
            throw Refusal.invalid("outline");
        }
        for (int i = 0; i < ring.size(); i += 2) {
            new Place.Point(ring.get(i + 1), ring.get(i)); // refuses what is not on earth
        }
        if (!polygon(ring).isValid()) {
            throw Refusal.invalid("outline");
        }
        int rows = outline.version == 0
                ? client.sql("""
                                insert into places.outline (community, place, ring) values (?, ?, ?)
                                on conflict do nothing""")
                        .params(place.community(), place.id(), ring.toArray(Double[]::new))
                        .update()
                : client.sql("""
                                update places.outline set ring = ?, version = version + 1
                                where community = ? and place = ? and version = ?""")
                        .params(ring.toArray(Double[]::new), place.community(), place.id(), outline.version)
                        .update();
        if (rows == 0) {
            throw Refusal.conflict("changed-meanwhile");
        }
        journal.append(new Entry(
                new Entry.Where(place.community(), place.id()),
                by,
                new Entry.Subject("place", place.id()),
                "PlaceOutlined",
                Map.of("corners", ring.size() / 2),
                clock.instant()));
        map = null;
    }

    /// Adds many new outlines of a community at once.
    @Transactional
    public void add(long community, Collection<Outline> fresh) {
        jdbc.batchUpdate(
                "insert into places.outline (community, place, ring) values (?, ?, ?)",
                fresh,
                1000,
                (statement, each) -> {
                    statement.setLong(1, community);
                    statement.setLong(2, each.place);
                    statement.setArray(3, statement.getConnection().createArrayOf("float8", each.ring.toArray()));
                });
        map = null;
    }

    /// The grid that a point lies in, if it lies in one.
    public Optional<Place> gridAt(Place.Point point) {
        return gridIdAt(point).map(places::get);
    }

    /// The id of the grid that a point lies in.
    public Optional<Long> gridIdAt(Place.Point point) {
        GridMap ready = map;
        if (ready == null) {
            ready = load();
            map = ready;
        }
        return ready.at(point);
    }

    private GridMap load() {
        var fresh = new GridMap();
        client.sql("""
                        select o.place, o.ring from places.outline o
                        join places.place p on p.community = o.community and p.id = o.place
                        where p.kind = 'GRID' and p.ended_on is null""").query(row -> {
            fresh.add(row.getLong(1), polygon(ring(row.getArray(2))));
        });
        return fresh.ready();
    }

    /// Grids within a place that overlap each other, and holes: ground of an estate, or within its grids, that no grid
    /// covers. Slivers below 20 m² are not told.
    public List<Fault> faults(String code) {
        var shapes = within(code).stream().collect(Collectors.toMap(Outline::place, each -> polygon(each.ring)));
        if (shapes.isEmpty()) {
            return List.of();
        }
        var known = places.within(code, OUTLINED).stream().collect(Collectors.toMap(Place::id, Function.identity()));
        var grids = shapes.keySet().stream()
                .map(known::get)
                .filter(place -> place != null && place.kind() == PlaceKind.GRID)
                .sorted(Comparator.comparing(Place::code))
                .toList();
        var faults = new ArrayList<Fault>();
        for (int i = 0; i < grids.size(); i++) {
            for (int k = i + 1; k < grids.size(); k++) {
                var one = Objects.requireNonNull(shapes.get(grids.get(i).id()));
                var other = Objects.requireNonNull(shapes.get(grids.get(k).id()));
                if (one.getEnvelopeInternal().intersects(other.getEnvelopeInternal())) {
                    tell(faults, "OVERLAP", grids.get(i), grids.get(k), one.intersection(other));
                }
            }
        }
        grids.stream()
                .collect(Collectors.groupingBy(
                        grid -> places.around(grid, PlaceKind.ESTATE).orElse(grid)))
                .forEach((estate, mine) -> {
                    Geometry together = UnaryUnionOp.union(
                            mine.stream().map(grid -> shapes.get(grid.id())).toList());
                    Polygon whole = shapes.get(estate.id());
                    tell(faults, "HOLE", estate, null, whole == null ? holes(together) : whole.difference(together));
                });
        return faults;
    }

    private static Geometry holes(Geometry together) {
        var all = new ArrayList<Polygon>();
        for (int i = 0; i < together.getNumGeometries(); i++) {
            if (together.getGeometryN(i) instanceof Polygon polygon) {
                for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
                    LinearRing ring = polygon.getInteriorRingN(hole);
                    all.add(SHAPES.createPolygon(ring.getCoordinates()));
                }
            }
        }
        return SHAPES.createMultiPolygon(all.toArray(Polygon[]::new));
    }

    private static void tell(List<Fault> faults, String kind, Place place, @Nullable Place other, Geometry area) {
        if (area.isEmpty()) {
            return;
        }
        double shrink = Math.cos(Math.toRadians(area.getCentroid().getY()));
        long squareMetres = Math.round(area.getArea() * METRES_PER_DEGREE * METRES_PER_DEGREE * shrink);
        if (squareMetres >= SMALLEST_FAULT) {
            faults.add(new Fault(kind, place, other, squareMetres));
        }
    }

    static Polygon polygon(List<Double> ring) {
        var corners = new Coordinate[ring.size() / 2 + 1];
        for (int i = 0; i < ring.size() / 2; i++) {
            corners[i] = new Coordinate(ring.get(2 * i), ring.get(2 * i + 1));
        }
        corners[corners.length - 1] = corners[0];
        return SHAPES.createPolygon(corners);
    }
}
