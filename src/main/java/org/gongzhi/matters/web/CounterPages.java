package org.gongzhi.matters.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.QrCode;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.Channel;
import org.gongzhi.matters.FollowUpCode;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/// The counter: staff type in what somebody says, writes on paper or tells on the telephone, and orders from
/// above; the visitor takes a printed slip away.
@Controller
class CounterPages {

    private final Counter counter;
    private final MatterDesk desk;
    private final Kinds kinds;
    private final Places places;
    private final Photos photos;
    private final FollowUpCode codes;

    CounterPages(Counter counter, MatterDesk desk, Kinds kinds, Places places, Photos photos, FollowUpCode codes) {
        this.counter = counter;
        this.desk = desk;
        this.kinds = kinds;
        this.places = places;
        this.photos = photos;
        this.codes = codes;
    }

    @GetMapping("/counter")
    @Needs(Right.MATTER_TAKE)
    String form(Actor actor, Model model, @RequestParam(defaultValue = "COUNTER") Channel channel) {
        model.addAttribute("kinds", kinds);
        model.addAttribute(
                "choices", kinds.all(actor.scope(Right.MATTER_TAKE).codes().getFirst()));
        model.addAttribute(
                "estates",
                actor.scope(Right.MATTER_TAKE).codes().stream()
                        .flatMap(code -> places.estates(code).stream())
                        .distinct()
                        .toList());
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("channel", channel);
        model.addAttribute(
                "channels",
                Arrays.stream(Channel.values()).filter(Channel::typed).toList());
        return "matters/counter";
    }

    @PostMapping("/counter")
    @Needs(Right.MATTER_TAKE)
    String take(
            Actor actor,
            @RequestParam Channel channel,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String phone,
            @RequestParam(defaultValue = "") String mail,
            @RequestParam(defaultValue = "false") boolean anonymous,
            @RequestParam(defaultValue = "") String outsideNumber,
            @RequestParam(required = false) @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") @Nullable
                    LocalDateTime deadline,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam Map<String, String> all,
            @RequestParam(required = false) @Nullable List<MultipartFile> photo) {
        var taken = counter.take(
                actor,
                new Counter.Told(
                        channel,
                        kind,
                        place,
                        text,
                        photos.storeAll(photo, NewMatter.MOST_PHOTOS),
                        new NewMatter.Contact(name, phone, mail),
                        anonymous,
                        ReportPages.answers(all),
                        outsideNumber,
                        deadline == null ? null : deadline.atZone(Clocks.ZONE).toInstant(),
                        VisitorKey.of(actor, key)));
        return "redirect:/matters/" + Ids.number(taken.id()) + "/slip";
    }

    /// The slip a visitor takes away: number, code, who answers, by when.
    @GetMapping("/matters/{number}/slip")
    @Needs(Right.MATTER_TAKE)
    String slip(Actor actor, HttpServletRequest request, Model model, @PathVariable String number) {
        long id = Ids.fromNumber(number);
        var view = desk.view(id, actor, null);
        if (!view.staff()
                || !Channel.valueOf(view.matter().reporter().channel()).typed()) {
            throw Refusal.unknown("matter");
        }
        model.addAttribute("view", view);
        model.addAttribute("code", codes.of(id));
        model.addAttribute(
                "qr",
                QrCode.of(request.getRequestURL().toString().replace(request.getRequestURI(), "") + "/follow?number="
                        + Ids.number(id)));
        return "matters/slip";
    }
}
