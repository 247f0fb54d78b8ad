package org.gongzhi.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.gongzhi.ApiTest;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// Conventions over HTTP: from the draft to being kept, adopted by a vote of owners or a motion of a council.
@Tag("sql")
class ConventionsTest extends ApiTest {

    @Autowired
    private Conventions conventions;

    private String owners() {
        return as(Role.OWNERS_COMMITTEE);
    }

    private JsonNode view(String token, String number) throws Exception {
        return read(token, "/conventions/" + number);
    }

    private static Map<String, Object> clause(String title, String text, Map<?, ?>... effects) {
        return Map.of("number", 0, "title", title, "text", text, "effects", List.of(effects));
    }

    private static Map<String, Object> effect(String party, String benefit, String burden) {
        return Map.of("party", party, "benefit", benefit, "burden", burden);
    }

    private String drafted(String token, String kind, Object... clauses) throws Exception {
        String number = post(
                        201,
                        token,
                        "/conventions",
                        Map.of("place", town.estate.code(), "kind", kind, "name", "规约 " + UUID.randomUUID()))
                .path("number")
                .asString();
        put(204, token, "/conventions/" + number + "/clauses", Map.of("version", 1, "clauses", List.of(clauses)));
        return number;
    }

    private String consulted(String token, String kind) throws Exception {
        String number = drafted(
                token,
                kind,
                clause("充电", "电动车在车棚充电，不进楼道。", effect("RESIDENTS", "楼道不起火", "多走两步"), effect("PROPERTY", "", "维护车棚")),
                clause("装修", "工作日八点到十八点施工。", effect("OWNERS", "安静", "工期长一点")));
        post(204, token, "/conventions/" + number + "/consult", Map.of());
        return number;
    }

    private void ready(String token, String number) throws Exception {
        clock.forward(Duration.ofDays(24));
        post(204, token, "/conventions/" + number + "/ready", Map.of());
    }

