package org.gongzhi.councils.web;

import java.time.LocalDateTime;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.councils.Bodies;
import org.gongzhi.councils.Body;
import org.gongzhi.councils.CouncilRules;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Rows;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Bodies on pages: which there are, who sits in them, what they lack.
@Controller
class CouncilPages {

    private static final int ROWS = 50;
    private static final int CHOICES = 500;

    private final Bodies bodies;
    private final CouncilRules rules;
    private final Places places;
    private final Commands commands;

    CouncilPages(Bodies bodies, CouncilRules rules, Places places, Commands commands) {
        this.bodies = bodies;
        this.rules = rules;
        this.places = places;
        this.commands = commands;
    }

    @GetMapping("/councils")
    @ForSignedIn
    String list(
            Actor actor,
            Model model,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(required = false) @Nullable Long before) {
        var rows = Rows.cut(bodies.list(actor, place, before, ROWS + 1), ROWS, (Body body) -> Long.toString(body.id()));
        model.addAttribute("rows", rows);
        model.addAttribute("rules", rules);
        model.addAttribute("place", place);
        model.addAttribute(
                "places", places.together(actor.scope(Right.COUNCIL_RUN).codes(), CHOICES));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "councils/bodies";
    }

    @PostMapping("/councils")
    @Needs(Right.COUNCIL_RUN)
    String found(
            Actor actor,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String key) {
        String number = commands.once(
                actor,
                key,
                "found council",
                () -> Ids.number(bodies.found(actor, new Bodies.Founding(place, kind, name))
                        .id()));
        return back(number, "founded");
    }

    private static String back(String number, String done) {
        return "redirect:/councils/" + number + "?done=" + done;
    }

    @GetMapping("/councils/{number}")
    @ForSignedIn
    String body(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        model.addAttribute("view", bodies.view(actor, Ids.fromNumber(number)));
        model.addAttribute("done", done);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "councils/body";
    }

    @PostMapping("/councils/{number}/members")
    @Needs(Right.COUNCIL_RUN)
    String seat(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String part,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String standsFor,
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String topic,
            @RequestParam(defaultValue = "") String key) {
        commands.once(
                actor,
                key,
                "seat " + number,
                () -> Long.toString(bodies.seat(
                        actor, Ids.fromNumber(number), new Bodies.Seated(part, name, standsFor, username, topic))));
        return back(number, "seated");
    }

    @PostMapping("/councils/{number}/apply")
    @ForSignedIn
    String apply(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String part,
            @RequestParam(defaultValue = "") String words) {
        bodies.apply(actor, Ids.fromNumber(number), part, words);
        return back(number, "applied");
    }

    @PostMapping("/councils/{number}/members/{id}/admit")
    @Needs(Right.COUNCIL_RUN)
    String admit(Actor actor, @PathVariable String number, @PathVariable long id) {
        bodies.admit(actor, Ids.fromNumber(number), id);
        return back(number, "seated");
    }

    @PostMapping("/councils/{number}/members/{id}/leave")
    @ForSignedIn
    String leave(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String words) {
        bodies.leave(actor, Ids.fromNumber(number), id, words);
        return back(number, "left");
    }

    @PostMapping("/councils/{number}/rhythm")
    @Needs(Right.COUNCIL_RUN)
    String rhythm(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") int months,
            @RequestParam(required = false) @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") @Nullable
                    LocalDateTime next,
            @RequestParam(defaultValue = "") String venue) {
        bodies.rhythm(
                actor,
                Ids.fromNumber(number),
                months,
                next == null ? null : next.atZone(Clocks.ZONE).toInstant(),
                venue);
        return back(number, "rhythm");
    }

    @PostMapping("/councils/{number}/end")
    @Needs(Right.COUNCIL_RUN)
    String end(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "") String words) {
        bodies.end(actor, Ids.fromNumber(number), words);
        return back(number, "ended");
    }
}
