package org.gongzhi.conventions;

import java.util.ArrayList;
import java.util.List;
import org.gongzhi.documents.Paper;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.springframework.stereotype.Component;

/// The text of rules for the notice board, with lines to sign.
@Component
public class ConventionPapers {

    private static final int SIGNATURES = 6;

    public Paper text(Conventions.View view, Words words) {
        var edition = view.shown();
        var blocks = new ArrayList<Paper.Block>();
        var facts = new ArrayList<Paper.Fact>();
        facts.add(new Paper.Fact(words.t("conventions.place"), view.place()));
        facts.add(new Paper.Fact(
                words.t("conventions.edition"), edition.n() + " " + words.t("conventions.state." + edition.state())));
        if (edition.adoptedAt() != null) {
            facts.add(new Paper.Fact(
                    words.t("conventions.adopted"),
                    edition.adoptedAt().atZone(Clocks.ZONE).toLocalDate().toString()));
        }
        if (edition.filedAt() != null) {
            facts.add(new Paper.Fact(words.t("conventions.filed"), edition.filed()));
        }
        facts.add(new Paper.Fact(words.t("conventions.basis"), view.kind().basis()));
        blocks.add(new Paper.Facts(facts));
        for (Convention.Clause clause : edition.clauses()) {
            blocks.add(new Paper.Heading(words.t("conventions.clause", clause.number()) + " " + clause.title()));
            blocks.add(new Paper.Text(clause.text()));
        }
        var places = new ArrayList<String>();
        for (int i = 0; i < SIGNATURES; i++) {
            places.add(words.t("conventions.signature"));
        }
        blocks.add(new Paper.Signatures(List.copyOf(places)));
        return new Paper(view.convention().name(), Ids.number(view.convention().id()), blocks);
    }
}
