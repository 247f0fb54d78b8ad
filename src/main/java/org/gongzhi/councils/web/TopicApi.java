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
import org.gongzhi.councils.CouncilRules;
import org.gongzhi.councils.Remarks;
import org.gongzhi.councils.Topic;
import org.gongzhi.councils.TopicAct;
import org.gongzhi.councils.Topics;
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

/// Topics for programs: raised, signed, acted upon, and what is said about them.
@RestController
@RequestMapping("/api/v1/topics")
@Tag(name = "councils")
class TopicApi {

    private final Topics topics;
    private final Remarks remarks;
    private final CouncilRules rules;
    private final Commands commands;

    TopicApi(Topics topics, Remarks remarks, CouncilRules rules, Commands commands) {
        this.topics = topics;
        this.remarks = remarks;
        this.rules = rules;
        this.commands = commands;
    }

    @GetMapping("/petitions")
    @ForEveryone(why = "what signatures may demand, by law")
    List<CouncilRules.Petition> petitions() {
        return rules.petitions();
    }

    /// A topic in a list.
    record Line(
            String number,
            String title,
            String place,
            Topic.Tier tier,
            Topic.Stage stage,
            @Nullable Instant dueAt,
            int needed,
            int signed) {

        static Line of(Topic topic) {
            return new Line(
                    Ids.number(topic.id()),
                    topic.title(),
                    topic.placeCode(),
                    topic.tier(),
                    topic.stage(),
                    topic.progress().dueAt(),
                    topic.needed(),
                    topic.signed());
        }
    }

    @GetMapping
    @ForSignedIn
    @Operation(summary = "Topics at a place, or where the asker has a seat; the newest first, from behind `before`")
    List<Line> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) Topic.@Nullable Stage stage,
            @RequestParam(required = false) Topic.@Nullable Tier tier,
            @RequestParam(required = false) @Nullable Boolean petition,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") int limit) {
        return topics
                .list(
                        actor,
                        new Topics.Asked(place, stage, tier, petition),
                        before == null || before.isBlank() ? null : (Long) Ids.fromNumber(before),
                        limit)
                .stream()
                .map(Line::of)
                .toList();
    }

    @PostMapping
    @ForSignedIn
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Raises a topic or a petition; the same Idempotency-Key raises it once")
    Line raise(
            Actor actor,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Topics.Raising raising) {
        String number = commands.once(
                actor,
                key,
                "raise topic",
                () -> Ids.number(topics.raise(actor, raising).id()));
        return Line.of(topics.get(actor, Ids.fromNumber(number)));
    }

    @GetMapping("/{number}")
    @ForSignedIn
    @Operation(summary = "A topic whole: proposals side by side, hearings, meetings, and `acts` the asker can do")
    Topics.View view(Actor actor, @PathVariable String number) {
        return topics.view(actor, Ids.fromNumber(number));
    }

    @PostMapping("/{number}/{act}")
    @ForSignedIn
    @Operation(summary = "Does something with a topic; `act` is one of `acts` in lower case with hyphens")
    Topics.View act(
            Actor actor,
            @PathVariable String number,
            @PathVariable String act,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) Topics.@Nullable Input input) {
        long id = Ids.fromNumber(number);
        TopicAct wanted = TopicAct.of(act);
        commands.once(actor, key, act + " " + number, () -> {
            topics.act(actor, id, wanted, Objects.requireNonNullElse(input, Topics.Input.NONE));
            return number;
        });
        return topics.view(actor, id);
    }

    @PostMapping("/{number}/signature")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Signs a petition: once, by whoever lives or owns something where it is raised")
    void sign(Actor actor, @PathVariable String number) {
        topics.sign(actor, Ids.fromNumber(number));
    }

    @PostMapping("/{number}/signature/withdraw")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Takes one's signature back")
    void unsign(Actor actor, @PathVariable String number) {
        topics.unsign(actor, Ids.fromNumber(number));
    }

    @GetMapping("/{number}/remarks")
    @ForSignedIn
    @Operation(summary = "What was said about a topic, in its order, from behind the id `after`")
    List<Remarks.Shown> remarks(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit) {
        return remarks.list(actor, Ids.fromNumber(number), after, limit);
    }

    @PostMapping("/{number}/remarks")
    @ForSignedIn
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Says something about a topic, or asks a question that has to be answered within the term")
    CouncilApi.Made say(
            Actor actor,
            @PathVariable String number,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Remarks.Saying saying) {
        return new CouncilApi.Made(Long.parseLong(commands.once(
                actor, key, "say " + number, () -> Long.toString(remarks.say(actor, Ids.fromNumber(number), saying)))));
    }

    @PostMapping("/{number}/remarks/{id}/answer")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void answer(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody CouncilApi.Said said) {
        remarks.answer(actor, Ids.fromNumber(number), id, said.words());
    }

    /// Remarks to be taken down, and why.
    record Hiding(@Nullable List<Long> remarks, @Nullable String words) {}

    @PostMapping("/{number}/remarks/hide")
    @Needs(Right.COUNCIL_RUN)
    @Operation(summary = "Takes remarks down, several at once, with a reason; answers how many")
    int hide(Actor actor, @PathVariable String number, @RequestBody Hiding hiding) {
        return remarks.hide(
                actor, Ids.fromNumber(number), Objects.requireNonNullElse(hiding.remarks, List.of()), hiding.words);
    }

    @PostMapping("/{number}/remarks/{id}/appeal")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "The author says why a remark that was taken down should come back")
    void appeal(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody CouncilApi.Said said) {
        remarks.appeal(actor, Ids.fromNumber(number), id, said.words());
    }

    /// What becomes of an appeal.
    record Judging(@Nullable Boolean back, @Nullable String words) {}

    @PostMapping("/{number}/remarks/{id}/judge")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Decides an appeal, by somebody else than who took the remark down")
    void judge(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Judging judging) {
        remarks.judge(actor, Ids.fromNumber(number), id, Boolean.TRUE.equals(judging.back), judging.words);
    }
}
