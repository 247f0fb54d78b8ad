package org.gongzhi.register;

import java.time.Clock;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Dwellings;
import org.gongzhi.people.RegisterTerms;
import org.gongzhi.people.Registrations;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// A grid worker's round: which doors are due, in the order of a walk, and what was found there.
@Component
public class Rounds {

    private final Dwellings dwellings;
    private final Registrations registrations;
    private final RegisterTerms terms;
    private final Places places;
    private final Clock clock;

    Rounds(Dwellings dwellings, Registrations registrations, RegisterTerms terms, Places places, Clock clock) {
        this.dwellings = dwellings;
        this.registrations = registrations;
        this.terms = terms;
        this.places = places;
        this.clock = clock;
    }

    /// Where the asker is expected by today.
    public List<Dwellings.Dwelling> due(Actor actor, int limit) {
        return dwellings.due(actor.scope(Right.PERSON_WRITE).codes(), Clocks.today(clock), limit);
    }

    /// Registrations that expire within the days of notice, or have expired.
    public List<Registrations.Registration> expiring(Actor actor, int limit) {
        return registrations.expiring(
                actor.scope(Right.PERSON_WRITE).codes(), Clocks.today(clock).plusDays(terms.expiryNoticeDays()), limit);
    }

    /// Records a visit at a door of the asker's places.
    @Transactional
    public void visit(Actor actor, String code, Dwellings.Outcome outcome, String note) {
        Place door = door(actor, code);
        dwellings.visit(door, outcome, note, actor.in(actor.require(Right.PERSON_WRITE, door.code())));
    }

    /// Says how a dwelling of the asker's places is used.
    @Transactional
    public void use(Actor actor, String code, Dwellings.Use use) {
        dwellings.use(door(actor, code), use);
    }

    private Place door(Actor actor, String code) {
        return places.find(code)
                .filter(place -> actor.may(Right.PERSON_WRITE, place.code()))
                .orElseThrow(() -> Refusal.unknown("place"));
    }
}
