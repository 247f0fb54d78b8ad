package org.gongzhi.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreMomentTest {

    @TempDir
    private Path into;

    @Test
    void isTypedInBeijingTimeOrWithAnOffset() throws IOException {
        assertThat(RestoreMoment.of("2026-11-22T09:30:00")).isEqualTo(Instant.parse("2026-11-22T01:30:00Z"));
        assertThat(RestoreMoment.of("2026-11-22T09:30:00Z")).isEqualTo(Instant.parse("2026-11-22T09:30:00Z"));
        assertThatThrownBy(() -> RestoreMoment.of("yesterday")).hasMessageContaining("write it as 2026-11-22T09:30:00");
    }

    @Test
    void saysHowFarTheLogGoesAndLeavesTheFolderEmpty() throws IOException {
        Files.writeString(Files.createDirectories(into.resolve("database")).resolve("PG_VERSION"), "17");
        var failed = new IOException("pg_ctl: could not start\n"
                + "LOG:  last completed transaction was at log time 2026-11-22 01:29:58.5+00\n"
                + "LOG:  last completed transaction was at log time 2026-11-22 06:59:59.123456+05:30\n"
                + "FATAL:  recovery ended before configured recovery target was reached");
        assertThat(RestoreMoment.explained(failed, Instant.parse("2026-11-22T01:30:00Z"), into))
                .hasMessageContaining(
                        "the log does not reach 2026-11-22T09:30:00, its last act is of 2026-11-22T09:29:59")
                .hasMessageContaining("去掉 --until");
        assertThat(into).doesNotExist();
        var other = new IOException("the disk is full");
        assertThat(RestoreMoment.explained(other, Instant.EPOCH, into)).isSameAs(other);
    }

    /// The same at the command, over a real backup.
    static void refusesWhatTheLogDoesNotReach(Path folder, Path key, Path into) throws IOException {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        String[] words = {
            "restore",
            folder.toString(),
            "--key",
            key.toString(),
            "--into",
            into.toString(),
            "--until",
            "2099-01-01T00:00:00"
        };
        assertThat(RestoreMain.run(words, out, out)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("the log does not reach 2099-01-01T00:00:00, its last act is of 20", "请写一个更早的时间");
        assertThat(into).doesNotExist();
    }
}
