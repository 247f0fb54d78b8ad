package org.gongzhi.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gongzhi.RunningProgram;
import org.gongzhi.matters.MatterHistory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("sql")
class RequestImportTest extends RunningProgram {

    @Autowired
    private RequestImport requests;

    @Autowired
    private MatterHistory history;

    @Test
    void theGoldenNumbersOfTheRealRequestsComeOutOfOurRows() throws Exception {
        assertThat(requests.load(Path.of("src/main/data/open311/nyc311_sample.csv"), "441900106000"))
                .isEqualTo(999);
        assertThat(history.fared(Duration.ofHours(24)))
                .isEqualTo(new MatterHistory.Fared(999, 820, 160, 10, 9, 25, 705));
    }

    @Test
    void aBrokenRowIsNamedAndNothingIsWritten() throws Exception {
        var lines = Files.readAllLines(Path.of("src/main/data/open311/nyc311_sample.csv"));
        Path broken = Files.createTempFile(Path.of("target"), "broken", ".csv");
        Files.write(
                broken,
                java.util.List.of(lines.get(0), lines.get(1), lines.get(2).replace("03/01/2011", "not a day")));
        long before = history.fared(Duration.ofHours(24)).rows();
        assertThatExceptionOfType(java.io.IOException.class)
                .isThrownBy(() -> requests.load(broken, "441900106000"))
                .withMessageContaining("row 2");
        assertThat(history.fared(Duration.ofHours(24)).rows()).isEqualTo(before);
    }
}
