package org.gongzhi.calendar;

import com.ibm.icu.util.ChineseCalendar;
import com.ibm.icu.util.TimeZone;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Tables;

/// The days off of a year whose yearly notice is not there yet: those that the Measures on Public Holidays fix
/// (arts. 2 and 6; `calendar/statutory.csv`). Provisional: the notice adds bridges and working weekends.
final class StatutoryHolidays {

    private final List<Tables.Row> rows = Tables.read("calendar/statutory.csv");

    private final Map<String, LocalDate> months = Tables.read("calendar/lunar.csv").stream()
            .collect(Collectors.toUnmodifiableMap(
                    row -> row.get("year") + " " + row.get("month"), row -> LocalDate.parse(row.get("first"))));

    private final Map<Integer, Set<LocalDate>> years = new ConcurrentHashMap<>();

    boolean off(LocalDate day) {
        return years.computeIfAbsent(day.getYear(), this::year).contains(day);
    }

    /// The days off of a year; one on a Saturday, a Sunday or another holiday is made up on the next working day
    /// (art. 6).
    private Set<LocalDate> year(int year) {
        var off = new TreeSet<LocalDate>();
        var madeUp = rows.stream()
                .filter(row -> LocalDate.parse(row.get("valid_from")).getYear() <= year)
                .flatMap(row -> days(row, year))
                .filter(day -> !off.add(day) || weekend(day))
                .sorted()
                .toList();
        for (LocalDate day : madeUp) {
            off.add(Stream.iterate(day, each -> each.plusDays(1))
                    .filter(each -> !weekend(each) && !off.contains(each))
                    .findFirst()
                    .orElseThrow());
        }
        return off;
    }

    private Stream<LocalDate> days(Tables.Row row, int year) {
        int month = Integer.parseInt(row.get("month"));
        LocalDate zero = switch (row.get("calendar")) {
            case "SOLAR" -> LocalDate.of(year, month, 1).minusDays(1);
            case "LUNAR" -> lunar(year, month).minusDays(1);
            case "QINGMING" -> qingming(year);
            default -> throw new IllegalStateException(row.get("calendar"));
        };
        return Stream.iterate(Integer.parseInt(row.get("from")), each -> each + 1)
                .limit(1L + Integer.parseInt(row.get("to")) - Integer.parseInt(row.get("from")))
                .map(zero::plusDays);
    }

    private LocalDate lunar(int year, int month) {
        LocalDate first = months.get(year + " " + month);
        return first == null ? computed(year, month) : first;
    }

    /// The first day of a lunar month of the lunar year that begins in `year`, computed; wrong by a day where the new
    /// moon is minutes from midnight, so that the almanac's table comes first.
    static LocalDate computed(int year, int month) {
        var calendar = new ChineseCalendar(TimeZone.getTimeZone(Clocks.ZONE.getId()), java.util.Locale.CHINA);
        calendar.clear();
        calendar.set(ChineseCalendar.EXTENDED_YEAR, year + 2637);
        calendar.set(ChineseCalendar.MONTH, month - 1);
        calendar.set(ChineseCalendar.IS_LEAP_MONTH, 0);
        calendar.set(ChineseCalendar.DATE, 1);
        return Instant.ofEpochMilli(calendar.getTimeInMillis())
                .atZone(Clocks.ZONE)
                .toLocalDate();
    }

    /// The day on which the sun stands at 15°, by the almanac's formula for 2000 to 2099.
    private static LocalDate qingming(int year) {
        int within = year % 100;
        return LocalDate.of(year, 4, (within * 2422 + 48100) / 10000 - within / 4);
    }

    private static boolean weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
