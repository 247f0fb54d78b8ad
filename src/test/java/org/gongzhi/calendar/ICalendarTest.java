package org.gongzhi.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What strict readers of RFC 5545 refuse.
class ICalendarTest {

    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

    private static ICalendar.Event event(String title, boolean cancelled) {
        return new ICalendar.Event(
                "meeting-1",
                NOW,
                NOW.plusSeconds(7200),
                title,
                "社区议事厅;二楼,东",
                "https://x.example/meetings/1",
                3,
                cancelled);
    }

    private static String text(ICalendar.Event... events) {
        var calendar = new ICalendar("Meetings", "会议", NOW);
        for (var each : events) {
            calendar.add(each);
        }
        return new String(calendar.bytes(), StandardCharsets.UTF_8);
    }

    /// Lines of at most 75 octets that unfold to what was meant, whole characters in each.
    @Test
    void longLinesAreFoldedBetweenCharacters() {
        String title = "关于恒泉花园七栋一单元至四单元加装电梯、外墙饰面砖脱落隐患排查与充电棚选址,兼议物业服务费调整𠮷".repeat(3);
        String text = text(event(title, false));
        assertThat(text).contains("\r\n").doesNotContainPattern("(?<!\r)\n|\r(?!\n)");
        for (String line : text.split("\r\n")) {
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).as(line).isLessThanOrEqualTo(75);
            assertThat(line).doesNotContain("\uFFFD");
            assertThat(Character.isLowSurrogate(line.charAt(0))).isFalse();
        }
        assertThat(text.replace("\r\n ", ""))
                .contains("SUMMARY:" + title.replace(",", "\\,") + "\r\n")
                .contains("LOCATION:社区议事厅\\;二楼\\,东\r\n");
    }

    @Test
    void anEmptyCalendarHasAComponent() {
        assertThat(text())
                .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
                .contains("BEGIN:VTIMEZONE\r\n")
                .doesNotContain("VEVENT")
                .endsWith("END:VCALENDAR\r\n");
    }

    @Test
    void whatIsCalledOffSaysSo() {
        assertThat(text(event("议事会", true))).contains("STATUS:CANCELLED\r\n", "SEQUENCE:3\r\n");
        assertThat(text(event("议事会", false))).contains("STATUS:CONFIRMED\r\n");
    }

    /// A title cannot end its line, or the calendar.
    @Test
    void wordsStayWords() {
        assertThat(text(event("一\r\nEND:VCALENDAR\n二\r三\u0007\\四", false)))
                .contains("SUMMARY:一\\nEND:VCALENDAR\\n二\\n三 \\\\四\r\n");
    }
}
