package org.gongzhi.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Uploads over a socket to the server that the program runs on, with our settings and short limits.
class BodyPaceTest {

    private static final int LENGTH = 20_000;

    @TempDir
    private static Path uploads;

    /// Says how much of an upload came.
    @Configuration
    @Import(BodyPace.class)
    @ImportAutoConfiguration({PropertyPlaceholderAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class
    })
    static class Server {

        @Bean
        ServletRegistrationBean<HttpServlet> taker() {
            var taker = new HttpServlet() {
                @Override
                protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                    try {
                        response.getWriter()
                                .print("came " + request.getPart("photo").getSize());
                    } catch (jakarta.servlet.ServletException broken) {
                        throw new IOException(broken);
                    }
                }
            };
            var servlet = new ServletRegistrationBean<HttpServlet>(taker, "/");
            servlet.setMultipartConfig(new MultipartConfigElement(uploads.toString()));
            return servlet;
        }

        @Bean
        ServletRegistrationBean<HttpServlet> refuser() {
            return new ServletRegistrationBean<>(new Refusing(), "/refused");
        }
    }

    /// Where nobody reads what is sent.
    private static final class Refusing extends HttpServlet {

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(401);
        }
    }

    private static ConfigurableApplicationContext server(Map<String, Object> limits) {
        return new SpringApplicationBuilder(Server.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0")
                .run(limits.entrySet().stream()
                        .map(limit -> "--" + limit.getKey() + "=" + limit.getValue())
                        .toArray(String[]::new));
    }

    private static final String HEAD =
            "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n";

    private static final String TAIL = "\r\n--x--\r\n";

    /// Sends so many bytes every 20 ms.
    private static void sendOn(ScheduledExecutorService clock, OutputStream out, int atOnce) {
        var left = new AtomicInteger(LENGTH);
        clock.scheduleWithFixedDelay(
                () -> {
                    int count = Math.min(atOnce, left.get());
                    try {
                        out.write(new byte[count]);
                        if (count > 0 && left.addAndGet(-count) == 0) {
                            out.write(TAIL.getBytes(StandardCharsets.US_ASCII));
                        }
                    } catch (IOException closed) {
                        throw new UncheckedIOException(closed);
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
    }

    private static String answer(ConfigurableApplicationContext server, int atOnce) throws Exception {
        return answer(server, "/", atOnce, 15);
    }

    /// The first bytes of the answer, as far as the connection gives them.
    private static String answer(ConfigurableApplicationContext server, String path, int atOnce, int bytes)
            throws Exception {
        int port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        try (var socket = new Socket("localhost", port);
                var clock = Executors.newSingleThreadScheduledExecutor()) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                            + "Content-Length: " + (HEAD.length() + LENGTH + TAIL.length()) + "\r\n\r\n" + HEAD)
                    .getBytes(StandardCharsets.US_ASCII));
            sendOn(clock, out, atOnce);
            try {
                return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
            } finally {
                clock.shutdownNow();
            }
        }
    }

    private static void nothingIsKept() {
        Awaitility.await().untilAsserted(() -> {
            try (var files = Files.list(uploads)) {
                assertThat(files).isEmpty();
            }
        });
    }

    @Test
    void aBodyThatHardlyComesIsEndedAndItsUploadTakenAway() throws Exception {
        try (var server = server(Map.of("gongzhi.body.patience", "PT0.3S", "gongzhi.body.pace", "2000"))) {
            assertThat(answer(server, 1)).doesNotContain(" 200");
            nothingIsKept();
        }
    }

    @Test
    void aBodyThatIsSilentIsEnded() throws Exception {
        try (var server = server(Map.of("server.tomcat.connection-timeout", "300ms"))) {
            assertThat(answer(server, 0)).doesNotContain(" 200");
            nothingIsKept();
        }
    }

    @Test
    void aBodyThatNeverEndsIsEnded() throws Exception {
        try (var server = server(Map.of("gongzhi.body.most", "PT0.2S"))) {
            assertThat(answer(server, 10)).doesNotContain(" 200");
            nothingIsKept();
        }
    }

    @Test
    void aSlowNetworkThatMovesOnIsWaitedFor() throws Exception {
        try (var server = server(Map.of("gongzhi.body.patience", "PT0.1S", "gongzhi.body.pace", "2000"))) {
            assertThat(answer(server, 400)).startsWith("HTTP/1.1 200");
            nothingIsKept();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    /// The answer is there at once; the connection does not wait for the rest at the sender's pace.
    @Test
    void aRefusedBodyIsNotWaitedForEither() throws Exception {
        try (var server = server(Map.of("gongzhi.body.patience", "PT0.3S", "gongzhi.body.pace", "2000"))) {
            assertThat(answer(server, "/refused", 1, Integer.MAX_VALUE)).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void aRefusedBodyThatComesIsTakenAndTheConnectionGoesOn() throws Exception {
        try (var server = server(Map.of("gongzhi.body.patience", "PT0.3S", "gongzhi.body.pace", "2000"))) {
            int port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            try (var socket = new Socket("localhost", port)) {
                socket.setSoTimeout(20_000);
                for (int i = 0; i < 2; i++) {
                    socket.getOutputStream()
                            .write(("POST /refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabcde")
                                    .getBytes(StandardCharsets.US_ASCII));
                    assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 401");
                }
            }
        }
    }
}
