package org.gongzhi.ballots.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.Ballot;
import org.gongzhi.ballots.Ballots;
import org.gongzhi.ballots.Collected;
import org.gongzhi.ballots.Collecting;
import org.gongzhi.ballots.Roll;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Sent;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Ballots that others take in, over HTTP: one by one, on paper, and the way round the doors.
@RestController
@RequestMapping("/api/v1/votes")
@Tag(name = "votes")
class CollectApi {

    private static final String KEY = "Idempotency-Key";

    private final Ballots ballots;
    private final Collecting collecting;

    CollectApi(Ballots ballots, Collecting collecting) {
        this.ballots = ballots;
        this.collecting = collecting;
    }

    @PostMapping("/{number}/collected")
    @Needs(Right.VOTE_COLLECT)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Takes a ballot in: TABLET, DOOR, MAIL, VIDEO; two collectors are there, with a photo of its own")
    Ballot.Receipt take(
            Actor actor,
            @PathVariable String number,
            @RequestBody Collected.Taken taken,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return collecting.take(actor, Ids.fromNumber(number), taken, key);
    }

    /// A code for a few minutes.
    record Present(String code) {}

    @GetMapping("/{number}/presence")
    @Needs(Right.VOTE_COLLECT)
    @Operation(summary = "The code with which the second of two shows that they are there")
    Present presence(Actor actor, @PathVariable String number) {
        return new Present(collecting.presence(actor, Ids.fromNumber(number)));
    }

    @GetMapping("/{number}/units")
    @Needs(Right.VOTE_COLLECT)
    @Operation(summary = "The sweep: each unit with delivery and whether its voter took part")
    List<Roll.Unit> units(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") int after,
            @RequestParam(defaultValue = "200") int limit) {
        return ballots.units(actor, Ids.fromNumber(number), after, limit);
    }

    /// How far they have come with a unit.
    record Swept(
            @Nullable Integer position,
            Roll.@Nullable Sweep sweep,
            @Nullable String proof) {}

    @PostMapping("/{number}/units")
    @Needs(Right.VOTE_COLLECT)
    void sweep(Actor actor, @PathVariable String number, @RequestBody Swept swept) {
        ballots.sweep(
                actor,
                Ids.fromNumber(number),
                Sent.needed(swept.position, "position"),
                Sent.needed(swept.sweep, "sweep"),
                swept.proof);
    }

    /// A pile of paper.
    record Pile(
            @Nullable String name,
            @Nullable Integer sheets,
            @Nullable String words) {}

    @GetMapping("/{number}/paper")
    @Needs(Right.VOTE_COLLECT)
    List<Ballot.Batch> batches(Actor actor, @PathVariable String number) {
        return ballots.batches(actor, Ids.fromNumber(number));
    }

    @PostMapping("/{number}/paper")
    @Needs(Right.VOTE_COLLECT)
    @ResponseStatus(HttpStatus.CREATED)
    long batch(Actor actor, @PathVariable String number, @RequestBody Pile pile) {
        return ballots.batch(actor, Ids.fromNumber(number), Sent.text(pile.name), Sent.needed(pile.sheets, "sheets"));
    }

    @PutMapping("/{number}/paper/{id}")
    @Needs(Right.VOTE_COLLECT)
    @Operation(summary = "Types one sheet; two people type each pile, one of them scans each slip (`proof`)")
    void sheet(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Ballot.Sheet sheet) {
        ballots.sheet(actor, Ids.fromNumber(number), id, sheet);
    }

    @PostMapping("/{number}/paper/{id}/agree")
    @Needs(Right.VOTE_COLLECT)
    int agree(Actor actor, @PathVariable String number, @PathVariable long id) {
        return ballots.agree(actor, Ids.fromNumber(number), id);
    }

    @PostMapping("/{number}/paper/{id}/drop")
    @Needs(Right.VOTE_COLLECT)
    void drop(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Pile pile) {
        ballots.drop(actor, Ids.fromNumber(number), id, Sent.text(pile.words));
    }
}
