package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.RunningProgram;
import org.gongzhi.files.Photos;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What stories of votes begin with: a vote of twelve owners, open.
abstract class VoteStory extends RunningProgram {

    @Autowired
    JdbcClient client;

    @Autowired
    Photos photos;

    @Autowired
    private Presence presence;

    @TempDir
    Path folder;

    private static int shots;

    @AfterEach
    void today() {
        clock.reset();
    }

    /// A photo that nobody has handed in yet.
    String photo() throws Exception {
        shots++;
        return photos.store(new ByteArrayInputStream(PhotosTest.jpeg(301 + shots / 200, 101 + shots % 200)));
    }

    /// A ballot taken in by two: the second one is there.
    Map<String, Object> taken(String number, int unit, String channel, Role second) throws Exception {
        long other = town.actor(second).account();
        var taken = new HashMap<String, Object>();
        taken.put("unit", codeOf(number, unit));
        taken.put("channel", channel);
        taken.put("answers", List.of("AGREE", "AGREE"));
        taken.put("second", town.username(other));
        taken.put("presence", presence.code(Ids.fromNumber(number), other));
        taken.put("proof", photo());
        return taken;
    }

    String code(int status, String token, String path, Object body) throws Exception {
        return post(status, token, path, body).path("code").asString();
    }

    String as(Role role) {
        return token(town.actor(role).account());
    }

    String owners() {
        return as(Role.OWNERS_COMMITTEE);
    }

    JsonNode done(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body().isBlank() ? json.nullNode() : json.readTree(answer.body());
    }

    JsonNode post(int status, String token, String path, Object body) throws Exception {
        return done(status, call("POST", "/api/v1/votes" + path, token, body, Map.of()));
    }

    Map<String, Object> question(int matter) {
        return Map.of("type", "DECISION", "matter", matter, "title", "是否同意第" + matter + "项", "seats", 1);
    }

    Map<String, Object> call(Object... changes) {
        var call = new HashMap<String, Object>(Map.of(
                "place",
                town.estate.code(),
                "title",
                "业主大会 " + UUID.randomUUID(),
                "text",
                "请各位业主表决。",
                "electorate",
                "OWNERS",
                "effect",
                "BINDING_STATUTORY",
                "secret",
                false,
                "replaceable",
                true,
                "questions",
                List.of(question(4), question(6))));
        for (int i = 0; i < changes.length; i += 2) {
            call.put((String) changes[i], changes[i + 1]);
        }
        return call;
    }

    static Map<String, Object> unit(int number, String owner, long area, Object... more) {
        var unit = new HashMap<String, Object>(Map.of(
                "place",
                "T-" + number,
                "label",
                "1栋" + number,
                "owner",
                owner,
                "name",
                "业主" + owner,
                "area",
                area,
                "basis",
                "REGISTER",
                "parking",
                false,
                "developer",
                false,
                "accounts",
                List.of()));
        for (int i = 0; i < more.length; i += 2) {
            unit.put((String) more[i], more[i + 1]);
        }
        return unit;
    }

    /// Twelve owners of 100 m² each; the first accounts are given.
    List<Map<String, Object>> twelve(long... accounts) {
        var lines = new ArrayList<Map<String, Object>>();
        for (int i = 1; i <= 12; i++) {
            lines.add(
                    unit(i, "O" + i, 10_000, "accounts", i <= accounts.length ? List.of(accounts[i - 1]) : List.of()));
        }
        return lines;
    }

    long[] people(int many) {
        long[] accounts = new long[many];
        for (int i = 0; i < many; i++) {
            accounts[i] =
                    town.looseAccount("业主" + i + UUID.randomUUID().toString().substring(0, 6));
        }
        return accounts;
    }

