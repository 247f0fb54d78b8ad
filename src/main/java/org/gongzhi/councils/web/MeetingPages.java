package org.gongzhi.councils.web;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.councils.Bodies;
import org.gongzhi.councils.CouncilPapers;
import org.gongzhi.councils.CouncilRules;
import org.gongzhi.councils.Meeting;
import org.gongzhi.councils.MeetingFeed;
import org.gongzhi.councils.Meetings;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.QrCode;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.NoticeSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Meetings on pages: the calendar, the plan, the room, the minutes.
@Controller
class MeetingPages {

    private static final int MONTHS = 2;

    private final Meetings meetings;
    private final Bodies bodies;
    private final CouncilRules rules;
    private final CouncilPapers papers;
    private final Commands commands;
    private final NoticeSettings settings;
    private final MeetingFeed feed;
    private final Clock clock;

    MeetingPages(
            Meetings meetings,
            Bodies bodies,
            CouncilRules rules,
            CouncilPapers papers,
            Commands commands,
            NoticeSettings settings,
            MeetingFeed feed,
            Clock clock) {
        this.meetings = meetings;
        this.bodies = bodies;
        this.rules = rules;
        this.papers = papers;
        this.commands = commands;
        this.settings = settings;
        this.feed = feed;
        this.clock = clock;
    }

    private YearMonth month(String month) {
        try {
            return month.isBlank() ? YearMonth.from(Clocks.today(clock)) : YearMonth.parse(month);
        } catch (java.time.DateTimeException wrong) {
            throw Refusal.invalid("month");
        }
    }

    private List<Meeting> from(Actor actor, String place, YearMonth month, int months) {
        return meetings.calendar(
                actor,
                place,
                start(month.atDay(1)),
                start(month.plusMonths(months).atDay(1)),
                500);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(Clocks.ZONE).toInstant();
    }

    @GetMapping("/meetings")
    @ForSignedIn
    String calendar(
            Actor actor,
            Model model,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String month) {
        YearMonth first = month(month);
        model.addAttribute("rows", from(actor, place, first, MONTHS));
        model.addAttribute("rules", rules);
        model.addAttribute("month", first);
        model.addAttribute("place", place);
        model.addAttribute("feed", feed.token(Objects.requireNonNull(actor.account())));
        return "councils/calendar";
    }

    /// The same to take into a calendar once.
    @GetMapping("/meetings/calendar.ics")
    @ForSignedIn
    ResponseEntity<byte[]> ics(Actor actor, @RequestParam(defaultValue = "") String place, Words words) {
        return ResponseEntity.ok()
                .contentType(CALENDAR)
                .header("Content-Disposition", "attachment; filename=\"meetings.ics\"")
                .body(feed.of(actor, place, words));
    }

    /// The same for a telephone that asks again by itself.
    @GetMapping("/meetings/calendar/{token}.ics")
    @ForEveryone(why = "a secret address of one's own meetings; calendars cannot sign in")
    ResponseEntity<byte[]> subscribed(@PathVariable String token, @RequestParam(defaultValue = "zh") String language) {
        return ResponseEntity.ok().contentType(CALENDAR).body(feed.of(token, Words.of(language)));
    }

    private static final MediaType CALENDAR = MediaType.parseMediaType("text/calendar;charset=UTF-8");

    @GetMapping("/councils/{number}/plan")
    @Needs(Right.COUNCIL_RUN)
    String plan(Actor actor, Model model, @PathVariable String number) {
        model.addAttribute("body", bodies.view(actor, Ids.fromNumber(number)));
        model.addAttribute("view", null);
        model.addAttribute("rules", rules);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "councils/plan";
    }

    @PostMapping("/councils/{number}/meetings")
    @Needs(Right.COUNCIL_RUN)
    String planned(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String form,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(defaultValue = "") String venue,
            @RequestParam(defaultValue = "") String room,
            @RequestParam(required = false) @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") @Nullable LocalDateTime at,
            @RequestParam(required = false) @Nullable List<String> topic,
            @RequestParam(defaultValue = "") String items,
            @RequestParam(defaultValue = "") String key) {
        String made = commands.once(
                actor,
                key,
                "plan meeting",
                () -> Ids.number(
                        meetings.plan(actor, Ids.fromNumber(number), of(form, title, venue, room, at, topic, items))
                                .id()));
        return back(made, "planned");
    }

