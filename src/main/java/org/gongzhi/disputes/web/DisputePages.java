package org.gongzhi.disputes.web;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.disputes.Dispute;
import org.gongzhi.disputes.DisputeAct;
import org.gongzhi.disputes.DisputePapers;
import org.gongzhi.disputes.Disputes;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Disputes on pages: ask for mediation, follow and handle one's own, print what there is to sign.
@Controller
class DisputePages {

    private final Disputes disputes;
    private final DisputePapers papers;
    private final Places places;
    private final String home;

    DisputePages(
            Disputes disputes,
            DisputePapers papers,
            Places places,
            @Value("${gongzhi.home-place:441900106}") String home) {
        this.disputes = disputes;
        this.papers = papers;
        this.places = places;
        this.home = home.substring(0, Math.min(9, home.length()));
    }

    @GetMapping("/disputes")
    @ForSignedIn
    String all(Actor actor, Model model) {
        model.addAttribute("lines", disputes.lines(actor));
        model.addAttribute("disputes", disputes);
        return "disputes/disputes";
    }

    @GetMapping("/disputes/new")
    @ForSignedIn
    String form(Actor actor, Model model, @RequestParam(defaultValue = "") String matter) {
        model.addAttribute("kinds", disputes.kinds());
        model.addAttribute(
                "estates", places.estates(home).stream().map(Place::code).toList());
        model.addAttribute("places", places);
        model.addAttribute("matter", matter);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "disputes/new";
    }

    @PostMapping("/disputes")
    @ForSignedIn
    String ask(
            Actor actor,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String subject,
            @RequestParam(defaultValue = "false") boolean me,
            @RequestParam(defaultValue = "") String applicant,
            @RequestParam(defaultValue = "") String applicantPhone,
            @RequestParam(required = false) @Nullable List<String> respondent,
            @RequestParam(required = false) @Nullable List<String> respondentPhone,
            @RequestParam(defaultValue = "") String matter,
            @RequestParam(defaultValue = "") String key) {
        var parties = new ArrayList<Disputes.Named>();
        parties.add(new Disputes.Named(Dispute.Side.APPLICANT, applicant, applicantPhone, me));
        var others = respondent == null ? List.<String>of() : respondent;
        for (int i = 0; i < others.size(); i++) {
            if (!others.get(i).isBlank()) {
                String phone = respondentPhone != null && i < respondentPhone.size() ? respondentPhone.get(i) : "";
                parties.add(new Disputes.Named(Dispute.Side.RESPONDENT, others.get(i), phone, false));
            }
        }
        long id = disputes.request(
                actor,
                new Disputes.Asked(
                        place,
                        kind,
                        subject,
                        parties,
                        matter.isBlank() ? null : (Long) Ids.fromNumber(matter),
                        key.isBlank() ? null : key));
        return "redirect:/disputes/" + Ids.number(id) + "?done=requested";
    }

    @GetMapping("/disputes/{number}")
    @ForSignedIn
    String one(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        var view = disputes.view(Ids.fromNumber(number), actor);
        model.addAttribute("view", view);
        model.addAttribute("papers", papers.able(view.dispute()));
        model.addAttribute("done", done);
        return "disputes/dispute";
    }

    @PostMapping("/disputes/{number}/{act}")
    @ForSignedIn
    String act(
            Actor actor,
            @PathVariable String number,
            @PathVariable String act,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable Integer party,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(required = false) @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") @Nullable LocalDateTime at,
            @RequestParam(required = false) @Nullable String room,
            @RequestParam(required = false) @Nullable Boolean open,
            @RequestParam(required = false) @Nullable Integer sitting,
            @RequestParam(required = false) @Nullable String present,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable String promises,
            @RequestParam(required = false) @Nullable Integer promise,
            @RequestParam(required = false) @Nullable Boolean kept,
            @RequestParam(required = false) Dispute.@Nullable CourtStep court) {
        DisputeAct wanted = DisputeAct.of(act);
        disputes.act(
                actor,
                Ids.fromNumber(number),
                version,
                wanted,
                new Disputes.Input(
                        party,
                        to,
                        at == null ? null : at.atZone(Clocks.ZONE).toInstant(),
                        room,
                        open,
                        sitting,
                        present,
                        words,
                        promises == null ? null : promised(promises),
                        promise,
                        kept,
                        court));
        return "redirect:/disputes/" + number + "?done=" + wanted.word();
    }

    /// Lines like `2026-12-31 赔偿 500 元`.
    private static List<Disputes.Promised> promised(String lines) {
        var found = new ArrayList<Disputes.Promised>();
        for (String line : lines.lines().filter(each -> !each.isBlank()).toList()) {
            String[] parts = line.strip().split("\\s+", 2);
            try {
                found.add(new Disputes.Promised(parts[1], LocalDate.parse(parts[0])));
            } catch (RuntimeException wrong) {
                throw Refusal.invalid("dispute-promises");
            }
        }
        return found;
    }

    @GetMapping("/disputes/{number}/papers/{name}")
    @ForSignedIn
    ResponseEntity<byte[]> paper(
            Actor actor,
            Words words,
            @PathVariable String number,
            @PathVariable String name,
            @RequestParam(defaultValue = "pdf") String format) {
        var view = disputes.view(Ids.fromNumber(number), actor);
        var sort = DisputePapers.Sort.of(name);
        var as = PaperFormat.of(format);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(as.type()))
                .cacheControl(CacheControl.noStore())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + sort.word() + "-" + number + "." + as.ending() + "\"")
                .body(as.write(papers.of(view, sort, words)));
    }
}
