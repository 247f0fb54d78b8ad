package org.gongzhi.access;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.gongzhi.kernel.Tables;
import org.gongzhi.people.Role;

/// The table of roles and rights, read from `access/rights.csv`.
final class Rights {

    private static final Map<Role, Set<Right>> TABLE = read();

    private Rights() {}

    static boolean allows(Role role, Right right) {
        return TABLE.getOrDefault(role, Set.of()).contains(right);
    }

    private static Map<Role, Set<Right>> read() {
        var table = new EnumMap<Role, Set<Right>>(Role.class);
        for (var row : Tables.read("access/rights.csv")) {
            var rights = EnumSet.noneOf(Right.class);
            for (String right : row.get("rights").split(" ")) {
                rights.add(Right.valueOf(right));
            }
            table.put(Role.valueOf(row.get("role")), rights);
        }
        return table;
    }
}