    private static Meetings.Plan of(
            String form,
            String title,
            String venue,
            String room,
            @Nullable LocalDateTime at,
            @Nullable List<String> topics,
            String items) {
        return new Meetings.Plan(
                form,
                title,
                venue,
                room,
                at == null ? null : at.atZone(Clocks.ZONE).toInstant(),
                topics,
                items.lines().toList());
    }

    private static String back(String number, String done) {
        return "redirect:/meetings/" + number + "?done=" + done;
    }

    @GetMapping("/meetings/{number}")
    @ForSignedIn
    String meeting(
            Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        var view = meetings.view(actor, Ids.fromNumber(number));
        model.addAttribute("view", view);
        model.addAttribute("papers", papers.able(view));
        model.addAttribute("code", view.runs() ? QrCode.of(signIn(view)) : null);
        model.addAttribute("rules", rules);
        model.addAttribute("done", done);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "councils/meeting";
    }

    /// Where the code on the wall leads.
    private String signIn(Meetings.View view) {
        return settings.base() + Meetings.path(view.meeting()) + "/sign-in?code="
                + view.meeting().code();
    }

    /// Attendance, quorum and the speaking list as they are now.
    @GetMapping("/meetings/{number}/live")
    @ForSignedIn
    String live(Actor actor, Model model, @PathVariable String number) {
        model.addAttribute("view", meetings.view(actor, Ids.fromNumber(number)));
        return "councils/live";
    }

    @GetMapping("/meetings/{number}/plan")
    @Needs(Right.COUNCIL_RUN)
    String change(Actor actor, Model model, @PathVariable String number) {
        var view = meetings.view(actor, Ids.fromNumber(number));
        model.addAttribute("view", view);
        model.addAttribute("body", bodies.view(actor, view.body().id()));
        model.addAttribute("rules", rules);
        model.addAttribute("key", "");
        return "councils/plan";
    }

    @PostMapping("/meetings/{number}/plan")
    @Needs(Right.COUNCIL_RUN)
    String changed(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String form,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(defaultValue = "") String venue,
            @RequestParam(defaultValue = "") String room,
            @RequestParam(required = false) @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") @Nullable LocalDateTime at,
            @RequestParam(required = false) @Nullable List<String> topic,
            @RequestParam(defaultValue = "") String items) {
        meetings.change(actor, Ids.fromNumber(number), version, of(form, title, venue, room, at, topic, items));
        return back(number, "changed");
    }

