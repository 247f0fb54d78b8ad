package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /// What is typed, what is said of it, in both languages, and the next step.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    demo --port|--port 后面要写值|--port needs a value|--port 8081
                    up --port --data x|--port 后面要写值|--port needs a value|--port 8081
                    demo --port abc|不是“abc”|not "abc"|--port 8081
                    demo --port 99999|1 到 65535|from 1 to 65535|--port 8081
                    up --port=x|不是“x”|not "x"|--port 8081
                    up --prot 8080|没有“--prot”这个选项|Did you mean --port?|./gongzhi help
                    demo -p 8080|没有“-p”这个选项|There is no option -p|./gongzhi help
                    demo 8080|“8080”看不懂|"8080" is not understood|--port 8081
                    up --data|--data 后面要写值|--data needs a value|./data/gongzhi
                    up --database-ulr x|是不是想写 --database-url|Did you mean --database-url?|./gongzhi help
                    test --date yesterday|不是“yesterday”|not "yesterday"|--date 2028-02-29
                    test --date 2026-02-30|后面要写日期|takes a date|--date 2028-02-29
                    test --date|后面要写日期|takes a date|--date 2028-02-29
                    test --dat 2028-02-29|是不是想写 --date|Did you mean --date?|./gongzhi help
                    token|少了内容|Something is missing|./gongzhi token USERNAME
                    appoint 王主任|少了内容|Something is missing|./gongzhi appoint NAME MOBILE ROLE PLACE-CODE
                    tokn x|没有“tokn”这个命令|There is no command tokn|./gongzhi token
                    nonsense|没有“nonsense”这个命令|There is no command nonsense|./gongzhi help
                    """)
    void whatIsTypedWronglyIsToldWithTheNextStep(String typed, String chinese, String english, String next)
            throws Exception {
        var answer = gongzhi(typed.split(" "));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines()).as(answer.err()).hasSize(2).allMatch(line -> !line.isBlank());
        assertThat(answer.err()).contains(chinese, english, next);
    }
}
