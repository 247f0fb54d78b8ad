package org.gongzhi.web;

import java.time.LocalDate;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.access.Separation;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatBoard;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Who sits where in one's own area; somebody leaves, somebody goes on leave.
@Controller
class SeatPages {

    private final Seats seats;
    private final SeatBoard board;
    private final Places places;

    SeatPages(Seats seats, SeatBoard board, Places places) {
        this.seats = seats;
        this.board = board;
        this.places = places;
    }

    @GetMapping("/seats")
    @Needs(Right.SEAT_MANAGE)
    String seats(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(defaultValue = "") String done) {
        var codes = actor.scope(Right.SEAT_MANAGE).codes();
        String chosen = place == null ? codes.getFirst() : place;
        actor.require(Right.SEAT_MANAGE, chosen);
        var page = board.within(chosen, after);
        model.addAttribute("seats", page.seats());
        model.addAttribute("next", page.next());
        model.addAttribute("places", places);
        model.addAttribute("estates", places.estates(chosen.substring(0, Math.min(chosen.length(), 12))));
        model.addAttribute("chosen", chosen);
        model.addAttribute("roots", List.copyOf(codes));
        model.addAttribute("done", done);
        return "web/seats";
    }

    @PostMapping("/seats/{id}/end")
    @Needs(Right.SEAT_MANAGE)
    String end(Actor actor, @PathVariable long id, @RequestParam String words) {
        Seat seat = seats.get(id);
        Seat mine = actor.require(Right.SEAT_MANAGE, seat.placeCode(), Right.SEAT_MANAGE, "seat");
        Separation.requireOrdinary(seat);
        seats.end(id, actor.in(mine), reason(words));
        return "redirect:/seats?done=end";
    }

    @PostMapping("/seats/{id}/leave")
    @Needs(Right.SEAT_MANAGE)
    String leave(Actor actor, @PathVariable long id, @RequestParam String words, @RequestParam LocalDate until) {
        Seat seat = seats.get(id);
        Seat mine = actor.require(Right.SEAT_MANAGE, seat.placeCode(), Right.SEAT_MANAGE, "seat");
        seats.leave(
                id,
                actor.in(mine),
                reason(words),
                until.plusDays(1).atStartOfDay(Clocks.ZONE).toInstant());
        return "redirect:/seats?done=leave";
    }

    private static String reason(String words) {
        if (words.isBlank() || words.length() > 200) {
            throw Refusal.invalid("words");
        }
        return words.strip();
    }
}
