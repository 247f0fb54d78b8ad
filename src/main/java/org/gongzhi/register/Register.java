package org.gongzhi.register;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Names;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.people.Cares;
import org.gongzhi.people.Directory;
import org.gongzhi.people.IdNumber;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Registrations;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Residence;
import org.gongzhi.people.Residences;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Sex;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The register of residents, as one asker may use it. Somebody outside the asker's places does not exist for them.
@Component
public class Register {

    /// What is typed about a person; text as it was typed.
    public record Typed(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String idNumber,
            @Nullable String sex,
            @Nullable String born,
            @Nullable String registeredAt) {}

    /// Everything on a person's card. Numbers are masked in it unless they were revealed.
    public record Card(
            Person person,
            List<Residence> residences,
            List<Cares.Care> cares,
            List<Registrations.Registration> registrations,
            boolean mayWrite,
            boolean mayCare,
            boolean mayErase) {}

    private final People people;
    private final Directory directory;
    private final Residences residences;
    private final Cares cares;
    private final Registrations registrations;
    private final Places places;
    private final Audit audit;
    private final Ids ids;
    private final PersonFields fields;
    private final Privacy privacy;

    Register(
            People people,
            Directory directory,
            Residences residences,
            Cares cares,
            Registrations registrations,
            Places places,
            Audit audit,
            Ids ids,
            PersonFields fields,
            Privacy privacy) {
        this.people = people;
        this.directory = directory;
        this.residences = residences;
        this.cares = cares;
        this.registrations = registrations;
        this.places = places;
        this.audit = audit;
        this.ids = ids;
        this.fields = fields;
        this.privacy = privacy;
    }

    /// People by words, or everybody of a place; within the asker's places only.
    public Rows<Person> search(
            Actor actor, @Nullable String words, @Nullable String place, @Nullable String after, int limit) {
        var codes = actor.scope(Right.PERSON_READ).codes();
        if (place != null && !place.isBlank()) {
            actor.require(Right.PERSON_READ, place);
            codes = List.of(place);
        }
        if (words == null || words.isBlank()) {
            return place == null || place.isBlank()
                    ? new Rows<>(List.of(), null)
                    : directory.living(codes, after, limit);
        }
        return directory.search(codes, words, after, limit);
    }

    /// A person of the asker's places, or the refusal of an unknown one.
    public Person readable(Actor actor, long id) {
        return people.find(id)
                .filter(person -> actor.may(Right.PERSON_READ, person.placeCode()))
                .orElseThrow(() -> Refusal.unknown("person"));
    }

    /// Those of the people with these ids whom the asker may see, by id.
    public Map<Long, Person> readable(Actor actor, Collection<Long> wanted) {
        return people.all(wanted).stream()
                .filter(person -> actor.may(Right.PERSON_READ, person.placeCode()))
                .collect(Collectors.toMap(Person::id, Function.identity()));
    }

    private Seat writer(Actor actor, Person person) {
        return actor.require(Right.PERSON_WRITE, person.placeCode());
    }

    /// A person's card; that it was opened is written down.
    @Transactional
    public Card card(Actor actor, long id) {
        Person person = readable(actor, id);
        Seat seat = actor.require(Right.PERSON_READ, person.placeCode());
        audit.note(actor, seat, where(person), id, Audit.Purpose.REGISTER_WORK, "card");
        boolean care = actor.may(Right.CARE_READ, person.placeCode());
        return new Card(
                person,
                residences.of(person),
                care ? cares.of(person) : List.of(),
                registrations.of(person),
                actor.may(Right.PERSON_WRITE, person.placeCode()),
                care,
                actor.may(Right.REQUEST_HANDLE, person.placeCode()));
    }

    /// The person with numbers in the clear; the purpose is on record before they are shown.
    @Transactional
    public Person reveal(Actor actor, long id, Audit.Purpose purpose) {
        Person person = readable(actor, id);
        if (!Audit.FOR_REGISTER.contains(purpose)) {
            throw Refusal.invalid("purpose");
        }
        return audit.reveal(actor, where(person), person.placeCode(), id, purpose, "numbers");
    }

    /// What was changed about a person, for those who may change it.
    public List<People.Change> changes(Actor actor, long id) {
        Person person = readable(actor, id);
        writer(actor, person);
        return people.changes(person);
    }

