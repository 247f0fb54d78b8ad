package org.gongzhi.ballots.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.Ballot;
import org.gongzhi.ballots.Ballots;
import org.gongzhi.ballots.Contests;
import org.gongzhi.ballots.Objections;
import org.gongzhi.ballots.Publishing;
import org.gongzhi.ballots.Vote;
import org.gongzhi.ballots.VoteCount;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.ballots.VotePapers;
import org.gongzhi.ballots.VoteRules;
import org.gongzhi.ballots.Votes;
import org.gongzhi.conventions.Conventions;
import org.gongzhi.councils.Topics;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.notices.NoticeSettings;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Votes on pages: for whoever votes, whoever runs them, and whoever goes round.
@Controller
class VotePages {

    private static final int ROWS = 50;
    private static final int QUESTIONS = 8;

    private final Votes votes;
    private final Objections objections;
    private final VoteDesk desk;
    private final Ballots ballots;
    private final VoteRules rules;
    private final VotePapers papers;
    private final Places places;
    private final Topics topics;
    private final Conventions conventions;
    private final Contests contests;
    private final Commands commands;
    private final NoticeSettings settings;
    private final Publishing publishing;

    VotePages(
            Votes votes,
            Objections objections,
            VoteDesk desk,
            Ballots ballots,
            VoteRules rules,
            VotePapers papers,
            Places places,
            Topics topics,
            Conventions conventions,
            Contests contests,
            Commands commands,
            NoticeSettings settings,
            Publishing publishing) {
        this.votes = votes;
        this.objections = objections;
        this.desk = desk;
        this.ballots = ballots;
        this.rules = rules;
        this.papers = papers;
        this.places = places;
        this.topics = topics;
        this.conventions = conventions;
        this.contests = contests;
        this.commands = commands;
        this.settings = settings;
        this.publishing = publishing;
    }

    @GetMapping("/votes")
    @ForSignedIn
    String list(Actor actor, Model model, @RequestParam(required = false) @Nullable Long before) {
        var rows = desk.list(actor, before, ROWS + 1);
        model.addAttribute("rows", rows.subList(0, Math.min(ROWS, rows.size())));
        model.addAttribute("next", rows.size() > ROWS ? rows.get(ROWS - 1).id() : 0L);
        model.addAttribute("calls", actor.may(Right.VOTE_CALL));
        return "ballots/votes";
    }

    @GetMapping("/votes/new")
    @Needs(Right.VOTE_CALL)
    String fresh(Actor actor, Model model, @RequestParam(defaultValue = "") String topic) {
        var about = topic.isBlank() ? null : topics.get(actor, Ids.fromNumber(topic));
        model.addAttribute("choices", choices(actor));
        model.addAttribute("topic", about);
        offer(model, choices(actor).stream().map(Place::code).limit(20).toList());
        model.addAttribute("rules", rules);
        model.addAttribute("questions", QUESTIONS);
        model.addAttribute("vote", null);
        return "ballots/call";
    }

    private List<Place> choices(Actor actor) {
        return places.together(actor.scope(Right.VOTE_CALL).codes(), 500);
    }

    @PostMapping("/votes")
    @Needs(Right.VOTE_CALL)
    String call(Actor actor, HttpServletRequest form, @RequestParam(required = false) @Nullable String key) {
        String number = commands.once(
                actor,
                key,
                "call vote",
                () -> Ids.number(votes.call(actor, called(form)).id()));
        return "redirect:/votes/" + number + "?done=called";
    }

