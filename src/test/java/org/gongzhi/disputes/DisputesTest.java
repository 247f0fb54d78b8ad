package org.gongzhi.disputes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.gongzhi.RunningProgram;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Mediation as the law has it, from request to performance and court; and who does not get to see it.
@Tag("sql")
class DisputesTest extends RunningProgram {

    @Autowired
    private JdbcClient client;

    @Autowired
    private Seats seats;

    @AfterEach
    void now() {
        clock.reset();
    }

    private String ask() throws Exception {
        var body = Map.of(
                "place",
                town.estate.code(),
                "kind",
                "NEIGHBOUR",
                "subject",
                "楼上漏水泡了天花板 SECRET-SUBJECT",
                "parties",
                List.of(
                        Map.of("side", "APPLICANT", "name", "李明", "phone", "10012345678", "me", true),
                        Map.of("side", "RESPONDENT", "name", "王大山", "phone", "", "me", false)));
        var answer = call("POST", "/api/v1/disputes", token(town.resident), body, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json.readTree(answer.body()).path("number").asString();
    }

    private String mediator(String number) {
        long seat = client.sql("select mediator from disputes.dispute where id = ?")
                .param(Ids.fromNumber(number))
                .query(Long.class)
                .single();
        return token(seats.get(seat).person());
    }

    private JsonNode act(String number, String act, String token, Map<String, ?> body) throws Exception {
        var answer = call("POST", "/api/v1/disputes/" + number + "/" + act, token, body, Map.of());
        assertThat(answer.statusCode()).as(act + " " + answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).path("dispute");
    }

    private String refused(String number, String act, String token, Map<String, ?> body) throws Exception {
        var answer = call("POST", "/api/v1/disputes/" + number + "/" + act, token, body, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(400);
        return json.readTree(answer.body()).path("code").asString();
    }

    private String mediating() throws Exception {
        String number = ask();
        act(number, "consent", mediator(number), Map.of("party", 2));
        return number;
    }

    @Test
    void fromRequestToPerformance() throws Exception {
        String number = ask();
        String mediator = mediator(number);
        String resident = token(town.resident);
        JsonNode asked = get("/api/v1/disputes/" + number, resident).path("dispute");
        assertThat(asked.path("state").asString()).isEqualTo("REQUESTED");
        assertThat(refused(number, "consent", resident, Map.of("party", 2)))
                .as("nobody speaks for the other side")
                .isEqualTo("dispute-not-you");
        assertThat(refused(number, "consent", mediator, Map.of("party", 1)))
                .as("who has an account speaks for themselves")
                .isEqualTo("dispute-not-you");
        assertThat(act(number, "consent", mediator, Map.of("party", 2))
                        .path("state")
                        .asString())
                .isEqualTo("MEDIATING");
        assertThat(refused(number, "draw-up", mediator, Map.of("words", "x"))).isEqualTo("dispute-no-sitting");
        assertThat(refused(number, "plan-sitting", mediator, Map.of("at", "2020-01-01T00:00:00Z", "room", "室")))
                .isEqualTo("dispute-when");
        act(
                number,
                "plan-sitting",
                mediator,
                Map.of("at", clock.instant().plus(Duration.ofDays(1)).toString(), "room", "调解室"));
        act(number, "hold-sitting", mediator, Map.of("sitting", 1, "present", "双方", "words", "双方各自陈述"));
        assertThat(refused(number, "hold-sitting", mediator, Map.of("sitting", 1, "words", "再来")))
                .isEqualTo("dispute-sitting");
        act(
                number,
                "draw-up",
                mediator,
                Map.of(
                        "words",
                        "王大山赔偿李明 500 元",
                        "promises",
                        List.of(Map.of("what", "支付 500 元", "dueOn", "2030-01-01"))));
        act(number, "sign", resident, Map.of());
        act(number, "sign", mediator, Map.of("party", 2));
        act(number, "sign", mediator, Map.of());
        assertThat(get("/api/v1/disputes/" + number, resident)
                        .path("dispute")
                        .path("effectiveAt")
                        .isNull())
                .as("without the seal it has no effect (art. 29)")
                .isTrue();
        JsonNode agreed = act(number, "seal", mediator, Map.of());
        assertThat(agreed.path("state").asString()).isEqualTo("AGREED");
        assertThat(agreed.path("effectiveAt").isNull()).isFalse();
        assertThat(refused(number, "finish", mediator, Map.of())).isEqualTo("dispute-unperformed");
        act(number, "check-promise", mediator, Map.of("promise", 1, "kept", true));
        assertThat(act(number, "finish", mediator, Map.of()).path("state").asString())
                .isEqualTo("PERFORMED");
        assertThat(act(number, "archive", mediator, Map.of()).path("state").asString())
                .isEqualTo("ARCHIVED");
        for (String paper : List.of("application", "minutes", "agreement", "court-application", "performance")) {
            var answer = call("GET", "/disputes/" + number + "/papers/" + paper, mediator, null, Map.of());
            assertThat(answer.statusCode()).as(paper).isEqualTo(200);
            assertThat(answer.body()).startsWith("%PDF");
        }
        assertThat(call("GET", "/disputes/" + number + "/papers/end-notice", mediator, null, Map.of())
                        .statusCode())
                .isEqualTo(409);
    }

    /// Jointly, within thirty days of effect; accepted, confirmed; broken promises are enforced.
    @Test
    void theCourtConfirmsAndEnforces() throws Exception {
        String number = mediating();
        String mediator = mediator(number);
        act(
                number,
                "plan-sitting",
                mediator,
                Map.of("at", clock.instant().plusSeconds(60).toString(), "room", "室"));
        act(number, "hold-sitting", mediator, Map.of("sitting", 1, "words", "谈"));
        act(
                number,
                "draw-up",
                mediator,
                Map.of("words", "赔", "promises", List.of(Map.of("what", "赔", "dueOn", "2030-01-01"))));
        act(number, "sign", token(town.resident), Map.of());
        act(number, "sign", mediator, Map.of("party", 2));
        act(number, "seal", mediator, Map.of());
        act(number, "sign", mediator, Map.of());
        act(number, "ask-confirmation", token(town.resident), Map.of());
        assertThat(get("/api/v1/disputes/" + number, mediator)
                        .path("dispute")
                        .path("state")
                        .asString())
                .as("one side alone is not enough")
                .isEqualTo("AGREED");
        clock.forward(Duration.ofDays(29));
        assertThat(act(number, "ask-confirmation", mediator, Map.of("party", 2))
                        .path("state")
                        .asString())
                .isEqualTo("CONFIRMING");
        assertThat(act(number, "court", mediator, Map.of("court", "ACCEPTED", "words", "受理"))
                        .path("state")
                        .asString())
                .isEqualTo("CONFIRMING");
        assertThat(act(number, "court", mediator, Map.of("court", "ACCEPTED", "words", "裁定"))
                        .path("state")
                        .asString())
                .isEqualTo("CONFIRMED");
        assertThat(refused(number, "enforce", token(town.resident), Map.of("words", "不付")))
                .isEqualTo("dispute-kept");
        act(number, "check-promise", mediator, Map.of("promise", 1, "kept", false));
        assertThat(act(number, "enforce", token(town.resident), Map.of("words", "不付"))
                        .path("state")
                        .asString())
                .isEqualTo("ENFORCING");
    }

    @Test
    void afterThirtyDaysTheCourtIsNotAsked() throws Exception {
        String number = mediating();
        String mediator = mediator(number);
        act(
                number,
                "plan-sitting",
                mediator,
                Map.of("at", clock.instant().plusSeconds(60).toString(), "room", "室"));
        act(number, "hold-sitting", mediator, Map.of("sitting", 1, "words", "谈"));
        act(number, "draw-up", mediator, Map.of("words", "赔"));
        act(number, "sign", token(town.resident), Map.of());
        act(number, "sign", mediator, Map.of("party", 2));
        act(number, "seal", mediator, Map.of());
        act(number, "sign", mediator, Map.of());
        clock.forward(Duration.ofDays(31));
        assertThat(refused(number, "ask-confirmation", token(town.resident), Map.of()))
                .isEqualTo("dispute-confirm-late");
    }

    @Test
    void aClearRefusalBarsMediation() throws Exception {
        String number = ask();
        String mediator = mediator(number);
        assertThat(act(number, "refuse", mediator, Map.of("party", 2))
                        .path("state")
                        .asString())
                .isEqualTo("REFUSED");
        assertThat(refused(number, "plan-sitting", mediator, Map.of())).isEqualTo("dispute-state");
        assertThat(refused(number, "consent", mediator, Map.of("party", 2))).isEqualTo("dispute-state");
        assertThat(call("GET", "/disputes/" + number + "/papers/end-notice", mediator, null, Map.of())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void oralAgreementsFailuresAndExtensions() throws Exception {
        String number = mediating();
        String mediator = mediator(number);
        var due = get("/api/v1/disputes/" + number, mediator)
                .path("dispute")
                .path("dueAt")
                .asString();
        act(number, "ask-extension", token(town.resident), Map.of());
        assertThat(get("/api/v1/disputes/" + number, mediator)
                        .path("dispute")
                        .path("dueAt")
                        .asString())
                .isEqualTo(due);
        assertThat(act(number, "ask-extension", mediator, Map.of("party", 2))
                        .path("dueAt")
                        .asString())
                .as("only when all ask")
                .isGreaterThan(due);
        JsonNode oral = act(number, "record-oral", mediator, Map.of("words", "当面道歉"));
        assertThat(oral.path("state").asString()).isEqualTo("AGREED");
        assertThat(oral.path("effectiveAt").isNull()).isFalse();
        String other = mediating();
        assertThat(act(other, "fail", mediator(other), Map.of("words", "谈不拢"))
                        .path("state")
                        .asString())
                .isEqualTo("FAILED");
    }

    /// Confidential: only parties and the mediator see what it is about; rows and journal hold no readable word.
    @Test
    void onlyThoseInvolvedSeeIt() throws Exception {
        String number = ask();
        long mediator = client.sql("select mediator from disputes.dispute where id = ?")
                .param(Ids.fromNumber(number))
                .query(Long.class)
                .single();
        for (Role role : Role.values()) {
            Seat seat = town.seat.get(role);
            var answer = call("GET", "/api/v1/disputes/" + number, token(seat.person()), null, Map.of());
            if (seat.id() == mediator) {
                assertThat(answer.body()).contains("SECRET-SUBJECT");
            } else {
                assertThat(answer.statusCode()).as(role.name()).isIn(403, 404);
                assertThat(answer.body()).doesNotContain("SECRET-SUBJECT").doesNotContain("王大山");
            }
            assertThat(call("GET", "/api/v1/disputes", token(seat.person()), null, Map.of())
                            .body())
                    .doesNotContain("SECRET-SUBJECT")
                    .doesNotContain("王大山");
        }
        assertThat(call("GET", "/api/v1/disputes/" + number, token(town.otherResident), null, Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/api/v1/disputes/" + number, "", null, Map.of()).statusCode())
                .isEqualTo(401);
        assertThat(client.sql("select d::text from disputes.dispute d where id = ?")
                        .param(Ids.fromNumber(number))
                        .query(String.class)
                        .single())
                .doesNotContain("SECRET");
        assertThat(client.sql("select string_agg(body::text, ' ') from journal.entry where subject_kind = 'dispute'")
                        .query(String.class)
                        .single())
                .doesNotContain("SECRET")
                .doesNotContain("王大山");
    }

    /// Two press at the same time: one of them sees that something changed.
    @Test
    void twoAtOnce() throws Exception {
        String number = mediating();
        String mediator = mediator(number);
        int version = get("/api/v1/disputes/" + number, mediator)
                .path("dispute")
                .path("version")
                .asInt();
        var work = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 6; i++) {
            work.add(() -> call(
                            "POST",
                            "/api/v1/disputes/" + number + "/fail",
                            mediator,
                            Map.of("words", "谈不拢"),
                            Map.of("If-Match", Integer.toString(version)))
                    .statusCode());
        }
        try (var pool = Executors.newFixedThreadPool(6)) {
            var answers = new ArrayList<Integer>();
            for (var each : pool.invokeAll(work)) {
                answers.add(each.get());
            }
            assertThat(answers).containsOnlyOnce(200);
        }
    }

    @Test
    void requestsAreCheckedAndRepeatable() throws Exception {
        var body = new HashMap<String, Object>(Map.of(
                "place",
                town.estate.code(),
                "kind",
                "NEIGHBOUR",
                "subject",
                "吵",
                "parties",
                List.of(Map.of("side", "APPLICANT", "name", "甲", "me", true))));
        String resident = token(town.resident);
        assertThat(call("POST", "/api/v1/disputes", resident, body, Map.of()).body())
                .contains("dispute-parties");
        body.put(
                "parties",
                List.of(
                        Map.of("side", "APPLICANT", "name", "甲", "me", false),
                        Map.of("side", "RESPONDENT", "name", "乙", "me", false)));
        assertThat(call("POST", "/api/v1/disputes", resident, body, Map.of()).body())
                .contains("dispute-own");
        body.put(
                "parties",
                List.of(
                        Map.of("side", "APPLICANT", "name", "甲", "me", true),
                        Map.of("side", "RESPONDENT", "name", "乙", "me", false)));
        var one = call("POST", "/api/v1/disputes", resident, body, Map.of("Idempotency-Key", "k-" + clock.instant()));
        var key = one.request().headers().firstValue("Idempotency-Key").orElseThrow();
        var two = call("POST", "/api/v1/disputes", resident, body, Map.of("Idempotency-Key", key));
        assertThat(json.readTree(two.body()).path("number"))
                .isEqualTo(json.readTree(one.body()).path("number"));
    }
}
