package org.gongzhi.register;

import java.util.List;

/// What was read of a workbook and what was not, sheet by sheet, so that nothing is left out without a word.
public record ImportReading(List<SheetRead> sheets) {

    /// Rows of the sheet with this number have numbers from here on; a spreadsheet has no more rows.
    private static final int SHEET = 1 << 20;

    static final ImportReading NONE = new ImportReading(List.of());

    public enum State {
        READ,
        /// Nobody sees it who opens the workbook, so nobody meant it.
        HIDDEN,
        EMPTY,
        /// It has no row that is a head.
        NO_HEAD,
        /// It has a head without the columns that are needed.
        NO_COLUMNS
    }

    /// One sheet: in which row its head ends, how many rows it gave, which columns were not read, which are missing.
    public record SheetRead(
            String name, State state, int headRow, int rows, List<Unread> unread, List<String> missing) {}

    /// A column that was not read: its letters, its head, and how many cells stand in it.
    public record Unread(String column, String head, int filled) {}

    /// True when something of the workbook was left out.
    public boolean partly() {
        return sheets.stream().anyMatch(sheet -> sheet.state != State.READ || !sheet.unread.isEmpty());
    }

    /// The number of a row among those of all sheets that are read; in the first of them it is the row's own.
    static int key(int sheet, int row) {
        return sheet * SHEET + row;
    }

    /// Where a row stands: its number, with the sheet's name when several were read.
    public String where(int key) {
        int row = (key - 1) % SHEET + 1;
        int sheet = (key - 1) / SHEET;
        var read = sheets.stream().filter(each -> each.state == State.READ).toList();
        return read.size() > 1 && sheet < read.size() ? read.get(sheet).name + " " + row : Integer.toString(row);
    }
}
