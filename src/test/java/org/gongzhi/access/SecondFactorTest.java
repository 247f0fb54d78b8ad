package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.gongzhi.RunningProgram;
import org.gongzhi.Town;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/// Signing in with a second factor as a browser does it, and what somebody tries who knows the password only.
@Tag("sql")
class SecondFactorTest extends RunningProgram {

    @Autowired
    private Accounts accounts;

    @Autowired
    private OneTimeCodes codes;

    @Autowired
    private SignIns signIns;

    @Autowired
    private RateLimit limit;

    @Autowired
    private Seats seats;

    private final List<Seat> made = new ArrayList<>();

    /// A grid worker more would lead what others report.
    @AfterEach
    void now() {
        clock.reset();
        made.forEach(seat -> seats.end(seat.id(), Entry.Who.NOBODY, "离职"));
    }

    /// Somebody with a seat and a second factor.
    private final class Staff {
        private final long account;
        private final String secret;

        Staff() throws Exception {
            Seat seat = town.seat(town.grid, Role.GRID_WORKER);
            made.add(seat);
            account = seat.person();
            town.allowPassword(account);
            secret = codes.secret();
            accounts.enrol(account, secret, SignInTest.code(secret, clock.instant()));
            clock.forward(Duration.ofSeconds(60));
        }

        String code() throws Exception {
            return SignInTest.code(secret, clock.instant());
        }

        String wrong() throws Exception {
            return code().equals("000000") ? "000001" : "000000";
        }
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    private HttpResponse<String> post(HttpClient browser, String path, String... fields) throws Exception {
        var form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8))
                    .append('&');
        }
        return browser.send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> password(HttpClient browser, long account) throws Exception {
        return post(browser, "/sign-in", "username", town.username(account), "password", Town.PASSWORD);
    }

    private int opens(HttpClient browser, String path) throws Exception {
        return browser.send(
                        HttpRequest.newBuilder(URI.create(url(path))).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void theRightCodeOpensAtOnceAlsoAfterTheFormWasLookedAt() throws Exception {
        var staff = new Staff();
        try (var browser = browser()) {
            assertThat(password(browser, staff.account).statusCode()).isEqualTo(303);
            assertThat(opens(browser, "/sign-in/code")).isEqualTo(200);
            assertThat(opens(browser, "/work")).isEqualTo(401);
            assertThat(post(browser, "/sign-in/code", "code", staff.code()).statusCode())
                    .isEqualTo(303);
            assertThat(opens(browser, "/work")).isEqualTo(200);
        }
    }

    @Test
    void pressingTwiceNeitherRefusesNorNearsTheLock() throws Exception {
        var staff = new Staff();
        String code = staff.code();
        try (var browser = browser();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            password(browser, staff.account);
            var pressed = new ArrayList<java.util.concurrent.Future<HttpResponse<String>>>();
            for (int i = 0; i < 8; i++) {
                pressed.add(threads.submit(() -> post(browser, "/sign-in/code", "code", code)));
            }
            for (var each : pressed) {
                assertThat(each.get().statusCode()).isEqualTo(303);
            }
        }
        try (var other = browser()) {
            password(other, staff.account);
            for (int i = 0; i < 6; i++) { // used already: refused, but nobody guesses
                assertThat(post(other, "/sign-in/code", "code", code).statusCode())
                        .isEqualTo(401);
            }
            clock.forward(Duration.ofSeconds(60));
            assertThat(post(other, "/sign-in/code", "code", staff.code()).statusCode())
                    .isEqualTo(303);
        }
    }

    @Test
    void theRightPasswordDoesNotForgiveWrongCodes() throws Exception {
        var staff = new Staff();
        try (var browser = browser()) {
            for (int i = 0; i < 5; i++) {
                assertThat(password(browser, staff.account).statusCode()).isEqualTo(303);
                assertThat(post(browser, "/sign-in/code", "code", staff.wrong()).statusCode())
                        .isEqualTo(401);
            }
            assertThat(password(browser, staff.account).statusCode()).isEqualTo(429);
            assertThat(post(browser, "/sign-in/code", "code", staff.code()).statusCode())
                    .isEqualTo(429);
        }
        clock.forward(Duration.ofMinutes(16));
        try (var browser = browser()) {
            assertThat(password(browser, staff.account).statusCode()).isEqualTo(303);
            assertThat(post(browser, "/sign-in/code", "code", staff.code()).statusCode())
                    .isEqualTo(303);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/\t/evil.example",
                "/\\evil.example",
                "//evil.example",
                "/%2F/evil.example",
                "/\n/evil.example",
                "/{x}",
                "/work\nX: y",
                "/work?{}"
            })
    void nobodyIsSentElsewhereOrIntoAFault(String next) throws Exception {
        long account = town.looseAccount("要去别处的人");
        try (var browser = browser()) {
            var in = post(
                    browser, "/sign-in", "username", town.username(account), "password", Town.PASSWORD, "next", next);
            assertThat(in.statusCode()).isEqualTo(303);
            assertThat(in.headers().firstValue("Location").orElseThrow())
                    .matches("(http://localhost:\\d+)?/([A-Za-z%0-9][ -~]*)?")
                    .doesNotContain("evil");
        }
    }

    /// The page before is named by the visitor's browser, and its address by whoever made the link.
    @Test
    void choosingALanguageLeadsBackToThisSiteOnly() throws Exception {
        for (String before : List.of("//evil.example", "/\\evil.example", "/%09/evil.example", "/{x}")) {
            var chosen = http.send(
                    HttpRequest.newBuilder(URI.create(url("/preferences")))
                            .header("Referer", "http://localhost:" + port + before)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString("language=en"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(chosen.statusCode()).as(before).isEqualTo(303);
            assertThat(chosen.headers().firstValue("Location").orElseThrow())
                    .doesNotContain("evil")
                    .doesNotContain("{");
        }
    }

    @Test
    void onlyFailuresCountAgainstAnAddress() {
        for (int i = 0; i < 100; i++) {
            limit.tried("sign-in", "a town behind one balancer", 3, () -> "in");
        }
        for (int i = 0; i < 3; i++) {
            refused(
                    "wrong-password",
                    () -> limit.tried("sign-in", "a guesser", 3, () -> {
                        throw Refusal.signIn("wrong-password");
                    }));
        }
        refused("too-many", () -> limit.tried("sign-in", "a guesser", 3, () -> "in"));
    }

    private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        org.assertj.core.api.Assertions.assertThatExceptionOfType(Refusal.class)
                .isThrownBy(act)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    /// A session or a token in other hands shuts nobody out.
    @Test
    void aSecondFactorIsReplacedOnlyByWhoeverKnowsThePassword() throws Exception {
        var staff = new Staff();
        String fresh = codes.secret();
        String code = SignInTest.code(fresh, clock.instant());
        for (String password : new String[] {null, "", "not the password"}) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> signIns.enrol(staff.account, new SignIns.Enrolment(fresh, code, password)))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("wrong-password"));
        }
        signIns.enrol(staff.account, new SignIns.Enrolment(fresh, code, Town.PASSWORD));
        assertThat(accounts.get(staff.account).secondFactor()).isTrue();
    }
}
