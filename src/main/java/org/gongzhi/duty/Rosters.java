package org.gongzhi.duty;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Rosters and their shifts. Planning in a community goes one after another, so that no seat has two shifts
/// at once and no roster two people at once, however many plan.
@Component
public class Rosters {

    /// A roster to open.
    public record Wanted(
            String place,
            Role role,
            Roster.Kind kind,
            Hours hours,
            String name,
            LocalDate since,
            @Nullable LocalDate until) {}

    /// A rotation: on which days, from when to when (past midnight when the end is not later), who in turn.
    /// `days` may be working days, days off, or days of the week.
    public record Pattern(
            LocalDate first,
            LocalDate last,
            Set<DayOfWeek> days,
            Days which,
            LocalTime from,
            LocalTime until,
            List<Long> seats) {}

    /// Which of the chosen weekdays count.
    public enum Days {
        ALL,
        WORKING_DAYS,
        DAYS_OFF
    }

    /// The body of the journal's rows about rosters.
    record RosterFact(long roster, String role, int shifts) {}

    record ShiftFact(long shift, long seat, Instant from, Instant until) {}

    private static final int MOST_SHIFTS = 1000;

    private final DutyStore store;
    private final DutyLog duty;
    private final DutyTerms terms;
    private final WorkingCalendar calendar;
    private final Seats seats;
    private final Places places;
    private final Ids ids;
    private final Clock clock;

    Rosters(
            DutyStore store,
            DutyLog duty,
            DutyTerms terms,
            WorkingCalendar calendar,
            Seats seats,
            Places places,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.duty = duty;
        this.terms = terms;
        this.calendar = calendar;
        this.seats = seats;
        this.places = places;
        this.ids = ids;
        this.clock = clock;
    }

    /// Opens a roster for a role at a place.
    @Transactional
    public Roster open(Actor actor, Wanted wanted) {
        Place place = places.find(wanted.place).orElseThrow(() -> Refusal.invalid("place"));
        Seat mine = actor.require(Right.DUTY_MANAGE, place.code());
        if (place.kind().compareTo(PlaceKind.STREET) < 0) {
            throw Refusal.invalid("place-wide");
        }
        if (wanted.name.isBlank() || wanted.name.length() > 60) {
            throw Refusal.invalid("roster-name");
        }
        if (wanted.until != null && wanted.until.isBefore(wanted.since)) {
            throw Refusal.invalid("day-order");
        }
        var roster = new Roster(
                place.community(),
                ids.next(),
                place.id(),
                place.code(),
                wanted.role,
                wanted.kind,
                wanted.hours,
                wanted.name.strip(),
                wanted.since.atStartOfDay(Clocks.ZONE).toInstant(),
                wanted.until == null
                        ? null
                        : wanted.until.plusDays(1).atStartOfDay(Clocks.ZONE).toInstant());
        store.add(roster);
        log(roster, actor.in(mine), "RosterOpened", 0);
        return roster;
    }

    /// Ends a roster now: whoever is there is on duty again.
    @Transactional
    public void end(Actor actor, long id) {
        Roster roster = managed(actor, id, "roster");
        if (store.endRoster(roster, clock.instant()) == 0) {
            throw Refusal.conflict("roster-over");
        }
        log(roster, actor.in(actor.require(Right.DUTY_MANAGE, roster.placeCode())), "RosterEnded", 0);
    }

    /// Adds many rosters and shifts at once, as they are: brought in from elsewhere.
    @Transactional
    public void add(Collection<Roster> known, Collection<Roster.Shift> shifts) {
        known.forEach(store::add);
        store.add(shifts);
    }

    /// Plans one shift.
    @Transactional
    public Roster.Shift plan(Actor actor, long id, long seat, Instant from, Instant until) {
        Roster roster = managed(actor, id, "roster");
        return plan(actor, roster, List.of(shift(roster, seat, from, until)), false)
                .getFirst();
    }

