package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.RunningProgram;
import org.gongzhi.Scale;
import org.gongzhi.access.Actor;
import org.gongzhi.duty.Absence;
import org.gongzhi.duty.Absences;
import org.gongzhi.duty.Cell;
import org.gongzhi.duty.Hours;
import org.gongzhi.duty.Matrix;
import org.gongzhi.duty.Roster;
import org.gongzhi.duty.Rosters;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.PlaceRegister;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A year of a street (for every change a month of it), with everything that moves responsibility happening at once:
/// rosters, leave, people leaving and coming, re-organised grids, a changing matrix, matters handed to and fro. At
/// every minute of that year each open matter had exactly one lead, and that lead was there.
@EmbeddedOnly("takes minutes; its statements are run by the other tests of matters")
class StreetYearTest extends RunningProgram {

    private static final int MATTERS = Scale.of(1_500, 50_000);
    private static final int DAYS = Scale.of(30, 365);
    private static final int COMMUNITIES = 3;
    private static final int ESTATES = 3;
    private static final int GRIDS = 2;
    private static final long STREET = 441_900_108L;

    @Autowired
    private Matters matters;

    @Autowired
    private MatterStore store;

    @Autowired
    private MatterTimers timers;

    @Autowired
    private Absences absences;

    @Autowired
    private Rosters rosters;

    @Autowired
    private Matrix matrix;

    @Autowired
    private Seats seats;

    @Autowired
    private Places places;

    @Autowired
    private PlaceRegister register;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient client;

    private final Random random = new Random(20261122);
    private final List<Place> estates = new ArrayList<>();
    private final List<Place> grids = new ArrayList<>();
    private final List<Long> held = java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<Long> open = java.util.Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentHashMap<String, AtomicInteger> done = new ConcurrentHashMap<>();
    private Place street;
    private Actor officer;

    @AfterEach
    void backToToday() {
        clock.reset();
    }

    private void build() {
        var all = new ArrayList<Place>();
        street = new Place(STREET * 1000, STREET, Long.toString(STREET), PlaceKind.STREET, null, "一年街道", null);
        all.add(street);
        for (int c = 1; c <= COMMUNITIES; c++) {
            long code = STREET * 1000 + c;
            var community =
                    new Place(code, code, Long.toString(code), PlaceKind.COMMUNITY, street.id(), "社区" + c, null);
            all.add(community);
            for (int e = 1; e <= ESTATES; e++) {
                Place estate = below(all, community, "E" + e, PlaceKind.ESTATE);
                estates.add(estate);
                for (int g = 1; g <= GRIDS; g++) {
                    grids.add(below(all, estate, "G" + g, PlaceKind.GRID));
                }
            }
        }
        places.add(all);
        Seat first = town.seat(street, Role.STREET_OFFICER);
        officer = new Actor(first.person(), first.person(), "街道", List.of(first));
        town.seat(street, Role.ESTATE_OFFICE);
        town.seat(street, Role.ESTATE_OFFICE);
        for (Place place : all) {
            switch (place.kind()) {
                case COMMUNITY -> {
                    hold(place, Role.COMMITTEE_DIRECTOR);
                    hold(place, Role.COMMITTEE_STAFF);
                }
                case ESTATE -> {
                    hold(place, Role.ESTATE_LIAISON);
                    hold(place, Role.PROPERTY_MANAGER);
                }
                case GRID -> {
                    hold(place, Role.GRID_WORKER);
                    hold(place, Role.GRID_WORKER);
                }
                default -> {}
            }
        }
    }

    private Place below(List<Place> all, Place parent, String part, PlaceKind kind) {
        var place =
                new Place(parent.community(), ids.next(), parent.code() + "-" + part, kind, parent.id(), part, null);
        all.add(place);
        return place;
    }

    private void hold(Place place, Role role) {
        held.add(town.seat(place, role).id());
    }

    /// Does something that may lawfully be refused.
    private void may(String what, Callable<?> act) {
        try {
            act.call();
            tally(what);
        } catch (Refusal refused) {
            tally(what + " refused");
        } catch (Exception broken) {
            throw new IllegalStateException(what, broken);
        }
    }

    private void tally(String what) {
        done.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
    }

    private Actor holder(long seat) {
        Seat now = seats.get(seat);
        return new Actor(now.person(), now.person(), "", List.of(now));
    }

