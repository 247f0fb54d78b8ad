package org.gongzhi.inspections;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dhatim.fastexcel.BorderStyle;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.gongzhi.documents.Paper;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What is printed of a campaign: the bulletin as officials write it, the problem list, and the rectification
/// ledger as a workbook. Every figure is counted when it is printed.
@Component
@Transactional(readOnly = true)
public class InspectionBulletin {

    private static final int MOST_ROWS = 50_000;
    private static final int PAGE = 2_000;

    private final InspectionFigures figures;
    private final HazardStore hazards;
    private final PremisesStore premises;
    private final InspectionTerms terms;
    private final Seats seats;
    private final Clock clock;

    InspectionBulletin(
            InspectionFigures figures,
            HazardStore hazards,
            PremisesStore premises,
            InspectionTerms terms,
            Seats seats,
            Clock clock) {
        this.figures = figures;
        this.hazards = hazards;
        this.premises = premises;
        this.terms = terms;
        this.seats = seats;
        this.clock = clock;
    }

    /// The sentence of a bulletin (seed 002), parts that are nothing left out.
    public String sentence(InspectionFigures.Figures all, String until, Words words) {
        var said = new ArrayList<String>();
        if (all.teams() > 0) {
            said.add(words.t("inspections.bulletin.teams", count(all.teams()), count(all.cityTeams())));
            said.add(words.t("inspections.bulletin.inspectors", count(all.inspectors())));
        }
        said.add(words.t("inspections.bulletin.persons", count(all.personTimes())));
        said.add(words.t("inspections.bulletin.premises", count(all.premises())));
        if (all.equipment() > 0) {
            said.add(words.t("inspections.bulletin.equipment", count(all.equipment())));
        }
        said.add(words.t(
                "inspections.bulletin.general",
                count(all.generalHazards()),
                count(all.rectified()),
                count(all.withinTerm())));
        if (all.overdue() > 0) {
            said.add(words.t("inspections.bulletin.overdue", count(all.overdue())));
        }
        said.add(words.t("inspections.bulletin.documents", count(all.documents())));
        if (all.suspensions() > 0) {
            said.add(words.t("inspections.bulletin.suspensions", count(all.suspensions())));
        }
        if (all.majorHazards() > 0) {
            said.add(words.t("inspections.bulletin.major", count(all.majorHazards())));
        }
        return words.t("inspections.bulletin.until", until)
                + String.join(words.t("inspections.bulletin.comma"), said)
                + words.t("inspections.bulletin.stop");
    }

    private static String count(int number) {
        return Integer.toString(number);
    }

    /// The bulletin of a campaign: the sentence, then tables by place, sector and day.
    public Paper of(Campaign campaign, Words words) {
        var blocks = new ArrayList<Paper.Block>();
        if (!campaign.ordered().isEmpty()) {
            blocks.add(new Paper.Text(campaign.ordered()));
        }
        var span = InspectionFigures.Span.of(campaign, null);
        blocks.add(new Paper.Text(sentence(figures.of(span), words.minute(clock.instant()), words)));
        if (!campaign.principles().isEmpty()) {
            blocks.add(new Paper.Facts(List.of(new Paper.Fact(
                    words.t("inspections.campaign.principles"), String.join("、", campaign.principles())))));
        }
        tables(blocks, span, words);
        return new Paper(words.t("inspections.bulletin.title", campaign.name()), words.day(clock.instant()), blocks);
    }

    /// The bulletin of some days at a place, between campaigns too.
    public Paper of(InspectionFigures.Span span, String place, LocalDate from, LocalDate until, Words words) {
        var blocks = new ArrayList<Paper.Block>();
        blocks.add(new Paper.Text(sentence(figures.of(span), until.toString(), words)));
        tables(blocks, span, words);
        return new Paper(words.t("inspections.bulletin.title", place), from + " – " + until, blocks);
    }

    private void tables(List<Paper.Block> blocks, InspectionFigures.Span span, Words words) {
        for (var by : InspectionFigures.By.values()) {
            blocks.add(new Paper.Heading(words.t("inspections.by." + by)));
            blocks.add(new Paper.Table(
                    List.of(
                            words.t("inspections.by." + by),
                            words.t("inspections.figure.visits"),
                            words.t("inspections.figure.premises"),
                            words.t("inspections.figure.generalHazards"),
                            words.t("inspections.figure.rectified"),
                            words.t("inspections.figure.overdue"),
                            words.t("inspections.figure.majorHazards")),
                    figures.parts(span, by).stream()
                            .map(part -> List.of(
                                    partName(by, part.of(), words),
                                    count(part.visits()),
                                    count(part.premises()),
                                    count(part.general()),
                                    count(part.rectified()),
                                    count(part.overdue()),
                                    count(part.major())))
                            .toList()));
        }
    }

    /// A part as it is read.
    public String partName(InspectionFigures.By by, String part, Words words) {
        if (by == InspectionFigures.By.SECTOR) {
            var sector = terms.sector(part);
            return words.pick(sector.chinese(), sector.english());
        }
        return figures.named(by, part);
    }

