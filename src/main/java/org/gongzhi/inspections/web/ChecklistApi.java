package org.gongzhi.inspections.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.inspections.Checklist;
import org.gongzhi.inspections.Checklists;
import org.gongzhi.kernel.Sent;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Checklists for programs.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "inspections")
class ChecklistApi {

    /// A changed checklist: for which place and below (the asker's own when none is named), the version that
    /// was seen there, and why.
    record Defined(
            Checklist checklist,
            @Nullable String place,
            int seen,
            @Nullable String words) {}

    record Inherit(
            @Nullable String place, int seen, @Nullable String words) {}

    private final Checklists checklists;

    ChecklistApi(Checklists checklists) {
        this.checklists = checklists;
    }

    @GetMapping("/checklists")
    @Needs(Right.INSPECT)
    @Operation(summary = "The checklists in force at a place")
    List<Checklist> checklists(Actor actor, @RequestParam(required = false) @Nullable String place) {
        String shown =
                place != null ? place : actor.scope(Right.INSPECT).codes().getFirst();
        return checklists.at(shown).stream().map(Checklists.Version::list).toList();
    }

    @PostMapping("/checklists")
    @Needs(Right.INSPECT_MANAGE)
    @Operation(summary = "Makes the next version for a place and below; campaigns and visits that began keep theirs")
    Checklist define(Actor actor, @RequestBody Defined defined) {
        return checklists.define(
                actor,
                place(actor, defined.place),
                Sent.needed(defined.checklist, "checklist"),
                defined.seen,
                defined.words == null ? "" : defined.words);
    }

    @PostMapping("/checklists/{code}/inherit")
    @Needs(Right.INSPECT_MANAGE)
    @Operation(summary = "Ends a place's own list; what is in force above is in force there again")
    void inherit(Actor actor, @PathVariable String code, @RequestBody Inherit inherit) {
        checklists.inherit(
                actor, place(actor, inherit.place), code, inherit.seen, inherit.words == null ? "" : inherit.words);
    }

    private static String place(Actor actor, @Nullable String place) {
        return place != null
                ? place
                : actor.requireScope(Right.INSPECT_MANAGE).codes().getFirst();
    }
}
