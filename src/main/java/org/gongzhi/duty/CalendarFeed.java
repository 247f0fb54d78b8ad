package org.gongzhi.duty;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.gongzhi.access.CalendarAddress;
import org.gongzhi.access.Sessions;
import org.gongzhi.calendar.ICalendar;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Seat;
import org.springframework.stereotype.Component;

/// Somebody's shifts and leave as a calendar that a telephone subscribes to ([CalendarAddress]).
@Component
public class CalendarFeed {

    private static final String KIND = "";

    private final CalendarAddress addresses;
    private final DutyStore store;
    private final Sessions sessions;
    private final Clock clock;

    CalendarFeed(CalendarAddress addresses, DutyStore store, Sessions sessions, Clock clock) {
        this.addresses = addresses;
        this.store = store;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// The secret part of the address of an account's calendar.
    public String token(long account) {
        return addresses.token(KIND, account);
    }

    /// The calendar behind a token, from a month ago to half a year ahead.
    public byte[] of(String token, Words words) {
        List<Seat> seats = sessions.load(addresses.account(KIND, token)).seats();
        var own = seats.stream().map(Seat::id).toList();
        Instant now = clock.instant();
        var calendar = new ICalendar("Duty", words.t("duty.calendar.name"), now);
        for (Roster.Shift shift : store.shiftsOf(own, now.minus(Duration.ofDays(31)), now.plus(Duration.ofDays(180)))) {
            String title = seats.stream()
                    .filter(seat -> seat.id() == shift.seat())
                    .map(Seat::title)
                    .findFirst()
                    .orElse("");
            calendar.add(new ICalendar.Event(
                    "shift-" + shift.id(),
                    shift.startsAt(),
                    shift.endsAt(),
                    words.t("duty.calendar.shift", title),
                    "",
                    null,
                    shift.version(),
                    false));
        }
        for (Absence absence : store.absencesWithin(List.of(), own, now.minus(Duration.ofDays(31)))) {
            if (absence.counts()) {
                calendar.add(new ICalendar.Event(
                        "absence-" + absence.id(),
                        absence.startsAt(),
                        absence.endsAt(),
                        words.t("duty.absence.kind." + absence.kind()),
                        "",
                        null,
                        0,
                        false));
            }
        }
        return calendar.bytes();
    }
}
