package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.gongzhi.RunningProgram;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The main street over the API: reported, owned, fixed, checked, closed, rated, archived; and what goes
/// wrong on the way.
@Tag("sql")
class StoryTest extends RunningProgram {

    @Autowired
    private org.gongzhi.calendar.WorkingCalendar calendar;

    @Autowired
    private MatterTimers timers;

    @Autowired
    private JdbcClient client;

    @AfterEach
    void now() {
        clock.reset();
    }

    private Map<String, Object> told(String kind) {
        return new HashMap<>(Map.of("kind", kind, "place", town.stairwell.code(), "text", "楼道堆满纸箱 😀𠮷"));
    }

    private JsonNode report(String token, String kind) throws Exception {
        var answer =
                call("POST", "/api/v1/matters", token, told(kind), Map.of("Idempotency-Key", UUID.randomUUID() + ""));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json.readTree(answer.body());
    }

    private JsonNode act(String number, String act, String token, Object body) throws Exception {
        var answer = call("POST", "/api/v1/matters/" + number + "/" + act, token, body, Map.of());
        assertThat(answer.statusCode()).as("%s: %s", act, answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private String refused(int status, String number, String act, String token, Object body) throws Exception {
        var answer = call("POST", "/api/v1/matters/" + number + "/" + act, token, body, Map.of());
        assertThat(answer.statusCode()).as("%s: %s", act, answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.path("detail").asString()).isNotBlank();
        return problem.path("code").asString();
    }

    private String as(Role role) {
        return token(town.seat.get(role).person());
    }

    @Test
    void aMatterLivesFromReportToArchive() throws Exception {
        String resident = token(town.resident);
        JsonNode receipt = report(resident, "E0507");
        String number = receipt.path("number").asString();
        assertThat(receipt.path("lead").path("seat").asString())
                .isEqualTo(Long.toString(town.seat.get(Role.PROPERTY_MANAGER).id()));
        assertThat(receipt.path("lead").path("phone").asString()).isNotBlank();
        String lead = as(Role.PROPERTY_MANAGER);
        String checker = as(Role.GRID_WORKER);

        assertThat(numbers("/api/v1/work?limit=100", lead)).contains(number);
        act(number, "accept", lead, null);
        act(number, "ask", lead, Map.of("words", "是几楼?"));
        act(number, "answer", resident, Map.of("words", "三楼"));
        assertThat(refused(403, number, "approve-pause", lead, null)).isEqualTo("not-allowed");
        act(
                number,
                "request-pause",
                lead,
                Map.of(
                        "words",
                        "等业主回来",
                        "until",
                        clock.instant().plus(Duration.ofDays(5)).toString().substring(0, 10)));
        var stopped = clock.instant();
        act(number, "approve-pause", as(Role.COMMITTEE_DIRECTOR), null);
        var paused = get("/api/v1/matters/" + number, lead);
        clock.forward(Duration.ofHours(30));
        JsonNode running = act(number, "resume", lead, null);
        // a term in working days gets back the working days that the pause took, not its hours
        assertThat(java.time.Instant.parse(
                        running.path("matter").path("deadline").asString()))
                .isEqualTo(calendar.moved(
                        java.time.Instant.parse(
                                paused.path("matter").path("deadline").asString()),
                        stopped,
                        clock.instant(),
                        org.gongzhi.calendar.Term.Unit.WORKING_DAY));
        act(number, "rectify", lead, Map.of("words", "已清理", "after", List.of(photo(lead))));
        assertThat(refused(403, number, "pass-check", lead, null)).isEqualTo("not-allowed");
        act(number, "fail-check", checker, Map.of("words", "还有两箱"));
        act(number, "rectify", lead, Map.of("words", "全部清理"));
        act(number, "pass-check", checker, Map.of("words", "清理干净"));
        JsonNode closed = act(number, "close", checker, Map.of("outcome", "SOLVED", "words", "结案"));
        assertThat(closed.path("matter").path("stage").asString()).isEqualTo("CLOSED");
        assertThat(closed.path("matter").path("outcome").asString()).isEqualTo("SOLVED");
        act(number, "rate", resident, Map.of("solved", true, "satisfied", 5, "words", "谢谢"));
        assertThat(refused(409, number, "archive", checker, null)).isEqualTo("dossier-incomplete");
        act(number, "fill-dossier", lead, Map.of("cause", "堆放", "harm", "堵塞通道", "solution", "清理"));
        JsonNode done = act(number, "archive", checker, null);
        assertThat(done.path("matter").path("stage").asString()).isEqualTo("ARCHIVED");
        var kinds = new ArrayList<String>();
        done.path("steps").forEach(step -> kinds.add(step.path("kind").asString()));
        kinds.remove("RecheckDrawn"); // one of five is drawn for a second look
        assertThat(kinds)
                .containsExactly(
                        "Reported",
                        "Accepted",
                        "Asked",
                        "Answered",
                        "PauseRequested",
                        "PauseApproved",
                        "Resumed",
                        "Rectified",
                        "CheckFailed",
                        "Rectified",
                        "CheckPassed",
                        "Closed",
                        "Rated",
                        "DossierFilled",
                        "Archived");
        done.path("steps")
                .forEach(step -> assertThat(step.path("byReporter").asBoolean()
                                || step.hasNonNull("seat")
                                || step.path("kind").asString().equals("RecheckDrawn"))
                        .as("every act says who: %s", step)
                        .isTrue());
        assertThat(done.path("photos")).hasSize(1);
    }

    @Test
    void aVisitorFollowsWithTheCodeAndNobodyElseCan() throws Exception {
        JsonNode receipt = report("", "E0102");
        String number = receipt.path("number").asString();
        String code = receipt.path("followUpCode").asString();
        var mine = call("GET", "/api/v1/matters/" + number, "", null, Map.of("X-Follow-Up-Code", code));
        assertThat(mine.statusCode()).isEqualTo(200);
        assertThat(call("GET", "/api/v1/matters/" + number, "", null, Map.of("X-Follow-Up-Code", "AAAAAAAAAA"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/api/v1/matters/" + number, token(town.otherResident), null, Map.of())
                        .statusCode())
                .isEqualTo(404);
        var withdrawn = call(
                "POST",
                "/api/v1/matters/" + number + "/withdraw",
                "",
                Map.of("words", "已解决"),
                Map.of("X-Follow-Up-Code", code));
        assertThat(json.readTree(withdrawn.body())
                        .path("matter")
                        .path("outcome")
                        .asString())
                .isEqualTo("WITHDRAWN");
    }

    @Test
    void contestingReopensAndAfterTheWindowSomebodyRingsUp() throws Exception {
        String resident = token(town.resident);
        String lead = as(Role.PROPERTY_MANAGER);
        String checker = as(Role.ESTATE_LIAISON);
        String number = report(resident, "E0507").path("number").asString();
        act(number, "rectify", lead, Map.of("words", "当场清理"));
        act(number, "pass-check", checker, null);
        act(number, "close", checker, Map.of("outcome", "PARTLY"));
        assertThat(refused(400, number, "rate", resident, Map.of("solved", false, "satisfied", 1)))
                .isEqualTo("contest-instead");
        JsonNode again = act(number, "contest", resident, Map.of("words", "还在"));
        assertThat(again.path("matter").path("stage").asString()).isEqualTo("DISPATCHED");
        assertThat(again.path("reopened").asInt()).isEqualTo(1);
        act(number, "rectify", lead, Map.of("words", "再次清理"));
        act(number, "pass-check", checker, null);
        act(number, "close", checker, Map.of("outcome", "SOLVED"));
        clock.forward(Duration.ofDays(20));
        timers.tick();
        assertThat(get("/api/v1/matters/" + number, resident)
                        .path("matter")
                        .path("stage")
                        .asString())
                .isEqualTo("CALL_BACK");
        act(
                number,
                "call-back",
                as(Role.COMMITTEE_STAFF),
                Map.of("reached", true, "solved", true, "satisfied", 4, "words", "满意"));
        assertThat(get("/api/v1/matters/" + number, resident).path("satisfied").asInt())
                .isEqualTo(4);
    }

    @Test
    void aPassedDeadlineIsToldOnceAndAPauseEndsByItself() throws Exception {
        String lead = as(Role.PROPERTY_MANAGER);
        String late = report("", "E0102").path("number").asString();
        String paused = report("", "E0507").path("number").asString();
        act(paused, "accept", lead, null);
        act(
                paused,
                "request-pause",
                lead,
                Map.of(
                        "words",
                        "等",
                        "until",
                        clock.instant().plus(Duration.ofDays(2)).toString().substring(0, 10)));
        act(paused, "approve-pause", as(Role.COMMITTEE_DIRECTOR), null);
        clock.forward(Duration.ofDays(20));
        timers.tick();
        timers.tick();
        long told = 0;
        for (JsonNode step : get("/api/v1/matters/" + late, lead).path("steps")) {
            told += step.path("kind").asString().equals("Overdue") ? 1 : 0;
        }
        assertThat(told).isEqualTo(1);
        assertThat(get("/api/v1/matters/" + paused, lead)
                        .path("matter")
                        .path("stage")
                        .asString())
                .isEqualTo("ACCEPTED");
    }

    @Test
    void aRepeatedReportIsOneMatterAlsoWhenBothComeAtOnce() throws Exception {
        for (String who : List.of("", token(town.resident))) {
            String key = UUID.randomUUID().toString();
            var tries = new ArrayList<Callable<String>>();
            for (int i = 0; i < 12; i++) {
                tries.add(() -> json.readTree(
                                call("POST", "/api/v1/matters", who, told("E0102"), Map.of("Idempotency-Key", key))
                                        .body())
                        .path("number")
                        .asString());
            }
            var numbers = new HashSet<String>();
            for (var each : OneLeadTest.together(tries)) {
                numbers.add(each.get());
            }
            assertThat(numbers).hasSize(1);
        }
    }

    @Test
    void aKeyOpensNothingForAnotherAccount() throws Exception {
        String key = UUID.randomUUID().toString();
        String mine = json.readTree(call(
                                "POST",
                                "/api/v1/matters",
                                token(town.resident),
                                told("E0102"),
                                Map.of("Idempotency-Key", key))
                        .body())
                .path("number")
                .asString();
        String theirs = json.readTree(call(
                                "POST",
                                "/api/v1/matters",
                                token(town.otherResident),
                                told("E0102"),
                                Map.of("Idempotency-Key", key))
                        .body())
                .path("number")
                .asString();
        assertThat(theirs).isNotEqualTo(mine);
    }

    @Test
    void aRepeatedActAnswersTheSameAndAnOldVersionIsAConflict() throws Exception {
        String lead = as(Role.PROPERTY_MANAGER);
        String number = report("", "E0507").path("number").asString();
        var first = call("GET", "/api/v1/matters/" + number, lead, null, Map.of());
        String seen = first.headers().firstValue("ETag").orElseThrow();
        var headers = Map.of("Idempotency-Key", UUID.randomUUID() + "", "If-Match", seen);
        assertThat(call("POST", "/api/v1/matters/" + number + "/accept", lead, null, headers)
                        .statusCode())
                .isEqualTo(200);
        assertThat(call("POST", "/api/v1/matters/" + number + "/accept", lead, null, headers)
                        .statusCode())
                .isEqualTo(200);
        var stale = call(
                "POST", "/api/v1/matters/" + number + "/ask", lead, Map.of("words", "?"), Map.of("If-Match", seen));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(json.readTree(stale.body()).path("code").asString()).isEqualTo("changed-meanwhile");
        assertThat(refused(409, number, "accept", lead, null)).isEqualTo("stage-ACCEPTED");
    }

    @Test
    void refusalsSpeakBothLanguages() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url("/api/v1/matters/0000-0000-000")))
                .header("Accept-Language", "zh-CN")
                .header("Authorization", "Bearer " + token(town.resident))
                .build();
        String chinese =
                http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        assertThat(chinese).contains("没有这个事项");
        assertThat(call("GET", "/api/v1/matters/0000-0000-000", token(town.resident), null, Map.of())
                        .body())
                .contains("There is no such matter");
        assertThat(call(
                                "POST",
                                "/api/v1/matters",
                                "",
                                Map.of("kind", "E0102", "place", town.stairwell.code(), "text", "长".repeat(10_000)),
                                Map.of())
                        .body())
                .contains("at most 4,000 characters, now 10,000");
        assertThat(call("POST", "/api/v1/matters", "", Map.of("kind", "NOPE", "place", town.stairwell.code()), Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(call("POST", "/api/v1/matters", "", Map.of("kind", "E0102", "place", "nowhere"), Map.of())
                        .statusCode())
                .isEqualTo(400);
        var nothing = call("GET", "/nothing-here", "", null, Map.of());
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).contains("There is no such page");
    }

    @Test
    void meTooCountsEachAccountOnceAndNearbyShowsWhatIsOpen() throws Exception {
        String number = report("", "E0113").path("number").asString();
        String near = call("GET", "/api/v1/matters/nearby?kind=E0113&place=" + town.dwelling.code(), "", null, Map.of())
                .body();
        assertThat(near).contains(number).doesNotContain("楼道");
        assertThat(call("POST", "/api/v1/matters/" + number + "/support", token(town.resident), null, Map.of())
                        .statusCode())
                .isEqualTo(204);
        assertThat(refused(409, number, "support", token(town.resident), null)).isEqualTo("supported");
        assertThat(get("/api/v1/matters/" + number, as(Role.STREET_OFFICER))
                        .path("matter")
                        .path("supporters")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void listsArePagedByKeyWithoutGapsOrRepetitionsAndCountsAgreeWithRows() throws Exception {
        for (int i = 0; i < 23; i++) {
            report("", "E0118");
        }
        String officer = as(Role.STREET_OFFICER);
        assertThat(numbers("/api/v1/matters?kind=E0118&limit=5", officer))
                .hasSize(23)
                .doesNotHaveDuplicates();
        await().untilAsserted(() -> assertThat(get("/api/v1/board", officer).path("kinds"))
                .filteredOn(count -> count.path("key").asString().equals("E0118"))
                .singleElement()
                .returns(23L, count -> count.path("matters").asLong()));
    }

    @Test
    void theWorkbookHoldsTheFilteredRowsAndDefusesFormulas() throws Exception {
        var told = told("E0107");
        told.put("text", "=HYPERLINK(\"http://evil\")");
        call("POST", "/api/v1/matters", "", told, Map.of());
        report("", "E0107");
        var request = HttpRequest.newBuilder(URI.create(url("/board/export.xlsx?kind=E0107")))
                .header("Authorization", "Bearer " + as(Role.STREET_OFFICER))
                .build();
        byte[] book =
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        var parts = new HashMap<String, String>();
        var file = java.nio.file.Files.write(
                java.nio.file.Files.createTempFile(java.nio.file.Path.of("target"), "board", ".xlsx"), book);
        try (var zip = new java.util.zip.ZipFile(file.toFile())) {
            for (var entry : java.util.Collections.list(zip.entries())) {
                parts.put(
                        entry.getName(),
                        new String(zip.getInputStream(entry).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        String sheet = parts.get("xl/worksheets/sheet1.xml");
        assertThat(sheet.split("<row ")).hasSize(1 + 1 + 2);
        assertThat(parts.toString()).contains("&apos;=HYPERLINK").doesNotContain("<f>");
    }

    @Test
    void aLookAtTheReporterIsOnRecordBeforeItIsShown() throws Exception {
        String number = report(token(town.resident), "E0102").path("number").asString();
        assertThat(call("GET", "/matters/" + number, as(Role.GRID_WORKER), null, Map.of())
                        .body())
                .doesNotContain("李明")
                .doesNotContain("10012345678");
        var request = HttpRequest.newBuilder(URI.create(url("/matters/" + number + "/reveal")))
                .header("Authorization", "Bearer " + as(Role.GRID_WORKER))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("purpose=ASK_ABOUT_MATTER"))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .contains("李明")
                .contains("10012345678");
        assertThat(call("GET", "/audit", as(Role.AUDIT_ADMINISTRATOR), null, Map.of())
                        .body())
                .contains("matter " + number);
        assertThat(call("GET", "/audit", as(Role.STREET_OFFICER), null, Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.sql("select count(*) from people.person where encode(phone, 'escape') like '%10012345678%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void anOpenPageIsToldOfAChange() throws Exception {
        String number = report(token(town.resident), "E0507").path("number").asString();
        var request = HttpRequest.newBuilder(URI.create(url("/live/matters/" + number)))
                .header("Authorization", "Bearer " + token(town.resident))
                .build();
        var stream = http.send(request, HttpResponse.BodyHandlers.ofLines());
        try (var lines = stream.body()) {
            var found = new java.util.concurrent.CompletableFuture<Boolean>();
            Thread.startVirtualThread(() -> found.complete(lines.anyMatch(line -> line.contains("changed"))));
            act(number, "accept", as(Role.PROPERTY_MANAGER), null);
            assertThat(found).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
        }
        var foreign = HttpRequest.newBuilder(URI.create(url("/live/matters/" + number)))
                .build();
        assertThat(http.send(foreign, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void theApiDescribesItself() throws Exception {
        JsonNode described = get("/openapi.json", "");
        assertThat(described.path("paths").propertyNames())
                .contains("/api/v1/matters", "/api/v1/matters/{number}/{act}", "/api/v1/board", "/api/v1/tokens");
    }

    private String photo(String token) throws Exception {
        return json.readTree(org.gongzhi.files.PhotosTest.upload(
                                url("/api/v1/photos"), token, org.gongzhi.files.PhotosTest.jpeg(60, 40))
                        .body())
                .path("name")
                .asString();
    }
}
