package org.gongzhi.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Tables;
import org.springframework.stereotype.Component;

/// Says when a term ends. Days off and made-up working days come from `calendar/holidays.csv` (the State Council's
/// yearly
/// notice), working hours from `calendar/working-hours.csv`. Years without a notice count Saturday and Sunday as off.
@Component
public class WorkingCalendar {

    private record Hours(LocalTime from, LocalTime to) {
        Duration length() {
            return Duration.between(from, to);
        }
    }

    private final Map<LocalDate, Boolean> working = new HashMap<>();
    private final List<Hours> hours;

    public WorkingCalendar() {
        for (var row : Tables.read("calendar/holidays.csv")) {
            boolean work = row.get("kind").equals("WORK");
            LocalDate last = LocalDate.parse(row.get("to"));
            for (LocalDate day = LocalDate.parse(row.get("from")); !day.isAfter(last); day = day.plusDays(1)) {
                working.put(day, work);
            }
        }
        hours = Tables.read("calendar/working-hours.csv").stream()
                .map(row -> new Hours(LocalTime.parse(row.get("from")), LocalTime.parse(row.get("to"))))
                .toList();
    }

    public boolean worksOn(LocalDate day) {
        Boolean stated = working.get(day);
        if (stated != null) {
            return stated;
        }
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /// The last moment of `term` counted from `start`. The day of the start does not count (art. 201); a term in days
    /// ends with the end of its last day, and when that is a day off, with the next working day (art. 203).
    public Instant end(Instant start, Term term) {
        return switch (term.unit()) {
            case HOUR -> start.plus(Duration.ofHours(term.amount()));
            case DAY -> endOfDay(nextWorking(date(start).plusDays(term.amount())));
            case WORKING_DAY -> endOfDay(workingDaysLater(date(start), term.amount()));
            case WORKING_HOUR -> workingHoursLater(start, Duration.ofHours(term.amount()));
        };
    }

    private static LocalDate date(Instant instant) {
        return instant.atZone(Clocks.ZONE).toLocalDate();
    }

    private LocalDate nextWorking(LocalDate day) {
        LocalDate found = day;
        while (!worksOn(found)) {
            found = found.plusDays(1);
        }
        return found;
    }

    private LocalDate workingDaysLater(LocalDate start, int days) {
        LocalDate day = start;
        for (int left = days; left > 0; left--) {
            day = nextWorking(day.plusDays(1));
        }
        return day;
    }

    private static Instant endOfDay(LocalDate day) {
        return day.plusDays(1).atStartOfDay(Clocks.ZONE).toInstant().minusSeconds(1);
    }

    private Instant workingHoursLater(Instant start, Duration length) {
        ZonedDateTime from = start.atZone(Clocks.ZONE);
        Duration left = length;
        for (LocalDate day = from.toLocalDate(); ; day = day.plusDays(1)) {
            if (!worksOn(day)) {
                continue;
            }
            for (Hours each : hours) {
                LocalTime begin =
                        day.equals(from.toLocalDate()) && from.toLocalTime().isAfter(each.from())
                                ? from.toLocalTime()
                                : each.from();
                if (!begin.isBefore(each.to())) {
                    continue;
                }
                Duration here = Duration.between(begin, each.to());
                if (here.compareTo(left) >= 0) {
                    return day.atTime(begin).plus(left).atZone(Clocks.ZONE).toInstant();
                }
                left = left.minus(here);
            }
        }
    }

    /// Working time in one full day, for tests and explanations.
    Duration dayLength() {
        return hours.stream().map(Hours::length).reduce(Duration.ZERO, Duration::plus);
    }
}
