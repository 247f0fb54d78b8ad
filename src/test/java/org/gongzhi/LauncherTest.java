package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What `./gongzhi` answers before it builds or starts anything.
class LauncherTest {

    private record Answer(int code, String out, String err) {}

    private static Answer gongzhi(String... words) throws Exception {
        Path out = Files.createTempFile("launcher", ".out");
        Path err = Files.createTempFile("launcher", ".err");
        try {
            var process = new ProcessBuilder(Stream.concat(Stream.of("./gongzhi"), Stream.of(words))
                            .toList())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new Answer(process.waitFor(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static List<String> results() throws IOException {
        try (var files = Files.list(Path.of("bench/results"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private static List<String> measurements() throws Exception {
        var answer = gongzhi("bench", "--list");
        assertThat(answer.code()).isZero();
        return answer.out().lines().map(line -> line.split(" ")[0]).toList();
    }

    @Test
    void helpListsNothingThatMeasuresButBench() throws Exception {
        var help = gongzhi("help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("./gongzhi bench [NAME | --list]").doesNotContain("measure-");
        assertThat(gongzhi("measure-city", "1", "1").code()).isEqualTo(2);
    }

    @Test
    void benchListsWhatItRuns() throws Exception {
        String branches = Files.readString(Path.of("bench/run"), StandardCharsets.UTF_8)
                .lines()
                .dropWhile(line -> !line.contains("case \"$what\" in"))
                .takeWhile(line -> !line.contains("esac"))
                .skip(1)
                .map(line -> line.strip().replaceFirst("\\).*", ""))
                .sorted()
                .reduce("", (all, name) -> all + name + "\n");
        assertThat(measurements()).contains("intake", "votes").doesNotContain("--list");
        assertThat(String.join("\n", measurements().stream().sorted().toList()) + "\n")
                .isEqualTo(branches);
    }

    @Test
    void anUnknownMeasurementIsAnsweredWithTheListAndWritesNothing() throws Exception {
        var before = results();
        for (String name : List.of("nonsense", "--lists", "a.l", "../all")) {
            var answer = gongzhi("bench", name);
            assertThat(answer.code()).as(name).isEqualTo(2);
            assertThat(answer.out()).isEmpty();
            assertThat(answer.err())
                    .contains("没有这项测量")
                    .contains("\"" + name + "\"")
                    .contains(measurements());
        }
        assertThat(results()).isEqualTo(before);
    }
}
