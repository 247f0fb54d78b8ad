package org.gongzhi.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.gongzhi.RunningProgram;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// From a closed matter to a published case that helps with the next one.
@Tag("sql")
class CaseLibraryTest extends RunningProgram {

    @Autowired
    private JdbcClient client;

    @Autowired
    private CaseSearch search;

    @Autowired
    private CaseLibrary library;

    @AfterEach
    void now() {
        clock.reset();
    }

    private String as(Role role) {
        return token(town.seat.get(role).person());
    }

    private String report(String kind, String text) throws Exception {
        var answer = call(
                "POST",
                "/api/v1/matters",
                token(town.resident),
                Map.of("kind", kind, "place", town.stairwell.code(), "text", text),
                Map.of());
        return json.readTree(answer.body()).path("number").asString();
    }

    private void act(String number, String act, Role role, Map<String, ?> body) throws Exception {
        var answer = call("POST", "/api/v1/matters/" + number + "/" + act, as(role), body, Map.of());
        assertThat(answer.statusCode()).as(act + answer.body()).isEqualTo(200);
    }

    private String closed(String text) throws Exception {
        String number = report("E0506", text);
        act(number, "accept", Role.PROPERTY_MANAGER, Map.of());
        act(number, "rectify", Role.PROPERTY_MANAGER, Map.of("words", "建了充电棚"));
        act(number, "pass-check", Role.GRID_WORKER, Map.of());
        act(number, "close", Role.COMMITTEE_DIRECTOR, Map.of("outcome", "SOLVED"));
        return number;
    }

    private JsonNode cases(int status, String path, String token, Object body) throws Exception {
        var answer = call("POST", "/api/v1/cases" + path, token, body, Map.of());
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(status);
        return json.readTree(answer.body());
    }

    private Map<String, Object> draft(int version, String solution) {
        return Map.of(
                "version",
                version,
                "draft",
                Map.of(
                        "words",
                        Map.of(
                                "title",
                                "飞线充电整治一例",
                                "cause",
                                "楼下没有充电位",
                                "harm",
                                "火灾隐患",
                                "solution",
                                solution,
                                "avoid",
                                "只劝不建"),
                        "costFen",
                        1_234_56,
                        "tags",
                        List.of("充电", "消防"),
                        "audience",
                        "STREET"));
    }

    private String search(String token, String words) throws Exception {
        return call("POST", "/api/v1/cases/search", token, Map.of("words", words), Map.of())
                .body();
    }

    private String await(String token, String words, String wanted) {
        return Awaitility.await().until(() -> search(token, words), found -> found.contains(wanted));
    }

