package org.gongzhi.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/// `docs/requirements.csv` says of every requirement what shows it: pages, commands and tests that are there.
class RequirementsTest {

    private static final int REQUIREMENTS = 246;
    private static final Path FILE = Path.of("docs/requirements.csv");
    private static final Pattern SYSTEMS = Pattern.compile("all|(?:S(?:0[1-9]|[12]\\d|3[0-4])(?: |$))+");

    @Test
    void everyRequirementIsThereOnce() throws IOException {
        assertThat(read(FILE))
                .extracting(row -> row.get("id"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, REQUIREMENTS)
                        .mapToObj("R%03d"::formatted)
                        .toList());
    }

    @Test
    void whatIsNamedIsThere() throws IOException {
        var ways = WaysIn.addresses();
        ways.addAll(WaysIn.commands(Folders.text(Path.of("gongzhi"))));
        assertThat(complaints(read(FILE), ways, tests())).isEmpty();
    }

    @Test
    void whatIsNotThereIsSeen() throws IOException {
        var canary = read(Path.of("src/test/resources/canary/requirements.csv"));
        assertThat(complaints(canary, Set.of("/work", "./gongzhi up"), Set.of("BirdTest#sings")))
                .containsExactly(
                        "R004 names no page",
                        "R005 names /nest, which is not there",
                        "R006 names ./gongzhi fly, which is not there",
                        "R007 names no test",
                        "R008 names BirdTest#flies, which is not there",
                        "R009 does not say what is missing",
                        "R010 is open and names something",
                        "R011 belongs to no system",
                        "R012 has no state",
                        "R013 has a phrase that cannot be cut at commas");
    }

    private static List<CSVRecord> read(Path file) throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var rows = format.parse(Files.newBufferedReader(file))) {
            return rows.getRecords();
        }
    }

    private static final Pattern METHOD = Pattern.compile("(?m)^    void (\\w+)\\(");

    /// `Class#method` of every test.
    private static Set<String> tests() throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .flatMap(file -> METHOD.matcher(Folders.text(file))
                            .results()
                            .map(found -> file.getFileName().toString().replace(".java", "#") + found.group(1)))
                    .collect(Collectors.toSet());
        }
    }

    private static List<String> complaints(List<CSVRecord> rows, Set<String> ways, Set<String> tests) {
        var complaints = new ArrayList<String>();
        for (CSVRecord row : rows) {
            if (row.get("phrase").isBlank() || row.get("phrase").contains(",")) {
                complaints.add(row.get("id") + " has a phrase that cannot be cut at commas");
            }
            if (!SYSTEMS.matcher(row.get("system")).matches()) {
                complaints.add(row.get("id") + " belongs to no system");
            }
            if (!row.get("state").equals("shown") && row.get("missing").isBlank()) {
                complaints.add(row.get("id") + " does not say what is missing");
            }
            switch (row.get("state")) {
                case "shown", "partly" -> {
                    complaints.addAll(unknown(row, "page", ways));
                    complaints.addAll(unknown(row, "test", tests));
                }
                case "open" -> {
                    if (!row.get("page").isEmpty() || !row.get("test").isEmpty()) {
                        complaints.add(row.get("id") + " is open and names something");
                    }
                }
                default -> complaints.add(row.get("id") + " has no state");
            }
        }
        return complaints;
    }

    private static List<String> unknown(CSVRecord row, String column, Set<String> known) {
        if (row.get(column).isBlank()) {
            return List.of(row.get("id") + " names no " + column);
        }
        return Stream.of(row.get(column).split("; "))
                .filter(name -> !known.contains(name))
                .map(name -> row.get("id") + " names " + name + ", which is not there")
                .toList();
    }
}
