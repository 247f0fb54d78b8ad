package org.gongzhi.ballots.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.gongzhi.ballots.Vote;
import org.gongzhi.kernel.Refusal;

/// Reads what forms of votes send.
final class BallotForm {

    private BallotForm() {}

    static String text(HttpServletRequest form, String name) {
        String value = form.getParameter(name);
        return value == null ? "" : value.strip();
    }

    static <E extends Enum<E>> E value(Class<E> type, String name, E otherwise) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return otherwise;
    }

    /// Answers of a form: `answer-1` a choice or one option, `option-1` several; ranks stand as `rank-1-2`.
    static List<String> answers(HttpServletRequest form, Vote vote) {
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
}
