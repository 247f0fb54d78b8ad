package org.gongzhi.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingCalendarTest {

    private final WorkingCalendar calendar = new WorkingCalendar();

    @ParameterizedTest
    @CsvSource({
        "2026-11-20, true", // a Friday
        "2026-11-21, false", // a Saturday
        "2026-10-01, false", // National Day
        "2026-10-10, true", // a Saturday made up for it
        "2026-02-14, true", // a Saturday made up for Spring Festival
        "2026-02-23, false", // its last day
        "2025-10-11, true"
    })
    void knowsTheDaysOfTheStateCouncilsNotices(LocalDate day, boolean works) {
        assertThat(calendar.worksOn(day)).isEqualTo(works);
    }

    @ParameterizedTest
    @CsvSource({
        // days begin on the next day and end with the day (Civil Code arts. 201, 202)
        "2026-11-18T15:00, 5 WORKING_DAY, 2026-11-25T23:59:59",
        "2026-11-18T15:00, 7 DAY, 2026-11-25T23:59:59",
        // the last day falls into National Day: the day after the holiday (art. 203)
        "2026-09-24T09:00, 7 DAY, 2026-10-08T23:59:59",
        "2026-09-30T09:00, 1 WORKING_DAY, 2026-10-08T23:59:59",
        // hours run at once
        "2026-11-21T23:00, 2 HOUR, 2026-11-22T01:00:00",
        // working hours: 08:30-12:00 and 14:00-17:30
        "2026-11-20T09:00, 4 WORKING_HOUR, 2026-11-20T15:00:00",
        "2026-11-20T16:30, 4 WORKING_HOUR, 2026-11-23T11:30:00",
        "2026-11-21T10:00, 2 WORKING_HOUR, 2026-11-23T10:30:00",
        "2026-11-20T12:30, 4 WORKING_HOUR, 2026-11-23T09:00:00"
    })
    void aTermEndsWhenTheLawSaysSo(LocalDateTime start, String term, LocalDateTime end) {
        assertThat(calendar.end(start.atZone(Clocks.ZONE).toInstant(), Term.parse(term)))
                .isEqualTo(end.atZone(Clocks.ZONE).toInstant());
    }

    /// The days that the Measures on Public Holidays fix, as almanacs print them.
    @ParameterizedTest
    @CsvSource({
        "2027, 01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03",
        "2028, 01-01 01-25 01-26 01-27 01-28 04-04 05-01 05-02 05-28 10-03 10-01 10-02 10-03",
        "2029, 01-01 02-12 02-13 02-14 02-15 04-04 05-01 05-02 06-16 09-22 10-01 10-02 10-03",
        "2030, 01-01 02-02 02-03 02-04 02-05 04-05 05-01 05-02 06-05 09-12 10-01 10-02 10-03",
        "2033, 01-01 01-30 01-31 02-01 02-02 04-04 05-01 05-02 06-01 09-08 10-01 10-02 10-03"
    })
    void aYearWithoutItsNoticeKeepsTheHolidaysOfTheMeasures(int year, String days) {
        for (String day : days.split(" ")) {
            assertThat(calendar.worksOn(LocalDate.parse(year + "-" + day)))
                    .as("%s-%s", year, day)
                    .isFalse();
        }
        long made = LocalDate.of(year, 1, 1)
                .datesUntil(LocalDate.of(year + 1, 1, 1))
                .filter(day -> day.getDayOfWeek().getValue() < 6 && !calendar.worksOn(day))
                .count();
        // whatever falls on a Saturday or Sunday is made up; in 2028 so is Mid-Autumn, within National Day
        assertThat(made).isEqualTo(days.split(" ").length);
    }

    /// New moons four minutes before midnight in 2027 and seven after it in 2030: the computed months are a day off.
    @Test
    void theAlmanacAndTheComputedMonthsAgreeButForTwo() {
        assertThat(Tables.read("calendar/lunar.csv"))
                .filteredOn(row -> !StatutoryHolidays.computed(
                                Integer.parseInt(row.get("year")), Integer.parseInt(row.get("month")))
                        .equals(LocalDate.parse(row.get("first"))))
                .extracting(row -> row.get("first"))
                .containsExactly("2027-02-06", "2030-02-03");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T10:00, 32 DAY, 2027-01-04T23:59:59",
        "2026-11-30T10:00, 24 WORKING_DAY, 2027-01-04T23:59:59",
        "2027-01-29T10:00, 7 DAY, 2027-02-11T23:59:59",
        "2027-04-24T10:00, 7 DAY, 2027-05-05T23:59:59"
    })
    void aTermOverAHolidayOfTheNextYearEndsWithTheNextWorkingDay(LocalDateTime start, String term, LocalDateTime end) {
        aTermEndsWhenTheLawSaysSo(start, term, end);
    }

    @Test
    void aDayHasSevenWorkingHours() {
        assertThat(calendar.dayLength()).isEqualTo(Duration.ofHours(7));
    }
}
