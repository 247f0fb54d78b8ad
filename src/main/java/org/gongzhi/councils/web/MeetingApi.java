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
import org.gongzhi.councils.Meeting;
import org.gongzhi.councils.Meetings;
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

/// Meetings for programs: planned, called, attended, voted in, written down.
@RestController
@RequestMapping("/api/v1/meetings")
@Tag(name = "councils")
class MeetingApi {

    private final Meetings meetings;
    private final Commands commands;

    MeetingApi(Meetings meetings, Commands commands) {
        this.meetings = meetings;
        this.commands = commands;
    }

    /// A meeting in the calendar.
    record Line(String number, String council, String title, String venue, Instant startsAt, Meeting.State state) {

        static Line of(Meeting meeting) {
            return new Line(
                    Ids.number(meeting.id()),
                    Ids.number(meeting.body()),
                    meeting.title(),
                    meeting.venue(),
                    meeting.startsAt(),
                    meeting.state());
        }
    }

    @GetMapping
    @ForSignedIn
    @Operation(summary = "Meetings that begin in a span, at a place or where the asker sits or has a seat")
    List<Line> calendar(
            Actor actor,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam Instant from,
            @RequestParam Instant until) {
        return meetings.calendar(actor, place, from, until, 500).stream()
                .map(Line::of)
                .toList();
    }

    /// A meeting to be planned; `council` is the number of the body.
    record Planning(@Nullable String council, Meetings.@Nullable Plan plan) {}

    @PostMapping
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Plans a meeting; the same Idempotency-Key plans it once")
    Meetings.View plan(
            Actor actor,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Planning planning) {
        long council = Ids.fromNumber(Sent.text(planning.council));
        var plan = Sent.needed(planning.plan, "plan");
        String number = commands.once(
                actor,
                key,
                "plan meeting",
                () -> Ids.number(meetings.plan(actor, council, plan).id()));
        return meetings.view(actor, Ids.fromNumber(number));
    }

    @GetMapping("/{number}")
    @ForSignedIn
    @Operation(summary = "A meeting whole: agenda, attendance, quorum by item, motions, dissent")
    Meetings.View view(Actor actor, @PathVariable String number) {
        return meetings.view(actor, Ids.fromNumber(number));
    }

    /// A changed plan and the version that was seen.
    record Changed(@Nullable Integer version, Meetings.@Nullable Plan plan) {}

    @PutMapping("/{number}")
    @Needs(Right.COUNCIL_RUN)
    Meetings.View change(Actor actor, @PathVariable String number, @RequestBody Changed changed) {
        long id = Ids.fromNumber(number);
        meetings.change(actor, id, Sent.needed(changed.version, "version"), Sent.needed(changed.plan, "plan"));
        return meetings.view(actor, id);
    }

    @PostMapping("/{number}/call")
    @Needs(Right.COUNCIL_RUN)
    @Operation(summary = "Locks the agenda and invites; words say why when the notice is shorter than the rule")
    Meetings.View call(Actor actor, @PathVariable String number, @RequestBody CouncilApi.Said said) {
        long id = Ids.fromNumber(number);
        meetings.call(actor, id, said.words());
        return meetings.view(actor, id);
    }

    @PostMapping("/{number}/cancel")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(Actor actor, @PathVariable String number, @RequestBody CouncilApi.Said said) {
        meetings.cancel(actor, Ids.fromNumber(number), said.words());
    }

    /// Whether a member comes; excused with a reason.
    record Reply(@Nullable Boolean coming, @Nullable String words) {}

    @PostMapping("/{number}/reply")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reply(Actor actor, @PathVariable String number, @RequestBody Reply reply) {
        meetings.reply(actor, Ids.fromNumber(number), Boolean.TRUE.equals(reply.coming), reply.words);
    }

    /// The code on the wall; empty in the online room.
    record SignIn(@Nullable String code) {}

    @PostMapping("/{number}/sign-in")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signIn(Actor actor, @PathVariable String number, @RequestBody SignIn signIn) {
        meetings.signIn(actor, Ids.fromNumber(number), signIn.code);
    }

