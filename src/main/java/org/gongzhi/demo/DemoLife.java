package org.gongzhi.demo;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Cares;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Organisations;
import org.gongzhi.people.Party;
import org.gongzhi.people.People;
import org.gongzhi.people.Registrations;
import org.gongzhi.places.Outlines;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What the register of the demonstration town holds besides people: outlines of grids, needs, registrations that
/// expire, and a party organisation of four levels (seed 003, Xiaotaoyuan). All made up.
@Component
class DemoLife {

    private static final double HALF = 0.0015;
    private static final int NEEDY = 120;
    private static final int REGISTERED = 300;
    private static final int MEMBERS = 40;
    private static final long FIRST_PARTY = 300;

    private final Places places;
    private final Outlines outlines;
    private final People people;
    private final Cares cares;
    private final Registrations registrations;
    private final Organisations organisations;
    private final Party party;
    private final Clock clock;
    private final SplittableRandom random = new SplittableRandom(20_261_106);

    DemoLife(
            Places places,
            Outlines outlines,
            People people,
            Cares cares,
            Registrations registrations,
            Organisations organisations,
            Party party,
            Clock clock) {
        this.places = places;
        this.outlines = outlines;
        this.people = people;
        this.cares = cares;
        this.registrations = registrations;
        this.organisations = organisations;
        this.party = party;
        this.clock = clock;
    }

    @Transactional
    void load(DemoTown town) {
        outline(town.places());
        var here = town.residents().stream()
                .filter(person -> person.community() == DemoTown.HENGQUAN)
                .toList();
        LocalDate today = Clocks.today(clock);
        for (int i = 0; i < NEEDY; i++) {
            var person = here.get(i * 7);
            cares.add(person, Cares.Tag.values()[i % Cares.Tag.values().length], today.minusDays(i), Entry.Who.NOBODY);
        }
        here.stream()
                .filter(person -> person.floating())
                .limit(REGISTERED)
                .forEach(person -> registrations.register(
                        person,
                        Registrations.Kind.RESIDENCE_REGISTRATION,
                        today.minusDays(random.nextInt(380)),
                        Entry.Who.NOBODY));
        party(here.subList(0, MEMBERS).stream()
                .map(each -> people.get(each.id()))
                .toList());
    }

    /// Each estate of the community a box, its grids strips of it.
    private void outline(List<Place> all) {
        for (Place estate : all) {
            if (estate.kind() != PlaceKind.ESTATE || estate.at() == null || estate.community() != DemoTown.HENGQUAN) {
                continue;
            }
            var grids = all.stream()
                    .filter(each ->
                            each.kind() == PlaceKind.GRID && java.util.Objects.equals(each.parent(), estate.id()))
                    .toList();
            var rings = new ArrayList<Outlines.Outline>();
            double west = estate.at().longitude() - HALF;
            double width = 2 * HALF / grids.size();
            rings.add(box(estate, west, 2 * HALF));
            for (int i = 0; i < grids.size(); i++) {
                rings.add(box(grids.get(i), west + i * width, width, estate.at().latitude()));
            }
            outlines.add(estate.community(), rings);
        }
    }

    private static Outlines.Outline box(Place place, double west, double width) {
        return box(
                place, west, width, java.util.Objects.requireNonNull(place.at()).latitude());
    }

    private static Outlines.Outline box(Place place, double west, double width, double middle) {
        double east = west + width;
        double south = middle - HALF;
        double north = middle + HALF;
        return new Outlines.Outline(place.id(), List.of(west, south, east, south, east, north, west, north), 0);
    }

    private void party(List<org.gongzhi.people.Person> members) {
        Place community = places.get(DemoTown.HENGQUAN);
        var tree = new ArrayList<Organisation>();
        tree.add(node(0, Organisation.Kind.COMMUNITY_PARTY_COMMITTEE, "恒泉社区党委", community.code(), null));
        for (int i = 1; i <= DemoTown.UNDER_COMMITTEE; i++) {
            String estate = community.code() + "-E%03d".formatted(i);
            String name = places.find(estate).map(Place::name).orElse("");
            tree.add(node(3 * i, Organisation.Kind.GRID_PARTY_BRANCH, name + "网格党支部", estate + "-G1", 0L));
            tree.add(node(
                    3 * i + 1, Organisation.Kind.BUILDING_PARTY_GROUP, name + "1栋党小组", estate + "-G1-B001", 3L * i));
            tree.add(node(
                    3 * i + 2,
                    Organisation.Kind.PARTY_HUB_HOUSEHOLD,
                    name + "党员中心户",
                    estate + "-G1-B001-S1",
                    3L * i + 1));
        }
        for (int i = 0; i < 10; i++) {
            tree.add(node(50 + i, Organisation.Kind.RESIDENT_UNIT, "驻区单位" + (i + 1), community.code(), null));
        }
        organisations.add(tree);
        LocalDate today = Clocks.today(clock);
        for (int i = 0; i < 10; i++) {
            party.unit(
                    community,
                    organisations.get(FIRST_PARTY + 50 + i),
                    new Party.Unit(FIRST_PARTY + 50 + i, 4, i == 9 ? null : today.minusDays(40L + i), null),
                    Entry.Who.NOBODY);
        }
        for (int i = 0; i < members.size() - 4; i++) {
            long group = FIRST_PARTY + 3L * (1 + i % DemoTown.UNDER_COMMITTEE) + 1;
            party.register(members.get(i), organisations.get(group), "镇直机关党支部", Entry.Who.NOBODY);
        }
        party.write(community, FIRST_PARTY + 4, Party.Kind.PLAN, "楼道清洁认领方案", "党员每人认领一层楼道,每周六上午清理。", Entry.Who.NOBODY);
    }

    private static Organisation node(
            long number, Organisation.Kind kind, String name, String place, @Nullable Long above) {
        return new Organisation(
                FIRST_PARTY + number,
                kind,
                name,
                place,
                null,
                "",
                "",
                "",
                null,
                above == null ? null : Long.valueOf(FIRST_PARTY + above),
                null,
                1);
    }
}
