package org.gongzhi.notices.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.QrCode;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.Bulletins;
import org.gongzhi.notices.Contacts;
import org.gongzhi.notices.HandDeliveries;
import org.gongzhi.notices.NoticeSettings;
import org.gongzhi.notices.Notices;
import org.gongzhi.notices.Postman;
import org.gongzhi.notices.Route;
import org.gongzhi.notices.WebPush;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The inbox, how one wants to be reached, letters and visits, notices for the board.
@Controller
class NoticePages {

    private final Notices notices;
    private final Contacts contacts;
    private final Postman postman;
    private final WebPush push;
    private final HandDeliveries hand;
    private final Bulletins bulletins;
    private final NoticeSettings settings;
    private final Places places;
    private final Seats seats;
    private final Clock clock;

    NoticePages(
            Notices notices,
            Contacts contacts,
            Postman postman,
            WebPush push,
            HandDeliveries hand,
            Bulletins bulletins,
            NoticeSettings settings,
            Places places,
            Seats seats,
            Clock clock) {
        this.notices = notices;
        this.contacts = contacts;
        this.postman = postman;
        this.push = push;
        this.hand = hand;
        this.bulletins = bulletins;
        this.settings = settings;
        this.places = places;
        this.seats = seats;
        this.clock = clock;
    }

    private static long account(Actor actor) {
        return Objects.requireNonNull(actor.account());
    }

    @GetMapping("/inbox")
    @ForSignedIn
    String inbox(
            Actor actor,
            Model model,
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(required = false) @Nullable String after,
            @CookieValue(defaultValue = "zh") String language) {
        contacts.reads(account(actor), language.equals("en") ? "en" : "zh");
        model.addAttribute("messages", notices.inbox(account(actor), unread, after, 40));
        model.addAttribute("unread", unread);
        model.addAttribute("count", notices.unread(account(actor)));
        return "notices/inbox";
    }

    /// How much is unread, for the bell on every page.
    @GetMapping("/inbox/badge")
    @ForSignedIn
    String badge(Actor actor, Model model) {
        model.addAttribute("count", notices.unread(account(actor)));
        return "notices/badge";
    }

    /// Opens a message: it counts as read, and the page that it is about comes.
    @PostMapping("/inbox/{id}")
    @ForSignedIn
    String open(Actor actor, @PathVariable long id) {
        return "redirect:" + notices.open(account(actor), id).path();
    }

    @PostMapping("/inbox/read-all")
    @ForSignedIn
    String readAll(Actor actor) {
        notices.openAll(account(actor));
        return "redirect:/inbox";
    }

    @GetMapping("/inbox/settings")
    @ForSignedIn
    String settings(Actor actor, Model model, @RequestParam(defaultValue = "") String done) {
        model.addAttribute("contact", contacts.of(account(actor)));
        model.addAttribute("pushKey", push.publicKey());
        model.addAttribute("done", done);
        return "notices/settings";
    }

    @PostMapping("/inbox/settings")
    @ForSignedIn
    String save(
            Actor actor,
            @RequestParam(defaultValue = "zh") String language,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(required = false) @Nullable Route channel,
            @RequestParam(defaultValue = "") String handle,
            @RequestParam(defaultValue = "false") boolean sms,
            @RequestParam LocalTime quietFrom,
            @RequestParam LocalTime quietUntil,
            @RequestParam(defaultValue = "false") boolean digest) {
        String code = contacts.save(new Contacts.Contact(
                account(actor),
                language.equals("en") ? "en" : "zh",
                email,
                false,
                channel,
                handle,
                sms,
                quietFrom,
                quietUntil,
                digest,
                false));
        if (code != null) {
            postman.confirm(account(actor), email.strip(), code, Words.of(language));
            return "redirect:/inbox/settings?done=code";
        }
        return "redirect:/inbox/settings?done=saved";
    }

    @PostMapping("/inbox/settings/confirm")
    @ForSignedIn
    String confirm(Actor actor, @RequestParam String code) {
        contacts.confirm(account(actor), code);
        return "redirect:/inbox/settings?done=confirmed";
    }

