package org.gongzhi.duty;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Leave, from the asking to the coming back. Nobody decides their own; when it begins, everything open goes
/// to the substitute, and when nobody could take over, it does not begin.
@Component
public class Absences {

    /// The reason under which a planned leave begins.
    static final String PLANNED = "planned-leave";

    private static final Logger log = LoggerFactory.getLogger(Absences.class);
    private static final Duration LONGEST = Duration.ofDays(400);

    /// The body of the journal's rows about leave: no reasons, they may be personal.
    record AbsenceFact(
            long absence,
            String kind,
            Instant from,
            Instant until,
            @Nullable Long substitute) {}

    /// What somebody asks for.
    public record Wanted(
            long seat,
            Instant from,
            Instant until,
            Absence.Kind kind,
            @Nullable Long substitute,
            String words) {}

    private final DutyStore store;
    private final DutyLog duty;
    private final Seats seats;
    private final Ids ids;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Absences(DutyStore store, DutyLog duty, Seats seats, Ids ids, Clock clock, TransactionTemplate transaction) {
        this.store = store;
        this.transaction = transaction;
        this.duty = duty;
        this.seats = seats;
        this.ids = ids;
        this.clock = clock;
    }

    /// Asks for leave from one's own seat.
    @Transactional
    public Absence ask(Actor actor, Wanted wanted) {
        Seat seat = own(actor, wanted.seat, "seat");
        if (!wanted.until.isAfter(wanted.from)
                || !wanted.until.isAfter(clock.instant())
                || Duration.between(wanted.from, wanted.until).compareTo(LONGEST) > 0) {
            throw Refusal.invalid("absence-span");
        }
        if (wanted.words.length() > 500) {
            throw Refusal.invalid("words");
        }
        boolean twice = store.absencesWithin(List.of(), List.of(seat.id()), wanted.from).stream()
                .anyMatch(each -> (each.counts() || each.state() == Absence.State.ASKED)
                        && each.startsAt().isBefore(wanted.until)
                        && each.endsAt().isAfter(wanted.from));
        if (twice) {
            throw Refusal.conflict("absence-twice");
        }
        var absence = new Absence(
                seat.community(),
                ids.next(),
                seat.id(),
                seat.placeCode(),
                wanted.from,
                wanted.until,
                wanted.kind,
                wanted.substitute == null
                        ? null
                        : standIn(seat, wanted.substitute).id(),
                wanted.words.strip(),
                Absence.State.ASKED,
                actor.account(),
                "");
        store.add(absence);
        duty.told(DutyLog.Where.of(seat), actor.in(seat), subject(seat), "AbsenceAsked", fact(absence));
        return absence;
    }

    /// Allows a leave, perhaps with another substitute. Whoever allows it must not be the one who goes.
    @Transactional
    public Absence approve(Actor actor, long id, @Nullable Long substitute) {
        Absence absence = managed(actor, id);
        Seat seat = seats.get(absence.seat());
        Long who = substitute == null
                ? absence.substitute()
                : Long.valueOf(standIn(seat, substitute).id());
        move(absence, List.of(Absence.State.ASKED), Absence.State.APPROVED, who, "");
        Seat mine = actor.require(Right.DUTY_MANAGE, seat.placeCode());
        duty.changed(DutyLog.Where.of(seat), actor.in(mine), subject(seat), "AbsenceApproved", fact(absence));
        return get(id);
    }

    @Transactional
    public Absence refuse(Actor actor, long id, String words) {
        Absence absence = managed(actor, id);
        if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
        Seat seat = seats.get(absence.seat());
        move(absence, List.of(Absence.State.ASKED), Absence.State.REFUSED, absence.substitute(), words.strip());
        Seat mine = actor.require(Right.DUTY_MANAGE, seat.placeCode());
        duty.told(DutyLog.Where.of(seat), actor.in(mine), subject(seat), "AbsenceRefused", fact(absence));
        return get(id);
    }

    /// Takes a leave back before it begins.
    @Transactional
    public Absence withdraw(Actor actor, long id) {
        Absence absence = get(id);
        Seat seat = own(actor, absence.seat(), "absence");
        move(
                absence,
                List.of(Absence.State.ASKED, Absence.State.APPROVED),
                Absence.State.WITHDRAWN,
                absence.substitute(),
                "");
        duty.changed(DutyLog.Where.of(seat), actor.in(seat), subject(seat), "AbsenceWithdrawn", fact(absence));
        return get(id);
    }