    /// Plans a rotation, all of it or nothing. Days on which the one whose turn it is is away go to the next.
    @Transactional
    public List<Roster.Shift> plan(Actor actor, long id, Pattern pattern) {
        Roster roster = managed(actor, id, "roster");
        if (pattern.seats.isEmpty() || pattern.last.isBefore(pattern.first)) {
            throw Refusal.invalid(pattern.seats.isEmpty() ? "roster-seats" : "day-order");
        }
        if (pattern.first.plusDays(MOST_SHIFTS).isBefore(pattern.last)) {
            throw Refusal.invalid("roster-long");
        }
        var away = store.absencesWithin(List.of(), pattern.seats, clock.instant());
        var wanted = new ArrayList<Roster.Shift>();
        int turn = 0;
        for (LocalDate day = pattern.first; !day.isAfter(pattern.last); day = day.plusDays(1)) {
            if (!pattern.days.contains(day.getDayOfWeek())
                    || pattern.which == Days.WORKING_DAYS && !calendar.worksOn(day)
                    || pattern.which == Days.DAYS_OFF && calendar.worksOn(day)) {
                continue;
            }
            Instant from = day.atTime(pattern.from).atZone(Clocks.ZONE).toInstant();
            LocalDate end = pattern.until.isAfter(pattern.from) ? day : day.plusDays(1);
            Instant until = end.atTime(pattern.until).atZone(Clocks.ZONE).toInstant();
            for (int tries = 0; tries < pattern.seats.size(); tries++) {
                long seat = pattern.seats.get(Math.floorMod(turn++, pattern.seats.size()));
                boolean gone = away.stream()
                        .anyMatch(each -> each.counts()
                                && each.seat() == seat
                                && each.startsAt().isBefore(until)
                                && each.endsAt().isAfter(from));
                if (!gone) {
                    wanted.add(shift(roster, seat, from, until));
                    break;
                }
            }
        }
        if (wanted.isEmpty()) {
            throw Refusal.invalid("roster-no-day");
        }
        return plan(actor, roster, wanted, true);
    }

    private Roster.Shift shift(Roster roster, long seat, Instant from, Instant until) {
        if (!until.isAfter(from) || Duration.between(from, until).compareTo(terms.longestShift()) > 0) {
            throw Refusal.invalid("shift-span", terms.longestShift().toHours());
        }
        return new Roster.Shift(roster.community(), ids.next(), roster.id(), roster.placeCode(), seat, from, until, 1);
    }

