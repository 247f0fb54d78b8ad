package org.gongzhi.councils;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gongzhi.ApiTest;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Tables;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of body in `councils/kinds.csv`, founded where it deliberates.
@Tag("sql")
class CouncilKindsTest extends ApiTest {

    static List<Tables.Row> kinds() {
        return Tables.read("councils/kinds.csv");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aBodyIsValidOnceItsCoreSeatsAreFilled(Tables.Row kind) throws Exception {
        String officer = as(Role.STREET_OFFICER);
        String number = Ids.number(post(
                        201,
                        officer,
                        "/councils",
                        Map.of("place", place(kind).code(), "kind", kind.get("code"), "name", named(kind.get("zh"))))
                .path("body")
                .path("id")
                .asLong());
        var core = Tables.read("councils/seats.csv").stream()
                .filter(seat -> seat.get("kind").equals(kind.get("code")))
                .filter(seat -> seat.get("core").equals("yes"))
                .toList();
        var missing =
                new ArrayList<>(core.stream().map(seat -> seat.get("code")).toList());
        for (Tables.Row seat : core) {
            for (int each = 0; each < Integer.parseInt(seat.get("least")); each++) {
                assertThat(lacking(officer, number)).containsExactlyElementsOf(missing);
                var member = Map.of("part", seat.get("code"), "name", "某人", "standsFor", seat.get("zh"));
                post(201, officer, "/councils/" + number + "/members", member);
            }
            missing.remove(seat.get("code"));
        }
        assertThat(lacking(officer, number)).isEmpty();
    }

    private List<String> lacking(String token, String number) throws Exception {
        return read(token, "/councils/" + number).path("lacking").findValuesAsString("code");
    }

    private Place place(Tables.Row kind) {
        return switch (kind.get("tier")) {
            case "STREET" -> town.street;
            case "STAIRWELL" -> town.stairwell;
            default -> town.community;
        };
    }
}
