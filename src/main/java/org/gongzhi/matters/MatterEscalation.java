package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Duties;
import org.gongzhi.journal.Entry;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.stereotype.Component;

/// Climbs the ladder: tells those whom a step names, and passes up to the government what nobody below
/// solved. Each step happens once; after a standstill of the program those missed come together, and nobody
/// is told twice in one go. Claims what it does for the transaction of its caller.
@Component
class MatterEscalation {

    static final int MOST = 200;
    private static final int STREET_DIGITS = 9;

    /// The words of a matter that is passed up by itself; pages say them in their own language.
    static final String BACK_STOP = "back-stop";

    private final MatterStore store;
    private final MatterLadder ladder;
    private final Matters matters;
    private final MatterIntake intake;
    private final MatterTerms terms;
    private final Kinds kinds;
    private final Duties duties;
    private final Places places;
    private final Clock clock;

    MatterEscalation(
            MatterStore store,
            MatterLadder ladder,
            Matters matters,
            MatterIntake intake,
            MatterTerms terms,
            Kinds kinds,
            Duties duties,
            Places places,
            Clock clock) {
        this.store = store;
        this.ladder = ladder;
        this.matters = matters;
        this.intake = intake;
        this.terms = terms;
        this.kinds = kinds;
        this.duties = duties;
        this.places = places;
        this.clock = clock;
    }

    /// Takes the steps of [#MOST] matters that are due now; returns how many matters were looked at.
    int climb() {
        Instant now = clock.instant();
        List<Matter> climbing = store.climbing(now, MOST);
        var meant = store.stepsMeant(climbing);
        var later = new ArrayList<MatterStore.NextStep>();
        for (Matter matter : climbing) {
            Instant from = meant.get(matter.id());
            var due = from == null
                    ? List.<MatterLadder.Step>of()
                    : ladder.steps(matter).stream()
                            .filter(step ->
                                    !step.at().isBefore(from) && !step.at().isAfter(now))
                            .map(MatterLadder.Due::step)
                            .toList();
            if (due.isEmpty()) {
                later.add(new MatterStore.NextStep(matter, ladder.next(matter, now)));
            } else {
                climb(matter, due, now);
            }
        }
        store.nextSteps(later);
        return climbing.size();
    }

    private void climb(Matter matter, List<MatterLadder.Step> due, Instant now) {
        MatterLadder.Step last = due.getLast();
        Matter stands = matter;
        if (last.act() == MatterLadder.Act.PASS_UP) {
            Optional<Seat> street = intake.backStop(matter);
            if (street.isPresent()) {
                stands = matters.write(matter, matter.passUp(street.get().id(), BACK_STOP, now), Entry.Who.NOBODY);
            }
        }
        Set<Long> told = new LinkedHashSet<>();
        for (MatterLadder.Step step : due) {
            step.to().forEach(rung -> told.addAll(reached(matter, rung, now)));
        }
        matters.write(
                stands,
                stands.escalated(new MatterEvent.Escalated(last.name(), last.act(), List.copyOf(told))),
                Entry.Who.NOBODY);
    }

    private List<Long> reached(Matter matter, MatterLadder.Rung rung, Instant now) {
        Place place = places.get(matter.where().place());
        return switch (rung) {
            case LEAD -> List.of(matter.lead());
            case SUPERVISOR ->
                duties.supervisors(matter.kind(), place, matter.lead()).stream()
                        .map(Seat::id)
                        .toList();
            case ABOVE ->
                above(matter, place, now).map(seat -> List.of(seat.id())).orElse(List.of());
            case STREET ->
                deciding(matter, place, now).stream()
                        .filter(seat -> seat.placeCode().length() <= STREET_DIGITS)
                        .map(Seat::id)
                        .limit(2)
                        .toList();
        };
    }

    /// The nearest seat above the lead that may decide who is responsible.
    private Optional<Seat> above(Matter matter, Place place, Instant now) {
        int length = duties.seatsAround(place).stream()
                .filter(seat -> seat.id() == matter.lead())
                .mapToInt(seat -> seat.placeCode().length())
                .findFirst()
                .orElse(Integer.MAX_VALUE);
        var able = new ArrayList<>(deciding(matter, place, now));
        able.removeIf(seat -> seat.placeCode().length() >= length);
        return able.stream()
                .max(Comparator.comparingInt((Seat seat) -> seat.placeCode().length())
                        .thenComparing(seat -> -seat.role().ordinal())
                        .thenComparing(seat -> -seat.id()))
                .or(() -> deciding(matter, place, now).stream().findFirst());
    }

    private List<Seat> deciding(Matter matter, Place place, Instant now) {
        return duties.seatsAround(place).stream()
                .filter(seat -> seat.id() != matter.lead() && seat.present(now))
                .filter(seat -> Actor.of(seat).may(Right.COMPETENCE_DECIDE))
                .toList();
    }

    /// Raises to the street what nobody at the community decided in time, [#MOST] at once; returns how many.
    int raiseObjections() {
        Instant now = clock.instant();
        var over = store.objectionsOver(now, MOST);
        for (Matter matter : over) {
            Instant due = terms.competence(matter, kinds.of(matter), now);
            store.raiseObjection(matter, due);
            matters.write(matter, matter.objectionRaised(due), Entry.Who.NOBODY);
        }
        return over.size();
    }
}
