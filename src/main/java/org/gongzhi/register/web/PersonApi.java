package org.gongzhi.register.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Commands;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Rows;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Cares;
import org.gongzhi.people.Person;
import org.gongzhi.people.Registrations;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Residence;
import org.gongzhi.people.Sex;
import org.gongzhi.register.Register;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The residents' register for programs. Numbers are masked unless they are revealed with a purpose.
@RestController
@RequestMapping("/api/v1/people")
@Tag(name = "people")
class PersonApi {

    /// A person in a list or on a card; numbers masked.
    record PersonRow(
            String id,
            String name,
            String phone,
            String idNumber,
            @Nullable Sex sex,
            @Nullable LocalDate born,
            @Nullable String registeredAt,
            boolean floating,
            String place,
            int version) {

        static PersonRow of(Person person) {
            return new PersonRow(
                    Long.toString(person.id()),
                    person.name(),
                    person.maskedPhone(),
                    person.maskedIdNumber(),
                    person.sex(),
                    person.birthday(),
                    person.registeredAt(),
                    person.floating(),
                    person.placeCode(),
                    person.version());
        }
    }

    record Whole(
            PersonRow person,
            List<Residence> residences,
            List<Cares.Care> cares,
            List<Registrations.Registration> registrations) {}

    /// A person to enter at a dwelling (or an estate, a community).
    record Entering(
            @Nullable String place,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String idNumber,
            @Nullable String sex,
            @Nullable String born,
            @Nullable String registeredAt,
            @Nullable Relation relation,
            @Nullable LocalDate since) {

        Register.Typed typed() {
            return new Register.Typed(name, phone, idNumber, sex, born, registeredAt);
        }
    }

    record Purpose(Audit.@Nullable Purpose purpose) {}

    record Numbers(
            String name, @Nullable String phone, @Nullable String idNumber) {}

    record Moving(
            @Nullable String dwelling,
            @Nullable Relation relation,
            @Nullable Integer household,
            @Nullable LocalDate since) {}

    record Until(@Nullable LocalDate until) {}

    record CareInput(Cares.@Nullable Tag tag, @Nullable LocalDate since) {}

    record RegistrationInput(
            Registrations.@Nullable Kind kind, @Nullable LocalDate since) {}

    record ChangeRow(
            Instant at,
            @Nullable String seat,
            String field,
            @Nullable String before,
            @Nullable String after) {}

    private final Register register;
    private final Commands commands;
    private final Clock clock;

    PersonApi(Register register, Commands commands, Clock clock) {
        this.register = register;
        this.commands = commands;
        this.clock = clock;
    }

