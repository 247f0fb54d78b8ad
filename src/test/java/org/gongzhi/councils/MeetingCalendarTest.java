package org.gongzhi.councils;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gongzhi.ApiTest;
import org.gongzhi.Town;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Meetings in the calendars of telephones, and in nobody's who does not run them before they are called.
@Tag("sql")
class MeetingCalendarTest extends ApiTest {

    private static final String TITLE = "关于恒泉花园七栋一单元至四单元加装电梯、外墙饰面砖脱落隐患排查与充电棚选址,兼议物业服务费调整";

    /// A council in which `member` sits.
    private String council(String director, Town.Elsewhere there, long member) throws Exception {
        var wanted = Map.of("place", there.community().code(), "kind", "THREE_PLUS_X", "name", named("议事会"));
        String council = Ids.number(
                post(201, director, "/councils", wanted).path("body").path("id").asLong());
        for (String part : List.of("COMMITTEE", "OWNERS", "PROPERTY")) {
            long account = part.equals("COMMITTEE") ? member : town.looseAccount("成员" + part);
            var seat = Map.of("part", part, "username", town.username(account), "standsFor", "代表");
            post(201, director, "/councils/" + council + "/members", seat);
        }
        return council;
    }

    /// The number of a meeting of a new council.
    private String planned(String director, Town.Elsewhere there, long member) throws Exception {
        var plan = new HashMap<String, Object>(Map.of("form", "COUNCIL", "title", TITLE, "venue", "社区议事厅;二楼,东"));
        plan.put("startsAt", clock.instant().plus(Duration.ofDays(20)).toString());
        plan.put("items", List.of("议题一"));
        var wanted = Map.of("council", council(director, there, member), "plan", plan);
        return Ids.number(post(201, director, "/meetings", wanted)
                .path("meeting")
                .path("id")
                .asLong());
    }

    private String calendar(String token) throws Exception {
        var answer = call("GET", "/meetings/calendar.ics", token, null, Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        for (String line : answer.body().split("\r\n")) {
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
        }
        return answer.body().replace("\r\n ", "");
    }

    @Test
    void aMeetingIsFoldedStaysWhenItIsCalledOffAndIsSubscribedTo() throws Exception {
        var there = town.elsewhere();
        String director =
                token(town.seat(there.community(), Role.COMMITTEE_DIRECTOR).person());
        String number = planned(director, there, town.looseAccount("成员"));
        assertThat(calendar(director)).doesNotContain("VEVENT").contains("BEGIN:VTIMEZONE");
        post(200, director, "/meetings/" + number + "/call", Map.of("words", ""));
        assertThat(calendar(director))
                .contains("UID:meeting-" + number, "SUMMARY:" + TITLE.replace(",", "\\,"), "STATUS:CONFIRMED");
        var page = call("GET", "/meetings", director, null, Map.of()).body();
        var feed = Pattern.compile("/meetings/calendar/[^\"]+\\.ics").matcher(page);
        assertThat(feed.find()).isTrue();
        post(204, director, "/meetings/" + number + "/cancel", Map.of("words", "停电"));
        assertThat(calendar(director)).contains("UID:meeting-" + number, "STATUS:CANCELLED");
        var subscribed = call("GET", feed.group(), "", null, Map.of());
        assertThat(subscribed.statusCode()).isEqualTo(200);
        assertThat(subscribed.body().replace("\r\n ", "")).contains("UID:meeting-" + number, "STATUS:CANCELLED");
        String guessed = feed.group().replaceAll("-[0-9a-f]{8}", "-00000000");
        assertThat(call("GET", guessed, "", null, Map.of()).statusCode()).isEqualTo(404);
        String duty = feed.group().replace("/meetings/calendar/", "/duty/calendar/");
        assertThat(call("GET", duty, "", null, Map.of()).statusCode())
                .as("opens one kind of calendar")
                .isEqualTo(404);
    }

    /// Whoever convenes in one community and sits in a body of another is no convener there.
    @Test
    void whatIsOnlyPlannedIsSeenByThoseWhoRunItAlone() throws Exception {
        var there = town.elsewhere();
        var other = town.elsewhere();
        Seat here = town.seat(there.community(), Role.COMMITTEE_DIRECTOR);
        String director = token(here.person());
        Seat stranger = town.seat(other.community(), Role.COMMITTEE_DIRECTOR);
        String number = planned(director, there, stranger.person());
        String guest = token(stranger.person());
        String span = "?from=" + clock.instant() + "&until=" + clock.instant().plus(Duration.ofDays(90));
        assertThat(read(director, "/meetings" + span).toString()).contains(number);
        assertThat(read(guest, "/meetings" + span).toString()).doesNotContain(number);
        post(200, director, "/meetings/" + number + "/call", Map.of("words", ""));
        assertThat(read(guest, "/meetings" + span).toString()).contains(number);
    }
}
