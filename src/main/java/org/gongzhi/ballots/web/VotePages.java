package org.gongzhi.ballots.web;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.Ballot;
import org.gongzhi.ballots.Ballots;
import org.gongzhi.ballots.Roll;
import org.gongzhi.ballots.Vote;
import org.gongzhi.ballots.VoteCount;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.ballots.VotePapers;
import org.gongzhi.ballots.VoteRules;
import org.gongzhi.ballots.Votes;
import org.gongzhi.conventions.Conventions;
import org.gongzhi.councils.Topics;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.NoticeSettings;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/// Votes on pages: for whoever votes, whoever runs them, and whoever goes round.
@Controller
class VotePages {

    private static final int ROWS = 50;
    private static final int UNITS = 200;
    private static final int QUESTIONS = 8;

    private final Votes votes;
    private final VoteDesk desk;
    private final Ballots ballots;
    private final VoteRules rules;
    private final VotePapers papers;
    private final Places places;
    private final Topics topics;
    private final Conventions conventions;
    private final Accounts accounts;
    private final Photos photos;
    private final Commands commands;
    private final NoticeSettings settings;
    private final Clock clock;

    VotePages(
            Votes votes,
            VoteDesk desk,
            Ballots ballots,
            VoteRules rules,
            VotePapers papers,
            Places places,
            Topics topics,
            Conventions conventions,
            Accounts accounts,
            Photos photos,
            Commands commands,
            NoticeSettings settings,
            Clock clock) {
        this.votes = votes;
        this.desk = desk;
        this.ballots = ballots;
        this.rules = rules;
        this.papers = papers;
        this.places = places;
        this.topics = topics;
        this.conventions = conventions;
        this.accounts = accounts;
        this.photos = photos;
        this.commands = commands;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping("/votes")
    @ForSignedIn
    String list(Actor actor, Model model, @RequestParam(required = false) @Nullable Long before) {
        var rows = desk.list(actor, before, ROWS + 1);
        model.addAttribute("rows", rows.subList(0, Math.min(ROWS, rows.size())));
        model.addAttribute("next", rows.size() > ROWS ? rows.get(ROWS - 1).id() : 0L);
        model.addAttribute("calls", actor.may(Right.VOTE_CALL));
        model.addAttribute("now", clock.instant());
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

    private static String text(HttpServletRequest form, String name) {
        String value = form.getParameter(name);
        return value == null ? "" : value.strip();
    }

    /// The form of a vote: questions under `title-1`, `matter-1`, `type-1`, `options-1`, `seats-1` …
    private static Votes.Call called(HttpServletRequest form) {
        var questions = new ArrayList<Vote.Question>();
        for (int i = 1; i <= QUESTIONS; i++) {
            String title = text(form, "title-" + i);
            if (title.isEmpty()) {
                continue;
            }
            String rule = text(form, "rule-" + i);
            boolean matter = rule.matches("\\d{1,2}");
            questions.add(new Vote.Question(
                    questions.size() + 1,
                    value(Vote.Type.class, text(form, "type-" + i), Vote.Type.DECISION),
                    matter ? "" : rule,
                    matter ? Integer.valueOf(rule) : null,
                    title,
                    text(form, "text-" + i),
                    Arrays.stream(text(form, "options-" + i).split("\n"))
                            .map(String::strip)
                            .filter(each -> !each.isEmpty())
                            .toList(),
                    text(form, "seats-" + i).matches("\\d{1,2}") ? Integer.parseInt(text(form, "seats-" + i)) : 1));
        }
        return new Votes.Call(
                text(form, "place"),
                text(form, "title"),
                text(form, "text"),
                value(VoteRules.Electorate.class, text(form, "electorate"), VoteRules.Electorate.OWNERS),
                value(Vote.Effect.class, text(form, "effect"), Vote.Effect.CONSULTATIVE),
                !text(form, "secret").isEmpty(),
                !text(form, "replaceable").isEmpty(),
                text(form, "silence").isEmpty()
                        ? VoteCount.NonResponsePolicy.NOT_PARTICIPATING
                        : VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY,
                text(form, "silence"),
                questions,
                text(form, "runOffOf"),
                text(form, "topic"),
                text(form, "adopts"));
    }

    private static <E extends Enum<E>> E value(Class<E> type, String name, E otherwise) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return otherwise;
    }

    @GetMapping("/votes/{number}")
    @ForSignedIn
    String vote(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        var view = desk.view(actor, Ids.fromNumber(number));
        model.addAttribute("view", view);
        model.addAttribute("rules", rules);
        model.addAttribute("papers", papers);
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("today", Clocks.today(clock));
        model.addAttribute("done", done);
        return "ballots/vote";
    }

    /// Answers of a form: `answer-1` a choice or one option, `option-1` several; ranks stand as `rank-1-2`.
    private static List<String> answers(HttpServletRequest form, Vote vote) {
        var answers = new ArrayList<String>();
        for (Vote.Question question : vote.questions()) {
            switch (question.type()) {
                case DECISION -> answers.add(text(form, "answer-" + question.id()));
                case CHOICE, ELECTION -> {
                    String[] picked = form.getParameterValues("answer-" + question.id());
                    answers.add(picked == null ? "" : String.join(" ", picked));
                }
                case RANKING -> {
                    var ranked = new TreeMap<Integer, Integer>();
                    for (int i = 1; i <= question.options().size(); i++) {
                        String rank = text(form, "rank-" + question.id() + "-" + i);
                        if (rank.matches("\\d{1,3}") && ranked.put(Integer.valueOf(rank), i) != null) {
                            throw Refusal.invalid(
                                    "ballot-options",
                                    question.title(),
                                    question.options().size());
                        }
                    }
                    answers.add(String.join(
                            " ", ranked.values().stream().map(String::valueOf).toList()));
                }
            }
        }
        return answers;
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
        return receipt(model, vote, ballots.cast(actor, id, voter, answers(form, vote), key));
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
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String lines) {
        long id = Ids.fromNumber(number);
        switch (act) {
            case "from-register" -> {
                var found = votes.fromRegister(actor, id);
                if (found.lines() == 0) {
                    throw Refusal.conflict("vote-roll-empty");
                }
            }
            case "roll" -> votes.roll(actor, id, lines(lines));
            case "publish" -> votes.publishRoll(actor, id);
            case "announce" -> votes.announce(actor, id, instant(opens), instant(closes));
            case "extend" -> votes.extend(actor, id, instant(closes), words);
            case "cancel" -> votes.cancel(actor, id, words);
            case "decide" -> votes.decide(actor, id);
            case "file" -> votes.file(actor, id, words);
            case "annul" -> votes.annul(actor, id, words);
            case "object" -> votes.object(actor, id, words);
            case "answer" -> votes.answer(actor, id, objection == null ? 0 : objection, granted, words);
            case "authorize" -> ballots.authorize(actor, id, voter == null ? 0 : voter, username, words, null);
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

    /// A roll as lines: `place | label | owner key | name | m² | basis | P (parking) or D (developer) |
    /// usernames`.
    private List<Roll.Line> lines(String text) {
        var lines = new ArrayList<Roll.Line>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                String[] cells = (line + " | | | | | | | | ").split("\\|", -1);
                String flags = cells[6].strip();
                lines.add(new Roll.Line(
                        cells[0].strip(),
                        cells[1].strip(),
                        cells[2].strip(),
                        cells[3].strip(),
                        cells[4].isBlank()
                                ? 0
                                : new BigDecimal(cells[4].strip())
                                        .movePointRight(2)
                                        .longValueExact(),
                        value(Roll.Basis.class, cells[5].strip(), Roll.Basis.NONE),
                        flags.contains("P"),
                        flags.contains("D"),
                        Arrays.stream(cells[7].strip().split("[,，\\s]+"))
                                .filter(each -> !each.isBlank())
                                .map(each -> accounts.find(each)
                                        .orElseThrow(() -> Refusal.unknown("account"))
                                        .id())
                                .toList()));
            } catch (ArithmeticException | NumberFormatException wrong) {
                throw Refusal.invalid("vote-roll-line", number);
            }
        }
        return lines;
    }

    @GetMapping("/votes/{number}/roll")
    @ForSignedIn
    String roll(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "0") int after) {
        long id = Ids.fromNumber(number);
        var rows = desk.roll(actor, id, after, UNITS + 1);
        model.addAttribute("view", desk.view(actor, id));
        model.addAttribute("rows", rows.subList(0, Math.min(UNITS, rows.size())));
        model.addAttribute(
                "next", rows.size() > UNITS ? rows.get(UNITS - 1).unit().id() : 0);
        return "ballots/roll";
    }

