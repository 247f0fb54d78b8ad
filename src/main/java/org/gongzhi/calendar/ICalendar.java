package org.gongzhi.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// A calendar as telephones and strict readers take it (RFC 5545): lines of at most 75 octets, folded between
/// characters, and never without a component, so that an empty one is valid too.
public final class ICalendar {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int MOST_OCTETS = 75;

    /// One event; what is called off stays in the calendar and says so. A higher `version` replaces what was read
    /// before.
    public record Event(
            String id,
            Instant from,
            Instant until,
            String title,
            String where,
            @Nullable String url,
            int version,
            boolean cancelled) {}

    private final StringBuilder text = new StringBuilder();
    private final Instant now;

    public ICalendar(String product, String name, Instant now) {
        this.now = now;
        line("BEGIN:VCALENDAR");
        line("VERSION:2.0");
        line("PRODID:-//Gongzhi//" + product + "//EN");
        line("CALSCALE:GREGORIAN");
        line("METHOD:PUBLISH");
        line("X-WR-CALNAME:" + escaped(name));
        line("X-WR-TIMEZONE:Asia/Shanghai");
        line("BEGIN:VTIMEZONE");
        line("TZID:Asia/Shanghai");
        line("BEGIN:STANDARD");
        line("DTSTART:19700101T000000");
        line("TZOFFSETFROM:+0800");
        line("TZOFFSETTO:+0800");
        line("TZNAME:CST");
        line("END:STANDARD");
        line("END:VTIMEZONE");
    }

    public void add(Event event) {
        line("BEGIN:VEVENT");
        line("UID:" + event.id + "@gongzhi");
        line("DTSTAMP:" + STAMP.format(now));
        line("DTSTART:" + STAMP.format(event.from));
        line("DTEND:" + STAMP.format(event.until));
        line("SEQUENCE:" + event.version);
        line("STATUS:" + (event.cancelled ? "CANCELLED" : "CONFIRMED"));
        line("SUMMARY:" + escaped(event.title));
        if (!event.where.isBlank()) {
            line("LOCATION:" + escaped(event.where));
        }
        if (event.url != null) {
            line("URL:" + event.url);
        }
        line("END:VEVENT");
    }

    public byte[] bytes() {
        return (text + "END:VCALENDAR\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /// A control sign would end the line or the calendar.
    private static String escaped(String text) {
        return text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\n", "\\n")
                .replaceAll("\\p{Cntrl}", " ");
    }

    private void line(String line) {
        int octets = 0;
        for (int at = 0; at < line.length(); ) {
            int sign = line.codePointAt(at);
            int size = Character.toString(sign).getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > MOST_OCTETS) {
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
