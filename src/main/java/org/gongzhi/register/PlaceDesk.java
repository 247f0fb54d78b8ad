package org.gongzhi.register;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.people.Coverage;
import org.gongzhi.people.Dwellings;
import org.gongzhi.people.Governance;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Organisations;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Outlines;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.PlaceRegister;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Places as one asker may see and change them: the coverage report, the drawn plan of an estate, changes of
/// the tree, who governs what.
@Component
public class PlaceDesk {

    /// What the plan's cells are coloured by.
    public enum Measure {
        VISITED,
        USE,
        PEOPLE,
        OVERDUE
    }

    /// One door of the plan. `tone` is the colour: 0 nothing, 1 good, 2 middling, 3 bad.
    public record Cell(Place door, String label, int tone) {}

    /// A floor of a stairwell, its doors from left to right.
    public record Floor(int number, List<Cell> cells) {}

    public record Stairwell(Place place, List<Floor> floors) {}

    public record Building(Place place, List<Stairwell> stairwells) {}

    /// The plan of an estate or a part of it, with how many doors have each tone.
    public record Plan(Place place, Measure measure, List<Building> buildings, int[] tones) {}

    private final Places places;
    private final PlaceRegister register;
    private final Outlines outlines;
    private final Coverage coverage;
    private final Governance governance;
    private final Organisations organisations;
    private final Dwellings dwellings;
    private final MatterBoard board;
    private final java.time.Clock clock;

    PlaceDesk(
            Places places,
            PlaceRegister register,
            Outlines outlines,
            Coverage coverage,
            Governance governance,
            Organisations organisations,
            Dwellings dwellings,
            MatterBoard board,
            java.time.Clock clock) {
        this.places = places;
        this.register = register;
        this.outlines = outlines;
        this.coverage = coverage;
        this.governance = governance;
        this.organisations = organisations;
        this.dwellings = dwellings;
        this.board = board;
        this.clock = clock;
    }

    /// The coverage report of a place of the asker's; their own when none is named.
    public Coverage.Report coverage(Actor actor, @Nullable String code) {
        return coverage.of(own(actor, Right.BOARD_READ, code));
    }

    /// The place named, when the right reaches it, or the asker's widest.
    public String own(Actor actor, Right right, @Nullable String code) {
        if (code == null || code.isBlank()) {
            return actor.scope(right).codes().stream()
                    .min(Comparator.comparingInt(String::length))
                    .orElseThrow(() -> Refusal.forbidden("not-allowed"));
        }
        actor.require(right, code);
        return code;
    }

    /// A place of the asker's, or the refusal of an unknown one.
    public Place manageable(Actor actor, String code) {
        return places.find(code)
                .filter(place -> actor.may(Right.PLACE_MANAGE, place.code()))
                .orElseThrow(() -> Refusal.unknown("place"));
    }

    private Seat seat(Actor actor, Place place) {
        return actor.require(Right.PLACE_MANAGE, place.code());
    }

    @Transactional
    public Place add(Actor actor, String parent, PlaceRegister.NewPlace fresh) {
        Place within = manageable(actor, parent);
        return register.add(within, fresh, actor.in(seat(actor, within)));
    }

    @Transactional
    public Place rename(Actor actor, String code, String name, LocalDate effective, String reason) {
        Place place = manageable(actor, code);
        return register.rename(place, name, effective, reason, actor.in(seat(actor, place)));
    }

    @Transactional
    public Place move(Actor actor, String code, String parent, String part, LocalDate effective, String reason) {
        Place place = manageable(actor, code);
        return register.move(place, manageable(actor, parent), part, effective, reason, actor.in(seat(actor, place)));
    }

    @Transactional
    public Place split(
            Actor actor,
            String code,
            String part,
            String name,
            List<String> parts,
            LocalDate effective,
            String reason) {
        Place place = manageable(actor, code);
        Place parent = places.get(Objects.requireNonNull(place.parent()));
        seat(actor, parent);
        return register.split(place, part, name, parts, effective, reason, actor.in(seat(actor, place)));
    }

    @Transactional
    public Place merge(Actor actor, String code, String into, LocalDate effective, String reason) {
        Place place = manageable(actor, code);
        return register.merge(place, manageable(actor, into), effective, reason, actor.in(seat(actor, place)));
    }

    @Transactional
    public void close(Actor actor, String code, LocalDate effective, String reason) {
        Place place = manageable(actor, code);
        register.close(place, effective, reason, actor.in(seat(actor, place)));
    }

    @Transactional
    public void facts(
            Actor actor,
            String code,
            PlaceRegister.@Nullable EstateKind kind,
            @Nullable Long area,
            @Nullable Integer floor) {
        Place place = manageable(actor, code);
        register.change(place, kind, area, floor, actor.in(seat(actor, place)));
    }

    @Transactional
    public void outline(Actor actor, String code, List<Double> ring, int version) {
        Place place = manageable(actor, code);
        outlines.save(place, new Outlines.Outline(place.id(), ring, version), actor.in(seat(actor, place)));
    }

