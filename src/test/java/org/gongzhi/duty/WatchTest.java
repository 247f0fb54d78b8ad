package org.gongzhi.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The watch over duty against a second, slow way to the same answer: asking each minute anew, in words close
/// to the rule.
class WatchTest {

    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    private static final String COMMUNITY = "441900106002";
    private static final List<String> CODES = List.of(
            "441900106", COMMUNITY, COMMUNITY + "-E1", COMMUNITY + "-E1-G1", COMMUNITY + "-E1-G2", COMMUNITY + "-E2");
    private static final List<Role> ROLES = List.of(
            Role.GRID_WORKER,
            Role.PROPERTY_MANAGER,
            Role.ESTATE_LIAISON,
            Role.COMMITTEE_STAFF,
            Role.COMMITTEE_DIRECTOR,
            Role.STREET_OFFICER);

    private final Subjects subjects = new Subjects();
    private final WorkingCalendar calendar = new WorkingCalendar();

    WatchTest() {
        subjects.add(List.of(
                new Subject("K1", "grid", "一", "one", false),
                new Subject("K2", "property", "二", "two", false),
                new Subject("K3", "danger", "三", "three", true)));
    }

    private record World(
            List<Seats.Held> seats,
            Map<Long, List<Absence>> absences,
            List<Cell> cells,
            List<Roster.Planned> rosters) {}

    private static Instant at(long minutes) {
        return START.plusSeconds(minutes * 60);
    }

    private World world(Random random, long minutes) {
        var seats = new ArrayList<Seats.Held>();
        var absences = new HashMap<Long, List<Absence>>();
        for (long id = 1; id <= 9; id++) {
            String code = CODES.get(random.nextInt(CODES.size()));
            Instant since = random.nextInt(4) == 0 ? at(random.nextLong(minutes)) : START.minusSeconds(86_400);
            Instant ended = random.nextInt(4) == 0 ? at(random.nextLong(minutes)) : null;
            seats.add(new Seats.Held(
                    new Seat(
                            441_900_106_002L,
                            id,
                            ROLES.get(random.nextInt(ROLES.size())),
                            CODES.indexOf(code),
                            code,
                            id,
                            "张" + id,
                            "t",
                            "",
                            null,
                            ended),
                    since));
            if (random.nextBoolean()) {
                long from = random.nextLong(minutes);
                absences.put(
                        id,
                        List.of(new Absence(
                                441_900_106_002L,
                                id,
                                id,
                                code,
                                at(from),
                                at(from + 1 + random.nextLong(minutes)),
                                Absence.Kind.LEAVE,
                                null,
                                "",
                                random.nextInt(5) == 0 ? Absence.State.ASKED : Absence.State.APPROVED,
                                null,
                                "")));
            }
        }
        var cells = new ArrayList<Cell>();
        for (long id = 1; id <= random.nextInt(5); id++) {
            String code = CODES.get(random.nextInt(CODES.size()));
            long from = random.nextLong(minutes);
            boolean seat = random.nextBoolean();
            cells.add(new Cell(
                    441_900_106_002L,
                    id,
                    CODES.indexOf(code),
                    code,
                    List.of("K1", "K2", "grid", "*", "danger").get(random.nextInt(5)),
                    Hours.values()[random.nextInt(3)],
                    Cell.Basis.LAW,
                    seat ? List.of() : List.of(ROLES.get(random.nextInt(6)), ROLES.get(random.nextInt(6))),
                    seat ? Long.valueOf(1 + random.nextInt(9)) : null,
                    List.of(),
                    null,
                    random.nextBoolean() ? Role.COMMITTEE_DIRECTOR : null,
                    "why",
                    at(from),
                    random.nextBoolean() ? at(from + random.nextLong(minutes)) : null));
        }
        var rosters = new ArrayList<Roster.Planned>();
        for (long id = 1; id <= random.nextInt(4); id++) {
            Seat of = seats.get(random.nextInt(9)).seat();
            var roster = new Roster(
                    441_900_106_002L,
                    id,
                    of.place(),
                    of.placeCode(),
                    of.role(),
                    Roster.Kind.values()[random.nextInt(3)],
                    Hours.values()[random.nextInt(3)],
                    "r",
                    at(random.nextLong(minutes) / 2),
                    random.nextBoolean() ? at(minutes / 2 + random.nextLong(minutes)) : null);
            var shifts = new ArrayList<Roster.Shift>();
            long from = random.nextLong(300);
            while (from < minutes) {
                long until = from + 30 + random.nextLong(600);
                shifts.add(new Roster.Shift(
                        441_900_106_002L,
                        shifts.size() + 1,
                        id,
                        of.placeCode(),
                        1 + random.nextInt(9),
                        at(from),
                        at(until),
                        1));
                from = until + random.nextLong(200);
            }
            rosters.add(new Roster.Planned(roster, shifts));
        }
        return new World(seats, absences, cells, rosters);
    }

