package org.gongzhi.councils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gongzhi.ApiTest;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Residences;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Councils over HTTP: bodies valid by their seats, topics on all tiers, meetings that decide what stood on
/// their agenda, petitions, moderation, groups.
@Tag("sql")
class CouncilsTest extends ApiTest {

    @Autowired
    private JdbcClient client;

    @Autowired
    private People people;

    @Autowired
    private Residences residences;

    @Autowired
    private Journal journal;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private Ids ids;

    @Autowired
    private Meetings meetings;

    @Autowired
    private Bodies bodies;

    @Autowired
    private Topics topics;

    @Autowired
    private Remarks remarks;

    @Autowired
    private Groups groups;

    @Autowired
    private Seats seats;

    private String director() {
        return as(Role.COMMITTEE_DIRECTOR);
    }

    /// A council of a kind in the community, with an account in each seat of `parts`.
    private record Council(String number, List<Long> accounts) {}

    private Council council(String kind, String... parts) throws Exception {
        String number = Ids.number(post(
                        201,
                        director(),
                        "/councils",
                        Map.of("place", town.community.code(), "kind", kind, "name", named("议事会")))
                .path("body")
                .path("id")
                .asLong());
        var accounts = new ArrayList<Long>();
        for (String part : parts) {
            long account = town.looseAccount("成员" + part);
            post(
                    201,
                    director(),
                    "/councils/" + number + "/members",
                    Map.of("part", part, "username", town.username(account), "standsFor", "代表" + part));
            accounts.add(account);
        }
        return new Council(number, accounts);
    }

    private Council threePlusX() throws Exception {
        return council("THREE_PLUS_X", "COMMITTEE", "OWNERS", "PROPERTY");
    }

    private String topic(Object... more) throws Exception {
        var raising = new java.util.HashMap<String, Object>(
                Map.of("place", town.estate.code(), "title", named("加装电动车棚"), "text", "没有地方充电"));
        for (int i = 0; i < more.length; i += 2) {
            raising.put((String) more[i], more[i + 1]);
        }
        return post(201, token(town.resident), "/topics", raising)
                .path("number")
                .asString();
    }

    private String admitted(Council council, Object... more) throws Exception {
        String number = topic(more);
        post(200, director(), "/topics/" + number + "/admit", Map.of("body", council.number));
        return number;
    }

    /// A meeting about topics, called and open now.
    private String meeting(Council council, String... about) throws Exception {
        String number = planned(council, about);
        post(200, director(), "/meetings/" + number + "/call", Map.of("words", ""));
        clock.forward(Duration.ofDays(5));
        post(204, director(), "/meetings/" + number + "/open", Map.of());
        return number;
    }

    private String planned(Council council, String... about) throws Exception {
        return Ids.number(post(
                        201,
                        director(),
                        "/meetings",
                        Map.of(
                                "council",
                                council.number,
                                "plan",
                                Map.of(
                                        "form",
                                        "COUNCIL",
                                        "title",
                                        named("月度议事会"),
                                        "venue",
                                        "社区议事厅",
                                        "room",
                                        "https://meeting.example/room",
                                        "startsAt",
                                        clock.instant().plus(Duration.ofDays(5)).toString(),
                                        "topics",
                                        List.of(about),
                                        "items",
                                        List.of("其他事项"))))
                .path("meeting")
                .path("id")
                .asLong());
    }

    private String code(String meeting) {
        return client.sql("select code from councils.meeting where id = ?")
                .param(Ids.fromNumber(meeting))
                .query(String.class)
                .single();
    }

    private void signIn(String meeting, long account) throws Exception {
        post(204, token(account), "/meetings/" + meeting + "/sign-in", Map.of("code", code(meeting)));
    }

    private List<String> inbox(long account) {
        return client.sql("select template from notices.message where account = ? order by id")
                .param(account)
                .query(String.class)
                .list();
    }

