package org.gongzhi.ballots.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.Ballot;
import org.gongzhi.ballots.Ballots;
import org.gongzhi.ballots.Objections;
import org.gongzhi.ballots.PublishedBox;
import org.gongzhi.ballots.Roll;
import org.gongzhi.ballots.Rolls;
import org.gongzhi.ballots.Vote;
import org.gongzhi.ballots.VoteCount;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.ballots.VoteRules;
import org.gongzhi.ballots.Votes;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Sent;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
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

/// Votes over HTTP. Before the result is there, no answer says what anybody voted.
@RestController
@RequestMapping("/api/v1/votes")
@Tag(name = "votes")
class VoteApi {

    private static final String KEY = "Idempotency-Key";

    private final Votes votes;
    private final Rolls rolls;
    private final Objections objections;
    private final VoteDesk desk;
    private final Ballots ballots;
    private final VoteRules law;
    private final Commands commands;

    VoteApi(
            Votes votes,
            Rolls rolls,
            Objections objections,
            VoteDesk desk,
            Ballots ballots,
            VoteRules rules,
            Commands commands) {
        this.votes = votes;
        this.rolls = rolls;
        this.objections = objections;
        this.desk = desk;
        this.ballots = ballots;
        this.law = rules;
        this.commands = commands;
    }

    @GetMapping("/rules")
    @ForEveryone(why = "the law that decisions are counted by")
    List<VoteRules.Rule> rules() {
        return law.rules();
    }

    /// A vote in a list.
    record Line(
            String number,
            String title,
            Vote.Effect effect,
            Vote.State state,
            @Nullable Instant closesAt) {
        static Line of(Vote vote) {
            return new Line(
                    Ids.number(vote.id()),
                    vote.title(),
                    vote.effect(),
                    vote.state(),
                    vote.times().closesAt());
        }
    }

