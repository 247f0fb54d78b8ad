package org.gongzhi.conventions.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.conventions.Convention;
import org.gongzhi.conventions.ConventionPapers;
import org.gongzhi.conventions.ConventionRules;
import org.gongzhi.conventions.Conventions;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.kernel.Sent;
import org.gongzhi.kernel.Words;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
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

/// Conventions on pages: read, said, signed, tested, kept; and written by those who keep them.
@Controller
class ConventionPages {

    private static final int ROWS = 50;
    private static final int CHOICES = 500;
    private static final int BLANK = 3;

    private final Conventions conventions;
    private final ConventionRules rules;
    private final ConventionPapers papers;
    private final Places places;
    private final Commands commands;

    ConventionPages(
            Conventions conventions, ConventionRules rules, ConventionPapers papers, Places places, Commands commands) {
        this.conventions = conventions;
        this.rules = rules;
        this.papers = papers;
        this.places = places;
        this.commands = commands;
    }

    @GetMapping("/conventions")
    @ForEveryone(why = "rules that bind people have to be readable by them")
    String list(
            Actor actor,
            Model model,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(required = false) @Nullable Long before) {
        model.addAttribute(
                "rows",
                Rows.cut(
                        conventions.list(actor, place, before, ROWS + 1),
                        ROWS,
                        (Convention convention) -> Long.toString(convention.id())));
        model.addAttribute("rules", rules);
        model.addAttribute("place", place);
        model.addAttribute(
                "places", places.together(actor.scope(Right.CONVENTION_KEEP).codes(), CHOICES));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "conventions/conventions";
    }

    @PostMapping("/conventions")
    @Needs(Right.CONVENTION_KEEP)
    String draft(
            Actor actor,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String key) {
        String number = commands.once(
                actor,
                key,
                "draft convention",
                () -> Ids.number(conventions
                        .draft(actor, new Conventions.Drafting(place, kind, name))
                        .id()));
        return "redirect:/conventions/" + number + "/clauses";
    }

    static String back(String number, String done) {
        return "redirect:/conventions/" + number + "?done=" + done;
    }

    @GetMapping("/conventions/{number}")
    @ForEveryone(why = "rules that bind people have to be readable by them")
    String one(
            Actor actor,
            Model model,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable Integer edition,
            @RequestParam(defaultValue = "") String done) {
        model.addAttribute("view", conventions.view(actor, Ids.fromNumber(number), edition));
        model.addAttribute("rules", rules);
        model.addAttribute("done", done);
        model.addAttribute("graded", null);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "conventions/convention";
    }

    @GetMapping("/conventions/{number}/clauses")
    @Needs(Right.CONVENTION_KEEP)
    String clauses(Actor actor, Model model, @PathVariable String number) {
        var view = conventions.view(actor, Ids.fromNumber(number), null);
        var draft = view.convention().work().orElseThrow(() -> Refusal.conflict("convention-state"));
        model.addAttribute("view", view);
        model.addAttribute("draft", draft);
        model.addAttribute("rules", rules);
        model.addAttribute("blank", BLANK);
        return "conventions/clauses";
    }

    @PostMapping("/conventions/{number}/clauses")
    @Needs(Right.CONVENTION_KEEP)
    String rewrite(
            Actor actor,
            HttpServletRequest form,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "0") int rows,
            @RequestParam(defaultValue = "") String more) {
        var clauses = new ArrayList<Convention.Clause>();
        for (int i = 1; i <= Math.min(rows, 200); i++) {
            var effects = new ArrayList<Convention.Effect>();
            for (var party : rules.parties()) {
                effects.add(new Convention.Effect(
                        party.code(),
                        Sent.line(form.getParameter("benefit-" + i + "-" + party.code())),
                        Sent.line(form.getParameter("burden-" + i + "-" + party.code()))));
            }
            clauses.add(new Convention.Clause(
                    i, Sent.line(form.getParameter("title-" + i)), Sent.line(form.getParameter("text-" + i)), effects));
        }
        conventions.rewrite(actor, Ids.fromNumber(number), version, clauses);
        return more.isEmpty() ? back(number, "written") : "redirect:/conventions/" + number + "/clauses";
    }

    @PostMapping("/conventions/{number}/{act}")
    @Needs(Right.CONVENTION_KEEP)
    String act(
            Actor actor,
            @PathVariable String number,
            @PathVariable String act,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate day) {
        long id = Ids.fromNumber(number);
        switch (act) {
            case "consult" -> conventions.consult(actor, id);
            case "ready" -> conventions.ready(actor, id);
            case "redraft" -> conventions.redraft(actor, id);
            case "withdraw" -> conventions.withdraw(actor, id);
            case "revise" -> conventions.revise(actor, id, words);
            case "record" ->
                conventions.record(
                        actor,
                        id,
                        day == null ? null : day.atStartOfDay(Clocks.ZONE).toInstant(),
                        words);
            case "file" -> conventions.file(actor, id, words);
            case "end" -> conventions.end(actor, id, words);
            default -> throw Refusal.unknown("act");
        }
        return back(number, act);
    }

    @PostMapping("/conventions/{number}/opinions")
    @ForSignedIn
    String say(
            Actor actor,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable Integer clause,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String key) {
        commands.once(
                actor,
                key,
                "opinion " + number,
                () -> Long.toString(conventions.say(actor, Ids.fromNumber(number), clause, words)));
        return back(number, "said");
    }

    @PostMapping("/conventions/{number}/opinions/{id}/answer")
    @Needs(Right.CONVENTION_KEEP)
    String answer(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean taken,
            @RequestParam(defaultValue = "") String words) {
        conventions.answer(actor, Ids.fromNumber(number), id, taken, words);
        return back(number, "answered");
    }

    @PostMapping("/conventions/{number}/notes")
    @Needs(Right.CONVENTION_KEEP)
    String note(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") int clause,
            @RequestParam(required = false) Convention.@Nullable Kept kind,
            @RequestParam(defaultValue = "") String words) {
        conventions.note(actor, Ids.fromNumber(number), clause, kind, words, null);
        return back(number, "noted");
    }

    @PostMapping("/conventions/{number}/notes/{id}/settle")
    @Needs(Right.CONVENTION_KEEP)
    String settle(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String words) {
        conventions.settle(actor, Ids.fromNumber(number), id, words);
        return back(number, "settled");
    }

    @GetMapping("/conventions/{number}/text")
    @ForEveryone(why = "rules that bind people have to be readable by them")
    ResponseEntity<byte[]> print(
            Actor actor,
            Words words,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable Integer edition,
            @RequestParam(defaultValue = "pdf") String format) {
        var as = PaperFormat.of(format);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(as.type()))
                .cacheControl(CacheControl.noStore())
                .header("Content-Disposition", "attachment; filename=\"convention-" + number + "." + as.ending() + "\"")
                .body(as.write(papers.text(conventions.view(actor, Ids.fromNumber(number), edition), words)));
    }
}