    @GetMapping
    @Needs(Right.PERSON_READ)
    @Operation(summary = "People by words (name, number, last four, address), or everybody of a place")
    Rows<PersonRow> search(
            Actor actor,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "20") int limit) {
        return rows(register.search(actor, words, place, after, limit));
    }

    private static Rows<PersonRow> rows(Rows<Person> found) {
        return new Rows<>(found.rows().stream().map(PersonRow::of).toList(), found.next());
    }

    @GetMapping("/needing")
    @Needs(Right.CARE_READ)
    @Operation(summary = "People who need a kind of care; each is written down as looked at")
    Rows<PersonRow> needing(
            Actor actor, @RequestParam Cares.Tag tag, @RequestParam(required = false) @Nullable String after) {
        return rows(register.needing(actor, tag, after, 50));
    }

    @PostMapping
    @Needs(Right.PERSON_WRITE)
    @Operation(summary = "Enters somebody; the same Idempotency-Key enters them once")
    ResponseEntity<PersonRow> enter(
            Actor actor,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Entering person) {
        String id = commands.once(
                actor,
                key,
                "person-enter",
                () -> Long.toString(register.enter(
                                actor,
                                Sent.needed(person.place, "place"),
                                person.typed(),
                                person.relation == null ? Relation.FAMILY : person.relation,
                                person.since == null ? Clocks.today(clock) : person.since)
                        .id()));
        Person made = register.readable(actor, Long.parseLong(id));
        return ResponseEntity.created(URI.create("/api/v1/people/" + id))
                .eTag(Integer.toString(made.version()))
                .body(PersonRow.of(made));
    }

    @GetMapping("/{id}")
    @Needs(Right.PERSON_READ)
    @Operation(summary = "One person's card; that it was opened is written down")
    ResponseEntity<Whole> one(Actor actor, @PathVariable long id) {
        var card = register.card(actor, id);
        return ResponseEntity.ok()
                .eTag(Integer.toString(card.person().version()))
                .body(new Whole(PersonRow.of(card.person()), card.residences(), card.cares(), card.registrations()));
    }

    @PatchMapping("/{id}")
    @Needs(Right.PERSON_WRITE)
    @Operation(summary = "Changes what is given; If-Match carries the version that was seen")
    ResponseEntity<PersonRow> change(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String version,
            @RequestBody Entering person) {
        int seen = version == null ? register.readable(actor, id).version() : Sent.version(version);
        Person changed = register.change(actor, id, person.typed(), seen);
        return ResponseEntity.ok().eTag(Integer.toString(changed.version())).body(PersonRow.of(changed));
    }

    @PostMapping("/{id}/reveal")
    @Needs(Right.PERSON_REVEAL)
    @Operation(summary = "Name and numbers in the clear, for a purpose that is written down")
    Numbers reveal(Actor actor, @PathVariable long id, @RequestBody Purpose purpose) {
        Person person = register.reveal(actor, id, Sent.needed(purpose.purpose, "purpose"));
        return new Numbers(
                person.name(),
                person.phone(),
                person.idNumber() == null ? null : person.idNumber().text());
    }

    @GetMapping("/{id}/changes")
    @Needs(Right.PERSON_WRITE)
    @Operation(summary = "What was changed about somebody, from what to what")
    List<ChangeRow> changes(Actor actor, @PathVariable long id) {
        return register.changes(actor, id).stream()
                .map(change -> new ChangeRow(
                        change.at(),
                        change.seat() == null ? null : Long.toString(change.seat()),
                        change.field(),
                        change.before(),
                        change.after()))
                .toList();
    }

    @PostMapping("/{id}/residences")
    @Needs(Right.PERSON_WRITE)
    @Operation(summary = "Moves somebody into a dwelling")
    ResponseEntity<Residence> moveIn(Actor actor, @PathVariable long id, @RequestBody Moving moving) {
        return ResponseEntity.status(201)
                .body(register.moveIn(
                        actor,
                        id,
                        Sent.needed(moving.dwelling, "dwelling"),
                        moving.relation == null ? Relation.FAMILY : moving.relation,
                        moving.household == null ? 1 : moving.household,
                        moving.since == null ? Clocks.today(clock) : moving.since));
    }

    @PostMapping("/{id}/residences/{residence}/end")
    @Needs(Right.PERSON_WRITE)
    @Operation(summary = "Moves somebody out")
    void moveOut(Actor actor, @PathVariable long id, @PathVariable long residence, @RequestBody Until until) {
        register.moveOut(actor, id, residence, until.until == null ? Clocks.today(clock) : until.until);
    }

    @PostMapping("/{id}/cares")
    @Needs(Right.CARE_READ)
    @Operation(summary = "Records what care somebody needs")
    void care(Actor actor, @PathVariable long id, @RequestBody CareInput care) {
        register.care(actor, id, Sent.needed(care.tag, "tag"), care.since == null ? Clocks.today(clock) : care.since);
    }

    @PostMapping("/{id}/cares/{care}/end")
    @Needs(Right.CARE_READ)
    @Operation(summary = "Ends a need")
    void endCare(Actor actor, @PathVariable long id, @PathVariable long care) {
        register.endCare(actor, id, care);
    }

    @PostMapping("/{id}/registrations")
    @Needs(Right.PERSON_WRITE)
    @Operation(summary = "Registers or renews; it runs for the legal term")
    void register(Actor actor, @PathVariable long id, @RequestBody RegistrationInput registration) {
        register.register(
                actor,
                id,
                Sent.needed(registration.kind, "kind"),
                registration.since == null ? Clocks.today(clock) : registration.since);
    }

    record ConsentInput(@Nullable String fieldSet, @Nullable Long guardian) {}

    @PostMapping("/{id}/consents")
    @Needs(Right.PERSON_WRITE)
    @Operation(summary = "Records a consent given on paper; `guardian` is a person's id, needed below 14")
    void consent(Actor actor, @PathVariable long id, @RequestBody ConsentInput consent) {
        register.consent(actor, id, Sent.needed(consent.fieldSet, "fieldSet"), consent.guardian);
    }

    @DeleteMapping("/{id}")
    @Needs(Right.REQUEST_HANDLE)
    @Operation(summary = "Erases somebody for good (PIPL art. 47); counts and the journal stay")
    ResponseEntity<Void> erase(Actor actor, @PathVariable long id) {
        register.erase(actor, id);
        return ResponseEntity.noContent().build();
    }
}
