package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Duties;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Hands on what a leaving seat was responsible for, in the very transaction in which it leaves; and looks
/// regularly whether any open matter is led by a seat that is no longer there.
@Component
class MatterHandover {

    private static final Logger log = LoggerFactory.getLogger(MatterHandover.class);

    private static final int TRIES = 10;

    private final MatterStore store;
    private final Duties duties;
    private final Places places;
    private final Seats seats;
    private final Journal journal;
    private final Clock clock;

    MatterHandover(MatterStore store, Duties duties, Places places, Seats seats, Journal journal, Clock clock) {
        this.store = store;
        this.duties = duties;
        this.places = places;
        this.seats = seats;
        this.journal = journal;
        this.clock = clock;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void seatEnds(SeatEnding ending) {
        handOn(ending.seat(), ending.by(), ending.reason(), ending.successor());
    }

    /// Gives everything open that a seat leads to its successor, or to whoever leads there without it.
    private int handOn(Seat seat, Entry.Who by, String reason, @Nullable Seat successor) {
        var byTarget = targets(store.ledBy(seat.id()), seat, successor);
        Instant now = clock.instant();
        int handed = 0;
        for (var group : byTarget.entrySet()) {
            long to = group.getKey().get(1);
            var moved = store.relead(
                    group.getKey().get(0),
                    group.getValue().stream().map(Matter::id).toList(),
                    seat.id(),
                    to);
            journal.append(group.getValue().stream()
                    .filter(matter -> moved.contains(matter.id()))
                    .map(matter -> {
                        var move = matter.replaceLead(to, reason);
                        return Matters.entry(matter.stage(), move.next(), move.event(), by, now);
                    })
                    .toList());
            handed += moved.size();
        }
        return handed;
    }

    private Seat instead(Matter matter, Seat leaving, @Nullable Seat successor) {
        if (successor != null
                && Actor.of(successor).may(Right.MATTER_HANDLE, matter.where().placeCode())) {
            return successor;
        }
        Place place = places.get(matter.where().place());
        return duties.leadInstead(matter.kind(), place, matter.id(), leaving.id())
                .orElseThrow(() -> Refusal.conflict("last-seat"));
    }

    /// Who takes what, by community and new lead, each of them held. What duty remembers may be a moment old:
    /// then it is asked afresh.
    private Map<List<Long>, List<Matter>> targets(List<Matter> matters, Seat leaving, @Nullable Seat successor) {
        for (int tries = 0; tries < TRIES; tries++) {
            Map<List<Long>, List<Matter>> byTarget = new HashMap<>();
            for (Matter matter : matters) {
                Seat to = instead(matter, leaving, successor);
                byTarget.computeIfAbsent(List.of(matter.where().community(), to.id()), _ -> new ArrayList<>())
                        .add(matter);
            }
            Set<Long> wanted = byTarget.keySet().stream().map(key -> key.get(1)).collect(Collectors.toSet());
            if (wanted.isEmpty() || seats.hold(wanted).containsAll(wanted)) {
                return byTarget;
            }
            duties.forgetAll();
        }
        throw Refusal.conflict("changed-meanwhile");
    }

    /// Finds open matters whose lead is gone and gives them to somebody; returns how many there were. None are
    /// expected: each one is a fault, and is logged as such.
    @Transactional
    public int checkLeads() {
        List<Long> leads = store.leads();
        Instant now = clock.instant();
        Map<Long, Seat> known = seats.all(leads).stream().collect(Collectors.toMap(Seat::id, seat -> seat));
        int mended = 0;
        for (Long id : leads) {
            Seat seat = known.get(id);
            if (seat == null || !seat.present(now)) {
                log.error("seat {} leads open matters and is not there; they are handed on", id);
                duties.forgetAll();
                mended += handOn(seat == null ? seats.get(id) : seat, Entry.Who.NOBODY, "lead-check", null);
            }
        }
        return mended;
    }
}
