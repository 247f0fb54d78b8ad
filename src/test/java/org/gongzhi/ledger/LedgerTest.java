package org.gongzhi.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gongzhi.ApiTest;
import org.gongzhi.access.Audit;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.ledger.tree.Algorithm;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Enrolment;
import org.gongzhi.ledger.tree.Folder;
import org.gongzhi.ledger.tree.Growth;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.tree.Promise;
import org.gongzhi.ledger.tree.Proofs;
import org.gongzhi.ledger.tree.Receipt;
import org.gongzhi.ledger.tree.SigningKey;
import org.gongzhi.ledger.tree.Tiles;
import org.gongzhi.ledger.tree.Tree;
import org.gongzhi.ledger.tree.Verifier;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.gongzhi.register.Register;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// The log of the running program: from an act to a receipt that anybody can check, and what happens when
/// something goes wrong on the way.
@Tag("sql")
class LedgerTest extends ApiTest {

    @Autowired
    private Ledger ledger;

    @Autowired
    private LedgerStore store;

    @Autowired
    private LedgerRules rules;

    @Autowired
    private LedgerKeys keys;

    @Autowired
    private LedgerTimers timers;

    @Autowired
    private Places places;

    @Autowired
    private Parties parties;

    @Autowired
    private ActReceipts receipts;

    @Autowired
    private Journal journal;

    @Autowired
    private Audit audit;

    @Autowired
    private People people;

    @Autowired
    private Seats seats;

    @Autowired
    private Register register;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient client;

    @TempDir
    private Path folder;

