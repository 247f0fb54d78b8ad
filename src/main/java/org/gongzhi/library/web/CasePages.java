package org.gongzhi.library.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.library.CaseLibrary;
import org.gongzhi.library.CaseSearch;
import org.gongzhi.library.MatureCase;
import org.gongzhi.library.Similar;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.MatterDesk;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/// The case library on pages and for programs: search, read, distil, review, print; what is like a matter at
/// hand.
@Controller
@Tag(name = "cases")
class CasePages {

    private static final int FOUND = 20;
    private static final int LIKE = 5;

    private final CaseLibrary library;
    private final CaseSearch search;
    private final MatterDesk desk;
    private final Kinds kinds;

    CasePages(CaseLibrary library, CaseSearch search, MatterDesk desk, Kinds kinds) {
        this.library = library;
        this.search = search;
        this.desk = desk;
        this.kinds = kinds;
    }

    @GetMapping("/cases")
    @Needs({Right.CASE_WRITE, Right.MATTER_HANDLE, Right.MATTER_READ})
    String all(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(required = false) @Nullable Long after) {
        model.addAttribute("cases", library.published(actor, blank(tag), null, after));
        model.addAttribute("waiting", after == null ? library.waiting(actor) : List.of());
        model.addAttribute("tag", tag == null ? "" : tag);
        model.addAttribute("kinds", kinds);
        return "library/cases";
    }

    private static @Nullable String blank(@Nullable String word) {
        return word == null || word.isBlank() ? null : word;
    }

    /// Posted, so that what somebody looks for stands in no URL.
    @PostMapping("/cases/search")
    @Needs({Right.CASE_WRITE, Right.MATTER_HANDLE, Right.MATTER_READ})
    String find(Actor actor, Model model, @RequestParam(defaultValue = "") String words) {
        model.addAttribute(
                "found",
                words.isBlank() ? List.<Similar>of() : search.find(actor, CaseSearch.Asked.words(words), FOUND));
        model.addAttribute("kinds", kinds);
        model.addAttribute("matter", "");
        return "library/found";
    }

    /// What is like a matter, as a part of its page.
    @GetMapping("/matters/{number}/like")
    @Needs(Right.MATTER_READ)
    String like(Actor actor, Model model, @PathVariable String number) {
        var matter = desk.readable(Ids.fromNumber(number), actor, null).matter();
        model.addAttribute("found", search.like(actor, matter, LIKE));
        model.addAttribute("kinds", kinds);
        model.addAttribute(
                "matter", actor.may(Right.MATTER_HANDLE, matter.where().placeCode()) ? number : "");
        return "library/found";
    }

    @PostMapping("/matters/{number}/like")
    @Needs(Right.MATTER_HANDLE)
    String vote(
            Actor actor,
            Model model,
            @PathVariable String number,
            @RequestParam long target,
            @RequestParam boolean helped) {
        library.vote(actor, Ids.fromNumber(number), target, helped);
        return like(actor, model, number);
    }

    @PostMapping("/cases")
    @Needs(Right.CASE_WRITE)
    String distil(Actor actor, @RequestParam String matter) {
        return "redirect:/cases/"
                + library.distil(actor, Ids.fromNumber(matter)).id();
    }

    @GetMapping("/cases/{id}")
    @ForSignedIn
    String one(Actor actor, Model model, @PathVariable long id, @RequestParam(defaultValue = "") String done) {
        model.addAttribute("desk", library.desk(actor, id));
        model.addAttribute("kinds", kinds);
        model.addAttribute("done", done);
        return "library/case";
    }

