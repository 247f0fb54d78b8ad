package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.gongzhi.ApiTest;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The party organisation of a community over HTTP: its levels, who has registered, what its groups write down.
@Tag("sql")
class PartyTest extends ApiTest {

    private String director;

    @BeforeEach
    void signIn() {
        director = as(Role.COMMITTEE_DIRECTOR);
    }

    private long organisation(String kind, Long parent) throws Exception {
        var entered = new HashMap<String, Object>(Map.of(
                "id",
                0,
                "kind",
                kind,
                "name",
                named(kind),
                "placeCode",
                town.community.code(),
                "contact",
                "",
                "phone",
                "",
                "licence",
                "",
                "version",
                0));
        entered.put("parent", parent);
        return post(200, director, "/organisations", entered)
                .path("organisation")
                .path("id")
                .asLong();
    }

    private JsonNode reach() throws Exception {
        return read(director, "/party?place=" + town.community.code());
    }

    private int count(String what) throws Exception {
        return reach().path("reach").path(what).asInt();
    }

    private JsonNode node(long organisation) throws Exception {
        for (JsonNode each : reach().path("organisations")) {
            if (each.path("id").asLong() == organisation) {
                return each;
            }
        }
        throw new AssertionError(organisation + " is not in the tree");
    }

    private long member(long organisation) throws Exception {
        long person = town.seat(town.community, Role.VOLUNTEER).person();
        var registration = Map.of("person", person, "organisation", organisation, "home", "某单位党支部");
        assertThat(refused(409, director, "/party/members", registration)).isEqualTo("party-consent");
        post(200, director, "/people/" + person + "/consents", Map.of("fieldSet", "PARTY"));
        post(200, director, "/party/members", registration);
        assertThat(refused(409, director, "/party/members", registration)).isEqualTo("party-registered");
        return person;
    }

    @Test
    void theLevelsGoFromTheCommitteeToTheHubHousehold() throws Exception {
        long committee = organisation("COMMUNITY_PARTY_COMMITTEE", null);
        long branch = organisation("GRID_PARTY_BRANCH", committee);
        long group = organisation("BUILDING_PARTY_GROUP", branch);
        long household = organisation("PARTY_HUB_HOUSEHOLD", group);
        assertThat(node(committee).path("depth").asInt()).isZero();
        assertThat(node(branch).path("depth").asInt()).isEqualTo(1);
        assertThat(node(group).path("depth").asInt()).isEqualTo(2);
        assertThat(node(household).path("depth").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUILDING_PARTY_GROUP", "PARTY_SQUAD"})
    void aMemberRegistersWithConsentAndReports(String kind) throws Exception {
        long group = organisation(kind, null);
        int before = count("membersRegistered");
        long person = member(group);
        assertThat(count("membersRegistered")).isEqualTo(before + 1);
        assertThat(node(group).path("members").asInt()).isEqualTo(1);
        post(200, director, "/party/members/" + person + "/report", Map.of());
        put(200, director, "/party/members/" + person + "/hub", Map.of("hub", true));
        long nobody = town.seat(town.community, Role.VOLUNTEER).person();
        assertThat(refused(409, director, "/party/members/" + nobody + "/report", Map.of()))
                .isEqualTo("party-not-registered");
    }

    @Test
    void howManyUnitsAndMembersHaveRegisteredIsCounted() throws Exception {
        long unit = organisation("RESIDENT_UNIT", null);
        int units = count("units");
        int registered = count("unitsRegistered");
        int members = count("members");
        put(200, director, "/party/units/" + unit, Map.of("members", 4));
        assertThat(count("units")).isEqualTo(units + 1);
        assertThat(count("unitsRegistered")).isEqualTo(registered);
        assertThat(count("members")).isEqualTo(members + 4);
        put(200, director, "/party/units/" + unit, Map.of("members", 3, "registeredOn", "2026-11-01"));
        assertThat(count("unitsRegistered")).isEqualTo(registered + 1);
        assertThat(count("members")).isEqualTo(members + 3);
        assertThat(reach().path("reach").path("target").asInt()).isEqualTo(90);
    }

    @Test
    void aGroupKeepsItsHandbook() throws Exception {
        String handbook = "/party/" + organisation("BUILDING_PARTY_GROUP", null) + "/handbook";
        post(200, director, handbook, Map.of("kind", "PLAN", "title", "楼道清理", "words", "每周六上午"));
        post(200, director, handbook, Map.of("kind", "RECORD", "title", "清理了三层", "words", "六人参加"));
        assertThat(read(director, handbook).findValuesAsString("title")).containsExactly("清理了三层", "楼道清理");
        assertThat(refused(400, director, handbook, Map.of("kind", "PLAN", "title", " ", "words", "")))
                .isEqualTo("party-record");
        String elsewhere = token(town.foreignSeat.get(Role.COMMITTEE_DIRECTOR).person());
        assertThat(refused(404, elsewhere, handbook, Map.of("kind", "PLAN", "title", "别处", "words", "")))
                .isEqualTo("organisation");
    }
}
