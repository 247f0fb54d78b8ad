package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.ApiTest;
import org.gongzhi.Town;
import org.gongzhi.duty.Subjects;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a street changes in its kinds is in force in that street and nowhere else.
@Tag("sql")
class KindPlacesTest extends ApiTest {

    private static final String CODE = "E0113";

    @Autowired
    private Kinds kinds;

    @Autowired
    private Matters matters;

    @Autowired
    private PublicMatters shown;

    @Autowired
    private Subjects subjects;

    private Town.Elsewhere one;
    private Town.Elsewhere other;
    private String officer;
    private String otherOfficer;

    @BeforeEach
    void twoStreets() {
        one = town.elsewhere();
        other = town.elsewhere();
        officer = token(town.seat(one.street(), Role.STREET_OFFICER).person());
        otherOfficer = token(town.seat(other.street(), Role.STREET_OFFICER).person());
    }

    private String in(Town.Elsewhere street) {
        return street.stairwell().code();
    }

    private JsonNode change(int status, String token, String place, int amount, Map<String, Object> more)
            throws Exception {
        Kind now = kinds.has(CODE, place) ? kinds.get(CODE, place) : kinds.get(CODE);
        ObjectNode kind = (ObjectNode) json.readTree(json.writeValueAsString(now));
        kind.set("term", json.readTree("{\"amount\": %d, \"unit\": \"HOUR\"}".formatted(amount)));
        var body = new HashMap<String, Object>(
                Map.of("kind", kind, "place", place, "seen", now.version(), "words", "本地规定", "sure", true));
        body.putAll(more);
        return put(status, token, "/kinds/" + CODE, body);
    }

    private Matter report(Town.Elsewhere street) {
        return matters.report(new NewMatter(
                CODE, street.stairwell().id(), null, "有味道", List.of(), new Matter.Reporter(null, null, "API"), null));
    }

    @Test
    void aChangeIsInForceInItsStreetAndBelowAndNowhereElse() throws Exception {
        var everywhere = kinds.get(CODE);
        change(200, officer, one.street().code(), 3, Map.of());
        change(200, otherOfficer, other.street().code(), 5, Map.of());
        assertThat(kinds.get(CODE, in(one)).term().toString()).isEqualTo("3 HOUR");
        assertThat(kinds.get(CODE, in(other)).term().toString()).isEqualTo("5 HOUR");
        assertThat(kinds.get(CODE, town.estate.code())).isEqualTo(everywhere);
        assertThat(kinds.get(CODE)).isEqualTo(everywhere);
        Matter here = report(one);
        assertThat(kinds.of(here).term().toString()).isEqualTo("3 HOUR");
        assertThat(here.times().deadline()).isEqualTo(here.times().reportedAt().plus(java.time.Duration.ofHours(3)));
        assertThat(change(403, officer, other.street().code(), 1, Map.of())
                        .path("code")
                        .asString())
                .isEqualTo("not-allowed");
        assertThat(change(403, officer, "", 1, Map.of()).path("code").asString())
                .isEqualTo("not-allowed");
    }

    @Test
    void theStreetGoesBackToWhatIsInheritedAndAStaleEditorIsRefused() throws Exception {
        change(200, officer, one.street().code(), 3, Map.of());
        assertThat(change(409, officer, one.street().code(), 4, Map.of("seen", 1))
                        .path("code")
                        .asString())
                .isEqualTo("changed-meanwhile");
        Matter before = report(one);
        change(200, officer, one.street().code(), 3, Map.of("inherit", true));
        assertThat(kinds.inForce(CODE, in(one)).place()).isEmpty();
        assertThat(kinds.get(CODE, in(one))).isEqualTo(kinds.get(CODE));
        assertThat(kinds.of(before).term().toString()).isEqualTo("3 HOUR");
        assertThat(change(409, officer, one.street().code(), 3, Map.of("inherit", true))
                        .path("code")
                        .asString())
                .isEqualTo("rule-inherited");
    }

    @Test
    void whatAStreetHidesIsHiddenThereOnlyAndWhoLeadsIsItsOwn() throws Exception {
        Matter here = report(one);
        Matter there = report(other);
        Kind now = kinds.get(CODE);
        String leads = hidden(now);
        assertThat(publicIn(one)).doesNotContain(here.id());
        assertThat(publicIn(other)).contains(there.id());
        assertThat(subjects.get(CODE, in(one)).group()).isEqualTo(leads);
        assertThat(subjects.get(CODE, in(other)).group()).isEqualTo(now.leads());
    }

    /// Hides the kind in one street and gives it to others to lead.
    private String hidden(Kind now) throws Exception {
        ObjectNode kind = (ObjectNode) json.readTree(json.writeValueAsString(now));
        ((ObjectNode) kind.path("rules")).put("publicly", false);
        String leads = subjects.groups().stream()
                .filter(group -> !group.equals(now.leads()))
                .findFirst()
                .orElseThrow();
        kind.put("leads", leads);
        put(
                200,
                officer,
                "/kinds/" + CODE,
                Map.of(
                        "kind",
                        kind,
                        "place",
                        one.street().code(),
                        "seen",
                        now.version(),
                        "words",
                        "本地不公开",
                        "sure",
                        true));
        return leads;
    }

    private List<Long> publicIn(Town.Elsewhere street) {
        return shown
                .list(new PublicMatters.Asked(List.of(street.street().code()), null, null, null, null, null), null, 50)
                .rows()
                .stream()
                .map(PublicMatters.Shown::id)
                .toList();
    }

    @Test
    void thePageShowsTheOwnRuleOfAStreetWithTheWayBack() throws Exception {
        change(200, officer, one.street().code(), 3, Map.of());
        String page = call(
                        "GET",
                        "/kinds/" + CODE + "?place=" + one.street().code(),
                        officer,
                        null,
                        Map.of("Accept", "text/html"))
                .body();
        assertThat(page).contains("/kinds/" + CODE + "/inherit").contains("Own rule of 远处");
        String elsewhere = call("GET", "/kinds/" + CODE + "?place=" + town.street.code(), officer, null, Map.of())
                .body();
        assertThat(elsewhere).doesNotContain("/inherit");
    }
}
