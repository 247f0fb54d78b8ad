package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.gongzhi.RunningProgram;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// One window: what is filed how, sorted anew, merged, split, tied, taken in for others, done in bulk and
/// looked at again.
@Tag("sql")
class MatterRelationsTest extends RunningProgram {

    @Autowired
    private JdbcClient client;

    @Autowired
    private Kinds kinds;

    @AfterEach
    void now() {
        clock.reset();
    }

    private String as(Role role) {
        return token(town.seat.get(role).person());
    }

    private String report(String token, String kind, String text, Map<String, Object> more) throws Exception {
        var body = new HashMap<String, Object>(Map.of("kind", kind, "place", town.stairwell.code(), "text", text));
        body.putAll(more);
        var answer = call("POST", "/api/v1/matters", token, body, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json.readTree(answer.body()).path("number").asString();
    }

    private JsonNode act(String number, String act, String token, Object body) throws Exception {
        var answer = call("POST", "/api/v1/matters/" + number + "/" + act, token, body, Map.of());
        assertThat(answer.statusCode()).as("%s: %s", act, answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private String refused(int status, String method, String path, String token, Object body) throws Exception {
        var answer = call(method, path, token, body, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json.readTree(answer.body()).path("code").asString();
    }

    private String stage(String number) throws Exception {
        return get("/api/v1/matters/" + number, as(Role.COMMITTEE_DIRECTOR))
                .path("matter")
                .path("stage")
                .asString();
    }

    private Matter stored(String number) {
        return client.sql("select " + MatterStore.COLUMNS + " from matters.matter m where id = ?")
                .param(Ids.fromNumber(number))
                .query(MatterStore::read)
                .single();
    }

    @Test
    void someKindsAreVerifiedBeforeTheyAreFiled() throws Exception {
        String number = report(token(town.resident), "E0101", "楼顶在搭棚", Map.of());
        assertThat(stage(number)).isEqualTo("VERIFYING");
        String lead = as(Role.GRID_WORKER);
        assertThat(refused(409, "POST", "/api/v1/matters/" + number + "/accept", lead, null))
                .isEqualTo("stage-VERIFYING");
        assertThat(refused(400, "POST", "/api/v1/matters/" + number + "/file", lead, Map.of("condition", 9)))
                .isEqualTo("kind-condition");
        var before = stored(number).times().deadline();
        act(number, "file", lead, Map.of("condition", 1, "words", "正在施工"));
        Matter filed = stored(number);
        assertThat(filed.stage()).isEqualTo(Stage.DISPATCHED);
        assertThat(filed.filing().condition()).isEqualTo(1);
        assertThat(filed.times().deadline())
                .as("4 working hours instead of 20 days")
                .isBefore(before);
        act(number, "accept", lead, null);
        assertThat(client.sql(
                                "select filed_at is not null and responded_at <= respond_by from matters.matter where id = ?")
                        .param(filed.id())
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void askedAndAnonymous() throws Exception {
        String resident = token(town.resident);
        var body = new HashMap<String, Object>(Map.of("kind", "E0301", "place", town.stairwell.code(), "text", "吵"));
        assertThat(refused(400, "POST", "/api/v1/matters", resident, body)).isEqualTo("kind-field");
        body.put("fields", Map.of("when", "dawn"));
        assertThat(refused(400, "POST", "/api/v1/matters", resident, body)).isEqualTo("kind-field-wrong");
        body.put("fields", Map.of("when", "night", "other", "x"));
        assertThat(refused(400, "POST", "/api/v1/matters", resident, body)).isEqualTo("kind-field-unknown");
        body.put("fields", Map.of("when", "night"));
        body.put("anonymous", true);
        var answer = call("POST", "/api/v1/matters", resident, body, Map.of());
        assertThat(answer.statusCode()).isEqualTo(201);
        String number = json.readTree(answer.body()).path("number").asString();
        assertThat(stored(number).filing().fields()).isEqualTo(Map.of("when", "night"));
        var reveal =
                call("POST", "/matters/" + number + "/reveal?purpose=CALL_BACK", as(Role.GRID_WORKER), null, Map.of());
        assertThat(reveal.statusCode()).isEqualTo(403);
        assertThat(reveal.body()).doesNotContain("李明").doesNotContain("10012345678");
        body.put("kind", "P04");
        body.remove("fields");
        assertThat(refused(400, "POST", "/api/v1/matters", resident, body)).isEqualTo("kind-not-anonymous");
    }

    @Test
    void whatWasSortedWronglyGoesToWhoeverIsCompetent() throws Exception {
        String number = report(token(town.resident), "E0102", "下水道冒水", Map.of());
        String lead = as(Role.PROPERTY_MANAGER);
        assertThat(refused(400, "POST", "/api/v1/matters/" + number + "/correct", lead, Map.of("words", "x")))
                .isEqualTo("correct-nothing");
        assertThat(refused(
                        400,
                        "POST",
                        "/api/v1/matters/" + number + "/correct",
                        lead,
                        Map.of("place", town.orphanStairwell.code(), "words", "x")))
                .isEqualTo("place-elsewhere");
        JsonNode sorted = act(number, "correct", lead, Map.of("kind", "E0301", "words", "其实是施工"));
        assertThat(sorted.path("matter").path("kind").asString()).isEqualTo("E0301");
        assertThat(stored(number).lead())
                .isEqualTo(town.seat.get(Role.GRID_WORKER).id());
        assertThat(client.sql("select misrouted from matters.matter where id = ?")
                        .param(Ids.fromNumber(number))
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    /// Merging moves followers, photos and ratings; undoing takes them back.
    @Test
    void mergedAndTakenApartAgain() throws Exception {
        String kept = report(token(town.otherResident), "E0102", "垃圾桶满了没人收", Map.of());
        String twin = report(token(town.resident), "E0102", "垃圾桶满了，没人来收", Map.of());
        String director = as(Role.COMMITTEE_DIRECTOR);
        var near = get(
                "/api/v1/matters/nearby?kind=E0501&place=" + town.stairwell.code() + "&words="
                        + java.net.URLEncoder.encode("垃圾桶满了没有人收", java.nio.charset.StandardCharsets.UTF_8),
                "");
        assertThat(near.toString()).as("alike in words although another kind").contains(kept);
        client.sql("""
                        insert into matters.photo (community, matter, position, name, version, purpose)
                        values (?, ?, 0, 'p1', 1, 'REPORT')""").params(town.community.id(), Ids.fromNumber(twin)).update();
        call("POST", "/api/v1/matters/" + twin + "/support", as(Role.VOLUNTEER), null, Map.of());
        assertThat(refused(400, "POST", "/api/v1/matters/" + twin + "/merge", director, Map.of("other", twin)))
                .isEqualTo("duplicate-of");
        act(twin, "merge", director, Map.of("other", kept));
        assertThat(stored(twin).outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(stored(twin).filing().mergedInto()).isEqualTo(Ids.fromNumber(kept));
        assertThat(supporters(kept))
                .as("the reporter and the follower of the twin")
                .isEqualTo(2);
        assertThat(photos(kept)).isEqualTo(1);
        assertThat(refused(409, "POST", "/api/v1/matters/" + twin + "/merge", director, Map.of("other", kept)))
                .startsWith("stage-");
        // the reporter says that it is something else
        act(twin, "unmerge", token(town.resident), Map.of("words", "是另一个桶"));
        assertThat(stage(twin)).isEqualTo("DISPATCHED");
        assertThat(supporters(kept)).isZero();
        assertThat(photos(kept)).isZero();
        assertThat(get("/api/v1/matters/" + kept, director).toString()).contains("Absorbed", "Released");
    }

    private int supporters(String number) {
        return client.sql("select supporters from matters.matter where id = ?")
                .param(Ids.fromNumber(number))
                .query(Integer.class)
                .single();
    }

    private int photos(String number) {
        return client.sql("select count(*) from matters.photo where matter = ?")
                .param(Ids.fromNumber(number))
                .query(Integer.class)
                .single();
    }

    /// Two people merge two matters into each other at the same time: one of them wins.
    @Test
    void mergingIntoEachOtherLeavesOneOpen() throws Exception {
        String director = as(Role.COMMITTEE_DIRECTOR);
        for (int round = 0; round < 5; round++) {
            String one = report(token(town.resident), "E0102", "满了 " + round, Map.of());
            String other = report(token(town.resident), "E0102", "满了 " + round, Map.of());
            var work = new ArrayList<Callable<Integer>>();
            work.add(() -> call("POST", "/api/v1/matters/" + one + "/merge", director, Map.of("other", other), Map.of())
                    .statusCode());
            work.add(() -> call("POST", "/api/v1/matters/" + other + "/merge", director, Map.of("other", one), Map.of())
                    .statusCode());
            try (var pool = Executors.newFixedThreadPool(2)) {
                var answers = new ArrayList<Integer>();
                for (var each : pool.invokeAll(work)) {
                    answers.add(each.get());
                }
                assertThat(answers).as("%s", answers).containsOnlyOnce(200);
            }
            assertThat(List.of(stage(one), stage(other))).contains("DISPATCHED", "SETTLED");
        }
    }

    @Test
    void aPartHoldsUpTheWholeAndLinksMakeChains() throws Exception {
        String whole = report(token(town.resident), "E0102", "垃圾满了，还有水管漏", Map.of());
        String director = as(Role.COMMITTEE_DIRECTOR);
        act(whole, "split", director, Map.of("kind", "E0402", "words", "水管漏", "part", true));
        Matter part = client.sql("select " + MatterStore.COLUMNS + " from matters.matter m where parent = ?")
                .param(Ids.fromNumber(whole))
                .query(MatterStore::read)
                .single();
        assertThat(part.reporter().account()).isEqualTo(town.resident);
        String lead = as(Role.PROPERTY_MANAGER);
        act(whole, "rectify", lead, Map.of("words", "收了"));
        act(whole, "pass-check", as(Role.GRID_WORKER), null);
        assertThat(refused(409, "POST", "/api/v1/matters/" + whole + "/close", director, Map.of("outcome", "SOLVED")))
                .isEqualTo("parts-open");
        act(Ids.number(part.id()), "close", director, Map.of("outcome", "NOT_ACCEPTED", "words", "没有漏"));
        act(whole, "close", director, Map.of("outcome", "SOLVED"));

        String cause = report(token(town.resident), "E0404", "井盖坏", Map.of());
        String effect = report(token(town.resident), "E0406", "积水", Map.of());
        act(cause, "link", director, Map.of("other", effect, "link", "LEADS_TO"));
        assertThat(refused(
                        409,
                        "POST",
                        "/api/v1/matters/" + cause + "/link",
                        director,
                        Map.of("other", effect, "link", "LEADS_TO")))
                .isEqualTo("link-twice");
        act(cause, "unlink", director, Map.of("other", effect));
    }

    @Test
    void whatEverybodyReadsHoldsNoPerson() throws Exception {
        String number = report(token(town.resident), "E0102", "101室业主李明 13800138000", Map.of());
        String director = as(Role.COMMITTEE_DIRECTOR);
        for (String note : List.of("已联系李明女士", "住户 10012345678", "1栋101室已清理", "车牌粤S12345")) {
            assertThat(refused(400, "POST", "/api/v1/matters/" + number + "/publish", director, Map.of("words", note)))
                    .as(note)
                    .isEqualTo("public-note-personal");
        }
        act(number, "publish", director, Map.of("words", "垃圾已清运，桶每天清两次"));
        assertThat(stored(number).filing().publicNote()).isEqualTo("垃圾已清运，桶每天清两次");
    }

    @Test
    void takenInForOthers() throws Exception {
        String staff = as(Role.COMMITTEE_STAFF);
        var taken = new HashMap<String, Object>(Map.of(
                "channel",
                "COUNTER",
                "kind",
                "E0102",
                "place",
                town.stairwell.code(),
                "text",
                "垃圾没人收",
                "contact",
                Map.of("name", "陈桂芳", "phone", "138-0013-8000")));
        assertThat(refused(403, "POST", "/api/v1/counter", token(town.resident), taken))
                .isEqualTo("not-allowed");
        String key = UUID.randomUUID().toString();
        var first = call("POST", "/api/v1/counter", staff, taken, Map.of("Idempotency-Key", key));
        var again = call("POST", "/api/v1/counter", staff, taken, Map.of("Idempotency-Key", key));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        String number = json.readTree(first.body()).path("number").asString();
        assertThat(json.readTree(again.body()).path("number").asString()).isEqualTo(number);
        assertThat(client.sql("select contact from matters.matter where id = ?")
                        .param(Ids.fromNumber(number))
                        .query((row, _) -> new String(row.getBytes(1), java.nio.charset.StandardCharsets.UTF_8))
                        .single())
                .as("sealed")
                .doesNotContain("陈桂芳")
                .doesNotContain("13800138000");
        assertThat(get("/api/v1/matters/" + number, staff).toString()).doesNotContain("陈桂芳");
        var shown = call("POST", "/matters/" + number + "/reveal?purpose=CALL_BACK", staff, null, Map.of());
        assertThat(shown.body()).contains("陈桂芳", "13800138000");
        assertThat(client.sql("select count(*) from access.look where subject = ?")
                        .param("matter " + number)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(call("GET", "/matters/" + number + "/slip", staff, null, Map.of())
                        .body())
                .contains(number);

        taken.put("channel", "HOTLINE");
        assertThat(refused(400, "POST", "/api/v1/counter", staff, taken)).isEqualTo("outside-number");
        taken.put("outsideNumber", "GD-2026-000" + UUID.randomUUID());
        taken.put("deadline", "2020-01-01T00:00:00Z");
        assertThat(refused(400, "POST", "/api/v1/counter", staff, taken)).isEqualTo("outside-deadline");
        var due = clock.instant().plus(Duration.ofDays(2)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        taken.put("deadline", due.toString());
        var order = call("POST", "/api/v1/counter", staff, taken, Map.of());
        var repeated = call("POST", "/api/v1/counter", staff, taken, Map.of());
        assertThat(json.readTree(order.body()).path("deadline").asString()).isEqualTo(due.toString());
        assertThat(json.readTree(repeated.body()).path("number"))
                .as("the same order from above is one matter")
                .isEqualTo(json.readTree(order.body()).path("number"));
    }

    @Test
    void manyAtOnceEachByItself() throws Exception {
        String one = report(token(town.resident), "E0102", "一", Map.of());
        String two = report(token(town.resident), "E0102", "二", Map.of());
        String notTheirs = report(token(town.resident), "E0501", "三", Map.of());
        var answer = call(
                "POST",
                "/api/v1/matters/bulk",
                as(Role.PROPERTY_MANAGER),
                Map.of("act", "ACCEPT", "numbers", List.of(one, two, notTheirs, "0000-0000-000")),
                Map.of());
        JsonNode done = json.readTree(answer.body());
        assertThat(done.findValuesAsString("done")).containsExactly("true", "true", "false", "false");
        assertThat(done.get(2).path("told").asString()).isNotBlank();
        assertThat(stage(one)).isEqualTo("ACCEPTED");
        assertThat(stage(notTheirs)).isEqualTo("DISPATCHED");
        assertThat(refused(
                        400,
                        "POST",
                        "/api/v1/matters/bulk",
                        as(Role.PROPERTY_MANAGER),
                        Map.of("act", "RATE", "numbers", List.of(one))))
                .isEqualTo("bulk-act");
    }

    /// A kind changes; what has begun keeps its version, what begins afterwards has the new one.
    @Test
    void aMatterKeepsTheVersionItBeganWith() throws Exception {
        String before = report(token(town.resident), "E0117", "死猫", Map.of());
        String officer = as(Role.STREET_OFFICER);
        JsonNode versions = get("/api/v1/kinds/E0117", "");
        var kind = (tools.jackson.databind.node.ObjectNode)
                versions.get(0).path("kind").deepCopy();
        int seen = kind.path("version").asInt();
        kind.set("term", json.readTree("{\"amount\": 4, \"unit\": \"HOUR\"}"));
        var change = new HashMap<String, Object>(Map.of("kind", kind, "seen", seen, "words", "天热", "sure", false));
        assertThat(refused(403, "PUT", "/api/v1/kinds/E0117", as(Role.COMMITTEE_DIRECTOR), change))
                .isEqualTo("not-allowed");
        var preview = call("PUT", "/api/v1/kinds/E0117", officer, change, Map.of());
        assertThat(preview.statusCode()).as(preview.body()).isEqualTo(200);
        assertThat(json.readTree(preview.body())
                        .path("differences")
                        .get(0)
                        .path("what")
                        .asString())
                .isEqualTo("term");
        assertThat(kinds.get("E0117", town.estate.code()).version()).isEqualTo(seen);
        change.put("sure", true);
        assertThat(call("PUT", "/api/v1/kinds/E0117", officer, change, Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(refused(409, "PUT", "/api/v1/kinds/E0117", officer, change)).isEqualTo("changed-meanwhile");
        assertThat(kinds.get("E0117", town.estate.code()).version()).isEqualTo(seen + 1);
        String after = report(token(town.resident), "E0117", "死猫", Map.of());
        Matter fresh = stored(after);
        assertThat(fresh.filing().kindVersion()).isEqualTo(seen + 1);
        assertThat(fresh.times().deadline())
                .isEqualTo(fresh.times().reportedAt().plus(Duration.ofHours(4)));
        assertThat(kinds.of(stored(before)).term().toString()).isEqualTo("5 WORKING_DAY");
        kind.put("leads", "nobody");
        change.put("seen", seen + 1);
        assertThat(refused(400, "PUT", "/api/v1/kinds/E0117", officer, change)).isEqualTo("kind-leads");
    }

    /// Some closed ones are drawn; somebody who neither led nor checked looks again, and a relapse goes on.
    @Test
    void closedOnesAreLookedAtAgain() throws Exception {
        String director = as(Role.COMMITTEE_DIRECTOR);
        String drawn = null;
        for (int i = 0; i < 100 && drawn == null; i++) {
            String number = report(token(town.resident), "E0507", "杂物 " + i, Map.of());
            act(number, "rectify", as(Role.PROPERTY_MANAGER), Map.of("words", "清了"));
            act(number, "pass-check", as(Role.GRID_WORKER), null);
            act(number, "close", director, Map.of("outcome", "SOLVED"));
            if (client.sql("select exists (select from matters.recheck where matter = ?)")
                    .param(Ids.fromNumber(number))
                    .query(Boolean.class)
                    .single()) {
                drawn = number;
            }
        }
        assertThat(drawn).as("200 of 1000 are drawn").isNotNull();
        long seat = client.sql("select seat from matters.recheck where matter = ?")
                .param(Ids.fromNumber(drawn))
                .query(Long.class)
                .single();
        assertThat(seat)
                .isNotEqualTo(town.seat.get(Role.PROPERTY_MANAGER).id())
                .isNotEqualTo(town.seat.get(Role.COMMITTEE_DIRECTOR).id());
        assertThat(refused(403, "POST", "/api/v1/matters/" + drawn + "/hold-recheck", as(Role.PROPERTY_MANAGER), null))
                .isEqualTo("not-allowed");
        act(drawn, "fail-recheck", as(Role.COMMITTEE_STAFF), Map.of("words", "又堆上了"));
        assertThat(stage(drawn)).isEqualTo("DISPATCHED");
        assertThat(stored(drawn).handling().reopened()).isEqualTo(1);
        assertThat(refused(409, "POST", "/api/v1/matters/" + drawn + "/hold-recheck", as(Role.COMMITTEE_STAFF), null))
                .isEqualTo("recheck-none");
    }
}