    @PostMapping("/votes/{number}/roll/{position}")
    @Needs(Right.VOTE_CALL)
    String correct(
            Actor actor,
            @PathVariable String number,
            @PathVariable int position,
            @RequestParam String area,
            @RequestParam String basis,
            @RequestParam(defaultValue = "") String owner,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String words) {
        long hundredths;
        try {
            hundredths = new BigDecimal(area.strip()).movePointRight(2).longValueExact();
        } catch (ArithmeticException | NumberFormatException wrong) {
            throw Refusal.invalid("vote-roll-line", position);
        }
        votes.correct(
                actor,
                Ids.fromNumber(number),
                position,
                hundredths,
                value(Roll.Basis.class, basis, Roll.Basis.NONE),
                owner,
                name,
                words);
        return "redirect:/votes/" + number + "/roll?after=" + Math.max(0, position - 5);
    }

    @GetMapping("/votes/{number}/sweep")
    @Needs(Right.VOTE_COLLECT)
    String sweep(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "0") int after) {
        long id = Ids.fromNumber(number);
        var units = ballots.units(actor, id, after, UNITS);
        // stairwell by stairwell, the highest floor first, as the people who go round see it
        Map<String, Map<String, List<Roll.Unit>>> stairs = new LinkedHashMap<>();
        for (Roll.Unit unit : units) {
            int cut = unit.placeCode().lastIndexOf('-');
            String stair = cut < 0 ? "" : unit.placeCode().substring(0, cut);
            String digits = unit.placeCode().substring(cut + 1).replaceAll("\\D", "");
            String floor = digits.length() > 2 ? digits.substring(0, digits.length() - 2) : "";
            stairs.computeIfAbsent(stair, _ -> new TreeMap<>(java.util.Comparator.reverseOrder()))
                    .computeIfAbsent(floor, _ -> new ArrayList<>())
                    .add(unit);
        }
        model.addAttribute("view", desk.view(actor, id));
        model.addAttribute("stairs", stairs);
        model.addAttribute("next", units.size() == UNITS ? units.getLast().id() : 0);
        return "ballots/sweep";
    }

    /// Where the code of a paper ballot leads: those who collect take it in, everybody else comes to the vote.
    @GetMapping("/votes/{number}/collect")
    @ForSignedIn
    String collect(
            Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String unit) {
        long id = Ids.fromNumber(number);
        var view = desk.view(actor, id);
        if (!view.collects()) {
            return "redirect:/votes/" + number;
        }
        model.addAttribute("view", view);
        model.addAttribute("unit", ballots.unit(actor, id, unit));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "ballots/collect";
    }

    @PostMapping("/votes/{number}/collected")
    @Needs(Right.VOTE_COLLECT)
    String collected(
            Actor actor,
            Model model,
            HttpServletRequest form,
            @PathVariable String number,
            @RequestParam String unit,
            @RequestParam Ballot.Channel channel,
            @RequestParam(defaultValue = "") String second,
            @RequestParam(required = false) @Nullable List<MultipartFile> proof,
            @RequestParam(required = false) @Nullable String key) {
        long id = Ids.fromNumber(number);
        Vote vote = desk.readable(actor, id);
        return receipt(
                model,
                vote,
                ballots.take(
                        actor, id, new Ballots.Taken(unit, channel, answers(form, vote), second, photo(proof)), key));
    }

    private @Nullable String photo(@Nullable List<MultipartFile> files) {
        return photos.storeAll(files, 1).stream().findFirst().orElse(null);
    }

    @PostMapping("/votes/{number}/units")
    @Needs(Right.VOTE_COLLECT)
    String swept(
            Actor actor,
            @PathVariable String number,
            @RequestParam String unit,
            @RequestParam Roll.Sweep sweep,
            @RequestParam(required = false) @Nullable List<MultipartFile> proof) {
        ballots.sweep(actor, Ids.fromNumber(number), unit, sweep, photo(proof));
        return "redirect:/votes/" + number + "/sweep";
    }

    @GetMapping("/votes/{number}/paper")
    @Needs(Right.VOTE_COLLECT)
    String paper(
            Actor actor,
            Model model,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") long batch,
            @RequestParam(defaultValue = "") String done) {
        long id = Ids.fromNumber(number);
        model.addAttribute("view", desk.view(actor, id));
        model.addAttribute("batches", ballots.batches(actor, id));
        model.addAttribute("batch", batch);
        model.addAttribute("done", done);
        return "ballots/paper";
    }

    @PostMapping("/votes/{number}/paper")
    @Needs(Right.VOTE_COLLECT)
    String pile(Actor actor, @PathVariable String number, @RequestParam String name, @RequestParam int sheets) {
        return "redirect:/votes/" + number + "/paper?batch="
                + ballots.batch(actor, Ids.fromNumber(number), name, sheets);
    }

    @PostMapping("/votes/{number}/paper/{id}")
    @Needs(Right.VOTE_COLLECT)
    String sheet(
            Actor actor,
            HttpServletRequest form,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam String act,
            @RequestParam(defaultValue = "") String unit,
            @RequestParam(defaultValue = "") String words) {
        long vote = Ids.fromNumber(number);
        switch (act) {
            case "type" -> ballots.sheet(actor, vote, id, unit, answers(form, desk.readable(actor, vote)));
            case "untype" -> ballots.unsheet(actor, vote, id, unit);
            case "agree" -> ballots.agree(actor, vote, id);
            case "drop" -> ballots.drop(actor, vote, id, words);
            default -> throw Refusal.unknown("act");
        }
        return "redirect:/votes/" + number + "/paper?batch=" + id + "&done=" + act;
    }

    @GetMapping("/votes/{number}/ballots.pdf")
    @Needs(Right.VOTE_COLLECT)
    ResponseEntity<byte[]> print(
            Actor actor, Words words, @PathVariable String number, @RequestParam(defaultValue = "0") int after) {
        long id = Ids.fromNumber(number);
        Vote vote = desk.readable(actor, id);
        var units = ballots.units(actor, id, after, UNITS);
        if (vote.times().closesAt() == null) {
            throw Refusal.conflict("vote-state");
        }
        return file(
                PaperFormat.PDF.write(papers.ballots(vote, units, settings.base(), words)),
                "ballots-" + number + "-" + after + ".pdf");
    }

    @GetMapping("/votes/{number}/certificate.pdf")
    @ForEveryone(why = "the certificate of a decided vote is public")
    ResponseEntity<byte[]> certificate(Words words, @PathVariable String number) {
        Vote vote = desk.decided(Ids.fromNumber(number));
        var results = desk.results(vote);
        if (results.isEmpty()) {
            throw Refusal.conflict("vote-still-open");
        }
        return file(
                PaperFormat.PDF.write(papers.certificate(vote, results, settings.base(), words)),
                "certificate-" + number + ".pdf");
    }

    private static ResponseEntity<byte[]> file(byte[] bytes, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .body(bytes);
    }

    /// Finds a receipt in the box of a decided vote.
    @GetMapping("/votes/{number}/receipts")
    @ForEveryone(why = "whoever holds a receipt finds their ballot in the box")
    String find(Model model, @PathVariable String number, @RequestParam(defaultValue = "") String code) {
        Vote vote = desk.decided(Ids.fromNumber(number));
        model.addAttribute("vote", vote);
        model.addAttribute("asked", !code.isBlank());
        model.addAttribute("answers", code.isBlank() ? null : desk.found(vote, code));
        return "ballots/receipts";
    }
}
