package org.gongzhi.register;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gongzhi.register.workbook.Cell;
import org.jspecify.annotations.Nullable;

/// What a cell says in its column; what it cannot say for certain is a fault of that cell, never a guess.
final class ImportCell {

    /// The longest text that a cell may have.
    private static final int LONGEST = 200;

    /// A spreadsheet keeps fifteen digits of a number and turns the others into zeros.
    private static final int EXACT_DIGITS = 15;

    private static final Set<ImportColumn> DAYS = EnumSet.of(ImportColumn.BORN, ImportColumn.SINCE);

    private ImportCell() {}

    /// Puts the text of a cell into `cells`, and what is wrong with it into `faults` as `COLUMN:code`.
    static void read(Cell cell, ImportColumn column, Map<ImportColumn, String> cells, List<String> faults) {
        String text = cell.text().strip();
        String fault = fault(cell, column, text);
        if (fault != null) {
            faults.add(column + ":" + fault);
        }
        if (cell.kind() == Cell.Kind.FORMULA) {
            cells.put(column, "=");
        } else if (!text.isEmpty()) {
            cells.put(column, text.substring(0, Math.min(LONGEST, text.length())));
        }
    }

    private static @Nullable String fault(Cell cell, ImportColumn column, String text) {
        boolean day = DAYS.contains(column);
        return switch (cell.kind()) {
            case FORMULA -> "import-cell-formula";
            case ERROR -> "import-cell-error";
            case TRUTH -> "import-cell-kind";
            case PART_OF_A_DAY -> day ? "import-cell-part" : "import-cell-day";
            case DAY -> day ? null : "import-cell-day";
            case TEXT -> cell.tooLong() || text.length() > LONGEST ? "import-cell-long" : null;
            case NUMBER -> number(column, text, day);
        };
    }

    /// `19900131` is a day that somebody typed; `1990.05` and `45296` are numbers.
    private static @Nullable String number(ImportColumn column, String text, boolean day) {
        if (day) {
            return text.matches("(18|19|20)\\d{6}") ? null : "import-cell-number";
        }
        return column == ImportColumn.ID_NUMBER && text.length() > EXACT_DIGITS ? "import-cell-rounded" : null;
    }

    static Map<ImportColumn, String> none() {
        return new EnumMap<>(ImportColumn.class);
    }
}
