package org.gongzhi.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.gongzhi.ApiTest;
import org.gongzhi.journal.Journal;
import org.gongzhi.ledger.Acts;
import org.gongzhi.ledger.Asking;
import org.gongzhi.ledger.Ledger;
import org.gongzhi.ledger.Parties;
import org.gongzhi.ledger.Successor;
import org.gongzhi.ledger.tree.Algorithm;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Folder;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.tree.Receipt;
import org.gongzhi.ledger.tree.SigningKey;
import org.gongzhi.ledger.tree.Tiles;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Parties beside the running program: they pull, recompute, sign, and catch whatever does not fit.
@Tag("sql")
class WitnessTest extends ApiTest {

    private static final Duration SILENCE = Duration.ofMinutes(10);

    @Autowired
    private Ledger ledger;

    @Autowired
    private Parties parties;

    @Autowired
    private Successor successor;

    @Autowired
    private Asking asking;

    @Autowired
    private Journal journal;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient client;

    @TempDir
    private Path folder;

    private long street;
    private final List<Witness.Alarm> alarms = new ArrayList<>();

    @BeforeEach
    void begin() {
        street = Acts.street();
        alarms.clear();
        grow(300);
    }

    private void grow(int lines) {
        Acts.take(ledger, transaction, Acts.rows(street, lines));
        assertThat(ledger.publish(street)).isTrue();
    }

    private String log() {
        return url("/ledger/" + street);
    }

    private Home home(String name) throws IOException {
        var home = new Home(folder.resolve(name));
        home.begin("example.com/" + name);
        home.follow(log(), new Source(log()).text("policy"));
        return home;
    }

    private Witness witness(Home home) {
        return new Witness(home, clock, SILENCE, alarms::add);
    }

    private Home enrolled(String name) throws Exception {
        var home = home(name);
        parties.enrol(
                Acts.keeper(town, street),
                street,
                new Parties.Application(
                        "RESIDENT_GROUP",
                        name,
                        home.mirror().verifier().vkey(),
                        Main.proof(home, ledger.view(street).origin(), clock.instant())
                                .toString(),
                        null,
                        null));
        return home;
    }

    private void refollow(Home home) throws IOException {
        home.follow(log(), new Source(log()).text("policy"));
    }

    private String run(int status, String... words) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            assertThat(new Main(print, clock, words).run())
                    .as(out.toString(StandardCharsets.UTF_8))
                    .isEqualTo(status);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void fivePartiesKeepTheLogAndSignItTogether() throws Exception {
        var homes = new ArrayList<Home>();
        for (int i = 0; i < 5; i++) {
            homes.add(enrolled("p" + i));
        }
        for (int i = 0; i < 5; i++) {
            refollow(homes.get(i));
            assertThat(witness(homes.get(i)).round()).isTrue();
            boolean joint = parties.checkpoint(street, true).isPresent();
            assertThat(joint).as("after " + (i + 1)).isEqualTo(i >= 3);
        }
        var policy = Policy.parse(parties.policy(street));
        Note note = parties.checkpoint(street, true).orElseThrow();
        assertThat(policy.require(note).size()).isEqualTo(300);
        assertThat(policy.cosigned(note)).hasSize(5);
        // the copy is the log, byte for byte, also as it grows
        Acts.settled(journal);
        grow(777);
        long size = ledger.view(street).size();
        assertThat(witness(homes.getFirst()).round()).isTrue();
        var copy = homes.getFirst().followed().getFirst().copy();
        for (Tiles.Tile tile : Tiles.between(0, size)) {
            assertThat(new Folder(copy).tile(tile.level(), tile.n(), tile.width()))
                    .startsWith(new Source(log()).tile(tile).orElseThrow());
        }
        var mirror =
                witness(homes.getFirst()).mirror(homes.getFirst().followed().getFirst());
        assertThat(mirror.recompute((_, _) -> {}).size()).isEqualTo(size);
        assertThat(alarms).isEmpty();
        // four of five: four have not signed the newest one yet
        assertThat(Checkpoint.parse(parties.checkpoint(street, true).orElseThrow())
                        .size())
                .isEqualTo(300);
    }