    @Test
    void ownersAdoptACovenantByTheirVoteAndKeepIt() throws Exception {
        String number = drafted(owners(), "ESTATE_COVENANT", clause("空", "没有写明谁受益"));
        String path = "/conventions/" + number;
        assertThat(refused(409, owners(), path + "/consult", Map.of())).isEqualTo("convention-effects");
        assertThat(call("GET", "/api/v1" + path, "", null, Map.of()).statusCode())
                .as("a draft is not public")
                .isEqualTo(404);
        var clauses = List.of(
                clause("充电", "不进楼道。", effect("RESIDENTS", "安全", ""), effect("PROPERTY", "", "维护车棚")),
                clause("装修", "工作日施工。", effect("OWNERS", "安静", "工期长")));
        assertThat(put(409, owners(), path + "/clauses", Map.of("version", 1, "clauses", clauses))
                        .path("code")
                        .asString())
                .isEqualTo("changed-meanwhile");
        put(204, owners(), path + "/clauses", Map.of("version", 2, "clauses", clauses));
        assertThat(refused(403, as(Role.VOLUNTEER), path + "/consult", Map.of()))
                .isEqualTo("not-allowed");
        post(204, owners(), path + "/consult", Map.of());
        assertThat(put(409, owners(), path + "/clauses", Map.of("version", 4, "clauses", clauses))
                        .path("code")
                        .asString())
                .as("what is consulted on does not change")
                .isEqualTo("convention-state");
        long opinion = post(201, token(town.resident), path + "/opinions", Map.of("clause", 1, "words", "车棚太远"))
                .path("id")
                .asLong();
        assertThat(refused(409, owners(), path + "/ready", Map.of())).isEqualTo("convention-consulting");
        clock.forward(Duration.ofDays(24));
        assertThat(refused(409, owners(), path + "/ready", Map.of())).isEqualTo("convention-opinions-open");
        post(204, owners(), path + "/opinions/" + opinion + "/answer", Map.of("taken", false, "words", "东门再加一处"));
        post(204, owners(), path + "/ready", Map.of());
        assertThat(view("", number).path("opinions").get(0).path("answer").asString())
                .isEqualTo("东门再加一处");

        // only the matter of the law adopts it
        assertThat(refused(400, owners(), "/votes", vote(number, 4))).isEqualTo("convention-adopted-by");
        String vote =
                post(201, owners(), "/votes", vote(number, 2)).path("number").asString();
        decide(vote);
        JsonNode adopted = view("", number);
        assertThat(adopted.path("shown").path("state").asString()).isEqualTo("IN_FORCE");
        assertThat(adopted.path("shown").path("adoptedBy").asString()).isEqualTo("/votes/" + vote);
        assertThat(conventions.cited("依据 " + number + "#2", town.stairwell.code()))
                .contains("第2条");

        // signed, known, kept
        var tries = new ArrayList<Callable<Integer>>();
        String signer = token(town.resident);
        for (int i = 0; i < 6; i++) {
            tries.add(() -> call("POST", "/api/v1" + path + "/pledge", signer, null, Map.of())
                    .statusCode());
        }
        var statuses = atOnce(tries);
        assertThat(statuses).containsOnly(204, 409);
        assertThat(statuses.stream().filter(status -> status == 204)).hasSize(1);
        assertThat(refused(409, signer, path + "/quiz", Map.of("1", 1))).isEqualTo("convention-no-quiz");
        var question = Map.of("clause", 1, "question", "电动车在哪里充电？", "options", List.of("楼道", "车棚"), "correct", 2);
        assertThat(put(400, owners(), path + "/quiz", List.of(Map.of("clause", 9, "question", "?")))
                        .path("code")
                        .asString())
                .isEqualTo("convention-question");
        put(204, owners(), path + "/quiz", List.of(question, question));
        JsonNode graded = post(200, signer, path + "/quiz", Map.of("1", 2, "2", 1));
        assertThat(graded.path("correct").asInt()).isEqualTo(1);
        assertThat(graded.path("clauses").get(0).asInt()).isEqualTo(1);
        post(200, signer, path + "/quiz", Map.of("1", 2, "2", 2));
        long breach = post(201, owners(), path + "/notes", Map.of("clause", 1, "kind", "BREACH", "words", "2单元楼道充电"))
                .path("id")
                .asLong();
        post(201, owners(), path + "/notes", Map.of("clause", 2, "kind", "PRAISE", "words", "装修前先告知邻居"));
        post(204, owners(), path + "/notes/" + breach + "/settle", Map.of("words", "已劝离"));
        JsonNode figures = view("", number).path("figures");
        assertThat(figures.path("pledges").asInt()).isEqualTo(1);
        assertThat(figures.path("known").asInt()).isEqualTo(1);
        assertThat(figures.path("correct").asInt()).isEqualTo(2);
        assertThat(figures.path("settled").asInt()).isEqualTo(1);

        // revised: the old edition binds until the new one is adopted, and both can be compared
        post(204, owners(), path + "/revise", Map.of("words", "增加充电时段"));
        assertThat(refused(409, owners(), path + "/revise", Map.of("words", "再来")))
                .isEqualTo("convention-in-work");
        int version = view(owners(), number)
                .path("convention")
                .path("editions")
                .get(0)
                .path("version")
                .asInt();
        put(
                204,
                owners(),
                path + "/clauses",
                Map.of(
                        "version",
                        version,
                        "clauses",
                        List.of(clause("充电", "22点后不充电。", effect("RESIDENTS", "安全", "")))));
        JsonNode changes = read(owners(), path + "?edition=2").path("changes");
        assertThat(changes.get(0).path("same").asBoolean()).isFalse();
        assertThat(changes.get(1).path("after").isNull()).isTrue();
        assertThat(view("", number).path("shown").path("n").asInt()).isEqualTo(1);
        post(204, owners(), path + "/withdraw", Map.of());
        var print = call("GET", "/conventions/" + number + "/text", "", null, Map.of());
        assertThat(print.body()).startsWith("%PDF");
        post(204, owners(), path + "/end", Map.of("words", "被新规约取代"));
        assertThat(refused(409, token(town.otherResident), path + "/pledge", Map.of()))
                .isEqualTo("convention-not-in-force");
    }

    private Map<String, Object> vote(String adopts, int matter) {
        var vote = new HashMap<String, Object>(Map.of(
                "place",
                town.estate.code(),
                "title",
                "表决 " + UUID.randomUUID(),
                "electorate",
                "OWNERS",
                "effect",
                "BINDING_STATUTORY",
                "replaceable",
                true,
                "questions",
                List.of(Map.of("type", "DECISION", "matter", matter, "title", "是否通过")),
                "adopts",
                adopts));
        return vote;
    }

    /// Three owners, all agree.
    private void decide(String vote) throws Exception {
        var lines = new ArrayList<Map<String, Object>>();
        var accounts = new ArrayList<Long>();
        for (int i = 0; i < 3; i++) {
            long account = town.looseAccount("业主" + i);
            accounts.add(account);
            lines.add(Map.of(
                    "place",
                    "T" + i,
                    "label",
                    "1栋" + i,
                    "owner",
                    "O" + i,
                    "name",
                    "业主",
                    "area",
                    10_000,
                    "basis",
                    "REGISTER",
                    "accounts",
                    List.of(account)));
        }
        put(200, owners(), "/votes/" + vote + "/roll", lines);
        post(200, owners(), "/votes/" + vote + "/roll/publish", Map.of());
        clock.forward(Duration.ofDays(11));
        var opens = clock.instant().plus(Duration.ofDays(19));
        post(
                200,
                owners(),
                "/votes/" + vote + "/announce",
                Map.of("opens", opens, "closes", opens.plus(Duration.ofDays(1))));
        clock.forward(Duration.ofDays(19).plusMinutes(1));
        for (long account : accounts) {
            String token = token(account);
            int voter = read(token, "/votes/" + vote)
                    .path("mine")
                    .get(0)
                    .path("voter")
                    .path("id")
                    .asInt();
            post(201, token, "/votes/" + vote + "/ballots", Map.of("voter", voter, "answers", List.of("AGREE")));
        }
        clock.forward(Duration.ofDays(2));
        post(200, owners(), "/votes/" + vote + "/decide", Map.of());
    }