    /// The rectification ledger of a campaign: two rows of merged heads, one row for each hazard.
    public byte[] ledger(Campaign campaign, Words words) {
        var bytes = new ByteArrayOutputStream();
        try (var book = new Workbook(bytes, "Gongzhi", "1.0")) {
            Worksheet sheet = book.newWorksheet(words.t("inspections.ledger.sheet"));
            heads(sheet, campaign, words);
            int row = FIRST_ROW;
            long before = Long.MAX_VALUE;
            var asked = new HazardStore.Asked(InspectionFigures.Span.of(campaign, null), null, null, null, null);
            while (row < MOST_ROWS) {
                var page = hazards.list(asked, clock.instant(), before, PAGE);
                if (page.isEmpty()) {
                    break;
                }
                row = rows(sheet, row, page, words);
                before = page.getLast().id();
            }
            widths(sheet);
            sheet.freezePane(0, FIRST_ROW);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes.toByteArray();
    }

    private static final int FIRST_ROW = 4;
    private static final int COLUMNS = 15;

    /// The title over all columns; below it single heads over two rows, and heads over several columns.
    private static void heads(Worksheet sheet, Campaign campaign, Words words) {
        sheet.value(0, 0, words.t("inspections.ledger.title", campaign.name()));
        sheet.range(0, 0, 0, COLUMNS - 1).merge();
        sheet.style(0, 0).bold().fontSize(16).horizontalAlignment("center").set();
        sheet.value(
                1,
                0,
                words.t(
                        "inspections.ledger.under",
                        campaign.startsOn().toString(),
                        campaign.endsOn().toString()));
        sheet.range(1, 0, 1, COLUMNS - 1).merge();
        String[] single = {"no", "number", "found", "premises", "what", "level"};
        for (int i = 0; i < single.length; i++) {
            sheet.value(2, i, words.t("inspections.ledger." + single[i]));
            sheet.range(2, i, 3, i).merge();
        }
        group(sheet, 6, words.t("inspections.ledger.five"), words, "duty", "measures", "funds", "due", "plan");
        group(sheet, 11, words.t("inspections.ledger.closing"), words, "rectified", "accepted", "by", "struck");
        sheet.range(2, 0, 3, COLUMNS - 1)
                .style()
                .bold()
                .wrapText(true)
                .horizontalAlignment("center")
                .verticalAlignment("center")
                .fillColor("E6F0EE")
                .borderStyle(BorderStyle.THIN)
                .set();
    }

    private static void group(Worksheet sheet, int column, String head, Words words, String... below) {
        sheet.value(2, column, head);
        sheet.range(2, column, 2, column + below.length - 1).merge();
        for (int i = 0; i < below.length; i++) {
            sheet.value(3, column + i, words.t("inspections.ledger." + below[i]));
        }
    }

    private int rows(Worksheet sheet, int first, List<Hazard> page, Words words) {
        var where = premises.byId(page.stream().map(Hazard::premises).toList());
        Map<Long, Seat> known = new HashMap<>();
        seats.known(page.stream()
                        .map(hazard -> hazard.strike().seat())
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList())
                .forEach(seat -> known.put(seat.id(), seat));
        int row = first;
        for (Hazard hazard : page) {
            var strike = hazard.strike();
            var five = hazard.five();
            sheet.value(row, 0, row - FIRST_ROW + 1);
            sheet.value(row, 1, Ids.number(hazard.id()));
            sheet.value(row, 2, words.day(hazard.foundAt()));
            sheet.value(
                    row,
                    3,
                    safe(Objects.requireNonNull(where.get(hazard.premises())).name()));
            sheet.value(row, 4, safe(hazard.what()));
            sheet.value(row, 5, words.t("inspections.level." + hazard.level()));
            sheet.value(row, 6, safe(five.duty()));
            sheet.value(row, 7, safe(five.measures()));
            sheet.value(row, 8, five.fundsFen() / 100.0);
            sheet.value(row, 9, words.day(five.dueAt()));
            sheet.value(row, 10, safe(five.plan()));
            sheet.value(
                    row,
                    11,
                    hazard.fix().at() == null ? "" : words.day(hazard.fix().at()));
            sheet.value(row, 12, strike.at() == null ? "" : words.day(strike.at()));
            Seat by = strike.seat() == null ? null : known.get(strike.seat());
            sheet.value(row, 13, by == null ? "" : by.title() + " " + by.holder());
            sheet.value(row, 14, strike.number() == null ? "" : Integer.toString(strike.number()));
            sheet.range(row, 0, row, COLUMNS - 1)
                    .style()
                    .borderStyle(BorderStyle.THIN)
                    .set();
            row++;
        }
        return row;
    }

    private static void widths(Worksheet sheet) {
        int[] widths = {6, 16, 12, 24, 36, 8, 12, 28, 12, 12, 24, 12, 12, 18, 10};
        for (int i = 0; i < widths.length; i++) {
            sheet.width(i, widths[i]);
        }
    }

    /// A text that no program runs.
    private static String safe(String text) {
        return text.startsWith("=") || text.startsWith("+") || text.startsWith("-") || text.startsWith("@")
                ? "'" + text
                : text;
    }
}
