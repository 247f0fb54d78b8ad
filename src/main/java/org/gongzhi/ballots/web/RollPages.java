package org.gongzhi.ballots.web;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.Roll;
import org.gongzhi.ballots.Rolls;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Rolls on pages: written by whoever calls a vote, read by whoever is on them.
@Controller
class RollPages {

    private static final int UNITS = 200;

    private final Rolls rolls;
    private final VoteDesk desk;
    private final Accounts accounts;

    RollPages(Rolls rolls, VoteDesk desk, Accounts accounts) {
        this.rolls = rolls;
        this.desk = desk;
        this.accounts = accounts;
    }

    @PostMapping("/votes/{number}/from-register")
    @Needs(Right.VOTE_CALL)
    String fromRegister(Actor actor, @PathVariable String number) {
        if (rolls.fromRegister(actor, Ids.fromNumber(number)).lines() == 0) {
            throw Refusal.conflict("vote-roll-empty");
        }
        return "redirect:/votes/" + number + "?done=from-register";
    }

    @PostMapping("/votes/{number}/roll")
    @Needs(Right.VOTE_CALL)
    String write(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "") String lines) {
        rolls.roll(actor, Ids.fromNumber(number), lines(lines));
        return "redirect:/votes/" + number + "?done=roll";
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
                lines.add(line((line + " | | | | | | | | ").split("\\|", -1)));
            } catch (ArithmeticException | NumberFormatException wrong) {
                throw Refusal.invalid("vote-roll-line", number);
            }
        }
        return lines;
    }

    private Roll.Line line(String[] cells) {
        String flags = cells[6].strip();
        return new Roll.Line(
                cells[0].strip(),
                cells[1].strip(),
                cells[2].strip(),
                cells[3].strip(),
                cells[4].isBlank() ? 0 : hundredths(cells[4]),
                BallotForm.value(Roll.Basis.class, cells[5].strip(), Roll.Basis.NONE),
                flags.contains("P"),
                flags.contains("D"),
                Arrays.stream(cells[7].strip().split("[,，\\s]+"))
                        .filter(each -> !each.isBlank())
                        .map(each -> accounts.find(each)
                                .orElseThrow(() -> Refusal.unknown("account"))
                                .id())
                        .toList());
    }

    private static long hundredths(String area) {
        return new BigDecimal(area.strip()).movePointRight(2).longValueExact();
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
            hundredths = hundredths(area);
        } catch (ArithmeticException | NumberFormatException wrong) {
            throw Refusal.invalid("vote-roll-line", position);
        }
        rolls.correct(
                actor,
                Ids.fromNumber(number),
                position,
                new Roll.Change(
                        hundredths, BallotForm.value(Roll.Basis.class, basis, Roll.Basis.NONE), owner, name, words));
        return "redirect:/votes/" + number + "/roll?after=" + Math.max(0, position - 5);
    }
}