    @PostMapping("/meetings/{number}/call")
    @Needs(Right.COUNCIL_RUN)
    String call(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "") String words) {
        meetings.call(actor, Ids.fromNumber(number), words);
        return back(number, "called");
    }

    @PostMapping("/meetings/{number}/cancel")
    @Needs(Right.COUNCIL_RUN)
    String cancel(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "") String words) {
        meetings.cancel(actor, Ids.fromNumber(number), words);
        return back(number, "cancelled");
    }

    @PostMapping("/meetings/{number}/reply")
    @ForSignedIn
    String reply(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "false") boolean coming,
            @RequestParam(defaultValue = "") String words) {
        meetings.reply(actor, Ids.fromNumber(number), coming, words);
        return back(number, coming ? "coming" : "excused");
    }

    /// What the code on the wall opens.
    @GetMapping("/meetings/{number}/sign-in")
    @ForSignedIn
    String signIn(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String code) {
        model.addAttribute("view", meetings.view(actor, Ids.fromNumber(number)));
        model.addAttribute("code", code);
        return "councils/signIn";
    }

    @PostMapping("/meetings/{number}/sign-in")
    @ForSignedIn
    String signedIn(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "") String code) {
        meetings.signIn(actor, Ids.fromNumber(number), code);
        return back(number, "present");
    }

    @PostMapping("/meetings/{number}/members/{id}")
    @Needs(Right.COUNCIL_RUN)
    String desk(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(required = false) Meeting.@Nullable Presence presence,
            @RequestParam(defaultValue = "") String words) {
        meetings.desk(actor, Ids.fromNumber(number), id, presence, words);
        return back(number, "noted");
    }

    @PostMapping("/meetings/{number}/open")
    @Needs(Right.COUNCIL_RUN)
    String open(Actor actor, @PathVariable String number) {
        meetings.open(actor, Ids.fromNumber(number));
        return back(number, "opened");
    }

    @PostMapping("/meetings/{number}/speak")
    @ForSignedIn
    String speak(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "true") boolean wants) {
        meetings.speak(actor, Ids.fromNumber(number), wants);
        return back(number, "noted");
    }

    @PostMapping("/meetings/{number}/members/{id}/spoken")
    @Needs(Right.COUNCIL_RUN)
    String spoken(Actor actor, @PathVariable String number, @PathVariable long id) {
        meetings.spoken(actor, Ids.fromNumber(number), id);
        return back(number, "noted");
    }

    @PostMapping("/meetings/{number}/motions")
    @ForSignedIn
    String motion(
            Actor actor,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable Integer position,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String restsOn,
            @RequestParam(required = false) @Nullable Long proposal,
            @RequestParam(required = false) @Nullable Long amends,
            @RequestParam(defaultValue = "") String adopts,
            @RequestParam(defaultValue = "") String key) {
        commands.once(
                actor,
                key,
                "motion " + number,
                () -> Long.toString(meetings.motion(
                        actor,
                        Ids.fromNumber(number),
                        new Meetings.Moving(position, text, restsOn, proposal, amends, adopts))));
        return back(number, "moved");
    }

    @PostMapping("/meetings/{number}/motions/{id}/vote")
    @ForSignedIn
    String vote(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(required = false) Meeting.@Nullable Choice choice) {
        meetings.vote(actor, Ids.fromNumber(number), id, choice);
        return back(number, "voted");
    }

    @PostMapping("/meetings/{number}/motions/{id}/settle")
    @Needs(Right.COUNCIL_RUN)
    String settle(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Integer agree,
            @RequestParam(required = false) @Nullable Integer disagree,
            @RequestParam(required = false) @Nullable Integer abstain,
            @RequestParam(required = false) @Nullable Long executor) {
        var counted = meetings.settle(
                actor, Ids.fromNumber(number), id, new Meetings.Hands(agree, disagree, abstain, executor));
        return back(number, counted.state() == Meeting.Motion.State.PASSED ? "passed" : "failed");
    }

    @PostMapping("/meetings/{number}/motions/{id}/withdraw")
    @Needs(Right.COUNCIL_RUN)
    String withdraw(Actor actor, @PathVariable String number, @PathVariable long id) {
        meetings.withdrawMotion(actor, Ids.fromNumber(number), id);
        return back(number, "withdrawn");
    }

    @PostMapping("/meetings/{number}/motions/{id}/dissent")
    @ForSignedIn
    String dissent(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String words) {
        meetings.dissent(actor, Ids.fromNumber(number), id, words);
        return back(number, "dissented");
    }

    @PostMapping("/meetings/{number}/dissents/{id}/answer")
    @Needs(Right.COUNCIL_RUN)
    String answer(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String words) {
        meetings.answer(actor, Ids.fromNumber(number), id, words);
        return back(number, "answered");
    }

    @PostMapping("/meetings/{number}/minutes")
    @Needs(Right.COUNCIL_RUN)
    String minutes(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String words) {
        meetings.minutes(actor, Ids.fromNumber(number), version, words);
        return back(number, "written");
    }

    @PostMapping("/meetings/{number}/close")
    @Needs(Right.COUNCIL_RUN)
    String close(Actor actor, @PathVariable String number) {
        meetings.close(actor, Ids.fromNumber(number));
        return back(number, "closed");
    }

    @PostMapping("/meetings/{number}/publish")
    @Needs(Right.COUNCIL_RUN)
    String publish(Actor actor, @PathVariable String number) {
        meetings.publish(actor, Ids.fromNumber(number));
        return back(number, "published");
    }

    @PostMapping("/meetings/{number}/corrections")
    @Needs(Right.COUNCIL_RUN)
    String correct(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "") String words) {
        meetings.correct(actor, Ids.fromNumber(number), words);
        return back(number, "corrected");
    }

    @GetMapping("/meetings/{number}/papers/{name}")
    @ForSignedIn
    ResponseEntity<byte[]> paper(
            Actor actor,
            Words words,
            @PathVariable String number,
            @PathVariable String name,
            @RequestParam(defaultValue = "pdf") String format) {
        var view = meetings.view(actor, Ids.fromNumber(number));
        var sort = CouncilPapers.Sort.of(name);
        var as = PaperFormat.of(format);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(as.type()))
                .cacheControl(CacheControl.noStore())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + sort.word() + "-" + number + "." + as.ending() + "\"")
                .body(as.write(papers.of(view, sort, settings.base(), words)));
    }
}
