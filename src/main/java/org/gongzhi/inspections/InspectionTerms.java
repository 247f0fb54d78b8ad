package org.gongzhi.inspections;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.springframework.stereotype.Component;

/// The data of inspections: `inspections/{sectors,kinds,terms}.csv`.
@Component
public class InspectionTerms {

    public record Sector(String code, String chinese, String english) {}

    /// A kind of premises; `months` between planned inspections by risk 1 to 4.
    public record Kind(
            String code, String chinese, String english, String sector, String checklist, List<Integer> months) {}

    private final Map<String, Sector> sectors = new LinkedHashMap<>();
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, String> values = Tables.read("inspections/terms.csv").stream()
            .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> row.get("value")));

    InspectionTerms() {
        for (var row : Tables.read("inspections/sectors.csv")) {
            sectors.put(row.get("code"), new Sector(row.get("code"), row.get("zh"), row.get("en")));
        }
        for (var row : Tables.read("inspections/kinds.csv")) {
            kinds.put(
                    row.get("code"),
                    new Kind(
                            row.get("code"),
                            row.get("zh"),
                            row.get("en"),
                            row.get("sector"),
                            row.get("checklist"),
                            Arrays.stream(row.get("months").split(" "))
                                    .map(Integer::valueOf)
                                    .toList()));
        }
    }

    public List<Sector> sectors() {
        return List.copyOf(sectors.values());
    }

    public Sector sector(String code) {
        Sector sector = sectors.get(code);
        if (sector == null) {
            throw Refusal.invalid("inspection-sector");
        }
        return sector;
    }

    public List<Kind> kinds() {
        return List.copyOf(kinds.values());
    }

    public Kind kind(String code) {
        Kind kind = kinds.get(code);
        if (kind == null) {
            throw Refusal.invalid("premises-kind");
        }
        return kind;
    }

    /// The fixed items that each hazard must say (五落实 by default).
    public List<String> five() {
        return List.of(value("five").split(" "));
    }

    int number(String name) {
        return Integer.parseInt(value(name));
    }

    List<Integer> numbers(String name) {
        return Arrays.stream(value(name).split(" ")).map(Integer::valueOf).toList();
    }

    private String value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
