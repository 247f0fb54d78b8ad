package org.gongzhi.duty;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gongzhi.access.Sessions;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Seat;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Somebody's shifts and leave as a calendar that a telephone subscribes to (RFC 5545). Calendars cannot sign
/// in, so the address carries a code that nobody can guess; it names nobody.
@Component
public class CalendarFeed {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int FOLD = 73;

    private final SecretKeySpec key;
    private final DutyStore store;
    private final Sessions sessions;
    private final Clock clock;

    CalendarFeed(@Value("${gongzhi.data}") Path data, DutyStore store, Sessions sessions, Clock clock) {
        this.key = new SecretKeySpec(Secrets.of(data).key("calendar-key"), "HmacSHA256");
        this.store = store;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// The secret part of the address of an account's calendar.
    public String token(long account) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] digest = mac.doFinal(Long.toString(account).getBytes(StandardCharsets.UTF_8));
            return Long.toString(account, 36) + "-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The calendar behind a token, from a month ago to half a year ahead.
    public String of(String token, Words words) {
        long account;
        try {
            account = Long.parseLong(token.substring(0, Math.max(0, token.indexOf('-'))), 36);
        } catch (NumberFormatException wrong) {
            throw Refusal.unknown("calendar");
        }
        byte[] wanted = token(account).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, token.getBytes(StandardCharsets.UTF_8))) {
            throw Refusal.unknown("calendar");
        }
        List<Seat> seats = sessions.load(account).seats();
        var own = seats.stream().map(Seat::id).toList();
        Instant now = clock.instant();
        var text = new StringBuilder();
        line(text, "BEGIN:VCALENDAR");
        line(text, "VERSION:2.0");
        line(text, "PRODID:-//Gongzhi//Duty//EN");
        line(text, "CALSCALE:GREGORIAN");
        line(text, "X-WR-CALNAME:" + escaped(words.t("duty.calendar.name")));
        for (Roster.Shift shift : store.shiftsOf(own, now.minus(Duration.ofDays(31)), now.plus(Duration.ofDays(180)))) {
            String title = seats.stream()
                    .filter(seat -> seat.id() == shift.seat())
                    .map(Seat::title)
                    .findFirst()
                    .orElse("");
            event(
                    text,
                    "shift-" + shift.id(),
                    shift.startsAt(),
                    shift.endsAt(),
                    words.t("duty.calendar.shift", title),
                    shift.version());
        }
        for (Absence absence : store.absencesWithin(List.of(), own, now.minus(Duration.ofDays(31)))) {
            if (absence.counts()) {
                event(
                        text,
                        "absence-" + absence.id(),
                        absence.startsAt(),
                        absence.endsAt(),
                        words.t("duty.absence.kind." + absence.kind()),
                        0);
            }
        }
        line(text, "END:VCALENDAR");
        return text.toString();
    }

    private void event(StringBuilder text, String id, Instant from, Instant until, String title, int sequence) {
        line(text, "BEGIN:VEVENT");
        line(text, "UID:" + id + "@gongzhi");
        line(text, "DTSTAMP:" + STAMP.format(clock.instant()));
        line(text, "DTSTART:" + STAMP.format(from));
        line(text, "DTEND:" + STAMP.format(until));
        line(text, "SEQUENCE:" + sequence);
        line(text, "SUMMARY:" + escaped(title));
        line(text, "END:VEVENT");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\n", "\\n");
    }

    /// Lines end with CRLF and are folded before 75 octets, never within a character.
    private static void line(StringBuilder text, String line) {
        int octets = 0;
        for (int at = 0; at < line.length(); ) {
            int sign = line.codePointAt(at);
            int size = new String(Character.toChars(sign)).getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > FOLD) {
                text.append("\r\n ");
                octets = 1;
            }
            text.appendCodePoint(sign);
            octets += size;
            at += Character.charCount(sign);
        }
        text.append("\r\n");
    }
}
