package org.gongzhi.councils;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gongzhi.documents.Paper;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.springframework.stereotype.Component;

/// What is printed of a meeting: the invitation with its agenda, the sheet for the door, the minutes.
@Component
public class CouncilPapers {

    public enum Sort {
        INVITATION,
        SIGN_IN,
        MINUTES;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Sort of(String word) {
            for (Sort sort : values()) {
                if (sort.word().equals(word)) {
                    return sort;
                }
            }
            throw Refusal.unknown("meeting-paper");
        }
    }

    private final CouncilRules rules;

    CouncilPapers(CouncilRules rules) {
        this.rules = rules;
    }

    /// Which papers there are of a meeting for a reader now.
    public List<Sort> able(Meetings.View view) {
        var sorts = new ArrayList<Sort>();
        if (view.meeting().calledAt() != null) {
            sorts.add(Sort.INVITATION);
            if (view.runs()) {
                sorts.add(Sort.SIGN_IN);
            }
        }
        if (view.meeting().state() == Meeting.State.PUBLISHED
                || view.meeting().state() == Meeting.State.CLOSED && view.runs()) {
            sorts.add(Sort.MINUTES);
        }
        return sorts;
    }

    public Paper of(Meetings.View view, Sort sort, String base, Words words) {
        if (!able(view).contains(sort)) {
            throw Refusal.conflict("meeting-state");
        }
        return switch (sort) {
            case INVITATION -> invitation(view, words);
            case SIGN_IN -> signIn(view, base, words);
            case MINUTES -> minutes(view, base, words);
        };
    }

    private Paper.Facts facts(Meetings.View view, Words words) {
        Meeting meeting = view.meeting();
        var form = rules.form(meeting.form());
        var facts = new ArrayList<Paper.Fact>();
        facts.add(new Paper.Fact(words.t("councils.body"), view.body().name()));
        facts.add(new Paper.Fact(words.t("councils.form"), words.pick(form.chinese(), form.english())));
        facts.add(new Paper.Fact(words.t("councils.starts"), words.minute(meeting.startsAt())));
        facts.add(new Paper.Fact(words.t("councils.venue"), meeting.venue()));
        if (!meeting.room().isEmpty()) {
            facts.add(new Paper.Fact(words.t("councils.room"), meeting.room()));
        }
        if (!meeting.urgent().isEmpty()) {
            facts.add(new Paper.Fact(words.t("councils.urgent"), meeting.urgent()));
        }
        return new Paper.Facts(facts);
    }

    private static Paper.Text agenda(Meeting meeting) {
        return new Paper.Text(String.join(
                "\n",
                meeting.agenda().stream()
                        .map(item -> item.position() + ". " + item.title())
                        .toList()));
    }

    private Paper invitation(Meetings.View view, Words words) {
        return new Paper(
                words.t("councils.paper.invitation", view.meeting().title()),
                number(view),
                List.of(
                        facts(view, words),
                        new Paper.Heading(words.t("councils.agenda")),
                        agenda(view.meeting()),
                        new Paper.Text(words.t("councils.paper.reply")),
                        new Paper.Signatures(List.of(words.t("councils.paper.seal")))));
    }

    private Paper signIn(Meetings.View view, String base, Words words) {
        return new Paper(
                words.t("councils.paper.sign-in", view.meeting().title()),
                number(view),
                List.of(
                        facts(view, words),
                        new Paper.Code(
                                base + Meetings.path(view.meeting()) + "/sign-in?code="
                                        + view.meeting().code(),
                                words.t("councils.paper.code", view.meeting().code())),
                        new Paper.Table(
                                List.of(
                                        words.t("councils.part"),
                                        words.t("councils.member"),
                                        words.t("councils.stands-for"),
                                        words.t("councils.paper.signature")),
                                view.attendance().stream()
                                        .map(each -> List.of(
                                                part(view, each.member(), words),
                                                each.member().name(),
                                                each.member().standsFor(),
                                                ""))
                                        .toList())));
    }

    private static String part(Meetings.View view, Body.Member member, Words words) {
        var part = view.kind().part(member.part());
        return words.pick(part.chinese(), part.english());
    }

    private Paper minutes(Meetings.View view, String base, Words words) {
        var blocks = new ArrayList<Paper.Block>();
        blocks.add(facts(view, words));
        blocks.add(new Paper.Heading(words.t("councils.attendance")));
        blocks.add(new Paper.Table(
                List.of(
                        words.t("councils.part"),
                        words.t("councils.member"),
                        words.t("councils.stands-for"),
                        words.t("councils.presence")),
                view.attendance().stream()
                        .map(each -> List.of(
                                part(view, each.member(), words),
                                each.member().name(),
                                each.member().standsFor(),
                                words.t("councils.presence." + each.presence())))
                        .toList()));
        for (Meeting.Item item : view.meeting().agenda()) {
            blocks.add(new Paper.Heading(item.position() + ". " + item.title()));
            for (Meeting.Motion motion : view.motions()) {
                if (motion.position() == item.position()) {
                    motion(view, motion, blocks, words);
                }
            }
        }
        blocks.add(new Paper.Heading(words.t("councils.minutes")));
        blocks.add(new Paper.Text(view.meeting().minutes()));
        for (Meeting.Correction correction : view.corrections()) {
            blocks.add(new Paper.Text(
                    words.t("councils.corrected", words.minute(correction.at())) + "\n" + correction.words()));
        }
        blocks.add(new Paper.Signatures(List.of(
                words.t("councils.paper.chair"), words.t("councils.paper.clerk"), words.t("councils.paper.seal"))));
        blocks.add(new Paper.Code(base + Meetings.path(view.meeting()), number(view)));
        return new Paper(words.t("councils.paper.minutes", view.meeting().title()), number(view), blocks);
    }

    private static void motion(Meetings.View view, Meeting.Motion motion, List<Paper.Block> blocks, Words words) {
        blocks.add(new Paper.Text(words.t("councils.motion." + motion.state()) + "：" + motion.text()));
        blocks.add(new Paper.Facts(List.of(
                new Paper.Fact(words.t("councils.rests-on"), motion.restsOn()),
                new Paper.Fact(words.t("councils.counts"), counts(motion, words)))));
        for (Meeting.Dissent dissent : view.dissents()) {
            if (dissent.motion() == motion.id()) {
                blocks.add(new Paper.Text(words.t("councils.dissent.of", view.nameOf(dissent.member()))
                        + dissent.words() + "\n" + words.t("councils.answer") + dissent.answer()));
            }
        }
    }

    /// How a motion was counted, in one line.
    public static String counts(Meeting.Motion motion, Words words) {
        return words.t(
                "councils.counted",
                motion.agree(),
                motion.disagree(),
                motion.abstain(),
                motion.present(),
                motion.seats());
    }

    private static String number(Meetings.View view) {
        return Ids.number(view.meeting().id());
    }
}
