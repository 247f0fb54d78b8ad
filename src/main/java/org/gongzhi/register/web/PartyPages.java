package org.gongzhi.register.web;

import java.time.LocalDate;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.people.Party;
import org.gongzhi.register.PartyDesk;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The party organisation: the tree, members and units that registered, the handbook.
@Controller
class PartyPages {

    private final PartyDesk desk;

    PartyPages(PartyDesk desk) {
        this.desk = desk;
    }

    private static String own(Actor actor, @Nullable String place) {
        return place == null || place.isBlank()
                ? actor.scope(Right.PARTY_MANAGE).codes().getFirst()
                : place;
    }

    @GetMapping("/party")
    @Needs(Right.PARTY_MANAGE)
    String party(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(defaultValue = "") String done) {
        model.addAttribute("view", desk.view(actor, own(actor, place)));
        model.addAttribute("done", done);
        return "register/party";
    }

    @PostMapping("/party/members")
    @Needs(Right.PARTY_MANAGE)
    String register(
            Actor actor,
            @RequestParam long person,
            @RequestParam long organisation,
            @RequestParam(defaultValue = "") String home) {
        desk.register(actor, person, organisation, home);
        return "redirect:/party?done=changed";
    }

    @PostMapping("/party/members/{id}/report")
    @Needs(Right.PARTY_MANAGE)
    String report(Actor actor, @PathVariable long id) {
        desk.report(actor, id);
        return "redirect:/party?done=changed";
    }

    @PostMapping("/party/members/{id}/hub")
    @Needs(Right.PARTY_MANAGE)
    String hub(Actor actor, @PathVariable long id, @RequestParam boolean hub) {
        desk.hub(actor, id, hub);
        return "redirect:/party?done=changed";
    }

    @PostMapping("/party/units/{id}")
    @Needs(Right.PARTY_MANAGE)
    String unit(
            Actor actor,
            @PathVariable long id,
            @RequestParam int members,
            @RequestParam(required = false) @Nullable LocalDate registeredOn,
            @RequestParam(required = false) @Nullable LocalDate reportedOn) {
        desk.unit(actor, id, members, registeredOn, reportedOn);
        return "redirect:/party?done=changed";
    }

    @GetMapping("/party/{id}/handbook")
    @Needs(Right.PARTY_MANAGE)
    String handbook(Actor actor, Model model, @PathVariable long id) {
        model.addAttribute("organisation", desk.organisation(actor, id));
        model.addAttribute("records", desk.handbook(actor, id));
        return "register/handbook";
    }

    @PostMapping("/party/{id}/handbook")
    @Needs(Right.PARTY_MANAGE)
    String write(
            Actor actor,
            @PathVariable long id,
            @RequestParam Party.Kind kind,
            @RequestParam String title,
            @RequestParam(defaultValue = "") String words) {
        desk.write(actor, id, kind, title, words);
        return "redirect:/party/" + id + "/handbook";
    }
}
