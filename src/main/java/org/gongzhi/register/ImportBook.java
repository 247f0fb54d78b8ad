package org.gongzhi.register;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.register.workbook.Cell;
import org.gongzhi.register.workbook.Columns;
import org.gongzhi.register.workbook.Merges;
import org.gongzhi.register.workbook.Sheet;
import org.gongzhi.register.workbook.Workbook;
import org.jspecify.annotations.Nullable;

/// Reads the uploaded workbook, every sheet that has a head, row by row, and says what it did not read. A workbook
/// without any head that has the needed columns is refused.
final class ImportBook {

    static final int MOST_ROWS = 200_000;

    private final Consumer<ImportStore.Raw> sink;
    private final List<ImportReading.SheetRead> sheets = new ArrayList<>();
    private @Nullable ImportHead lacking;
    private int count;

    private ImportBook(Consumer<ImportStore.Raw> sink) {
        this.sink = sink;
    }

    /// Hands each row to `sink`; empty rows are passed over.
    static ImportReading read(Path file, Consumer<ImportStore.Raw> sink) {
        var reading = new ImportBook(sink);
        try (var book = Workbook.open(file)) {
            for (Sheet sheet : book.sheets()) {
                reading.sheets.add(reading.sheet(book, sheet));
            }
        } catch (IOException unreadable) {
            throw Refusal.invalid("import-file");
        }
        if (reading.sheets.stream().noneMatch(sheet -> sheet.state() == ImportReading.State.READ)) {
            throw reading.refused();
        }
        if (reading.count == 0) {
            throw Refusal.invalid("import-empty");
        }
        return new ImportReading(reading.sheets);
    }

    private Refusal refused() {
        if (sheets.stream().noneMatch(sheet -> sheet.state() != ImportReading.State.EMPTY)) {
            return Refusal.invalid("import-empty");
        }
        if (lacking == null) {
            return Refusal.invalid("import-columns", "姓名 小区 楼栋 室号");
        }
        String missing = String.join(" ", heads(lacking.missing()));
        return lacking.unread().isEmpty()
                ? Refusal.invalid("import-columns", missing)
                : Refusal.invalid(
                        "import-columns-unread",
                        missing,
                        String.join(" ", lacking.unread().values()));
    }

    private static List<String> heads(List<ImportColumn> columns) {
        return columns.stream().map(each -> each.head(true)).toList();
    }

    private ImportReading.SheetRead sheet(Workbook book, Sheet sheet) throws IOException {
        if (sheet.hidden()) {
            return without(sheet, ImportReading.State.HIDDEN, List.of());
        }
        var merges = new Merges();
        var first = book.first(sheet, ImportHead.WITHIN, merges);
        if (first.isEmpty()) {
            return without(sheet, ImportReading.State.EMPTY, List.of());
        }
        var head = ImportHead.find(first, merges).orElse(null);
        if (head == null) {
            return without(sheet, ImportReading.State.NO_HEAD, List.of());
        }
        if (!head.missing().isEmpty()) {
            lacking = lacking == null ? head : lacking;
            return without(sheet, ImportReading.State.NO_COLUMNS, heads(head.missing()));
        }
        return new OneSheet(head, merges).read(book, sheet);
    }

    private static ImportReading.SheetRead without(Sheet sheet, ImportReading.State state, List<String> missing) {
        return new ImportReading.SheetRead(sheet.name(), state, 0, 0, List.of(), missing);
    }

    /// A cell that reaches down over the rows below.
    private record Merged(Cell cell, int bottom) {}

    private final class OneSheet {
        private final ImportHead head;
        private final Merges merges;
        private final Map<Integer, Merged> above = new HashMap<>();
        private final TreeMap<Integer, Integer> filled = new TreeMap<>();
        private final int before = (int) sheets.stream()
                .filter(sheet -> sheet.state() == ImportReading.State.READ)
                .count();
        private int rows;

        OneSheet(ImportHead head, Merges merges) {
            this.head = head;
            this.merges = merges;
        }

        ImportReading.SheetRead read(Workbook book, Sheet sheet) throws IOException {
            book.rows(sheet, this::row);
            var unread = new ArrayList<ImportReading.Unread>();
            head.unread().keySet().forEach(column -> filled.putIfAbsent(column, 0));
            filled.forEach((column, cells) -> unread.add(new ImportReading.Unread(
                    Columns.letters(column), head.unread().getOrDefault(column, ""), cells)));
            return new ImportReading.SheetRead(
                    sheet.name(), ImportReading.State.READ, head.row(), rows, unread, List.of());
        }

        private void row(int number, Map<Integer, Cell> found) {
            if (number <= head.row() || again(found)) {
                return;
            }
            found.keySet().stream()
                    .filter(column -> !head.columns().containsKey(column))
                    .forEach(column -> filled.merge(column, 1, Integer::sum));
            var cells = ImportCell.none();
            var faults = new ArrayList<String>();
            boolean own = false;
            for (var column : head.columns().entrySet()) {
                Cell cell = found.get(column.getKey());
                own |= cell != null;
                Cell meant = cell == null ? merged(number, column.getKey()) : cell;
                reach(number, column.getKey(), cell);
                ImportCell.read(meant, column.getValue(), cells, faults);
            }
            if (own && !(cells.isEmpty() && faults.isEmpty())) {
                if (++count > MOST_ROWS) {
                    throw Refusal.invalid("import-long", MOST_ROWS);
                }
                rows++;
                sink.accept(new ImportStore.Raw(ImportReading.key(before, number), cells, faults));
            }
        }

        /// The head once more, as it stands on every printed page.
        private boolean again(Map<Integer, Cell> found) {
            return head.columns().entrySet().stream()
                    .allMatch(each -> found.get(each.getKey()) instanceof Cell cell
                            && (ImportColumn.of(cell.text()).orElse(null) == each.getValue()
                                    || ImportColumn.address(cell.text())));
        }

        private Cell merged(int row, int column) {
            Merged merged = above.get(column);
            return merged == null || merged.bottom < row ? Cell.EMPTY : merged.cell;
        }

        private void reach(int row, int column, @Nullable Cell cell) {
            int bottom = cell == null ? row : merges.bottom(column, row);
            if (cell != null && bottom > row) {
                above.put(column, new Merged(cell, bottom));
            }
        }
    }
}
