package org.gongzhi.duty;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
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
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The responsibility matrix: what holds at a place for every subject, where it comes from, and how it is
/// overridden.
@Component
public class Matrix {

    /// What somebody wants a cell to say. Either roles in order or one seat leads.
    public record Wanted(
            String place,
            String subject,
            Hours hours,
            Cell.Basis basis,
            List<Role> leadRoles,
            @Nullable Long leadSeat,
            List<Role> helperRoles,
            @Nullable Role supervisor,
            @Nullable Role substitute,
            String why) {}

    /// One row of the matrix at a place: the subject, the cell that decides now (empty: the rule of its
    /// group), where that cell sits, the rule, and who leads at this moment.
    public record Line(
            Subject subject,
            @Nullable Cell cell,
            @Nullable Place from,
            Subjects.Rule rule,
            List<Seat> leads,
            boolean lastResort) {

        /// True when the cell sits at the place itself.
        public boolean own(String placeCode) {
            return cell != null && cell.placeCode().equals(placeCode);
        }
    }

    /// What a new cell would change: a subject at a place, who leads now and who would.
    public record Change(String placeCode, String placeName, Subject subject, List<Seat> before, List<Seat> after) {}

    /// The body of the journal's rows about the matrix.
    record CellFact(
            String subject,
            String hours,
            String basis,
            List<String> roles,
            @Nullable Long seat) {}

    private static final int MOST_CHANGES = 200;

    private final DutyStore store;
    private final DutyLog duty;
    private final Grounds grounds;
    private final Subjects subjects;
    private final Seats seats;
    private final Places places;
    private final Ids ids;
    private final Clock clock;

    Matrix(
            DutyStore store,
            DutyLog duty,
            Grounds grounds,
            Subjects subjects,
            Seats seats,
            Places places,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.duty = duty;
        this.grounds = grounds;
        this.subjects = subjects;
        this.seats = seats;
        this.places = places;
        this.ids = ids;
        this.clock = clock;
    }