    @Test
    void aPartyAnswersForItsOwnCopy() throws Exception {
        var home = enrolled("p");
        refollow(home);
        var witness = witness(home);
        assertThat(witness.round()).isTrue();
        try (var serving = new Serving(witness, "127.0.0.1", 0);
                var http = HttpClient.newHttpClient()) {
            String own = "http://127.0.0.1:" + serving.port() + "/";
            String hex = Home.hex(ledger.view(street).origin());
            Note shown = Note.parse(ask(http, own + hex + "/checkpoint", 200));
            assertThat(home.mirror().verifier().signed(shown)).isPresent();
            var entry = new Source(log()).bundle(0, 256).get(17);
            Hash hash = Hash.leaf(entry);
            for (String query : List.of("", "?index=17")) {
                var receipt = Receipt.parse(ask(http, own + hex + "/receipt/" + hash.hex() + query, 200));
                assertThat(receipt.index()).isEqualTo(17);
                assertThat(receipt.require(entry, Policy.parse(parties.policy(street)))
                                .size())
                        .isEqualTo(300);
            }
            ask(http, own + hex + "/receipt/" + hash.hex() + "?index=18", 404);
            ask(http, own + hex + "/receipt/" + "0".repeat(64), 404);
            ask(http, own + hex + "/tile/entries/000", 200);
            for (String nothing :
                    List.of("x", hex + "/tile/../../name", hex + "/name", "0".repeat(64) + "/checkpoint")) {
                ask(http, own + nothing, 404);
            }
            assertThat(ask(http, own, 200)).contains("example.com/p", " 300 ");
        }
    }

    private static String ask(HttpClient http, String url, int status) throws Exception {
        var answer = http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(url).isEqualTo(status);
        return answer.body();
    }

    /// What somebody with the database, or the operator with the key, could do to a log; each is caught by
    /// every party with its next round, by the monitor too, and the log signs no more of what it can see
    /// itself.
    @Test
    void changeDropReorderInsertAndRewritingAreCaught() throws Exception {
        Home home = enrolled("p");
        Acts.settled(journal);
        ledger.publish(street);
        var witness = witness(home);
        assertThat(witness.round()).isTrue();
        byte[] first = bundle(0);
        byte[] second = bundle(1);
        var entries = new ArrayList<>(Tiles.entries(second));
        var changed = new ArrayList<>(entries);
        changed.set(
                40,
                new String(entries.get(40), StandardCharsets.UTF_8)
                        .replace("Reported", "Reporter")
                        .getBytes(StandardCharsets.UTF_8));
        var reordered = new ArrayList<>(entries);
        reordered.set(1, entries.get(2));
        reordered.set(2, entries.get(1));
        var inserted = new ArrayList<>(entries);
        inserted.add(3, entries.get(9));
        inserted.removeLast();
        var dropped = new ArrayList<>(entries);
        dropped.remove(7);
        Acts.take(ledger, transaction, Acts.rows(street, 10));
        int tried = 0;
        for (var tampered : List.of(changed, reordered, inserted)) {
            store(1, Tiles.bundle(plus(tampered, Tiles.entries(bundle(1)), entries.size())));
            // history before the newest checkpoint: who signs reads only what is new, so it is the parties who notice
            ledger.publish(street);
            assertThat(witness.round()).as("tampering " + tried).isFalse();
            assertThat(alarms).hasSize(++tried);
            assertThat(alarms.getLast().what()).contains("not what it was");
            store(1, Tiles.bundle(plus(entries, Tiles.entries(bundle(1)), entries.size())));
            assertThat(witness.round()).isTrue();
            Acts.take(ledger, transaction, Acts.rows(street, 10));
        }
        // a signed line dropped: whoever begins to follow, a new party or a monitor, is not served what was signed
        ledger.publish(street);
        byte[] whole = bundle(1);
        store(1, Tiles.bundle(plus(dropped, Tiles.entries(whole), entries.size())));
        var newcomer = new Home(folder.resolve("newcomer"));
        newcomer.begin("example.com/newcomer");
        newcomer.follow(log(), new Source(log()).text("policy"));
        assertThatThrownBy(() -> witness(newcomer)
                        .mirror(newcomer.followed().getFirst())
                        .pull(newcomer.followed().getFirst().policy(), (_, _) -> {}))
                .isInstanceOf(Flaw.class)
                .hasMessageContaining("does not serve what it signed");
        store(1, whole);
        Acts.take(ledger, transaction, Acts.rows(street, 10));
        // what is not signed yet, the log itself finds: it recomputes from the stored bytes before it signs
        long sealed = ledger.view(street).size();
        var now = new ArrayList<>(Tiles.entries(bundle(1)));
        var late = new ArrayList<>(now);
        late.set(late.size() - 1, late.get(late.size() - 2));
        store(1, Tiles.bundle(late));
        assertThat(ledger.publish(street)).isFalse();
        assertThat(ledger.view(street).size()).isEqualTo(sealed);
        assertThat(ledger.view(street).faults()).hasSize(1);
        assertThat(ledger.view(street).faults().getFirst().detail()).contains("not what was taken in");
        store(1, Tiles.bundle(now.subList(0, now.size() - 1)));
        assertThat(ledger.publish(street)).isFalse();
        assertThat(ledger.view(street).faults()).hasSize(2);
        store(1, Tiles.bundle(now));
        // a flipped bit in a stored tile
        byte[] tile = client.sql("select hashes from ledger.tile where street = ? and level = 0 and n = 1")
                .param(street)
                .query((row, _) -> row.getBytes(1))
                .single();
        tile[5] ^= 1;
        client.sql("update ledger.tile set hashes = ? where street = ? and level = 0 and n = 1")
                .params(tile, street)
                .update();
        assertThat(ledger.publish(street)).isFalse();
        assertThat(ledger.view(street).faults().getFirst().detail()).contains("do not have the root");
        tile[5] ^= 1;
        client.sql("update ledger.tile set hashes = ? where street = ? and level = 0 and n = 1")
                .params(tile, street)
                .update();
        assertThat(ledger.publish(street)).isTrue();
        assertThat(witness.round()).isTrue();
        assertThat(bundle(0)).isEqualTo(first);
        assertThat(home.witnessed(ledger.view(street).origin())).isEmpty();
    }

