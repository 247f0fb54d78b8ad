package org.gongzhi.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gongzhi.TestClock;
import org.gongzhi.kernel.Clocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// Where parties answer: none of them needs a port of its own to be free.
@ExtendWith(OutputCaptureExtension.class)
class LocalTest {

    private static final java.time.Clock CLOCK = java.time.Clock.fixed(TestClock.START, Clocks.ZONE);

    @TempDir
    private Path folder;

    private Local party(String name) {
        return new Local(folder.resolve(name), "demo.example/" + name, CLOCK);
    }

    @Test
    void aPartyAnswersAtTheSamePortAgain() throws Exception {
        int first;
        try (var party = party("owners")) {
            party.serve();
            first = party.port();
        }
        try (var party = party("owners")) {
            party.serve();
            assertThat(party.port()).isEqualTo(first).isPositive();
        }
    }

    @Test
    void aPartyWhosePortIsTakenSaysWhichAndAnswersAtAnother(CapturedOutput output) throws Exception {
        int first;
        try (var party = party("owners")) {
            party.serve();
            first = party.port();
        }
        try (var other = new ServerSocket(first, 1, InetAddress.getByName("127.0.0.1"));
                var party = party("owners")) {
            party.serve();
            assertThat(party.port()).isPositive().isNotEqualTo(other.getLocalPort());
            assertThat(output)
                    .contains("地址 127.0.0.1:" + first + " 已被其他程序占用，改用 " + party.port())
                    .contains("another program has 127.0.0.1:" + first + ", it answers at " + party.port());
        }
    }

    @Test
    void aPartyStartedByHandSaysWhichPortIsTakenAndWhatToDo() throws Exception {
        var said = new ByteArrayOutputStream();
        var print = new PrintStream(said, true, StandardCharsets.UTF_8);
        String data = folder.resolve("hand").toString();
        new Main(print, CLOCK, "witness", "init", "a.example/hand", "b.example/1", "--data", data).run();
        try (var other = new ServerSocket(0)) {
            String port = Integer.toString(other.getLocalPort());
            assertThat(new Main(print, CLOCK, "witness", "run", "--port", port, "--once", "--data", data).run())
                    .isEqualTo(1);
            assertThat(said.toString(StandardCharsets.UTF_8))
                    .contains("不能使用地址 0.0.0.0:" + port)
                    .contains("Cannot answer at 0.0.0.0:" + port)
                    .contains("--port");
        }
    }
}
