package org.gongzhi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever writes millions of made-up rows asks first whether the folder is a demonstration.
class MeasuresTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int measure(String... words) throws Exception {
        return Measures.run(new PrintStream(said, true, StandardCharsets.UTF_8), words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "duty", "inspections", "votes", "city", "search", "ledger", "pages", "import"})
    void nothingIsMeasuredOverAFolderThatIsNoDemonstration(String name) throws Exception {
        Files.createDirectories(folder.resolve("database"));
        assertThat(measure(name, folder.toString(), "10", "10")).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("不是演示数据的文件夹")
                .contains("Not a folder of the demonstration")
                .contains(folder.toString());
        try (var files = Files.walk(folder)) {
            assertThat(files).containsExactlyInAnyOrder(folder, folder.resolve("database"));
        }
    }

    @Test
    void anUnknownMeasurementIsToldWhichThereAre() throws Exception {
        assertThat(measure("nonsense", folder.toString())).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("register").contains("votes");
    }

    @Test
    void aMarkedFolderIsADemonstration() throws Exception {
        var demonstration = new Demonstration(folder);
        assertThat(demonstration.marked()).isFalse();
        demonstration.mark();
        demonstration.mark();
        assertThat(new Demonstration(folder).marked()).isTrue();
    }

    /// The program's own classes hold nothing that measures.
    @Test
    void whatMeasuresIsNoPartOfTheProgram() throws Exception {
        try (var classes = Files.walk(Path.of("target/classes/org/gongzhi"))) {
            assertThat(classes.map(file -> file.getFileName().toString()))
                    .contains("CommandLine.class")
                    .noneMatch(
                            name -> name.matches("[^$]*Measures?\\.class|(Matter|Person)Copy\\.class|Filling\\.class"));
        }
    }
}