    private static List<byte[]> plus(List<byte[]> head, List<byte[]> all, int from) {
        var joined = new ArrayList<>(head);
        joined.addAll(all.subList(from, all.size()));
        return joined;
    }

    private byte[] bundle(long n) {
        return client.sql("select entries from ledger.bundle where street = ? and n = ?")
                .params(street, n)
                .query((row, _) -> row.getBytes(1))
                .single();
    }

    private void store(long n, byte[] entries) {
        client.sql("update ledger.bundle set entries = ? where street = ? and n = ?")
                .params(entries, street, n)
                .update();
    }

    /// A forger with the log's own key shows this party another history of the same length, then a longer
    /// one; and a party that was shown the other one is found by comparing (split view).
    @Test
    void twoHistoriesAreCaughtByWhoeverComparesThem() throws Exception {
        var key = new SigningKey("forger.example/log", Algorithm.ED25519, new byte[32]);
        Path one = folder.resolve("one");
        Path other = folder.resolve("other");
        write(one, key, 0, 400);
        write(other, key, 1, 400);
        String policy = "log " + key.verifier().vkey() + "\nquorum none\n";
        try (var forger = new Forger(one);
                var http = HttpClient.newHttpClient()) {
            var victim = new Home(folder.resolve("victim"));
            victim.begin("example.com/victim");
            victim.follow(forger.url(), policy);
            assertThat(witness(victim).round()).isTrue();
            assertThat(witness(victim)
                            .mirror(victim.followed().getFirst())
                            .held()
                            .orElseThrow()
                            .size())
                    .isEqualTo(400);
            forger.show(other);
            alarms.clear();
            assertThat(witness(victim).round()).isFalse();
            assertThat(alarms.getFirst().what()).contains("not what it was");
            Path evidence = victim.followed().getFirst().copy().resolve("evidence");
            try (var files = Files.list(evidence)) {
                assertThat(files).hasSize(2);
            }
            write(other, key, 1, 900);
            assertThat(witness(victim).round()).isFalse();
            // somebody else was shown the other one from the beginning; a monitor that compares both sees it
            var misled = new Home(folder.resolve("misled"));
            misled.begin("example.com/misled");
            misled.follow(forger.url(), policy);
            assertThat(witness(misled).round()).isTrue();
            try (var serving = new Serving(witness(misled), "127.0.0.1", 0)) {
                forger.show(one);
                var out = new ByteArrayOutputStream();
                var followed = new Home(folder.resolve("monitor")).follow(forger.url(), policy);
                boolean well = new Monitor(
                                followed,
                                new Mirror(followed.copy(), followed.source(), clock),
                                List.of(new Source("http://127.0.0.1:" + serving.port())),
                                List.of("matter:" + (4_000_000_000_000_000L + 7)),
                                new PrintStream(out, true, StandardCharsets.UTF_8))
                        .round();
                // the misled party is ahead: nothing to compare yet, but never longer than until the log grows past it
                assertThat(well).isTrue();
                assertThat(out.toString(StandardCharsets.UTF_8)).contains("is ahead: 900", "matter Reported");
                write(one, key, 0, 1000);
                well = new Monitor(
                                followed,
                                new Mirror(followed.copy(), followed.source(), clock),
                                List.of(new Source("http://127.0.0.1:" + serving.port())),
                                List.of(),
                                new PrintStream(out, true, StandardCharsets.UTF_8))
                        .round();
                assertThat(well).isFalse();
                assertThat(out.toString(StandardCharsets.UTF_8)).contains("SPLIT VIEW");
            }
            assertThat(ask(http, forger.url() + "/checkpoint", 200)).contains("forger.example/log");
        }
    }

