package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.gongzhi.RunningProgram;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What everybody may see leaks nothing: planted names, numbers, doors and positions are nowhere.
@Tag("sql")
class PublicMattersTest extends RunningProgram {

    private static final List<String> PLANTED =
            List.of("欧阳秀英", "13912345678", "-0101", " 0101", "SECRET-MARK", "陈桂芳", "18800001111", "23.012345");

    @Autowired
    private JdbcClient client;

    @AfterEach
    void now() {
        clock.reset();
    }

    private String as(Role role) {
        return token(town.seat.get(role).person());
    }

    private String planted() throws Exception {
        var body = new HashMap<String, Object>(Map.of(
                "kind",
                "E0102",
                "place",
                town.dwelling.code(),
                "text",
                "欧阳秀英 13912345678 SECRET-MARK",
                "latitude",
                23.012345,
                "longitude",
                113.961234,
                "contact",
                Map.of("name", "陈桂芳", "phone", "18800001111")));
        var answer = call("POST", "/api/v1/matters", "", body, Map.of());
        return json.readTree(answer.body()).path("number").asString();
    }

    private String page(String path) throws Exception {
        var answer = call("GET", path, "", null, Map.of());
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void plantedPersonalDataIsNowhere() throws Exception {
        String number = planted();
        String lead = as(Role.PROPERTY_MANAGER);
        call("POST", "/api/v1/matters/" + number + "/rectify", lead, Map.of("words", "欧阳秀英家门口清了"), Map.of());
        call(
                "POST",
                "/api/v1/matters/" + number + "/fail-check",
                as(Role.GRID_WORKER),
                Map.of("words", "SECRET-MARK"),
                Map.of());
        String estate = "?place=" + town.estate.code();
        for (String path : List.of(
                "/near" + estate,
                "/near?place=" + town.dwelling.code(),
                "/near/" + number,
                "/near/embed" + estate,
                "/near/feed.xml" + estate,
                "/api/v1/near" + estate,
                "/api/v1/near/" + number)) {
            String body = page(path);
            assertThat(body).as(path).contains(number);
            for (String secret : PLANTED) {
                assertThat(body).as(path).doesNotContain(secret);
            }
            assertThat(body)
                    .as(path)
                    .doesNotContain(town.seat.get(Role.PROPERTY_MANAGER).holder());
        }
        assertThat(call("GET", "/api/v1/near?place=" + town.dwelling.code(), "", null, Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(page("/api/v1/near/" + number)).contains("23.012").contains(town.building.code());
    }

    @Test
    void onlyReleasedPhotosAndShownKinds() throws Exception {
        String number = planted();
        for (int position = 0; position < 2; position++) {
            client.sql("""
                            insert into matters.photo (community, matter, position, name, version, purpose)
                            values (?, ?, ?, ?, 1, 'REPORT')""")
                    .params(town.community.id(), Ids.fromNumber(number), position, position == 0 ? "hidden" : "shown")
                    .update();
        }
        assertThat(page("/api/v1/near/" + number)).doesNotContain("/photos/");
        call(
                "POST",
                "/api/v1/matters/" + number + "/publish",
                as(Role.COMMITTEE_DIRECTOR),
                Map.of("words", "已清运", "shown", List.of(1)),
                Map.of());
        assertThat(page("/api/v1/near/" + number))
                .contains("/photos/1")
                .doesNotContain("/photos/0")
                .contains("已清运");
        assertThat(call("GET", "/near/" + number + "/photos/0", "", null, Map.of())
                        .statusCode())
                .isEqualTo(404);
        var answer = call(
                "POST",
                "/api/v1/matters",
                "",
                Map.of("kind", "E0502", "place", town.stairwell.code(), "text", "x"),
                Map.of());
        String hidden = json.readTree(answer.body()).path("number").asString();
        assertThat(call("GET", "/near/" + hidden, "", null, Map.of()).statusCode())
                .as("begging is not shown")
                .isEqualTo(404);
        assertThat(page("/near?place=" + town.estate.code())).doesNotContain(hidden);
    }

    @Test
    void theFeedIsSoundXmlAndTheFrameMayBeEmbedded() throws Exception {
        String number = planted();
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var feed = factory.newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(page("/near/feed.xml?place=" + town.estate.code())
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(feed.getDocumentElement().getNodeName()).isEqualTo("rss");
        assertThat(feed.getElementsByTagName("link").item(1).getTextContent()).endsWith("/near/" + number);
        var frame = call("GET", "/near/embed?place=" + town.estate.code(), "", null, Map.of());
        assertThat(frame.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("frame-ancestors *");
        assertThat(call("GET", "/near?place=" + town.estate.code(), "", null, Map.of())
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("frame-ancestors 'none'");
    }

    /// Who follows an area is told what is raised and closed there; who follows a matter may rate it once.
    @Test
    void followersAreToldAndRateOnce() throws Exception {
        String follower = token(town.otherResident);
        call("POST", "/near/follow?place=" + town.building.code(), follower, null, Map.of());
        String number = planted();
        call("POST", "/api/v1/matters/" + number + "/support", follower, null, Map.of());
        call(
                "POST",
                "/api/v1/matters/" + number + "/close",
                as(Role.COMMITTEE_DIRECTOR),
                Map.of("outcome", "NOT_ACCEPTED", "words", "不是"),
                Map.of());
        String inbox = await().until(
                        () -> get("/api/v1/inbox?limit=20", follower).toString(),
                        told -> told.contains("area-raised") && told.contains("matter-followed-closed"));
        assertThat(inbox).contains(number);
        assertThat(inbox).as("told once of the close").doesNotContain("area-closed");
        var rated = call("POST", "/near/" + number + "/rate?solved=false&satisfied=2", follower, null, Map.of());
        assertThat(rated.statusCode()).isEqualTo(303);
        assertThat(call("POST", "/near/" + number + "/rate?solved=true&satisfied=5", follower, null, Map.of())
                        .statusCode())
                .isEqualTo(409);
        assertThat(call("POST", "/near/" + number + "/rate?solved=true&satisfied=5", as(Role.VOLUNTEER), null, Map.of())
                        .statusCode())
                .isEqualTo(403);
        call("POST", "/near/follow?on=false&place=" + town.building.code(), follower, null, Map.of());
    }
}
