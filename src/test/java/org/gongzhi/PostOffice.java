package org.gongzhi;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// What stands outside the program in tests: real SMTP and IMAP servers, and a gateway that records what it
/// is sent and answers what a test wants.
public final class PostOffice {

    public static final String SECRET = "the gateway and the program know this";

    /// One request to the gateway.
    public record Sent(String path, String signature, String body) {}

    /// The mailbox that the program reads.
    public static final String BOX = "box@gongzhi.example";

    private static final GreenMail MAIL = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
    });
    private static final HttpServer GATEWAY = gatewayServer();

    /// What the gateway was sent, in order.
    public static final List<Sent> SENT = new CopyOnWriteArrayList<>();

    /// The status codes of the next answers; 200 when there are none.
    public static final Queue<Integer> ANSWERS = new ConcurrentLinkedQueue<>();

    static {
        MAIL.start();
        MAIL.setUser(BOX, BOX, SECRET);
        GATEWAY.start();
    }

    private PostOffice() {}

    private static HttpServer gatewayServer() {
        try {
            var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", exchange -> {
                String body =
                        new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                SENT.add(new Sent(
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestHeaders().containsKey("X-Gongzhi-Signature")
                                ? exchange.getRequestHeaders().getFirst("X-Gongzhi-Signature")
                                : exchange.getRequestHeaders().getFirst("Authorization"),
                        body));
                Integer status = ANSWERS.poll();
                exchange.sendResponseHeaders(status == null ? 200 : status, -1);
                exchange.close();
            });
            return server;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public static GreenMail mail() {
        return MAIL;
    }

    static int mailPort() {
        return MAIL.getSmtp().getPort();
    }

    static int boxPort() {
        return MAIL.getImap().getPort();
    }

    public static String gateway() {
        return "http://127.0.0.1:" + GATEWAY.getAddress().getPort();
    }
}
