package org.gongzhi.conventions.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.conventions.Convention;
import org.gongzhi.conventions.ConventionRules;
import org.gongzhi.conventions.Conventions;
import org.gongzhi.conventions.Pledges;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
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

/// Conventions for programs.
@RestController
@RequestMapping("/api/v1/conventions")
@Tag(name = "conventions")
class ConventionApi {

    private final Conventions conventions;
    private final Pledges pledges;
    private final ConventionRules rules;
    private final Commands commands;

    ConventionApi(Conventions conventions, Pledges pledges, ConventionRules rules, Commands commands) {
        this.conventions = conventions;
        this.pledges = pledges;
        this.rules = rules;
        this.commands = commands;
    }

    @GetMapping("/kinds")
    @ForEveryone(why = "which vote adopts which rules, by law")
    List<ConventionRules.Kind> kinds() {
        return rules.kinds();
    }

    /// Rules in a list.
    record Line(
            String number,
            String name,
            String kind,
            String place,
            @Nullable Integer inForce) {

        static Line of(Convention convention) {
            return new Line(
                    Ids.number(convention.id()),
                    convention.name(),
                    convention.kind(),
                    convention.placeCode(),
                    convention.inForce());
        }
    }

    @GetMapping
    @ForEveryone(why = "rules that bind people have to be readable by them")
    @Operation(summary = "Rules in force or consulted on at a place; the newest first, from behind `before`")
    List<Line> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") int limit) {
        return conventions
                .list(actor, place, before == null || before.isBlank() ? null : (Long) Ids.fromNumber(before), limit)
                .stream()
                .map(Line::of)
                .toList();
    }

    @PostMapping
    @Needs(Right.CONVENTION_KEEP)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Begins rules with an empty draft; the same Idempotency-Key begins them once")
    Line draft(
            Actor actor,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Conventions.Drafting drafting) {
        String number = commands.once(
                actor,
                key,
                "draft convention",
                () -> Ids.number(conventions.draft(actor, drafting).id()));
        return Line.of(conventions.view(actor, Ids.fromNumber(number), null).convention());
    }

    @GetMapping("/{number}")
    @ForEveryone(why = "rules that bind people have to be readable by them")
    @Operation(summary = "Rules with one edition: clauses, what changed, opinions, how they are known and kept")
    Conventions.View view(
            Actor actor, @PathVariable String number, @RequestParam(required = false) @Nullable Integer edition) {
        return conventions.view(actor, Ids.fromNumber(number), edition);
    }

    /// Clauses and the version of the edition that was seen.
    record Rewriting(@Nullable Integer version, @Nullable List<Convention.Clause> clauses) {}

    @PutMapping("/{number}/clauses")
    @Needs(Right.CONVENTION_KEEP)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rewrite(Actor actor, @PathVariable String number, @RequestBody Rewriting rewriting) {
        conventions.rewrite(
                actor,
                Ids.fromNumber(number),
                Sent.needed(rewriting.version, "version"),
                Sent.needed(rewriting.clauses, "clauses"));
    }

    /// Words, and when, that go with a step.
    record Said(@Nullable String words, @Nullable Instant at) {}

    @PostMapping("/{number}/{act}")
    @Needs(Right.CONVENTION_KEEP)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "A step: consult, ready, redraft, withdraw, revise, record (with `at`), file, end")
    void act(
            Actor actor,
            @PathVariable String number,
            @PathVariable String act,
            @RequestBody(required = false) @Nullable Said said) {
        long id = Ids.fromNumber(number);
        String words = said == null ? null : said.words;
        switch (act) {
            case "consult" -> conventions.consult(actor, id);
            case "ready" -> conventions.ready(actor, id);
            case "redraft" -> conventions.redraft(actor, id);
            case "withdraw" -> conventions.withdraw(actor, id);
            case "revise" -> conventions.revise(actor, id, words);
            case "record" -> conventions.record(actor, id, said == null ? null : said.at, words);
            case "file" -> conventions.file(actor, id, words);
            case "end" -> conventions.end(actor, id, words);
            default -> throw Refusal.unknown("act");
        }
    }

    /// What somebody thinks, of one clause or of all.
    record Opinion(@Nullable Integer clause, @Nullable String words) {}

    /// The id of what was made.
    record Made(long id) {}

    @PostMapping("/{number}/opinions")
    @ForSignedIn
    @ResponseStatus(HttpStatus.CREATED)
    Made say(
            Actor actor,
            @PathVariable String number,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Opinion opinion) {
        return new Made(Long.parseLong(commands.once(
                actor,
                key,
                "opinion " + number,
                () -> Long.toString(conventions.say(actor, Ids.fromNumber(number), opinion.clause, opinion.words)))));
    }

    /// Whether an opinion was taken up, and why.
    record Answer(@Nullable Boolean taken, @Nullable String words) {}

    @PostMapping("/{number}/opinions/{id}/answer")
    @Needs(Right.CONVENTION_KEEP)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void answer(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Answer answer) {
        conventions.answer(actor, Ids.fromNumber(number), id, Boolean.TRUE.equals(answer.taken), answer.words);
    }

    @PostMapping("/{number}/pledge")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Signs the rules in force")
    void pledge(Actor actor, @PathVariable String number) {
        pledges.pledge(actor, Ids.fromNumber(number));
    }

    @PutMapping("/{number}/quiz")
    @Needs(Right.CONVENTION_KEEP)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void quiz(Actor actor, @PathVariable String number, @RequestBody List<Pledges.Asking> questions) {
        pledges.quiz(actor, Ids.fromNumber(number), questions);
    }

    @PostMapping("/{number}/quiz")
    @ForSignedIn
    @Operation(summary = "Takes the quiz: numbers of options by the number of the question")
    Pledges.Graded take(Actor actor, @PathVariable String number, @RequestBody Map<Integer, Integer> answers) {
        return pledges.take(actor, Ids.fromNumber(number), answers);
    }

    /// How a clause is kept.
    record Noting(
            @Nullable Integer clause,
            Convention.@Nullable Kept kind,
            @Nullable String words,
            @Nullable String place) {}

    @PostMapping("/{number}/notes")
    @Needs(Right.CONVENTION_KEEP)
    @ResponseStatus(HttpStatus.CREATED)
    Made note(Actor actor, @PathVariable String number, @RequestBody Noting noting) {
        return new Made(conventions.note(
                actor,
                Ids.fromNumber(number),
                Objects.requireNonNullElse(noting.clause, 0),
                noting.kind,
                noting.words,
                noting.place));
    }

    @PostMapping("/{number}/notes/{id}/settle")
    @Needs(Right.CONVENTION_KEEP)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void settle(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Said said) {
        conventions.settle(actor, Ids.fromNumber(number), id, said.words);
    }
}
