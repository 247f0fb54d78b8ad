package org.gongzhi.councils;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.gongzhi.access.Actor;
import org.gongzhi.access.CalendarAddress;
import org.gongzhi.access.Sessions;
import org.gongzhi.calendar.ICalendar;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.NoticeSettings;
import org.springframework.stereotype.Component;

/// Meetings as a calendar that is taken once or subscribed to ([CalendarAddress]). Those that were called off stay, so
/// that they do not stay in the telephone as if nothing had happened.
@Component
public class MeetingFeed {

    private static final String KIND = "meetings ";
    private static final int MONTHS = 12;
    private static final int MOST = 500;
    private static final Duration LENGTH = Duration.ofHours(2);

    private final Meetings meetings;
    private final CalendarAddress addresses;
    private final Sessions sessions;
    private final NoticeSettings settings;
    private final Clock clock;

    MeetingFeed(Meetings meetings, CalendarAddress addresses, Sessions sessions, NoticeSettings settings, Clock clock) {
        this.meetings = meetings;
        this.addresses = addresses;
        this.sessions = sessions;
        this.settings = settings;
        this.clock = clock;
    }

    /// The secret part of the address of an account's meetings.
    public String token(long account) {
        return addresses.token(KIND, account);
    }

    /// The meetings of whoever a token stands for.
    public byte[] of(String token, Words words) {
        return of(sessions.load(addresses.account(KIND, token)), "", words);
    }

    /// The meetings of this month and the coming ones, but for those that are only planned.
    public byte[] of(Actor actor, String place, Words words) {
        ZonedDateTime first = Clocks.today(clock).withDayOfMonth(1).atStartOfDay(Clocks.ZONE);
        Instant until = first.plusMonths(MONTHS).toInstant();
        var calendar = new ICalendar("Meetings", words.t("councils.tab.meetings"), clock.instant());
        for (Meeting meeting : meetings.calendar(actor, place, first.toInstant(), until, MOST)) {
            if (meeting.calledAt() != null) {
                calendar.add(new ICalendar.Event(
                        "meeting-" + Ids.number(meeting.id()),
                        meeting.startsAt(),
                        meeting.startsAt().plus(LENGTH),
                        meeting.title(),
                        meeting.venue(),
                        settings.base() + Meetings.path(meeting),
                        meeting.version(),
                        meeting.state() == Meeting.State.CANCELLED));
            }
        }
        return calendar.bytes();
    }
}
