package org.gongzhi.access;

import java.util.ArrayList;
import java.util.List;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;

/// The places a person may see or act in, as codes that begin subtrees. Turned into a predicate here and
/// nowhere else.
public record Scope(List<String> codes) {

    public static final Scope NOTHING = new Scope(List.of());

    public Scope {
        codes = codes.stream().distinct().sorted().toList();
    }

    public boolean empty() {
        return codes.isEmpty();
    }

    public boolean covers(String placeCode) {
        return codes.stream().anyMatch(code -> Place.covers(code, placeCode));
    }

    /// What of it lies in a place; all of it when no place is asked for.
    public Scope within(@Nullable String placeCode) {
        if (placeCode == null || placeCode.isBlank()) {
            return this;
        }
        Place.requireCode(placeCode);
        return covers(placeCode)
                ? new Scope(List.of(placeCode))
                : new Scope(codes.stream()
                        .filter(code -> Place.covers(placeCode, code))
                        .toList());
    }

    /// A condition on the columns `street`, `community` and `place_code` of `table`, with its parameters
    /// added to `parameters`. A street or a community becomes an equality, so that an index in another order
    /// can serve it.
    public String condition(String table, List<Object> parameters) {
        if (codes.isEmpty()) {
            return "false";
        }
        var parts = new ArrayList<String>();
        for (String code : codes) {
            if (code.length() == 9) {
                parts.add(table + ".street = ?");
                parameters.add(Long.valueOf(code));
            } else if (code.length() == 12) {
                parts.add(table + ".community = ?");
                parameters.add(Long.valueOf(code));
            } else if (code.length() < 9) {
                parts.add(table + ".place_code >= ? and " + table + ".place_code < ?");
                parameters.add(code);
                parameters.add(Place.end(code));
            } else {
                parts.add(table + ".community = ? and " + table + ".place_code >= ? and " + table + ".place_code < ?");
                parameters.add(Long.valueOf(code.substring(0, 12)));
                parameters.add(code);
                parameters.add(Place.end(code));
            }
        }
        return parts.size() == 1 ? "(" + parts.getFirst() + ")" : "((" + String.join(") or (", parts) + "))";
    }
}