    @Test
    void atEveryMinuteOfAYearEachOpenMatterHasExactlyOneLead() throws Exception {
        LocalDate today = Clocks.today(clock);
        clock.freeze(today.minusDays(DAYS + 1).atTime(8, 0).atZone(Clocks.ZONE).toInstant());
        build();
        Roster roster = roster(today.minusDays(DAYS));
        int reported = 0;
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int day = DAYS; day > 0; day--) {
                int half = random.nextInt(24);
                for (int hour : new int[] {half / 2, 12 + half / 2}) {
                    clock.freeze(today.minusDays(day)
                            .atTime(hour, random.nextInt(60))
                            .atZone(Clocks.ZONE)
                            .toInstant());
                    int due = (int) ((long) MATTERS * (DAYS - day + 1) / DAYS) - reported;
                    int now = hour >= 12 ? due : due / 2;
                    reported += now;
                    var work = new ArrayList<Callable<Object>>();
                    for (int i = 0; i < now; i++) {
                        work.add(report());
                    }
                    for (int i = 0; i < now / 3; i++) {
                        work.add(act());
                    }
                    if (random.nextInt(4) < 3) {
                        work.add(upheaval(day));
                        work.add(upheaval(day));
                    }
                    java.util.Collections.shuffle(work, random);
                    for (var each : many.invokeAll(work)) {
                        each.get();
                    }
                    absences.begin();
                }
                if (day % 5 == 0) {
                    timers.climb();
                }
                if (day % 30 == 0) {
                    plan(roster, today.minusDays(day));
                }
            }
        }
        System.out.println("a year: " + new java.util.TreeMap<>(done));
        assertThat(count("select count(*) from matters.matter where street = " + STREET))
                .isEqualTo(MATTERS);
        assertThat(done).containsKeys("leave", "leave ended", "seat ended", "handed over", "dispatched", "grid moved");
        prove();
    }

    private Callable<Object> report() {
        Place grid = grids.get(random.nextInt(grids.size()));
        String kind = List.of("E0501", "E0102", "E0408", "E0507", "E0404").get(random.nextInt(5));
        boolean keep = random.nextInt(8) > 0;
        return () -> {
            Matter matter = matters.report(
                    new NewMatter(kind, grid.id(), null, "", List.of(), new Matter.Reporter(null, null, "API"), null));
            open.add(matter.id());
            if (!keep && open.size() > 400) {
                long done = open.removeFirst();
                may(
                        "closed",
                        () -> matters.close(new Matters.Order(done, null, officer, null), Outcome.NOT_ACCEPTED, "重复"));
            }
            return null;
        };
    }

    private Callable<Object> act() {
        int what = random.nextInt(3);
        int which = random.nextInt(1000);
        int who = random.nextInt(1000);
        return () -> {
            if (open.isEmpty()) {
                return null;
            }
            long id = open.get(Math.floorMod(which, Math.max(1, open.size() - 50)));
            long to = held.get(Math.floorMod(who, held.size()));
            switch (what) {
                case 0 -> may("dispatched", () -> matters.dispatch(order(id, officer), to, "派"));
                case 1 ->
                    may("handed over", () -> {
                        long lead = store.get(id).lead();
                        return matters.handOver(order(id, holder(lead)), to, "转");
                    });
                default ->
                    may(
                            "accepted",
                            () -> matters.accept(order(id, holder(store.get(id).lead()))));
            }
            return null;
        };
    }

    private static Matters.Order order(long matter, Actor actor) {
        return new Matters.Order(matter, null, actor, null);
    }

    /// Somebody goes, comes, is away; a grid moves to another estate; the matrix changes.
    private Callable<Object> upheaval(int day) {
        int what = random.nextInt(10);
        int who = random.nextInt(10_000);
        int length = 1 + random.nextInt(20);
        return () -> {
            long id = held.get(Math.floorMod(who, held.size()));
            Seat seat = seats.get(id);
            switch (what) {
                case 0, 1, 2 ->
                    may("leave", () -> {
                        Instant from = clock.instant().plus(Duration.ofHours(length));
                        Absence asked = absences.ask(
                                holder(id),
                                new Absences.Wanted(
                                        id, from, from.plus(Duration.ofDays(length)), Absence.Kind.LEAVE, null, ""));
                        return absences.approve(officer, asked.id(), null);
                    });
                case 3 ->
                    may("leave at once", () -> {
                        seats.leave(id, officer.in(null), "病假", clock.instant().plus(Duration.ofDays(length)));
                        return "";
                    });
                case 4, 5 ->
                    may("seat ended", () -> {
                        seats.end(id, Entry.Who.NOBODY, "离职");
                        Seat next = town.seat(places.get(seat.place()), seat.role());
                        held.remove(id);
                        held.add(next.id());
                        return "";
                    });
                case 6 ->
                    may("leave ended", () -> {
                        var going = absences.ofSeats(List.of(id)).stream()
                                .filter(each -> each.state() == Absence.State.BEGUN)
                                .findFirst()
                                .orElseThrow(() -> Refusal.conflict("absence-state"));
                        absences.back(holder(id), going.id());
                        return "";
                    });
                case 7 ->
                    may("grid moved", () -> {
                        Place grid = grids.get(Math.floorMod(who, grids.size()));
                        Place estate = estates.get(Math.floorMod(who / 7, estates.size()));
                        Place fresh = places.get(grid.id());
                        register.move(
                                fresh,
                                places.get(estate.id()),
                                "M" + day + "x" + who,
                                Clocks.today(clock),
                                "调整",
                                Entry.Who.NOBODY);
                        return "";
                    });
                default ->
                    may(
                            "matrix",
                            () -> matrix.set(
                                    officer,
                                    new Matrix.Wanted(
                                            places.get(seat.place()).code(),
                                            what == 8 ? "grid" : "E0507",
                                            Hours.values()[length % 3],
                                            Cell.Basis.SECTOR,
                                            List.of(seat.role()),
                                            null,
                                            List.of(),
                                            null,
                                            null,
                                            "调整")));
            }
            return null;
        };
    }

    private Roster roster(LocalDate since) {
        Place grid = grids.getFirst();
        return rosters.open(
                officer,
                new Rosters.Wanted(
                        grid.code(), Role.GRID_WORKER, Roster.Kind.REGULAR, Hours.ALWAYS, "网格轮值", since, null));
    }

    private void plan(Roster roster, LocalDate first) {
        may("planned", () -> {
            Place grid = places.get(grids.getFirst().id());
            var who = seats.at(List.of(grid.code())).stream()
                    .filter(seat -> seat.role() == Role.GRID_WORKER)
                    .map(Seat::id)
                    .toList();
            return rosters.plan(
                    officer,
                    roster.id(),
                    new Rosters.Pattern(
                            first,
                            first.plusDays(28),
                            EnumSet.allOf(java.time.DayOfWeek.class),
                            Rosters.Days.ALL,
                            LocalTime.of(8, 0),
                            LocalTime.of(8, 0),
                            who));
        });
    }

    private long count(String sql) {
        return client.sql(sql).query(Long.class).single();
    }

    /// From the journal alone: the intervals of responsibility of every matter of the street.
    private void prove() {
        client.sql("drop table if exists lead_interval").update();
        client.sql("""
                        create unlogged table lead_interval as
                        select community, subject_id as matter, seat_now as seat, previous, given_from, kind, at as since, txid,
                            coalesce(lead(at) over by_matter, ended) as until
                        from (
                            select e.*, coalesce(body->'event'->>'lead', body->'event'->>'to')::bigint as seat_now,
                                (body->'event'->>'from')::bigint as given_from,
                                lag(coalesce(body->'event'->>'lead', body->'event'->>'to')::bigint)
                                    over (partition by community, subject_id order by seq) as previous,
                                (select closed_at from matters.matter m where m.community = e.community
                                    and m.id = e.subject_id) as ended
                            from journal.entry e
                            where community / 1000 = %d and subject_kind = 'matter' and kind in ('Reported', 'Dispatched',
                                'SentBack', 'HandedOver', 'LeadReplaced', 'CompetenceDecided', 'PassedUp')
                        ) given window by_matter as (partition by community, subject_id order by seq)""".formatted(STREET)).update();
        client.sql("create index on lead_interval (seat)").update();
        client.sql("create index on lead_interval (matter)").update();
        assertThat(count("select count(distinct matter) from lead_interval")).isEqualTo(MATTERS);
        // each begins with its report, at the minute it was reported: no moment before the first lead
        assertThat(count("""
                select count(*) from lead_interval i join matters.matter m on m.community = i.community and m.id = i.matter
                where (i.previous is null) <> (i.kind = 'Reported') or i.previous is null and i.since <> m.reported_at""")).isZero();
        // each replacement takes over from exactly the one before
        assertThat(count("select count(*) from lead_interval where given_from is not null and given_from <> previous"))
                .isZero();
        // time never runs backwards, so intervals of one matter neither overlap nor leave a hole
        assertThat(count("select count(*) from lead_interval where until < since"))
                .isZero();
        // the last one of each is the one who leads now
        assertThat(count("""
                select count(*) from matters.matter m where street = %d and lead_seat <> (
                    select seat from lead_interval i where i.matter = m.id order by since desc, txid desc limit 1)""".formatted(STREET))).isZero();
        // nobody led a minute before their seat began or after it ended
        assertThat(count("""
                select count(*) from lead_interval i join people.seat s on s.id = i.seat
                where i.since < s.since or s.ended_at < coalesce(i.until, '%s')""".formatted(clock.instant()))).isZero();
        // nor while away: what a leaving seat led was given on at the very moment
        assertThat(count("""
                select count(*) from lead_interval i join duty.absence a on a.seat = i.seat and a.state = 'BEGUN'
                where i.since < a.ends_at and coalesce(i.until, '%s') > (
                    select coalesce(min(e.at), a.starts_at) from journal.entry e where e.subject_kind = 'seat'
                        and e.subject_id = a.seat and e.kind = 'SeatLeft' and e.at >= a.starts_at and e.at <= a.ends_at)""".formatted(clock.instant()))).isZero();
        client.sql("drop table lead_interval").update();
    }
}