    @Test
    void aTopicGoesFromRaisingToEvaluationThroughAMeeting() throws Exception {
        var council = threePlusX();
        String number = admitted(council);
        assertThat(inbox(town.resident)).contains("topic-admitted");
        // proposals and an amendment stand side by side, and are stood upon
        String author = token(town.resident);
        post(200, author, "/topics/" + number + "/propose", Map.of("words", "东门外建车棚"));
        JsonNode proposals = read(author, "/topics/" + number).path("proposals");
        long proposal = proposals.get(0).path("id").asLong();
        post(
                200,
                token(council.accounts.get(1)),
                "/topics/" + number + "/propose",
                Map.of("words", "东门外建车棚，加装喷淋", "proposal", proposal));
        post(200, author, "/topics/" + number + "/stand", Map.of("proposal", proposal, "stance", "SUPPORT"));
        post(200, author, "/topics/" + number + "/stand", Map.of("proposal", proposal, "stance", "ACCEPT"));
        post(
                200,
                token(council.accounts.get(1)),
                "/topics/" + number + "/stand",
                Map.of("proposal", proposal, "stance", "OBJECT"));
        JsonNode both = read(author, "/topics/" + number).path("proposals");
        assertThat(both).hasSize(2);
        assertThat(both.get(0).path("support").asInt()).isZero();
        assertThat(both.get(0).path("accept").asInt()).isEqualTo(1);
        assertThat(both.get(0).path("object").asInt()).isEqualTo(1);
        assertThat(both.get(1).path("amends").asLong()).isEqualTo(proposal);

        String meeting = meeting(council, number);
        assertThat(inbox(council.accounts.get(0))).contains("council-seated", "meeting-called");
        // nothing is decided without the quorum
        long motion = post(
                        201,
                        director(),
                        "/meetings/" + meeting + "/motions",
                        Map.of("position", 1, "proposal", proposal, "restsOn", "《议事规则》第三条"))
                .path("id")
                .asLong();
        String settle = "/meetings/" + meeting + "/motions/" + motion + "/settle";
        assertThat(refused(409, director(), settle, Map.of())).isEqualTo("meeting-quorum");
        signIn(meeting, council.accounts.get(0));
        signIn(meeting, council.accounts.get(1));
        // who raised the topic and who proposed what is for those who run the meeting
        JsonNode seen = read(token(council.accounts.get(0)), "/meetings/" + meeting);
        assertThat(seen.path("topics").toString()).contains("\"account\":0").doesNotContain("" + town.resident);
        assertThat(seen.path("proposals").toString()).contains("\"account\":0").doesNotContain("" + town.resident);
        // two of three are a majority, but the property company is neither there nor excused
        assertThat(refused(409, director(), settle, Map.of())).isEqualTo("meeting-quorum");
        JsonNode view = read(director(), "/meetings/" + meeting);
        long absent = view.path("attendance").get(2).path("member").path("id").asLong();
        assertThat(view.path("quorums")
                        .path("1")
                        .path("lacking")
                        .get(0)
                        .path("code")
                        .asString())
                .isEqualTo("PROPERTY");
        post(
                204,
                director(),
                "/meetings/" + meeting + "/members/" + absent,
                Map.of("presence", "EXCUSED", "words", "出差"));
        // an amendment comes first, an absent member does not vote, hands and telephones are added
        long amendment = post(
                        201,
                        token(council.accounts.get(1)),
                        "/meetings/" + meeting + "/motions",
                        Map.of("position", 1, "amends", motion, "text", "加装喷淋"))
                .path("id")
                .asLong();
        assertThat(refused(409, director(), settle, Map.of("agree", 2))).isEqualTo("motion-amended");
        assertThat(refused(
                        403,
                        token(council.accounts.get(2)),
                        "/meetings/" + meeting + "/motions/" + motion + "/vote",
                        Map.of("choice", "AGREE")))
                .isEqualTo("meeting-not-present");
        post(
                200,
                director(),
                "/meetings/" + meeting + "/motions/" + amendment + "/settle",
                Map.of("agree", 2, "disagree", 0, "abstain", 0));
        post(
                204,
                token(council.accounts.get(0)),
                "/meetings/" + meeting + "/motions/" + motion + "/vote",
                Map.of("choice", "DISAGREE"));
        post(
                204,
                token(council.accounts.get(0)),
                "/meetings/" + meeting + "/motions/" + motion + "/vote",
                Map.of("choice", "AGREE"));
        assertThat(refused(400, director(), settle, Map.of("agree", 2))).isEqualTo("motion-counts");
        JsonNode counted = post(200, director(), settle, Map.of("agree", 1));
        assertThat(counted.path("state").asString()).isEqualTo("PASSED");
        assertThat(counted.path("agree").asInt()).isEqualTo(2);
        assertThat(refused(409, director(), settle, Map.of("agree", 1))).isEqualTo("motion-settled");
        JsonNode topic = read(author, "/topics/" + number).path("topic");
        assertThat(topic.path("progress").path("stage").asString()).isEqualTo("DECIDED");
        assertThat(topic.path("progress").path("decision").asString()).isEqualTo("东门外建车棚\n加装喷淋");
        assertThat(topic.path("progress").path("restsOn").asString()).isEqualTo("《议事规则》第三条");
        assertThat(topic.path("progress").path("decidedBy").asString()).isEqualTo("/meetings/" + meeting);
        assertThat(inbox(town.resident)).contains("topic-decided");

        // dissent is answered before the minutes are published
        long dissent = post(
                        201,
                        token(council.accounts.get(1)),
                        "/meetings/" + meeting + "/motions/" + motion + "/dissent",
                        Map.of("words", "离住宅太近"))
                .path("id")
                .asLong();
        post(204, director(), "/meetings/" + meeting + "/close", Map.of());
        assertThat(refused(409, director(), "/meetings/" + meeting + "/publish", Map.of()))
                .isEqualTo("meeting-minutes-empty");
        int version = read(director(), "/meetings/" + meeting)
                .path("meeting")
                .path("version")
                .asInt();
        put(204, director(), "/meetings/" + meeting + "/minutes", Map.of("version", version, "words", "到会两席，一席请假。"));
        assertThat(put(409, director(), "/meetings/" + meeting + "/minutes", Map.of("version", version, "words", "另一稿"))
                        .path("code")
                        .asString())
                .isEqualTo("changed-meanwhile");
        assertThat(refused(409, director(), "/meetings/" + meeting + "/publish", Map.of()))
                .isEqualTo("meeting-dissent-open");
        post(
                204,
                director(),
                "/meetings/" + meeting + "/dissents/" + dissent + "/answer",
                Map.of("words", "与住宅保持六米以上"));
        post(204, director(), "/meetings/" + meeting + "/publish", Map.of());
        post(204, director(), "/meetings/" + meeting + "/corrections", Map.of("words", "到会三席"));
        JsonNode published = read(token(town.otherResident), "/meetings/" + meeting);
        assertThat(published.path("meeting").path("minutes").asString()).contains("一席请假");
        assertThat(published.path("corrections")).hasSize(1);
        assertThat(published.path("dissents").get(0).path("answer").asString()).contains("六米");
        assertThat(inbox(council.accounts.get(1))).contains("dissent-answered", "meeting-published");

        // carried out, not good enough, carried out again, good
        String executor = director();
        post(200, executor, "/topics/" + number + "/execute", Map.of("words", "车棚建成"));
        assertThat(refused(409, executor, "/topics/" + number + "/evaluate", Map.of("helped", true)))
                .isEqualTo("topic-act");
        post(200, author, "/topics/" + number + "/evaluate", Map.of("helped", false, "words", "没有喷淋"));
        post(200, executor, "/topics/" + number + "/execute", Map.of("words", "喷淋装好"));
        JsonNode end = post(200, author, "/topics/" + number + "/evaluate", Map.of("helped", true));
        assertThat(end.path("topic").path("progress").path("stage").asString()).isEqualTo("EVALUATED");
        assertThat(end.path("acts")).isEmpty();
    }

