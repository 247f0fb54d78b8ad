package org.gongzhi.patrols;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.gongzhi.RunningProgram;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// A patrol from the founding of its team to the credited hours.
@Tag("sql")
class PatrolsTest extends RunningProgram {

    @Autowired
    private JdbcClient client;

    @Autowired
    private Patrols patrols;

    @AfterEach
    void now() {
        clock.reset();
    }

    private String liaison() {
        return token(town.seat.get(Role.ESTATE_LIAISON).person());
    }

    private JsonNode ok(String method, String path, String token, Object body) throws Exception {
        var answer = call(method, "/api/v1/patrols" + path, token, body, Map.of());
        assertThat(answer.statusCode()).as(path + answer.body()).isBetween(200, 201);
        return json.readTree(answer.body());
    }

    private String refused(String path, String token, Object body) throws Exception {
        var answer = call("POST", "/api/v1/patrols" + path, token, body, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(400);
        return json.readTree(answer.body()).path("code").asString();
    }

    /// A team with a plan for every day; the id of its first outing to come.
    private long outing(int seats) throws Exception {
        String team = ok("POST", "/teams", liaison(), Map.of("place", town.estate.code(), "name", "清晨啄木鸟"))
                .path("id")
                .asString();
        JsonNode routes = ok(
                "POST",
                "/teams/" + team + "/routes",
                liaison(),
                Map.of("id", 0, "name", "一圈", "points", List.of(113.960, 23.010, 113.961, 23.010), "version", 0));
        assertThat(routes.get(0).path("metres").asInt()).isBetween(95, 110);
        assertThat(refused(
                        "/teams/" + team + "/routes",
                        liaison(),
                        Map.of(
                                "id",
                                1,
                                "name",
                                "一圈",
                                "points",
                                List.of(113.960, 23.010, 113.961, 23.010),
                                "version",
                                9)))
                .isEqualTo("changed-meanwhile");
        String today = Clocks.today(clock).toString();
        ok(
                "POST",
                "/teams/" + team + "/plans",
                liaison(),
                Map.of(
                        "route",
                        1,
                        "weekdays",
                        127,
                        "begins",
                        "06:30",
                        "minutes",
                        60,
                        "seats",
                        seats,
                        "from",
                        today,
                        "until",
                        Clocks.today(clock).plusDays(60).toString()));
        patrols.makeOutings();
        patrols.makeOutings();
        List<Long> made = client.sql("select id from patrols.outing where team = ? order by begins_at")
                .param(Long.valueOf(team))
                .query((row, _) -> row.getLong(1))
                .list();
        assertThat(made).as("four weeks, each day once").hasSizeBetween(28, 29);
        return made.getFirst();
    }

    private void goTo(long outing) {
        Instant begins = client.sql("select begins_at from patrols.outing where id = ?")
                .param(outing)
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .single();
        clock.forward(Duration.between(clock.instant(), begins));
    }

    @Test
    void aRoundFromSignUpToHours() throws Exception {
        long id = outing(5);
        String walker = token(town.resident);
        assertThat(refused("/" + id + "/start", walker, null)).isEqualTo("patrol-not-along");
        ok("POST", "/" + id + "/sign-up", walker, null);
        assertThat(refused("/" + id + "/sign-up", walker, null)).isEqualTo("patrol-full");
        ok("POST", "/" + id + "/sign-up", token(town.otherResident), null);
        ok("POST", "/" + id + "/sign-off", token(town.otherResident), null);
        goTo(id);
        assertThat(refused(
                        "/" + id + "/start",
                        walker,
                        Map.of("at", clock.instant().plusSeconds(3600).toString())))
                .isEqualTo("patrol-moment");
        ok("POST", "/" + id + "/start", walker, null);
        ok("POST", "/" + id + "/start", walker, null);
        long before = ok("GET", "/hours", walker, null).path("minutes").asLong();

        assertThat(refused("/" + id + "/find", walker, Map.of("kind", "E0102"))).isEqualTo("patrol-kind");
        var found = call(
                "POST",
                "/api/v1/patrols/" + id + "/find",
                walker,
                Map.of("kind", "P01", "words", "路面坑", "latitude", 23.01, "longitude", 113.96),
                Map.of("Idempotency-Key", "f1"));
        var again = call(
                "POST",
                "/api/v1/patrols/" + id + "/find",
                walker,
                Map.of("kind", "P01", "words", "路面坑", "latitude", 23.01, "longitude", 113.96),
                Map.of("Idempotency-Key", "f1"));
        assertThat(again.body()).isEqualTo(found.body());
        JsonNode matter = get(
                "/api/v1/matters/" + json.readTree(found.body()).path("number").asString(), walker);
        assertThat(matter.path("matter").path("leadName").asString()).isNotBlank();
        assertThat(refused("/" + id + "/find", walker, Map.of("kind", "P04", "fixed", true)))
                .as("a fix on the spot needs its photo")
                .isEqualTo("photos-after");
        String photo = photo(walker);
        JsonNode fixed = ok(
                "POST",
                "/" + id + "/find",
                walker,
                Map.of("kind", "P04", "words", "捡走了", "fixed", true, "after", List.of(photo)));
        assertThat(fixed.path("stage").asString()).isEqualTo("RECTIFIED");
        assertThat(call(
                                "POST",
                                "/api/v1/matters/" + fixed.path("number").asString() + "/pass-check",
                                token(town.seat.get(Role.COMMITTEE_DIRECTOR).person()),
                                null,
                                Map.of())
                        .statusCode())
                .as("somebody else checks")
                .isEqualTo(200);

        var propose = Map.of("words", "多放两个垃圾桶");
        call("POST", "/api/v1/patrols/" + id + "/propose", walker, propose, Map.of("Idempotency-Key", "p1"));
        call("POST", "/api/v1/patrols/" + id + "/propose", walker, propose, Map.of("Idempotency-Key", "p1"));
        assertThat(ok("GET", "/" + id, walker, null).path("proposals")).hasSize(1);

        clock.forward(Duration.ofMinutes(70));
        ok(
                "POST",
                "/" + id + "/finish",
                walker,
                Map.of(
                        "at",
                        clock.instant().minusSeconds(600).toString(),
                        "track",
                        List.of(113.960, 23.010, 113.961, 23.010),
                        "words",
                        "干净"));
        ok("POST", "/" + id + "/finish", walker, Map.of("track", List.of()));
        JsonNode done = ok("GET", "/" + id, walker, null);
        assertThat(done.path("outing").path("state").asString()).isEqualTo("DONE");
        assertThat(done.path("findings")).hasSize(2);
        assertThat(ok("GET", "/hours", walker, null).path("minutes").asLong() - before)
                .as("an hour, as it was walked, not as it was sent")
                .isEqualTo(60);
        assertThat(ok("GET", "/" + id, token(town.otherResident), null).path("walkers"))
                .as("names are for those who walk along")
                .isEmpty();
    }

    private String photo(String token) throws Exception {
        var image = new java.awt.image.BufferedImage(40, 30, java.awt.image.BufferedImage.TYPE_INT_RGB);
        var bytes = new java.io.ByteArrayOutputStream();
        javax.imageio.ImageIO.write(image, "png", bytes);
        var body = new java.io.ByteArrayOutputStream();
        body.write(("--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n"
                        + "Content-Type: image/png\r\n\r\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        body.write(bytes.toByteArray());
        body.write("\r\n--b--\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var answer = http.send(
                java.net.http.HttpRequest.newBuilder(java.net.URI.create(url("/api/v1/photos")))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());
        return json.readTree(answer.body()).path("name").asString();
    }

    /// One place left, many press: one gets it.
    @Test
    void theLastPlaceIsGivenOnce() throws Exception {
        long id = outing(1);
        var work = new ArrayList<Callable<Integer>>();
        for (Role role : List.of(
                Role.GRID_WORKER,
                Role.BLOCK_LEADER,
                Role.VOLUNTEER,
                Role.PROPERTY_MANAGER,
                Role.COMMITTEE_STAFF,
                Role.OWNERS_COMMITTEE)) {
            String token = token(town.seat.get(role).person());
            work.add(() -> call("POST", "/api/v1/patrols/" + id + "/sign-up", token, null, Map.of())
                    .statusCode());
        }
        try (var pool = Executors.newFixedThreadPool(6)) {
            var answers = new ArrayList<Integer>();
            for (var each : pool.invokeAll(work)) {
                answers.add(each.get());
            }
            assertThat(answers).containsOnlyOnce(200);
        }
        assertThat(client.sql("select taken from patrols.outing where id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whoMayAndWhatIsRefused() throws Exception {
        assertThat(refused("/teams", token(town.resident), Map.of("place", town.estate.code(), "name", "x")))
                .isEqualTo("not-allowed");
        assertThat(refused("/teams", liaison(), Map.of("place", town.foreignStairwell.code(), "name", "x")))
                .isEqualTo("not-allowed");
        assertThat(refused("/teams", liaison(), Map.of("place", town.estate.code(), "name", " ")))
                .isEqualTo("patrol-name");
        long id = outing(3);
        assertThat(refused("/" + id + "/cancel", token(town.resident), Map.of("words", "雨")))
                .isEqualTo("not-allowed");
        assertThat(refused("/" + id + "/cancel", liaison(), Map.of())).isEqualTo("words");
        ok("POST", "/" + id + "/cancel", liaison(), Map.of("words", "下雨"));
        assertThat(refused("/" + id + "/sign-up", token(town.resident), null)).isEqualTo("patrol-full");
        assertThat(refused("/1/sign-up", token(town.resident), null)).isEqualTo("patrol");
    }
}
