package org.gongzhi.ballots.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.Ballot;
import org.gongzhi.ballots.Ballots;
import org.gongzhi.ballots.Collected;
import org.gongzhi.ballots.Collecting;
import org.gongzhi.ballots.Contests;
import org.gongzhi.ballots.Roll;
import org.gongzhi.ballots.Vote;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.ballots.VotePapers;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.NoticeSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/// Going round with ballots, on pages: deliveries, ballots taken in, piles of paper, the ballots to print.
@Controller
class CollectPages {

    private static final int UNITS = 200;

    private final VoteDesk desk;
    private final Ballots ballots;
    private final Collecting collecting;
    private final Contests contests;
    private final VotePapers papers;
    private final Photos photos;
    private final NoticeSettings settings;

    CollectPages(
            VoteDesk desk,
            Ballots ballots,
            Collecting collecting,
            Contests contests,
            VotePapers papers,
            Photos photos,
            NoticeSettings settings) {
        this.desk = desk;
        this.ballots = ballots;
        this.collecting = collecting;
        this.contests = contests;
        this.papers = papers;
        this.photos = photos;
        this.settings = settings;
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

    /// Where the code of a paper ballot leads: those who collect take it in, everybody else comes to the vote. Going
    /// round, a unit is found by its position; the code is then typed from the paper.
    @GetMapping("/votes/{number}/collect")
    @ForSignedIn
    String collect(
            Actor actor,
            Model model,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String unit,
            @RequestParam(defaultValue = "0") int at) {
        long id = Ids.fromNumber(number);
        var view = desk.view(actor, id);
        if (!view.collects()) {
            return "redirect:/votes/" + number;
        }
        var found = ballots.unit(actor, id, unit, at);
        model.addAttribute("view", view);
        model.addAttribute("unit", found);
        model.addAttribute("code", unit);
        model.addAttribute("presence", collecting.presence(actor, id));
        model.addAttribute("collected", view.calls() ? contests.list(actor, id, found.voter()) : List.of());
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
            @RequestParam Ballot.Channel channel,
            @RequestParam(required = false) @Nullable List<MultipartFile> proof,
            @RequestParam(required = false) @Nullable String key) {
        long id = Ids.fromNumber(number);
        Vote vote = desk.readable(actor, id);
        var taken = new Collected.Taken(
                BallotForm.text(form, "unit"),
                channel,
                BallotForm.answers(form, vote),
                BallotForm.text(form, "second"),
                BallotForm.text(form, "presence"),
                photo(proof));
        model.addAttribute("vote", vote);
        model.addAttribute("receipt", collecting.take(actor, id, taken, key));
        model.addAttribute("base", settings.base());
        return "ballots/receipt";
    }

    private @Nullable String photo(@Nullable List<MultipartFile> files) {
        return photos.storeAll(files, 1).stream().findFirst().orElse(null);
    }

    @PostMapping("/votes/{number}/units")
    @Needs(Right.VOTE_COLLECT)
    String swept(
            Actor actor,
            @PathVariable String number,
            @RequestParam int at,
            @RequestParam Roll.Sweep sweep,
            @RequestParam(required = false) @Nullable List<MultipartFile> proof) {
        ballots.sweep(actor, Ids.fromNumber(number), at, sweep, photo(proof));
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
            @RequestParam(required = false) @Nullable List<MultipartFile> proof,
            @RequestParam(defaultValue = "") String unit,
            @RequestParam(defaultValue = "") String words) {
        long vote = Ids.fromNumber(number);
        switch (act) {
            case "type" ->
                ballots.sheet(
                        actor,
                        vote,
                        id,
                        new Ballot.Sheet(unit, BallotForm.answers(form, desk.readable(actor, vote)), photo(proof)));
            case "untype" -> ballots.unsheet(actor, vote, id, unit);
            case "agree" -> ballots.agree(actor, vote, id);
            case "drop" -> ballots.drop(actor, vote, id, words);
            default -> throw Refusal.unknown("act");
        }
        return "redirect:/votes/" + number + "/paper?batch=" + id + "&done=" + act;
    }

    @GetMapping("/votes/{number}/ballots.pdf")
    @Needs(Right.VOTE_CALL)
    ResponseEntity<byte[]> print(
            Actor actor, Words words, @PathVariable String number, @RequestParam(defaultValue = "0") int after) {
        long id = Ids.fromNumber(number);
        var units = ballots.toPrint(actor, id, after, UNITS);
        return BoxPages.file(
                PaperFormat.PDF.write(papers.ballots(desk.readable(actor, id), units, settings.base(), words)),
                "ballots-" + number + "-" + after + ".pdf");
    }
}
