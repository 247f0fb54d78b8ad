package org.gongzhi.places;

import java.util.List;
import java.util.Optional;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.index.strtree.STRtree;

/// All grids in memory: a tree of boxes, and in each an index of the polygon's sides. Made once, then only read.
final class GridMap {

    private record Grid(long place, IndexedPointInAreaLocator sides) {}

    private final STRtree boxes = new STRtree();

    void add(long place, Polygon shape) {
        boxes.insert(shape.getEnvelopeInternal(), new Grid(place, new IndexedPointInAreaLocator(shape)));
    }

    GridMap ready() {
        boxes.build();
        return this;
    }

    /// The place of the grid around a point; of two that overlap, one.
    Optional<Long> at(Place.Point point) {
        var corner = new Coordinate(point.longitude(), point.latitude());
        List<?> near = boxes.query(new Envelope(corner));
        for (Object each : near) {
            if (each instanceof Grid grid && grid.sides.locate(corner) != Location.EXTERIOR) {
                return Optional.of(grid.place);
            }
        }
        return Optional.empty();
    }
}