    @Test
    void aCouncilIsValidByItsSeatsAndSomeWait() throws Exception {
        var council = council("THREE_PLUS_X", "COMMITTEE", "OWNERS");
        String meeting = planned(council);
        assertThat(refused(409, director(), "/meetings/" + meeting + "/call", Map.of()))
                .isEqualTo("council-lacking");
        long first = town.looseAccount("物业甲");
        long second = town.looseAccount("物业乙");
        post(201, token(first), "/councils/" + council.number + "/applications", Map.of("part", "PROPERTY"));
        post(201, token(second), "/councils/" + council.number + "/applications", Map.of("part", "PROPERTY"));
        assertThat(refused(
                        409,
                        token(second),
                        "/councils/" + council.number + "/applications",
                        Map.of("part", "PROPERTY")))
                .isEqualTo("council-seated");
        JsonNode body = read(director(), "/councils/" + council.number).path("body");
        long one = body.path("members").get(2).path("id").asLong();
        long other = body.path("members").get(3).path("id").asLong();
        post(204, director(), "/councils/" + council.number + "/members/" + one + "/admit", Map.of());
        assertThat(refused(409, director(), "/councils/" + council.number + "/members/" + other + "/admit", Map.of()))
                .isEqualTo("council-full");
        // who is not on the list does not see who waits
        assertThat(read(token(first), "/councils/" + council.number)
                        .path("body")
                        .path("members"))
                .hasSize(3);
        // the seat becomes free, and whoever waits gets it
        assertThat(refused(
                        403,
                        token(second),
                        "/councils/" + council.number + "/members/" + one + "/leave",
                        Map.of("words", "不合适")))
                .isEqualTo("not-allowed");
        post(204, token(first), "/councils/" + council.number + "/members/" + one + "/leave", Map.of("words", "换岗"));
        JsonNode after = read(token(second), "/councils/" + council.number);
        assertThat(after.path("sits").asBoolean()).isTrue();
        assertThat(after.path("lacking")).isEmpty();
        assertThat(inbox(second)).contains("council-seated");
        // only those of the community may run it; from elsewhere it is not there
        assertThat(refused(
                        404,
                        token(town.foreignSeat.get(Role.COMMITTEE_DIRECTOR).person()),
                        "/councils/" + council.number + "/members",
                        Map.of("part", "UNIT", "name", "某单位")))
                .isEqualTo("council");
        assertThat(read(director(), "/councils/kinds").toString()).contains("家园共建委员会", "社区“大党委”");
    }