    /// A log on disk as anybody with a key can make one; `salt` makes it another history.
    private static void write(Path path, SigningKey key, int salt, int lines) {
        var to = new Folder(path);
        var growth = new org.gongzhi.ledger.tree.Growth(
                new org.gongzhi.ledger.tree.Tree((level, n, width) -> new byte[0], 0));
        var entries = new ArrayList<byte[]>();
        for (int i = 0; i < lines; i++) {
            entries.add(line(i, salt).bytes());
            growth.add(entries.getLast());
        }
        growth.tiles().forEach((tile, bytes) -> {
            to.write(tile.path(), bytes);
            if (tile.level() == 0) {
                int from = (int) tile.n() * Tiles.WIDTH;
                to.write(
                        Tiles.bundle(tile.n(), tile.width()), Tiles.bundle(entries.subList(from, from + tile.width())));
            }
        });
        Note note = new Checkpoint(key.verifier().name(), lines, growth.root()).note();
        to.settle(note.with(List.of(key.sign(note, Instant.EPOCH))));
    }

    private static Leaf line(long i, int salt) {
        return new Leaf(
                Instant.parse("2026-11-22T04:00:00Z"),
                Hash.leaf((i + " " + salt).getBytes(StandardCharsets.UTF_8)).hex(),
                999_999_999_001L,
                "Reported",
                4_000_000_000_000_000L + i,
                null,
                "DISPATCHED",
                "matter");
    }

    /// Serves whichever folder it is told to.
    private static final class Forger implements AutoCloseable {

        private final com.sun.net.httpserver.HttpServer server;
        private volatile Path shown;

