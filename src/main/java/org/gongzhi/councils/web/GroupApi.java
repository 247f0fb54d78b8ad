package org.gongzhi.councils.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.councils.Groups;
import org.gongzhi.kernel.Ids;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Discussion groups for programs: a bot that sits in a group can write questions down here.
@RestController
@RequestMapping("/api/v1/groups")
@Tag(name = "councils")
class GroupApi {

    private final Groups groups;
    private final Commands commands;

    GroupApi(Groups groups, Commands commands) {
        this.groups = groups;
        this.commands = commands;
    }

    @GetMapping
    @ForSignedIn
    @Operation(summary = "Groups at a place, or where the asker has a seat or moderates, with their reply rates")
    List<Groups.Group> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") int limit) {
        return groups.list(
                actor, place, before == null || before.isBlank() ? null : (Long) Ids.fromNumber(before), limit);
    }

    @PostMapping
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.CREATED)
    Groups.View register(
            Actor actor,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Groups.Registering registering) {
        String number =
                commands.once(actor, key, "register group", () -> Ids.number(groups.register(actor, registering)));
        return groups.view(actor, Ids.fromNumber(number));
    }

    @GetMapping("/{number}")
    @ForSignedIn
    Groups.View view(Actor actor, @PathVariable String number) {
        return groups.view(actor, Ids.fromNumber(number));
    }

    /// How many members there are now; other moderators when any are named.
    record Keeping(@Nullable Integer members, @Nullable List<String> moderators) {}

    @PostMapping("/{number}/keep")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(Actor actor, @PathVariable String number, @RequestBody Keeping keeping) {
        groups.keep(actor, Ids.fromNumber(number), keeping.members, keeping.moderators);
    }

    @PostMapping("/{number}/end")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(Actor actor, @PathVariable String number) {
        groups.end(actor, Ids.fromNumber(number));
    }

    /// A question asked in the group.
    record Asking(@Nullable String words, @Nullable Instant askedAt) {}

    @PostMapping("/{number}/questions")
    @ForSignedIn
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Writes a question down; its term runs from when it was asked")
    CouncilApi.Made ask(
            Actor actor,
            @PathVariable String number,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Asking asking) {
        return new CouncilApi.Made(Long.parseLong(commands.once(
                actor,
                key,
                "ask " + number,
                () -> Long.toString(groups.ask(actor, Ids.fromNumber(number), asking.words, asking.askedAt)))));
    }

    @PostMapping("/{number}/questions/{id}/answer")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void answer(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody CouncilApi.Said said) {
        groups.answer(actor, Ids.fromNumber(number), id, said.words());
    }

    @PostMapping("/{number}/questions/{id}/topic")
    @ForSignedIn
    @Operation(summary = "Makes a topic of a question; words are its title")
    TopicApi.Line raise(
            Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody CouncilApi.Said said) {
        return TopicApi.Line.of(groups.raise(actor, Ids.fromNumber(number), id, said.words()));
    }
}
