package org.gongzhi.duty;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.access.Accounts;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the [Ground] of a watch: for one place at one moment, or for everything within a place over many days.
@Component
class Grounds {

    private static final Set<PlaceKind> DUTY_PLACES =
            Set.of(PlaceKind.COMMUNITY, PlaceKind.ESTATE, PlaceKind.PHASE, PlaceKind.GRID);

    private final DutyStore store;
    private final Places places;
    private final Seats seats;
    private final Accounts accounts;
    private final OpenWork work;
    private final Subjects subjects;
    private final WorkingCalendar calendar;
    private final DutyTerms terms;
    private final Clock clock;

    Grounds(
            DutyStore store,
            Places places,
            Seats seats,
            Accounts accounts,
            OpenWork work,
            Subjects subjects,
            WorkingCalendar calendar,
            DutyTerms terms,
            Clock clock) {
        this.store = store;
        this.places = places;
        this.seats = seats;
        this.accounts = accounts;
        this.work = work;
        this.subjects = subjects;
        this.calendar = calendar;
        this.terms = terms;
        this.clock = clock;
    }

    /// A watch over one moment at one place, now or in the past.
    Watch moment(String code, Instant when, long without) {
        boolean live = !when.isBefore(clock.instant().minusSeconds(1));
        Instant until = when.plusSeconds(1);
        var reach = DutyStore.Reach.around(code);
        List<Seats.Held> held = seats.heldAt(reach.codes(), when);
        return watch(reach, held, List.of(), null, when, until, live, Set.of(), Set.of(), without);
    }

    /// A watch over now at one place, from cells and rosters that are already known.
    Watch now(List<Seats.Held> held, List<Cell> cells, List<Roster.Planned> rosters, long without) {
        Instant now = clock.instant();
        return new Watch(
                new Ground(
                        now,
                        now.plusSeconds(1),
                        true,
                        nodes(List.of(), held, cells, rosters),
                        byCode(held, each -> each.seat().placeCode()),
                        Map.of(),
                        byCode(cells, Cell::placeCode),
                        byCode(rosters, each -> each.roster().placeCode()),
                        Set.of(),
                        Set.of()),
                subjects,
                calendar,
                without);
    }

    /// A watch over everything within a place from now on.
    Watch ahead(String code, Instant until) {
        return ahead(code, until, null);
    }

    /// The same as if one more cell held.
    Watch ahead(String code, Instant until, @Nullable Cell more) {
        Instant now = clock.instant();
        var reach = DutyStore.Reach.whole(code);
        var held = new ArrayList<>(seats.heldAt(
                reach.codes().stream().filter(each -> !each.equals(code)).toList(), now));
        held.addAll(seats.heldWithin(code, now));
        var persons = held.stream().map(each -> each.seat().person()).collect(Collectors.toSet());
        Set<Long> working = accounts.working(persons);
        var open = work.counts(held.stream().map(each -> each.seat().id()).toList());
        return watch(
                reach,
                held,
                places.within(code, DUTY_PLACES),
                more,
                now,
                until,
                true,
                held.stream()
                        .filter(each -> !working.contains(each.seat().person()))
                        .map(each -> each.seat().id())
                        .collect(Collectors.toSet()),
                open.entrySet().stream()
                        .filter(each -> each.getValue() > terms.mostOpen())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                Long.MIN_VALUE);
    }

    private Watch watch(
            DutyStore.Reach reach,
            List<Seats.Held> held,
            List<Place> known,
            @Nullable Cell more,
            Instant from,
            Instant until,
            boolean live,
            Set<Long> deaf,
            Set<Long> loaded,
            long without) {
        var cells = new ArrayList<>(store.cells(reach, from, until));
        if (more != null) {
            cells.removeIf(cell -> cell.place() == more.place()
                    && cell.subject().equals(more.subject())
                    && cell.hours() == more.hours());
            cells.add(more);
        }
        List<Roster.Planned> rosters = store.rosters(reach, from, until);
        // a cell or a shift may name a seat that sits elsewhere
        var named = new HashSet<Long>();
        cells.forEach(cell -> {
            if (cell.leadSeat() != null) {
                named.add(cell.leadSeat());
            }
        });
        rosters.forEach(planned -> planned.shifts().forEach(shift -> named.add(shift.seat())));
        held.forEach(each -> named.remove(each.seat().id()));
        var everybody = new ArrayList<>(held);
        if (!named.isEmpty()) {
            everybody.addAll(seats.heldBy(named));
        }
        return new Watch(
                new Ground(
                        from,
                        until,
                        live,
                        nodes(known, held, cells, rosters),
                        byCode(everybody, each -> each.seat().placeCode()),
                        store.absences(reach, from, until),
                        byCode(cells, Cell::placeCode),
                        byCode(rosters, each -> each.roster().placeCode()),
                        deaf,
                        loaded),
                subjects,
                calendar,
                without);
    }

    private static <T> Map<String, List<T>> byCode(List<T> all, Function<T, String> code) {
        var found = new HashMap<String, List<T>>();
        for (T each : all) {
            found.computeIfAbsent(code.apply(each), _ -> new ArrayList<>()).add(each);
        }
        return found;
    }

    private static List<Ground.Node> nodes(
            Collection<Place> known,
            Collection<Seats.Held> held,
            Collection<Cell> cells,
            Collection<Roster.Planned> rosters) {
        var nodes = new TreeMap<String, Ground.Node>();
        held.forEach(each -> nodes.put(
                each.seat().placeCode(),
                new Ground.Node(
                        each.seat().community(),
                        each.seat().place(),
                        each.seat().placeCode(),
                        null)));
        cells.forEach(each ->
                nodes.put(each.placeCode(), new Ground.Node(each.community(), each.place(), each.placeCode(), null)));
        rosters.forEach(each -> nodes.put(
                each.roster().placeCode(),
                new Ground.Node(
                        each.roster().community(),
                        each.roster().place(),
                        each.roster().placeCode(),
                        null)));
        known.forEach(place ->
                nodes.put(place.code(), new Ground.Node(place.community(), place.id(), place.code(), place.kind())));
        return List.copyOf(nodes.values());
    }
}
