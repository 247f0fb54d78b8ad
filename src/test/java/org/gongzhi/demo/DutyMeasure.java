package org.gongzhi.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gongzhi.access.Accounts;
import org.gongzhi.duty.Duties;
import org.gongzhi.duty.Gaps;
import org.gongzhi.duty.Hours;
import org.gongzhi.duty.Roster;
import org.gongzhi.duty.Rosters;
import org.gongzhi.duty.Subjects;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.matters.Kinds;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;

/// Gives every community of Beijing two estates with grids, seats and a month of shifts, and measures how
/// long it takes to find all gaps from zero, after one change, and who was responsible at a past minute.
class DutyMeasure {

    private static final String CITY = "11";
    private static final int ASKED = 2000;

    private final Places places;
    private final Seats seats;
    private final Gaps gaps;
    private final Duties duties;
    private final Subjects subjects;
    private final Rosters rosters;
    private final Accounts accounts;
    private final Kinds kinds;
    private final Ids ids;
    private final Clock clock;
    private final MadeUpSeats held;

    DutyMeasure(
            Places places,
            Seats seats,
            Gaps gaps,
            Duties duties,
            Subjects subjects,
            Rosters rosters,
            Accounts accounts,
            Kinds kinds,
            Ids ids,
            Clock clock) {
        this.places = places;
        this.seats = seats;
        this.gaps = gaps;
        this.duties = duties;
        this.subjects = subjects;
        this.rosters = rosters;
        this.accounts = accounts;
        this.kinds = kinds;
        this.ids = ids;
        this.clock = clock;
        this.held = new MadeUpSeats(ids);
    }

    void run() {
        var communities = places.within(CITY, List.of(PlaceKind.COMMUNITY));
        if (communities.isEmpty()) {
            throw new IllegalStateException("no communities: ./gongzhi import-divisions first");
        }
        var grids = fill(communities);
        System.out.printf(
                "%,d communities x %d kinds x 30 days; %,d seats, %,d shifts%n%n",
                communities.size(), kinds.all().size(), seatCount, shiftCount);
        System.out.println("| | |");
        System.out.println("|---|---|");
        long start = System.nanoTime();
        int checked = gaps.refresh(CITY);
        System.out.printf("| all gaps from zero | %.1f s (%,d communities) |%n", seconds(start), checked);
        start = System.nanoTime();
        checked = gaps.refresh(CITY);
        System.out.printf("| nothing changed | %.3f s (%d communities) |%n", seconds(start), checked);
        long[] nanos = new long[200];
        for (int i = 0; i < nanos.length; i++) {
            Place grid = grids.get(i * 7 % grids.size());
            seats.appoint(
                    held.add(grid, Role.GRID_WORKER)
                            .seconded(Clocks.today(clock).plusDays(9)),
                    Entry.Who.NOBODY);
            start = System.nanoTime();
            gaps.refresh(Long.toString(grid.community()));
            nanos[i] = System.nanoTime() - start;
        }
        show("after one change", nanos);
        var all = subjects.all();
        nanos = new long[ASKED];
        Instant now = clock.instant();
        for (int i = 0; i < ASKED; i++) {
            Place grid = grids.get(i * 31 % grids.size());
            start = System.nanoTime();
            duties.bodies(all.get(i % all.size()), grid.code(), now.minus(Duration.ofMinutes(i)));
            nanos[i] = System.nanoTime() - start;
        }
        show("who was responsible at a past minute", nanos);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void show(String what, long[] nanos) {
        long[] warm = Arrays.copyOfRange(nanos, nanos.length / 4, nanos.length);
        Arrays.sort(warm);
        System.out.printf(
                "| %s | p50 %.2f ms, p95 %.2f ms, p99 %.2f ms |%n",
                what,
                warm[warm.length / 2] / 1e6,
                warm[warm.length * 95 / 100] / 1e6,
                warm[warm.length * 99 / 100] / 1e6);
    }

    private long seatCount;
    private long shiftCount;

    private List<Place> fill(List<Place> communities) {
        var fresh = new ArrayList<Place>();
        var grids = new ArrayList<Place>();
        var open = new ArrayList<Roster>();
        var shifts = new ArrayList<Roster.Shift>();
        Instant today = Clocks.today(clock).atStartOfDay(Clocks.ZONE).toInstant();
        for (Place community : communities) {
            held.add(community, Role.COMMITTEE_DIRECTOR);
            held.add(community, Role.COMMITTEE_STAFF);
            for (int e = 1; e <= 2; e++) {
                var estate = below(community, "E" + e, PlaceKind.ESTATE);
                fresh.add(estate);
                held.add(estate, Role.ESTATE_LIAISON);
                held.add(estate, Role.PROPERTY_MANAGER);
                var grid = below(estate, "G1", PlaceKind.GRID);
                fresh.add(grid);
                grids.add(grid);
                var one = held.add(grid, Role.GRID_WORKER);
                var two = held.add(grid, Role.GRID_WORKER);
                var roster = new Roster(
                        community.community(),
                        ids.next(),
                        grid.id(),
                        grid.code(),
                        Role.GRID_WORKER,
                        Roster.Kind.REGULAR,
                        Hours.ALWAYS,
                        "量测",
                        today,
                        null);
                open.add(roster);
                for (int day = 0; day < 31; day++) {
                    Instant from = today.plus(Duration.ofDays(day));
                    for (int half = 0; half < 2; half++) {
                        // one shift in a hundred is missing: a hole to be found
                        if ((grid.community() + day * 2 + half) % 100 == 0) {
                            continue;
                        }
                        Instant begin = from.plus(Duration.ofHours(12L * half));
                        shifts.add(new Roster.Shift(
                                community.community(),
                                ids.next(),
                                roster.id(),
                                grid.code(),
                                (day + half) % 2 == 0 ? one.id() : two.id(),
                                begin,
                                begin.plus(Duration.ofHours(12)),
                                1));
                    }
                }
            }
        }
        places.add(fresh);
        seatCount = held.write(seats, accounts);
        rosters.add(open, shifts);
        shiftCount = shifts.size();
        return grids;
    }

    private Place below(Place parent, String part, PlaceKind kind) {
        return new Place(parent.community(), ids.next(), parent.code() + "-" + part, kind, parent.id(), part, null);
    }
}
