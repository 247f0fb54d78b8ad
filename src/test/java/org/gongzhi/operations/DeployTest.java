package org.gongzhi.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators are given to run the program with.
class DeployTest {

    private static final Path UNIT = Path.of("deploy/systemd/gongzhi.service");
    private static final Path SETTINGS = Path.of("deploy/systemd/gongzhi.env");

    @TempDir
    private Path folder;

    private record Answer(int code, String said) {}

    private static Answer run(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Answer(process.waitFor(), new String(process.getInputStream().readAllBytes()));
    }

    private Path unit(String from, String to) throws IOException {
        String text = Files.readString(UNIT);
        assertThat(text).contains(from);
        return Files.writeString(folder.resolve("gongzhi.service"), text.replace(from, to));
    }

    /// Debian's package systemd brings it; `./gongzhi test` says when it is missing.
    private static void assumeSystemd() {
        assumeThat(Path.of("/usr/bin/systemd-analyze")).isExecutable();
    }

    /// What no unit of ours may be without, on any machine.
    @Test
    void theUnitSaysWhatMatters() throws Exception {
        var lines = Files.readAllLines(UNIT);
        assertThat(lines)
                .contains(
                        "[Unit]",
                        "[Service]",
                        "[Install]",
                        "User=gongzhi",
                        "EnvironmentFile=/etc/gongzhi/gongzhi.env",
                        "ExecStart=/opt/gongzhi/gongzhi up --data /var/lib/gongzhi $GONGZHI_OPTIONS",
                        "StateDirectory=gongzhi",
                        "StateDirectoryMode=0700",
                        "KillMode=mixed",
                        "Restart=on-failure",
                        "UMask=0077",
                        "ProtectSystem=strict",
                        "CapabilityBoundingSet=",
                        "NoNewPrivileges=yes",
                        "SystemCallFilter=@system-service",
                        "WantedBy=multi-user.target");
        assertThat(lines)
                .allMatch(line -> line.isEmpty() || line.matches("#.*|\\[[A-Z][a-z]+]|[A-Z][A-Za-z]+=.*"))
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute="));
        assertThat(Path.of("gongzhi")).isExecutable();
    }

    @Test
    void systemdFindsNothingWrongWithTheUnit() throws Exception {
        assumeSystemd();
        String here = Path.of("").toAbsolutePath().toString();
        var sound = unit("/opt/gongzhi/", here + "/");
        assertThat(run(List.of("systemd-analyze", "verify", "--man=no", sound.toString())))
                .isEqualTo(new Answer(0, ""));
        var broken = unit("ExecStart=/opt/gongzhi/gongzhi", "ExecStart=/nowhere/gongzhi");
        assertThat(run(List.of("systemd-analyze", "verify", "--man=no", broken.toString()))
                        .code())
                .isNotZero();
    }

    /// In tenths: 20 is an exposure of 2.0 of 10.
    @Test
    void theServiceMayDoLittle() throws Exception {
        assumeSystemd();
        var rate = List.of("systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager");
        assertThat(run(java.util.stream.Stream.concat(rate.stream(), java.util.stream.Stream.of(UNIT.toString()))
                                .toList())
                        .code())
                .isZero();
        var open = unit("CapabilityBoundingSet=\n", "").toString();
        assertThat(run(java.util.stream.Stream.concat(rate.stream(), java.util.stream.Stream.of(open))
                                .toList())
                        .code())
                .isNotZero();
    }

    /// The file is read by systemd and, before commands, by a shell: both have to read the same.
    @Test
    void theSettingsAreReadAlikeByAShell() throws Exception {
        var answer = run(List.of("sh", "-eu", "-c", ". ./" + SETTINGS + "; printf '%s' \"$GONGZHI_OPTIONS\""));
        assertThat(answer.code()).isZero();
        assertThat(answer.said()).startsWith("--port 8080 ").contains("--gongzhi.backup.folder=/mnt/backups/gongzhi");
        assertThat(Files.readString(UNIT))
                .contains("$GONGZHI_OPTIONS")
                .contains("ReadWritePaths=-/mnt/backups/gongzhi");
    }

    /// What the container copies is what the build needs: the ignored folders hold none of it.
    @Test
    void theContainerRunsTheLauncherAsItsOwnUser() throws Exception {
        String text = Files.readString(Path.of("deploy/container/Containerfile"));
        assertThat(text.lines().filter(line -> line.startsWith("USER ") || line.startsWith("ENTRYPOINT ")))
                .containsExactly("USER builder", "USER gongzhi", "ENTRYPOINT [\"/opt/gongzhi/gongzhi\"]");
        assertThat(Files.readAllLines(Path.of("deploy/container/Containerfile.dockerignore")))
                .contains("target", "data")
                .doesNotContain("src", "src/main", "pom.xml", "gongzhi", "mvnw", ".mvn", "docs");
    }
}
