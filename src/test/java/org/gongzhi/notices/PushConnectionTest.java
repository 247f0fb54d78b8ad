package org.gongzhi.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Where a push goes is judged when it goes: what was subscribed yesterday may stand for this house today.
class PushConnectionTest {

    @Test
    void aNameThatMeansThisHouseNowIsNotCalled() throws Exception {
        try (var house = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            house.setSoTimeout(300);
            for (String name : List.of("localhost", "127.0.0.1", "[::ffff:127.0.0.1]")) {
                var endpoint = URI.create("https://" + name + ":" + house.getLocalPort() + "/push");
                assertThatExceptionOfType(UnknownHostException.class)
                        .as(name)
                        .isThrownBy(() -> PushConnection.post(endpoint, Map.of(), false));
            }
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .as("nobody knocks")
                    .isThrownBy(house::accept);
        }
    }

    @Test
    void whoeverMayBeCalledGetsTheHeadersAndAnswersWithAStatus() throws Exception {
        try (var maker = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var heard = threads.submit(() -> {
                var lines = new ArrayList<String>();
                try (var socket = maker.accept();
                        var in = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                        lines.add(line);
                    }
                    socket.getOutputStream()
                            .write("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
                return lines;
            });
            var endpoint = URI.create("http://127.0.0.1:" + maker.getLocalPort() + "/a/b?c=d");
            assertThat(PushConnection.post(endpoint, Map.of("TTL", "86400"), true))
                    .isEqualTo(410);
            assertThat(heard.get())
                    .startsWith("POST /a/b?c=d HTTP/1.1", "Host: 127.0.0.1:" + maker.getLocalPort())
                    .contains("TTL: 86400", "Content-Length: 0");
        }
    }
}
