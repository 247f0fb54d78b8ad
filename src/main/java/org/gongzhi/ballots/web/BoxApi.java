package org.gongzhi.ballots.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.BallotBox;
import org.gongzhi.ballots.BoxAudit;
import org.gongzhi.ballots.BoxDesk;
import org.gongzhi.ballots.PublishedBox;
import org.gongzhi.ballots.Publishing;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Boxes of decided votes over HTTP: published for everybody, exact for whoever may set a decision aside.
@RestController
@RequestMapping("/api/v1/votes")
@Tag(name = "votes")
class BoxApi {

    private final VoteDesk desk;
    private final BoxDesk boxes;
    private final Publishing publishing;
    private final BoxAudit audit;

    BoxApi(VoteDesk desk, BoxDesk boxes, Publishing publishing, BoxAudit audit) {
        this.desk = desk;
        this.boxes = boxes;
        this.publishing = publishing;
        this.audit = audit;
    }

    @GetMapping(path = "/{number}/box", produces = MediaType.APPLICATION_JSON_VALUE)
    @ForEveryone(why = "a decided vote can be counted again by anybody; it leads to no name and no door")
    @Operation(summary = "The published box, for ./gongzhi recount; the same bytes for everybody")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PublishedBox.class)))
    ResponseEntity<byte[]> box(@PathVariable String number) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(publishing.published(desk.decided(Ids.fromNumber(number))).bytes());
    }

    /// What the exact box is looked at for.
    record Looking(@Nullable String purpose) {}

    @PostMapping("/{number}/box/exact")
    @Needs(Right.VOTE_SUPERVISE)
    @Operation(summary = "The exact box with the area of each unit, for a stated purpose; each look is on record")
    BallotBox exact(Actor actor, @PathVariable String number, @RequestBody Looking looking) {
        return audit.reveal(actor, Ids.fromNumber(number), Sent.text(looking.purpose));
    }

    @GetMapping("/{number}/openings")
    @ForSignedIn
    @Operation(summary = "What opens the reader's own lines in the published box, where areas decide")
    List<Publishing.Own> openings(Actor actor, @PathVariable String number) {
        return publishing.own(actor, desk.readable(actor, Ids.fromNumber(number)));
    }

    /// Whether a receipt stands in the box, and with which answers.
    record Found(boolean found, List<String> answers) {}

    @GetMapping("/{number}/receipts/{code}")
    @ForEveryone(why = "whoever holds a receipt finds their ballot in the box")
    Found found(@PathVariable String number, @PathVariable String code) {
        var answers = boxes.found(desk.decided(Ids.fromNumber(number)), code);
        return answers == null ? new Found(false, List.of()) : new Found(true, answers);
    }

    @GetMapping("/{number}/results")
    @ForEveryone(why = "results of a decided vote are public")
    List<PublishedBox.Result> results(@PathVariable String number) {
        var results = desk.results(desk.decided(Ids.fromNumber(number)));
        if (results.isEmpty()) {
            throw Refusal.conflict("vote-still-open");
        }
        return results;
    }
}
