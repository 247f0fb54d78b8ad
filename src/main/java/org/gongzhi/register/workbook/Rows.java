package org.gongzhi.register.workbook;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// The rows of one sheet, each handed on as soon as it is read.
final class Rows {

    /// Up to here a number keeps every digit; beyond, only those it is written with are shown.
    private static final double EXACT = 1e15;

    private final Tags tags;
    private final Strings strings;
    private final Styles styles;
    private final boolean since1904;
    private final Text text = new Text();

    private int row;
    private int column = -1;
    private String type = "";
    private int style;
    private boolean formula;
    private String value = "";

    Rows(Tags tags, Strings strings, Styles styles, boolean since1904) {
        this.tags = tags;
        this.strings = strings;
        this.styles = styles;
        this.since1904 = since1904;
    }

    /// Hands the rows to `taker` as long as it says yes, and what is merged to `merges`; cells that are empty are in no
    /// row.
    void read(@Nullable Merges merges, BiPredicate<Integer, Map<Integer, Cell>> taker) throws IOException {
        var cells = new TreeMap<Integer, Cell>();
        boolean more = true;
        boolean whole = false;
        while ((more || merges != null) && tags.next()) {
            if (tags.opens("row")) {
                int said = Columns.number(tags.attribute("r"));
                row = said > row ? said : row + 1;
                column = -1;
                cells.clear();
            }
            cell(cells);
            if (tags.closes("row") && more && !cells.isEmpty()) {
                more = taker.test(row, cells);
            }
            if (merges != null && tags.opens("mergeCell") && tags.attribute("ref") instanceof String reference) {
                merges.add(reference);
            }
            whole |= tags.closes("worksheet") || tags.closes("chartsheet") || tags.closes("dialogsheet");
        }
        if (more && !whole) {
            throw Refusal.invalid("import-file");
        }
    }

    private void cell(Map<Integer, Cell> cells) {
        if (tags.opens("c")) {
            int said = Columns.column(tags.attribute("r"));
            column = said >= 0 ? said : column + 1;
            String kind = tags.attribute("t");
            type = kind == null ? "n" : kind;
            style = Columns.number(tags.attribute("s"));
            formula = false;
            value = "";
            text.clear();
        } else if (tags.opens("f")) {
            formula = true;
        } else if (tags.closes("v")) {
            value = tags.text();
            if (tags.cut()) {
                value = value + " ".repeat(Cell.LONGEST);
            }
        }
        text.tag(tags);
        if (tags.closes("c")) {
            Cell cell = cell();
            if (column >= Columns.MOST) {
                throw Refusal.invalid("import-large");
            }
            if (!cell.blank()) {
                cells.put(column, cell);
            }
        }
    }

    private Cell cell() {
        String written = type.equals("inlineStr") ? text.text() : value;
        if (written.isEmpty()) {
            return formula && !type.equals("str") ? new Cell(Cell.Kind.FORMULA, "", null) : Cell.EMPTY;
        }
        return switch (type) {
            case "s" -> plain(strings.get(Columns.number(written.strip())));
            case "str", "inlineStr" -> plain(Entities.plain(written));
            case "b" -> new Cell(Cell.Kind.TRUTH, written, null);
            case "e" -> new Cell(Cell.Kind.ERROR, cut(written), null);
            case "d" -> day(written.strip());
            default -> number(written.strip());
        };
    }

    private static Cell plain(String text) {
        return new Cell(Cell.Kind.TEXT, cut(text), null);
    }

    private static String cut(String text) {
        return text.length() > Cell.LONGEST ? text.substring(0, Cell.LONGEST + 1) : text;
    }

    /// A day in ISO 8601, with or without an hour.
    private static Cell day(String text) {
        try {
            return new Cell(Cell.Kind.DAY, cut(text), LocalDate.parse(text.substring(0, Math.min(10, text.length()))));
        } catch (java.time.DateTimeException unreadable) {
            return new Cell(Cell.Kind.PART_OF_A_DAY, cut(text), null);
        }
    }

    private Cell number(String text) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException none) {
            return plain(text);
        }
        if (!Double.isFinite(number)) {
            return new Cell(Cell.Kind.ERROR, cut(text), null);
        }
        String shown = Math.abs(number) < EXACT && number == Math.rint(number)
                ? Long.toString((long) number)
                : BigDecimal.valueOf(number).toPlainString();
        return switch (styles.of(style)) {
            case NUMBER -> new Cell(Cell.Kind.NUMBER, cut(shown), null);
            case PART -> new Cell(Cell.Kind.PART_OF_A_DAY, cut(shown), null);
            case DAY -> {
                LocalDate day = Styles.day(number, since1904);
                yield day == null
                        ? new Cell(Cell.Kind.PART_OF_A_DAY, cut(shown), null)
                        : new Cell(Cell.Kind.DAY, day.toString(), day);
            }
        };
    }
}
