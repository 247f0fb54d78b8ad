package org.gongzhi.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gongzhi.RunningProgram;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.ledger.Acts;
import org.gongzhi.matters.MatterHistory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("sql")
class RequestImportTest extends RunningProgram {

    @Autowired
    private RequestImport requests;

    @Autowired
    private MatterHistory history;

    @Autowired
    private JdbcClient client;

    @Autowired
    private Journal journal;

    @Test
    void theGoldenNumbersOfTheRealRequestsComeOutOfOurRows() throws Exception {
        town.street(441_900_110L);
        assertThat(requests.load(Path.of("src/main/data/open311/nyc311_sample.csv"), "441900110"))
                .isEqualTo(999);
        assertThat(history.fared(Duration.ofHours(24)))
                .isEqualTo(new MatterHistory.Fared(999, 820, 160, 10, 9, 25, 705));
        var ids = client.sql("select id from matters.matter where channel = 'IMPORT'")
                .query(Long.class)
                .list();
        assertThat(ids).hasSize(999).allSatisfy(id -> {
            assertThat(id).as("older than 2025").isPositive();
            assertThat(Ids.fromNumber(Ids.number(id))).isEqualTo(id);
        });
        Acts.settled(journal);
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
