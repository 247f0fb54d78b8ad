package org.gongzhi.register.workbook;

import org.jspecify.annotations.Nullable;

/// Numbers as workbooks write them: 0 for column A, rows from 1.
public final class Columns {

    /// As many as a spreadsheet has.
    public static final int MOST = 16_384;

    private Columns() {}

    /// A whole number of at most nine digits, -1 for anything else.
    static int number(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    /// The column of `B7`, -1 for anything else.
    static int column(@Nullable String reference) {
        int column = 0;
        int i = 0;
        for (; reference != null && i < reference.length() && i < 4; i++) {
            char letter = reference.charAt(i);
            if (letter < 'A' || letter > 'Z') {
                break;
            }
            column = column * 26 + letter - 'A' + 1;
        }
        return column > MOST ? -1 : column - 1;
    }

    /// The row of `B7`, -1 for anything else.
    static int row(String reference) {
        return number(reference.replaceFirst("^[A-Z]{1,3}", ""));
    }

    /// `B` for 1.
    public static String letters(int column) {
        String last = Character.toString((char) ('A' + column % 26));
        return column < 26 ? last : letters(column / 26 - 1) + last;
    }
}
