package org.gongzhi.ballots;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.access.Accounts;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Person;
import org.gongzhi.people.Residences;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.PlaceRegister;
import org.gongzhi.places.Places;
import org.springframework.stereotype.Component;

/// The roll as the register knows it.
@Component
class RegisterRoll {

    /// What was found; `missing` units lack an area or an owner.
    record Found(List<Roll.Line> lines, int missing) {}

    private final Places places;
    private final PlaceRegister register;
    private final Residences residences;
    private final Accounts accounts;
    private final Clock clock;

    RegisterRoll(Places places, PlaceRegister register, Residences residences, Accounts accounts, Clock clock) {
        this.places = places;
        this.register = register;
        this.residences = residences;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// The exclusive units within the place of a vote with their areas and owners, or, where persons decide, the adults
    /// who live there. A unit whose owners are the same people has the same head.
    Found lines(Vote vote) {
        Place place = places.get(vote.place());
        var kinds = Arrays.stream(PlaceKind.values())
                .filter(PlaceKind::exclusiveUnit)
                .toList();
        var units = places.within(place.code(), kinds);
        if (vote.electorate() == VoteRules.Electorate.PERSONS) {
            return new Found(persons(vote, units), 0);
        }
        var lines = owned(vote, place, units);
        return new Found(lines, units.size() - lines.size());
    }

    private List<Roll.Line> owned(Vote vote, Place place, List<Place> units) {
        var areas = register.areas(place.code());
        var owners = residences.owning(
                vote.community(), units.stream().map(Place::id).toList());
        var known = accountsOf(owners);
        var lines = new ArrayList<Roll.Line>();
        for (Place unit : units) {
            Long area = areas.get(unit.id());
            var people = owners.getOrDefault(unit.id(), List.of());
            if (area != null && area >= RollLines.LEAST_AREA && area <= RollLines.MOST_AREA && !people.isEmpty()) {
                lines.add(line(unit, area, people, known));
            }
        }
        return lines;
    }

    private Roll.Line line(Place unit, long area, List<Person> people, Map<Long, Long> known) {
        return new Roll.Line(
                unit.code(),
                places.address(unit),
                people.stream().map(Person::id).sorted().map(String::valueOf).collect(Collectors.joining("+", "P", "")),
                people.stream().map(Person::name).collect(Collectors.joining("、")),
                area,
                Roll.Basis.REGISTER,
                unit.kind() == PlaceKind.PARKING_SPACE,
                false,
                people.stream()
                        .map(person -> known.get(person.id()))
                        .filter(Objects::nonNull)
                        .toList());
    }

    private Map<Long, Long> accountsOf(Map<Long, List<Person>> people) {
        return accounts.ofPersons(
                people.values().stream().flatMap(List::stream).map(Person::id).collect(Collectors.toSet()));
    }

    private List<Roll.Line> persons(Vote vote, List<Place> units) {
        var living = residences.livingIn(
                vote.community(), units.stream().map(Place::id).toList());
        var known = accountsOf(living);
        var adult = Clocks.today(clock).minusYears(18);
        return living.values().stream()
                .flatMap(List::stream)
                .distinct()
                .filter(person -> person.born() == null || !person.born().isAfter(adult))
                .sorted(Comparator.comparing(Person::id))
                .map(person -> new Roll.Line(
                        "",
                        "",
                        "P" + person.id(),
                        person.name(),
                        0,
                        Roll.Basis.NONE,
                        false,
                        false,
                        known.get(person.id()) == null ? List.of() : List.of(known.get(person.id()))))
                .toList();
    }
}
