package org.gongzhi.register;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;

/// A row that could be read: the person it tells of and the door.
record ImportLine(ImportStore.Found found, PersonFields.Read read, Place door) {

    /// Nobody has lived anywhere for longer.
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    static Register.Typed typed(Map<ImportColumn, String> cells) {
        return new Register.Typed(
                cells.get(ImportColumn.NAME),
                cells.get(ImportColumn.PHONE),
                cells.get(ImportColumn.ID_NUMBER),
                cells.get(ImportColumn.SEX),
                cells.get(ImportColumn.BORN),
                cells.get(ImportColumn.REGISTERED_AT));
    }

    static @Nullable LocalDate since(Map<ImportColumn, String> cells, Clock clock) {
        String text = cells.get(ImportColumn.SINCE);
        LocalDate today = Clocks.today(clock);
        LocalDate day = text == null ? today : TypedDay.of(text);
        return day == null || day.isAfter(today) || day.isBefore(EARLIEST) ? null : day;
    }

    boolean fresh() {
        return found.state().equals("NEW");
    }
}