    /// This browser may be woken.
    @PostMapping("/inbox/push")
    @ForSignedIn
    String push(Actor actor, @RequestParam String endpoint, @CookieValue(defaultValue = "zh") String language) {
        contacts.reads(account(actor), language.equals("en") ? "en" : "zh");
        push.subscribe(account(actor), endpoint);
        return "redirect:/inbox/settings?done=push";
    }

    @PostMapping("/inbox/push/forget")
    @ForSignedIn
    String forget(Actor actor) {
        push.forget(account(actor));
        return "redirect:/inbox/settings?done=saved";
    }

    @GetMapping("/notices/hand")
    @Needs({Right.NOTICE_MANAGE, Right.PERSON_WRITE})
    String hand(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable Route route,
            @RequestParam(defaultValue = "") String done) {
        Route wanted =
                route != null && route.byHand() ? route : actor.may(Right.NOTICE_MANAGE) ? Route.LETTER : Route.VISIT;
        model.addAttribute("route", wanted);
        model.addAttribute("items", hand.waiting(actor, wanted));
        model.addAttribute("done", done);
        return "notices/hand";
    }

    @PostMapping("/notices/hand/{id}/print")
    @Needs(Right.NOTICE_MANAGE)
    String print(Actor actor, Model model, @PathVariable long id) {
        var printed = hand.print(actor, id);
        model.addAttribute("printed", printed);
        model.addAttribute("qr", QrCode.of(settings.base() + printed.message().path()));
        model.addAttribute("today", Clocks.today(clock).toString());
        return "notices/letter";
    }

    @PostMapping("/notices/hand/{id}/done")
    @Needs({Right.NOTICE_MANAGE, Right.PERSON_WRITE})
    String done(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "true") boolean found,
            @RequestParam(defaultValue = "LETTER") Route route) {
        hand.done(actor, id, found);
        return "redirect:/notices/hand?route=" + route + "&done=" + (found ? "done" : "onward");
    }

    @GetMapping("/notices/bulletins")
    @Needs(Right.NOTICE_MANAGE)
    String bulletins(Actor actor, Model model) {
        model.addAttribute("bulletins", bulletins.within(actor));
        model.addAttribute(
                "choices",
                actor.scope(Right.NOTICE_MANAGE).codes().stream()
                        .flatMap(code -> places.within(code, List.of(PlaceKind.COMMUNITY, PlaceKind.ESTATE)).stream())
                        .distinct()
                        .toList());
        model.addAttribute("places", places);
        model.addAttribute("today", Clocks.today(clock));
        return "notices/bulletins";
    }

    @PostMapping("/notices/bulletins")
    @Needs(Right.NOTICE_MANAGE)
    String post(
            Actor actor,
            @RequestParam String place,
            @RequestParam String title,
            @RequestParam String text,
            @RequestParam(required = false) @Nullable LocalDate until) {
        var bulletin = bulletins.post(actor, place.strip(), title, text, until);
        return "redirect:/notices/" + Ids.number(bulletin.id());
    }

    @PostMapping("/notices/bulletins/{id}/withdraw")
    @Needs(Right.NOTICE_MANAGE)
    String withdraw(Actor actor, @PathVariable long id) {
        bulletins.withdraw(actor, id);
        return "redirect:/notices/bulletins";
    }

    /// What the code on the paper opens; printed, it is the paper.
    @GetMapping("/notices/{number}")
    @ForEveryone(why = "a notice for the notice board is public")
    String bulletin(Model model, @PathVariable String number) {
        var found = bulletins.get(Ids.fromNumber(number));
        model.addAttribute("bulletin", found);
        model.addAttribute(
                "place", places.find(found.placeCode()).map(Place::name).orElse(""));
        model.addAttribute("by", seats.get(found.by()).title());
        model.addAttribute("holds", found.holds(Clocks.today(clock)));
        model.addAttribute("qr", QrCode.of(settings.base() + "/notices/" + Ids.number(found.id())));
        return "notices/bulletin";
    }
}