    @GetMapping
    @ForSignedIn
    @Operation(
            summary = "Votes the reader runs or is on the roll of, the newest first, from behind the number `before`")
    List<Line> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") int limit) {
        return desk.list(actor, before == null || before.isBlank() ? null : Ids.fromNumber(before), limit).stream()
                .map(Line::of)
                .toList();
    }

    @PostMapping
    @Needs(Right.VOTE_CALL)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Calls a vote; the same Idempotency-Key calls it once")
    Line call(
            Actor actor,
            @RequestBody Votes.Call call,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        String number = commands.once(
                actor,
                key,
                "call vote",
                () -> Ids.number(votes.call(actor, call).id()));
        return Line.of(desk.readable(actor, Ids.fromNumber(number)));
    }

    @GetMapping("/{number}")
    @ForSignedIn
    VoteDesk.View view(Actor actor, @PathVariable String number) {
        return desk.view(actor, Ids.fromNumber(number));
    }

    /// A changed draft and the version that was seen.
    record Changed(@Nullable Integer version, Votes.@Nullable Call call) {}

    @PutMapping("/{number}")
    @Needs(Right.VOTE_CALL)
    Line change(Actor actor, @PathVariable String number, @RequestBody Changed changed) {
        return Line.of(votes.change(
                actor,
                Ids.fromNumber(number),
                Sent.needed(changed.version, "version"),
                Sent.needed(changed.call, "call")));
    }

    /// The question whose seats stayed open.
    record RunOff(@Nullable Integer question) {}

    @PostMapping("/{number}/run-off")
    @Needs(Right.VOTE_CALL)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Drafts the run-off of an election that left seats open, with the same roll")
    Line runOff(
            Actor actor,
            @PathVariable String number,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody RunOff runOff) {
        int question = Sent.needed(runOff.question, "question");
        String made = commands.once(
                actor,
                key,
                "run-off " + number,
                () -> Ids.number(
                        votes.runOff(actor, Ids.fromNumber(number), question).id()));
        return Line.of(desk.readable(actor, Ids.fromNumber(made)));
    }

    @PutMapping("/{number}/roll")
    @Needs(Right.VOTE_CALL)
    @Operation(summary = "Writes the roll of a draft; areas in 0.01 m², one owner key is one head")
    int roll(Actor actor, @PathVariable String number, @RequestBody List<Roll.Line> lines) {
        return rolls.roll(actor, Ids.fromNumber(number), lines);
    }

    @PostMapping("/{number}/roll/from-register")
    @Needs(Right.VOTE_CALL)
    @Operation(summary = "Takes the roll from the register; says how many units lack an area or an owner")
    Rolls.Found fromRegister(Actor actor, @PathVariable String number) {
        return rolls.fromRegister(actor, Ids.fromNumber(number));
    }

    @PostMapping("/{number}/roll/publish")
    @Needs(Right.VOTE_CALL)
    Line publish(Actor actor, @PathVariable String number) {
        return Line.of(votes.publishRoll(actor, Ids.fromNumber(number)));
    }

    /// A correction of one unit, with its reason; `owner` moves it to another head.
    record Correction(
            @Nullable Long area,
            Roll.@Nullable Basis basis,
            @Nullable String owner,
            @Nullable String name,
            @Nullable String reason) {}

    @PostMapping("/{number}/roll/{position}")
    @Needs(Right.VOTE_CALL)
    void correct(
            Actor actor, @PathVariable String number, @PathVariable int position, @RequestBody Correction correction) {
        rolls.correct(
                actor,
                Ids.fromNumber(number),
                position,
                new Roll.Change(
                        Sent.needed(correction.area, "area"),
                        Sent.needed(correction.basis, "basis"),
                        correction.owner,
                        correction.name,
                        Sent.text(correction.reason)));
    }

    /// Words with an act.
    record Said(
            @Nullable String words,
            @Nullable Boolean granted,
            @Nullable Instant until) {}

    @PostMapping("/{number}/objections")
    @ForSignedIn
    @Operation(summary = "Objects to the published roll, or to the result")
    void object(Actor actor, @PathVariable String number, @RequestBody Said said) {
        objections.object(actor, Ids.fromNumber(number), Sent.text(said.words));
    }

    @PostMapping("/{number}/objections/{id}")
    @Needs(Right.VOTE_CALL)
    void answer(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Said said) {
        objections.answer(actor, Ids.fromNumber(number), id, Boolean.TRUE.equals(said.granted), Sent.text(said.words));
    }

    /// When it is open.
    record Announcement(@Nullable Instant opens, @Nullable Instant closes) {}

    @PostMapping("/{number}/announce")
    @Needs(Right.VOTE_CALL)
    @Operation(summary = "Fixes the roll and announces when votes are taken, with the notice the rule asks for")
    Line announce(Actor actor, @PathVariable String number, @RequestBody Announcement when) {
        return Line.of(votes.announce(
                actor, Ids.fromNumber(number), Sent.needed(when.opens, "opens"), Sent.needed(when.closes, "closes")));
    }

    @PostMapping("/{number}/extend")
    @Needs(Right.VOTE_CALL)
    Line extend(Actor actor, @PathVariable String number, @RequestBody Said said) {
        return Line.of(
                votes.extend(actor, Ids.fromNumber(number), Sent.needed(said.until, "until"), Sent.text(said.words)));
    }

    @PostMapping("/{number}/cancel")
    @Needs(Right.VOTE_CALL)
    Line cancel(Actor actor, @PathVariable String number, @RequestBody Said said) {
        return Line.of(votes.cancel(actor, Ids.fromNumber(number), Sent.text(said.words)));
    }

    @PostMapping("/{number}/decide")
    @Needs(Right.VOTE_CALL)
    @Operation(summary = "Opens the box after the close and counts")
    List<PublishedBox.Result> decide(Actor actor, @PathVariable String number) {
        return desk.results(votes.decide(actor, Ids.fromNumber(number)));
    }

    /// What the authority's system counted, question by question, and where the original is.
    record Official(
            @Nullable List<VoteCount.Figures> figures,
            @Nullable String source) {}

    @PostMapping("/{number}/official-result")
    @Needs(Right.VOTE_CALL)
    @Operation(summary = "Writes down the result of the authority's electronic system")
    List<PublishedBox.Result> official(Actor actor, @PathVariable String number, @RequestBody Official official) {
        return desk.results(votes.record(
                actor,
                Ids.fromNumber(number),
                Objects.requireNonNullElse(official.figures, List.of()),
                Sent.text(official.source)));
    }

    @PostMapping("/{number}/file")
    @Needs(Right.VOTE_CALL)
    Line file(Actor actor, @PathVariable String number, @RequestBody Said said) {
        return Line.of(votes.file(actor, Ids.fromNumber(number), Sent.text(said.words)));
    }

    @PostMapping("/{number}/annul")
    @Needs(Right.VOTE_SUPERVISE)
    Line annul(Actor actor, @PathVariable String number, @RequestBody Said said) {
        return Line.of(votes.annul(actor, Ids.fromNumber(number), Sent.text(said.words)));
    }

    /// One's own ballot: an answer for each question, and for which voter where there are several.
    record Cast(@Nullable Integer voter, @Nullable List<String> answers) {}

    @PostMapping("/{number}/ballots")
    @ForSignedIn
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Votes; the same Idempotency-Key gives the same receipt")
    Ballot.Receipt cast(
            Actor actor,
            @PathVariable String number,
            @RequestBody Cast cast,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return ballots.cast(
                actor, Ids.fromNumber(number), cast.voter, Objects.requireNonNullElse(cast.answers, List.of()), key);
    }

    /// Who may vote for a voter.
    record Authorization(
            @Nullable Integer voter,
            @Nullable String username,
            @Nullable String words) {}

    @PostMapping("/{number}/proxies")
    @ForSignedIn
    void authorize(Actor actor, @PathVariable String number, @RequestBody Authorization proxy) {
        ballots.authorize(
                actor,
                Ids.fromNumber(number),
                Sent.needed(proxy.voter, "voter"),
                Sent.text(proxy.username),
                Sent.text(proxy.words));
    }

    @DeleteMapping("/{number}/proxies/{position}")
    @ForSignedIn
    void revoke(Actor actor, @PathVariable String number, @PathVariable int position) {
        ballots.revoke(actor, Ids.fromNumber(number), position);
    }
}
