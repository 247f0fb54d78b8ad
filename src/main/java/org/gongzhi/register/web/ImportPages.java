package org.gongzhi.register.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.places.Places;
import org.gongzhi.register.Exports;
import org.gongzhi.register.ImportJob;
import org.gongzhi.register.Imports;
import org.gongzhi.register.Register;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/// Workbooks in and out, by hand.
@Controller
class ImportPages {

    private final Imports imports;
    private final Exports exports;
    private final Register register;
    private final Places places;

    ImportPages(Imports imports, Exports exports, Register register, Places places) {
        this.imports = imports;
        this.exports = exports;
        this.register = register;
        this.places = places;
    }

    @GetMapping("/imports")
    @Needs(Right.PERSON_IMPORT)
    String list(Actor actor, Model model) {
        var codes = actor.scope(Right.PERSON_IMPORT).codes();
        model.addAttribute("jobs", imports.list(actor));
        model.addAttribute("places", places);
        model.addAttribute(
                "targets",
                codes.stream()
                        .flatMap(code -> places.communities(code).stream())
                        .distinct()
                        .map(community -> places.find(Long.toString(community)))
                        .flatMap(java.util.Optional::stream)
                        .filter(place -> actor.may(Right.PERSON_IMPORT, place.code()))
                        .toList());
        return "register/imports";
    }

    @PostMapping("/imports")
    @Needs(Right.PERSON_IMPORT)
    String upload(Actor actor, @RequestParam String place, @RequestParam MultipartFile file) throws IOException {
        try (var stream = file.getInputStream()) {
            String name = file.getOriginalFilename();
            var job = imports.upload(actor, place, name == null ? "" : name, stream);
            return "redirect:/imports/" + job.id();
        }
    }

    @GetMapping("/imports/template")
    @Needs(Right.PERSON_IMPORT)
    void template(HttpServletResponse response, @RequestParam(defaultValue = "zh") String language) throws IOException {
        ImportApi.workbook(response, "people-template");
        imports.template(response.getOutputStream(), Words.of(language));
    }

    @GetMapping("/imports/{id}")
    @Needs(Right.PERSON_IMPORT)
    String one(Actor actor, Model model, HttpServletRequest request, @PathVariable long id) {
        var job = imports.get(actor, id);
        var doubts =
                job.state() == ImportJob.State.CHECKED ? imports.doubts(job, 50) : java.util.List.<ImportJob.Doubt>of();
        model.addAttribute("job", job);
        model.addAttribute("reading", imports.reading(job));
        model.addAttribute("counts", imports.counts(job));
        model.addAttribute("doubts", doubts);
        model.addAttribute(
                "candidates",
                register.readable(
                        actor,
                        doubts.stream()
                                .map(ImportJob.Doubt::candidate)
                                .filter(Objects::nonNull)
                                .toList()));
        model.addAttribute("places", places);
        return "job".equals(request.getHeader("HX-Target")) ? "register/importBody" : "register/import";
    }

    @GetMapping("/imports/{id}/errors")
    @Needs(Right.PERSON_IMPORT)
    void errors(
            Actor actor,
            HttpServletResponse response,
            @PathVariable long id,
            @RequestParam(defaultValue = "zh") String language)
            throws IOException {
        var job = imports.get(actor, id);
        ImportApi.workbook(response, "errors-" + Ids.number(id));
        imports.errors(job, response.getOutputStream(), Words.of(language));
    }

    @PostMapping("/imports/{id}/rows/{row}")
    @Needs(Right.PERSON_IMPORT)
    String decide(
            Actor actor, @PathVariable long id, @PathVariable int row, @RequestParam ImportJob.Decision decision) {
        imports.decide(actor, id, row, decision);
        return "redirect:/imports/" + id;
    }

    @PostMapping("/imports/{id}/write")
    @Needs(Right.PERSON_IMPORT)
    String write(Actor actor, @PathVariable long id) {
        imports.write(actor, id);
        return "redirect:/imports/" + id;
    }

    @PostMapping("/imports/{id}/drop")
    @Needs(Right.PERSON_IMPORT)
    String drop(Actor actor, @PathVariable long id) {
        imports.drop(actor, id);
        return "redirect:/imports";
    }

    @PostMapping("/imports/{id}/again")
    @Needs(Right.PERSON_IMPORT)
    String again(Actor actor, @PathVariable long id) {
        imports.again(actor, id);
        return "redirect:/imports/" + id;
    }

    @PostMapping("/imports/{id}/undo")
    @Needs(Right.PERSON_IMPORT)
    String undo(Actor actor, @PathVariable long id) {
        imports.undo(actor, id);
        return "redirect:/imports/" + id;
    }

    @PostMapping("/people/export")
    @Needs(Right.PERSON_EXPORT)
    void export(
            Actor actor,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "zh") String language)
            throws IOException {
        Words words = Words.of(language);
        var ticket = exports.begin(actor, place, purpose, words);
        ImportApi.workbook(response, "people-" + Ids.number(ticket.id()));
        exports.write(ticket, response.getOutputStream(), words);
    }
}
