package org.gongzhi.register.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.register.AppointmentBoard;
import org.gongzhi.register.Appointments;
import org.gongzhi.register.Proposal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Seats given, handed over and ended, and accounts mended, for programs.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "organisations")
class AppointmentApi {

    record SeatInput(
            @Nullable Role role,
            @Nullable String place,
            @Nullable String name,
            @Nullable String mobile,
            @Nullable String title,
            @Nullable String phone,
            Seat.@Nullable Mode mode,
            @Nullable Long organisation,
            @Nullable LocalDate endsOn,
            @Nullable Boolean byHand) {}

    record HandOver(
            @Nullable String name,
            @Nullable String mobile,
            @Nullable String phone,
            @Nullable String reason,
            @Nullable Boolean byHand) {}

    record Reason(@Nullable String reason) {}

    record ByHand(@Nullable Boolean byHand) {}

    record Username(@Nullable String username) {}

    /// What came of it. `appointment` waits for a second person; `half` is the part of the code that the
    /// asker hands over in person, told this once; `sent` that the code went to the holder's own telephone;
    /// `phoneChangedAt` when that was changed, where the code goes in halves for that reason.
    record OutcomeView(
            @Nullable String appointment,
            @Nullable String seat,
            @Nullable String username,
            @Nullable String half,
            boolean sent,
            @Nullable Instant phoneChangedAt) {

        static ResponseEntity<OutcomeView> of(Appointments.Outcome outcome) {
            Seat seat = outcome.seat();
            var view = new OutcomeView(
                    outcome.waiting() == null ? null : Long.toString(outcome.waiting()),
                    seat == null ? null : Long.toString(seat.id()),
                    outcome.username(),
                    outcome.half(),
                    outcome.sent(),
                    outcome.changed());
            return ResponseEntity.status(outcome.waiting() != null ? 202 : seat != null ? 201 : 200)
                    .body(view);
        }
    }

    /// Whom it is about: who is to have the seat or whose code it is, with the masked mobile number to which a
    /// whole code goes, and when that was changed, where the code goes in halves for that reason. `holder` has
    /// the seat now.
    record About(
            String name,
            String title,
            String mobile,
            @Nullable Instant phoneChangedAt,
            AppointmentBoard.@Nullable Party holder) {

        static About of(Proposal each, AppointmentBoard.Whom whom) {
            var party = whom.next() != null ? whom.next() : whom.holder();
            return new About(
                    party == null ? "" : party.name(),
                    party == null ? "" : party.title(),
                    party == null ? "" : party.mobile(),
                    each.code().changed(),
                    whom.holder());
        }
    }

    /// A proposal as both who may decide it and whoever made it see it.
    record ProposalView(
            String id,
            Proposal.Act act,
            Proposal.State state,
            String place,
            @Nullable Role role,
            @JsonUnwrapped About about,
            @Nullable String seat,
            String username,
            String proposedBy,
            @Nullable String decidedBy,
            Instant expiresAt) {}

    private final Appointments appointments;
    private final AppointmentBoard board;

    AppointmentApi(Appointments appointments, AppointmentBoard board) {
        this.appointments = appointments;
        this.board = board;
    }

    @PostMapping("/seats")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    @Operation(summary = "Gives a seat to somebody whose account is known, or proposes it to a second person")
    ResponseEntity<OutcomeView> appoint(Actor actor, @RequestBody SeatInput seat) {
        return OutcomeView.of(appointments.appoint(
                actor,
                Sent.needed(seat.place, "place"),
                new Proposal.Wanted(
                        Sent.needed(seat.role, "role"),
                        Sent.text(seat.name),
                        Sent.text(seat.mobile),
                        Sent.text(seat.title),
                        Sent.text(seat.phone),
                        seat.mode,
                        seat.organisation,
                        seat.endsOn,
                        null,
                        "",
                        "",
                        Boolean.TRUE.equals(seat.byHand))));
    }

