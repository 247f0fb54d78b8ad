package org.gongzhi.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Clocks;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Says when a term ends. Days off and made-up working days come from `calendar/holidays.csv` (the State
/// Council's yearly notice), working hours from `calendar/working-hours.csv`. Years without a notice count
/// Saturday and Sunday as off, and the days that the Measures on Public Holidays fix. Everything is computed in
/// Asia/Shanghai, whatever the machine's own zone is.
@Component
public class WorkingCalendar {

    /// A part of a working day; two of them with a gap are a day with a lunch break. `until` is not part of it.
    public record Hours(LocalTime from, LocalTime until) {

        public Hours {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException("working hours from " + from + " to " + until);
            }
        }

        private Duration length() {
            return Duration.between(from, until);
        }
    }

    /// No term looks further than this for a working day: a calendar in which nobody ever works is a fault to
    /// be told, not a search without end.
    private static final int MOST_DAYS = 20_000;

    private final Map<LocalDate, Boolean> working;
    private final List<Hours> hours;
    private final @Nullable StatutoryHolidays statutory;
    private final Set<Integer> noticed;

    @Autowired
    public WorkingCalendar() {
        this(CalendarTables.stated(), CalendarTables.office(), new StatutoryHolidays());
    }

    /// A calendar of one's own: days that are stated to be working (true) or off (false), and the hours of a
    /// working day in order.
    public WorkingCalendar(Map<LocalDate, Boolean> working, List<Hours> hours) {
        this(working, hours, null);
    }

    private WorkingCalendar(Map<LocalDate, Boolean> working, List<Hours> hours, @Nullable StatutoryHolidays statutory) {
        if (hours.isEmpty()) {
            throw new IllegalArgumentException("a calendar needs working hours");
        }
        for (int i = 1; i < hours.size(); i++) {
            if (hours.get(i).from.isBefore(hours.get(i - 1).until)) {
                throw new IllegalArgumentException("working hours overlap: " + hours);
            }
        }
        this.working = Map.copyOf(working);
        this.hours = List.copyOf(hours);
        this.statutory = statutory;
        this.noticed = working.keySet().stream().map(LocalDate::getYear).collect(Collectors.toUnmodifiableSet());
    }

    public boolean worksOn(LocalDate day) {
        Boolean stated = working.get(day);
        if (stated != null) {
            return stated;
        }
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && (statutory == null || noticed.contains(day.getYear()) || !statutory.off(day));
    }

    /// True within working hours of a working day.
    public boolean worksAt(Instant instant) {
        var there = instant.atZone(Clocks.ZONE);
        LocalTime time = there.toLocalTime();
        return worksOn(there.toLocalDate())
                && hours.stream().anyMatch(each -> !time.isBefore(each.from) && time.isBefore(each.until));
    }

    /// The working hours of a day, none on a day off.
    public List<Hours> hours(LocalDate day) {
        return worksOn(day) ? hours : List.of();
    }

    /// The last moment of `term` counted from `start`. The day of the start does not count (art. 201); a term
    /// in months ends on the corresponding day or the month's last (art. 202); one in days, months or years
    /// ends with the end of its last day, and when that is a day off, with the next working day (art. 203).
    public Instant end(Instant start, Term term) {
        LocalDate day = date(start);
        return switch (term.unit()) {
            case MINUTE -> start.plus(Duration.ofMinutes(term.amount()));
            case HOUR -> start.plus(Duration.ofHours(term.amount()));
            case DAY -> Clocks.endOf(nextWorking(day.plusDays(term.amount())));
            case MONTH -> Clocks.endOf(nextWorking(day.plusMonths(term.amount())));
            case YEAR -> Clocks.endOf(nextWorking(day.plusYears(term.amount())));
            case WORKING_DAY -> Clocks.endOf(workingDaysLater(day, term.amount()));
            case WORKING_HOUR -> later(start, Duration.ofHours(term.amount()));
        };
    }

    /// The moment that lies `term` before `end`, for reminding in time: never later than [#end] would bring
    /// it back to.
    public Instant before(Instant end, Term term) {
        return switch (term.unit()) {
            case MINUTE -> end.minus(Duration.ofMinutes(term.amount()));
            case HOUR -> end.minus(Duration.ofHours(term.amount()));
            case DAY -> end.atZone(Clocks.ZONE).minusDays(term.amount()).toInstant();
            case MONTH -> end.atZone(Clocks.ZONE).minusMonths(term.amount()).toInstant();
            case YEAR -> end.atZone(Clocks.ZONE).minusYears(term.amount()).toInstant();
            case WORKING_DAY -> {
                var there = end.atZone(Clocks.ZONE);
                yield workingDaysEarlier(there.toLocalDate(), term.amount())
                        .atTime(there.toLocalTime())
                        .atZone(Clocks.ZONE)
                        .toInstant();
            }
            case WORKING_HOUR -> earlier(end, Duration.ofHours(term.amount()));
        };
    }

    /// The new end of a term whose clock stood from `stopped` to `resumed`: as much later as it stood,
    /// measured in the term's own unit. A stop over a weekend does not lengthen a term in working days.
    public Instant moved(Instant end, Instant stopped, Instant resumed, Term.Unit unit) {
        if (!resumed.isAfter(stopped)) {
            return end;
        }
        return switch (unit) {
            case MINUTE, HOUR -> end.plus(Duration.between(stopped, resumed));
            case WORKING_HOUR -> later(end, workingTime(stopped, resumed));
            case DAY, MONTH, YEAR -> {
                long days = date(resumed).toEpochDay() - date(stopped).toEpochDay();
                yield days == 0 ? end : Clocks.endOf(nextWorking(date(end).plusDays(days)));
            }
            case WORKING_DAY -> {
                int days = workingDays(date(stopped), date(resumed));
                yield days == 0 ? end : Clocks.endOf(workingDaysLater(date(end), days));
            }
        };
    }

    /// Working time between two moments; nothing when they are the wrong way round. Splitting a span anywhere
    /// never changes the sum.
    public Duration workingTime(Instant from, Instant until) {
        if (!from.isBefore(until)) {
            return Duration.ZERO;
        }
        var begin = from.atZone(Clocks.ZONE);
        var end = until.atZone(Clocks.ZONE);
        Duration sum = Duration.ZERO;
        for (LocalDate day = begin.toLocalDate(); !day.isAfter(end.toLocalDate()); day = day.plusDays(1)) {
            for (Hours each : hours(day)) {
                LocalTime first =
                        day.equals(begin.toLocalDate()) && begin.toLocalTime().isAfter(each.from)
                                ? begin.toLocalTime()
                                : each.from;
                LocalTime last =
                        day.equals(end.toLocalDate()) && end.toLocalTime().isBefore(each.until)
                                ? end.toLocalTime()
                                : each.until;
                if (first.isBefore(last)) {
                    sum = sum.plus(Duration.between(first, last));
                }
            }
        }
        return sum;
    }

    /// Working days after `from` up to and with `until`.
    public int workingDays(LocalDate from, LocalDate until) {
        int days = 0;
        for (LocalDate day = from.plusDays(1); !day.isAfter(until); day = day.plusDays(1)) {
            days += worksOn(day) ? 1 : 0;
        }
        return days;
    }

    /// The moment when `length` of working time has passed since `start`; the start itself when the length is
    /// nothing.
    public Instant later(Instant start, Duration length) {
        if (length.isZero()) {
            return start;
        }
        var from = start.atZone(Clocks.ZONE);
        Duration left = length;
        LocalDate day = from.toLocalDate();
        for (int looked = 0; looked < MOST_DAYS; looked++, day = day.plusDays(1)) {
            for (Hours each : hours(day)) {
                LocalTime begin =
                        day.equals(from.toLocalDate()) && from.toLocalTime().isAfter(each.from)
                                ? from.toLocalTime()
                                : each.from;
                if (!begin.isBefore(each.until)) {
                    continue;
                }
                Duration here = Duration.between(begin, each.until);
                if (here.compareTo(left) >= 0) {
                    return day.atTime(begin).plus(left).atZone(Clocks.ZONE).toInstant();
                }
                left = left.minus(here);
            }
        }
        throw new IllegalStateException("nobody works in this calendar after " + start);
    }

    /// The moment since which `length` of working time passes until `end`.
    public Instant earlier(Instant end, Duration length) {
        if (length.isZero()) {
            return end;
        }
        var until = end.atZone(Clocks.ZONE);
        Duration left = length;
        LocalDate day = until.toLocalDate();
        for (int looked = 0; looked < MOST_DAYS; looked++, day = day.minusDays(1)) {
            for (Hours each : hours(day).reversed()) {
                LocalTime last =
                        day.equals(until.toLocalDate()) && until.toLocalTime().isBefore(each.until)
                                ? until.toLocalTime()
                                : each.until;
                if (!each.from.isBefore(last)) {
                    continue;
                }
                Duration here = Duration.between(each.from, last);
                if (here.compareTo(left) >= 0) {
                    return day.atTime(last).minus(left).atZone(Clocks.ZONE).toInstant();
                }
                left = left.minus(here);
            }
        }
        throw new IllegalStateException("nobody works in this calendar before " + end);
    }

    /// The working spans within two moments, in order.
    public List<Span> spans(Instant from, Instant until) {
        var found = new ArrayList<Span>();
        for (LocalDate day = date(from); !day.isAfter(date(until)); day = day.plusDays(1)) {
            for (Hours each : hours(day)) {
                Instant begin = day.atTime(each.from).atZone(Clocks.ZONE).toInstant();
                Instant end = day.atTime(each.until).atZone(Clocks.ZONE).toInstant();
                if (begin.isBefore(until) && end.isAfter(from)) {
                    found.add(new Span(begin.isBefore(from) ? from : begin, end.isAfter(until) ? until : end));
                }
            }
        }
        return found;
    }

    /// From a moment up to another, which is not part of it.
    public record Span(Instant from, Instant until) {}

    private static LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, Clocks.ZONE);
    }

    private LocalDate nextWorking(LocalDate day) {
        return workingDay(day, 1);
    }

    private LocalDate workingDay(LocalDate from, int step) {
        LocalDate found = from;
        for (int looked = 0; looked < MOST_DAYS; looked++) {
            if (worksOn(found)) {
                return found;
            }
            found = found.plusDays(step);
        }
        throw new IllegalStateException("nobody works in this calendar around " + from);
    }

    private LocalDate workingDaysLater(LocalDate start, int days) {
        LocalDate day = start;
        for (int left = days; left > 0; left--) {
            day = nextWorking(day.plusDays(1));
        }
        return day;
    }

    private LocalDate workingDaysEarlier(LocalDate end, int days) {
        LocalDate day = end;
        for (int left = days; left > 0; left--) {
            day = workingDay(day.minusDays(1), -1);
        }
        return day;
    }

    /// Working time in one full day.
    Duration dayLength() {
        return hours.stream().map(Hours::length).reduce(Duration.ZERO, Duration::plus);
    }
}
