package org.gongzhi.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.gongzhi.access.Accounts;
import org.gongzhi.kernel.Ids;
import org.gongzhi.matters.MatterCopy;
import org.gongzhi.people.Directory;
import org.gongzhi.people.Person;
import org.gongzhi.people.PersonCopy;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;

/// A city as large as Beijing: its own streets and communities, two estates in each community, a seat for
/// each role, residents and a year of matters as rows. Says how long each step took; on a city that is there
/// already, how long finding somebody takes.
class CityMeasure {

    private static final String CITY = "11";
    private static final int QUERIES = 2000;

    private final Places places;
    private final Seats seats;
    private final Accounts accounts;
    private final MatterCopy matters;
    private final PersonCopy people;
    private final Directory directory;
    private final Ids ids;
    private final SplittableRandom random = new SplittableRandom(20_261_123);

    CityMeasure(
            Places places,
            Seats seats,
            Accounts accounts,
            MatterCopy matters,
            PersonCopy people,
            Directory directory,
            Ids ids) {
        this.places = places;
        this.seats = seats;
        this.accounts = accounts;
        this.matters = matters;
        this.people = people;
        this.directory = directory;
        this.ids = ids;
    }

    /// Fills up to so many matters and residents.
    void run(long matterCount, int residentCount) {
        var communities = places.within(CITY, List.of(PlaceKind.COMMUNITY));
        if (communities.isEmpty()) {
            throw new IllegalStateException("no communities: ./gongzhi import-divisions first");
        }
        if (places.within(CITY, List.of(PlaceKind.ESTATE)).isEmpty()) {
            build(communities);
        }
        long there = matters.within(CITY);
        if (there < matterCount) {
            long start = System.nanoTime();
            matters.fill(homes(), matterCount - there);
            say("%,d matters by COPY, indexes made again".formatted(matterCount - there), start);
            start = System.nanoTime();
            matters.count(CITY);
            say("counts of the board and figures of every day, street, county and city", start);
        }
        if (residentCount == 0) {
            return;
        }
        if (!people.filled(CITY)) {
            long start = System.nanoTime();
            people.fill(residentCount, i -> resident(communities, i, residentCount));
            say("%,d residents by COPY, sealed, with what they are searched by".formatted(residentCount), start);
        }
        System.out.println();
        System.out.println("| finding among all residents of | p50 ms | p95 ms | p99 ms |");
        System.out.println("|---|---|---|---|");
        for (String code : List.of(CITY, "110105", "110105001")) {
            find(
                    code,
                    "name",
                    residentCount,
                    i -> resident(communities, i, residentCount).name());
            find(
                    code,
                    "telephone number",
                    residentCount,
                    i -> String.valueOf(resident(communities, i, residentCount).phone()));
        }
    }

    private void build(List<Place> communities) {
        long start = System.nanoTime();
        var estates = new ArrayList<Place>();
        var held = new MadeUpSeats(ids);
        for (Place community : communities) {
            held.add(community, Role.COMMITTEE_DIRECTOR);
            held.add(community, Role.GRID_WORKER);
            for (int e = 1; e <= 2; e++) {
                estates.add(new Place(
                        community.community(),
                        ids.next(),
                        community.code() + "-E00" + e,
                        PlaceKind.ESTATE,
                        community.id(),
                        "小区" + e,
                        new Place.Point(39.6 + random.nextDouble() * 0.6, 116.1 + random.nextDouble() * 0.6)));
            }
        }
        for (Place street : places.within(CITY, List.of(PlaceKind.STREET))) {
            held.add(street, Role.STREET_OFFICER, "street-" + street.code());
        }
        for (String code : List.of(CITY, "110105")) {
            held.add(places.find(code).orElseThrow(), Role.STREET_OFFICER, "division-" + code);
        }
        places.add(estates);
        int seated = held.write(seats, accounts);
        say("estates %,d, seats %,d".formatted(estates.size(), seated), start);
    }

    private List<MatterCopy.Home> homes() {
        var communities = places.within(CITY, List.of(PlaceKind.COMMUNITY)).stream()
                .map(Place::code)
                .toList();
        var leads = seats.at(communities).stream()
                .filter(seat -> seat.role() == Role.GRID_WORKER)
                .collect(Collectors.toMap(Seat::community, Seat::id));
        return places.within(CITY, List.of(PlaceKind.ESTATE)).stream()
                .map(estate -> new MatterCopy.Home(
                        estate.community(),
                        estate.id(),
                        estate.code(),
                        Objects.requireNonNull(estate.at()),
                        Objects.requireNonNull(leads.get(estate.community()))))
                .toList();
    }

    private static void say(String what, long start) {
        System.out.printf("- %s: %.0f s%n", what, (System.nanoTime() - start) / 1e9);
        System.out.flush();
    }

    /// The resident with a number, always the same one.
    private static Person resident(List<Place> communities, int i, int all) {
        var mine = new SplittableRandom(i * 7919L);
        var madeUp = new MadeUp(mine);
        Place community = communities.get((int) ((long) i * communities.size() / all));
        return Person.of(
                community.community(),
                Ids.at(1_767_225_600_000L + i, 0),
                community.code() + "-E00" + (1 + i % 2) + "-B%03d-S1-%04d".formatted(i % 60, i % 2400),
                madeUp.name(),
                madeUp.phone(),
                null);
    }

    private void find(String code, String what, int all, IntFunction<String> word) {
        long[] nanos = new long[QUERIES];
        var within = List.of(code);
        for (int i = 0; i < QUERIES; i++) {
            String wanted = word.apply(random.nextInt(all));
            long start = System.nanoTime();
            directory.search(within, wanted, null, 20);
            nanos[i] = System.nanoTime() - start;
            if (i == 20 && nanos[20] > Duration.ofSeconds(1).toNanos()) {
                nanos = Arrays.copyOf(nanos, i + 1);
                break;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "| %s, by %s | %.1f | %.1f | %.1f |%n", code, what, at(nanos, 50), at(nanos, 95), at(nanos, 99));
    }

    private static double at(long[] sorted, int percent) {
        return sorted[sorted.length * percent / 100] / 1e6;
    }
}