    /// What the desk notes of a member.
    record Desk(
            Meeting.@Nullable Presence presence, @Nullable String words) {}

    @PostMapping("/{number}/members/{id}")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "The desk signs a member in (PRESENT), notes an excuse (EXCUSED), or takes it back (INVITED)")
    void desk(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Desk desk) {
        meetings.desk(actor, Ids.fromNumber(number), id, desk.presence, desk.words);
    }

    @PostMapping("/{number}/open")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void open(Actor actor, @PathVariable String number) {
        meetings.open(actor, Ids.fromNumber(number));
    }

    /// Whether a member wants to speak.
    record Speaking(@Nullable Boolean wants) {}

    @PostMapping("/{number}/speak")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void speak(Actor actor, @PathVariable String number, @RequestBody Speaking speaking) {
        meetings.speak(actor, Ids.fromNumber(number), !Boolean.FALSE.equals(speaking.wants));
    }

    @PostMapping("/{number}/members/{id}/spoken")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void spoken(Actor actor, @PathVariable String number, @PathVariable long id) {
        meetings.spoken(actor, Ids.fromNumber(number), id);
    }

    @PostMapping("/{number}/motions")
    @ForSignedIn
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Puts a motion on an item to the vote; `amends` is the motion it changes")
    CouncilApi.Made motion(
            Actor actor,
            @PathVariable String number,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Meetings.Moving moving) {
        return new CouncilApi.Made(Long.parseLong(commands.once(
                actor,
                key,
                "motion " + number,
                () -> Long.toString(meetings.motion(actor, Ids.fromNumber(number), moving)))));
    }

    /// A member's own vote.
    record Voting(Meeting.@Nullable Choice choice) {}

    @PostMapping("/{number}/motions/{id}/vote")
    @ForSignedIn
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void vote(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Voting voting) {
        meetings.vote(actor, Ids.fromNumber(number), id, voting.choice);
    }

    @PostMapping("/{number}/motions/{id}/settle")
    @Needs(Right.COUNCIL_RUN)
    @Operation(summary = "Counts a motion: own votes and the hands in the room; passed, it decides its topic")
    Meeting.Motion settle(
            Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody Meetings.Hands hands) {
        return meetings.settle(actor, Ids.fromNumber(number), id, hands);
    }

    @PostMapping("/{number}/motions/{id}/withdraw")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(Actor actor, @PathVariable String number, @PathVariable long id) {
        meetings.withdrawMotion(actor, Ids.fromNumber(number), id);
    }

    @PostMapping("/{number}/motions/{id}/dissent")
    @ForSignedIn
    @ResponseStatus(HttpStatus.CREATED)
    CouncilApi.Made dissent(
            Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody CouncilApi.Said said) {
        return new CouncilApi.Made(meetings.dissent(actor, Ids.fromNumber(number), id, said.words()));
    }

    @PostMapping("/{number}/dissents/{id}/answer")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void answer(Actor actor, @PathVariable String number, @PathVariable long id, @RequestBody CouncilApi.Said said) {
        meetings.answer(actor, Ids.fromNumber(number), id, said.words());
    }

    /// Minutes and the version that was seen.
    record Minutes(@Nullable Integer version, @Nullable String words) {}

    @PutMapping("/{number}/minutes")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void minutes(Actor actor, @PathVariable String number, @RequestBody Minutes minutes) {
        meetings.minutes(actor, Ids.fromNumber(number), Sent.needed(minutes.version, "version"), minutes.words);
    }

    @PostMapping("/{number}/close")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void close(Actor actor, @PathVariable String number) {
        meetings.close(actor, Ids.fromNumber(number));
    }

    @PostMapping("/{number}/publish")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void publish(Actor actor, @PathVariable String number) {
        meetings.publish(actor, Ids.fromNumber(number));
    }

    @PostMapping("/{number}/corrections")
    @Needs(Right.COUNCIL_RUN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void correct(Actor actor, @PathVariable String number, @RequestBody CouncilApi.Said said) {
        meetings.correct(actor, Ids.fromNumber(number), said.words());
    }
}
