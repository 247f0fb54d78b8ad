package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.gongzhi.access.LightHashes;
import org.gongzhi.access.Sessions;
import org.gongzhi.kernel.Loans;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole program over a real PostgreSQL, once for all test classes that extend this: the embedded server,
/// or the one named by GONGZHI_TEST_DATABASE_URL, in which {fork} stands for the number of the test process.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(classes = {Gongzhi.class, Town.class, TestClock.class, LightHashes.class})
public abstract class RunningProgram {

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }

    /// Each process that runs tests has a database of its own: {fork} in the URL is its number.
    private static String databaseUrl() {
        String url = java.util.Objects.requireNonNullElse(System.getenv("GONGZHI_TEST_DATABASE_URL"), "");
        return url.replace("{fork}", System.getProperty("gongzhi.fork", "1"));
    }

    protected static final Path DATA =
            Path.of("target/test-data/" + java.util.UUID.randomUUID()).toAbsolutePath();

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("gongzhi.data", DATA::toString);
        registry.add("gongzhi.database-url", RunningProgram::databaseUrl);
        registry.add("gongzhi.access.staff-second-factor", () -> "false");
        registry.add("gongzhi.access.visitor-reports-per-hour", () -> "1000000");
        registry.add("gongzhi.access.sign-ins-per-hour", () -> "1000000");
        registry.add("gongzhi.access.sign-ups-per-hour", () -> "1000000");
        registry.add("gongzhi.matters.timers", () -> "P1D");
        registry.add("gongzhi.matters.lead-check", () -> "P1D");
        registry.add("gongzhi.duty.absences", () -> "P1D");
        registry.add("gongzhi.inspections.timers", () -> "P1D");
        registry.add("gongzhi.councils.timers", () -> "P1D");
        registry.add("gongzhi.duty.gaps", () -> "P1D");
        registry.add("gongzhi.backup.keep", () -> "2");
        registry.add("gongzhi.operations.watch", () -> "P1D");
        registry.add("gongzhi.operations.meters", () -> "P1D");
        registry.add("gongzhi.ledger.publish", () -> "P1D");
        registry.add("gongzhi.ledger.watch", () -> "P1D");
        registry.add("gongzhi.matters.figures", () -> "P1D");
        registry.add("gongzhi.notices.round", () -> "P1D");
        registry.add("gongzhi.notices.base", () -> "https://gongzhi.example");
        registry.add("gongzhi.notices.secret", () -> PostOffice.SECRET);
        registry.add("gongzhi.notices.smtp-host", () -> "127.0.0.1");
        registry.add("gongzhi.notices.smtp-port", PostOffice::mailPort);
        registry.add("gongzhi.notices.smtp-tls", () -> "false");
        registry.add("gongzhi.notices.from", () -> "notices@gongzhi.example");
        registry.add("gongzhi.notices.push-anywhere", () -> "true");
        registry.add("gongzhi.notices.sms-gateway", () -> PostOffice.gateway() + "/sms");
        registry.add("gongzhi.notices.wecom-gateway", () -> PostOffice.gateway() + "/wecom");
        registry.add("gongzhi.mailbox.host", () -> "127.0.0.1");
        registry.add("gongzhi.mailbox.port", PostOffice::boxPort);
        registry.add("gongzhi.mailbox.tls", () -> "false");
        registry.add("gongzhi.mailbox.user", () -> PostOffice.BOX);
        registry.add("gongzhi.mailbox.password", () -> PostOffice.SECRET);
        registry.add("gongzhi.mailbox.place", () -> "441900106002");
        registry.add("gongzhi.mailbox.round", () -> "P1D");
        registry.add("gongzhi.home-place", () -> "441900106000");
        registry.add("spring.main.allow-bean-definition-overriding", () -> "true");
    }

    /// A connection that a test loses is not taken back behind its back.
    @DynamicPropertySource
    static void pool(DynamicPropertyRegistry registry) {
        registry.add("gongzhi.database.look", () -> "P1D");
        registry.add("gongzhi.operations.rounds", () -> "P1D");
        registry.add("gongzhi.database.lock", () -> "PT0.1S");
    }

    @LocalServerPort
    protected int port;

    @Autowired
    protected Town town;

    @Autowired
    protected TestClock.Adjustable clock;

    @Autowired
    protected Sessions sessions;

    @Autowired
    protected JsonMapper json;

    @Autowired
    private Loans pool;

    protected final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    /// What was borrowed during a test is back after it; what works beside the tests borrows anew meanwhile.
    @AfterEach
    void everyConnectionIsBack() {
        long last =
                pool.holders().stream().mapToLong(Loans.Holder::number).max().orElse(0);
        Awaitility.await()
                .untilAsserted(() -> assertThat(pool.holders())
                        .as("connections that nobody gave back")
                        .noneMatch(holder -> holder.number() <= last));
    }

    protected String url(String path) {
        return "http://localhost:" + port + path;
    }

    /// A request to the API as somebody; `token` may be empty.
    protected HttpResponse<String> call(
            String method, String path, String token, Object body, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", "application/json")
                .header("Accept-Language", "en");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body));
        return http.send(request.method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
    }

    protected JsonNode get(String path, String token) throws Exception {
        return json.readTree(call("GET", path, token, null, Map.of()).body());
    }

    protected String token(long account) {
        return sessions.makeToken(account, "test", Duration.ofDays(100));
    }

    /// The numbers on all pages of a list, which has a question mark in its address.
    protected List<String> numbers(String list, String token) throws Exception {
        var seen = new ArrayList<String>();
        String after = "";
        do {
            JsonNode page = get(list + after, token);
            page.path("rows").forEach(row -> seen.add(row.path("number").asString()));
            after = page.hasNonNull("next") ? "&after=" + page.path("next").asString() : "";
        } while (!after.isEmpty());
        return seen;
    }
}