    @PostMapping("/seats/{id}/hand-over")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    @Operation(summary = "Hands a seat and everything open in it to somebody else, or proposes it to a second person")
    ResponseEntity<OutcomeView> handOver(Actor actor, @PathVariable long id, @RequestBody HandOver to) {
        return OutcomeView.of(appointments.handOver(
                actor,
                id,
                new Proposal.Wanted(
                        null,
                        Sent.text(to.name),
                        Sent.text(to.mobile),
                        "",
                        Sent.text(to.phone),
                        null,
                        null,
                        null,
                        id,
                        "",
                        Sent.text(to.reason),
                        Boolean.TRUE.equals(to.byHand))));
    }

    @PostMapping("/seats/{id}/propose-end")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    @Operation(summary = "Proposes that an administrator's seat ends")
    ResponseEntity<OutcomeView> end(Actor actor, @PathVariable long id, @RequestBody Reason input) {
        return OutcomeView.of(appointments.end(actor, id, Sent.text(input.reason)));
    }

    @PostMapping("/seats/{id}/code")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    @Operation(summary = "Proposes a fresh code for the holder of a seat, to set a password with")
    ResponseEntity<OutcomeView> freshCode(Actor actor, @PathVariable long id, @RequestBody ByHand input) {
        return OutcomeView.of(appointments.freshCode(actor, id, Boolean.TRUE.equals(input.byHand)));
    }

    @PostMapping("/accounts/forget-second-factor")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    @Operation(summary = "Proposes to take the second factor from an account; any name is taken")
    ResponseEntity<OutcomeView> forget(Actor actor, @RequestBody Username input) {
        return OutcomeView.of(appointments.forgetSecondFactor(actor, Sent.text(input.username)));
    }

    @GetMapping("/appointments")
    @Needs(Right.SEAT_CONFIRM)
    @Operation(summary = "What waits for a second person within the asker's places, and what was decided lately")
    List<ProposalView> appointments(Actor actor) {
        var all = new java.util.ArrayList<>(appointments.waiting(actor));
        all.addAll(appointments.decided(actor));
        var names = appointments.names(all);
        var whom = board.whom(all);
        return all.stream().map(each -> view(each, whom, names)).toList();
    }

    private static ProposalView view(
            Proposal each, java.util.Map<Long, AppointmentBoard.Whom> whom, java.util.Map<Long, String> names) {
        var wanted = each.wanted();
        var decider = each.decider();
        return new ProposalView(
                Long.toString(each.id()),
                each.act(),
                each.state(),
                each.placeCode(),
                each.role(),
                About.of(each, whom.getOrDefault(each.id(), AppointmentBoard.Whom.NOBODY)),
                wanted == null || wanted.seat() == null ? null : Long.toString(wanted.seat()),
                wanted == null ? "" : wanted.username(),
                names.getOrDefault(each.by().account(), ""),
                decider == null ? null : names.getOrDefault(decider.account(), ""),
                each.expiresAt());
    }

    @PostMapping("/appointments/{id}/confirm")
    @Needs(Right.SEAT_CONFIRM)
    @Operation(summary = "Confirms as the second person; it is done")
    ResponseEntity<OutcomeView> confirm(Actor actor, @PathVariable long id) {
        return OutcomeView.of(appointments.confirm(actor, id));
    }

    @PostMapping("/appointments/{id}/refuse")
    @Needs(Right.SEAT_CONFIRM)
    @Operation(summary = "Refuses as the second person")
    ResponseEntity<Void> refuse(Actor actor, @PathVariable long id) {
        appointments.refuse(actor, id);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/appointments/{id}/withdraw")
    @Needs(Right.SEAT_CONFIRM)
    @Operation(summary = "Takes one's own proposal back")
    ResponseEntity<Void> withdraw(Actor actor, @PathVariable long id) {
        appointments.withdraw(actor, id);
        return ResponseEntity.noContent().build();
    }
}
