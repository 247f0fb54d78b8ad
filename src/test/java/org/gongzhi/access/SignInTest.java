package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.gongzhi.RunningProgram;
import org.gongzhi.Town;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("sql")
class SignInTest extends RunningProgram {

    @Autowired
    private Accounts accounts;

    @Autowired
    private OneTimeCodes codes;

    @AfterEach
    void now() {
        clock.reset();
    }

    private HttpResponse<String> post(String path, String form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theRightPasswordOpensASessionAndSigningOutEndsIt() throws Exception {
        town.allowPassword(town.resident);
        var in = post(
                "/sign-in",
                "username=" + town.username(town.resident) + "&password=" + Town.PASSWORD.replace(" ", "+"));
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly")
                .contains("SameSite=Lax");
        assertThat(post("/mine", "").statusCode()).isEqualTo(405);
        var mine = http.send(
                HttpRequest.newBuilder(URI.create(url("/mine"))).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(mine.statusCode()).isEqualTo(200);
        post("/sign-out", "");
        assertThat(http.send(
                                HttpRequest.newBuilder(URI.create(url("/mine"))).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void wrongNameAndWrongPasswordCannotBeToldApart() throws Exception {
        town.allowPassword(town.otherResident);
        var wrongName = post("/sign-in", "username=nobody&password=x");
        var wrongPassword = post("/sign-in", "username=" + town.username(town.otherResident) + "&password=x");
        assertThat(wrongName.statusCode()).isEqualTo(wrongPassword.statusCode()).isEqualTo(401);
        assertThat(wrongName.body()).isEqualTo(wrongPassword.body());
    }

    @Test
    void changingThePasswordEndsEverySession() throws Exception {
        long account = town.looseAccount("换密码的人");
        String name = town.username(account);
        String form = "username=" + name + "&password=" + Town.PASSWORD.replace(" ", "+");
        post("/sign-in", form);
        String token = token(account);
        assertThat(call("GET", "/api/v1/matters/mine", token, null, java.util.Map.of())
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/account/password", "old=not+the+old+one&fresh=three+old+bicycles")
                        .statusCode())
                .isEqualTo(401);
        assertThat(post("/account/password", "old=" + Town.PASSWORD.replace(" ", "+") + "&fresh=password1234")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/account/password", "old=" + Town.PASSWORD.replace(" ", "+") + "&fresh=three+old+bicycles")
                        .statusCode())
                .isEqualTo(303);
        assertThat(call("GET", "/api/v1/matters/mine", token, null, java.util.Map.of())
                        .statusCode())
                .isEqualTo(401);
        assertThat(accounts.checkPassword(name, "three old bicycles").id()).isEqualTo(account);
    }

    /// Whether a name exists cannot be told by the time an answer takes: each is hashed, and a hash needs its
    /// memory.
    @Test
    void anUnknownNameCostsAsMuchAsAWrongPassword() {
        String known = town.username(town.looseAccount("查得到的人"));
        long wrong = hashed(known);
        long unknown = hashed("nobody" + System.nanoTime());
        assertThat(wrong).isGreaterThan(LightHashes.BYTES);
        assertThat(unknown).isBetween(wrong - LightHashes.BYTES / 4, wrong + LightHashes.BYTES / 4);
    }

    /// Bytes that checking a wrong password takes.
    private long hashed(String name) {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> accounts.checkPassword(name, "not the right password"));
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void fiveFailuresLockTheAccountForAWhileEvenForTheRightPassword() {
        long account = town.seat(town.grid, Role.VOLUNTEER).person();
        town.allowPassword(account);
        String username = town.username(account);
        for (int i = 0; i < 5; i++) {
            refuses("wrong-password", () -> accounts.checkPassword(username, "wrong"));
        }
        refuses("locked", () -> accounts.checkPassword(username, Town.PASSWORD));
        clock.forward(Duration.ofMinutes(16));
        assertThat(accounts.checkPassword(username, Town.PASSWORD).id()).isEqualTo(account);
    }

    @Test
    void aNameWithoutAnAccountIsLockedTheSameWay() {
        for (int i = 0; i < 5; i++) {
            refuses("wrong-password", () -> accounts.checkPassword("nobody-of-this-name", "wrong"));
        }
        refuses("locked", () -> accounts.checkPassword("nobody-of-this-name", "wrong"));
    }

    @Test
    void anAccountWithoutAPasswordCannotSignIn() {
        long account = town.seat(town.grid, Role.VOLUNTEER).person();
        refuses("wrong-password", () -> accounts.checkPassword(town.username(account), ""));
    }

    @Test
    void theSecondFactorIsAskedForAndEachCodeWorksOnce() throws Exception {
        long account = town.seat(town.grid, Role.VOLUNTEER).person();
        String secret = codes.secret();
        accounts.enrol(account, secret, code(secret));
        String session = sessions.open(accounts.get(account), "");
        assertThat(sessions.actor(session).signedIn()).as("before the code").isFalse();
        refuses("wrong-code", () -> sessions.complete(session, "000000"));
        refuses("wrong-code", () -> sessions.complete(session, code(secret))); // used for enrolling
        clock.forward(Duration.ofSeconds(60));
        sessions.complete(session, code(secret));
        assertThat(sessions.actor(session).account()).isEqualTo(account);
    }

    @Test
    void codesAreThoseOfRfc6238() throws Exception {
        // RFC 6238 appendix B, SHA-1, the time 59 s, cut to six digits
        var key = new javax.crypto.spec.SecretKeySpec(
                "12345678901234567890".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "HmacSHA1");
        assertThat(new TimeBasedOneTimePasswordGenerator()
                        .generateOneTimePasswordString(key, java.time.Instant.ofEpochSecond(59)))
                .isEqualTo("287082");
        var fixed =
                new OneTimeCodes(java.time.Clock.fixed(java.time.Instant.ofEpochSecond(59), java.time.ZoneOffset.UTC));
        assertThat(fixed.step("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287082")).hasValue(1);
    }

    @Test
    void aRequestFromAnotherSiteIsRefused() throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(url("/report")))
                        .header("Sec-Fetch-Site", "cross-site")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("kind=E0102"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void aWithdrawnTokenOpensNothing() throws Exception {
        String token = token(town.resident);
        assertThat(call("GET", "/api/v1/me", token, null, Map.of()).statusCode())
                .isEqualTo(200);
        for (var each : sessions.tokens(town.resident)) {
            sessions.dropToken(town.resident, Long.parseLong(each.id()));
        }
        assertThat(call("GET", "/api/v1/me", token, null, Map.of()).statusCode())
                .isEqualTo(401);
    }

    private String code(String secret) throws Exception {
        return code(secret, clock.instant());
    }

    /// The code an app makes of a secret at a moment.
    static String code(String secret, Instant at) throws Exception {
        return new TimeBasedOneTimePasswordGenerator()
                .generateOneTimePasswordString(new javax.crypto.spec.SecretKeySpec(decode(secret), "HmacSHA1"), at);
    }

    private static byte[] decode(String secret) {
        var bits = new StringBuilder();
        for (char sign : secret.toCharArray()) {
            String five = Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign));
            bits.append("0".repeat(5 - five.length())).append(five);
        }
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
        }
        return bytes;
    }

    private static void refuses(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(act)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