    private Watch watch(World world, long minutes) {
        var nodes = new ArrayList<Ground.Node>();
        for (String code : CODES) {
            nodes.add(new Ground.Node(
                    441_900_106_002L,
                    CODES.indexOf(code),
                    code,
                    code.endsWith("E1") || code.endsWith("E2") ? PlaceKind.ESTATE : null));
        }
        var ground = new Ground(
                START,
                at(minutes),
                true,
                nodes,
                group(world.seats, each -> each.seat().placeCode()),
                world.absences,
                group(world.cells, Cell::placeCode),
                group(world.rosters, each -> each.roster().placeCode()),
                Set.of(),
                Set.of());
        return new Watch(ground, subjects, calendar);
    }

    private static <T> Map<String, List<T>> group(List<T> all, java.util.function.Function<T, String> by) {
        return all.stream().collect(java.util.stream.Collectors.groupingBy(by));
    }

    // --- the slow way ---

    private static Seats.@Nullable Held seat(World world, long id) {
        return world.seats.stream()
                .filter(each -> each.seat().id() == id)
                .findFirst()
                .orElse(null);
    }

    private static boolean there(World world, long id, Instant when) {
        Seats.Held held = seat(world, id);
        return held != null
                && !when.isBefore(held.since())
                && (held.seat().endedAt() == null || when.isBefore(held.seat().endedAt()))
                && world.absences.getOrDefault(id, List.of()).stream()
                        .noneMatch(absence -> absence.counts()
                                && !when.isBefore(absence.startsAt())
                                && when.isBefore(absence.endsAt()));
    }

    private boolean holds(Instant since, @Nullable Instant until, Hours hours, Instant when) {
        return !when.isBefore(since)
                && (until == null || when.isBefore(until))
                && (hours == Hours.ALWAYS || calendar.worksAt(when) == (hours == Hours.WORKING));
    }

    private static List<Long> onShift(World world, Roster.Planned planned, Instant when) {
        return planned.shifts().stream()
                .filter(shift -> !when.isBefore(shift.startsAt()) && when.isBefore(shift.endsAt()))
                .map(Roster.Shift::seat)
                .filter(seat -> there(world, seat, when))
                .distinct()
                .toList();
    }

    private List<Long> nearest(World world, String code, Role role, Instant when, boolean rosters) {
        for (String wider : Place.outward(code)) {
            List<Long> here = world.seats.stream()
                    .filter(each -> each.seat().placeCode().equals(wider)
                            && each.seat().role() == role
                            && there(world, each.seat().id(), when))
                    .map(each -> each.seat().id())
                    .toList();
            var running = world.rosters.stream()
                    .filter(each -> rosters
                            && each.roster().placeCode().equals(wider)
                            && each.roster().role() == role
                            && each.roster().kind() != Roster.Kind.EMERGENCY)
                    .toList();
            if (running.stream()
                    .anyMatch(each -> holds(
                            each.roster().since(),
                            each.roster().until(),
                            each.roster().hours(),
                            when))) {
                here = running.stream()
                        .filter(each -> each.roster().kind() == Roster.Kind.REGULAR)
                        .flatMap(each -> onShift(world, each, when).stream())
                        .distinct()
                        .toList();
                if (here.isEmpty()) {
                    here = running.stream()
                            .filter(each -> each.roster().kind() == Roster.Kind.ON_CALL)
                            .flatMap(each -> onShift(world, each, when).stream())
                            .distinct()
                            .toList();
                }
            }
            if (!here.isEmpty()) {
                return here.stream().sorted().toList();
            }
        }
        return List.of();
    }

