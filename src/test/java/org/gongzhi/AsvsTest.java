package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/// Every line of OWASP ASVS 4.0.3 up to level 2 in `docs/asvs.csv` names a test that is there, or gives a reason.
class AsvsTest {

    @Test
    void everyLineHasATestThatIsThereOrAReason() throws IOException {
        var tests = tests();
        var seen = new HashSet<String>();
        try (var lines = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(Files.newBufferedReader(Path.of("docs/asvs.csv")))) {
            for (CSVRecord line : lines) {
                String id = line.get("id");
                assertThat(line.size()).as(id).isEqualTo(4);
                assertThat(id).matches("\\d{1,2}\\.\\d{1,2}\\.\\d{1,2}");
                assertThat(seen.add(id)).as(id).isTrue();
                assertThat(line.get("asks")).as(id).isNotBlank();
                String by = line.get("by");
                switch (line.get("answer")) {
                    case "reason" -> assertThat(by).as(id).hasSizeGreaterThan(5);
                    case "test" -> {
                        String[] named = by.split("#");
                        assertThat(tests).as(id).containsKey(named[0]);
                        String source = tests.get(named[0]);
                        assertThat(source)
                                .as("%s %s", id, by)
                                .contains(named[1].equals("*") ? "@Test" : "void " + named[1] + "(");
                    }
                    default -> throw new AssertionError(id + " is answered by neither");
                }
            }
        }
        for (int chapter : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}) {
            assertThat(seen).as("chapter %s", chapter).anyMatch(id -> id.startsWith(chapter + "."));
        }
        assertThat(seen).hasSizeGreaterThan(250);
    }

    private static Map<String, String> tests() throws IOException {
        var tests = new HashMap<String, String>();
        try (var files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
                tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return tests;
    }
}
