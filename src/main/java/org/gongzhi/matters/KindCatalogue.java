package org.gongzhi.matters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gongzhi.places.Inherited;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;

/// Every version of every kind, and which is in force where: the nearest place above that has one of its own,
/// else what came with the program. In memory, so that asking for a place costs no query.
final class KindCatalogue {

    private final Map<String, List<KindVersion>> versions = new LinkedHashMap<>();
    private final Inherited<KindVersion> rules;

    /// `rows`: the oldest first.
    KindCatalogue(List<KindVersion> rows) {
        for (var row : rows) {
            versions.computeIfAbsent(row.kind().code(), _ -> new ArrayList<>()).add(row);
        }
        rules = Inherited.of(rows, row -> new Inherited.Row<>(row.kind().code(), row.place(), row.inherits(), row));
    }

    /// What is in force at a place, by code.
    Map<String, KindVersion> at(String placeCode) {
        return rules.at(placeCode);
    }

    /// What would be in force at a place without a rule of its own.
    @Nullable
    KindVersion above(String placeCode, String code) {
        return rules.above(placeCode, code);
    }

    /// For showing what a matter is called, wherever it lies: what is in force everywhere, else the newest of
    /// any place.
    @Nullable
    Kind named(String code) {
        var found = at("").get(code);
        if (found == null && versions.containsKey(code)) {
            found = versions.get(code).getLast();
        }
        return found == null ? null : found.kind();
    }

    List<KindVersion> versions(String code) {
        return versions.getOrDefault(code, List.of());
    }

    List<Kind> everywhere() {
        return at("").values().stream().map(KindVersion::kind).toList();
    }

    /// The places that have rules of their own, and those rules.
    Map<String, List<Kind>> own() {
        return rules.own().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> each.getValue().values().stream()
                                .map(KindVersion::kind)
                                .toList(),
                        (one, _) -> one,
                        TreeMap::new));
    }

    /// A condition that matters of `table` are of a kind that is shown where they lie, with its parameters
    /// added. Places that hide or show something of their own make it longer; mostly there is none.
    String shown(String table, Set<String> among, List<Object> parameters) {
        var differing = rules.own().keySet().stream()
                .filter(place -> !shown(place, among).equals(shown("", among)))
                .toList();
        var outside = new ArrayList<String>();
        var parts = new ArrayList<String>();
        for (String place : differing) {
            var inner = differing.stream()
                    .filter(other -> !other.equals(place) && Place.covers(place, other))
                    .toList();
            String here = within(table, place, parameters);
            String not = inner.stream()
                    .map(other -> " and not " + within(table, other, parameters))
                    .collect(Collectors.joining());
            parameters.add(shown(place, among).toArray(String[]::new));
            parts.add("(" + here + not + " and " + table + ".kind = any (?))");
        }
        for (String place : differing) {
            outside.add("not " + within(table, place, parameters) + " and ");
        }
        parameters.add(shown("", among).toArray(String[]::new));
        parts.add("(" + String.join("", outside) + table + ".kind = any (?))");
        return parts.size() == 1 ? parts.getFirst() : "(" + String.join(" or ", parts) + ")";
    }

    private static String within(String table, String place, List<Object> parameters) {
        parameters.add(place);
        parameters.add(Place.end(place));
        return "(" + table + ".place_code >= ? and " + table + ".place_code < ?)";
    }

    private Set<String> shown(String place, Set<String> among) {
        return at(place).values().stream()
                .map(KindVersion::kind)
                .filter(Kind::shown)
                .map(Kind::code)
                .filter(code -> among.isEmpty() || among.contains(code))
                .collect(Collectors.toSet());
    }
}
