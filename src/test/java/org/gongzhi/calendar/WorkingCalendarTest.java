package org.gongzhi.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.gongzhi.kernel.Clocks;
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

    @Test
    void aDayHasSevenWorkingHours() {
        assertThat(calendar.dayLength()).isEqualTo(Duration.ofHours(7));
    }
}
