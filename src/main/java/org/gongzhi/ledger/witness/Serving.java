package org.gongzhi.ledger.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.gongzhi.kernel.Ports;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Hash;

/// A party's own web: takes checkpoints (`POST /add-checkpoint`), shows what it has signed
/// (`/<sha256 of origin>/checkpoint`), its copy (`/…/tile/…`) and receipts out of it (`/…/receipt/<hash>`).
final class Serving implements AutoCloseable {

    private static final int LONGEST = 64 * 1024;
    private static final int THREADS = 4;

    private final Witness witness;
    private final HttpServer server;

    Serving(Witness witness, String host, int port) throws IOException {
        this.witness = witness;
        this.server = open(new InetSocketAddress(host, port));
        server.setExecutor(Executors.newFixedThreadPool(THREADS, task -> {
            var thread = new Thread(null, task, "serving", 256 * 1024);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpServer open(InetSocketAddress address) throws IOException {
        try {
            return HttpServer.create(address, 50);
        } catch (SocketException refused) {
            throw Ports.refused(address, refused);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                String path = exchange.getRequestURI().getPath();
                if (exchange.getRequestMethod().equals("POST") && path.equals("/add-checkpoint")) {
                    byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
                    send(
                            exchange,
                            body.length > LONGEST
                                    ? Witness.Answer.text(400, "too long\n")
                                    : witness.add(new String(body, StandardCharsets.UTF_8)));
                } else if (exchange.getRequestMethod().equals("GET")) {
                    get(exchange, path);
                } else {
                    send(exchange, Witness.Answer.text(405, "GET, or POST /add-checkpoint\n"));
                }
            } catch (Flaw flaw) {
                send(exchange, Witness.Answer.text(404, flaw.getMessage() + "\n"));
            }
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/")) {
            send(exchange, Witness.Answer.text(200, standing()));
            return;
        }
        int slash = path.indexOf('/', 1);
        String hex = slash < 0 ? "" : path.substring(1, slash);
        String rest = slash < 0 ? "" : path.substring(slash + 1);
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new Flaw("nothing here");
        }
        if (rest.equals("checkpoint")) {
            send(
                    exchange,
                    Witness.Answer.text(
                            200,
                            witness.shown(hex)
                                    .orElseThrow(() -> new Flaw("unknown log"))
                                    .whole()));
        } else if (rest.matches("receipt/[0-9a-f]{64}")) {
            String query = exchange.getRequestURI().getQuery();
            long index = query != null && query.matches("index=(0|[1-9][0-9]{0,17})")
                    ? Long.parseLong(query.substring(6))
                    : -1;
            send(
                    exchange,
                    Witness.Answer.text(
                            200,
                            witness.receipt(hex, Hash.hex(rest.substring(8)), index)
                                    .orElseThrow(() -> new Flaw("no such line in this copy"))));
        } else if (rest.matches("tile/(entries|[0-9]{1,2})/[x0-9/]{3,40}(\\.p/[0-9]{1,3})?")) {
            bytes(exchange, witness.copied(hex, rest).orElseThrow(() -> new Flaw("no such tile")));
        } else {
            throw new Flaw("nothing here");
        }
    }

    /// In words, for whoever looks in with a browser.
    private String standing() {
        var text = new StringBuilder(witness.home().name() + "\n");
        for (Home.Followed log : witness.home().followed()) {
            text.append(log.origin())
                    .append(' ')
                    .append(Home.hex(log.origin()))
                    .append(' ')
                    .append(witness.mirror(log).held().map(each -> each.size()).orElse(0L))
                    .append(' ')
                    .append(witness.heard(log.origin()).map(Object::toString).orElse("-"))
                    .append('\n');
        }
        return text.toString();
    }

    private static void send(HttpExchange exchange, Witness.Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    private static void bytes(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().set("Cache-Control", "public, max-age=31536000, immutable");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }
}
