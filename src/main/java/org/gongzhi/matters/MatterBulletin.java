package org.gongzhi.matters;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gongzhi.access.Actor;
import org.gongzhi.documents.Paper;
import org.gongzhi.kernel.Words;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.stereotype.Component;

/// The bulletin of a period, computed: what was raised and what came of it beside the period before, tables
/// by place, kind and body, what keeps coming back, and the formulas.
@Component
public class MatterBulletin {

    private static final List<Figure> TABLE =
            List.of(Figure.RESPONDED, Figure.CLOSED_ON_TIME_OVERDUE, Figure.SOLVED, Figure.SATISFIED, Figure.REWORKED);

    private final MatterFigures figures;
    private final Places places;

    MatterBulletin(MatterFigures figures, Places places) {
        this.figures = figures;
        this.places = places;
    }

    /// The document, in a language.
    public Paper of(Actor actor, MatterFigures.Period period, Words words) {
        Place place = places.find(period.code()).orElseThrow();
        var parts = figures.parts(actor, period);
        var areas = figures.by(
                actor,
                period,
                parts.contains(MatterFigures.Part.DIVISION)
                        ? MatterFigures.Part.DIVISION
                        : MatterFigures.Part.COMMUNITY);
        var now = areas.all();
        var before = figures.all(actor, period.before());
        var blocks = new ArrayList<Paper.Block>();
        blocks.add(new Paper.Heading(words.t("matters.bulletin.whole")));
        blocks.add(new Paper.Text(words.t(
                "matters.bulletin.text",
                place.name(),
                now.raised(),
                before.raised(),
                now.open(),
                now.overdue(),
                now.rate(Figure.RESPONDED).percent(),
                now.rate(Figure.CLOSED_ON_TIME).percent(),
                now.rate(Figure.SOLVED).percent(),
                now.rate(Figure.SATISFIED).percent())));
        var all = new ArrayList<List<String>>();
        for (Figure figure : Figure.values()) {
            var rate = now.rate(figure);
            all.add(List.of(
                    words.t("matters.figure." + figure.word()),
                    Long.toString(rate.well()),
                    Long.toString(rate.of()),
                    rate.percent(),
                    before.rate(figure).percent(),
                    words.t("matters.figure." + figure.word() + ".formula")));
        }
        blocks.add(new Paper.Table(
                List.of(
                        words.t("matters.bulletin.figure"),
                        words.t("matters.bulletin.well"),
                        words.t("matters.bulletin.of"),
                        words.t("matters.bulletin.rate"),
                        words.t("matters.bulletin.before"),
                        words.t("matters.bulletin.formula")),
                all));
        table(blocks, words, "place", areas.parts(), MatterFigures.Row::label);
        table(
                blocks,
                words,
                "kind",
                figures.by(actor, period, MatterFigures.Part.KIND).parts().stream()
                        .limit(15)
                        .toList(),
                row -> words.pick(
                        figures.kind(row.key()).chinese(),
                        figures.kind(row.key()).english()));
        if (parts.contains(MatterFigures.Part.BODY)) {
            table(
                    blocks,
                    words,
                    "body",
                    figures.by(actor, period, MatterFigures.Part.BODY).parts().stream()
                            .limit(20)
                            .toList(),
                    MatterFigures.Row::label);
        }
        var recurring = figures.recurring(actor, period.code());
        if (!recurring.isEmpty()) {
            blocks.add(new Paper.Heading(words.t("matters.figures.recurring")));
            blocks.add(new Paper.Table(
                    List.of(
                            words.t("matters.column.kind"),
                            words.t("matters.column.place"),
                            words.t("matters.figures.raised")),
                    recurring.stream()
                            .limit(20)
                            .map(each -> List.of(
                                    words.pick(
                                            figures.kind(each.kind()).chinese(),
                                            figures.kind(each.kind()).english()),
                                    places.address(each.place()),
                                    Long.toString(each.matters())))
                            .toList()));
        }
        return new Paper(
                words.t("matters.bulletin.title", place.name()),
                words.t(
                        "matters.bulletin.period",
                        period.from().toString(),
                        period.until().toString()),
                blocks);
    }

    private static void table(
            List<Paper.Block> blocks,
            Words words,
            String part,
            List<MatterFigures.Row> rows,
            Function<MatterFigures.Row, String> label) {
        if (rows.isEmpty()) {
            return;
        }
        blocks.add(new Paper.Heading(words.t("matters.bulletin.by." + part)));
        var heads = new ArrayList<String>();
        heads.add(words.t("matters.bulletin.by." + part));
        heads.add(words.t("matters.figures.raised"));
        heads.add(words.t("matters.figures.overdue"));
        TABLE.forEach(figure -> heads.add(words.t("matters.figure." + figure.word())));
        blocks.add(new Paper.Table(
                heads,
                rows.stream()
                        .map(row -> {
                            var cells = new ArrayList<String>();
                            cells.add(label.apply(row));
                            cells.add(Long.toString(row.raised()));
                            cells.add(Long.toString(row.overdue()));
                            TABLE.forEach(figure -> cells.add(row.rate(figure).percent()));
                            return (List<String>) cells;
                        })
                        .toList()));
    }
}
