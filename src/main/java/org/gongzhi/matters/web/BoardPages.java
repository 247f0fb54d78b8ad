package org.gongzhi.matters.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDateTime;
import org.dhatim.fastexcel.Workbook;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.matters.Stage;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The board of a street or community: figures that open into their rows, and the same rows as a workbook.
@Controller
class BoardPages {

    private static final int ROWS = 50;
    private static final int MOST_EXPORTED = 200_000;

    private final MatterBoard board;
    private final Kinds kinds;
    private final Places places;
    private final Clock clock;

    BoardPages(MatterBoard board, Kinds kinds, Places places, Clock clock) {
        this.board = board;
        this.kinds = kinds;
        this.places = places;
        this.clock = clock;
    }

    @GetMapping("/board")
    @Needs(Right.BOARD_READ)
    String board(
            Actor actor,
            Model model,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable Stage stage,
            @RequestParam(required = false) @Nullable Boolean open,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Long estate,
            @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String after) {
        var filter = filter(stage, open, kind, estate, overdue, place);
        model.addAttribute("filter", filter);
        model.addAttribute("rows", board.list(actor, filter, after, ROWS));
        figures(actor, model, filter.place());
        boolean part = "board-rows".equals(request.getHeader("HX-Target"));
        return part ? "matters/boardRows" : "matters/board";
    }

    /// The figures alone, fetched again when something has happened.
    @GetMapping("/board/figures")
    @Needs(Right.BOARD_READ)
    String figures(Actor actor, Model model, @RequestParam(required = false) @Nullable String place) {
        model.addAttribute("counts", board.counts(actor, place));
        model.addAttribute("place", place == null ? "" : place);
        model.addAttribute("kinds", kinds);
        model.addAttribute("places", places);
        return "matters/boardFigures";
    }

    private static MatterBoard.Filter filter(
            @Nullable Stage stage,
            @Nullable Boolean open,
            @Nullable String kind,
            @Nullable Long estate,
            boolean overdue,
            @Nullable String place) {
        return new MatterBoard.Filter(
                stage,
                open,
                kind == null || kind.isBlank() ? null : kind,
                estate,
                overdue,
                null,
                place == null || place.isBlank() ? null : place);
    }

    /// The rows of the same filter as a workbook, streamed row by row. Text that a spreadsheet would run is
    /// defused.
    @GetMapping("/board/export.xlsx")
    @Needs(Right.BOARD_READ)
    void export(
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(required = false) @Nullable Stage stage,
            @RequestParam(required = false) @Nullable Boolean open,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Long estate,
            @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(defaultValue = "zh") String language)
            throws IOException {
        var filter = filter(stage, open, kind, estate, overdue, place);
        Words words = Words.of(language);
        response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        response.setHeader("Content-Disposition", "attachment; filename=\"matters-" + Clocks.today(clock) + ".xlsx\"");
        try (var book = new Workbook(response.getOutputStream(), "Gongzhi", "1.0")) {
            var sheet = book.newWorksheet(words.t("matters.export.sheet"));
            String[] heads = {
                "number", "kind", "place", "stage", "outcome", "lead", "reported", "deadline", "closed", "text"
            };
            for (int column = 0; column < heads.length; column++) {
                sheet.value(0, column, words.t("matters.column." + heads[column]));
                sheet.style(0, column).bold().set();
            }
            sheet.freezePane(0, 1);
            int[] row = {0};
            board.each(actor, filter, MOST_EXPORTED, line -> {
                int at = ++row[0];
                write(sheet, at, line, words);
                if (at % 1000 == 0) {
                    flush(sheet);
                }
            });
        }
    }

    private static void flush(org.dhatim.fastexcel.Worksheet sheet) {
        try {
            sheet.flush();
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    private void write(org.dhatim.fastexcel.Worksheet sheet, int row, MatterBoard.Line line, Words words) {
        Matter matter = line.matter();
        var kind = kinds.get(matter.kind());
        sheet.value(row, 0, Ids.number(matter.id()));
        sheet.value(row, 1, words.pick(kind.chinese(), kind.english()));
        sheet.value(row, 2, defused(places.address(places.get(matter.where().place()))));
        sheet.value(row, 3, words.t("matters.stage." + matter.stage()));
        sheet.value(row, 4, matter.outcome() == null ? "" : words.t("matters.outcome." + matter.outcome()));
        sheet.value(row, 5, line.leadTitle() + " " + line.leadName());
        date(sheet, row, 6, matter.times().reportedAt());
        date(sheet, row, 7, matter.times().deadline());
        date(sheet, row, 8, matter.times().closedAt());
        sheet.value(row, 9, defused(matter.text()));
    }

    private static void date(
            org.dhatim.fastexcel.Worksheet sheet, int row, int column, java.time.@Nullable Instant at) {
        if (at != null) {
            sheet.value(row, column, LocalDateTime.ofInstant(at, Clocks.ZONE));
            sheet.style(row, column).format("yyyy-mm-dd hh:mm").set();
        }
    }

    /// A cell that begins like a formula would be run by some programs that open it as text.
    static String defused(String text) {
        return !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
