package org.gongzhi.register;

import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Cares;
import org.gongzhi.people.Party;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Registrations;
import org.gongzhi.people.Residence;
import org.gongzhi.people.Residences;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What is stored about whoever asks, in the clear, and who looked at it (PIPL arts. 44 and 45).
@Component
public class OwnRecord {

    /// Everything about one person, for that person.
    public record Everything(
            @Nullable Person person,
            List<Residence> residences,
            List<Cares.Care> cares,
            List<Registrations.Registration> registrations,
            List<Privacy.Consent> consents,
            List<Audit.Look> looks,
            List<Requests.Request> requests) {}

    private final People people;
    private final Residences residences;
    private final Cares cares;
    private final Registrations registrations;
    private final Privacy privacy;
    private final Requests requests;
    private final Audit audit;
    private final Party party;

    OwnRecord(
            People people,
            Residences residences,
            Cares cares,
            Registrations registrations,
            Privacy privacy,
            Requests requests,
            Audit audit,
            Party party) {
        this.people = people;
        this.residences = residences;
        this.cares = cares;
        this.registrations = registrations;
        this.privacy = privacy;
        this.requests = requests;
        this.audit = audit;
        this.party = party;
    }

    public Everything of(Actor actor) {
        Person person =
                actor.person() == null ? null : people.find(actor.person()).orElse(null);
        if (person == null) {
            return new Everything(null, List.of(), List.of(), List.of(), List.of(), List.of(), requests.of(actor));
        }
        return new Everything(
                person,
                residences.of(person),
                cares.of(person),
                registrations.of(person),
                privacy.consents(person),
                audit.looksAt(person),
                requests.of(actor));
    }

    private Person self(Actor actor) {
        return actor.person() == null ? unbound() : people.find(actor.person()).orElseGet(OwnRecord::unbound);
    }

    private static Person unbound() {
        throw Refusal.invalid("request-unbound");
    }

    @Transactional
    public void consent(Actor actor, String fieldSet) {
        Person person = self(actor);
        privacy.consent(person, fieldSet, null);
        if (fieldSet.equals("IDENTITY_DISPLAY")) {
            party.show(person, true);
        }
    }

    /// Withdraws a consent; what rested on it alone goes at once.
    @Transactional
    public void withdraw(Actor actor, String fieldSet) {
        Person person = self(actor);
        privacy.withdraw(person, fieldSet);
        if (fieldSet.equals("PARTY")) {
            party.leave(person);
        } else if (fieldSet.equals("IDENTITY_DISPLAY")) {
            party.show(person, false);
        } else if (fieldSet.equals("CARE")) {
            cares.forget(person, actor.in(null));
        } else if (fieldSet.equals("CONTACT") && person.phone() != null) {
            people.change(
                    new Person(
                            person.community(),
                            person.id(),
                            person.placeCode(),
                            person.name(),
                            null,
                            person.idNumber(),
                            person.born(),
                            person.sex(),
                            person.registeredAt(),
                            person.dwelling(),
                            person.version()),
                    actor.in(null),
                    null);
            people.forget(person, "phone");
        }
    }
}