    /// A body begins to govern a place.
    @Transactional
    public void govern(Actor actor, String code, Governance.Role role, long organisation, LocalDate since) {
        Place place = manageable(actor, code);
        Seat seat = actor.require(Right.ORGANISATION_MANAGE, place.code());
        Organisation body = organisations.workingAt(organisation, place.code());
        governance.begin(place, role, body, since, actor.in(seat));
    }

    @Transactional
    public void endGovernance(Actor actor, String code, Governance.Role role, LocalDate until) {
        Place place = manageable(actor, code);
        governance.end(place, role, until, actor.in(actor.require(Right.ORGANISATION_MANAGE, place.code())));
    }

    /// The plan of an estate, a building or anything between, drawn from the register.
    public Plan plan(Actor actor, String code, Measure measure) {
        Place whole = places.find(code)
                .filter(place -> actor.may(Right.PERSON_READ, place.code()))
                .orElseThrow(() -> Refusal.unknown("place"));
        if (whole.kind().compareTo(PlaceKind.ESTATE) < 0) {
            throw Refusal.invalid("plan-wide");
        }
        Map<Long, Dwellings.Dwelling> known = new HashMap<>();
        dwellings.within(whole.code()).forEach(each -> known.put(each.id(), each));
        Map<Long, Integer> overdue = measure == Measure.OVERDUE ? overdue(actor, whole) : Map.of();
        Map<Long, Map<Long, Map<Integer, List<Cell>>>> drawn = new TreeMap<>();
        int[] tones = new int[4];
        for (Place door : places.within(whole.code(), List.of(PlaceKind.DWELLING, PlaceKind.SHOP))) {
            Place stairwell = places.around(door, PlaceKind.STAIRWELL).orElse(door);
            Place building = places.around(door, PlaceKind.BUILDING).orElse(stairwell);
            int tone = tone(
                    measure,
                    known.get(door.id()),
                    overdue.getOrDefault(door.id(), overdue.getOrDefault(stairwell.id(), 0)));
            tones[tone]++;
            drawn.computeIfAbsent(building.id(), _ -> new TreeMap<>())
                    .computeIfAbsent(stairwell.id(), _ -> new TreeMap<>(Comparator.reverseOrder()))
                    .computeIfAbsent(floor(door), _ -> new ArrayList<>())
                    .add(new Cell(door, label(measure, known.get(door.id())), tone));
        }
        var buildings = drawn.entrySet().stream()
                .map(building -> new Building(
                        places.get(building.getKey()),
                        building.getValue().entrySet().stream()
                                .map(stairwell -> new Stairwell(
                                        places.get(stairwell.getKey()),
                                        stairwell.getValue().entrySet().stream()
                                                .map(floor -> new Floor(floor.getKey(), floor.getValue()))
                                                .toList()))
                                .toList()))
                .sorted(Comparator.comparing(building -> building.place.code()))
                .toList();
        return new Plan(whole, measure, buildings, tones);
    }

    private Map<Long, Integer> overdue(Actor actor, Place whole) {
        Map<Long, Integer> counts = new HashMap<>();
        var filter = new MatterBoard.Filter(null, null, null, null, true, null, whole.code());
        board.each(
                actor, filter, 5000, line -> counts.merge(line.matter().where().place(), 1, Integer::sum));
        return counts;
    }

    /// The floor of a door: the place of that kind around it, or the digits of its number before the last
    /// two.
    private int floor(Place door) {
        Place floor = places.around(door, PlaceKind.FLOOR).orElse(null);
        String digits = (floor == null ? door.name() : floor.name()).replaceAll("\\D", "");
        if (digits.isEmpty() || digits.length() > 6) {
            return 0;
        }
        return floor == null ? Integer.parseInt(digits) / 100 : Integer.parseInt(digits);
    }

    private int tone(Measure measure, Dwellings.@Nullable Dwelling dwelling, int overdue) {
        LocalDate today = Clocks.today(clock);
        return switch (measure) {
            case OVERDUE -> overdue == 0 ? 1 : 3;
            case PEOPLE -> dwelling == null || dwelling.people() == 0 ? 0 : dwelling.people() > 5 ? 2 : 1;
            case USE ->
                dwelling == null
                        ? 0
                        : switch (dwelling.use()) {
                            case LIVED_IN -> 1;
                            case RENTED -> 2;
                            case BUSINESS -> 3;
                            case VACANT -> 0;
                        };
            case VISITED ->
                dwelling == null || dwelling.visitedOn() == null
                        ? 0
                        : dwelling.dueOn() == null || !dwelling.dueOn().isBefore(today) ? 1 : 3;
        };
    }

    private static String label(Measure measure, Dwellings.@Nullable Dwelling dwelling) {
        return measure == Measure.PEOPLE && dwelling != null && dwelling.people() > 0
                ? Integer.toString(dwelling.people())
                : "";
    }
}