    /// Eight fill the one seat of a part at the same moment: one does.
    @Test
    void oneSeatIsFilledOnce() throws Exception {
        var council = council("THREE_PLUS_X");
        var tries = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 8; i++) {
            String name = "业委会" + i;
            tries.add(() -> call(
                            "POST",
                            "/api/v1/councils/" + council.number + "/members",
                            director(),
                            Map.of("part", "OWNERS", "name", name),
                            Map.of())
                    .statusCode());
        }
        var statuses = atOnce(tries);
        assertThat(statuses).containsOnly(201, 409);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
        assertThat(read(director(), "/councils/" + council.number).path("body").path("members"))
                .hasSize(1);
    }

    @Test
    void whatTouchesTheFloatingPopulationNeedsTheirSeat() throws Exception {
        var council = threePlusX();
        String number = admitted(council, "floating", true);
        String meeting = planned(council, number);
        assertThat(refused(409, director(), "/meetings/" + meeting + "/call", Map.of()))
                .isEqualTo("council-floating");
        long tenant = town.looseAccount("租户代表");
        post(
                201,
                director(),
                "/councils/" + council.number + "/members",
                Map.of("part", "FLOATING", "username", town.username(tenant), "topic", number));
        post(200, director(), "/meetings/" + meeting + "/call", Map.of());
        clock.forward(Duration.ofDays(5));
        post(204, director(), "/meetings/" + meeting + "/open", Map.of());
        for (long account : council.accounts) {
            signIn(meeting, account);
        }
        // online, in the room for those who cannot come
        post(204, token(tenant), "/meetings/" + meeting + "/sign-in", Map.of());
        JsonNode view = read(token(tenant), "/meetings/" + meeting);
        assertThat(view.path("quorums").path("1").path("seats").asInt()).isEqualTo(4);
        assertThat(view.path("quorums").path("2").path("seats").asInt()).isEqualTo(3);
        long about = post(201, token(tenant), "/meetings/" + meeting + "/motions", Map.of("position", 1, "text", "同意"))
                .path("id")
                .asLong();
        long other = post(201, director(), "/meetings/" + meeting + "/motions", Map.of("position", 2, "text", "散会前通报"))
                .path("id")
                .asLong();
        String vote = "/meetings/" + meeting + "/motions/";
        post(204, token(tenant), vote + about + "/vote", Map.of("choice", "AGREE"));
        assertThat(refused(403, token(tenant), vote + other + "/vote", Map.of("choice", "AGREE")))
                .isEqualTo("meeting-not-seated");
        // the speaking list keeps its order
        post(204, token(tenant), "/meetings/" + meeting + "/speak", Map.of("wants", true));
        post(204, token(council.accounts.get(0)), "/meetings/" + meeting + "/speak", Map.of("wants", true));
        JsonNode attendance = read(director(), "/meetings/" + meeting).path("attendance");
        assertThat(attendance.get(3).path("member").path("part").asString()).isEqualTo("FLOATING");
        assertThat(attendance.get(3).path("speaks").asInt()).isEqualTo(1);
        assertThat(attendance.get(0).path("speaks").asInt()).isEqualTo(2);
    }

    @Test
    void theNoticeIsKeptAndTheAgendaLocked() throws Exception {
        var council = threePlusX();
        String number = admitted(council);
        String late = Ids.number(post(
                        201,
                        director(),
                        "/meetings",
                        Map.of(
                                "council",
                                council.number,
                                "plan",
                                Map.of(
                                        "form",
                                        "HEARING",
                                        "title",
                                        "听证会",
                                        "venue",
                                        "议事厅",
                                        "startsAt",
                                        clock.instant()
                                                .plus(Duration.ofHours(30))
                                                .toString(),
                                        "topics",
                                        List.of(number))))
                .path("meeting")
                .path("id")
                .asLong());
        assertThat(refused(409, director(), "/meetings/" + late + "/call", Map.of()))
                .isEqualTo("meeting-notice");
        post(200, director(), "/meetings/" + late + "/call", Map.of("words", "汛期紧急"));
        var change = Map.of(
                "version",
                2,
                "plan",
                Map.of(
                        "form",
                        "HEARING",
                        "title",
                        "听证会",
                        "venue",
                        "议事厅",
                        "startsAt",
                        clock.instant().plus(Duration.ofDays(9)).toString()));
        assertThat(put(409, director(), "/meetings/" + late, change)
                        .path("code")
                        .asString())
                .isEqualTo("meeting-state");
        post(
                204,
                token(council.accounts.get(0)),
                "/meetings/" + late + "/reply",
                Map.of("coming", false, "words", "住院"));
        assertThat(refused(409, director(), "/meetings/" + late + "/open", Map.of()))
                .isEqualTo("meeting-early");
        clock.forward(Duration.ofHours(30));
        post(204, director(), "/meetings/" + late + "/open", Map.of());
        assertThat(refused(
                        400, director(), "/meetings/" + late + "/motions", Map.of("position", 2, "text", "没有列入议程的事")))
                .isEqualTo("meeting-item");
        // what only a member may see, and what only the desk
        assertThat(read(token(council.accounts.get(1)), "/meetings/" + late).toString())
                .contains("听证会")
                .doesNotContain(code(late), "住院");
        assertThat(read(director(), "/meetings/" + late).toString()).contains(code(late), "住院");
        assertThat(read(token(town.resident), "/councils/" + council.number).toString())
                .doesNotContain(code(late));
        assertThat(call(
                                "GET",
                                "/api/v1/meetings/" + late,
                                token(town.foreignSeat.get(Role.STREET_OFFICER).person()),
                                null,
                                Map.of())
                        .statusCode())
                .as("another street")
                .isEqualTo(404);
        assertThat(read(token(town.resident), "/meetings/" + late).path("motions"))
                .isEmpty();
        assertThat(refused(403, token(town.resident), "/meetings/" + late + "/sign-in", Map.of("code", code(late))))
                .isEqualTo("meeting-not-invited");
        assertThat(refused(400, token(council.accounts.get(1)), "/meetings/" + late + "/sign-in", Map.of("code", "X")))
                .isEqualTo("meeting-code");
        for (String paper : List.of("invitation", "sign-in")) {
            var print = call("GET", "/meetings/" + late + "/papers/" + paper, director(), null, Map.of());
            assertThat(print.statusCode()).isEqualTo(200);
            assertThat(print.body()).startsWith("%PDF");
        }
        var ics = call("GET", "/meetings/calendar.ics", director(), null, Map.of());
        assertThat(ics.body()).contains("BEGIN:VEVENT", "SUMMARY:听证会").endsWith("END:VCALENDAR\r\n");
    }

    @Test
    void aRefusedTopicGoesToTheStreetAndMovesBetweenTiers() throws Exception {
        var council = threePlusX();
        var online = council("ONLINE_HALL", "MODERATOR");
        String number = topic();
        String author = token(town.resident);
        assertThat(refused(400, director(), "/topics/" + number + "/refuse", Map.of()))
                .isEqualTo("words");
        post(200, director(), "/topics/" + number + "/refuse", Map.of("words", "不属于社区事务"));
        assertThat(inbox(town.resident)).contains("topic-refused");
        post(200, author, "/topics/" + number + "/appeal", Map.of("words", "就是社区的事"));
        assertThat(refused(409, director(), "/topics/" + number + "/admit", Map.of("body", council.number)))
                .isEqualTo("topic-act");
        String officer = as(Role.STREET_OFFICER);
        post(200, officer, "/topics/" + number + "/admit", Map.of("body", council.number, "floating", false));
        assertThat(refused(
                        409, director(), "/topics/" + number + "/move", Map.of("body", council.number, "words", "x")))
                .isEqualTo("topic-there");
        JsonNode moved = post(
                200, director(), "/topics/" + number + "/move", Map.of("body", online.number, "words", "先在网上听听大家的意见"));
        assertThat(moved.path("topic").path("tier").asString()).isEqualTo("ONLINE");
        assertThat(moved.path("topic").path("progress").path("words").asString())
                .contains("网上");
        assertThat(inbox(town.resident)).contains("topic-moved");
        post(200, director(), "/topics/" + number + "/move", Map.of("body", council.number, "words", "意见已经集中"));
        assertThat(read(author, "/topics/" + number).path("history").toString())
                .contains("TopicMoved", "TopicAppealed");
        post(200, author, "/topics/" + number + "/withdraw", Map.of("words", "已经解决"));
        assertThat(refused(409, director(), "/topics/" + number + "/move", Map.of("body", online.number, "words", "x")))
                .isEqualTo("topic-act");
        // late ones are chased, once
        String late = topic();
        clock.forward(Duration.ofDays(20));
        assertThat(topics.chase()).isPositive();
        int chased =
                client.sql("""
                        select count(*) from notices.message where template = 'topic-late' and path = ?""").param("/topics/" + late).query(Integer.class).single();
        topics.chase();
        assertThat(chased).isPositive();
        assertThat(client.sql("select count(*) from notices.message where template = 'topic-late' and path = ?")
                        .param("/topics/" + late)
                        .query(Integer.class)
                        .single())
                .isEqualTo(chased);
    }

    @Test
    void residentsAreHeardAtFourStagesOfWhatIsBuilt() throws Exception {
        var council = threePlusX();
        String number = admitted(council, "built", true);
        String author = token(town.resident);
        assertThat(refused(409, author, "/topics/" + number + "/propose", Map.of("words", "方案一")))
                .isEqualTo("topic-hearing");
        hear(number, "NEED");
        assertThat(refused(
                        409,
                        director(),
                        "/topics/" + number + "/hear",
                        Map.of("hearing", "NEED", "people", 3, "words", "再听一次")))
                .isEqualTo("topic-heard-already");
        post(200, author, "/topics/" + number + "/propose", Map.of("words", "方案一"));
        String meeting = meeting(council, number);
        for (long account : council.accounts) {
            signIn(meeting, account);
        }
        assertThat(refused(
                        409, director(), "/meetings/" + meeting + "/motions", Map.of("position", 1, "text", "照方案一办")))
                .isEqualTo("topic-hearing");
        hear(number, "DESIGN");
        long motion = post(201, director(), "/meetings/" + meeting + "/motions", Map.of("position", 1, "text", "照方案一办"))
                .path("id")
                .asLong();
        post(200, director(), "/meetings/" + meeting + "/motions/" + motion + "/settle", Map.of("agree", 2));
        assertThat(refused(409, director(), "/topics/" + number + "/execute", Map.of("words", "完工")))
                .isEqualTo("topic-hearing");
        hear(number, "BUILDING");
        post(200, director(), "/topics/" + number + "/execute", Map.of("words", "完工"));
        assertThat(refused(409, author, "/topics/" + number + "/evaluate", Map.of("helped", true)))
                .isEqualTo("topic-hearing");
        hear(number, "ACCEPTANCE");
        post(200, author, "/topics/" + number + "/evaluate", Map.of("helped", true));
    }

    private void hear(String topic, String stage) throws Exception {
        post(
                200,
                director(),
                "/topics/" + topic + "/hear",
                Map.of("hearing", stage, "people", 30, "words", "大家希望早点动工"));
    }

    private long neighbour(LocalDate born) {
        long id = ids.next();
        var person = new Person(
                town.community.community(),
                id,
                town.dwelling.code(),
                "邻居",
                null,
                null,
                born,
                null,
                null,
                town.dwelling.id(),
                1);
        people.add(List.of(person), null);
        residences.moveIn(
                people.get(id), town.dwelling, Relation.TENANT, 9, LocalDate.of(2020, 1, 1), Entry.Who.NOBODY);
        return town.accountOf(person);
    }

    @Test
    void aPetitionBindsOnceEnoughHaveSigned() throws Exception {
        var signers = new ArrayList<Long>();
        for (int i = 0; i < 12; i++) {
            signers.add(neighbour(LocalDate.of(1980, 1, 1)));
        }
        long child = neighbour(LocalDate.of(2020, 1, 1)); // is not counted
        int adults = client.sql("""
                        select count(distinct r.person) from people.residence r where r.community = ? and r.until is null""")
                .param(town.community.community())
                .query(Integer.class)
                .single();
        String number = topic("source", "PETITION", "petition", "RESIDENTS_ASSEMBLY", "place", town.community.code());
        JsonNode topic = read(director(), "/topics/" + number).path("topic");
        int needed = topic.path("needed").asInt();
        assertThat(needed).isBetween(2, (adults + 9) / 10);
        assertThat(refused(409, director(), "/topics/" + number + "/admit", Map.of()))
                .isEqualTo("topic-act");
        // who lives elsewhere, or is not known, cannot sign
        assertThat(refused(403, token(town.looseAccount("路人")), "/topics/" + number + "/signature", Map.of()))
                .isEqualTo("petition-elsewhere");
        // all sign at the same moment, some twice
        var tries = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < needed; i++) {
            String token = token(signers.get(i));
            for (int twice = 0; twice < 2; twice++) {
                tries.add(() -> call("POST", "/api/v1/topics/" + number + "/signature", token, Map.of(), Map.of())
                        .statusCode());
            }
        }
        var statuses = atOnce(tries);
        assertThat(statuses.stream().filter(status -> status == 204)).hasSize(needed);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(needed);
        assertThat(read(director(), "/topics/" + number)
                        .path("topic")
                        .path("signed")
                        .asInt())
                .isEqualTo(needed);
        assertThat(client.sql("""
                                select count(*) from journal.entry where subject_id = ? and kind = 'PetitionReached'""")
                        .param(Ids.fromNumber(number))
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(refused(409, director(), "/topics/" + number + "/refuse", Map.of("words", "不想开")))
                .isEqualTo("petition-must");
        // one person signs once, whatever accounts they have; a child does not
        long again = town.accountOf(people.get(client.sql("select person from access.account where id = ?")
                .param(signers.getFirst())
                .query(Long.class)
                .single()));
        assertThat(refused(409, token(again), "/topics/" + number + "/signature", Map.of()))
                .isEqualTo("petition-signed");
        assertThat(refused(403, token(child), "/topics/" + number + "/signature", Map.of()))
                .isEqualTo("petition-elsewhere");
        assertThat(read(token(town.resident), "/topics/" + number)
                        .path("history")
                        .toString())
                .as("who signed is nobody's business")
                .contains("PetitionReached")
                .doesNotContain("PetitionSigned", "account");
        post(204, token(signers.getFirst()), "/topics/" + number + "/signature/withdraw", Map.of());
        assertThat(refused(409, token(signers.getFirst()), "/topics/" + number + "/signature/withdraw", Map.of()))
                .isEqualTo("petition-not-signed");
    }

    @Test
    void moderationHasAReasonAndAnAppeal() throws Exception {
        String number = topic();
        String rude = token(town.otherResident);
        long remark = post(201, rude, "/topics/" + number + "/remarks", Map.of("words", "粗话 SECRET"))
                .path("id")
                .asLong();
        long second = post(201, rude, "/topics/" + number + "/remarks", Map.of("words", "又是粗话"))
                .path("id")
                .asLong();
        long question = post(
                        201,
                        token(town.resident),
                        "/topics/" + number + "/remarks",
                        Map.of("words", "什么时候开会？", "question", true))
                .path("id")
                .asLong();
        var hide = Map.of("remarks", List.of(remark, second), "words", "辱骂他人");
        assertThat(refused(403, rude, "/topics/" + number + "/remarks/hide", hide))
                .isEqualTo("not-allowed");
        assertThat(post(200, director(), "/topics/" + number + "/remarks/hide", hide)
                        .asInt())
                .isEqualTo(2);
        assertThat(read(token(town.resident), "/topics/" + number + "/remarks").toString())
                .contains("辱骂他人")
                .doesNotContain("SECRET");
        assertThat(read(rude, "/topics/" + number + "/remarks").toString()).contains("SECRET");
        assertThat(read(token(town.resident), "/topics/" + number + "/remarks").toString())
                .doesNotContain(Long.toString(town.otherResident));
        assertThat(refused(
                        404,
                        token(town.foreignSeat.get(Role.GRID_WORKER).person()),
                        "/topics/" + number + "/remarks",
                        Map.of("words", "路过")))
                .isEqualTo("topic");
        assertThat(inbox(town.otherResident)).contains("remark-hidden");
        assertThat(refused(
                        409,
                        token(town.resident),
                        "/topics/" + number + "/remarks/" + remark + "/appeal",
                        Map.of("words", "不是我的")))
                .isEqualTo("remark-appeal");
        post(204, rude, "/topics/" + number + "/remarks/" + remark + "/appeal", Map.of("words", "是引用原话"));
        var back = Map.of("back", true, "words", "确属引用");
        assertThat(refused(409, director(), "/topics/" + number + "/remarks/" + remark + "/judge", back))
                .isEqualTo("remark-judge");
        post(204, as(Role.COMMITTEE_STAFF), "/topics/" + number + "/remarks/" + remark + "/judge", back);
        assertThat(read(token(town.resident), "/topics/" + number + "/remarks").toString())
                .contains("SECRET");
        assertThat(inbox(town.otherResident)).contains("remark-restored");
        // a question waits for its answer
        clock.forward(Duration.ofDays(12));
        remarks.chase();
        assertThat(client.sql("select count(*) from notices.message where template = 'topic-unanswered' and path = ?")
                        .param("/topics/" + number)
                        .query(Integer.class)
                        .single())
                .isPositive();
        post(204, director(), "/topics/" + number + "/remarks/" + question + "/answer", Map.of("words", "下周三"));
        assertThat(refused(
                        409,
                        director(),
                        "/topics/" + number + "/remarks/" + question + "/answer",
                        Map.of("words", "再说一次")))
                .isEqualTo("question-answered");
        assertThat(inbox(town.resident)).contains("topic-answered");
    }

    @Test
    void aQuestionInAGroupIsAnsweredInTimeOrBecomesATopic() throws Exception {
        long moderator = town.looseAccount("群主");
        JsonNode made = post(
                201,
                director(),
                "/groups",
                Map.of(
                        "place",
                        town.estate.code(),
                        "platform",
                        "WECHAT",
                        "name",
                        named("恒泉花园业主群"),
                        "members",
                        312,
                        "moderators",
                        List.of(town.username(moderator))));
        String number = Ids.number(made.path("group").path("id").asLong());
        String owner = token(moderator);
        var first = Map.of("words", "电梯什么时候修好？");
        long one = post(201, owner, "/groups/" + number + "/questions", first)
                .path("id")
                .asLong();
        long two = post(201, owner, "/groups/" + number + "/questions", Map.of("words", "能不能装充电桩？"))
                .path("id")
                .asLong();
        assertThat(refused(403, token(town.resident), "/groups/" + number + "/questions", first))
                .isEqualTo("not-allowed");
        post(204, owner, "/groups/" + number + "/questions/" + one + "/answer", Map.of("words", "周五"));
        String topic = post(200, owner, "/groups/" + number + "/questions/" + two + "/topic", Map.of("words", "装充电桩"))
                .path("number")
                .asString();
        assertThat(refused(409, owner, "/groups/" + number + "/questions/" + two + "/topic", Map.of("words", "再来")))
                .isEqualTo("topic-source-taken");
        assertThat(read(owner, "/topics/" + topic).path("topic").path("text").asString())
                .isEqualTo("能不能装充电桩？");
        assertThat(refused(409, director(), "/groups/" + number + "/end", Map.of()))
                .isEqualTo("group-questions-open");
        clock.forward(Duration.ofDays(12));
        assertThat(groups.chase()).isPositive();
        assertThat(inbox(moderator)).contains("group-late");
        JsonNode group = read(owner, "/groups/" + number).path("group");
        assertThat(group.path("late").asInt()).isEqualTo(1);
        assertThat(group.path("inTime").asInt()).isEqualTo(1);
        post(204, owner, "/groups/" + number + "/questions/" + two + "/answer", Map.of("words", "已列为议题"));
        post(204, owner, "/groups/" + number + "/keep", Map.of("members", 320));
        post(204, director(), "/groups/" + number + "/end", Map.of());
        assertThat(refused(409, owner, "/groups/" + number + "/questions", first))
                .isEqualTo("group-over");
    }

    @Test
    void regularMeetingsArePlannedAndMissingOnesChased() throws Exception {
        var council = threePlusX();
        Instant next = clock.instant().plus(Duration.ofDays(10));
        put(
                204,
                director(),
                "/councils/" + council.number + "/rhythm",
                Map.of("everyMonths", 1, "next", next.toString(), "venue", "议事厅"));
        assertThat(meetings.planRegular()).isPositive();
        meetings.planRegular();
        JsonNode planned = read(director(), "/councils/" + council.number).path("meetings");
        assertThat(planned).hasSize(1);
        assertThat(planned.get(0).path("state").asString()).isEqualTo("PLANNED");
        String number = Ids.number(planned.get(0).path("id").asLong());
        assertThat(call("GET", "/api/v1/meetings/" + number, token(council.accounts.getFirst()), null, Map.of())
                        .statusCode())
                .isEqualTo(404);
        post(204, director(), "/meetings/" + number + "/cancel", Map.of("words", "没有议题"));
        clock.forward(Duration.ofDays(70));
        bodies.chase();
        assertThat(client.sql("select count(*) from notices.message where template = 'council-silent' and path = ?")
                        .param("/councils/" + council.number)
                        .query(Integer.class)
                        .single())
                .isPositive();
        assertThat(read(director(), "/councils/" + council.number)
                        .path("silent")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aProposalOfAPatrolBecomesATopic() throws Exception {
        long proposal = ids.next();
        String words = "多放两个垃圾桶 " + proposal;
        transaction.executeWithoutResult(_ -> journal.append(new Entry(
                new Entry.Where(town.estate.community(), town.estate.id()),
                new Entry.Who(town.resident, null),
                new Entry.Subject("patrol-team", ids.next()),
                "ProposalRaised",
                Map.of("proposal", proposal, "outing", 1, "words", words),
                clock.instant())));
        List<Long> found = await().until(
                        () -> client.sql("select id from councils.topic where source = 'PATROL' and source_id = ?")
                                .param(proposal)
                                .query(Long.class)
                                .list(),
                        topics -> !topics.isEmpty());
        assertThat(read(director(), "/topics/" + Ids.number(found.getFirst()))
                        .path("topic")
                        .path("text")
                        .asString())
                .isEqualTo(words);
    }

    /// Whoever leaves a seat hands on what it has to carry out, in the same transaction.
    @Test
    void whoCarriesOutIsNeverNobody() throws Exception {
        var council = threePlusX();
        String number = admitted(council);
        var leaving = town.seat(town.community, Role.COMMITTEE_STAFF);
        String meeting = meeting(council, number);
        for (long account : council.accounts) {
            signIn(meeting, account);
        }
        long motion = post(201, director(), "/meetings/" + meeting + "/motions", Map.of("position", 1, "text", "照办"))
                .path("id")
                .asLong();
        // two count at the same moment: one of them does
        var tries = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 6; i++) {
            tries.add(() -> call(
                            "POST",
                            "/api/v1/meetings/" + meeting + "/motions/" + motion + "/settle",
                            director(),
                            Map.of("agree", 3, "executor", leaving.id()),
                            Map.of())
                    .statusCode());
        }
        var statuses = atOnce(tries);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(statuses).containsOnly(200, 409);
        assertThat(read(director(), "/topics/" + number)
                        .path("executor")
                        .path("id")
                        .asLong())
                .isEqualTo(leaving.id());
        seats.end(leaving.id(), Entry.Who.NOBODY, "调离");
        JsonNode after = read(director(), "/topics/" + number);
        assertThat(after.path("executor").path("id").asLong()).isNotZero().isNotEqualTo(leaving.id());
        assertThat(after.path("history").toString()).contains("ExecutorChanged");
    }
}
