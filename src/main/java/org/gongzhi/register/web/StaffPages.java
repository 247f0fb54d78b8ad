package org.gongzhi.register.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.CreditCode;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.RegisterTerms;
import org.gongzhi.places.Places;
import org.gongzhi.register.Assessments;
import org.gongzhi.register.OwnRecord;
import org.gongzhi.register.Privacy;
import org.gongzhi.register.Requests;
import org.gongzhi.register.StaffDesk;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Organisations, seats given and handed over, requests, and everybody's own data.
@Controller
class StaffPages {

    private final StaffDesk desk;
    private final Requests requests;
    private final OwnRecord own;
    private final Privacy privacy;
    private final Assessments assessments;
    private final Places places;
    private final RegisterTerms terms;
    private final Clock clock;

    StaffPages(
            StaffDesk desk,
            Requests requests,
            OwnRecord own,
            Privacy privacy,
            Assessments assessments,
            Places places,
            RegisterTerms terms,
            Clock clock) {
        this.desk = desk;
        this.requests = requests;
        this.own = own;
        this.privacy = privacy;
        this.assessments = assessments;
        this.places = places;
        this.terms = terms;
        this.clock = clock;
    }

    @GetMapping("/organisations")
    @Needs(Right.ORGANISATION_MANAGE)
    String organisations(
            Actor actor,
            Model model,
            @RequestParam(required = false) Organisation.@Nullable Kind kind,
            @RequestParam(required = false) @Nullable String after) {
        model.addAttribute("organisations", desk.organisations(actor, kind, after, 40));
        model.addAttribute("kind", kind == null ? "" : kind.name());
        model.addAttribute("places", places);
        model.addAttribute("soon", Clocks.today(clock).plusDays(terms.licenceNoticeDays()));
        return "register/organisations";
    }

    @GetMapping("/organisations/new")
    @Needs(Right.ORGANISATION_MANAGE)
    String fresh(Actor actor, Model model) {
        return form(
                model,
                Organisation.of(
                        0,
                        Organisation.Kind.SOCIAL_ORGANISATION,
                        "",
                        actor.scope(Right.ORGANISATION_MANAGE).codes().getFirst()),
                "");
    }

    @GetMapping("/organisations/{id}")
    @Needs(Right.ORGANISATION_MANAGE)
    String organisation(Actor actor, Model model, @PathVariable long id, @RequestParam(defaultValue = "") String done) {
        return form(model, desk.organisation(actor, id), done);
    }

    private String form(Model model, Organisation organisation, String done) {
        model.addAttribute("organisation", organisation);
        String code = organisation.creditCode();
        model.addAttribute("warning", code != null && !code.isBlank() && !CreditCode.checks(code));
        model.addAttribute("done", done);
        return "register/organisation";
    }

    @PostMapping("/organisations")
    @Needs(Right.ORGANISATION_MANAGE)
    String save(
            Actor actor,
            @RequestParam long id,
            @RequestParam int version,
            @RequestParam Organisation.Kind kind,
            @RequestParam String name,
            @RequestParam String place,
            @RequestParam(defaultValue = "") String creditCode,
            @RequestParam(defaultValue = "") String contact,
            @RequestParam(defaultValue = "") String phone,
            @RequestParam(defaultValue = "") String licence,
            @RequestParam(required = false) @Nullable LocalDate licenceExpires,
            @RequestParam(required = false) @Nullable Long parent,
            @RequestParam(required = false) @Nullable LocalDate endedOn) {
        Organisation saved = desk.save(
                actor,
                new Organisation(
                        id,
                        kind,
                        name,
                        place.strip(),
                        creditCode.isBlank() ? null : creditCode.strip(),
                        contact,
                        phone,
                        licence,
                        licenceExpires,
                        parent,
                        endedOn,
                        version));
        return "redirect:/organisations/" + saved.id() + "?done=changed";
    }

    @GetMapping("/requests")
    @Needs(Right.REQUEST_HANDLE)
    String requests(Actor actor, Model model, @RequestParam(defaultValue = "") String done) {
        model.addAttribute("requests", requests.waiting(actor));
        model.addAttribute("places", places);
        model.addAttribute("done", done);
        return "register/requests";
    }

    @PostMapping("/requests/{id}/grant")
    @Needs(Right.REQUEST_HANDLE)
    String grant(Actor actor, @PathVariable long id, @RequestParam(defaultValue = "") String words) {
        requests.grant(actor, id, words);
        return "redirect:/requests?done=GRANTED";
    }

    @PostMapping("/requests/{id}/refuse")
    @Needs(Right.REQUEST_HANDLE)
    String refuse(Actor actor, @PathVariable long id, @RequestParam(defaultValue = "") String words) {
        requests.refuse(actor, id, words);
        return "redirect:/requests?done=REFUSED";
    }

    @GetMapping("/my-data")
    @ForSignedIn
    String mine(Actor actor, Model model, @RequestParam(defaultValue = "") String done) {
        model.addAttribute("everything", own.of(actor));
        model.addAttribute("household", requests.ofHousehold(actor));
        model.addAttribute("sets", privacy.sets());
        model.addAttribute("notice", privacy.notice());
        model.addAttribute("places", places);
        model.addAttribute("done", done);
        return "register/myData";
    }

    @PostMapping("/my-data/requests")
    @ForSignedIn
    String ask(
            Actor actor,
            @RequestParam Requests.Kind kind,
            @RequestParam(required = false) @Nullable String dwelling,
            @RequestParam(defaultValue = "") String words) {
        Objects.requireNonNull(actor.account());
        requests.ask(actor, kind, dwelling, words);
        return "redirect:/my-data?done=asked";
    }

    @PostMapping("/my-data/requests/{id}/withdraw")
    @ForSignedIn
    String withdrawRequest(Actor actor, @PathVariable long id) {
        requests.withdraw(actor, id);
        return "redirect:/my-data?done=withdrawn";
    }

    @PostMapping("/my-data/household/{id}/confirm")
    @ForSignedIn
    String confirm(Actor actor, @PathVariable long id) {
        requests.confirm(actor, id);
        return "redirect:/my-data?done=confirmed";
    }

    /// What is kept, on which basis, how long; and the impact assessments.
    @GetMapping("/privacy")
    @Needs(Right.REQUEST_HANDLE)
    String privacy(Actor actor, Model model) {
        model.addAttribute("sets", privacy.sets());
        model.addAttribute("assessments", assessments.within(actor));
        model.addAttribute("place", actor.scope(Right.REQUEST_HANDLE).codes().getFirst());
        model.addAttribute("privacy", privacy);
        return "register/privacy";
    }

    @PostMapping("/privacy/assessments")
    @Needs(Right.REQUEST_HANDLE)
    String assess(
            Actor actor,
            @RequestParam String place,
            @RequestParam Assessments.Subject subject,
            @RequestParam String title,
            @RequestParam(defaultValue = "") String finding,
            @RequestParam(defaultValue = "") String measures) {
        assessments.add(actor, place.strip(), subject, title, finding, measures);
        return "redirect:/privacy";
    }

    @PostMapping("/my-data/consents/{name}")
    @ForSignedIn
    String consent(Actor actor, @PathVariable String name) {
        own.consent(actor, name);
        return "redirect:/my-data?done=agreed";
    }

    @PostMapping("/my-data/consents/{name}/withdraw")
    @ForSignedIn
    String withdraw(Actor actor, @PathVariable String name) {
        own.withdraw(actor, name);
        return "redirect:/my-data?done=withdrawn";
    }
}