    @Test
    void aCaseIsDistilledReviewedPublishedAndHelps() throws Exception {
        String number = closed("业主李明 13912345678 家里从三楼拉线给电瓶车冲电");
        assertThat(cases(409, "", as(Role.GRID_WORKER), Map.of("matter", number))
                        .path("code")
                        .asString())
                .as("without its dossier")
                .isEqualTo("case-not-closed");
        act(
                number,
                "fill-dossier",
                Role.PROPERTY_MANAGER,
                Map.of("cause", "住户张伟先生没处充电", "harm", "着火", "solution", "101室旁建棚，联系 13912345678"));
        JsonNode made = cases(201, "", as(Role.GRID_WORKER), Map.of("matter", number));
        String id = made.path("id").asString();
        assertThat(made.toString())
                .doesNotContain("李明")
                .doesNotContain("13912345678")
                .doesNotContain("张伟")
                .doesNotContain("101室");
        assertThat(cases(409, "", as(Role.GRID_WORKER), Map.of("matter", number))
                        .path("code")
                        .asString())
                .isEqualTo("case-twice");
        assertThat(cases(403, "", token(town.resident), Map.of("matter", number))
                        .path("code")
                        .asString())
                .isEqualTo("not-allowed");
        assertThat(cases(400, "/" + id + "/submit", as(Role.GRID_WORKER), draft(1, "联系王芳女士 13800138000"))
                        .path("code")
                        .asString())
                .isEqualTo("case-personal");
        cases(200, "/" + id + "/submit", as(Role.GRID_WORKER), draft(1, "楼下建集中充电棚，劝导并拆除飞线"));
        assertThat(cases(409, "/" + id + "/save", as(Role.COMMITTEE_STAFF), draft(1, "x"))
                        .path("code")
                        .asString())
                .isEqualTo("changed-meanwhile");
        assertThat(cases(403, "/" + id + "/publish", as(Role.GRID_WORKER), Map.of("version", 2))
                        .path("code")
                        .asString())
                .as("the author does not review")
                .isEqualTo("case-review");
        assertThat(call("GET", "/api/v1/cases/" + id, as(Role.VOLUNTEER), null, Map.of())
                        .statusCode())
                .as("a draft is not read by others")
                .isEqualTo(404);
        cases(200, "/" + id + "/publish", as(Role.COMMITTEE_DIRECTOR), Map.of("version", 2));
        assertThat(call("GET", "/api/v1/cases/" + id, as(Role.VOLUNTEER), null, Map.of())
                        .statusCode())
                .isEqualTo(200);

        // found by other words and by signs that only sound the same
        assertThat(await(as(Role.COMMITTEE_STAFF), "私拉电线给电动车冲店", id))
                .contains(id)
                .contains("\"isCase\":true");
        assertThat(call("POST", "/api/v1/cases/search", token(town.resident), Map.of("words", "充电"), Map.of())
                        .statusCode())
                .isEqualTo(403);
        // a foreign street sees neither the case nor the matters
        String foreign = token(town.foreignSeat.get(Role.STREET_OFFICER).person());
        assertThat(call("POST", "/api/v1/cases/search", foreign, Map.of("words", "飞线充电"), Map.of())
                        .body())
                .doesNotContain(id)
                .doesNotContain(Long.toString(Ids.fromNumber(number)));

        String next = report("E0506", "又有人从窗户拉线充电");
        JsonNode like = get("/api/v1/matters/" + next + "/like", as(Role.PROPERTY_MANAGER));
        JsonNode first = like.get(0);
        assertThat(first.path("id").asString()).isEqualTo(id);
        assertThat(first.path("sameKind").asBoolean()).isTrue();
        assertThat(first.path("words")).isNotEmpty();
        var vote = Map.of("target", id, "helped", true);
        assertThat(call("POST", "/api/v1/matters/" + next + "/like", as(Role.PROPERTY_MANAGER), vote, Map.of())
                        .statusCode())
                .isEqualTo(204);
        assertThat(call("POST", "/api/v1/matters/" + next + "/like", as(Role.PROPERTY_MANAGER), vote, Map.of())
                        .statusCode())
                .isEqualTo(409);
        JsonNode after = get("/api/v1/matters/" + next + "/like", as(Role.PROPERTY_MANAGER))
                .get(0);
        assertThat(after.path("helped").asInt()).isEqualTo(1);
        assertThat(after.path("score").asDouble())
                .as("what helped counts more")
                .isGreaterThan(first.path("score").asDouble());

        var book = call(
                "GET",
                "/cases/collection?format=pdf&tag="
                        + java.net.URLEncoder.encode("充电", java.nio.charset.StandardCharsets.UTF_8),
                as(Role.COMMITTEE_DIRECTOR),
                null,
                Map.of());
        assertThat(book.statusCode()).isEqualTo(200);
        assertThat(book.body()).startsWith("%PDF");

        // thirty and ninety days later: it came back, as the report above shows
        clock.forward(Duration.ofDays(95));
        library.lookAgain();
        assertThat(get("/api/v1/cases/" + id, as(Role.COMMITTEE_DIRECTOR))
                        .path("made")
                        .path("after30")
                        .asString())
                .isEqualTo("RELAPSED");
        assertThat(client.sql("select after_90 from library.mature_case where id = ?")
                        .param(Long.valueOf(id))
                        .query(String.class)
                        .single())
                .isEqualTo("RELAPSED");

        cases(200, "/" + id + "/withdraw", as(Role.COMMITTEE_DIRECTOR), Map.of("version", 3, "words", "过时"));
        Awaitility.await("gone from the index")
                .until(() -> search(as(Role.COMMITTEE_STAFF), "飞线充电整治"), found -> !found.contains(id));
    }

    @Test
    void theIndexCanBeBuiltAnew() throws Exception {
        String number = report("E0404", "独一无二的窨井漩涡");
        await(as(Role.COMMITTEE_STAFF), "窨井漩涡", Long.toString(Ids.fromNumber(number)));
        long documents = search.rebuild();
        assertThat(documents).isEqualTo(client.sql("""
                                select (select count(*) from matters.matter) + (select count(*) from library.mature_case
                                    where state = 'PUBLISHED')""").query(Long.class).single());
        assertThat(await(as(Role.COMMITTEE_STAFF), "窨井漩涡", Long.toString(Ids.fromNumber(number))))
                .contains(Long.toString(Ids.fromNumber(number)));
        var suggested = call(
                "POST",
                "/report/kinds?text=" + java.net.URLEncoder.encode("窨井漩涡", java.nio.charset.StandardCharsets.UTF_8),
                "",
                null,
                Map.of());
        assertThat(suggested.statusCode()).isEqualTo(200);
    }
}
