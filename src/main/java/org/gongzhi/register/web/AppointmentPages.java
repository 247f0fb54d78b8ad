package org.gongzhi.register.web;

import java.time.LocalDate;
import java.util.Arrays;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatBoard;
import org.gongzhi.places.Places;
import org.gongzhi.register.AppointmentBoard;
import org.gongzhi.register.Appointments;
import org.gongzhi.register.Proposal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Seats given, handed over and ended, and accounts mended: proposed by one, confirmed by another.
@Controller
class AppointmentPages {

    private final Appointments appointments;
    private final AppointmentBoard whom;
    private final SeatBoard board;
    private final Places places;

    AppointmentPages(Appointments appointments, AppointmentBoard whom, SeatBoard board, Places places) {
        this.appointments = appointments;
        this.whom = whom;
        this.board = board;
        this.places = places;
    }

    @GetMapping("/appointments")
    @Needs(Right.SEAT_CONFIRM)
    String list(Actor actor, Model model, @RequestParam(defaultValue = "") String done) {
        var waiting = appointments.waiting(actor);
        var decided = appointments.decided(actor);
        model.addAttribute("waiting", waiting);
        model.addAttribute("whom", whom.whom(waiting));
        model.addAttribute("decided", decided);
        var all = new java.util.ArrayList<>(waiting);
        all.addAll(decided);
        model.addAttribute("names", appointments.names(all));
        boolean proposes = actor.may(Right.SEAT_MANAGE) || actor.may(Right.ACCOUNT_MANAGE);
        var codes = new java.util.ArrayList<>(actor.scope(Right.SEAT_MANAGE).codes());
        codes.addAll(actor.scope(Right.ACCOUNT_MANAGE).codes());
        model.addAttribute("administrators", board.administrators(codes));
        model.addAttribute("proposes", proposes);
        model.addAttribute("places", places);
        model.addAttribute("done", done);
        return "register/appointments";
    }

    @GetMapping("/seats/new")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    String appointForm(Actor actor, Model model, @RequestParam(defaultValue = "") String place) {
        var right = actor.may(Right.SEAT_MANAGE) ? Right.SEAT_MANAGE : Right.ACCOUNT_MANAGE;
        model.addAttribute("place", place.isBlank() ? actor.scope(right).codes().getFirst() : place);
        boolean ordinary = actor.may(Right.SEAT_MANAGE);
        model.addAttribute(
                "roles",
                Arrays.stream(Role.values())
                        .filter(role -> ordinary || role.administers())
                        .toList());
        return "register/appoint";
    }

    @PostMapping("/seats")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    String appoint(
            Actor actor,
            Model model,
            @RequestParam Role role,
            @RequestParam String place,
            @RequestParam String name,
            @RequestParam String mobile,
            @RequestParam String title,
            @RequestParam String phone,
            @RequestParam(defaultValue = "APPOINTED") Seat.Mode mode,
            @RequestParam(required = false) @Nullable LocalDate endsOn,
            @RequestParam(defaultValue = "false") boolean byHand) {
        return told(
                model,
                appointments.appoint(
                        actor,
                        place,
                        new Proposal.Wanted(
                                role, name, mobile, title, phone, mode, null, endsOn, null, "", "", byHand)));
    }

    @PostMapping("/seats/{id}/hand-over")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    String handOver(
            Actor actor,
            Model model,
            @PathVariable long id,
            @RequestParam String name,
            @RequestParam(defaultValue = "") String mobile,
            @RequestParam(defaultValue = "") String phone,
            @RequestParam String words,
            @RequestParam(defaultValue = "false") boolean byHand) {
        return told(
                model,
                appointments.handOver(
                        actor,
                        id,
                        new Proposal.Wanted(null, name, mobile, "", phone, null, null, null, id, "", words, byHand)));
    }

    @PostMapping("/seats/{id}/propose-end")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    String end(Actor actor, Model model, @PathVariable long id, @RequestParam String words) {
        return told(model, appointments.end(actor, id, words));
    }

    @PostMapping("/seats/{id}/code")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    String freshCode(
            Actor actor, Model model, @PathVariable long id, @RequestParam(defaultValue = "false") boolean byHand) {
        return told(model, appointments.freshCode(actor, id, byHand));
    }

    @PostMapping("/accounts/forget-second-factor")
    @Needs({Right.SEAT_MANAGE, Right.ACCOUNT_MANAGE})
    String forget(Actor actor, Model model, @RequestParam String username) {
        return told(model, appointments.forgetSecondFactor(actor, username));
    }

    @PostMapping("/appointments/{id}/confirm")
    @Needs(Right.SEAT_CONFIRM)
    String confirm(Actor actor, Model model, @PathVariable long id) {
        return told(model, appointments.confirm(actor, id));
    }

    @PostMapping("/appointments/{id}/refuse")
    @Needs(Right.SEAT_CONFIRM)
    String refuse(Actor actor, @PathVariable long id) {
        appointments.refuse(actor, id);
        return "redirect:/appointments?done=REFUSED";
    }

    @PostMapping("/appointments/{id}/withdraw")
    @Needs(Right.SEAT_CONFIRM)
    String withdraw(Actor actor, @PathVariable long id) {
        appointments.withdraw(actor, id);
        return "redirect:/appointments?done=WITHDRAWN";
    }

    private static String told(Model model, Appointments.Outcome outcome) {
        if (outcome.waiting() == null && outcome.seat() == null) {
            return "redirect:/appointments?done=CONFIRMED";
        }
        model.addAttribute("outcome", outcome);
        return "register/given";
    }
}
