package org.gongzhi.councils.web;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.councils.Groups;
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

/// Discussion groups on pages: the register, and the questions that want an answer.
@Controller
class GroupPages {

    private static final int ROWS = 50;
    private static final int CHOICES = 500;

    private final Groups groups;
    private final Places places;
    private final Commands commands;

    GroupPages(Groups groups, Places places, Commands commands) {
        this.groups = groups;
        this.places = places;
        this.commands = commands;
    }

    @GetMapping("/groups")
    @ForSignedIn
    String list(
            Actor actor,
            Model model,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(required = false) @Nullable Long before) {
        model.addAttribute(
                "rows",
                Rows.cut(
                        groups.list(actor, place, before, ROWS + 1),
                        ROWS,
                        (Groups.Group group) -> Long.toString(group.id())));
        model.addAttribute(
                "places", places.together(actor.scope(Right.COUNCIL_RUN).codes(), CHOICES));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "councils/groups";
    }

    private static List<String> names(String typed) {
        return Arrays.asList(typed.strip().split("[\\s,，、]+"));
    }

    @PostMapping("/groups")
    @Needs(Right.COUNCIL_RUN)
    String register(
            Actor actor,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(required = false) Groups.@Nullable Platform platform,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(required = false) @Nullable Integer members,
            @RequestParam(defaultValue = "") String moderators,
            @RequestParam(defaultValue = "") String key) {
        String number = commands.once(
                actor,
                key,
                "register group",
                () -> Ids.number(groups.register(
                        actor, new Groups.Registering(place, platform, name, purpose, members, names(moderators)))));
        return back(number, "registered");
    }

    private static String back(String number, String done) {
        return "redirect:/groups/" + number + "?done=" + done;
    }

    @GetMapping("/groups/{number}")
    @ForSignedIn
    String group(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        model.addAttribute("view", groups.view(actor, Ids.fromNumber(number)));
        model.addAttribute("done", done);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "councils/group";
    }

    @PostMapping("/groups/{number}/keep")
    @ForSignedIn
    String keep(
            Actor actor,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable Integer members,
            @RequestParam(defaultValue = "") String moderators) {
        groups.keep(actor, Ids.fromNumber(number), members, names(moderators));
        return back(number, "kept");
    }

    @PostMapping("/groups/{number}/end")
    @Needs(Right.COUNCIL_RUN)
    String end(Actor actor, @PathVariable String number) {
        groups.end(actor, Ids.fromNumber(number));
        return "redirect:/groups";
    }

    @PostMapping("/groups/{number}/questions")
    @ForSignedIn
    String ask(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") @Nullable LocalDateTime at,
            @RequestParam(defaultValue = "") String key) {
        commands.once(
                actor,
                key,
                "ask " + number,
                () -> Long.toString(groups.ask(
                        actor,
                        Ids.fromNumber(number),
                        words,
                        at == null ? null : at.atZone(Clocks.ZONE).toInstant())));
        return back(number, "asked");
    }

    @PostMapping("/groups/{number}/questions/{id}/answer")
    @ForSignedIn
    String answer(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String words) {
        groups.answer(actor, Ids.fromNumber(number), id, words);
        return back(number, "answered");
    }

    @PostMapping("/groups/{number}/questions/{id}/topic")
    @ForSignedIn
    String raise(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String words) {
        var topic = groups.raise(actor, Ids.fromNumber(number), id, words);
        return "redirect:/topics/" + Ids.number(topic.id()) + "?done=raised";
    }
}