    private List<Long> slow(World world, String code, Subject subject, Instant when) {
        if (subject.urgent()) {
            for (String wider : Place.outward(code)) {
                var called = world.rosters.stream()
                        .filter(each -> each.roster().placeCode().equals(wider)
                                && each.roster().kind() == Roster.Kind.EMERGENCY
                                && holds(
                                        each.roster().since(),
                                        each.roster().until(),
                                        each.roster().hours(),
                                        when))
                        .flatMap(each -> onShift(world, each, when).stream())
                        .distinct()
                        .sorted()
                        .toList();
                if (!called.isEmpty()) {
                    return called;
                }
            }
        }
        for (String wider : Place.outward(code)) {
            for (int exact = 2; exact >= 0; exact--) {
                int wanted = exact;
                var cells = world.cells.stream()
                        .filter(cell -> cell.placeCode().equals(wider)
                                && cell.about(subject)
                                && cell.exactness(subject) == wanted
                                && holds(cell.since(), cell.until(), cell.hours(), when))
                        .toList();
                for (Cell cell : cells.reversed()) {
                    Long seat = cell.leadSeat();
                    if (seat != null && there(world, seat, when)) {
                        return List.of(seat);
                    }
                    var roles = new ArrayList<>(cell.leadRoles());
                    if (cell.substitute() != null) {
                        roles.add(cell.substitute());
                    }
                    for (Role role : roles) {
                        var found = nearest(world, code, role, when, true);
                        if (!found.isEmpty()) {
                            return found;
                        }
                    }
                }
            }
        }
        var roles = new ArrayList<>(subjects.rule(subject.group()).roles());
        roles.addAll(subjects.rule(Subjects.ALL).roles());
        for (boolean rosters : new boolean[] {true, false}) {
            for (Role role : roles) {
                var found = nearest(world, code, role, when, rosters);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    @Test
    void bothWaysSayTheSameAtEveryMinute() {
        long minutes = 3 * 24 * 60;
        for (int seed = 0; seed < 150; seed++) {
            var random = new Random(seed);
            World world = world(random, minutes);
            Watch watch = watch(world, minutes);
            for (int i = 0; i < 400; i++) {
                Instant when = at(random.nextLong(minutes));
                String code = CODES.get(1 + random.nextInt(CODES.size() - 1)) + (random.nextBoolean() ? "-B1" : "");
                Subject subject = subjects.all().get(random.nextInt(3));
                assertThat(java.util.Arrays.stream(
                                        watch.lead(code, subject, when).seats())
                                .boxed()
                                .toList())
                        .as("seed %d %s %s %s", seed, code, subject.code(), when)
                        .isEqualTo(slow(world, code, subject, when));
            }
        }
    }

    /// Every minute of every place is either told or has exactly one lead of the rule with somebody behind.
    @Test
    void findingsCoverEveryMinuteThatIsWrongAndNoOther() {
        long minutes = 2 * 24 * 60;
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(1000 + seed);
            World world = world(random, minutes);
            Watch watch = watch(world, minutes);
            var findings = watch.findings(COMMUNITY);
            for (int i = 0; i < 300; i++) {
                Instant when = at(random.nextLong(minutes));
                String code = CODES.get(1 + random.nextInt(CODES.size() - 1));
                Subject subject = subjects.all().get(random.nextInt(3));
                var slot = watch.lead(code, subject, when);
                // the finding stands at the place itself or at the nearest place around that says something else
                boolean told = findings.stream()
                        .anyMatch(finding -> finding.subjects().contains(subject.code())
                                && Place.covers(finding.placeCode(), code)
                                && !when.isBefore(finding.startsAt())
                                && when.isBefore(finding.endsAt()));
                boolean wrong = slot.empty() || slot.lastResort() || slot.seats().length > 1 || !slot.backup();
                if (wrong) {
                    assertThat(told)
                            .as("seed %d %s %s %s %s", seed, code, subject.code(), when, slot)
                            .isTrue();
                }
            }
            for (Finding finding : findings) {
                assertThat(finding.startsAt()).isBefore(finding.endsAt());
                if (!finding.subjects().isEmpty()) {
                    var slot = watch.lead(
                            finding.placeCode(), subjects.get(finding.subjects().getFirst()), finding.startsAt());
                    switch (finding.what()) {
                        case GAP -> assertThat(slot.empty()).isTrue();
                        case LAST_RESORT -> assertThat(slot.lastResort()).isTrue();
                        case OVERLAP -> assertThat(slot.seats().length).isGreaterThan(1);
                        case SINGLE -> assertThat(slot.backup()).isFalse();
                        default -> assertThat(finding.what()).isNull();
                    }
                }
            }
        }
    }

    private static Seats.Held held(long id, Role role, String code) {
        var seat = new Seat(441_900_106_002L, id, role, CODES.indexOf(code), code, id, "张" + id, "t", "", null, null);
        return new Seats.Held(seat, START.minusSeconds(86_400));
    }

    /// A lead is no backup of itself, nor is the last resort: with nobody else of the rule it is a single
    /// point of failure, and one more seat mends it.
    @Test
    void aLeadWithNobodyElseOfTheRuleBehindIsTold() {
        String grid = COMMUNITY + "-E1-G1";
        var alone =
                new ArrayList<>(List.of(held(1, Role.GRID_WORKER, grid), held(2, Role.COMMITTEE_DIRECTOR, COMMUNITY)));
        var world = new World(alone, Map.of(), List.of(), List.of());
        var told = watch(world, 60).findings(COMMUNITY).stream()
                .filter(finding ->
                        finding.placeCode().equals(grid) && finding.subjects().contains("K1"))
                .toList();
        assertThat(told).extracting(Finding::what).containsExactly(Finding.What.SINGLE);
        assertThat(told.getFirst().seat()).isEqualTo(1);
        alone.add(held(3, Role.ESTATE_LIAISON, COMMUNITY + "-E1"));
        assertThat(watch(world, 60).findings(COMMUNITY).stream()
                        .filter(finding -> finding.placeCode().equals(grid)
                                && finding.subjects().contains("K1")))
                .isEmpty();
    }
}
