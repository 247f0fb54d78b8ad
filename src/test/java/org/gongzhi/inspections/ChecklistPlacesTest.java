package org.gongzhi.inspections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.gongzhi.ApiTest;
import org.gongzhi.Town;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.node.ObjectNode;

/// What a street or a community changes in its checklists is in force there and nowhere else.
@Tag("sql")
class ChecklistPlacesTest extends ApiTest {

    @Autowired
    private Checklists checklists;

    private Map<String, Object> changed(String place, String name, int seen) throws Exception {
        ObjectNode list = (ObjectNode) json.readTree(json.writeValueAsString(checklists.newest("FIRE", place)));
        list.put("chinese", name);
        return new HashMap<>(Map.of("checklist", list, "place", place, "seen", seen, "words", "本地规定"));
    }

    @Test
    void aListIsChangedInOnesOwnPlaceAndInheritedDownwards() throws Exception {
        Town.Elsewhere there = town.elsewhere();
        String street = there.street().code();
        String community = there.community().code();
        String officer = token(town.seat(there.street(), Role.STREET_OFFICER).person());
        String director =
                token(town.seat(there.community(), Role.COMMITTEE_DIRECTOR).person());
        Checklist everywhere = checklists.newest("FIRE", town.estate.code());
        post(403, director, "/checklists", changed(street, "越级", everywhere.version()));
        post(200, officer, "/checklists", changed(street, "街道消防", everywhere.version()));
        assertThat(checklists.newest("FIRE", there.stairwell().code()).chinese())
                .isEqualTo("街道消防");
        assertThat(refused(409, director, "/checklists", changed(community, "晚了", everywhere.version())))
                .isEqualTo("changed-meanwhile");
        int seen = checklists.newest("FIRE", community).version();
        post(200, director, "/checklists", changed(community, "社区消防", seen));
        assertThat(checklists.newest("FIRE", there.stairwell().code()).chinese())
                .isEqualTo("社区消防");
        assertThat(checklists.newest("FIRE", street).chinese()).isEqualTo("街道消防");
        assertThat(checklists.newest("FIRE", town.estate.code())).isEqualTo(everywhere);
        assertThat(checklists.versions(community).get("FIRE"))
                .isGreaterThan(checklists.versions(street).get("FIRE"));
        var back = Map.of(
                "place", community, "seen", checklists.newest("FIRE", community).version(), "words", "按街道办");
        post(200, director, "/checklists/FIRE/inherit", back);
        assertThat(checklists.newest("FIRE", there.stairwell().code()).chinese())
                .isEqualTo("街道消防");
        assertThat(refused(409, director, "/checklists/FIRE/inherit", back)).isEqualTo("rule-inherited");
    }
}
