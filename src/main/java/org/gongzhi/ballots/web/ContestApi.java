package org.gongzhi.ballots.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.Collected;
import org.gongzhi.ballots.Contests;
import org.gongzhi.ballots.Evidence;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Sent;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Contests of collected ballots over HTTP.
@RestController
@RequestMapping("/api/v1/votes")
@Tag(name = "votes")
class ContestApi {

    private final Contests contests;
    private final VoteDesk desk;
    private final Evidence evidence;
    private final Photos photos;

    ContestApi(Contests contests, VoteDesk desk, Evidence evidence, Photos photos) {
        this.contests = contests;
        this.evidence = evidence;
        this.desk = desk;
        this.photos = photos;
    }

    @GetMapping("/{number}/collected")
    @ForEveryone(why = "how many ballots others took in, and who, is public with the result")
    @Operation(summary = "The share of collected ballots of a decided vote, with their collectors")
    Collected.Shares shares(@PathVariable String number) {
        return contests.shares(desk.decided(Ids.fromNumber(number)));
    }

    @GetMapping("/{number}/collected/mine")
    @ForSignedIn
    @Operation(summary = "The ballots that others took in for the voters of the reader")
    List<Collected.Shown> mine(Actor actor, @PathVariable String number) {
        return contests.mine(actor, Ids.fromNumber(number));
    }

    @GetMapping("/{number}/contests")
    @Needs(Right.VOTE_CALL)
    @Operation(summary = "The contested ballots, those that wait first; or what was taken in for one voter")
    List<Collected.Shown> list(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "0") int voter) {
        return contests.list(actor, Ids.fromNumber(number), voter);
    }

    /// What is said of a contest; `upheld` in its answer.
    record Said(@Nullable String words, @Nullable Boolean upheld) {}

    @PostMapping("/{number}/collected/{id}/contest")
    @ForSignedIn
    @Operation(summary = "Says that a ballot taken in was not the voter's")
    void contest(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Said said) {
        contests.contest(actor, Ids.fromNumber(number), id, Sent.text(said.words));
    }

    @PostMapping("/{number}/collected/{id}/answer")
    @Needs(Right.VOTE_CALL)
    @Operation(summary = "Upholds a contest (the ballot is struck, its voter may vote again) or dismisses it")
    void answer(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Said said) {
        contests.answer(actor, Ids.fromNumber(number), id, Sent.needed(said.upheld, "upheld"), Sent.text(said.words));
    }

    @GetMapping("/{number}/collected/{id}/evidence")
    @ForSignedIn
    @Operation(
            summary =
                    "The photo of the signature, letter or slip, for its voter and whoever runs the vote; of a secret vote while it can"
                            + " be contested, for its voter and whoever decides, and not after the box is opened")
    ResponseEntity<FileSystemResource> evidence(Actor actor, @PathVariable String number, @PathVariable long id) {
        return ContestPages.picture(photos, evidence.seen(actor, Ids.fromNumber(number), id));
    }
}
