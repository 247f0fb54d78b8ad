package org.gongzhi.duty;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gongzhi.people.Seats;
import org.gongzhi.places.PlaceKind;
import org.jspecify.annotations.Nullable;

/// Everything that decides who is on duty in one window of time, as it was read: nothing in here asks the
/// database. `live` tells that the window begins now, so that who is away at this moment counts as away.
/// `deaf` are seats whose holders have no account that works, `loaded` those with too much open work.
record Ground(
        Instant from,
        Instant until,
        boolean live,
        List<Node> nodes,
        Map<String, List<Seats.Held>> seats,
        Map<Long, List<Absence>> absences,
        Map<String, List<Cell>> cells,
        Map<String, List<Roster.Planned>> rosters,
        Set<Long> deaf,
        Set<Long> loaded) {

    /// A place where something about duty may differ from the place around it; wider places come first.
    record Node(
            long community,
            long place,
            String code,
            @Nullable PlaceKind kind) {}
}
