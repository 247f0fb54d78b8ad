package org.gongzhi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.RunningProgram;
import org.gongzhi.Scale;
import org.gongzhi.exchange.ApiKeys;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/// Each public way in is used ten thousand times, and afterwards files, threads, uploads and memory are where they
/// were; that every connection is back, every test of the program says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EmbeddedOnly("what the program holds is the same over any database")
class EnduranceTest extends RunningProgram {

    private static final int HANDS = 4;

    /// Streams that broke off are found by the next beat, within twenty seconds: so many may be open at once.
    private static final int AT_ONCE = 2000;

    private static final List<String> FORMATS = List.of("pdf", "docx", "xlsx");
    private static final int FILES = 24;
    private static final int THREADS = 12;
    private static final long MIB = 48;

    /// A way is used once.
    private interface Use {
        void once(int number) throws Exception;
    }

    @Autowired
    private ApiKeys keys;

    @Autowired
    private ServletContext servlets;

    private final AtomicInteger used = new AtomicInteger();
    private String officer;
    private byte[] jpeg;
    private String photo;
    private String ledger;

    @BeforeEach
    void world() throws Exception {
        if (ledger != null) { // one world for all ways
            return;
        }
        officer = token(town.actor(Role.STREET_OFFICER).account());
        jpeg = PhotosTest.jpeg(60, 40);
        var stored = PhotosTest.upload(url("/api/v1/photos"), officer, jpeg);
        String name = json.readTree(stored.body()).path("name").asString();
        var told = Map.of("kind", "E0507", "place", town.estate.code(), "text", "x", "photos", List.of(name));
        var taken = call("POST", "/api/v1/matters", officer, told, Map.of("Idempotency-Key", name));
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        String number = json.readTree(taken.body()).path("number").asString();
        photo = "/matters/" + number + "/photos/0";
        String street = Long.toString(town.street.street());
        Awaitility.await()
                .until(() -> call("POST", "/api/v1/ledger/" + street + "/publish", officer, null, Map.of())
                                .statusCode()
                        == 200);
        ledger = "/ledger/" + street;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsBorrowedIsBack(PublicWay way) throws Exception {
        Path uploads = ((File) servlets.getAttribute(ServletContext.TEMPDIR)).toPath();
        int many = many(way);
        use(way, Math.max(3, many / 10), uploads, settled(uploads));
        Footprint before = settled(uploads);
        long memory = memory();
        long begun = System.nanoTime();
        use(way, many, uploads, before);
        long took = System.nanoTime() - begun;
        back(uploads, before);
        Footprint after = Footprint.now(uploads);
        long more = memory() - memory;
        System.out.printf("%s × %,d in %.1f s: %s → %s, %+d MiB%n", way, many, took / 1e9, before, after, more);
        assertThat(more).isLessThanOrEqualTo(MIB);
    }

    /// A few uses leave nothing that could be told from the rest.
    private static long memory() {
        return Scale.whole() ? Footprint.heapMib() : 0;
    }

    /// A look into the mailbox is one conversation after the other, a fifth of a second each.
    private static int many(PublicWay way) {
        int some = way == PublicWay.LIVE_BROKEN_OFF ? 20 : 60; // more than FILES, where the next beat is not waited for
        return way == PublicWay.MAILBOX ? Scale.of(3, 1000) : Scale.of(some, 10_000);
    }

    /// What the other test counts is there to be counted: an upload under way, files, threads, memory.
    @Test
    void whatIsKeptIsSeen() throws Exception {
        Path uploads = ((File) servlets.getAttribute(ServletContext.TEMPDIR)).toPath();
        Footprint before = settled(uploads);
        long heap = Footprint.heapMib();
        var files = new ArrayList<FileInputStream>();
        var end = new CountDownLatch(1);
        byte[][] memory = new byte[4 * (int) MIB][1 << 20];
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(halfAnUpload());
            for (int i = 0; i < 10 * FILES; i++) { // more than what others give back meanwhile
                files.add(new FileInputStream("/dev/null"));
                Thread.ofPlatform().daemon().start(() -> Awaitility.await().until(() -> end.getCount() == 0));
            }
            Awaitility.await().untilAsserted(() -> {
                Footprint now = Footprint.now(uploads);
                assertThat(now.uploads()).isEqualTo(1);
                assertThat(now.files()).isGreaterThan(before.files() + FILES);
                assertThat(now.threads()).isGreaterThan(before.threads() + THREADS);
                assertThat(Footprint.heapMib()).isGreaterThan(heap + MIB);
            });
        } finally {
            end.countDown();
            for (var each : files) {
                each.close();
            }
        }
        assertThat(memory.length).isEqualTo(4 * (int) MIB);
        back(uploads, before);
    }

