package org.gongzhi.register.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Commands;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Rows;
import org.gongzhi.people.Cares;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.RegisterTerms;
import org.gongzhi.people.Registrations;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.gongzhi.register.Privacy;
import org.gongzhi.register.Register;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The residents' register: search, a person's card, what is done to it.
@Controller
class PersonPages {

    private static final int ROWS = 20;

    private final Register register;
    private final Places places;
    private final Seats seats;
    private final RegisterTerms terms;
    private final Commands commands;
    private final Privacy privacy;
    private final Clock clock;

    PersonPages(
            Register register,
            Places places,
            Seats seats,
            RegisterTerms terms,
            Commands commands,
            Privacy privacy,
            Clock clock) {
        this.register = register;
        this.places = places;
        this.seats = seats;
        this.terms = terms;
        this.commands = commands;
        this.privacy = privacy;
        this.clock = clock;
    }

    @GetMapping("/people")
    @Needs(Right.PERSON_READ)
    String people(
            Actor actor,
            Model model,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "") String done) {
        boolean part = "found".equals(request.getHeader("HX-Target"));
        String wanted = words.strip();
        boolean tooShort = part && wanted.codePointCount(0, wanted.length()) == 1;
        Rows<Person> found =
                tooShort ? new Rows<>(List.of(), null) : register.search(actor, wanted, place, after, ROWS);
        model.addAttribute("found", found);
        model.addAttribute("words", wanted);
        model.addAttribute("place", place == null ? "" : place);
        model.addAttribute("placeName", name(place));
        model.addAttribute("places", places);
        model.addAttribute("done", done);
        return part ? "register/found" : "register/people";
    }

    private String name(@Nullable String place) {
        return place == null || place.isBlank()
                ? ""
                : places.find(place).map(places::address).orElse("");
    }

    @GetMapping("/people/needing")
    @Needs(Right.CARE_READ)
    String needing(
            Actor actor,
            Model model,
            @RequestParam(defaultValue = "LIVING_ALONE") Cares.Tag tag,
            @RequestParam(required = false) @Nullable String after) {
        model.addAttribute("found", register.needing(actor, tag, after, ROWS));
        model.addAttribute("tag", tag);
        model.addAttribute("places", places);
        return "register/needing";
    }

    @GetMapping("/people/new")
    @Needs(Right.PERSON_WRITE)
    String form(Actor actor, Model model, @RequestParam(defaultValue = "") String place) {
        model.addAttribute("place", place);
        model.addAttribute("address", name(place));
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("today", Clocks.today(clock).toString());
        model.addAttribute(
                "estates",
                actor.scope(Right.PERSON_WRITE).codes().stream()
                        .flatMap(code -> places.estates(code.substring(0, Math.min(code.length(), 17))).stream())
                        .distinct()
                        .toList());
        return "register/enter";
    }

    @PostMapping("/people")
    @Needs(Right.PERSON_WRITE)
    String enter(
            Actor actor,
            @RequestParam String key,
            @RequestParam String place,
            @RequestParam String name,
            @RequestParam(defaultValue = "") String phone,
            @RequestParam(defaultValue = "") String idNumber,
            @RequestParam(defaultValue = "") String sex,
            @RequestParam(defaultValue = "") String born,
            @RequestParam(defaultValue = "") String registeredAt,
            @RequestParam(defaultValue = "FAMILY") Relation relation,
            @RequestParam(required = false) @Nullable LocalDate since) {
        var typed = new Register.Typed(name, phone, idNumber, sex, born, registeredAt);
        String id = commands.once(
                actor,
                key,
                "person-enter",
                () -> Long.toString(
                        register.enter(actor, place, typed, relation, since == null ? Clocks.today(clock) : since)
                                .id()));
        return "redirect:/people/" + id + "?done=entered";
    }

    @GetMapping("/people/{id}")
    @Needs(Right.PERSON_READ)
    String card(Actor actor, Model model, @PathVariable long id, @RequestParam(defaultValue = "") String done) {
        var card = register.card(actor, id);
        List<People.Change> changes = card.mayWrite() ? register.changes(actor, id) : List.of();
        Map<Long, Seat> known = seats
                .known(changes.stream()
                        .map(People.Change::seat)
                        .filter(java.util.Objects::nonNull)
                        .collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Seat::id, seat -> seat));
        model.addAttribute("card", card);
        model.addAttribute("changes", changes);
        model.addAttribute("seats", known);
        model.addAttribute("places", places);
        model.addAttribute("sets", privacy.sets());
        model.addAttribute("consents", card.mayWrite() ? privacy.consents(card.person()) : List.of());
        model.addAttribute("today", Clocks.today(clock));
        model.addAttribute("expiryDays", terms.expiryNoticeDays());
        model.addAttribute("done", done);
        return "register/person";
    }

    @PostMapping("/people/{id}/reveal")
    @Needs(Right.PERSON_REVEAL)
    String reveal(Actor actor, Model model, @PathVariable long id, @RequestParam Audit.Purpose purpose) {
        model.addAttribute("person", register.reveal(actor, id, purpose));
        model.addAttribute("seconds", terms.revealSeconds());
        return "register/revealed";
    }

    @PostMapping("/people/{id}")
    @Needs(Right.PERSON_WRITE)
    String change(
            Actor actor,
            @PathVariable long id,
            @RequestParam int version,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable String idNumber,
            @RequestParam(required = false) @Nullable String sex,
            @RequestParam(required = false) @Nullable String born,
            @RequestParam(required = false) @Nullable String registeredAt) {
        // numbers are shown masked: a field left blank stays as it is
        register.change(
                actor, id, new Register.Typed(name, blank(phone), blank(idNumber), sex, born, registeredAt), version);
        return "redirect:/people/" + id + "?done=changed";
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    @PostMapping("/people/{id}/residences")
    @Needs(Right.PERSON_WRITE)
    String moveIn(
            Actor actor,
            @PathVariable long id,
            @RequestParam String dwelling,
            @RequestParam Relation relation,
            @RequestParam(defaultValue = "1") int household,
            @RequestParam(required = false) @Nullable LocalDate since) {
        register.moveIn(actor, id, dwelling, relation, household, since == null ? Clocks.today(clock) : since);
        return "redirect:/people/" + id + "?done=moved";
    }

    @PostMapping("/people/{id}/residences/{residence}/end")
    @Needs(Right.PERSON_WRITE)
    String moveOut(
            Actor actor,
            @PathVariable long id,
            @PathVariable long residence,
            @RequestParam(required = false) @Nullable LocalDate until) {
        register.moveOut(actor, id, residence, until == null ? Clocks.today(clock) : until);
        return "redirect:/people/" + id + "?done=moved";
    }

    @PostMapping("/people/{id}/cares")
    @Needs(Right.CARE_READ)
    String care(Actor actor, @PathVariable long id, @RequestParam Cares.Tag tag) {
        register.care(actor, id, tag, Clocks.today(clock));
        return "redirect:/people/" + id + "?done=changed";
    }

    @PostMapping("/people/{id}/cares/{care}/end")
    @Needs(Right.CARE_READ)
    String endCare(Actor actor, @PathVariable long id, @PathVariable long care) {
        register.endCare(actor, id, care);
        return "redirect:/people/" + id + "?done=changed";
    }

    @PostMapping("/people/{id}/registrations")
    @Needs(Right.PERSON_WRITE)
    String register(
            Actor actor,
            @PathVariable long id,
            @RequestParam Registrations.Kind kind,
            @RequestParam(required = false) @Nullable LocalDate since) {
        register.register(actor, id, kind, since == null ? Clocks.today(clock) : since);
        return "redirect:/people/" + id + "?done=changed";
    }

    @PostMapping("/people/{id}/consents")
    @Needs(Right.PERSON_WRITE)
    String consent(
            Actor actor,
            @PathVariable long id,
            @RequestParam String fieldSet,
            @RequestParam(required = false) @Nullable Long guardian) {
        register.consent(actor, id, fieldSet, guardian);
        return "redirect:/people/" + id + "?done=changed";
    }

    @PostMapping("/people/{id}/erase")
    @Needs(Right.REQUEST_HANDLE)
    String erase(Actor actor, @PathVariable long id, @RequestParam String sure) {
        Person person = register.readable(actor, id);
        if (!sure.strip().equals(person.name())) {
            throw org.gongzhi.kernel.Refusal.invalid("erase-sure");
        }
        register.erase(actor, id);
        return "redirect:/people?done=erased";
    }

    /// What may be picked below a place, for the pickers of dwellings.
    @GetMapping("/people/places")
    @Needs(Right.PERSON_READ)
    String choices(Actor actor, Model model, @RequestParam String parent) {
        Place place = places.find(parent)
                .filter(each -> actor.may(Right.PERSON_READ, each.code()))
                .orElseThrow(() -> org.gongzhi.kernel.Refusal.unknown("place"));
        model.addAttribute("choices", places.choices(place));
        return "register/choices";
    }
}
