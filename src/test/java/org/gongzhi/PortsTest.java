package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gongzhi.kernel.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A port that another program has is named, with what to do, before anything has started.
class PortsTest {

    @TempDir
    private Path folder;

    @Test
    void theProgramSaysWhichPortIsTakenAndWhatToDo() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var failed = catchThrowable(() -> Gongzhi.application()
                    .run(
                            "--server.address=127.0.0.1",
                            "--server.port=" + other.getLocalPort(),
                            "--gongzhi.data=" + folder.resolve("data")));
            assertThat(Gongzhi.reason(failed))
                    .contains("不能使用地址 127.0.0.1:" + other.getLocalPort())
                    .contains("Cannot answer at 127.0.0.1:" + other.getLocalPort() + " (Address already in use)")
                    .contains("ss -ltnp")
                    .contains("--port");
        }
        assertThat(Files.exists(folder.resolve("data"))).as("the database").isFalse();
    }

    @Test
    void aPortOnAllAddressesIsTakenToo() throws Exception {
        try (var other = new ServerSocket(0)) {
            var failed = catchThrowable(() -> Gongzhi.application()
                    .run("--server.port=" + other.getLocalPort(), "--gongzhi.data=" + folder.resolve("data")));
            assertThat(Gongzhi.reason(failed)).contains("Cannot answer at 0.0.0.0:" + other.getLocalPort());
        }
    }

    @Test
    void whatIsNoPortIsToldAsThat() {
        for (String port : new String[] {"abc", "99999", "-1"}) {
            var failed = catchThrowable(() ->
                    Gongzhi.application().run("--server.port=" + port, "--gongzhi.data=" + folder.resolve("data")));
            assertThat(Gongzhi.reason(failed)).contains("1 到 65535").contains("not \"" + port + "\"");
        }
    }

    @Test
    void aHalfLoadedDemonstrationIsToldBeforeAnythingStarts() throws Exception {
        Files.writeString(folder.resolve("demonstration-loading"), "");
        var failed = catchThrowable(
                () -> Gongzhi.application().run("--gongzhi.demo=true", "--server.port=0", "--gongzhi.data=" + folder));
        assertThat(Gongzhi.reason(failed)).contains("没有装载完").contains("was not loaded to its end");
        assertThat(folder.resolve("database")).doesNotExist();
    }

    @Test
    void aFreePortIsLeftFree() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        var address = new java.net.InetSocketAddress(free);
        Ports.free(address);
        Ports.free(address);
    }
}