    @PostMapping("/votes/{number}/run-off")
    @Needs(Right.VOTE_CALL)
    String runOff(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "1") int question,
            @RequestParam(defaultValue = "") String key) {
        String made = commands.once(
                actor,
                key,
                "run-off " + number,
                () -> Ids.number(
                        votes.runOff(actor, Ids.fromNumber(number), question).id()));
        return "redirect:/votes/" + made + "?done=called";
    }

    @GetMapping("/votes/{number}/change")
    @Needs(Right.VOTE_CALL)
    String change(Actor actor, Model model, @PathVariable String number) {
        var vote = desk.readable(actor, Ids.fromNumber(number));
        model.addAttribute("choices", List.of());
        model.addAttribute("topic", null);
        offer(model, List.of(vote.placeCode()));
        model.addAttribute("rules", rules);
        model.addAttribute("questions", QUESTIONS);
        model.addAttribute("vote", vote);
        return "ballots/call";
    }

    /// Clauses that may let silence count, and conventions that can be adopted, at places.
    private void offer(Model model, List<String> codes) {
        var communities = codes.stream()
                .map(code -> code.substring(0, Math.min(12, code.length())))
                .distinct()
                .toList();
        model.addAttribute(
                "clauses",
                communities.stream()
                        .flatMap(code -> conventions.citable(code, true).stream())
                        .toList());
        model.addAttribute(
                "adoptable",
                communities.stream()
                        .flatMap(code -> conventions.adoptable(code).stream())
                        .toList());
    }

    @PostMapping("/votes/{number}/change")
    @Needs(Right.VOTE_CALL)
    String change(Actor actor, HttpServletRequest form, @PathVariable String number, @RequestParam int version) {
        votes.change(actor, Ids.fromNumber(number), version, called(form));
        return "redirect:/votes/" + number + "?done=changed";
    }

    /// The form of a vote: questions under `title-1`, `matter-1`, `type-1`, `options-1`, `seats-1` …
    private static Votes.Call called(HttpServletRequest form) {
        var questions = new ArrayList<Vote.Question>();
        for (int i = 1; i <= QUESTIONS; i++) {
            String title = BallotForm.text(form, "title-" + i);
            if (!title.isEmpty()) {
                questions.add(question(form, i, questions.size() + 1, title));
            }
        }
        return new Votes.Call(
                BallotForm.text(form, "place"),
                BallotForm.text(form, "title"),
                BallotForm.text(form, "text"),
                BallotForm.value(
                        VoteRules.Electorate.class, BallotForm.text(form, "electorate"), VoteRules.Electorate.OWNERS),
                BallotForm.value(Vote.Effect.class, BallotForm.text(form, "effect"), Vote.Effect.CONSULTATIVE),
                !BallotForm.text(form, "secret").isEmpty(),
                !BallotForm.text(form, "replaceable").isEmpty(),
                BallotForm.text(form, "silence").isEmpty()
                        ? VoteCount.NonResponsePolicy.NOT_PARTICIPATING
                        : VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY,
                BallotForm.text(form, "silence"),
                questions,
                BallotForm.text(form, "runOffOf"),
                BallotForm.text(form, "topic"),
                BallotForm.text(form, "adopts"));
    }

    private static Vote.Question question(HttpServletRequest form, int at, int number, String title) {
        String rule = BallotForm.text(form, "rule-" + at);
        String seats = BallotForm.text(form, "seats-" + at);
        boolean matter = rule.matches("\\d{1,2}");
        return new Vote.Question(
                number,
                BallotForm.value(Vote.Type.class, BallotForm.text(form, "type-" + at), Vote.Type.DECISION),
                matter ? "" : rule,
                matter ? Integer.valueOf(rule) : null,
                title,
                BallotForm.text(form, "text-" + at),
                Arrays.stream(BallotForm.text(form, "options-" + at).split("\n"))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .toList(),
                seats.matches("\\d{1,2}") ? Integer.parseInt(seats) : 1);
    }

    @GetMapping("/votes/{number}")
    @ForSignedIn
    String vote(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        var view = desk.view(actor, Ids.fromNumber(number));
        model.addAttribute("view", view);
        model.addAttribute("rules", rules);
        model.addAttribute("papers", papers);
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("collected", contests.mine(actor, view.vote().id()));
        model.addAttribute("published", view.vote().counted() ? publishing.hash(view.vote()) : "");
        model.addAttribute("shares", view.vote().counted() ? contests.shares(view.vote()) : null);
        model.addAttribute("done", done);
        return "ballots/vote";
    }

    @PostMapping("/votes/{number}/ballots")
    @ForSignedIn
    String cast(
            Actor actor,
            Model model,
            HttpServletRequest form,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable Integer voter,
            @RequestParam(required = false) @Nullable String key) {
        long id = Ids.fromNumber(number);
        Vote vote = desk.readable(actor, id);
        return receipt(model, vote, ballots.cast(actor, id, voter, BallotForm.answers(form, vote), key));
    }

    private String receipt(Model model, Vote vote, Ballot.Receipt receipt) {
        model.addAttribute("vote", vote);
        model.addAttribute("receipt", receipt);
        model.addAttribute("base", settings.base());
        return "ballots/receipt";
    }

    /// One act of those who run a vote.
    @PostMapping("/votes/{number}/{act}")
    @ForSignedIn
    String act(
            Actor actor,
            @PathVariable String number,
            @PathVariable String act,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @Nullable LocalDateTime opens,
            @RequestParam(required = false) @Nullable LocalDateTime closes,
            @RequestParam(required = false) @Nullable Long objection,
            @RequestParam(defaultValue = "false") boolean granted,
            @RequestParam(required = false) @Nullable Integer voter,
            @RequestParam(defaultValue = "") String username) {
        long id = Ids.fromNumber(number);
        switch (act) {
            case "publish" -> votes.publishRoll(actor, id);
            case "announce" -> votes.announce(actor, id, instant(opens), instant(closes));
            case "extend" -> votes.extend(actor, id, instant(closes), words);
            case "cancel" -> votes.cancel(actor, id, words);
            case "decide" -> votes.decide(actor, id);
            case "file" -> votes.file(actor, id, words);
            case "annul" -> votes.annul(actor, id, words);
            case "object" -> objections.object(actor, id, words);
            case "answer" -> objections.answer(actor, id, objection == null ? 0 : objection, granted, words);
            case "authorize" -> ballots.authorize(actor, id, voter == null ? 0 : voter, username, words);
            case "revoke" -> ballots.revoke(actor, id, voter == null ? 0 : voter);
            default -> throw Refusal.unknown("act");
        }
        return "redirect:/votes/" + number + "?done=" + act;
    }

    private static java.time.Instant instant(@Nullable LocalDateTime at) {
        if (at == null) {
            throw Refusal.invalid("vote-times");
        }
        return at.atZone(Clocks.ZONE).toInstant();
    }
}