    private List<Roster.Shift> plan(Actor actor, Roster roster, List<Roster.Shift> wanted, boolean many) {
        Seat mine = actor.require(Right.DUTY_MANAGE, roster.placeCode());
        store.lockPlanning(roster.community());
        var who = wanted.stream().map(Roster.Shift::seat).distinct().toList();
        Instant from = wanted.stream()
                .map(Roster.Shift::startsAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant until = wanted.stream()
                .map(Roster.Shift::endsAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var known = seats.all(who);
        for (long seat : who) {
            if (known.stream().noneMatch(each -> each.id() == seat && each.endedAt() == null && fits(roster, each))) {
                throw Refusal.invalid("roster-seat");
            }
        }
        var there = new ArrayList<>(store.shifts(roster, from, until));
        store.shiftsOf(who, from.minus(terms.rest()), until.plus(terms.rest())).stream()
                .filter(each -> each.roster() != roster.id())
                .forEach(there::add);
        for (Roster.Shift shift : wanted) {
            free(shift, there);
            there.add(shift);
        }
        store.add(wanted);
        log(roster, actor.in(mine), many ? "ShiftsPlanned" : "ShiftPlanned", wanted.size());
        return wanted;
    }

    /// A shift must not overlap another of its roster, nor one of its seat anywhere.
    private static void free(Roster.Shift shift, Collection<Roster.Shift> others) {
        for (Roster.Shift other : others) {
            boolean overlaps =
                    other.startsAt().isBefore(shift.endsAt()) && other.endsAt().isAfter(shift.startsAt());
            if (overlaps && other.id() != shift.id()) {
                throw Refusal.conflict(other.seat() == shift.seat() ? "shift-seat-busy" : "shift-overlap");
            }
        }
    }

    /// True for a seat around a roster's place, or within it, whose role may handle matters.
    static boolean fits(Roster roster, Seat seat) {
        return (Place.covers(seat.placeCode(), roster.placeCode())
                        || Place.covers(roster.placeCode(), seat.placeCode()))
                && Actor.of(seat).may(Right.MATTER_HANDLE);
    }

    /// Takes a planned shift away before it begins.
    @Transactional
    public void drop(Actor actor, long shiftId) {
        Roster.Shift shift = shift(shiftId);
        Roster roster = managed(actor, shift.roster(), "shift");
        if (!shift.startsAt().isAfter(clock.instant())) {
            throw Refusal.conflict("shift-begun");
        }
        if (store.drop(shift) == 0) {
            throw Refusal.conflict("changed-meanwhile");
        }
        log(roster, actor.in(actor.require(Right.DUTY_MANAGE, roster.placeCode())), "ShiftDropped", 1);
    }

    /// Gives a shift to another seat: the decision of whoever manages the roster, or of an approved swap.
    @Transactional
    public void give(Actor actor, long shiftId, long seat) {
        Roster.Shift shift = shift(shiftId);
        Roster roster = managed(actor, shift.roster(), "shift");
        pass(shift, roster, seat, actor.in(actor.require(Right.DUTY_MANAGE, roster.placeCode())));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void pass(Roster.Shift shift, Roster roster, long seat, Entry.Who by) {
        store.lockPlanning(roster.community());
        Seat to = seats.all(List.of(seat)).stream()
                .filter(each -> each.endedAt() == null && fits(roster, each))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("roster-seat"));
        var passed = new Roster.Shift(
                shift.community(),
                shift.id(),
                shift.roster(),
                shift.placeCode(),
                to.id(),
                shift.startsAt(),
                shift.endsAt(),
                shift.version());
        free(passed, store.shiftsOf(List.of(to.id()), shift.startsAt(), shift.endsAt()));
        if (store.give(shift, seat) == 0) {
            throw Refusal.conflict("changed-meanwhile");
        }
        duty.changed(
                where(roster),
                by,
                new Entry.Subject("seat", to.id()),
                "ShiftGiven",
                new ShiftFact(shift.id(), shift.seat(), shift.startsAt(), shift.endsAt()));
    }

    /// A roster within the actor's places.
    public Roster roster(Actor actor, long id) {
        Roster roster = store.roster(id).orElseThrow(() -> Refusal.unknown("roster"));
        if (!actor.may(Right.DUTY_READ, roster.placeCode())) {
            throw Refusal.unknown("roster");
        }
        return roster;
    }

    Roster.Shift shift(long id) {
        return store.shift(id).orElseThrow(() -> Refusal.unknown("shift"));
    }

    Roster of(Roster.Shift shift) {
        return store.roster(shift.roster()).orElseThrow(() -> Refusal.unknown("roster"));
    }

    /// The roster, or the refusal of `what` was named as if it were not there.
    private Roster managed(Actor actor, long id, String what) {
        return store.roster(id)
                .filter(roster -> actor.may(Right.DUTY_MANAGE, roster.placeCode()))
                .orElseThrow(() -> Refusal.unknown(what));
    }

    /// The rosters that run now or later within the actor's places, with their shifts up to a day.
    public List<Roster.Planned> within(Actor actor, String placeCode, Instant from, Instant until) {
        actor.require(Right.DUTY_READ, placeCode);
        return store.rosters(new DutyStore.Reach(List.of(placeCode), placeCode), from, until);
    }

    /// The shifts of a roster in a span.
    public List<Roster.Shift> shifts(Roster roster, Instant from, Instant until) {
        return store.shifts(roster, from, until);
    }

    /// The shifts of some seats in a span.
    public List<Roster.Shift> shiftsOf(Collection<Long> some, Instant from, Instant until) {
        return store.shiftsOf(some, from, until);
    }

    /// Who could take a shift of a roster: its role around its place first, then everybody who may.
    public List<Seat> fitting(Roster roster) {
        var all = new ArrayList<>(seats.at(Place.outward(roster.placeCode())));
        seats.within(roster.placeCode()).stream()
                .filter(each -> all.stream().noneMatch(known -> known.id() == each.id()))
                .forEach(all::add);
        return all.stream()
                .filter(seat -> fits(roster, seat))
                .sorted(Comparator.comparing((Seat seat) -> seat.role() != roster.role())
                        .thenComparing(seat -> -seat.placeCode().length())
                        .thenComparing(Seat::id))
                .limit(100)
                .toList();
    }

    /// What a seat that ends had before it goes to its successor, or becomes a hole that shows among the gaps.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void seatEnds(SeatEnding ending) {
        Seat next = ending.successor();
        if (ending.until() != null || next == null) {
            return;
        }
        Instant now = clock.instant();
        for (Roster.Shift shift : store.shiftsOf(List.of(ending.seat().id()), now, now.plus(Duration.ofDays(3660)))) {
            boolean free = store.shiftsOf(List.of(next.id()), shift.startsAt(), shift.endsAt()).stream()
                    .allMatch(each -> each.id() == shift.id());
            if (free) {
                store.give(shift, next.id());
            }
        }
    }

    private void log(Roster roster, Entry.Who by, String kind, int shifts) {
        duty.changed(
                where(roster),
                by,
                new Entry.Subject("roster", roster.id()),
                kind,
                new RosterFact(roster.id(), roster.role().name(), shifts));
    }

    private static DutyLog.Where where(Roster roster) {
        return new DutyLog.Where(roster.community(), roster.place(), roster.placeCode());
    }
}
