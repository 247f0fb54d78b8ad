package org.gongzhi.councils;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A council with a member, a topic with a remark, a meeting, a group with a question.
class CouncilsForeigners implements Foreigners {

    private final JdbcClient client;
    private final Clock clock;

    CouncilsForeigners(JdbcClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public void make(Foreign street) throws Exception {
        String council = council(street);
        String topic = topic(street);
        meeting(street, council, topic);
        group(street);
    }

    private String council(Foreign street) throws Exception {
        String number = Ids.number(street.post(
                        "/councils",
                        street.officer,
                        Map.of("place", street.community.code(), "kind", "THREE_PLUS_X", "name", Foreign.named()))
                .path("body")
                .path("id")
                .asLong());
        street.stands("/councils/{number}", number);
        street.says("/councils", "kind", "THREE_PLUS_X");
        street.says("/councils", "name", "x");
        street.names("/councils", "place", street.community.code());
        street.names("/meetings", "council", number);
        long member = seat(street, number, "COMMITTEE", street.resident);
        seat(street, number, "OWNERS", street.actor(Role.OWNERS_COMMITTEE));
        seat(street, number, "PROPERTY", street.actor(Role.PROPERTY_MANAGER));
        street.stands("/councils/{number}/members/{id}", member);
        street.says("/councils/{number}", "part", "OWNERS");
        street.says("/councils/{number}", "username", street.username(street.officer));
        return number;
    }

    private static long seat(Foreign street, String council, String part, Actor member) throws Exception {
        return street.post(
                        "/councils/" + council + "/members",
                        street.officer,
                        Map.of("part", part, "username", street.username(member), "standsFor", "x"))
                .path("id")
                .asLong();
    }

    private String topic(Foreign street) throws Exception {
        String number = street.post(
                        "/topics",
                        street.officer,
                        Map.of("place", street.estate(), "title", Foreign.SECRET, "text", Foreign.SECRET))
                .path("number")
                .asString();
        street.stands("/topics/{number}", number);
        street.says("/topics", "title", "x");
        street.names("/topics", "place", street.estate());
        street.names("/topics", "petition"); // a kind of petition
        street.names("/votes", "topic", number);
        street.names("/meetings", "topics", number);
        street.stands(
                "/topics/{number}/{act}",
                Arrays.stream(TopicAct.values()).map(TopicAct::word).toArray());
        street.post("/topics/" + number + "/remarks", street.officer, Map.of("words", Foreign.SECRET));
        long remark = client.sql("select max(id) from councils.remark where topic = ?")
                .param(Ids.fromNumber(number))
                .query(Long.class)
                .single();
        street.stands("/topics/{number}/remarks/{id}", remark);
        street.says("/topics/{number}", "remarks", List.of(remark));
        return number;
    }

    private void meeting(Foreign street, String council, String topic) throws Exception {
        var plan = Map.of(
                "form",
                "COUNCIL",
                "title",
                Foreign.SECRET,
                "venue",
                "x",
                "room",
                "https://meeting.example/room",
                "startsAt",
                clock.instant().plus(Duration.ofDays(5)).toString(),
                "topics",
                List.of(),
                "items",
                List.of("x"));
        String number = Ids.number(street.post("/meetings", street.officer, Map.of("council", council, "plan", plan))
                .path("meeting")
                .path("id")
                .asLong());
        called(street, number);
        street.says("/meetings", "plan", plan);
        street.says("/meetings", "council", council);
    }

    private static void called(Foreign street, String number) throws Exception {
        street.post("/meetings/" + number + "/call", street.officer, Map.of("words", ""));
        street.may("/meetings/{number}", street.resident);
        street.stands("/meetings/{number}", number);
        street.open("/meetings/calendar/{token}.ics", "the token in the address is what opens it");
        street.stands("/meetings/{number}/members/{id}", 1);
        street.stands("/meetings/{number}/motions/{id}", 1);
        street.stands("/meetings/{number}/dissents/{id}", 1);
        street.stands("/meetings/{number}/papers/{name}", "minutes");
    }

    private void group(Foreign street) throws Exception {
        var group = Map.of(
                "place",
                street.estate(),
                "platform",
                "WECHAT",
                "name",
                Foreign.named(),
                "members",
                10,
                "moderators",
                List.of(street.username(street.officer)));
        String number = Ids.number(street.post("/groups", street.officer, group)
                .path("group")
                .path("id")
                .asLong());
        street.stands("/groups/{number}", number);
        for (String word : List.of("/groups/{number}/keep moderators", "/councils/{number}/members username")) {
            street.open("POST " + word, "whoever is invited may live anywhere");
        }
        group.forEach((name, value) -> street.says("/groups", name, value));
        street.says("/groups", "name", "x");
        street.names("/groups", "place", street.estate());
        long question = street.post("/groups/" + number + "/questions", street.officer, Map.of("words", Foreign.SECRET))
                .path("id")
                .asLong();
        street.stands("/groups/{number}/questions/{id}", question);
    }
}
