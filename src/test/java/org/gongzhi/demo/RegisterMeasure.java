package org.gongzhi.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Directory;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.places.Outlines;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;

/// Fills a street with a million made-up residents and tens of thousands of grids, and measures how long finding takes.
class RegisterMeasure {

    private static final long FIRST = 441_900_106_500L;
    private static final int COMMUNITIES = 20;
    private static final int QUERIES = 4000;
    private static final int SIDE = 225;

    private final Places places;
    private final People people;
    private final Directory directory;
    private final Outlines outlines;
    private final Ids ids;
    private final SplittableRandom random = new SplittableRandom(20_261_105);
    private final MadeUp madeUp = new MadeUp(random);

    RegisterMeasure(Places places, People people, Directory directory, Outlines outlines, Ids ids) {
        this.places = places;
        this.people = people;
        this.directory = directory;
        this.outlines = outlines;
        this.ids = ids;
    }

    void run(int residents) {
        var sample = fill(residents);
        System.out.println("| finding among " + residents + " residents of a street | p50 ms | p95 ms | p99 ms |");
        System.out.println("|---|---|---|---|");
        var street = List.of(DemoTown.STREET);
        measure("whole name", i -> sample.get(i).name(), street);
        measure("two characters of the name", i -> part(sample.get(i).name()), street);
        measure("telephone number", i -> String.valueOf(sample.get(i).phone()), street);
        measure("last four of the telephone number", i -> tail(sample.get(i)), street);
        measure(
                "last four and name",
                i -> tail(sample.get(i)) + " " + sample.get(i).name(),
                street);
        grids();
    }

    private static String part(String name) {
        return name.substring(Math.max(0, name.length() - 2));
    }

    private static String tail(Person person) {
        return String.valueOf(person.phone()).substring(7);
    }

    private List<Person> fill(int residents) {
        var sample = new ArrayList<Person>();
        boolean there = places.find(Long.toString(FIRST)).isPresent();
        if (!there) {
            Place street = places.find(DemoTown.STREET).orElseThrow();
            var all = new ArrayList<Place>();
            for (int i = 0; i < COMMUNITIES; i++) {
                long code = FIRST + i;
                all.add(new Place(code, code, "" + code, PlaceKind.COMMUNITY, street.id(), "量测社区" + i, null));
            }
            places.add(all);
        }
        var batch = new ArrayList<Person>();
        for (int i = 0; i < residents; i++) {
            long community = FIRST + i % COMMUNITIES;
            var person = Person.of(
                    community,
                    ids.next(),
                    community + "-E%03d-B%03d-S1-%04d".formatted(i % 50, i / 50 % 100, i % 1000),
                    madeUp.name(),
                    madeUp.phone(),
                    null);
            batch.add(person);
            if (i % (Math.max(1, residents / QUERIES)) == 0) {
                sample.add(person);
            }
            if (batch.size() == 5000 || i == residents - 1) {
                if (!there) {
                    people.add(batch, null);
                }
                batch.clear();
            }
            if (!there && i % 100_000 == 99_999) {
                System.err.println("  " + (i + 1) + " residents");
            }
        }
        return sample;
    }

    private void measure(String what, IntFunction<String> words, List<String> codes) {
        long[] nanos = new long[QUERIES];
        for (int i = 0; i < QUERIES; i++) {
            String wanted = words.apply(i);
            long start = System.nanoTime();
            directory.search(codes, wanted, null, 20);
            nanos[i] = System.nanoTime() - start;
        }
        long[] warm = Arrays.copyOfRange(nanos, QUERIES / 4, QUERIES);
        Arrays.sort(warm);
        System.out.printf("| %s | %.2f | %.2f | %.2f |%n", what, at(warm, 50), at(warm, 95), at(warm, 99));
    }

    private static double at(long[] sorted, int percent) {
        return sorted[sorted.length * percent / 100] / 1e6;
    }

    private void grids() {
        var all = new ArrayList<Place>();
        var shapes = new ArrayList<Outlines.Outline>();
        for (int x = 0; x < SIDE; x++) {
            for (int y = 0; y < SIDE; y++) {
                long id = ids.next();
                all.add(new Place(FIRST, id, FIRST + "-E999-GX" + x + "Y" + y, PlaceKind.GRID, FIRST, "格", null));
                double west = 100 + x * 0.01;
                double south = 20 + y * 0.01;
                shapes.add(new Outlines.Outline(
                        id,
                        List.of(
                                west,
                                south,
                                west + .005,
                                south - .001,
                                west + .01,
                                south,
                                west + .01,
                                south + .01,
                                west + .005,
                                south + .009,
                                west,
                                south + .01),
                        0));
            }
        }
        if (places.find(all.getFirst().code()).isEmpty()) {
            places.add(all);
            outlines.add(FIRST, shapes);
        }
        int found = 0;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 100_000; i++) {
                var point =
                        new Place.Point(20 + random.nextDouble() * SIDE * .01, 100 + random.nextDouble() * SIDE * .01);
                found += outlines.gridIdAt(point).isPresent() ? 1 : 0;
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.println();
        System.out.printf(
                "A point finds its grid among %,d polygons in %.2f µs (%d of 800,000 points lay in one).%n",
                SIDE * SIDE, best / 1e3 / 100_000, found);
    }
}
