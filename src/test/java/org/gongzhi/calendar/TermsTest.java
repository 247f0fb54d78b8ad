package org.gongzhi.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import org.gongzhi.kernel.Clocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The golden table of terms, from the Civil Code, the shipped policies and the bugs of others; and laws that
/// hold for every term.
class TermsTest {

    private final WorkingCalendar calendar = new WorkingCalendar();
    private final Policies policies = new Policies();

    private static Instant at(LocalDateTime there) {
        return there.atZone(Clocks.ZONE).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        // months end on the corresponding day, or on the month's last (art. 202), and move over days off (art. 203)
        "2026-01-31T10:00, 1 MONTH, 2026-02-28T23:59:59", // the last day of February is made up: a working Saturday
        "2025-12-31T10:00, 2 MONTH, 2026-02-28T23:59:59",
        "2026-03-31T10:00, 1 MONTH, 2026-04-30T23:59:59",
        "2026-09-01T10:00, 1 MONTH, 2026-10-08T23:59:59", // 1 October: after the holiday
        "2028-02-29T09:00, 1 YEAR, 2029-02-28T23:59:59",
        "2026-11-20T09:00, 30 MINUTE, 2026-11-20T09:30:00",
        // zammad#390: holidays inside a term do not count
        "2026-02-13T17:00, 1 WORKING_HOUR, 2026-02-14T09:00:00", // 14 February is a made-up working day
        "2026-02-14T17:00, 1 WORKING_HOUR, 2026-02-24T09:00:00", // then comes Spring Festival
        "2026-04-03T12:00, 1 WORKING_DAY, 2026-04-07T23:59:59",
        // zammad#3180: the minute before midnight belongs to its day
        "2026-11-18T23:59:59, 1 DAY, 2026-11-19T23:59:59",
        "2026-11-19T00:00:00, 1 DAY, 2026-11-20T23:59:59",
        "2026-11-18T23:59:59, 1 WORKING_HOUR, 2026-11-19T09:30:00",
        "2026-11-19T00:00:00, 1 WORKING_HOUR, 2026-11-19T09:30:00",
        // osTicket#6739: a lunch break is not working time, nor is a term that ends exactly at its beginning late
        "2026-11-18T11:00, 1 WORKING_HOUR, 2026-11-18T12:00:00",
        "2026-11-18T11:30, 1 WORKING_HOUR, 2026-11-18T14:30:00",
        "2026-11-18T12:00, 1 WORKING_HOUR, 2026-11-18T15:00:00",
        "2026-11-18T13:59:59, 1 WORKING_HOUR, 2026-11-18T15:00:00",
        "2026-11-18T17:30, 1 WORKING_HOUR, 2026-11-19T09:30:00",
        // more than a day and more than a week of working hours
        "2026-11-18T08:30, 7 WORKING_HOUR, 2026-11-18T17:30:00",
        "2026-11-18T08:30, 8 WORKING_HOUR, 2026-11-19T09:30:00",
        "2026-11-18T08:30, 35 WORKING_HOUR, 2026-11-24T17:30:00",
        // the petition rules (2022): 15, 60 and 30 days; 5 working days
        "2026-07-31T09:00, 15 DAY, 2026-08-17T23:59:59",
        "2026-08-03T09:00, 60 DAY, 2026-10-08T23:59:59",
        "2026-09-28T09:00, 5 WORKING_DAY, 2026-10-10T23:59:59" // a made-up Saturday
    })
    void aTermEndsWhenTheTableSays(LocalDateTime start, String term, LocalDateTime end) {
        assertThat(calendar.end(at(start), Term.parse(term))).isEqualTo(at(end));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T23:59:59, 1 DAY, 2026-11-24T23:59:59",
        "2026-11-23T23:59:59, 1 WORKING_DAY, 2026-11-20T23:59:59",
        "2026-10-08T23:59:59, 1 WORKING_DAY, 2026-09-30T23:59:59",
        "2026-11-23T09:00:00, 1 WORKING_HOUR, 2026-11-20T17:00:00",
        "2026-11-23T14:30:00, 1 WORKING_HOUR, 2026-11-23T11:30:00",
        "2026-03-31T23:59:59, 1 MONTH, 2026-02-28T23:59:59",
        // zammad#4432: a reminder that falls on midnight is neither lost nor moved to another day
        "2026-11-25T00:00:00, 24 HOUR, 2026-11-24T00:00:00"
    })
    void aReminderComesInTime(LocalDateTime end, String term, LocalDateTime when) {
        assertThat(calendar.before(at(end), Term.parse(term))).isEqualTo(at(when));
    }

    @ParameterizedTest
    @CsvSource({
        // a stop from Friday afternoon to Monday morning: one working day, three days, 3.5 + 0.5 working hours
        "WORKING_DAY, 2026-11-27T23:59:59, 2026-11-20T14:00, 2026-11-23T09:00, 2026-11-30T23:59:59",
        "DAY, 2026-11-27T23:59:59, 2026-11-20T14:00, 2026-11-23T09:00, 2026-11-30T23:59:59",
        "WORKING_HOUR, 2026-11-24T10:00:00, 2026-11-20T14:00, 2026-11-23T09:00, 2026-11-24T16:00:00",
        "HOUR, 2026-11-24T10:00:00, 2026-11-20T14:00, 2026-11-20T16:00, 2026-11-24T12:00:00",
        // within one day nothing is lost in days
        "WORKING_DAY, 2026-11-27T23:59:59, 2026-11-20T09:00, 2026-11-20T17:00, 2026-11-27T23:59:59",
        // over a weekend alone neither
        "WORKING_DAY, 2026-11-27T23:59:59, 2026-11-20T18:00, 2026-11-22T20:00, 2026-11-27T23:59:59"
    })
    void aStoppedClockMovesTheEnd(
            Term.Unit unit, LocalDateTime end, LocalDateTime stopped, LocalDateTime resumed, LocalDateTime moved) {
        assertThat(calendar.moved(at(end), at(stopped), at(resumed), unit)).isEqualTo(at(moved));
    }

    /// zammad#1396: a calendar in which nobody works is refused, and one without a working day ahead says so.
    @Test
    void anEmptyCalendarIsTold() {
        assertThatThrownBy(() -> new WorkingCalendar(Map.of(), List.of())).hasMessageContaining("needs working hours");
        assertThatThrownBy(() -> new WorkingCalendar.Hours(LocalTime.NOON, LocalTime.NOON))
                .hasMessageContaining("working hours");
        var never = new HashMap<LocalDate, Boolean>();
        for (int i = 0; i < 30_000; i++) {
            never.put(LocalDate.of(2026, 1, 1).plusDays(i), false);
        }
        var empty =
                new WorkingCalendar(never, List.of(new WorkingCalendar.Hours(LocalTime.of(9, 0), LocalTime.of(17, 0))));
        Instant start = at(LocalDateTime.of(2026, 1, 2, 9, 0));
        assertThatThrownBy(() -> empty.end(start, Term.parse("1 WORKING_HOUR"))).hasMessageContaining("nobody works");
        assertThatThrownBy(() -> empty.end(start, Term.parse("1 DAY"))).hasMessageContaining("nobody works");
    }

    /// osTicket#6847: the zone of the machine does not matter.
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Pacific/Auckland"})
    void theMachinesZoneDoesNotMatter(String zone) {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            assertThat(new WorkingCalendar().end(Instant.parse("2026-11-18T15:59:59Z"), Term.parse("1 WORKING_DAY")))
                    .isEqualTo(Instant.parse("2026-11-19T15:59:59Z"));
            assertThat(new WorkingCalendar().end(Instant.parse("2026-11-18T16:00:00Z"), Term.parse("1 WORKING_DAY")))
                    .isEqualTo(Instant.parse("2026-11-20T15:59:59Z"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static Instant some(Random random) {
        return Instant.parse("2025-01-01T00:00:00Z").plusSeconds(random.nextLong(2L * 365 * 24 * 3600));
    }

    @Test
    void addingAndSubtractingAreInverse() {
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            Instant start = some(random);
            Duration length = Duration.ofSeconds(1 + random.nextLong(200 * 3600));
            Instant end = calendar.later(start, length);
            assertThat(calendar.workingTime(start, end)).isEqualTo(length);
            // back again: the same working moment, whatever idle time lay around the start
            assertThat(calendar.workingTime(calendar.earlier(end, length), end)).isEqualTo(length);
            if (calendar.worksAt(start)) {
                assertThat(calendar.earlier(end, length)).isEqualTo(start);
            }
        }
    }

    @Test
    void splittingAPeriodNeverChangesItsSum() {
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            Instant from = some(random);
            Instant until = from.plusSeconds(random.nextLong(60L * 24 * 3600));
            Instant middle = from.plusSeconds(random.nextLong(until.getEpochSecond() - from.getEpochSecond() + 1));
            assertThat(calendar.workingTime(from, middle).plus(calendar.workingTime(middle, until)))
                    .isEqualTo(calendar.workingTime(from, until));
            Duration one = Duration.ofMinutes(random.nextInt(3000));
            Duration two = Duration.ofMinutes(random.nextInt(3000));
            assertThat(calendar.later(calendar.later(from, one), two)).isEqualTo(calendar.later(from, one.plus(two)));
        }
    }

    @Test
    void twoStopsMoveAsMuchAsOne() {
        var random = new Random(6);
        for (int i = 0; i < 5_000; i++) {
            Instant start = some(random);
            for (Term.Unit unit : List.of(Term.Unit.HOUR, Term.Unit.WORKING_HOUR, Term.Unit.WORKING_DAY)) {
                Instant end = calendar.end(start, new Term(10, unit));
                Instant stopped = start.plusSeconds(random.nextLong(3600 * 48));
                Instant middle = stopped.plusSeconds(random.nextLong(3600 * 48));
                Instant resumed = middle.plusSeconds(random.nextLong(3600 * 48));
                assertThat(calendar.moved(calendar.moved(end, stopped, middle, unit), middle, resumed, unit))
                        .isEqualTo(calendar.moved(end, stopped, resumed, unit));
            }
        }
    }

    @Test
    void laterStartsNeverEndEarlier() {
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            Instant start = some(random);
            Instant later = start.plusSeconds(random.nextLong(3600 * 100));
            for (Term.Unit unit : Term.Unit.values()) {
                var term = new Term(1 + random.nextInt(20), unit);
                assertThat(calendar.end(later, term)).isAfterOrEqualTo(calendar.end(start, term));
                assertThat(calendar.before(calendar.end(start, term), term)).isBefore(calendar.end(start, term));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // the shipped policies: stage, place, channel, type, urgency, day, term
        "DISPATCH, 110105001001, PHONE_PAGE, *, DANGER, 2026-11-18, 1 HOUR",
        "DISPATCH, 110105001001, PHONE_PAGE, *, UTILITY, 2026-11-18, 2 HOUR",
        "DISPATCH, 110105001001, PHONE_PAGE, *, ORDINARY, 2026-11-18, 24 HOUR",
        "RESOLVE, 110105001001, HOTLINE, COMPLEX, ORDINARY, 2026-11-18, 15 DAY",
        "REPLY, 110105001001, HOTLINE, *, DANGER, 2026-11-18, 2 HOUR",
        "RESOLVE, 441900106002, HOTLINE, INQUIRY, ORDINARY, 2026-11-18, 2 WORKING_DAY",
        "RESOLVE, 441900106002, HOTLINE, HELP, ORDINARY, 2026-11-18, 10 WORKING_DAY",
        "RESOLVE, 441900106002, HOTLINE, COMPLAINT, ORDINARY, 2026-11-18, 15 WORKING_DAY",
        "RESOLVE, 370102001001, HOTLINE, COMPLAINT, ORDINARY, 2026-11-18, 5 WORKING_DAY",
        "RESOLVE, 370702001001, HOTLINE, *, ORDINARY, 2026-11-18, 5 WORKING_DAY",
        "RESOLVE, 441900106002, PETITION, *, ORDINARY, 2026-11-18, 60 DAY",
        "OBJECT, 441900106002, PETITION, *, ORDINARY, 2026-11-18, 5 WORKING_DAY",
        "RESOLVE, 441900106002, MEDIATION, *, ORDINARY, 2026-11-18, 1 MONTH",
        "CONFIRM, 441900106002, MEDIATION, *, ORDINARY, 2026-11-18, 30 DAY",
        "ACCEPT, 441900106002, COURT, *, ORDINARY, 2026-11-18, 3 DAY",
        "RESOLVE, 441900106002, COURT, *, ORDINARY, 2026-11-18, 15 DAY",
        "INSPECT, 441900106002, EQUIPMENT, LIFT, ORDINARY, 2026-11-18, 1 MONTH",
        "REGISTER, 441900106002, EQUIPMENT, LIFT, ORDINARY, 2026-11-18, 30 DAY"
    })
    void theNarrowestPolicyWins(
            Policies.Stage stage,
            String place,
            String channel,
            String type,
            String urgency,
            LocalDate day,
            String term) {
        var found = policies.find(new Policies.Question(stage, place, channel, type, urgency, day));
        assertThat(found).get().extracting(Policies.Policy::term).isEqualTo(Term.parse(term));
    }

    @Test
    void aPolicyHoldsFromItsDay() {
        assertThat(policies.find(new Policies.Question(
                        Policies.Stage.RESOLVE,
                        "441900106002",
                        "PETITION",
                        "*",
                        "ORDINARY",
                        LocalDate.of(2022, 4, 30))))
                .isEmpty();
        assertThat(policies.all())
                .allSatisfy(policy -> assertThat(policy.source()).isNotBlank());
        var petition = policies.find(new Policies.Question(
                        Policies.Stage.RESOLVE, "441900106002", "PETITION", "*", "ORDINARY", LocalDate.of(2026, 4, 30)))
                .orElseThrow();
        assertThat(petition.extension()).isEqualTo(Term.parse("30 DAY"));
        assertThat(petition.approval()).isEqualTo("MATTER_APPROVE");
    }
}
