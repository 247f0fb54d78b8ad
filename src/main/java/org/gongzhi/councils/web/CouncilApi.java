package org.gongzhi.councils.web;

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
import org.gongzhi.councils.Bodies;
import org.gongzhi.councils.Body;
import org.gongzhi.councils.CouncilRules;
import org.gongzhi.kernel.Ids;
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

/// Councils for programs: bodies and who sits in them.
@RestController
@RequestMapping("/api/v1/councils")
@Tag(name = "councils")
class CouncilApi {

    private final Bodies bodies;
    private final CouncilRules rules;
    private final Commands commands;

    CouncilApi(Bodies bodies, CouncilRules rules, Commands commands) {
        this.bodies = bodies;
        this.rules = rules;
        this.commands = commands;
    }

    @GetMapping("/kinds")
    @ForEveryone(why = "the seats a body has by its kind")
    List<CouncilRules.Kind> kinds() {
        return rules.kinds();
    }

    /// A body in a list.
    record Line(String number, String name, String kind, String place, int seats, boolean valid) {}

    private Line line(Body body) {
        return new Line(
                Ids.number(body.id()),
                body.name(),
                body.kind(),
                body.placeCode(),
                body.standing().size(),
                body.lacking(rules.kind(body.kind())).isEmpty());
    }

    @GetMapping
    @ForSignedIn
    @Operation(summary = "Bodies at a place, or where the asker has a seat; the newest first, from behind `before`")
    List<Line> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") int limit) {
        return bodies
                .list(actor, place, before == null || before.isBlank() ? null : (Long) Ids.fromNumber(before), limit)
                .stream()
                .map(this::line)
                .toList();
    }

    @PostMapping
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Founds a body of a kind at a place; the same Idempotency-Key founds it once")
    Bodies.View found(
            Actor actor,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Bodies.Founding founding) {
        String number = commands.once(
                actor,
                key,
                "found council",
                () -> Ids.number(bodies.found(actor, founding).id()));
        return bodies.view(actor, Ids.fromNumber(number));
    }

    @GetMapping("/{number}")
    @ForSignedIn
    @Operation(summary = "A body with its seats, what it lacks to be valid, its meetings and topics")
    Bodies.View view(Actor actor, @PathVariable String number) {
        return bodies.view(actor, Ids.fromNumber(number));
    }

    /// The id of what was made.
    record Made(long id) {}

    @PostMapping("/{number}/members")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Fills a seat; `topic` is a number for a seat of one topic")
    Made seat(
            Actor actor,
            @PathVariable String number,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Bodies.Seated seated) {
        return new Made(Long.parseLong(commands.once(
                actor,
                key,
                "seat " + number,
                () -> Long.toString(bodies.seat(actor, Ids.fromNumber(number), seated)))));
    }

    /// A resident who wants a seat.
    record Applying(@Nullable String part, @Nullable String words) {}

    @PostMapping("/{number}/applications")
    @ForSignedIn
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Asks for a seat; the asker is on the waiting list of that part")
    Made apply(Actor actor, @PathVariable String number, @RequestBody Applying applying) {
        return new Made(bodies.apply(actor, Ids.fromNumber(number), applying.part, applying.words));
    }

    @PostMapping("/{number}/members/{id}/admit")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Gives a seat to somebody who waits")
    void admit(Actor actor, @PathVariable String number, @PathVariable long id) {
        bodies.admit(actor, Ids.fromNumber(number), id);
    }

    /// Words that go with an act.
    record Said(@Nullable String words) {}

    @PostMapping("/{number}/members/{id}/leave")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends a seat with a reason: the member, or who runs the body; the first who waits gets it")
    void leave(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Said said) {
        bodies.leave(actor, Ids.fromNumber(number), id, said.words);
    }

    /// How often a body meets; 0 months ends the rhythm.
    record Rhythm(
            @Nullable Integer everyMonths,
            @Nullable Instant next,
            @Nullable String venue) {}

    @PutMapping("/{number}/rhythm")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Sets how often it meets; regular meetings are planned by themselves")
    void rhythm(Actor actor, @PathVariable String number, @RequestBody Rhythm rhythm) {
        bodies.rhythm(
                actor,
                Ids.fromNumber(number),
                Objects.requireNonNullElse(rhythm.everyMonths, 0),
                rhythm.next,
                rhythm.venue);
    }

    @PostMapping("/{number}/end")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends a body, with a reason its members are told")
    void end(Actor actor, @PathVariable String number, @RequestBody Said said) {
        bodies.end(actor, Ids.fromNumber(number), said.words);
    }
}
