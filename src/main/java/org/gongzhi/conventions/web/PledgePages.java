package org.gongzhi.conventions.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.conventions.ConventionRules;
import org.gongzhi.conventions.Conventions;
import org.gongzhi.conventions.Pledges;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Sent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Conventions signed and tested, on pages.
@Controller
class PledgePages {

    private static final int QUESTIONS = 8;

    private final Conventions conventions;
    private final Pledges pledges;
    private final ConventionRules rules;

    PledgePages(Conventions conventions, Pledges pledges, ConventionRules rules) {
        this.conventions = conventions;
        this.pledges = pledges;
        this.rules = rules;
    }

    @PostMapping("/conventions/{number}/pledge")
    @ForSignedIn
    String pledge(Actor actor, @PathVariable String number) {
        pledges.pledge(actor, Ids.fromNumber(number));
        return ConventionPages.back(number, "pledged");
    }

    @GetMapping("/conventions/{number}/quiz/write")
    @Needs(Right.CONVENTION_KEEP)
    String quiz(Actor actor, Model model, @PathVariable String number) {
        model.addAttribute("view", conventions.view(actor, Ids.fromNumber(number), null));
        model.addAttribute("questions", QUESTIONS);
        return "conventions/quiz";
    }

    @PostMapping("/conventions/{number}/quiz/write")
    @Needs(Right.CONVENTION_KEEP)
    String quizzed(Actor actor, HttpServletRequest form, @PathVariable String number) {
        var questions = new ArrayList<Pledges.Asking>();
        for (int i = 1; i <= QUESTIONS; i++) {
            String question = Sent.line(form.getParameter("question-" + i));
            if (!question.isEmpty()) {
                questions.add(new Pledges.Asking(
                        digits(form.getParameter("clause-" + i)),
                        question,
                        Sent.line(form.getParameter("options-" + i)).lines().toList(),
                        digits(form.getParameter("correct-" + i))));
            }
        }
        pledges.quiz(actor, Ids.fromNumber(number), questions);
        return ConventionPages.back(number, "quiz");
    }

    private static @Nullable Integer digits(@Nullable String text) {
        return Sent.line(text).matches("\\d{1,3}") ? Integer.valueOf(Sent.line(text)) : null;
    }

    @PostMapping("/conventions/{number}/quiz")
    @ForSignedIn
    String take(Actor actor, HttpServletRequest form, Model model, @PathVariable String number) {
        Map<Integer, Integer> answers = new HashMap<>();
        for (int i = 1; i <= QUESTIONS; i++) {
            Integer given = digits(form.getParameter("answer-" + i));
            if (given != null) {
                answers.put(i, given);
            }
        }
        long id = Ids.fromNumber(number);
        model.addAttribute("graded", pledges.take(actor, id, answers));
        model.addAttribute("view", conventions.view(actor, id, null));
        model.addAttribute("rules", rules);
        model.addAttribute("done", "");
        model.addAttribute("key", UUID.randomUUID().toString());
        return "conventions/convention";
    }
}
