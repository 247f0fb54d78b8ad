package org.gongzhi.people;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.places.Outlines;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds what nobody takes care of: estates without residents' committee, property company, owners' committee or
/// liaison; grids that overlap or leave holes (seed 004: 41 estates, 18 without a property company, 36 under nobody).
@Component
public class Coverage {

    /// One estate and who governs it now.
    public record Estate(
            Place place,
            Governance.State state,
            Map<Governance.Role, Long> bodies,
            @Nullable Seat liaison) {

        public boolean has(Governance.Role role) {
            return bodies.containsKey(role);
        }
    }

    /// The report on a place. `unmanaged` counts estates with neither property company nor trustee.
    public record Report(List<Estate> rows, List<Outlines.Fault> faults) {

        public int estates() {
            return rows.size();
        }

        public int in(Governance.State state) {
            return (int) rows.stream().filter(each -> each.state == state).count();
        }

        public int with(Governance.Role role) {
            return (int) rows.stream().filter(each -> each.has(role)).count();
        }

        public int withoutLiaison() {
            return (int) rows.stream().filter(each -> each.liaison == null).count();
        }
    }

    private final Places places;
    private final Governance governance;
    private final Seats seats;
    private final Outlines outlines;

    Coverage(Places places, Governance governance, Seats seats, Outlines outlines) {
        this.places = places;
        this.governance = governance;
        this.seats = seats;
        this.outlines = outlines;
    }

    /// The report on everything within a place.
    public Report of(String code) {
        var estates = places.estates(code);
        Set<Long> communities = estates.stream().map(Place::community).collect(Collectors.toSet());
        var bodies = new HashMap<Long, Map<Governance.Role, Long>>();
        for (Governance.Reign reign : governance.current(communities)) {
            bodies.computeIfAbsent(reign.place(), _ -> new EnumMap<>(Governance.Role.class))
                    .put(reign.role(), reign.organisation());
        }
        Map<String, Seat> liaisons = seats.at(estates.stream().map(Place::code).toList()).stream()
                .filter(seat -> seat.role() == Role.ESTATE_LIAISON)
                .collect(Collectors.toMap(Seat::placeCode, seat -> seat, (one, _) -> one));
        var rows = new ArrayList<Estate>();
        for (Place estate : estates) {
            var here = bodies.getOrDefault(estate.id(), Map.of());
            rows.add(new Estate(estate, state(here), here, liaisons.get(estate.code())));
        }
        return new Report(List.copyOf(rows), outlines.faults(code));
    }

    private static Governance.State state(Map<Governance.Role, Long> bodies) {
        return bodies.containsKey(Governance.Role.PROPERTY_COMPANY)
                ? Governance.State.MANAGED
                : bodies.containsKey(Governance.Role.TRUSTEE)
                        ? Governance.State.TRUSTEESHIP
                        : Governance.State.UNMANAGED;
    }
}