    private Footprint settled(Path uploads) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Footprint.now(uploads).uploads() == 0);
        return Footprint.now(uploads);
    }

    private void back(Path uploads, Footprint before) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    Footprint now = Footprint.now(uploads);
                    assertThat(now.files()).isLessThanOrEqualTo(before.files() + FILES);
                    assertThat(now.threads()).isLessThanOrEqualTo(before.threads() + THREADS);
                    assertThat(now.uploads()).isZero();
                });
    }

    /// By several hands at once; where much may be open at once, piece by piece.
    private void use(PublicWay way, int many, Path uploads, Footprint before) throws Exception {
        Use use = use(way);
        for (int done = 0; done < many; done += AT_ONCE) {
            try (var hands = Executors.newFixedThreadPool(HANDS)) {
                var all = hands.invokeAll(IntStream.range(0, Math.min(AT_ONCE, many - done))
                        .<java.util.concurrent.Callable<Void>>mapToObj(_ -> () -> {
                            use.once(used.incrementAndGet());
                            return null;
                        })
                        .toList());
                for (var each : all) {
                    each.get();
                }
            }
            back(uploads, before);
        }
    }

    private Use use(PublicWay way) {
        String position = "?latitude=23.0101&longitude=113.9602";
        return switch (way) {
            case PAGE_BY_POSITION -> _ -> seen("/near" + position, "");
            case CHOICES_BY_POSITION -> _ -> seen("/report/places" + position, "");
            case API_BY_POSITION -> _ -> seen("/api/v1/places" + position, "");
            case OPEN311_BY_POSITION -> open311();
            case MAIL -> this::mail;
            case MAILBOX -> _ -> sent("/api/v1/exchange/mailbox/look", "application/json", "{}", 200);
            case SEARCH -> _ -> sent("/api/v1/cases/search", "application/json", "{\"words\":\"楼道 漏水 loudao\"}", 200);
            case PHOTO_SENT -> _ -> photoSent();
            case PHOTO_SEEN -> _ -> seen(photo, officer);
            case LEDGER_FILES -> number -> seen(ledger + (number % 2 == 0 ? "/checkpoint" : "/policy"), "");
            case FEED -> _ -> seen("/near/feed.xml", "");
            case DOCUMENTS -> number -> seen("/figures/bulletin?format=" + FORMATS.get(number % 3), officer);
            case LIVE_BROKEN_OFF -> this::live;
            case UPLOAD_BROKEN_OFF -> this::upload;
        };
    }

    private void seen(String path, String token) throws Exception {
        assertThat(call("GET", path, token, null, Map.of()).statusCode())
                .as(path)
                .isEqualTo(200);
    }

    private void sent(String path, String type, String body, int status) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", type)
                .header("Accept-Language", "en")
                .header("Authorization", "Bearer " + officer)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    /// A key may send 3600 requests an hour.
    private Use open311() {
        var many = IntStream.range(0, 8)
                .mapToObj(i -> keys.make((Long) null, "endurance " + i, "test@example.org"))
                .toList();
        return number -> sent(
                "/open311/v2/requests.json",
                "application/x-www-form-urlencoded",
                "service_code=E0402&lat=23.0101&long=113.9602&description=n" + number + "&api_key="
                        + many.get(number % many.size()),
                200);
    }

    private void mail(int number) throws Exception {
        sent(
                "/api/v1/exchange/mail",
                "message/rfc822",
                "From: p" + number + "@people.example\r\nTo: box@gongzhi.example\r\nSubject: lamp " + number
                        + "\r\nMessage-ID: <" + System.nanoTime() + "." + number
                        + "@people.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "The lamp is out.\r\n",
                200);
    }

    private void photoSent() throws Exception {
        var body = new String(jpeg, StandardCharsets.ISO_8859_1);
        var request = HttpRequest.newBuilder(URI.create(url("/api/v1/photos")))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .header("Authorization", "Bearer " + officer)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"p.jpg\"\r\n"
                                + "Content-Type: image/jpeg\r\n\r\n" + body + "\r\n--x--\r\n",
                        StandardCharsets.ISO_8859_1));
        assertThat(http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(201);
    }

    /// Listens until the first line, and is gone: half of them without a goodbye.
    private void live(int number) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(
                            ("GET /live/work HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                                            + officer + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            var answer = new StringBuilder();
            while (answer.indexOf("listening") < 0) {
                int read = socket.getInputStream().read();
                assertThat(read).as(answer.toString()).isNotNegative();
                answer.append((char) read);
            }
            socket.setSoLinger(number % 2 == 0, 0);
        }
    }

    private void upload(int number) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(halfAnUpload());
            socket.getOutputStream().flush();
            socket.setSoLinger(number % 2 == 0, 0);
        }
    }

    private static byte[] halfAnUpload() {
        String head = "POST /api/v1/photos HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n"
                + "Content-Type: multipart/form-data; boundary=x\r\n\r\n";
        String part = "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"p.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n";
        return (head + part + "x".repeat(20_000)).getBytes(StandardCharsets.US_ASCII);
    }
}