        Forger(Path shown) throws IOException {
            this.shown = shown;
            this.server = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    var found = new Folder(this.shown)
                            .read(exchange.getRequestURI().getPath().substring(1));
                    exchange.sendResponseHeaders(
                            found.isPresent() ? 200 : 404, found.isPresent() ? found.get().length : -1);
                    if (found.isPresent()) {
                        exchange.getResponseBody().write(found.get());
                    }
                }
            });
            server.start();
        }

        void show(Path other) {
            shown = other;
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void aLineThatLeaksIsNotSigned() throws Exception {
        var key = new SigningKey("forger.example/log", Algorithm.ED25519, new byte[32]);
        for (String leak : List.of(
                "{\"name\":\"张三\"}",
                new String(line(1, 0).bytes(), StandardCharsets.UTF_8).replace("Reported", "Reported by 13800000000"),
                new String(line(1, 0).bytes(), StandardCharsets.UTF_8).replace("4000000000000001", "13812345678"),
                new String(line(1, 0).bytes(), StandardCharsets.UTF_8)
                        .replace("4000000000000001", "441900199001011234"),
                new String(line(1, 0).bytes(), StandardCharsets.UTF_8)
                        .replace("\"matter\"}", "\"matter\",\"x\":\"y\"}"),
                new String(line(1, 0).bytes(), StandardCharsets.UTF_8) + " ")) {
            Path path = folder.resolve("leak" + Math.abs(leak.hashCode()));
            byte[] entry = leak.getBytes(StandardCharsets.UTF_8);
            var to = new Folder(path);
            to.write(Tiles.bundle(0, 1), Tiles.bundle(List.of(entry)));
            Note note = new Checkpoint("forger.example/log", 1, Hash.leaf(entry)).note();
            to.settle(note.with(List.of(key.sign(note, Instant.EPOCH))));
            try (var forger = new Forger(path)) {
                var home = new Home(folder.resolve("party" + Math.abs(leak.hashCode())));
                home.begin("example.com/party");
                home.follow(forger.url(), "log " + key.verifier().vkey() + "\nquorum none\n");
                alarms.clear();
                assertThat(witness(home).round()).as(leak).isFalse();
                assertThat(alarms).hasSize(1);
                assertThat(home.signed("forger.example/log")).isEmpty();
            }
        }
    }

    @Test
    void aSilentLogIsAnAlarm() throws Exception {
        var home = new Home(folder.resolve("p"));
        home.begin("example.com/p");
        var key = new SigningKey("gone.example/log", Algorithm.ED25519, new byte[32]);
        home.follow("http://127.0.0.1:1", "log " + key.verifier().vkey() + "\nquorum none\n");
        var at = new Instant[] {Instant.parse("2026-11-22T04:00:00Z")};
        var moving = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return at[0];
            }
        };
        var witness = new Witness(home, moving, SILENCE, alarms::add);
        assertThat(witness.round()).isFalse();
        assertThat(alarms).isEmpty();
        at[0] = at[0].plus(SILENCE).plusSeconds(1);
        assertThat(witness.round()).isFalse();
        assertThat(witness.round()).isFalse();
        assertThat(alarms).hasSize(1);
        assertThat(alarms.getFirst().what()).contains("silent since");
    }

    /// The requests recorded of another implementation; the present document wants 404 for an unknown log.
    @Test
    void aPlainWitnessAnswersAsTheDocumentSays() throws Exception {
        JsonNode cases = json.readTree(
                Files.readAllBytes(Path.of("src/test/resources/ledger/witness-http/litewitness-cases.json")));
        byte[] key = HexFormat.of().parseHex(cases.path("log_public_key_hex").asString());
        String origin =
                cases.path("cases").get(0).path("request_body").asString().split("\n", -1)[2];
        var home = new Home(folder.resolve("plain"));
        home.begin("example.com");
        home.other(vkey(origin, key));
        var witness = witness(home);
        try (var serving = new Serving(witness, "127.0.0.1", 0);
                var http = HttpClient.newHttpClient()) {
            for (JsonNode each : cases.path("cases")) {
                String body = each.path("request_body").asString();
                var answer = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + serving.port() + "/add-checkpoint"))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                String expected = each.path("assert").asString();
                boolean unknown = expected.contains("unknown log");
                assertThat(answer.statusCode())
                        .as(expected)
                        .isEqualTo(unknown ? 404 : each.path("status").asInt());
                if (expected.startsWith("body == ")) {
                    assertThat(answer.body()).isEqualTo(json.readValue(expected.substring(8), String.class));
                    assertThat(answer.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
                } else {
                    assertThat(answer.body()).contains(expected.replaceFirst(".*contains \"(.*)\".*", "$1"));
                }
                if (answer.statusCode() == 200) {
                    Note note = Note.parse(body.substring(body.indexOf("\n\n") + 2) + answer.body());
                    assertThat(home.witness().verifier().signed(note)).isPresent();
                    assertThat(home.later().verifier().signed(note)).isPresent();
                }
            }
            var shown = Note.parse(
                    ask(http, "http://127.0.0.1:" + serving.port() + "/" + Home.hex(origin) + "/checkpoint", 200));
            assertThat(Checkpoint.parse(shown).size()).isEqualTo(5);
        }
        assertThat(witness.add("nonsense").status()).isEqualTo(400);
        assertThat(witness.add("old 5\n\n" + "x\n").status()).isEqualTo(400);
    }

    /// A verifier key of a log known by its bare Ed25519 key.
    private static String vkey(String name, byte[] key) {
        byte[] typed = new byte[33];
        typed[0] = 1;
        System.arraycopy(key, 0, typed, 1, 32);
        var digest = org.gongzhi.kernel.Secrets.digest();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] id = java.util.Arrays.copyOf(digest.digest(typed), 4);
        return name + "+" + HexFormat.of().formatHex(id) + "+"
                + java.util.Base64.getEncoder().encodeToString(typed);
    }

    /// The log asks a party that takes checkpoints.
    @Test
    void thePartyIsAskedAndSigns() throws Exception {
        var home = new Home(folder.resolve("asked"));
        home.begin("example.com/asked");
        home.follow(log(), new Source(log()).text("policy"));
        String role = home.witness().verifier().vkey();
        try (var serving = new Serving(witness(home), "127.0.0.1", 0)) {
            // somebody else's witness signs no enrolment of ours: its first cosignature is the proof
            parties.enrol(
                    Acts.keeper(town, street),
                    street,
                    new Parties.Application(
                            "OTHER", "asked", role, null, "http://127.0.0.1:" + serving.port() + "/", null));
            for (int more : new int[] {0, 50, 600}) {
                if (more > 0) {
                    grow(more);
                }
                for (Thread asked : asking.ask(street)) {
                    asked.join();
                }
                assertThat(parties.checkpoint(street, true))
                        .hasValueSatisfying(
                                note -> assertThat(Checkpoint.parse(note).size())
                                        .isEqualTo(ledger.view(street).size()));
            }
        }
    }

    @Test
    void theCommandsOfAPartyFromInitToTheSuccessor() throws Exception {
        String origin = ledger.view(street).origin();
        var files = new ArrayList<Path>();
        for (int i = 0; i < 5; i++) {
            Path data = folder.resolve("cli" + i);
            files.add(data);
            String told = run(0, "witness", "init", "example.com/cli" + i, origin, "--data", data.toString());
            String vkey = told.lines()
                    .filter(line -> line.startsWith("vkey"))
                    .findFirst()
                    .orElseThrow()
                    .substring(6);
            String proof = told.lines()
                    .filter(line -> line.startsWith("proof"))
                    .findFirst()
                    .orElseThrow()
                    .substring(6);
            parties.enrol(
                    Acts.keeper(town, street),
                    street,
                    new Parties.Application("OTHER", "cli " + i, vkey, proof, null, null));
        }
        run(
                1,
                "witness",
                "init",
                "example.com/other",
                origin,
                "--data",
                files.getFirst().toString());
        run(2, "witness", "frob");
        run(1, "witness", "run", "--once", "--data", folder.resolve("nobody").toString());
        run(
                1,
                "witness",
                "follow",
                log(),
                "--key",
                "x+00000000+AA==",
                "--data",
                files.getFirst().toString());
        for (Path data : files) {
            assertThat(run(0, "witness", "follow", log(), "--data", data.toString()))
                    .contains("following " + origin);
            assertThat(run(0, "witness", "run", "--once", "--data", data.toString()))
                    .contains(" 300 signed");
        }
        String kept = files.getFirst().resolve("logs").resolve(Home.hex(origin)).toString();
        assertThat(run(0, "audit", kept))
                .contains("SOUND", "figures at 300 are as published", "matter {DISPATCHED=300}");
        // a figure that is not what the lines say
        var place = new Folder(Path.of(kept));
        byte[] figures = place.read("figures").orElseThrow();
        place.write(
                "figures",
                new String(figures, StandardCharsets.UTF_8)
                        .replace("\"DISPATCHED\": 300", "\"DISPATCHED\": 299")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(run(1, "audit", kept)).contains("FLAWED", "published {DISPATCHED=299}");
        place.write("figures", figures);
        // a copy in which a byte has changed
        Path bundle = Path.of(kept).resolve("copy").resolve(Tiles.bundle(0, Tiles.WIDTH));
        byte[] bytes = Files.readAllBytes(bundle);
        byte[] broken = bytes.clone();
        broken[70] ^= 1;
        Files.write(bundle, broken);
        assertThat(run(1, "audit", kept)).contains("FLAWED");
        Files.write(bundle, bytes);
        assertThat(run(
                        0,
                        "monitor",
                        log(),
                        "--once",
                        "--watch",
                        "matter:4000000000000003",
                        "--data",
                        folder.resolve("m").toString()))
                .contains("size 300", "matter Reported DISPATCHED");

        // the operator stops: the parties sign, a new one opens the successor with its own key
        long next = Acts.street();
        String fresh = "new.example/ledger/" + next;
        String vkey = successor.vkey(fresh);
        String statement = run(
                0, "witness", "succeed", fresh, vkey, "--data", files.getFirst().toString());
        Path file = folder.resolve("statement");
        Files.writeString(file, statement);
        for (int i = 1; i < 3; i++) {
            Files.writeString(
                    file,
                    run(
                            0,
                            "witness",
                            "endorse",
                            file.toString(),
                            "--data",
                            files.get(i).toString()));
        }
        assertThatThrownBy(() -> successor.open(next, Path.of(kept), file))
                .isInstanceOf(Flaw.class)
                .hasMessageContaining("not enough");
        // the policy in the copy is that of the day it was followed: five parties, four needed
        for (Path data : files) {
            run(0, "witness", "follow", log(), "--data", data.toString());
        }
        assertThatThrownBy(() -> successor.open(next, Path.of(kept), file))
                .isInstanceOf(Flaw.class)
                .hasMessageContaining("not enough");
        Files.writeString(
                file,
                run(
                        0,
                        "witness",
                        "endorse",
                        file.toString(),
                        "--data",
                        files.get(3).toString()));
        var opened = successor.open(next, Path.of(kept), file);
        assertThat(opened.origin()).isEqualTo(fresh);
        assertThat(opened.vkey()).isEqualTo(vkey);
        Acts.settled(journal);
        ledger.publish(next);
        var first = Leaf.parse(new Source(url("/ledger/" + next)).bundle(0, 1).getFirst());
        assertThat(first.kind()).isEqualTo("LedgerSucceeded");
        assertThat(first.sha256()).isEqualTo(org.gongzhi.kernel.Secrets.sha256(Files.readAllBytes(file)));
        assertThat(new Source(url("/ledger/" + next)).text("succession")).isEqualTo(Files.readString(file));
        assertThatThrownBy(() -> successor.open(next, Path.of(kept), file)).isInstanceOf(Flaw.class);
        // a party that holds another history does not endorse
        Files.writeString(file, statement.replaceFirst("\n300\n[^\n]+", "\n300\n" + Hash.EMPTY.base64()));
        assertThat(run(
                        1,
                        "witness",
                        "endorse",
                        file.toString(),
                        "--data",
                        files.get(1).toString()))
                .contains("not what it was");
    }

    @Test
    void whoeverKeepsTheLedgerIsTheStreetOrTheAdministrator() throws Exception {
        var home = home("p");
        var application = Map.of(
                "kind",
                "OTHER",
                "label",
                "somebody",
                "vkey",
                home.mirror().verifier().vkey(),
                "proof",
                Main.proof(home, ledger.view(street).origin(), clock.instant()).toString());
        assertThat(refused(403, as(Role.GRID_WORKER), "/ledger/" + street + "/parties", application))
                .isEqualTo("not-allowed");
        assertThat(refused(403, as(Role.STREET_OFFICER), "/ledger/" + street + "/parties", application))
                .as("of another street")
                .isEqualTo("not-allowed");
    }
}