    @PostMapping("/cases/{id}")
    @Needs(Right.CASE_WRITE)
    String revise(
            Actor actor,
            @PathVariable long id,
            @RequestParam int version,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "") String harm,
            @RequestParam(defaultValue = "") String solution,
            @RequestParam(defaultValue = "") String avoid,
            @RequestParam(defaultValue = "0") String cost,
            @RequestParam(defaultValue = "") String tags,
            @RequestParam(defaultValue = "STREET") MatureCase.Audience audience,
            @RequestParam(defaultValue = "false") boolean submit) {
        library.revise(
                actor,
                id,
                version,
                new CaseLibrary.Draft(
                        new MatureCase.Words(title, cause, harm, solution, avoid),
                        fen(cost),
                        Arrays.stream(tags.split("[\\s,，、]+"))
                                .filter(tag -> !tag.isBlank())
                                .toList(),
                        audience),
                submit);
        return "redirect:/cases/" + id + "?done=" + (submit ? "submitted" : "saved");
    }

    private static long fen(String yuan) {
        try {
            return new BigDecimal(yuan.isBlank() ? "0" : yuan.strip())
                    .movePointRight(2)
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException wrong) {
            throw Refusal.invalid("case-cost");
        }
    }

    @PostMapping("/cases/{id}/review")
    @Needs(Right.CASE_REVIEW)
    String review(
            Actor actor,
            @PathVariable long id,
            @RequestParam int version,
            @RequestParam boolean publish,
            @RequestParam(defaultValue = "") String words) {
        library.review(actor, id, version, publish, words);
        return "redirect:/cases/" + id + "?done=" + (publish ? "published" : "returned");
    }

    @PostMapping("/cases/{id}/withdraw")
    @Needs(Right.CASE_WRITE)
    String withdraw(
            Actor actor,
            @PathVariable long id,
            @RequestParam int version,
            @RequestParam(defaultValue = "") String words) {
        library.withdraw(actor, id, version, words);
        return "redirect:/cases/" + id + "?done=withdrawn";
    }

    @GetMapping("/cases/collection")
    @Needs({Right.CASE_WRITE, Right.MATTER_HANDLE, Right.MATTER_READ})
    ResponseEntity<byte[]> collection(
            Actor actor,
            Words words,
            @RequestParam(defaultValue = "pdf") String format,
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(required = false) @Nullable String kind) {
        var as = PaperFormat.of(format);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(as.type()))
                .header("Content-Disposition", "attachment; filename=\"cases." + as.ending() + "\"")
                .body(as.write(library.collection(actor, blank(tag), blank(kind), words)));
    }

    @PostMapping("/api/v1/operations/search/rebuild")
    @Needs(Right.OPERATE)
    @ResponseBody
    @Operation(summary = "Builds the search index anew from the tables")
    Map<String, Long> rebuild() {
        return Map.of("documents", search.rebuild());
    }

    /// What a program looks for.
    record Query(@Nullable String words) {}

    @PostMapping("/api/v1/cases/search")
    @Needs({Right.CASE_WRITE, Right.MATTER_HANDLE, Right.MATTER_READ})
    @ResponseBody
    @Operation(summary = "Cases and matters like some words, the best first, with the reasons")
    List<Similar> apiFind(Actor actor, @RequestBody Query query) {
        return query.words() == null || query.words().isBlank()
                ? List.of()
                : search.find(actor, CaseSearch.Asked.words(query.words()), FOUND);
    }

    @GetMapping("/api/v1/matters/{number}/like")
    @Needs(Right.MATTER_READ)
    @ResponseBody
    @Operation(summary = "Cases and matters like a matter, with the reasons")
    List<Similar> apiLike(Actor actor, @PathVariable String number) {
        return search.like(
                actor, desk.readable(Ids.fromNumber(number), actor, null).matter(), LIKE);
    }

    /// Whether something helped.
    record Vote(long target, boolean helped) {}

    @PostMapping("/api/v1/matters/{number}/like")
    @Needs(Right.MATTER_HANDLE)
    @ResponseBody
    @Operation(summary = "Says whether something that was shown for a matter helped")
    ResponseEntity<Void> apiVote(Actor actor, @PathVariable String number, @RequestBody Vote vote) {
        library.vote(actor, Ids.fromNumber(number), vote.target(), vote.helped());
        return ResponseEntity.noContent().build();
    }

    /// From which matter a case is distilled.
    record Source(@Nullable String matter) {}

    @PostMapping("/api/v1/cases")
    @Needs(Right.CASE_WRITE)
    @ResponseBody
    @Operation(summary = "Distils a closed matter into a draft, with names, numbers and doors masked")
    ResponseEntity<MatureCase> apiDistil(Actor actor, @RequestBody Source source) {
        if (source.matter() == null) {
            throw Refusal.invalid("number");
        }
        return ResponseEntity.status(201).body(library.distil(actor, Ids.fromNumber(source.matter())));
    }

    @GetMapping("/api/v1/cases/{id}")
    @ForSignedIn
    @ResponseBody
    @Operation(summary = "One case; drafts only for those who write or review")
    CaseLibrary.Desk apiOne(Actor actor, @PathVariable long id) {
        return library.desk(actor, id);
    }

    /// What becomes of a case: `act` is save, submit, publish, return or withdraw.
    record Step(
            int version,
            CaseLibrary.@Nullable Draft draft,
            @Nullable String words) {}

    @PostMapping("/api/v1/cases/{id}/{act}")
    @ForSignedIn
    @ResponseBody
    @Operation(summary = "save, submit, publish, return or withdraw a case")
    Map<String, String> apiAct(Actor actor, @PathVariable long id, @PathVariable String act, @RequestBody Step step) {
        String words = step.words() == null ? "" : step.words();
        switch (act) {
            case "save", "submit" -> {
                if (step.draft() == null || step.draft().words() == null) {
                    throw Refusal.invalid("case-words");
                }
                library.revise(actor, id, step.version(), step.draft(), act.equals("submit"));
            }
            case "publish", "return" -> library.review(actor, id, step.version(), act.equals("publish"), words);
            case "withdraw" -> library.withdraw(actor, id, step.version(), words);
            default -> throw Refusal.unknown("act");
        }
        return Map.of("done", act);
    }
}
