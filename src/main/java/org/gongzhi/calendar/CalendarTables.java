package org.gongzhi.calendar;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.calendar.WorkingCalendar.Hours;
import org.gongzhi.kernel.Tables;

/// What the tables of the calendar state.
final class CalendarTables {

    private CalendarTables() {}

    /// Days off (false) and made-up working days (true) of the yearly notices.
    static Map<LocalDate, Boolean> stated() {
        var days = new HashMap<LocalDate, Boolean>();
        for (var row : Tables.read("calendar/holidays.csv")) {
            boolean work = row.get("kind").equals("WORK");
            LocalDate last = LocalDate.parse(row.get("to"));
            for (LocalDate day = LocalDate.parse(row.get("from")); !day.isAfter(last); day = day.plusDays(1)) {
                days.put(day, work);
            }
        }
        return days;
    }

    static List<Hours> office() {
        return Tables.read("calendar/working-hours.csv").stream()
                .map(row -> new Hours(LocalTime.parse(row.get("from")), LocalTime.parse(row.get("to"))))
                .toList();
    }
}
