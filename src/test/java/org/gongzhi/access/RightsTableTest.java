package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.junit.jupiter.api.Test;

/// Role by right, against a table that a reader takes in at a glance: whoever gives a role a right says so twice.
class RightsTableTest {

    private static final Path TABLE = Path.of("src/test/resources/access/rights-table.txt");

    private static final String HERE = "441900106002";

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    private static Map<Right, List<Role>> table() throws IOException {
        var lines = Files.readAllLines(TABLE);
        var roles = cells(lines.get(1)).stream().skip(1).map(Role::valueOf).toList();
        var table = new EnumMap<Right, List<Role>>(Right.class);
        for (String line : lines.subList(2, lines.size())) {
            var cells = cells(line);
            var may = new ArrayList<Role>();
            for (int i = 1; i < cells.size(); i++) {
                if (cells.get(i).equals("x")) {
                    may.add(roles.get(i - 1));
                }
            }
            table.put(Right.valueOf(cells.getFirst()), may);
        }
        assertThat(roles).containsExactlyInAnyOrder(Role.values());
        return table;
    }

    private static Actor holder(Role role) {
        return Actor.of(new Seat(441_900_106_002L, 1, role, 1, HERE, 1, "", "", "", null, null));
    }

    @Test
    void everyRoleMayWhatTheTableSaysAndNothingElse() throws IOException {
        var table = table();
        assertThat(table.keySet()).containsExactly(Right.values());
        table.forEach((right, may) -> {
            for (Role role : Role.values()) {
                assertThat(holder(role).may(right, HERE + "-E001"))
                        .as("%s as %s in its place", right, role)
                        .isEqualTo(may.contains(role));
            }
        });
    }

    @Test
    void noRightReachesOutOfThePlaceOfItsSeat() {
        for (String elsewhere : List.of("441900106003", "441900106", "4419001060021", "441900107002", "")) {
            for (Role role : Role.values()) {
                for (Right right : Right.values()) {
                    assertThat(holder(role).may(right, elsewhere))
                            .as("%s as %s in '%s'", right, role, elsewhere)
                            .isFalse();
                    assertThat(holder(role).scope(right).covers(elsewhere)).isFalse();
                }
            }
        }
    }
}