    /// The whole matrix at a place, every subject, as it is now.
    public List<Line> at(Actor actor, String placeCode) {
        actor.require(Right.DUTY_READ, placeCode);
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.unknown("place"));
        Instant now = clock.instant();
        Watch watch = grounds.moment(place.code(), now, Long.MIN_VALUE);
        var slots = subjects.all(place.code()).stream()
                .collect(Collectors.toMap(
                        Subject::code, subject -> watch.lead(place.code(), subject, now), (one, _) -> one));
        Map<Long, Seat> known = seats
                .all(slots.values().stream()
                        .flatMap(slot -> Arrays.stream(slot.seats()).boxed())
                        .distinct()
                        .toList())
                .stream()
                .collect(Collectors.toMap(Seat::id, seat -> seat));
        var byCode = places.chain(place).stream().collect(Collectors.toMap(Place::code, each -> each));
        return subjects.all(place.code()).stream()
                .map(subject -> {
                    Cell cell = watch.cell(place.code(), subject, now);
                    var slot = Objects.requireNonNull(slots.get(subject.code()));
                    return new Line(
                            subject,
                            cell,
                            cell == null ? null : byCode.get(cell.placeCode()),
                            subjects.rule(subject.group()),
                            named(slot, known),
                            slot.lastResort());
                })
                .toList();
    }

    private static List<Seat> named(org.gongzhi.duty.Line.Slot slot, Map<Long, Seat> known) {
        return Arrays.stream(slot.seats())
                .mapToObj(known::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /// Sets a cell; what held there for the same subject and hours ends at the same moment.
    @Transactional
    public Cell set(Actor actor, Wanted wanted) {
        Cell cell = checked(actor, wanted);
        Seat mine = actor.require(Right.DUTY_MANAGE, cell.placeCode());
        store.endCell(cell.community(), cell.place(), cell.subject(), cell.hours(), cell.since());
        try {
            store.add(cell, actor.account());
        } catch (DuplicateKeyException faster) {
            throw Refusal.conflict("changed-meanwhile");
        }
        log(cell, actor.in(mine), "CellSet");
        return cell;
    }

    /// Takes a cell away: what is inherited holds again.
    @Transactional
    public void clear(Actor actor, String placeCode, String subject, Hours hours) {
        Seat mine = actor.require(Right.DUTY_MANAGE, placeCode);
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.unknown("place"));
        if (store.endCell(place.community(), place.id(), subject, hours, clock.instant()) == 0) {
            throw Refusal.conflict("cell-none");
        }
        var where = new DutyLog.Where(place.community(), place.id(), place.code());
        duty.changed(
                where,
                actor.in(mine),
                new Entry.Subject("place", place.id()),
                "CellCleared",
                new CellFact(subject, hours.name(), "", List.of(), null));
    }

    /// What would change at a place and within it before a cell is saved: who leads now and who would.
    public List<Change> preview(Actor actor, Wanted wanted) {
        Cell cell = checked(actor, wanted);
        Instant now = clock.instant();
        Watch before = grounds.ahead(cell.placeCode(), now.plusSeconds(1));
        Watch after = grounds.ahead(cell.placeCode(), now.plusSeconds(1), cell);
        var codes = new ArrayList<String>();
        for (String code : before.codes()) {
            if (Place.covers(cell.placeCode(), code)) {
                codes.add(code);
            }
        }
        var changed = new ArrayList<Object[]>();
        var mentioned = new java.util.HashSet<Long>();
        for (String code : codes) {
            for (Subject subject : subjects.all(code)) {
                if (!cell.about(subject) || changed.size() >= MOST_CHANGES) {
                    continue;
                }
                var one = before.lead(code, subject, now);
                var two = after.lead(code, subject, now);
                if (!Arrays.equals(one.seats(), two.seats())) {
                    changed.add(new Object[] {code, subject, one, two});
                    Arrays.stream(one.seats()).forEach(mentioned::add);
                    Arrays.stream(two.seats()).forEach(mentioned::add);
                }
            }
        }
        Map<Long, Seat> known = seats.all(mentioned).stream().collect(Collectors.toMap(Seat::id, seat -> seat));
        return changed.stream()
                .map(each -> new Change(
                        (String) each[0],
                        places.find((String) each[0]).map(Place::name).orElse(""),
                        (Subject) each[1],
                        named((org.gongzhi.duty.Line.Slot) each[2], known),
                        named((org.gongzhi.duty.Line.Slot) each[3], known)))
                .toList();
    }

    private Cell checked(Actor actor, Wanted wanted) {
        Place place = places.find(wanted.place).orElseThrow(() -> Refusal.invalid("place"));
        actor.require(Right.DUTY_MANAGE, place.code());
        if (place.kind().compareTo(PlaceKind.STREET) < 0) {
            throw Refusal.invalid("place-wide");
        }
        boolean group = subjects.groups().contains(wanted.subject) || wanted.subject.equals(Subjects.ALL);
        if (!group) {
            subjects.get(wanted.subject, place.code());
        }
        if (wanted.leadSeat == null == wanted.leadRoles.isEmpty()) {
            throw Refusal.invalid("cell-lead");
        }
        if (wanted.why.isBlank() || wanted.why.length() > 200) {
            throw Refusal.invalid("cell-why");
        }
        Long seat = wanted.leadSeat;
        if (seat != null) {
            boolean fits = seats.all(List.of(seat)).stream()
                    .anyMatch(each -> each.endedAt() == null
                            && Place.covers(each.placeCode(), place.code())
                            && Actor.of(each).may(Right.MATTER_HANDLE));
            if (!fits) {
                throw Refusal.invalid("target-seat");
            }
        }
        return new Cell(
                place.community(),
                ids.next(),
                place.id(),
                place.code(),
                wanted.subject,
                wanted.hours,
                wanted.basis,
                wanted.leadRoles,
                seat,
                wanted.helperRoles,
                wanted.supervisor,
                wanted.substitute,
                wanted.why.strip(),
                clock.instant(),
                null);
    }

    /// A cell that names a seat which ends is passed to the successor, or ends with it: nothing points at
    /// nobody.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void seatEnds(SeatEnding ending) {
        if (ending.until() != null) {
            return;
        }
        Seat seat = ending.seat();
        for (Cell cell : store.cellsNaming(seat.community(), seat.id())) {
            Instant now = clock.instant();
            store.endCell(cell.community(), cell.place(), cell.subject(), cell.hours(), now);
            Seat next = ending.successor();
            if (next != null) {
                Cell passed = new Cell(
                        cell.community(),
                        ids.next(),
                        cell.place(),
                        cell.placeCode(),
                        cell.subject(),
                        cell.hours(),
                        cell.basis(),
                        List.of(),
                        next.id(),
                        cell.helperRoles(),
                        cell.supervisor(),
                        cell.substitute(),
                        cell.why(),
                        now,
                        null);
                store.add(passed, ending.by().account());
            }
            log(cell, ending.by(), next == null ? "CellEnded" : "CellPassed");
        }
    }

    private void log(Cell cell, Entry.Who by, String kind) {
        duty.changed(
                new DutyLog.Where(cell.community(), cell.place(), cell.placeCode()),
                by,
                new Entry.Subject("place", cell.place()),
                kind,
                new CellFact(
                        cell.subject(),
                        cell.hours().name(),
                        cell.basis().name(),
                        cell.leadRoles().stream().map(Enum::name).toList(),
                        cell.leadSeat()));
    }
}