    /// A vote with a fixed roll that is open now.
    String open(Map<String, Object> call, List<Map<String, Object>> lines) throws Exception {
        String number = post(201, owners(), "", call).path("number").asString();
        done(200, call("PUT", "/api/v1/votes/" + number + "/roll", owners(), lines, Map.of()));
        post(200, owners(), "/" + number + "/roll/publish", Map.of());
        clock.forward(Duration.ofDays(11));
        var opens = clock.instant().plus(Duration.ofDays(19));
        post(
                200,
                owners(),
                "/" + number + "/announce",
                Map.of("opens", opens, "closes", opens.plus(Duration.ofDays(10))));
        clock.forward(Duration.ofDays(19).plusMinutes(1));
        return number;
    }

    JsonNode close(String number) throws Exception {
        clock.forward(Duration.ofDays(11));
        return post(200, owners(), "/" + number + "/decide", Map.of());
    }

    JsonNode cast(int status, long account, String number, String... answers) throws Exception {
        return post(status, token(account), "/" + number + "/ballots", Map.of("answers", List.of(answers)));
    }

    String codeOf(String number, int unit) {
        return client.sql("select code from ballots.unit where vote = ? and id = ?")
                .params(Ids.fromNumber(number), unit)
                .query(String.class)
                .single();
    }

    void recounts(String number) throws Exception {
        Path file = Files.writeString(
                folder.resolve(number + ".json"),
                call("GET", "/api/v1/votes/" + number + "/box", "", null, Map.of())
                        .body());
        var out = new ByteArrayOutputStream();
        assertThat(Recount.box(file, new PrintStream(out, true, StandardCharsets.UTF_8)))
                .as(out.toString(StandardCharsets.UTF_8))
                .isTrue();
    }

    /// Somebody who goes round.
    String liaison() {
        return as(Role.ESTATE_LIAISON);
    }

    int told(String template, long account) {
        return client.sql("select count(*) from notices.message where template = ? and account = ?")
                .params(template, account)
                .query(Integer.class)
                .single();
    }

    JsonNode mine(String number, long account) throws Exception {
        return get("/api/v1/votes/" + number + "/collected/mine", token(account))
                .path(0);
    }

    String contestOf(String number, long account) throws Exception {
        return "/" + number + "/collected/" + mine(number, account).path("id").asLong() + "/contest";
    }

    /// A secret vote of persons that is open.
    String secret(long... voters) throws Exception {
        var lines = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < voters.length; i++) {
            lines.add(Map.of("owner", "P" + i, "name", "代表" + i, "area", 0, "accounts", List.of(voters[i])));
        }
        Object question = Map.of("type", "DECISION", "rule", "RESIDENTS_ASSEMBLY", "title", "是否同意", "seats", 1);
        var called = call("place", town.community.code(), "electorate", "PERSONS", "replaceable", false);
        called.put("secret", true);
        called.put("questions", List.of(question, question));
        String director = as(Role.COMMITTEE_DIRECTOR);
        String number = post(201, director, "", called).path("number").asString();
        done(200, call("PUT", "/api/v1/votes/" + number + "/roll", director, lines, Map.of()));
        post(200, director, "/" + number + "/roll/publish", Map.of());
        clock.forward(Duration.ofDays(9));
        var opens = clock.instant().plus(Duration.ofDays(25));
        var when = Map.of("opens", opens, "closes", opens.plus(Duration.ofDays(3)));
        post(200, director, "/" + number + "/announce", when);
        clock.forward(Duration.ofDays(25).plusMinutes(1));
        return number;
    }

    JsonNode typed(int status, String path, String who, int unit, String answer, String scan) throws Exception {
        String number = path.replaceAll("/([^/]+)/.*", "$1");
        var sheet = Map.of("unit", codeOf(number, unit), "answers", List.of(answer, "AGREE"), "proof", scan);
        return done(status, call("PUT", "/api/v1/votes" + path, who, sheet, Map.of()));
    }

    String pile(String number, int sheets) throws Exception {
        String director = as(Role.COMMITTEE_DIRECTOR);
        return "/" + number + "/paper/"
                + post(201, director, "/" + number + "/paper", Map.of("name", "第一沓", "sheets", sheets))
                        .asLong();
    }
}
