package org.gongzhi.inspections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.gongzhi.ApiTest;
import org.gongzhi.files.Photos;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// Premises over HTTP: the screening table, the dossier that fills itself, what a campaign has not covered.
@Tag("sql")
class PremisesTest extends ApiTest {

    @Autowired
    private Photos photos;

    private String worker() {
        return as(Role.GRID_WORKER);
    }

    private String premises(String kind, int risk) throws Exception {
        var entered = Map.of(
                "place",
                town.building.code(),
                "name",
                named("工厂"),
                "kind",
                kind,
                "address",
                "东门",
                "person",
                "王厂长",
                "phone",
                "13700001234",
                "owners",
                List.of(),
                "risk",
                risk);
        return Ids.number(post(201, as(Role.COMMITTEE_DIRECTOR), "/premises", List.of(entered))
                .path(0)
                .path("id")
                .asLong());
    }

    private JsonNode screened(String kind) throws Exception {
        for (JsonNode row : read(worker(), "/premises/screening")) {
            if (row.path("kind").asString().equals(kind)) {
                return row;
            }
        }
        return json.createObjectNode();
    }

    @Test
    void theScreeningTableCountsByKindAndRisk() throws Exception {
        int before = screened("FOOD_WORKSHOP").path("byRisk").path(1).asInt();
        premises("FOOD_WORKSHOP", 2);
        assertThat(screened("FOOD_WORKSHOP").path("byRisk").path(1).asInt()).isEqualTo(before + 1);
    }

    /// A visit by the general checklist at which nobody was on watch.
    private Map<String, Object> unwatched() throws Exception {
        var answers = new ArrayList<Map<String, Object>>();
        Stream.of("g1", "g2", "g3", "g4", "g5", "g6")
                .forEach(item -> answers.add(Map.of("item", item, "ok", !item.equals("g6"), "words", "")));
        answers.add(Map.of("item", "g7", "words", "夜班的人说累"));
        var found = new HashMap<String, Object>(
                Map.of("item", "g6", "what", "夜间无人值守", "spot", "门卫室", "duty", "王厂长", "measures", "排班", "fundsFen", 0));
        found.put("dueAt", clock.instant().plus(Duration.ofDays(5)).toString());
        found.put("plan", "厂长代班");
        found.put("typical", false);
        found.put("listed", false);
        found.put("before", List.of(photos.store(new ByteArrayInputStream(PhotosTest.jpeg(60, 40)))));
        return Map.of("answers", answers, "interview", "与三名职工谈话", "words", "", "found", List.of(found));
    }

    @Test
    void whatAVisitFindsAndHearsStandsInTheDossier() throws Exception {
        String factory = premises("ENTERPRISE", 3);
        JsonNode brought = post(201, worker(), "/inspections", Map.of("premises", factory, "report", unwatched()));
        assertThat(brought.path("hazards")).hasSize(1);
        JsonNode dossier = read(worker(), "/premises/" + factory);
        assertThat(dossier.findValuesAsString("what")).contains("夜间无人值守");
        assertThat(dossier.findValuesAsString("interview")).contains("与三名职工谈话");
        assertThat(dossier.findValuesAsString("words")).contains("夜班的人说累");
        assertThat(dossier.path("documents").findValuesAsString("kind")).contains("NOTICE");
        var silent = new HashMap<>(unwatched());
        silent.put("answers", List.of());
        assertThat(refused(400, worker(), "/inspections", Map.of("premises", factory, "report", silent)))
                .isEqualTo("visit-answers");
    }

    @Test
    void aCampaignNamesItsLeadersAndWhatItHasNotCovered() throws Exception {
        String factory = premises("UNLICENSED", 1);
        String officer = as(Role.STREET_OFFICER);
        LocalDate day = Clocks.today(clock);
        String code = "cover-" + factory.toLowerCase(Locale.ROOT);
        var leader = new Campaign.Named("陈镇长", "组长");
        var order = new Campaigns.Order(
                code,
                "打击黑作坊",
                town.estate.code(),
                Campaign.Level.STREET,
                "",
                List.of(),
                List.of("FOOD"),
                List.of("UNLICENSED"),
                0,
                true,
                true,
                100,
                List.of(leader),
                day,
                day.plusDays(5));
        post(201, officer, "/campaigns", order);
        assertThat(read(officer, "/campaigns/" + code).toString()).contains("陈镇长");
        assertThat(read(officer, "/campaigns/" + code + "/gaps").findValuesAsString("id"))
                .contains(Long.toString(Ids.fromNumber(factory)));
    }
}