    @Test
    void aCouncilAdoptsItsRulesByAMotionAndCitesThem() throws Exception {
        String director = as(Role.COMMITTEE_DIRECTOR);
        String council = Ids.number(post(
                        201,
                        director,
                        "/councils",
                        Map.of(
                                "place",
                                town.estate.code(),
                                "kind",
                                "ESTATE_COUNCIL",
                                "name",
                                "小区议事会 " + UUID.randomUUID()))
                .path("body")
                .path("id")
                .asLong());
        var accounts = new ArrayList<Long>();
        for (String part : List.of("CONVENER", "RESIDENT", "RESIDENT")) {
            long account = town.looseAccount("议事员");
            accounts.add(account);
            post(
                    201,
                    director,
                    "/councils/" + council + "/members",
                    Map.of("part", part, "username", town.username(account)));
        }
        String rules = consulted(director, "COUNCIL_RULES");
        ready(director, rules);
        String meeting = Ids.number(post(
                        201,
                        director,
                        "/meetings",
                        Map.of(
                                "council",
                                council,
                                "plan",
                                Map.of(
                                        "form",
                                        "COUNCIL",
                                        "title",
                                        "第一次会议",
                                        "venue",
                                        "物业二楼",
                                        "startsAt",
                                        clock.instant().plus(Duration.ofDays(4)).toString(),
                                        "items",
                                        List.of("通过议事规则"))))
                .path("meeting")
                .path("id")
                .asLong());
        post(200, director, "/meetings/" + meeting + "/call", Map.of());
        clock.forward(Duration.ofDays(4));
        post(204, director, "/meetings/" + meeting + "/open", Map.of());
        for (JsonNode each : read(director, "/meetings/" + meeting).path("attendance")) {
            post(
                    204,
                    director,
                    "/meetings/" + meeting + "/members/"
                            + each.path("member").path("id").asLong(),
                    Map.of("presence", "PRESENT"));
        }
        long motion = post(
                        201,
                        director,
                        "/meetings/" + meeting + "/motions",
                        Map.of("position", 1, "text", "通过议事规则", "adopts", rules))
                .path("id")
                .asLong();
        post(200, director, "/meetings/" + meeting + "/motions/" + motion + "/settle", Map.of("agree", 3));
        assertThat(view("", rules).path("shown").path("adoptedBy").asString()).isEqualTo("/meetings/" + meeting);
        // from now on decisions rest on a clause
        long next = post(
                        201,
                        director,
                        "/meetings/" + meeting + "/motions",
                        Map.of("position", 1, "text", "每月一次", "restsOn", rules + "#1"))
                .path("id")
                .asLong();
        assertThat(read(director, "/meetings/" + meeting).path("motions").toString())
                .contains("第1条");
        assertThat(next).isPositive();
        assertThat(refused(
                        400,
                        director,
                        "/meetings/" + meeting + "/motions",
                        Map.of("position", 1, "text", "每月一次", "restsOn", rules + "#99")))
                .isEqualTo("convention-no-clause");
    }

    /// A topic put to the owners' vote is decided by it.
    @Test
    void aTopicIsDecidedByAVote() throws Exception {
        String director = as(Role.COMMITTEE_DIRECTOR);
        String council = Ids.number(post(
                        201,
                        director,
                        "/councils",
                        Map.of(
                                "place",
                                town.community.code(),
                                "kind",
                                "OWNERS_ASSEMBLY",
                                "name",
                                "业主大会 " + UUID.randomUUID()))
                .path("body")
                .path("id")
                .asLong());
        String topic = post(
                        201,
                        token(town.resident),
                        "/topics",
                        Map.of("place", town.estate.code(), "title", "选聘物业 " + UUID.randomUUID(), "text", ""))
                .path("number")
                .asString();
        post(200, director, "/topics/" + topic + "/admit", Map.of("body", council));
        var asked = vote("", 4);
        asked.put("topic", topic);
        String vote = post(201, owners(), "/votes", asked).path("number").asString();
        decide(vote);
        JsonNode decided = read(director, "/topics/" + topic).path("topic").path("progress");
        assertThat(decided.path("stage").asString()).isEqualTo("DECIDED");
        assertThat(decided.path("decidedBy").asString()).isEqualTo("/votes/" + vote);
        assertThat(decided.path("restsOn").asString()).contains("278(4)");
        assertThat(refused(400, owners(), "/votes", asked)).isEqualTo("vote-topic");
    }
}
