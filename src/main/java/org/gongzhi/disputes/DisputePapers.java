package org.gongzhi.disputes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gongzhi.documents.Paper;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.springframework.stereotype.Component;

/// The documents of a dispute: application, record of a sitting, agreement, joint application to the court,
/// notice of an end without agreement, record of performance. Each is computed from the rows; nothing is
/// typed again.
@Component
public class DisputePapers {

    /// Which document.
    public enum Sort {
        APPLICATION,
        MINUTES,
        AGREEMENT,
        COURT_APPLICATION,
        END_NOTICE,
        PERFORMANCE;

        public static Sort of(String word) {
            try {
                return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException unknown) {
                throw Refusal.unknown("dispute-paper");
            }
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The documents that can be printed now.
    public List<Sort> able(Dispute dispute) {
        var able = new ArrayList<Sort>();
        able.add(Sort.APPLICATION);
        if (dispute.sittings().stream().anyMatch(sitting -> sitting.heldAt() != null)) {
            able.add(Sort.MINUTES);
        }
        if (dispute.form() != null) {
            able.add(Sort.AGREEMENT);
        }
        if (dispute.effectiveAt() != null && dispute.form() == Dispute.Form.WRITTEN) {
            able.add(Sort.COURT_APPLICATION);
        }
        if (dispute.state() == Dispute.State.FAILED || dispute.state() == Dispute.State.REFUSED) {
            able.add(Sort.END_NOTICE);
        }
        if (!dispute.promises().isEmpty() && dispute.effectiveAt() != null) {
            able.add(Sort.PERFORMANCE);
        }
        return able;
    }

    /// One of them, in a language.
    public Paper of(Disputes.View view, Sort sort, Words words) {
        Dispute dispute = view.dispute();
        if (!able(dispute).contains(sort)) {
            throw Refusal.conflict("dispute-paper-none");
        }
        var blocks = new ArrayList<Paper.Block>();
        facts(blocks, view, words);
        switch (sort) {
            case APPLICATION -> {
                blocks.add(new Paper.Heading(words.t("disputes.subject")));
                blocks.add(new Paper.Text(dispute.subject()));
                signatures(blocks, dispute, Dispute.Side.APPLICANT, words);
            }
            case MINUTES -> {
                for (var sitting : dispute.sittings()) {
                    if (sitting.heldAt() instanceof java.time.Instant held) {
                        blocks.add(new Paper.Heading(
                                words.t("disputes.sitting", sitting.id(), words.minute(held), sitting.room())));
                        blocks.add(new Paper.Text(words.t("disputes.present") + "：" + sitting.present()));
                        blocks.add(new Paper.Text(sitting.minutes()));
                    }
                }
                signatures(blocks, dispute, null, words);
            }
            case AGREEMENT -> {
                blocks.add(new Paper.Heading(words.t("disputes.subject")));
                blocks.add(new Paper.Text(dispute.subject()));
                blocks.add(new Paper.Heading(words.t("disputes.terms")));
                blocks.add(new Paper.Text(dispute.terms()));
                promises(blocks, dispute, words, false);
                blocks.add(new Paper.Text(words.t(
                        dispute.form() == Dispute.Form.WRITTEN ? "disputes.paper.written" : "disputes.paper.oral")));
                signatures(blocks, dispute, null, words);
            }
            case COURT_APPLICATION -> {
                blocks.add(new Paper.Text(words.t(
                        "disputes.paper.court",
                        words.day(java.util.Objects.requireNonNull(dispute.effectiveAt())),
                        words.day(java.util.Objects.requireNonNull(dispute.confirmBy())))));
                blocks.add(new Paper.Heading(words.t("disputes.terms")));
                blocks.add(new Paper.Text(dispute.terms()));
                signatures(blocks, dispute, null, words);
            }
            case END_NOTICE -> {
                blocks.add(new Paper.Text(words.t("disputes.paper.end")));
                if (!dispute.words().isEmpty()) {
                    blocks.add(new Paper.Text(dispute.words()));
                }
                blocks.add(new Paper.Signatures(List.of(words.t("disputes.mediator"), words.t("disputes.seal"))));
            }
            case PERFORMANCE -> {
                promises(blocks, dispute, words, true);
                blocks.add(new Paper.Signatures(List.of(words.t("disputes.mediator"))));
            }
        }
        return new Paper(
                words.t("disputes.paper." + sort.word()),
                Ids.number(dispute.id()) + " · " + words.t("disputes.committee"),
                blocks);
    }

    private static void facts(List<Paper.Block> blocks, Disputes.View view, Words words) {
        var facts = new ArrayList<Paper.Fact>();
        for (var party : view.dispute().parties()) {
            facts.add(new Paper.Fact(
                    words.t("disputes.side." + party.side()),
                    party.name() + (party.phone().isEmpty() ? "" : " · " + party.phone())));
        }
        facts.add(new Paper.Fact(
                words.t("disputes.kind"),
                words.pick(view.kind().chinese(), view.kind().english())));
        facts.add(new Paper.Fact(words.t("disputes.place"), view.place()));
        facts.add(new Paper.Fact(
                words.t("disputes.mediator"),
                view.mediator().title() + " " + view.mediator().holder()));
        facts.add(new Paper.Fact(
                words.t("disputes.opened"), words.day(view.dispute().openedAt())));
        blocks.add(new Paper.Facts(facts));
    }

    private static void promises(List<Paper.Block> blocks, Dispute dispute, Words words, boolean state) {
        if (dispute.promises().isEmpty()) {
            return;
        }
        blocks.add(new Paper.Heading(words.t("disputes.promises")));
        blocks.add(new Paper.Table(
                List.of(words.t("disputes.promise"), words.t("disputes.dueOn"), words.t("disputes.kept")),
                dispute.promises().stream()
                        .map(promise -> List.of(
                                promise.what(),
                                promise.dueOn().toString(),
                                state ? words.t("disputes.kept." + promise.state()) : ""))
                        .toList()));
    }

    private static void signatures(
            List<Paper.Block> blocks,
            Dispute dispute,
            Dispute.@org.jspecify.annotations.Nullable Side only,
            Words words) {
        var places = new ArrayList<String>();
        dispute.parties().stream()
                .filter(party -> only == null || party.side() == only)
                .forEach(party -> places.add(words.t("disputes.side." + party.side()) + " " + party.name()));
        if (only == null) {
            places.add(words.t("disputes.mediator"));
            places.add(words.t("disputes.seal"));
        }
        blocks.add(new Paper.Signatures(places));
    }
}