    private HttpResponse<String> report(String token, String words) throws Exception {
        var answer = call(
                "POST",
                "/api/v1/matters",
                token,
                Map.of("place", town.stairwell.code(), "kind", "E0501", "words", words),
                Map.of("Idempotency-Key", "ledger-" + System.nanoTime()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private long home() {
        return LedgerRules.street(town.stairwell.community());
    }

    private SigningKey party(long street, String name) {
        var key = new SigningKey(
                name + "/" + street,
                Algorithm.COSIGNATURE,
                Hash.leaf((name + street).getBytes(StandardCharsets.UTF_8)).bytes());
        if (parties.all(street).stream()
                .noneMatch(each -> each.name().equals(key.verifier().name()))) {
            parties.enrol(Acts.keeper(town, street), street, application(street, key));
        }
        return key;
    }

    private Parties.Application application(long street, SigningKey key) {
        var possession = new Note(Enrolment.possession(ledger.view(street).origin()), List.of());
        return new Parties.Application(
                "OTHER",
                "party",
                key.verifier().vkey(),
                key.sign(possession, clock.instant()).toString(),
                null,
                null);
    }

    private void cosigned(long street, SigningKey... keys) {
        Note note = parties.checkpoint(street, false).orElseThrow();
        for (SigningKey key : keys) {
            parties.cosign(street, note.with(List.of(key.sign(new Note(note.text(), List.of()), clock.instant()))));
        }
    }

    @Test
    void whoeverActsGetsAPromiseAtOnceAndAReceiptThatAnybodyCanCheck() throws Exception {
        var answer = report(token(town.resident), "SECRET-WORDS 路灯坏了");
        String path = answer.headers().firstValue("Gongzhi-Receipt").orElseThrow();
        String hash = path.substring(path.lastIndexOf('/') + 1);
        assertThat(answer.headers().allValues("Set-Cookie").toString()).contains("act=" + hash, "HttpOnly");
        // the promise is signed by the log and names the line and a deadline
        String promised = new String(
                Base64.getDecoder()
                        .decode(answer.headers().firstValue("Gongzhi-Promise").orElseThrow()),
                StandardCharsets.UTF_8);
        Acts.settled(journal);
        ledger.publish(home());
        var key = Verifier.parse(ledger.view(home()).promiseVkey());
        var promise = Promise.parse(Note.parse(promised), key);
        assertThat(promise.leaf().hex()).isEqualTo(hash);
        assertThat(promise.due()).isAfter(clock.instant().plus(Duration.ofMinutes(59)));
        assertThatThrownBy(() -> Promise.parse(Note.parse(promised.replace("\n1", "\n2")), key))
                .isInstanceOf(RuntimeException.class);

        JsonNode view = get("/api/v1/ledger/receipts/" + hash, "");
        var receipt = Receipt.parse(view.path("receipt").asString());
        byte[] entry = receipt.extra();
        assertThat(Hash.leaf(entry).hex()).isEqualTo(hash);
        var leaf = Leaf.parse(entry);
        assertThat(leaf.kind()).isEqualTo("Reported");
        assertThat(Ids.number(leaf.of()))
                .isEqualTo(json.readTree(answer.body()).path("number").asString());
        assertThat(leaf.state()).isIn("DISPATCHED", "VERIFYING");
        assertThat(new String(entry, StandardCharsets.UTF_8)).doesNotContain("SECRET", "路灯");

        // five parties sign; the receipt then proves itself under the policy
        var five = new ArrayList<SigningKey>();
        for (int i = 0; i < 5; i++) {
            five.add(party(home(), "five.example/" + i));
        }
        cosigned(home(), five.get(0), five.get(1), five.get(2));
        assertThat(get("/api/v1/ledger/receipts/" + hash, "").path("joint").asBoolean())
                .isFalse();
        cosigned(home(), five.get(3));
        view = get("/api/v1/ledger/receipts/" + hash, "");
        assertThat(view.path("joint").asBoolean()).isTrue();
        String text = view.path("receipt").asString();
        var policy = Policy.parse(parties.policy(home()));
        assertThat(Receipt.parse(text).require(entry, policy).origin())
                .isEqualTo(ledger.view(home()).origin());
        JsonNode judged = post(200, "", "/ledger/verify", Map.of("receipt", text));
        assertThat(judged.path("holds").asBoolean()).isTrue();
        assertThat(judged.path("signatures").asInt()).isEqualTo(4);
        for (String wrong :
                List.of(text.replace("index ", "index 1"), text.replaceFirst("\nindex", "AA\nindex"), "", "x")) {
            assertThat(post(200, "", "/ledger/verify", Map.of("receipt", wrong))
                            .path("holds")
                            .asBoolean())
                    .isFalse();
        }
        // what the line commits to is for whoever acted, and is what it says
        assertThat(call(
                                "GET",
                                "/api/v1/ledger/receipts/" + hash + "/opening",
                                token(town.otherResident),
                                null,
                                Map.of())
                        .statusCode())
                .isEqualTo(404);
        JsonNode opening = get("/api/v1/ledger/receipts/" + hash + "/opening", token(town.resident));
        assertThat(opening.path("text").asString()).contains("\"kind\":\"Reported\"");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(opening.path("salt").asString()), "HmacSHA256"));
        assertThat(HexFormat.of()
                        .formatHex(mac.doFinal(opening.path("text").asString().getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(leaf.commit());
        // one's own list
        assertThat(get("/api/v1/ledger/mine", token(town.resident))
                        .path("rows")
                        .get(0)
                        .path("hash")
                        .asString())
                .isEqualTo(hash);
        assertThat(call("GET", "/api/v1/ledger/mine", "", null, Map.of()).statusCode())
                .isEqualTo(401);
        assertThat(call("GET", "/api/v1/ledger/receipts/" + "0".repeat(64), "", null, Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(parties.all(home()))
                .allSatisfy(party -> assertThat(party.name()).contains(".example/"));
        five.forEach(each ->
                parties.end(Acts.keeper(town, home()), home(), each.verifier().name()));
    }

    /// Acts on a matter, looks at personal data, seats, rules and erasures become lines; what they name stays
    /// out.
    @Test
    void everySortOfActIsLoggedAndErasingLeavesTheProofs() throws Exception {
        var visitor = report("", "无名者上报");
        assertThat(visitor.headers().firstValue("Gongzhi-Receipt")).isPresent();
        long person = ids.next();
        people.add(
                List.of(Person.of(
                        town.stairwell.community(), person, town.stairwell.code(), "诸葛张三丰", "10088881234", null)),
                null);
        post(200, as(Role.GRID_WORKER), "/people/" + person + "/reveal", Map.of("purpose", "EMERGENCY"));
        var helper = town.seat(town.stairwell, Role.VOLUNTEER);
        seats.end(helper.id(), Entry.Who.NOBODY, "离职");
        var answer = report(token(town.resident), "请联系诸葛张三丰 10088881234");
        String path = answer.headers().firstValue("Gongzhi-Receipt").orElseThrow();
        String hash = path.substring(path.lastIndexOf('/') + 1);
        String number = json.readTree(answer.body()).path("number").asString();
        Acts.settled(journal);
        ledger.publish(home());
        var line = store.line(Hash.hex(hash)).orElseThrow().line();
        assertThat(journal.opening(line.community(), line.seq())).isPresent();
        JsonNode of = get("/api/v1/ledger/" + home() + "/subjects/matter/" + number, "");
        assertThat(of.get(0).path("hash").asString()).isEqualTo(hash);
        assertThat(get("/api/v1/ledger/" + home() + "/subjects/person/" + Ids.number(person), ""))
                .isEmpty();

        // erasing destroys salt and words of every row that told of them; lines and proofs stay
        transaction.executeWithoutResult(
                _ -> client.sql("""
                        update journal.entry set body = jsonb_set(body, '{event,channel}', '"诸葛张三丰"')
                        where community = ? and seq = ?""").params(line.community(), line.seq()).update());
        register.erase(town.actor(Role.COMMITTEE_DIRECTOR), person);
        Acts.settled(journal);
        ledger.publish(home());
        assertThat(call("GET", "/api/v1/ledger/receipts/" + hash + "/opening", token(town.resident), null, Map.of())
                        .statusCode())
                .isEqualTo(409);
        var receipt = Receipt.parse(
                get("/api/v1/ledger/receipts/" + hash, "").path("receipt").asString());
        var tree = Checkpoint.parse(receipt.checkpoint());
        assertThat(Proofs.included(Hash.hex(hash), receipt.index(), tree.size(), receipt.proof(), tree.root()))
                .isTrue();
        var kinds = new HashSet<String>();
        for (byte[] entry : store.entries(home(), 0, ledger.view(home()).size())) {
            Leaf leaf = Leaf.parse(entry);
            kinds.add(leaf.subject() + " " + leaf.kind());
            if (leaf.subject().equals("person") || leaf.subject().equals("seat")) {
                assertThat(leaf.of()).isNull();
            }
        }
        assertThat(kinds).contains("matter Reported", "person PersonRevealed", "person PersonErased", "seat SeatEnded");
    }

    /// Everything that is served or lies in the folder, searched for what people said and who they are.
    @Test
    void nothingPersonalIsInAnyTile() throws Exception {
        report(token(town.resident), "MARKER-WORDS 我叫李四，电话 13912345678");
        long person = client.sql("select person from access.account where id = ?")
                .param(town.resident)
                .query(Long.class)
                .single();
        Acts.settled(journal);
        ledger.publish();
        Path root = Path.of(published(home())).getParent();
        int files = 0;
        var forbidden = List.of(
                "MARKER-WORDS",
                "李四",
                "13912345678",
                "SECRET-WORDS",
                Long.toString(person),
                Long.toString(town.resident));
        try (var all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                String utf8 = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                for (String marker : forbidden) {
                    assertThat(utf8.contains(marker) || text.contains(marker))
                            .as(marker + " in " + file)
                            .isFalse();
                }
                files++;
            }
        }
        assertThat(files).isGreaterThan(3);
        // and every line of every log is a public line, letter for letter
        for (var log : ledger.views()) {
            if (log.size() > 0 && log.faults().isEmpty()) {
                store.entries(log.street(), 0, log.size()).forEach(Leaf::parse);
            }
        }
    }

    private String published(long street) {
        return Path.of(dataFolder, "ledger", Long.toString(street)).toString();
    }

    @org.springframework.beans.factory.annotation.Value("${gongzhi.data}")
    private String dataFolder;

    @Test
    void theLogIsServedAsTilesAndLiesThereAsFiles() throws Exception {
        long street = Acts.street();
        for (int lines : new int[] {1, 200, 500}) {
            Acts.take(ledger, transaction, Acts.rows(street, lines));
            ledger.publish(street);
        }
        long size = 701;
        var copy = new Folder(Path.of(published(street)));
        Note note = Note.parse(fetched("/ledger/" + street + "/checkpoint", 200));
        assertThat(Checkpoint.parse(note).size()).isEqualTo(size);
        for (SigningKey key : keys.lines(ledger.view(street).origin())) {
            assertThat(key.verifier().signed(note)).isPresent();
        }
        assertThat(note.lines()).hasSize(3);
        var growth = new Growth(new Tree((level, n, width) -> new byte[0], 0));
        for (long n = 0; n * 256 < size; n++) {
            int width = (int) Math.min(256, size - n * 256);
            byte[] served = fetchedBytes("/ledger/" + street + "/" + Tiles.bundle(n, width), 200);
            assertThat(copy.read(Tiles.bundle(n, width))).contains(served);
            Tiles.entries(served).forEach(growth::add);
        }
        assertThat(growth.root()).isEqualTo(Checkpoint.parse(note).root());
        growth.tiles()
                .forEach((tile, bytes) -> assertThat(fetchedBytes("/ledger/" + street + "/" + tile.path(), 200))
                        .isEqualTo(bytes));
        // unfinished tiles of earlier checkpoints are still served, none that was never there
        fetched("/ledger/" + street + "/tile/0/000.p/201", 200);
        for (String none : List.of(
                "tile/0/003",
                "tile/0/002.p/190",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/1/001",
                "tile/8/000",
                "tile/64/000",
                "tile/x/000",
                "tile/0/0",
                "tile/0/x000/000",
                "tile/entries/009",
                "tile/-1/000")) {
            fetched("/ledger/" + street + "/" + none, 404);
        }
        assertThat(fetched("/ledger/" + street + "/figures", 200)).contains("\"size\":701", "\"DISPATCHED\": 500");
        fetched("/ledger/899999999/checkpoint", 404);
        fetched("/ledger/" + street + "/succession", 404);
        // the folder is made again from the database, whatever was lost of it
        Files.delete(Path.of(published(street), "checkpoint"));
        ledger.publish(street);
        assertThat(copy.checkpoint()).isPresent();
    }

    private String fetched(String path, int status) {
        return new String(fetchedBytes(path, status), StandardCharsets.UTF_8);
    }

    private byte[] fetchedBytes(String path, int status) {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(url(path))).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(path).isEqualTo(status);
            return answer.body();
        } catch (java.io.IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// A store that dies at its `n`-th call, before or after it is done.
    private LedgerStore dying(int[] left, boolean after) {
        return Mockito.mock(LedgerStore.class, invocation -> {
            boolean dies = --left[0] == 0;
            if (dies && !after) {
                throw new Killed();
            }
            invocation.getMethod().setAccessible(true);
            Object answer;
            try {
                answer = invocation.getMethod().invoke(store, invocation.getArguments());
            } catch (java.lang.reflect.InvocationTargetException thrown) {
                throw thrown.getCause();
            }
            if (dies) {
                throw new Killed();
            }
            return answer;
        });
    }

    private Ledger over(LedgerStore other) {
        return new Ledger(
                other,
                rules,
                keys,
                new Published(other, folder),
                journal,
                ids,
                transaction,
                clock,
                "killed.example/ledger");
    }

    @Autowired
    private Ids ids;

    @Test
    void killedAtEveryStepItNeverForksLosesOrDoubles() {
        int steps = 0;
        for (boolean after : new boolean[] {false, true}) {
            for (int kill = 1; kill < 200; kill++) {
                long street = Acts.street();
                var rows = Acts.rows(street, 300);
                Acts.take(over(store), transaction, rows.subList(0, 100));
                over(store).publish(street);
                Note before = Note.parse(store.newest(street).orElseThrow().note());
                int[] left = {kill};
                var dying = over(dying(left, after));
                boolean died = false;
                try {
                    Acts.take(dying, transaction, rows.subList(100, 300));
                    dying.publish(street);
                } catch (Killed killed) {
                    died = true;
                }
                // the program starts again: the follower's cursor stands where its last whole transaction put it
                long size = store.find(street).orElseThrow().size();
                assertThat(size).isIn(100L, 300L);
                if (size == 100) {
                    Acts.take(over(store), transaction, rows.subList(100, 300));
                }
                over(store).publish(street);
                var log = store.find(street).orElseThrow();
                assertThat(log.sealed()).isEqualTo(300);
                var growth = new Growth(new Tree((level, n, width) -> new byte[0], 0));
                var entries = store.entries(street, 0, 300);
                for (int i = 0; i < 300; i++) {
                    assertThat(entries.get(i)).isEqualTo(rules.leaf(rows.get(i)).bytes());
                    growth.add(entries.get(i));
                }
                Note now = Note.parse(store.newest(street).orElseThrow().note());
                assertThat(Checkpoint.parse(now).root()).isEqualTo(growth.root());
                var tree = new Tree(store.hashes(street), 300);
                assertThat(tree.root(100)).isEqualTo(Checkpoint.parse(before).root());
                assertThat(client.sql("select count(*) from ledger.checkpoint where street = ?")
                                .param(street)
                                .query(Integer.class)
                                .single())
                        .isEqualTo(2);
                assertThat(store.figures(street).get("acts")).containsEntry("matter", 300L);
                assertThat(new Folder(folder.resolve("ledger/" + street)).checkpoint())
                        .hasValueSatisfying(note -> assertThat(note.text()).isEqualTo(now.text()));
                steps++;
                if (!died) {
                    break;
                }
            }
        }
        assertThat(steps).isGreaterThan(20);
    }

    @Test
    void twoProgramsSealTheSameLogOnce() throws Exception {
        long street = Acts.street();
        for (int round = 0; round < 5; round++) {
            Acts.take(ledger, transaction, Acts.rows(street, 50));
            var tries = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 6; i++) {
                tries.add(() -> ledger.publish(street));
            }
            atOnce(tries);
        }
        assertThat(client.sql("select array_agg(size order by size)::text from ledger.checkpoint where street = ?")
                        .param(street)
                        .query(String.class)
                        .single())
                .isEqualTo("{50,100,150,200,250}");
        // many writers at once: every row has one place
        var tries = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 8; i++) {
            tries.add(() -> {
                Acts.take(ledger, transaction, Acts.rows(street, 40));
                return true;
            });
        }
        atOnce(tries);
        ledger.publish(street);
        assertThat(ledger.view(street).size()).isEqualTo(250 + 320);
        var places = new HashSet<Long>(client.sql("select n from ledger.leaf where street = ?")
                .param(street)
                .query(Long.class)
                .list());
        assertThat(places).hasSize(570);
    }

    @Test
    void aDatabaseSetBackSignsNothing() {
        long street = Acts.street();
        var here = over(store);
        Acts.take(here, transaction, Acts.rows(street, 20));
        here.publish(street);
        client.sql("delete from ledger.checkpoint where street = ?")
                .param(street)
                .update();
        client.sql("update ledger.log set size = 5, sealed = 0 where street = ?")
                .param(street)
                .update();
        assertThat(here.publish(street)).isFalse();
        assertThat(store.faults(street, 5).getFirst().what()).isEqualTo(Fault.What.SET_BACK);
        assertThat(store.newest(street)).isEmpty();
    }

    /// The audit log is the journal: whoever it records may rule the database and still cannot change it
    /// unseen.
    @Test
    void whatIsChangedOrRemovedAfterwardsIsSeenByEverybody() {
        long street = Acts.street();
        var where = new Entry.Where(street * 1000 + 1, null);
        var actor = town.actor(Role.SYSTEM_ADMINISTRATOR);
        for (int i = 0; i < 5; i++) {
            int person = i;
            transaction.executeWithoutResult(_ -> audit.note(
                    actor,
                    town.seat.get(Role.SYSTEM_ADMINISTRATOR),
                    where,
                    7L + person,
                    Audit.Purpose.values()[0],
                    "x"));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> store.find(street).map(LedgerStore.Log::size).orElse(0L) == 5);
        ledger.publish(street);
        ledger.compare(street, 0, 5);
        assertThat(ledger.view(street).faults()).isEmpty();
        var lines = store.lines(street, 0, 5);
        change("update journal.entry set actor = 1 where community = ? and seq = ?", lines.get(0));
        change("update journal.entry set body = '{}' where community = ? and seq = ?", lines.get(1));
        change("delete from journal.entry where community = ? and seq = ?", lines.get(2));
        // with a commitment of its own a changed row fits itself, and not the line that was signed
        change(
                "update journal.entry set at = at + interval '1 day', salt = '\\x00' where community = ? and seq = ?",
                lines.get(3));
        ledger.compare(street, 0, 5);
        assertThat(store.faults(street, 9))
                .allMatch(fault -> fault.what() == Fault.What.ROW_CHANGED)
                .extracting(Fault::detail)
                .containsExactlyInAnyOrder(lines.subList(0, 4).stream()
                        .map(line -> "journal " + line.seq())
                        .toArray(String[]::new));
        change("update ledger.leaf set hash = sha256(hash) where community = ? and seq = ?", lines.get(4));
        ledger.compare(street, 0, 5);
        assertThat(store.faults(street, 9))
                .anyMatch(fault ->
                        fault.what() == Fault.What.LOG_CHANGED && fault.detail().equals("line 4"));
        client.sql("delete from ledger.tile where street = ? and level = 0")
                .param(street)
                .update();
        ledger.compare(street, 0, 5);
        assertThat(store.faults(street, 9))
                .anyMatch(fault ->
                        fault.what() == Fault.What.LOG_CHANGED && fault.detail().equals("tile/0/000.p/5"));
        assertThat(fetched("/ledger?street=" + street, 200))
                .contains("journal " + lines.get(2).seq());
    }

    private void change(String sql, LedgerStore.Line line) {
        assertThat(client.sql(sql).params(line.community(), line.seq()).update())
                .isEqualTo(1);
    }

    @Test
    void whoeverKeepsTheLedgerHearsOnceOfAPartyThatIsSilent() {
        long street = Acts.street();
        var place = new Place(street * 1000, street, Long.toString(street), PlaceKind.STREET, null, "街", null);
        places.add(List.of(place));
        var keeper = town.seat(place, Role.SYSTEM_ADMINISTRATOR);
        Acts.take(ledger, transaction, Acts.rows(street, 3));
        ledger.publish(street);
        party(street, "silent.example");
        clock.forward(rules.silent().plusMinutes(1));
        for (int i = 0; i < 2; i++) {
            timers.watch();
            assertThat(client.sql("select count(*) from notices.message where seat = ? and template = 'ledger-silent'")
                            .param(keeper.id())
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void roundsGoThroughEveryLogAndBeginAgain() {
        long street = Acts.street();
        long other = Acts.street();
        for (long each : List.of(street, other)) {
            Acts.take(ledger, transaction, Acts.rows(each, 20));
            ledger.publish(each);
        }
        client.sql("update ledger.log set patrolled_at = ? where street <> ?")
                .params(java.sql.Timestamp.from(clock.instant()), street)
                .update();
        ledger.patrol();
        assertThat(store.faults(street, 50)).hasSize(20); // these rows are in no journal
        assertThat(store.nextRound().orElseThrow().street()).isNotEqualTo(street);
    }

    @Test
    void aReceiptThatWouldNotHoldIsNotHandedOut() throws Exception {
        long street = Acts.street();
        Acts.take(ledger, transaction, Acts.rows(street, 20));
        ledger.publish(street);
        String hash = store.hashes(street, 7, 8).getFirst().hex();
        assertThat(get("/api/v1/ledger/receipts/" + hash, "").path("index").asInt())
                .isEqualTo(7);
        client.sql("update ledger.tile set hashes = set_byte(hashes, 70, get_byte(hashes, 70) # 1) where street = ?")
                .param(street)
                .update();
        assertThat(call("GET", "/api/v1/ledger/receipts/" + hash, "", null, Map.of())
                        .statusCode())
                .isEqualTo(503);
        assertThat(store.faults(street, 5).getFirst().detail()).contains("line 7");
        client.sql("update ledger.bundle set entries = substring(entries from 1 for 300) where street = ?")
                .param(street)
                .update();
        assertThat(call("GET", "/api/v1/ledger/receipts/" + hash, "", null, Map.of())
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void aBrokenPromiseIsShownToEverybody() {
        long street = Acts.street();
        Acts.take(ledger, transaction, Acts.rows(street, 3));
        assertThat(ledger.view(street).faults()).isEmpty();
        clock.forward(Duration.ofDays(3000));
        receipts.watch();
        var late = store.faults(street, 5);
        assertThat(late).hasSize(1);
        assertThat(late.getFirst().what()).isEqualTo(Fault.What.PROMISE_BROKEN);
        receipts.watch();
        assertThat(store.faults(street, 5)).hasSize(1);
    }

    @Test
    void partiesAreEnrolledWithSoundKeysOfTheirOwn() throws Exception {
        long street = Acts.street();
        Acts.take(ledger, transaction, Acts.rows(street, 3));
        ledger.publish(street);
        var keeper = Acts.keeper(town, street);
        var key = new SigningKey("sound.example/a", Algorithm.COSIGNATURE, Hash.EMPTY.bytes());
        var good = application(street, key);
        // every key on which libraries differ is refused, whatever proof comes with it
        JsonNode vectors = json.readTree(
                Files.readAllBytes(Path.of("src/test/resources/ledger/cctv-ed25519/ed25519vectors.json")));
        var tried = new HashSet<String>();
        for (JsonNode each : vectors) {
            if (each.path("flags").toString().contains("low_order_A")
                    && tried.add(each.path("key").asString())) {
                String vkey = vkey(
                        "weak.example/a",
                        HexFormat.of().parseHex(each.path("key").asString()));
                assertThatThrownBy(() -> parties.enrol(
                                keeper,
                                street,
                                new Parties.Application("OTHER", "weak", vkey, good.proof(), null, null)))
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                refusal -> assertThat(refusal.code()).isEqualTo("ledger-key-weak"));
            }
        }
        assertThat(tried).hasSizeGreaterThan(3);
        refuses("ledger-possession", street, new Parties.Application("OTHER", "x", good.vkey(), "x", null, null));
        refuses(
                "ledger-possession",
                street,
                new Parties.Application(
                        "OTHER",
                        "x",
                        good.vkey(),
                        key.sign(new Note(Enrolment.possession("another"), List.of()), clock.instant())
                                .toString(),
                        null,
                        null));
        refuses(
                "ledger-party-kind",
                street,
                new Parties.Application("KING", "x", good.vkey(), good.proof(), null, null));
        refuses("ledger-key", street, new Parties.Application("OTHER", "x", "nonsense", good.proof(), null, null));
        refuses(
                "ledger-key",
                street,
                new Parties.Application("OTHER", "x", ledger.view(street).vkey(), good.proof(), null, null));
        refuses(
                "ledger-address",
                street,
                new Parties.Application("OTHER", "x", good.vkey(), good.proof(), "file:///etc/passwd", null));
        refuses(
                "ledger-address",
                street,
                new Parties.Application("OTHER", "x", good.vkey(), good.proof(), null, "https://x y; script-src *"));
        // two at once: one is enrolled
        var tries = new ArrayList<Callable<String>>();
        for (int i = 0; i < 4; i++) {
            tries.add(() -> {
                try {
                    return parties.enrol(keeper, street, good).name();
                } catch (Refusal refusal) {
                    return refusal.code();
                }
            });
        }
        assertThat(atOnce(tries))
                .containsExactlyInAnyOrder(
                        "sound.example/a", "ledger-party-taken", "ledger-party-taken", "ledger-party-taken");
        // a signature comes by any way, from the right key, under this log
        cosigned(street, key);
        Note note = parties.checkpoint(street, true).orElseThrow();
        assertThat(call("POST", "/ledger/" + street + "/cosignatures", "", null, Map.of())
                        .statusCode())
                .isEqualTo(400);
        var other = new SigningKey("sound.example/b", Algorithm.COSIGNATURE, new byte[32]);
        Note bare = new Note(note.text(), List.of());
        assertThatThrownBy(() -> parties.cosign(street, bare.with(List.of(other.sign(bare, clock.instant())))))
                .isInstanceOf(Refusal.class);
        // a party that signed another history is evidence, kept for everybody to see
        Note fork = new Checkpoint(ledger.view(street).origin(), 3, Hash.EMPTY).note();
        assertThatThrownBy(() -> parties.cosign(street, fork.with(List.of(key.sign(fork, clock.instant())))))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("ledger-split"));
        assertThat(ledger.view(street).faults().getFirst().what()).isEqualTo(Fault.What.SPLIT_VIEW);
        // it leaves: what it signed stays, it counts no more
        parties.end(keeper, street, "sound.example/a");
        assertThat(parties.policy(street)).contains("quorum none");
        assertThatThrownBy(() -> parties.end(keeper, street, "sound.example/a")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> cosigned(street, key)).isInstanceOf(Refusal.class);
        assertThat(parties.checkpoint(street, false).orElseThrow().lines()).hasSize(4);
    }

    private void refuses(String code, long street, Parties.Application application) {
        assertThatThrownBy(() -> parties.enrol(Acts.keeper(town, street), street, application))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static String vkey(String name, byte[] key) {
        byte[] typed = new byte[33];
        typed[0] = 4;
        System.arraycopy(key, 0, typed, 1, 32);
        var digest = org.gongzhi.kernel.Secrets.digest();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] id = java.util.Arrays.copyOf(digest.digest(typed), 4);
        return name + "+" + HexFormat.of().formatHex(id) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /// Checkpoint and proof as a library we did not write reads and checks them.
    @Test
    void anotherImplementationAcceptsCheckpointAndProofs() throws Exception {
        long street = Acts.street();
        Acts.take(ledger, transaction, Acts.rows(street, 777));
        ledger.publish(street);
        Note note = parties.checkpoint(street, false).orElseThrow();
        var checkpoint = dev.sigstore.rekor.client.Checkpoints.from(note.whole());
        assertThat(checkpoint.getOrigin()).isEqualTo(ledger.view(street).origin());
        assertThat(checkpoint.getSize()).isEqualTo(777L);
        assertThat(checkpoint.getSignatures()).hasSize(3);
        byte[] root = Base64.getDecoder().decode(checkpoint.getBase64Hash());
        var tree = new Tree(store.hashes(street), 777);
        var entries = store.entries(street, 0, 777);
        for (int i = 0; i < 777; i++) {
            var proof = tree.inclusion(i).stream().map(Hash::bytes).toList();
            dev.sigstore.merkle.InclusionProofVerifier.verify(
                    Hash.leaf(entries.get(i)).bytes(), (long) i, 777L, proof, root);
        }
        assertThatThrownBy(() -> dev.sigstore.merkle.InclusionProofVerifier.verify(
                        Hash.leaf(entries.get(1)).bytes(),
                        2L,
                        777L,
                        tree.inclusion(2).stream().map(Hash::bytes).toList(),
                        root))
                .isInstanceOf(dev.sigstore.merkle.InclusionProofVerificationException.class);
    }

    @Test
    void figuresAreKeptAsTheyAreCounted() {
        long street = Acts.street();
        var counted = new org.gongzhi.ledger.tree.Figures();
        var random = new java.util.Random(8);
        for (int batch = 0; batch < 20; batch++) {
            var rows = new ArrayList<org.gongzhi.journal.Recorded>();
            for (int i = 0; i < 50; i++) {
                String state = List.of("DISPATCHED", "ACCEPTED", "CLOSED").get(random.nextInt(3));
                rows.add(
                        random.nextInt(5) == 0
                                ? Acts.row(
                                        street, "BallotCast", "ballot", 4_000_000_000_000_001L + random.nextInt(3), "")
                                : Acts.row(
                                        street, "Moved", "matter", 4_000_000_000_000_000L + random.nextInt(30), state));
            }
            rows.forEach(row -> counted.add(rules.leaf(row)));
            Acts.take(ledger, transaction, rows);
            assertThat(store.figures(street)).isEqualTo(counted.counted());
        }
    }
}