    /// Comes back earlier than planned.
    @Transactional
    public void back(Actor actor, long id) {
        Absence absence = get(id);
        Seat seat = own(actor, absence.seat(), "absence");
        if (absence.state() != Absence.State.BEGUN || !absence.endsAt().isAfter(clock.instant())) {
            throw Refusal.conflict("absence-state");
        }
        seats.back(seat);
        store.endAbsences(seat.id(), clock.instant());
        duty.changed(DutyLog.Where.of(seat), actor.in(seat), subject(seat), "AbsenceEnded", fact(absence));
    }

    /// Begins the leaves whose time has come. One that nobody could stand in for stays planned, is tried
    /// again, and shows among the gaps meanwhile.
    @Scheduled(fixedDelayString = "${gongzhi.duty.absences:PT30S}", initialDelayString = "PT25S")
    public void begin() {
        Instant now = clock.instant();
        for (Absence absence : store.due(now)) {
            try {
                transaction.executeWithoutResult(_ -> begin(absence, now));
            } catch (Refusal nobodyElse) {
                log.warn("leave {} of seat {} cannot begin: {}", absence.id(), absence.seat(), nobodyElse.code());
            }
        }
    }

    private void begin(Absence absence, Instant now) {
        Seat seat = seats.all(List.of(absence.seat())).stream().findFirst().orElse(null);
        if (seat == null || seat.endedAt() != null || !absence.endsAt().isAfter(now)) {
            move(absence, List.of(Absence.State.APPROVED), Absence.State.WITHDRAWN, absence.substitute(), "");
            return;
        }
        Seat standIn = absence.substitute() == null
                ? null
                : seats.all(List.of(absence.substitute())).stream()
                        .filter(each -> each.present(now))
                        .findFirst()
                        .orElse(null);
        move(absence, List.of(Absence.State.APPROVED), Absence.State.BEGUN, absence.substitute(), "");
        seats.leave(seat.id(), Entry.Who.NOBODY, PLANNED, absence.endsAt(), standIn);
    }

    /// What is asked, coming or going on within the actor's places, and of their own seats.
    public List<Absence> of(Actor actor) {
        var own = actor.seats().stream().map(Seat::id).toList();
        return store.absencesWithin(actor.scope(Right.DUTY_MANAGE).codes(), own, clock.instant());
    }

    /// The coming and current absences of some seats.
    public List<Absence> ofSeats(Collection<Long> some) {
        return store.absencesWithin(List.of(), some, clock.instant());
    }

    private Absence get(long id) {
        return store.absence(id).orElseThrow(() -> Refusal.unknown("absence"));
    }

    private Absence managed(Actor actor, long id) {
        Absence absence = get(id);
        if (!actor.may(Right.DUTY_MANAGE, absence.placeCode())) {
            throw Refusal.unknown("absence");
        }
        if (actor.holds(absence.seat())) {
            throw Refusal.forbidden("same-person");
        }
        return absence;
    }

    private Seat own(Actor actor, long seat, String what) {
        return actor.seats().stream()
                .filter(each -> each.id() == seat)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(what));
    }

    /// Whoever stands in sits at the same place or around it and may handle matters.
    private Seat standIn(Seat seat, long id) {
        return seats.all(List.of(id)).stream()
                .filter(other -> other.id() != seat.id()
                        && other.endedAt() == null
                        && Place.covers(other.placeCode(), seat.placeCode())
                        && Actor.of(other).may(Right.MATTER_HANDLE))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("substitute"));
    }

    private void move(
            Absence absence,
            List<Absence.State> before,
            Absence.State state,
            @Nullable Long substitute,
            String answer) {
        if (store.decide(absence, before, state, substitute, answer) == 0) {
            throw Refusal.conflict("absence-state");
        }
    }

    private static Entry.Subject subject(Seat seat) {
        return new Entry.Subject("seat", seat.id());
    }

    private static AbsenceFact fact(Absence absence) {
        return new AbsenceFact(
                absence.id(), absence.kind().name(), absence.startsAt(), absence.endsAt(), absence.substitute());
    }
}
