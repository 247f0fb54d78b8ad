package org.gongzhi.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.ApiTest;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What people say and who they are does not reach the log, also when they are refused or something breaks.
@EmbeddedOnly("reads what the program writes to its log")
class LogsTest extends ApiTest {

    private static final String NAME = "欧阳绝密";
    private static final String MOBILE = "13800138000";
    private static final String IDENTITY = "110101199003077758";
    private static final String WORDS = "words-nobody-else-may-read";

    @Test
    void nothingPersonalIsWrittenDown() throws Exception {
        var seen = new ListAppender<ILoggingEvent>();
        seen.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        root.addAppender(seen);
        root.setLevel(Level.INFO);
        try {
            String officer = as(Role.COMMITTEE_DIRECTOR);
            for (Map<String, Object> body : List.<Map<String, Object>>of(
                    Map.of("kind", "E0102", "place", town.estate.code(), "text", WORDS + NAME + MOBILE),
                    Map.of("kind", NAME, "place", MOBILE, "text", WORDS),
                    Map.of("kind", "E0102", "place", town.estate.code(), "text", WORDS + "\u0000"))) {
                call(
                        "POST",
                        "/api/v1/matters",
                        officer,
                        body,
                        Map.of("Idempotency-Key", UUID.randomUUID().toString()));
            }
            for (Object body : List.of(
                    Map.of("name", NAME, "mobile", MOBILE, "idNumber", IDENTITY, "dwelling", town.dwelling.code()),
                    Map.of("name", NAME, "mobile", MOBILE + "9", "idNumber", IDENTITY + "9", "dwelling", "x"),
                    Map.of("name", NAME + "\u0000", "mobile", MOBILE, "dwelling", town.dwelling.code()))) {
                call("POST", "/api/v1/people", officer, body, Map.of());
            }
            call("GET", "/api/v1/people?words=" + java.net.URLEncoder.encode(NAME, "UTF-8"), officer, null, Map.of());
            call("POST", "/api/v1/sign-in", "", Map.of("username", NAME, "password", WORDS), Map.of());
            call("GET", "/people/" + IDENTITY, officer, null, Map.of());
        } finally {
            root.setLevel(before);
            root.detachAppender(seen);
        }
        for (ILoggingEvent event : List.copyOf(seen.list)) {
            var line = new StringBuilder(event.getFormattedMessage());
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                line.append('\n').append(cause.getMessage());
            }
            assertThat(line.toString()).doesNotContain(NAME, MOBILE, IDENTITY, WORDS);
        }
    }

    /// The test above can see a log line at all.
    @Test
    void aLineThatIsWrittenIsSeen() {
        var seen = new ListAppender<ILoggingEvent>();
        seen.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(seen);
        LoggerFactory.getLogger(LogsTest.class).error("here {}", NAME);
        root.detachAppender(seen);
        assertThat(seen.list).anyMatch(event -> event.getFormattedMessage().contains(NAME));
    }
}
