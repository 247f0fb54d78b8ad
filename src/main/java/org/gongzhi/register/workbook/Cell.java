package org.gongzhi.register.workbook;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// One cell as it is kept: what is shown in it, as text, and the day it stands for.
public record Cell(Kind kind, String text, @Nullable LocalDate day) {

    /// The most characters that are kept of a cell; one more says that there were more.
    public static final int LONGEST = 400;

    public static final Cell EMPTY = new Cell(Kind.TEXT, "", null);

    /// What a cell holds.
    public enum Kind {
        TEXT,
        NUMBER,
        /// A day, with or without an hour.
        DAY,
        /// A number shown as a month, a year or an hour: nobody can say of which day.
        PART_OF_A_DAY,
        TRUTH,
        /// `#N/A` and its like.
        ERROR,
        /// A formula that was saved without its result.
        FORMULA
    }

    public boolean blank() {
        return kind == Kind.TEXT && text.isBlank();
    }

    public boolean tooLong() {
        return text.length() > LONGEST;
    }
}
