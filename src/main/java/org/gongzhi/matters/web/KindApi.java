package org.gongzhi.matters.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.Kind;
import org.gongzhi.matters.KindVersion;
import org.gongzhi.matters.Kinds;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The catalogue of kinds for programs.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "matters")
class KindApi {

    private final Kinds kinds;

    KindApi(Kinds kinds) {
        this.kinds = kinds;
    }

    @GetMapping("/kinds")
    @ForEveryone(why = "the catalogue of kinds is public")
    @Operation(summary = "All kinds of matters, or those that fit some words")
    List<Kind> kinds(
            @RequestParam(required = false) @Nullable String words, @RequestParam(defaultValue = "") String place) {
        return words == null ? kinds.all(place) : kinds.matching(words, 6, place);
    }

    @GetMapping("/kinds/{code}")
    @ForEveryone(why = "the catalogue of kinds is public")
    @Operation(summary = "One kind in all its versions, the newest first")
    List<KindVersion> kind(@PathVariable String code) {
        return kinds.versions(code);
    }

    /// A kind as it should be at a place and below (the asker's own when none is named), the version that was
    /// seen there (0 for a new one), and why. Without `sure` only the preview. With `inherit` the place's own
    /// rule ends.
    record KindChange(
            Kind kind,
            @Nullable String place,
            int seen,
            @Nullable String words,
            boolean sure,
            @Nullable Boolean inherit) {

        String why() {
            return words == null ? "" : words;
        }
    }

    @PutMapping("/kinds/{code}")
    @Needs(Right.KIND_MANAGE)
    @Operation(summary = "Says what a changed or new kind would mean; with `sure` makes its next version")
    Kinds.Preview changeKind(Actor actor, @PathVariable String code, @RequestBody KindChange change) {
        if (change.kind() == null || !code.equals(change.kind().code())) {
            throw Refusal.invalid("kind-code");
        }
        String place = change.place() != null
                ? change.place()
                : actor.requireScope(Right.KIND_MANAGE).codes().getFirst();
        actor.require(Right.KIND_MANAGE, place);
        var preview = kinds.preview(change.kind(), place);
        if (change.sure() && Boolean.TRUE.equals(change.inherit())) {
            kinds.inherit(actor, place, code, change.seen(), change.why());
        } else if (change.sure()) {
            kinds.define(actor, place, change.kind(), change.seen(), change.why());
        }
        return preview;
    }
}
