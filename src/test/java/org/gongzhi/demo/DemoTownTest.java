package org.gongzhi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.gongzhi.TestClock;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Governance;
import org.gongzhi.people.PersonalWords;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.junit.jupiter.api.Test;

/// The figures of seed 004, counted from what is made.
class DemoTownTest {

    private static DemoTown composed() {
        var town = new DemoTown(
                null, null, null, null, null, null, null, java.time.Clock.fixed(TestClock.START, Clocks.ZONE));
        town.compose();
        return town;
    }

    private final DemoTown town = composed();

    @Test
    void theTownIsAsTheSeedTellsIt() {
        var estates = town.places().stream()
                .filter(place -> place.kind() == PlaceKind.ESTATE)
                .toList();
        assertThat(estates).hasSize(41);
        var managed = town.governance().stream()
                .filter(each -> each.role() == Governance.Role.PROPERTY_COMPANY)
                .map(each -> each.place())
                .collect(Collectors.toSet());
        assertThat(managed).hasSize(23);
        assertThat(estates.stream().filter(estate -> !managed.contains(estate.id())))
                .hasSize(18);
        assertThat(estates.stream().filter(estate -> estate.community() == 441_900_106_002L))
                .hasSize(5);
        assertThat(estates.stream().filter(estate -> estate.community() == 441_900_106_000L))
                .hasSize(36);
        var liaisons = town.seats().stream()
                .filter(seat -> seat.role() == Role.ESTATE_LIAISON)
                .toList();
        assertThat(liaisons.stream().map(Seat::person).distinct()).hasSize(35);
        assertThat(liaisons.stream().map(Seat::place).distinct()).hasSize(41);
        assertThat(estates.stream().map(Place::name).distinct()).hasSize(41);
        assertThat(town.residents().size()).isBetween(59_000, 60_000);
    }

    @Test
    void everyPlaceLiesWithinItsParentByItsCode() {
        var byId = town.places().stream().collect(Collectors.toMap(Place::id, place -> place));
        for (Place place : town.places()) {
            if (place.parent() != null) {
                assertThat(place.code()).startsWith(byId.get(place.parent()).code());
            }
        }
    }

    @Test
    void oneSeedMakesTheSameTownAgain() {
        var again = composed();
        assertThat(again.places()).isEqualTo(town.places());
        assertThat(again.seats()).isEqualTo(town.seats());
        assertThat(again.residents()).isEqualTo(town.residents());
        assertThat(again.signIns()).isEqualTo(town.signIns());
    }

    @Test
    void nobodyInTheTownCanBeRungUp() {
        assertThat(town.residents())
                .allSatisfy(person -> assertThat(
                                person.phone() == null || person.phone().startsWith("100"))
                        .isTrue());
    }

    @Test
    void casesNameNobodyAndCanBePublished() {
        assertThat(DemoTogether.CASES.values().toString())
                .satisfies(words -> assertThat(PersonalWords.find(words)).isEmpty());
    }
}
