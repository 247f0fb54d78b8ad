package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gongzhi.RunningProgram;
import org.gongzhi.Town;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.gongzhi.people.Sealed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// People see where they are signed in, end what they do not know, and are told when how they sign in
/// changes.
@Tag("sql")
class SessionsTest extends RunningProgram {

    private static final String PHONE =
            "Mozilla/5.0 (Linux; Android 14; V2301A) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49";
    private static final String DESK =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0";

    private static final JsonMapper JSON = new JsonMapper();

    @Autowired
    private Accounts accounts;

    @Autowired
    private SignIns signIns;

    @Autowired
    private OneTimeCodes codes;

    @Autowired
    private Sealed sealed;

    @Autowired
    private JdbcClient client;

    @AfterEach
    void now() {
        clock.reset();
    }

    /// A browser of its own.
    private final class Device implements AutoCloseable {
        private final HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        private final String name;

        Device(String name) {
            this.name = name;
        }

        private HttpResponse<String> send(String method, String path, String form) throws Exception {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url(path)))
                            .header("User-Agent", name)
                            .header("Accept-Language", "en")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .method(method, HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        Device signedIn(long account) throws Exception {
            assertThat(send(
                                    "POST",
                                    "/sign-in",
                                    "username=" + town.username(account) + "&password="
                                            + Town.PASSWORD.replace(" ", "+"))
                            .statusCode())
                    .isEqualTo(303);
            return this;
        }

        List<JsonNode> sessions() throws Exception {
            var all = new ArrayList<JsonNode>();
            JSON.readTree(send("GET", "/api/v1/sessions", "").body()).forEach(all::add);
            return all;
        }

        int opens(String path) throws Exception {
            return send("GET", path, "").statusCode();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private List<String> told(long account) {
        return client.sql("select parts::text from notices.message where account = ? and template = 'sign-in-changed'")
                .param(account)
                .query(String.class)
                .list();
    }

    @Test
    void sessionsAreSeenAndEndedOneByOneOrAllButOnesOwn() throws Exception {
        long account = town.looseAccount("三台设备的人");
        try (var phone = new Device(PHONE);
                var desk = new Device(DESK);
                var other = new Device("curl/8")) {
            phone.signedIn(account);
            assertThat(told(account)).as("the first sign-in is no news").isEmpty();
            desk.signedIn(account);
            other.signedIn(account);
            assertThat(told(account)).hasSize(2).anyMatch(said -> said.contains("Edge, Windows"));

            var seen = phone.sessions();
            assertThat(seen)
                    .extracting(each -> each.path("name").asString())
                    .containsExactlyInAnyOrder("WeChat, Android", "Edge, Windows", "");
            assertThat(seen.getFirst().path("mine").asBoolean()).isTrue();
            assertThat(seen.getFirst().path("name").asString()).isEqualTo("WeChat, Android");
            assertThat(phone.send("GET", "/account", "").body())
                    .contains("WeChat, Android")
                    .contains("Unknown device");

            String known = seen.stream()
                    .filter(each -> each.path("name").asString().startsWith("Edge"))
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asString();
            assertThat(desk.opens("/mine")).isEqualTo(200);
            assertThat(phone.send("POST", "/account/sessions/" + known + "/end", "")
                            .statusCode())
                    .isEqualTo(303);
            assertThat(desk.opens("/mine")).isEqualTo(401);
            assertThat(phone.send("DELETE", "/api/v1/sessions/" + known, "").statusCode())
                    .isEqualTo(404);
            assertThat(other.opens("/mine")).isEqualTo(200);
            assertThat(phone.send("DELETE", "/api/v1/sessions", "").statusCode())
                    .isEqualTo(204);
            assertThat(other.opens("/mine")).isEqualTo(401);
            assertThat(phone.opens("/mine")).isEqualTo(200);
        }
    }

    @Test
    void nobodyEndsOrSeesTheSessionsOfSomebodyElse() throws Exception {
        long account = town.looseAccount("有人登录");
        long stranger = town.looseAccount("陌生人");
        try (var theirs = new Device(PHONE);
                var mine = new Device(DESK)) {
            theirs.signedIn(account);
            mine.signedIn(stranger);
            String known = theirs.sessions().getFirst().path("id").asString();
            assertThat(mine.sessions())
                    .noneMatch(each -> each.path("id").asString().equals(known));
            assertThat(mine.send("DELETE", "/api/v1/sessions/" + known, "").statusCode())
                    .isEqualTo(404);
            assertThat(mine.send("DELETE", "/api/v1/sessions", "").statusCode()).isEqualTo(204);
            assertThat(theirs.opens("/mine")).isEqualTo(200);
        }
    }

    @Test
    void useIsWrittenDownFromTimeToTimeAndWhatIsOverIsNotShown() throws Exception {
        long account = town.looseAccount("用了又用");
        try (var phone = new Device(PHONE)) {
            phone.signedIn(account);
            var opened = phone.sessions().getFirst();
            assertThat(opened.path("usedAt")).isEqualTo(opened.path("openedAt"));
            clock.forward(Duration.ofHours(1));
            sessions.refresh();
            phone.opens("/mine");
            var used = phone.sessions().getFirst();
            assertThat(used.path("usedAt").asString())
                    .isGreaterThan(opened.path("openedAt").asString());
            clock.forward(Duration.ofDays(31));
            assertThat(sessions.of(account, null)).isEmpty();
        }
    }

    @Test
    void everyChangeOfHowOneSignsInIsTold() throws Exception {
        long account = town.seat(town.grid, Role.VOLUNTEER).person();
        town.allowPassword(account);
        signIns.makeToken(account, "test");
        String secret = codes.secret();
        signIns.enrol(account, new SignIns.Enrolment(secret, SignInTest.code(secret, clock.instant()), null));
        signIns.forgetSecondFactor(
                new Scope(java.util.List.of(town.street.code())), town.username(account), java.util.List.of());
        signIns.changePassword(account, Town.PASSWORD, "three old bicycles");
        for (var what : SignInChanged.What.values()) {
            String said = Words.CHINESE.t("notices.signIn." + what, "").strip();
            assertThat(told(account).stream().anyMatch(each -> each.contains(said)))
                    .as(what.name())
                    .isEqualTo(what != SignInChanged.What.DEVICE);
        }
        String inbox = call("GET", "/api/v1/inbox", token(account), null, java.util.Map.of())
                .body();
        assertThat(inbox).contains("/account");
    }

    /// What is in the database alone opens nothing, and what was kept before there was a key still does.
    @Test
    void passwordsAreHashedUnderAKeyThatIsNotInTheDatabase() {
        long account = town.looseAccount("有密码的人");
        String name = town.username(account);
        var plain = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
        String kept = client.sql("select password from access.account where id = ?")
                .param(account)
                .query(String.class)
                .single();
        assertThat(kept).startsWith("{keyed}$argon2id$");
        assertThat(plain.matches(Town.PASSWORD, kept.substring("{keyed}".length())))
                .isFalse();
        assertThat(accounts.checkPassword(name, Town.PASSWORD).id()).isEqualTo(account);
        client.sql("update access.account set password = ? where id = ?")
                .params(plain.encode(Town.PASSWORD), account)
                .update();
        assertThat(accounts.checkPassword(name, Town.PASSWORD).id()).isEqualTo(account);
    }

    /// OWASP's password storage sheet: Argon2id with 12 MiB or more, or as much work in another way.
    @Test
    void thePasswordsOfTheProgramCostWhoeverGuessesThem() {
        var hashes = new PasswordHashes(sealed);
        String kept = hashes.of(Town.PASSWORD);
        assertThat(kept).startsWith("{keyed}$argon2id$v=19$m=16384,t=2,p=1$");
        assertThat(hashes.matches(Town.PASSWORD, kept)).isTrue();
        assertThat(hashes.matches(Town.PASSWORD + " ", kept)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1, 'Safari，iPhone'",
        "Mozilla/5.0 (Phone; OpenHarmony 5.0; HarmonyOS 5.0) ArkWeb/4.1 HuaweiBrowser/5.0 Mobile, '华为浏览器，鸿蒙'",
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0, 'Firefox，Linux'",
        "something else, ''"
    })
    void devicesHaveTheNamesPeopleGiveThem(String agent, String name) {
        assertThat(Devices.name(Devices.of(agent), Words.CHINESE)).isEqualTo(name);
    }
}
