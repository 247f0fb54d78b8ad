package org.gongzhi.places;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rules of places, by code: in force is what the nearest place above has of its own, else what holds
/// everywhere (a place without a code). In memory, so that asking for a place costs no query, however deep it
/// lies.
public final class Inherited<V> {

    /// A rule as it stands from now on at a place; one that `inherits` gives the place back to what is in
    /// force above.
    public record Row<V>(String code, String place, boolean inherits, V value) {}

    private final Map<String, V> everywhere = new LinkedHashMap<>();
    private final Map<String, Map<String, V>> own = new TreeMap<>();
    private final Map<String, Map<String, V>> merged = new ConcurrentHashMap<>();

    private Inherited() {}

    /// `rows`: the oldest first.
    public static <R, V> Inherited<V> of(List<R> rows, Function<R, Row<V>> reading) {
        var all = new Inherited<V>();
        for (R each : rows) {
            Row<V> row = reading.apply(each);
            var here = row.place.isEmpty()
                    ? all.everywhere
                    : all.own.computeIfAbsent(row.place, _ -> new LinkedHashMap<>());
            if (row.inherits) {
                here.remove(row.code);
            } else {
                here.put(row.code, row.value);
            }
        }
        all.own.values().removeIf(Map::isEmpty);
        return all;
    }

    /// What is in force at a place, by code; without a place, what holds everywhere.
    public Map<String, V> at(String placeCode) {
        if (own.isEmpty() || placeCode.isEmpty()) {
            return everywhere;
        }
        for (String code : Place.outward(placeCode)) {
            if (own.containsKey(code)) {
                return merged.computeIfAbsent(code, this::merge);
            }
        }
        return everywhere;
    }

    private Map<String, V> merge(String placeCode) {
        var all = new LinkedHashMap<>(everywhere);
        for (String code : Place.outward(placeCode).reversed()) {
            all.putAll(own.getOrDefault(code, Map.of()));
        }
        return all;
    }

    /// What would be in force at a place without a rule of its own.
    public @Nullable V above(String placeCode, String code) {
        var outward = Place.outward(placeCode);
        return at(outward.size() > 1 ? outward.get(1) : "").get(code);
    }

    /// The places that have rules of their own, and those rules.
    public Map<String, Map<String, V>> own() {
        return own;
    }
}
