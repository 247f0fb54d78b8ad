package org.gongzhi.inspections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.gongzhi.RunningProgram;
import org.gongzhi.TestClock;
import org.gongzhi.access.Actor;
import org.gongzhi.files.Photos;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Visits, hazards and documents, with the unhappy ways.
@Tag("sql")
class InspectionsTest extends RunningProgram {

    @Autowired
    private Photos photos;

    @Autowired
    private PremisesRegister register;

    @Autowired
    private Visits visits;

    @Autowired
    private Campaigns campaigns;

    @Autowired
    private InspectionTimers timers;

    @Autowired
    private Seats seats;

    @Autowired
    private JdbcClient client;

    private String picture;
    private long owner;

    @BeforeEach
    void ground() throws Exception {
        picture = photos.store(new ByteArrayInputStream(PhotosTest.jpeg(60, 40)));
        owner = town.looseAccount("店主" + UUID.randomUUID().toString().substring(0, 6));
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    private String as(Role role) {
        return token(town.actor(role).account());
    }

    private Premises shop(List<Long> owners) {
        return register.enter(
                        town.actor(Role.COMMITTEE_DIRECTOR),
                        List.of(new PremisesRegister.Entered(
                                town.building.code(),
                                "小店" + UUID.randomUUID(),
                                "SHOP",
                                "东门",
                                null,
                                "王店主",
                                "13700001234",
                                owner,
                                owners,
                                3,
                                23.01,
                                113.96)))
                .getFirst();
    }

    private Map<String, Object> found(String item, Object... changes) {
        var found = new HashMap<String, Object>(Map.ofEntries(
                Map.entry("item", item),
                Map.entry("criterion", ""),
                Map.entry("what", "灭火器过期"),
                Map.entry("spot", "收银台"),
                Map.entry("duty", "王店主"),
                Map.entry("measures", "更换"),
                Map.entry("fundsFen", 20_000),
                Map.entry("dueAt", clock.instant().plus(Duration.ofDays(10)).toString()),
                Map.entry("plan", "专人看护"),
                Map.entry("goals", ""),
                Map.entry("before", List.of(picture)),
                Map.entry("after", List.of()),
                Map.entry("typical", false),
                Map.entry("listed", false)));
        for (int i = 0; i < changes.length; i += 2) {
            found.put((String) changes[i], changes[i + 1]);
        }
        return found;
    }

    private static Map<String, Object> answer(String item, Object ok) {
        var answer = new HashMap<String, Object>();
        answer.put("item", item);
        answer.put("ok", ok);
        answer.put("words", "");
        return answer;
    }

    /// A report by the checklist for fire: f2 bad when something was found.
    private Map<String, Object> report(List<Map<String, Object>> found) {
        var answers = new ArrayList<Map<String, Object>>();
        var bad = found.stream().map(each -> each.get("item")).toList();
        for (String item : List.of("f1", "f2", "f4", "f5", "f6")) {
            answers.add(answer(item, !bad.contains(item)));
        }
        return new HashMap<>(Map.of(
                "members",
                List.of(),
                "joined",
                List.of(),
                "answers",
                answers,
                "interview",
                "",
                "words",
                "",
                "equipment",
                List.of(),
                "found",
                found,
                "suspend",
                ""));
    }

    private HttpResponse<String> bring(String token, Premises where, Map<String, Object> report) throws Exception {
        return call(
                "POST",
                "/api/v1/inspections",
                token,
                Map.of("premises", Ids.number(where.id()), "report", report),
                Map.of());
    }

    private String hazard(Premises where, Object... changes) throws Exception {
        var answer = bring(as(Role.GRID_WORKER), where, report(List.of(found("f2", changes))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json.readTree(answer.body()).path("hazards").path(0).asString();
    }

    private JsonNode act(int status, String token, String number, String act, Map<String, Object> body)
            throws Exception {
        var answer = call("POST", "/api/v1/hazards/" + number + "/" + act, token, body, Map.of());
        assertThat(answer.statusCode()).as(act + " " + answer.body()).isEqualTo(status);
        return json.readTree(answer.body());
    }

    private Map<String, Object> fixed() {
        return Map.of("words", "换好了", "photos", List.of(picture));
    }

    @Test
    void aHazardIsOrderedPutRightAcceptedAndStruckOff() throws Exception {
        Premises shop = shop(List.of());
        String number = hazard(shop);
        String mine = token(owner);
        // the premises see their duty, their notice, and put it right with a picture
        assertThat(get("/api/v1/premises/mine", mine).path(0).path("name").asString())
                .isEqualTo(shop.name());
        assertThat(act(400, mine, number, "rectify", Map.of("words", "换好了"))
                        .path("code")
                        .asString())
                .isEqualTo("hazard-evidence");
        act(200, mine, number, "rectify", fixed());
        // whoever put it right accepts nothing; whoever has no right neither
        act(403, mine, number, "strike", Map.of("words", "好"));
        act(403, as(Role.GRID_WORKER), number, "strike", Map.of("words", "好"));
        var struck = act(200, as(Role.COMMITTEE_DIRECTOR), number, "strike", Map.of("words", "现场合格"));
        assertThat(struck.path("state").asString()).isEqualTo("STRUCK");
        assertThat(struck.path("strike").path("number").asInt()).isPositive();
        assertThat(act(409, as(Role.COMMITTEE_DIRECTOR), number, "strike", Map.of("words", "再来"))
                        .path("code")
                        .asString())
                .isEqualTo("hazard-state");
        // nothing deletes one
        var deleted = call("DELETE", "/api/v1/hazards/" + number, as(Role.STREET_OFFICER), null, Map.of());
        assertThat(deleted.statusCode()).isEqualTo(409);
        assertThat(deleted.body()).contains("hazard-kept");
        var view = get("/api/v1/hazards/" + number, as(Role.STREET_OFFICER));
        assertThat(view.path("documents").findValuesAsString("kind")).contains("RECORD", "NOTICE", "ACCEPTANCE");
        // strangers see nothing
        assertThat(call("GET", "/api/v1/hazards/" + number, token(town.resident), null, Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(call(
                                "GET",
                                "/api/v1/hazards/" + number,
                                token(town.foreignSeat.get(Role.STREET_OFFICER).person()),
                                null,
                                Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void whoRecordedTheRectificationCannotAcceptIt() throws Exception {
        String number = hazard(shop(List.of()));
        String director = as(Role.COMMITTEE_DIRECTOR);
        assertThat(act(409, director, number, "strike", Map.of("words", "好"))
                        .path("code")
                        .asString())
                .isEqualTo("hazard-not-rectified");
        act(200, director, number, "rectify", fixed());
        assertThat(act(403, director, number, "strike", Map.of("words", "好"))
                        .path("code")
                        .asString())
                .isEqualTo("hazard-own-acceptance");
        act(200, as(Role.STREET_OFFICER), number, "give-back", Map.of("words", "还差一个"));
        act(200, director, number, "rectify", fixed());
        act(200, as(Role.STREET_OFFICER), number, "strike", Map.of("words", "好"));
    }

    @Test
    void badInputIsRefusedWithAReasonAndNothingIsWritten() throws Exception {
        Premises shop = shop(List.of());
        String token = as(Role.GRID_WORKER);
        Map<String, String> reasons = new HashMap<>();
        String past = clock.instant().minus(Duration.ofDays(1)).toString();
        reasons.put(
                "hazard-term-past",
                bring(token, shop, report(List.of(found("f2", "dueAt", past)))).body());
        String far = clock.instant().plus(Duration.ofDays(99)).toString();
        reasons.put(
                "hazard-term-long",
                bring(token, shop, report(List.of(found("f2", "dueAt", far)))).body());
        reasons.put(
                "hazard-five-duty",
                bring(token, shop, report(List.of(found("f2", "duty", "")))).body());
        reasons.put(
                "hazard-five-measures",
                bring(token, shop, report(List.of(found("f2", "measures", " "))))
                        .body());
        reasons.put(
                "hazard-five-funds",
                bring(token, shop, report(List.of(found("f2", "fundsFen", -1)))).body());
        reasons.put(
                "hazard-five-plan",
                bring(token, shop, report(List.of(found("f2", "plan", "")))).body());
        reasons.put(
                "hazard-before",
                bring(token, shop, report(List.of(found("f2", "before", List.of()))))
                        .body());
        reasons.put(
                "hazard-item", bring(token, shop, report(List.of(found("zz")))).body());
        reasons.put(
                "hazard-major",
                bring(token, shop, report(List.of(found("f2", "level", "MAJOR"))))
                        .body());
        var missing = report(List.of());
        missing.put("answers", List.of(answer("f1", true)));
        reasons.put("visit-answers", bring(token, shop, missing).body());
        var silent = report(List.of(found("f2")));
        silent.put("found", List.of());
        reasons.put("visit-found-missing", bring(token, shop, silent).body());
        for (var each : reasons.entrySet()) {
            assertThat(json.readTree(each.getValue()).path("code").asString())
                    .as(each.getValue())
                    .isEqualTo(each.getKey());
        }
        assertThat(client.sql("select count(*) from inspections.visit where premises = ?")
                        .param(shop.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aMajorHazardStopsUntilItWasReviewed() throws Exception {
        Premises shop = shop(List.of());
        var other = shop(List.of());
        String number = hazard(shop, "level", "MAJOR", "criterion", "判定标准第三条", "goals", "撤出住宿人员", "listed", true);
        var view = get("/api/v1/hazards/" + number, as(Role.STREET_OFFICER));
        assertThat(view.path("documents").findValuesAsString("kind")).contains("STOP");
        assertThat(view.path("premises").path("suspended").asBoolean()).isTrue();
        assertThat(view.path("premises").path("risk").asInt()).isEqualTo(1);
        // learn from it elsewhere: similar premises are visited
        assertThat(client.sql("select count(*) from inspections.visit where because = ? and kind = 'LESSON'")
                        .param(Ids.fromNumber(number))
                        .query(Integer.class)
                        .single())
                .isPositive();
        assertThat(other.id()).isNotEqualTo(shop.id());
        assertThat(act(409, as(Role.STREET_OFFICER), number, "resume", Map.of("words", "行"))
                        .path("code")
                        .asString())
                .isEqualTo("hazard-resume-open");
        act(200, token(owner), number, "rectify", fixed());
        act(200, as(Role.COMMITTEE_DIRECTOR), number, "strike", Map.of("words", "合格"));
        assertThat(act(403, as(Role.COMMITTEE_DIRECTOR), number, "resume", Map.of("words", "行"))
                        .path("code")
                        .asString())
                .isEqualTo("hazard-own-review");
        act(200, as(Role.STREET_OFFICER), number, "resume", Map.of("words", "复查合格"));
        assertThat(register.dossier(town.actor(Role.STREET_OFFICER), shop.id())
                        .premises()
                        .suspended())
                .isFalse();
    }

    @Test
    void anExtensionIsGrantedBySomebodyElse() throws Exception {
        String number = hazard(shop(List.of()));
        String mine = token(owner);
        String later = clock.instant().plus(Duration.ofDays(20)).toString();
        act(
                400,
                mine,
                number,
                "ask-later",
                Map.of("words", "配件没到", "until", clock.instant().toString()));
        act(200, mine, number, "ask-later", Map.of("words", "配件没到", "until", later));
        act(403, mine, number, "grant-later", Map.of());
        var granted = act(200, as(Role.COMMITTEE_DIRECTOR), number, "grant-later", Map.of());
        assertThat(granted.path("five").path("dueAt").asString().substring(0, 16))
                .isEqualTo(later.substring(0, 16));
    }

    @Test
    void theInspectedSeeNothingBeforeArrivalAndEachLookIsWrittenDown() throws Exception {
        Premises shop = shop(List.of());
        Actor worker = town.actor(Role.GRID_WORKER);
        Visit visit = visits.plan(worker, shop.id(), TestClock.DAY.plusDays(1));
        String number = Ids.number(visit.id());
        String mine = token(owner);
        assertThat(call("GET", "/api/v1/inspections/" + number, mine, null, Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/premises/" + Ids.number(shop.id()), mine)
                        .path("visits")
                        .size())
                .isZero();
        // not even colleagues who have nothing to do with it
        assertThat(call("GET", "/api/v1/inspections/" + number, as(Role.ESTATE_LIAISON), null, Map.of())
                        .statusCode())
                .isEqualTo(404);
        get("/api/v1/inspections/" + number, token(worker.account()));
        var looks =
                get("/api/v1/inspections/" + number, as(Role.STREET_OFFICER)).path("looks");
        assertThat(looks.findValuesAsString("who")).hasSize(2);
        // far away is not there, the wrong sign neither
        var far = Map.of("latitude", 23.10, "longitude", 113.96);
        assertThat(call("POST", "/api/v1/inspections/" + number + "/arrive", token(worker.account()), far, Map.of())
                        .body())
                .contains("visit-far");
        var near = Map.of("latitude", 23.0101, "longitude", 113.9601);
        assertThat(call("POST", "/api/v1/inspections/" + number + "/arrive", token(worker.account()), near, Map.of())
                        .statusCode())
                .isEqualTo(200);
        // now they are there, and the inspected see it
        assertThat(get("/api/v1/premises/" + Ids.number(shop.id()), mine)
                        .path("visits")
                        .size())
                .isEqualTo(1);
        var finished = call(
                "POST",
                "/api/v1/inspections/" + number + "/finish",
                token(worker.account()),
                report(List.of()),
                Map.of("Idempotency-Key", "f-" + number));
        assertThat(finished.statusCode()).as(finished.body()).isEqualTo(200);
    }

    @Test
    void nobodyInspectsWhatTheyOwn() throws Exception {
        Actor worker = town.actor(Role.GRID_WORKER);
        Premises shop = shop(List.of(worker.person()));
        var refused = bring(token(worker.account()), shop, report(List.of()));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("premises-own");
    }

    @Test
    void theSameReportTwiceAtOnceIsOneVisit() throws Exception {
        Premises shop = shop(List.of());
        String token = as(Role.GRID_WORKER);
        var body = Map.of("premises", Ids.number(shop.id()), "report", report(List.of(found("f2"))));
        String key = UUID.randomUUID().toString();
        Callable<String> send =
                () -> json.readTree(call("POST", "/api/v1/inspections", token, body, Map.of("Idempotency-Key", key))
                                .body())
                        .path("visit")
                        .asString();
        try (var pool = Executors.newFixedThreadPool(4)) {
            var numbers = pool.invokeAll(List.of(send, send, send, send)).stream()
                    .map(each -> each.resultNow())
                    .distinct()
                    .toList();
            assertThat(numbers).hasSize(1);
        }
        assertThat(client.sql("select count(*) from inspections.hazard where premises = ?")
                        .param(shop.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void twoAcceptAtOnceAndOneNumberIsUsed() throws Exception {
        String number = hazard(shop(List.of()));
        act(200, token(owner), number, "rectify", fixed());
        Callable<Integer> one = () -> call(
                        "POST",
                        "/api/v1/hazards/" + number + "/strike",
                        as(Role.COMMITTEE_DIRECTOR),
                        Map.of("words", "好"),
                        Map.of())
                .statusCode();
        Callable<Integer> two = () -> call(
                        "POST",
                        "/api/v1/hazards/" + number + "/strike",
                        as(Role.STREET_OFFICER),
                        Map.of("words", "好"),
                        Map.of())
                .statusCode();
        try (var pool = Executors.newFixedThreadPool(2)) {
            var answers = pool.invokeAll(List.of(one, two)).stream()
                    .map(each -> each.resultNow())
                    .sorted()
                    .toList();
            assertThat(answers).containsExactly(200, 409);
        }
        assertThat(client.sql("""
                        select count(*) from inspections.paper where hazard = ? and kind = 'ACCEPTANCE'""")
                        .param(Ids.fromNumber(number))
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aRelapseRaisesTheRiskAndShortensTheTerm() throws Exception {
        Premises shop = shop(List.of());
        String first = hazard(shop);
        act(200, token(owner), first, "rectify", fixed());
        act(200, as(Role.COMMITTEE_DIRECTOR), first, "strike", Map.of("words", "好"));
        String far = clock.instant().plus(Duration.ofDays(20)).toString();
        assertThat(bring(as(Role.GRID_WORKER), shop, report(List.of(found("f2", "dueAt", far))))
                        .body())
                .contains("hazard-term-long");
        String again = hazard(shop);
        var view = get("/api/v1/hazards/" + again, as(Role.STREET_OFFICER));
        assertThat(view.path("hazard").path("relapseOf").isNull()).isFalse();
        assertThat(view.path("premises").path("risk").asInt()).isEqualTo(2);
        assertThat(view.path("premises").path("relapses").asInt()).isEqualTo(1);
    }

    @Test
    void timeWarnsTheOwnerThenThoseAboveAndPlansSecondLooks() throws Exception {
        Premises shop = shop(List.of());
        String number = hazard(shop);
        long id = Ids.fromNumber(number);
        clock.forward(Duration.ofDays(8));
        timers.warn();
        assertThat(told(id, "hazard-due")).isEqualTo(2);
        timers.warn();
        assertThat(told(id, "hazard-due")).isEqualTo(2);
        clock.forward(Duration.ofDays(6));
        timers.warn();
        assertThat(told(id, "hazard-overdue")).isGreaterThan(2);
        act(200, token(owner), number, "rectify", fixed());
        act(200, as(Role.COMMITTEE_DIRECTOR), number, "strike", Map.of("words", "好"));
        client.sql("update inspections.premises set risk = 1 where id = ?")
                .param(shop.id())
                .update();
        timers.lookAgain();
        long seat = client.sql("select seat from inspections.visit where because = ? and kind = 'REINSPECTION'")
                .param(id)
                .query(Long.class)
                .single();
        assertThat(seat).isNotEqualTo(town.seat.get(Role.COMMITTEE_DIRECTOR).id());
        timers.lookAgain();
        assertThat(client.sql("select count(*) from notices.message where template = 'visit-planned' and seat = ?")
                        .param(seat)
                        .query(Integer.class)
                        .single())
                .as("whoever goes is told, not where")
                .isPositive();
        assertThat(client.sql("select count(*) from inspections.visit where because = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        // inspections that are due by risk are planned, once
        client.sql("update inspections.premises set next_due = ? where id = ?")
                .params(java.sql.Date.valueOf(Clocks.today(clock)), shop.id())
                .update();
        timers.plan();
        timers.plan();
        assertThat(client.sql("""
                        select count(*) from inspections.visit where premises = ? and kind = 'PLANNED' and state = 'PLANNED'""").param(shop.id()).query(Integer.class).single())
                .isEqualTo(1);
    }

    private int told(long hazard, String template) {
        return client.sql("select count(*) from notices.message where template = ? and path = ?")
                .params(template, "/hazards/" + Ids.number(hazard))
                .query(Integer.class)
                .single();
    }

    @Test
    void aDrawCanBeWorkedOutAgainFromItsSeedAndPassesOverOwners() throws Exception {
        Actor officer = town.actor(Role.STREET_OFFICER);
        Actor worker = town.actor(Role.GRID_WORKER);
        Premises own = shop(List.of(worker.person()));
        var free = List.of(shop(List.of()).id(), shop(List.of()).id());
        String code = "draw-" + UUID.randomUUID().toString().substring(0, 8);
        LocalDate day = Clocks.today(clock);
        var made = campaigns.order(
                officer,
                new Campaigns.Order(
                        code,
                        "抽查",
                        town.estate.code(),
                        Campaign.Level.STREET,
                        "",
                        List.of(),
                        List.of("FIRE"),
                        List.of("SHOP"),
                        0,
                        false,
                        true,
                        100,
                        List.of(),
                        day,
                        day.plusDays(5)));
        var members = List.of(
                new Campaign.Member(
                        1, "网格员", "社区", Campaign.Member.Part.LEADER, false, worker.account(), worker.person()),
                new Campaign.Member(2, "乙", "消防站", Campaign.Member.Part.EXPERT, true, null, null),
                new Campaign.Member(3, "丙", "市场所", Campaign.Member.Part.MEMBER, true, null, null));
        campaigns.staff(
                officer,
                code,
                List.of(new Campaigns.NewTeam("一组", Campaign.Level.STREET, town.estate.code(), "", members)));
        campaigns.begin(officer, code);
        String token = token(officer.account());
        assertThat(get("/api/v1/campaigns/" + code, token).path("seed").isNull())
                .isTrue();
        var drawn = campaigns.draw(officer, code, 200, day);
        assertThat(drawn)
                .as("two of three go, and not who owns it")
                .anyMatch(each -> each.premises() == own.id())
                .allSatisfy(each -> assertThat(each.members()).hasSize(2))
                .noneMatch(each -> each.premises() == own.id() && each.members().contains(1));
        assertThat(client.sql("select count(*) from notices.message where template = 'visits-drawn' and account = ?")
                        .param(worker.account())
                        .query(Integer.class)
                        .single())
                .as("one notice, however many visits")
                .isEqualTo(1);
        assertThat(drawn).isSortedAccordingTo(java.util.Comparator.comparing(Campaigns.Drawn::hash));
        campaigns.end(officer, code);
        String seed = get("/api/v1/campaigns/" + code, token).path("seed").asString();
        assertThat(org.gongzhi.kernel.Secrets.sha256(seed.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(made.seedHash());
        assertThat(drawn)
                .allSatisfy(each ->
                        assertThat(Campaigns.hash(seed, each.premises())).isEqualTo(each.hash()))
                .filteredOn(each -> free.contains(each.premises()))
                .allSatisfy(each -> assertThat(java.util.stream.Stream.of(1, 2, 3)
                                .sorted(java.util.Comparator.comparing((Integer number) ->
                                        Campaigns.hash(seed, each.premises() * 31 + each.team() * 1009L + number)))
                                .limit(2)
                                .sorted())
                        .containsExactlyElementsOf(each.members()));
    }

    @Test
    void theFiguresOfAnyDaysOpenIntoExactlyTheirRows() throws Exception {
        Premises shop = shop(List.of());
        String number = hazard(shop);
        hazard(shop(List.of()));
        act(200, token(owner), number, "rectify", fixed());
        act(200, as(Role.COMMITTEE_DIRECTOR), number, "strike", Map.of("words", "好"));
        LocalDate day = Clocks.today(clock);
        String token = as(Role.STREET_OFFICER);
        String days = "place=" + town.building.code() + "&from=" + day + "&until=" + day;
        var all = get("/api/v1/inspections/figures?" + days, token);
        assertThat(all.path("generalHazards").asInt())
                .isPositive()
                .isEqualTo(all.path("rectified").asInt()
                        + all.path("withinTerm").asInt()
                        + all.path("overdue").asInt())
                .isEqualTo(get("/api/v1/hazards?limit=500&level=GENERAL&" + days, token)
                        .size());
        assertThat(all.path("rectified").asInt())
                .isPositive()
                .isEqualTo(get("/api/v1/hazards?limit=500&level=GENERAL&state=STRUCK&" + days, token)
                        .size());
        assertThat(all.path("visits").asInt())
                .isPositive()
                .isEqualTo(get("/api/v1/inspections?limit=500&" + days, token).size());
        assertThat(all.path("notices").asInt())
                .isPositive()
                .isEqualTo(get("/api/v1/inspection-documents?limit=500&kind=NOTICE&" + days, token)
                        .size());
        for (String by : List.of("PLACE", "SECTOR", "DAY")) {
            var parts = get("/api/v1/inspections/parts?by=" + by + "&" + days, token);
            int sum = 0;
            for (JsonNode part : parts) {
                sum += part.path("general").asInt();
            }
            assertThat(sum).as(by).isEqualTo(all.path("generalHazards").asInt());
        }
        var before = get(
                "/api/v1/inspections/figures?place=" + town.building.code() + "&from=" + day.minusDays(900) + "&until="
                        + day.minusDays(800),
                token);
        assertThat(before.path("generalHazards").asInt()).isZero();
        assertThat(call(
                                "GET",
                                "/api/v1/inspections/figures?place=" + town.building.code() + "&from=" + day + "&until="
                                        + day.minusDays(1),
                                token,
                                null,
                                Map.of())
                        .statusCode())
                .as("a period that ends before it begins")
                .isEqualTo(400);
        assertThat(call(
                                "GET",
                                "/api/v1/inspections/figures?" + days,
                                token(town.foreignSeat.get(Role.STREET_OFFICER).person()),
                                null,
                                Map.of())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void equipmentThatFallsDueIsToldOnceAndAgainAfterItWasInspected() {
        Premises shop = shop(List.of());
        var director = town.actor(Role.COMMITTEE_DIRECTOR);
        LocalDate due = Clocks.today(clock).plusDays(20);
        register.equip(director, shop.id(), List.of(new Premises.Equipment(0, "电梯", "T-1", null, due, false)));
        allEquipment();
        allEquipment();
        assertThat(toldOf(shop)).as("the shop and the inspector").isEqualTo(2);
        register.inspected(director, shop.id(), 1, due.plusYears(1), false);
        allEquipment();
        assertThat(toldOf(shop)).isEqualTo(2);
        clock.forward(Duration.ofDays(360));
        allEquipment();
        assertThat(toldOf(shop)).isEqualTo(4);
    }

    /// The equipment of other tests stands in the same queue.
    private void allEquipment() {
        int told;
        do {
            told = timers.equipment();
        } while (told > 0);
    }

    private int toldOf(Premises where) {
        return client.sql("select count(*) from notices.message where template = 'equipment-due' and path = ?")
                .param("/premises/" + Ids.number(where.id()))
                .query(Integer.class)
                .single();
    }

    @Test
    void aChecklistChangesInANewVersionAndACampaignKeepsItsOwn() throws Exception {
        Actor officer = town.actor(Role.STREET_OFFICER);
        String token = token(officer.account());
        LocalDate day = Clocks.today(clock);
        String code = "keep-" + UUID.randomUUID().toString().substring(0, 8);
        campaigns.order(
                officer,
                new Campaigns.Order(
                        code,
                        "清单",
                        town.street.code(),
                        Campaign.Level.STREET,
                        "",
                        List.of(),
                        List.of(),
                        List.of("MINE"),
                        0,
                        false,
                        true,
                        0,
                        List.of(),
                        day,
                        day.plusDays(5)));
        campaigns.staff(
                officer,
                code,
                List.of(new Campaigns.NewTeam(
                        "一组",
                        Campaign.Level.STREET,
                        town.street.code(),
                        "",
                        List.of(new Campaign.Member(1, "甲", "乙", Campaign.Member.Part.LEADER, false, null, null)))));
        campaigns.begin(officer, code);
        var lists = get("/api/v1/checklists", token);
        JsonNode mine = null;
        for (JsonNode each : lists) {
            mine = each.path("code").asString().equals("MINE") ? each : mine;
        }
        int seen = mine.path("version").asInt();
        var body = new HashMap<String, Object>(Map.of("checklist", mine, "seen", seen));
        assertThat(call("POST", "/api/v1/checklists", token, body, Map.of()).statusCode())
                .isEqualTo(400);
        body.put("words", "按新规程");
        assertThat(call("POST", "/api/v1/checklists", token, body, Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(call("POST", "/api/v1/checklists", token, body, Map.of()).statusCode())
                .as("somebody looked at the old version")
                .isEqualTo(409);
        assertThat(campaigns.get(code).checklists().get("MINE")).isEqualTo(seen);
    }

    @Test
    void documentsArePrintedDeliveredWithdrawnAndKnownByTheirCode() throws Exception {
        Premises shop = shop(List.of());
        hazard(shop);
        var dossier = register.dossier(town.actor(Role.STREET_OFFICER), shop.id());
        Document notice = dossier.documents().stream()
                .filter(each -> each.kind() == Document.Kind.NOTICE)
                .findFirst()
                .orElseThrow();
        String token = as(Role.STREET_OFFICER);
        for (String format : List.of("pdf", "docx", "xlsx")) {
            assertThat(call("GET", "/inspections/documents/" + notice.id() + "?format=" + format, token, null, Map.of())
                            .statusCode())
                    .isEqualTo(200);
        }
        String path = "/api/v1/inspection-documents/" + notice.id();
        assertThat(call("POST", path + "/deliver", token, Map.of("how", "IN_PERSON"), Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(call("POST", path + "/deliver", token, Map.of("how", "IN_PERSON", "receiver", "王店主"), Map.of())
                        .statusCode())
                .isEqualTo(200);
        var genuine = get("/api/v1/inspections/genuine/" + notice.code(), "");
        assertThat(genuine.path("delivered").asBoolean()).isTrue();
        assertThat(genuine.toString()).doesNotContain(shop.name()).doesNotContain("王店主");
        assertThat(call("POST", path + "/withdraw", token, Map.of("words", "写错了"), Map.of())
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/inspections/genuine/" + notice.code(), "")
                        .path("withdrawn")
                        .asBoolean())
                .isTrue();
        String decisions = "/api/v1/premises/" + Ids.number(shop.id()) + "/decisions";
        assertThat(call("POST", decisions, as(Role.GRID_WORKER), Map.of("words", "罚"), Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(json.readTree(call("POST", decisions, token, Map.of("words", "责令参加培训"), Map.of())
                                .body())
                        .path("kind")
                        .asString())
                .isEqualTo("DECISION");
        assertThat(call("GET", "/api/v1/inspections/genuine/0000", "", null, Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePremisesInspectThemselvesAndAResidentsReportBecomesAHazard() throws Exception {
        Premises shop = shop(List.of());
        var self = call(
                "POST",
                "/api/v1/premises/" + Ids.number(shop.id()) + "/self-inspections",
                token(owner),
                report(List.of(found("f2"))),
                Map.of());
        assertThat(self.statusCode()).as(self.body()).isEqualTo(201);
        String number = json.readTree(self.body()).path("hazards").path(0).asString();
        var view = get("/api/v1/hazards/" + number, as(Role.STREET_OFFICER));
        assertThat(view.path("owner").isNull()).isFalse();
        assertThat(call(
                                "POST",
                                "/api/v1/premises/" + Ids.number(shop.id()) + "/self-inspections",
                                token(town.resident),
                                report(List.of()),
                                Map.of())
                        .statusCode())
                .isEqualTo(404);
        var told = call(
                "POST",
                "/api/v1/matters",
                token(town.resident),
                Map.of("kind", "E0507", "place", town.building.code(), "text", "店门口堵了消防通道"),
                Map.of());
        String matter = json.readTree(told.body()).path("number").asString();
        var body = Map.of("matter", matter, "premises", Ids.number(shop.id()), "found", found(""));
        assertThat(call("POST", "/api/v1/hazards", as(Role.COMMITTEE_DIRECTOR), body, Map.of())
                        .statusCode())
                .isEqualTo(201);
        assertThat(call("POST", "/api/v1/hazards", as(Role.COMMITTEE_DIRECTOR), body, Map.of())
                        .body())
                .contains("hazard-matter-twice");
    }

    @Test
    void whoLeavesHandsHazardsOn() throws Exception {
        Premises shop = shop(List.of());
        var leaving = town.seat(town.estate, Role.ESTATE_LIAISON);
        Actor actor = town.actor(leaving);
        String number = json.readTree(bring(token(actor.account()), shop, report(List.of(found("f2"))))
                        .body())
                .path("hazards")
                .path(0)
                .asString();
        assertThat(number).isNotEmpty();
        seats.end(leaving.id(), new org.gongzhi.journal.Entry.Who(null, null), "调离");
        long now = client.sql("select owner from inspections.hazard where id = ?")
                .param(Ids.fromNumber(number))
                .query(Long.class)
                .single();
        assertThat(now).isNotEqualTo(leaving.id());
    }

    @Test
    void aTelephoneNumberIsShownForAPurposeOnly() throws Exception {
        Premises shop = shop(List.of());
        String token = as(Role.STREET_OFFICER);
        String path = "/api/v1/premises/" + Ids.number(shop.id());
        assertThat(get(path, token).toString()).doesNotContain("13700001234");
        assertThat(call("POST", path + "/reveal", token, Map.of(), Map.of()).statusCode())
                .isEqualTo(400);
        assertThat(call("POST", path + "/reveal", token, Map.of("purpose", "ARRANGE_VISIT"), Map.of())
                        .body())
                .contains("13700001234");
    }

    @Test
    void theWayOfADayGoesAlwaysOnToTheNearest() {
        var far = at(23.05);
        var near = at(23.01);
        var first = at(23.00);
        assertThat(Visits.route(List.of(first, far, near)))
                .containsExactly(113.96, 23.00, 113.96, 23.01, 113.96, 23.05);
    }

    private Visits.View at(double latitude) {
        var where = register.enter(
                        town.actor(Role.COMMITTEE_DIRECTOR),
                        List.of(new PremisesRegister.Entered(
                                town.building.code(),
                                "路上" + UUID.randomUUID(),
                                "SHOP",
                                "",
                                null,
                                "",
                                "",
                                null,
                                List.of(),
                                4,
                                latitude,
                                113.96)))
                .getFirst();
        var visit = visits.planned(
                where, Visit.Kind.PLANNED, null, town.seat.get(Role.GRID_WORKER).id(), Clocks.today(clock));
        return new Visits.View(
                visit,
                where,
                new Checklist("FIRE", 1, "", "", List.of(), true),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                false);
    }
}