    /// Enters somebody who lives in a dwelling, or belongs to an estate or community.
    @Transactional
    public Person enter(Actor actor, String placeCode, Typed typed, Relation relation, LocalDate since) {
        Seat seat = actor.require(Right.PERSON_WRITE, placeCode);
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.invalid("place"));
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("place-wide");
        }
        boolean home = place.kind().exclusiveUnit();
        var fresh = fields.person(place.community(), ids.next(), place.code(), typed);
        Person entered = people.enter(fresh, actor.in(seat));
        if (home) {
            residences.moveIn(entered, place, relation, 1, since, actor.in(seat));
        }
        return people.get(entered.id());
    }

    /// Changes what is typed about somebody; fields that are null stay. `version` is the one that was seen.
    @Transactional
    public Person change(Actor actor, long id, Typed typed, int version) {
        Person person = readable(actor, id);
        Seat seat = writer(actor, person);
        Person wanted = fields.changed(person, typed);
        return people.change(
                new Person(
                        wanted.community(),
                        wanted.id(),
                        wanted.placeCode(),
                        wanted.name(),
                        wanted.phone(),
                        wanted.idNumber(),
                        wanted.born(),
                        wanted.sex(),
                        wanted.registeredAt(),
                        wanted.dwelling(),
                        version),
                actor.in(seat),
                null);
    }

    @Transactional
    public Residence moveIn(Actor actor, long id, String dwelling, Relation relation, int household, LocalDate since) {
        Person person = readable(actor, id);
        Seat seat = writer(actor, person);
        Place place = places.find(dwelling).orElseThrow(() -> Refusal.invalid("place"));
        actor.require(Right.PERSON_WRITE, place.code());
        if (!place.kind().exclusiveUnit()) {
            throw Refusal.invalid("not-a-dwelling");
        }
        return residences.moveIn(person, place, relation, household, since, actor.in(seat));
    }

    @Transactional
    public void moveOut(Actor actor, long id, long residence, LocalDate until) {
        Person person = readable(actor, id);
        residences.moveOut(person, residence, until, actor.in(writer(actor, person)));
    }

    @Transactional
    public void care(Actor actor, long id, Cares.Tag tag, LocalDate since) {
        Person person = readable(actor, id);
        cares.add(person, tag, since, actor.in(actor.require(Right.CARE_READ, person.placeCode())));
    }

    @Transactional
    public void endCare(Actor actor, long id, long care) {
        Person person = readable(actor, id);
        cares.end(person, care, actor.in(actor.require(Right.CARE_READ, person.placeCode())));
    }

    @Transactional
    public void register(Actor actor, long id, Registrations.Kind kind, LocalDate since) {
        Person person = readable(actor, id);
        registrations.register(person, kind, since, actor.in(writer(actor, person)));
    }

    /// Records a consent that was given on paper or across the counter; for a child below 14 the guardian's.
    @Transactional
    public void consent(Actor actor, long id, String fieldSet, @Nullable Long guardian) {
        Person person = readable(actor, id);
        writer(actor, person);
        if (guardian != null) {
            readable(actor, guardian);
        }
        privacy.consent(person, fieldSet, guardian);
    }

    /// Everybody with a need, and their dwellings; each of them is written down as looked at.
    @Transactional
    public Rows<Person> needing(Actor actor, Cares.Tag tag, @Nullable String after, int limit) {
        var rows = cares.within(actor.scope(Right.CARE_READ).codes(), tag, after, limit);
        var found = new ArrayList<Person>();
        for (Person person :
                people.all(rows.rows().stream().map(Cares.Care::person).toList())) {
            actor.seatFor(Right.CARE_READ, person.placeCode()).ifPresent(seat -> {
                audit.note(actor, seat, where(person), person.id(), Audit.Purpose.REGISTER_WORK, "care");
                found.add(person);
            });
        }
        return new Rows<>(List.copyOf(found), rows.next());
    }

    /// Erases somebody on behalf of the law or of themselves (PIPL art. 47); cannot be taken back.
    @Transactional
    public void erase(Actor actor, long id) {
        Person person = readable(actor, id);
        people.erase(id, actor.in(actor.require(Right.REQUEST_HANDLE, person.placeCode())));
    }

    static Entry.Where where(Person person) {
        return new Entry.Where(person.community(), null);
    }

    /// True when two identity numbers both stand there and differ: never the same person.
    static boolean contradict(@Nullable IdNumber one, @Nullable IdNumber other) {
        return one != null && other != null && !one.equals(other);
    }

    static @Nullable Sex sex(@Nullable String text) {
        return switch (text == null ? "" : Names.visible(text).toUpperCase(java.util.Locale.ROOT)) {
            case "M", "男", "男性", "男士", "MALE", "1" -> Sex.M; // GB/T 2261.1: 1 and 2
            case "F", "女", "女性", "女士", "FEMALE", "2" -> Sex.F;
            default -> null;
        };
    }
}
