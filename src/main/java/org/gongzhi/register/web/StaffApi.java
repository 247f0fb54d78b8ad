package org.gongzhi.register.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Rows;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.CreditCode;
import org.gongzhi.people.Organisation;
import org.gongzhi.register.Assessments;
import org.gongzhi.register.Requests;
import org.gongzhi.register.StaffDesk;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Organisations, seats and requests for programs.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "organisations")
class StaffApi {

    record Substitute(@Nullable Long seat) {}

    /// An organisation; `warning` tells of a credit code whose check sign is wrong.
    record OrganisationView(
            Organisation organisation, @Nullable String warning) {

        static OrganisationView of(Organisation organisation) {
            String code = organisation.creditCode();
            return new OrganisationView(organisation, code == null || CreditCode.checks(code) ? null : "credit-code");
        }
    }

    record Answer(@Nullable String words) {}

    private final StaffDesk desk;
    private final Requests requests;
    private final Assessments assessments;

    StaffApi(StaffDesk desk, Requests requests, Assessments assessments) {
        this.desk = desk;
        this.requests = requests;
        this.assessments = assessments;
    }

    @PutMapping("/seats/{id}/substitute")
    @Needs(Right.SEAT_MANAGE)
    @Operation(summary = "Names the seat that takes over while this one is away")
    void substitute(Actor actor, @PathVariable long id, @RequestBody Substitute by) {
        desk.substitute(actor, id, by.seat);
    }

    @GetMapping("/organisations")
    @Needs(Right.ORGANISATION_MANAGE)
    @Operation(summary = "Organisations within the asker's places")
    Rows<Organisation> organisations(
            Actor actor,
            @RequestParam(required = false) Organisation.@Nullable Kind kind,
            @RequestParam(required = false) @Nullable String after) {
        return desk.organisations(actor, kind, after, 50);
    }

    @GetMapping("/organisations/{id}")
    @Needs(Right.ORGANISATION_MANAGE)
    @Operation(summary = "One organisation")
    ResponseEntity<OrganisationView> organisation(Actor actor, @PathVariable long id) {
        Organisation found = desk.organisation(actor, id);
        return ResponseEntity.ok().eTag(Integer.toString(found.version())).body(OrganisationView.of(found));
    }

    @PostMapping("/organisations")
    @Needs(Right.ORGANISATION_MANAGE)
    @Operation(summary = "Enters an organisation (id 0), or changes one that still has the version given")
    OrganisationView save(Actor actor, @RequestBody Organisation organisation) {
        return OrganisationView.of(desk.save(actor, organisation));
    }

    record AssessmentInput(
            @Nullable String place,
            Assessments.@Nullable Subject subject,
            @Nullable String title,
            @Nullable String finding,
            @Nullable String measures) {}

    @GetMapping("/assessments")
    @Needs(Right.REQUEST_HANDLE)
    @Operation(summary = "Impact assessments within the asker's places (PIPL arts. 55 and 56)")
    List<Assessments.Assessment> assessments(Actor actor) {
        return assessments.within(actor);
    }

    @PostMapping("/assessments")
    @Needs(Right.REQUEST_HANDLE)
    @Operation(summary = "Keeps an impact assessment, for three years")
    void assess(Actor actor, @RequestBody AssessmentInput input) {
        assessments.add(
                actor,
                Sent.needed(input.place, "place"),
                Sent.needed(input.subject, "subject"),
                Sent.text(input.title),
                Sent.text(input.finding),
                Sent.text(input.measures));
    }

    @GetMapping("/requests")
    @Needs(Right.REQUEST_HANDLE)
    @Operation(summary = "What people asked about their data and nobody has answered")
    List<Requests.Request> requests(Actor actor) {
        return requests.waiting(actor);
    }

    @PostMapping("/requests/{id}/grant")
    @Needs(Right.REQUEST_HANDLE)
    @Operation(summary = "Grants a request")
    void grant(Actor actor, @PathVariable long id, @RequestBody Answer answer) {
        requests.grant(actor, id, Sent.text(answer.words));
    }

    @PostMapping("/requests/{id}/refuse")
    @Needs(Right.REQUEST_HANDLE)
    @Operation(summary = "Refuses a request, with the reason")
    void refuse(Actor actor, @PathVariable long id, @RequestBody Answer answer) {
        requests.refuse(actor, id, Sent.text(answer.words));
    }
}
