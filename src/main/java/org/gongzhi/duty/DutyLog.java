package org.gongzhi.duty;

import java.time.Clock;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.SeatGiven;
import org.gongzhi.places.PlaceRecoded;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What every change of duty does besides: it marks its community for checking and goes into the journal.
@Component
class DutyLog {

    private final DutyStore store;
    private final Journal journal;
    private final ApplicationEventPublisher inside;
    private final Ids ids;
    private final Clock clock;

    DutyLog(DutyStore store, Journal journal, ApplicationEventPublisher inside, Ids ids, Clock clock) {
        this.store = store;
        this.journal = journal;
        this.inside = inside;
        this.ids = ids;
        this.clock = clock;
    }

    /// Where something about duty changed.
    record Where(long community, long place, String placeCode) {

        static Where of(Seat seat) {
            return new Where(seat.community(), seat.place(), seat.placeCode());
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(Where where, Entry.Who by, Entry.Subject subject, String kind, Object fact) {
        store.changed(where.placeCode(), ids.next());
        inside.publishEvent(new DutyChanged(where.placeCode()));
        told(where, by, subject, kind, fact);
    }

    /// Into the journal only: nobody's duty changed.
    @Transactional(propagation = Propagation.MANDATORY)
    public void told(Where where, Entry.Who by, Entry.Subject subject, String kind, Object fact) {
        journal.append(
                new Entry(new Entry.Where(where.community(), where.place()), by, subject, kind, fact, clock.instant()));
    }

    /// A leave that began without having been planned is kept like one that was: who was away when can be
    /// asked later.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void seatEnds(SeatEnding ending) {
        Seat seat = ending.seat();
        store.changed(seat.placeCode(), ids.next());
        var now = clock.instant();
        if (ending.until() == null) {
            store.endAbsences(seat.id(), now);
        } else if (!ending.reason().equals(Absences.PLANNED)) {
            store.endAbsences(seat.id(), now);
            store.add(new Absence(
                    seat.community(),
                    ids.next(),
                    seat.id(),
                    seat.placeCode(),
                    now,
                    ending.until(),
                    Absence.Kind.LEAVE,
                    ending.successor() == null ? null : ending.successor().id(),
                    ending.reason(),
                    Absence.State.BEGUN,
                    ending.by().account(),
                    ""));
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void subjectsChanged(SubjectsChanged changed) {
        store.changed("", ids.next());
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void seatGiven(SeatGiven given) {
        store.changed(given.seat().placeCode(), ids.next());
    }

    /// Keeps the codes of places that duty carries in step with the tree.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void recoded(PlaceRecoded moved) {
        store.recoded(moved);
        store.changed(moved.after(), ids.next());
        inside.publishEvent(new DutyChanged(moved.after()));
    }
}
