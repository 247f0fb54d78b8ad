package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.RunningProgram;
import org.gongzhi.Scale;
import org.gongzhi.Town;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// What somebody who means harm would try, generated from the program itself: every endpoint with hostile bodies, words
/// and paths; other sites; too much; and other people's keys and sessions.
@EmbeddedOnly(
        "asks every way in with hostile words; what they meet in the database is asked by the tests of the modules")
class AttackTest extends RunningProgram {

    private static final String MARK = "<script>alert('gz')</script>";

    private static final List<String> HOSTILE = List.of(
            "' or '1'='1' --",
            "1); drop table matters.matter; --",
            MARK,
            "\"><img src=x onerror=alert(1)>",
            "../../../../../../etc/passwd",
            "..%2f..%2f..%2fetc%2fpasswd",
            "x\r\nSet-Cookie: stolen=1\r\n\r\n<b>",
            "${jndi:ldap://127.0.0.1/x}",
            "#{T(java.lang.Runtime).getRuntime().exec('id')}",
            "\u0000\u0001\uFFFF\u202E",
            "9".repeat(400),
            "-9223372036854775808",
            "%s%n%x",
            "𠮷".repeat(5000));

    private static final List<String> BODIES = List.of(
            "{",
            "[]",
            "null",
            "\"x\"",
            "7",
            "{\"kind\":{},\"place\":[],\"text\":7,\"words\":{\"a\":1},\"id\":\"x\",\"until\":\"never\"}",
            "{\"a\":".repeat(3000) + "1" + "}".repeat(3000),
            "[".repeat(5000) + "]".repeat(5000),
            "{\"words\":\"" + "x".repeat(200_000) + "\"}",
            "{\"number\":1e999999999,\"area\":-1e400,\"version\":99999999999999999999}");

    private static final List<String> TYPES =
            List.of("text/plain", "application/xml", "multipart/form-data; boundary=x", "nonsense");

    private static final List<Map.Entry<String, String>> FOREIGN = List.of(
            Map.entry("Sec-Fetch-Site", "cross-site"),
            Map.entry("Origin", "https://evil.example"),
            Map.entry("Sec-Fetch-Site", "same-site"),
            Map.entry("Origin", "null"));

    private static final java.net.http.HttpClient CLIENT = java.net.http.HttpClient.newHttpClient();

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    @AfterEach
    void now() {
        clock.reset();
    }

    private List<Endpoint> endpoints() {
        return Endpoint.all(requestMappingHandlerMapping).stream()
                .filter(each ->
                        !each.path().startsWith("/live/") && !each.path().equals("/sign-out"))
                .toList();
    }

    private int turn;

    /// All of them in the whole run, else so many, of which the next endpoint gets the following ones.
    private <T> List<T> inTurn(List<T> all, int quick) {
        int begin = turn;
        turn += quick;
        return java.util.stream.IntStream.range(0, Scale.of(quick, all.size()))
                .mapToObj(i -> all.get((begin + i) % all.size()))
                .toList();
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<String> send(
            String method, String path, String token, String type, HttpRequest.BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", type)
                .header("Accept-Language", "en")
                .method(method, method.equals("GET") ? HttpRequest.BodyPublishers.noBody() : body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// What an answer to an attack must not be: a fault, a page with our script in it, a header of the attacker's.
    private static void judge(String what, HttpResponse<String> answer, List<String> wrong) {
        if (answer.statusCode() >= 500 && answer.statusCode() != 503) {
            wrong.add(what + " is a fault: " + answer.statusCode());
        }
        if (answer.headers().firstValue("Content-Type").orElse("").contains("html")
                && answer.body().contains(MARK)) {
            wrong.add(what + " gives the script back");
        }
        if (answer.headers().map().keySet().stream().anyMatch(name -> name.equalsIgnoreCase("set-cookie"))
                && answer.headers().allValues("Set-Cookie").stream().anyMatch(each -> each.startsWith("stolen"))) {
            wrong.add(what + " sets the attacker's cookie");
        }
        if (answer.body().contains("root:x:0:0") || answer.body().contains("org.postgresql.util.PSQLException")) {
            wrong.add(what + " tells of the inside");
        }
    }

    @Test
    void hostileWordsInEveryPathAndQuestionAreOnlyWords() throws Exception {
        var tokens = List.of(token(town.seat.get(Role.STREET_OFFICER).person()), token(town.resident), "")
                .subList(0, Scale.of(1, 3));
        var wrong = new ArrayList<String>();
        for (Endpoint endpoint : endpoints()) {
            for (String word : inTurn(HOSTILE, 2)) {
                String query = question(endpoint, word);
                String path = endpoint.path()
                        .replaceAll("\\{[^}]*(\\{9})?}+", java.util.regex.Matcher.quoteReplacement(coded(word)));
                if (path.length() + query.length() > 7000) {
                    continue; // the server refuses such lines before we see them
                }
                for (String token : tokens) {
                    var body = HttpRequest.BodyPublishers.ofString(query.substring(1));
                    String what = endpoint.method() + " " + endpoint.path() + " with " + word;
                    var answer =
                            send(endpoint.method(), path + query, token, "application/x-www-form-urlencoded", body);
                    judge(what.substring(0, Math.min(100, what.length())), answer, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String question(Endpoint endpoint, String word) {
        var query = new StringBuilder("?");
        for (var parameter : endpoint.handler().getMethodParameters()) {
            if (parameter.hasParameterAnnotation(RequestParam.class)) {
                parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
                query.append(parameter.getParameterName()).append('=');
                query.append(coded(word)).append('&');
            }
        }
        return query.toString();
    }

    @Test
    void brokenBodiesAreRefusedPlainlyByEveryEndpointOfTheApi() throws Exception {
        String token = token(town.seat.get(Role.STREET_OFFICER).person());
        var wrong = new ArrayList<String>();
        for (Endpoint endpoint : endpoints()) {
            if (endpoint.method().equals("GET") || !endpoint.path().startsWith("/api/")) {
                continue;
            }
            String path = endpoint.path().replaceAll("\\{[^}]*}+", "1");
            for (String body : inTurn(BODIES, 3)) {
                var answer = send(
                        endpoint.method(), path, token, "application/json", HttpRequest.BodyPublishers.ofString(body));
                String what =
                        endpoint.method() + " " + path + " with " + body.substring(0, Math.min(20, body.length()));
                judge(what, answer, wrong);
                if (answer.statusCode() >= 400) {
                    JsonNode problem = json.readTree(answer.body().isEmpty() ? "{}" : answer.body());
                    if (problem.path("detail").asString("").isBlank()) {
                        wrong.add(what + " is not explained: " + answer.statusCode());
                    }
                }
            }
            for (String type : inTurn(TYPES, 1)) {
                judge(
                        endpoint.method() + " " + path + " as " + type,
                        send(
                                endpoint.method(),
                                path,
                                token,
                                type,
                                HttpRequest.BodyPublishers.ofString(
                                        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>")),
                        wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// Fuzzing from our own OpenAPI: each operation gets values of the types it names, drawn at random and bent.
    @Test
    void whatOurOwnDescriptionPromisesIsSafeWithRandomValues() throws Exception {
        JsonNode api = get("/openapi.json", "");
        String token = token(town.seat.get(Role.COMMITTEE_DIRECTOR).person());
        var wrong = new ArrayList<String>();
        int[] sent = {0};
        for (var path : api.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
                var random = new Random((path.getKey() + method).hashCode()); // in whatever order they come
                JsonNode schema = operation
                        .getValue()
                        .path("requestBody")
                        .path("content")
                        .path("application/json")
                        .path("schema");
                for (int i = 0; i < Scale.of(3, 12); i++) {
                    String body = json.writeValueAsString(drawn(schema, api, random, 0));
                    String where = path.getKey().replaceAll("\\{[^}]*}", random.nextBoolean() ? "1" : "0000-0000-000");
                    var answer =
                            send(method, where, token, "application/json", HttpRequest.BodyPublishers.ofString(body));
                    judge(method + " " + where + " " + body.substring(0, Math.min(300, body.length())), answer, wrong);
                    sent[0]++;
                }
            }
        }
        assertThat(sent[0]).isGreaterThan(Scale.of(800, 3200));
        assertThat(wrong).isEmpty();
    }

    private Object drawn(JsonNode schema, JsonNode api, Random random, int depth) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asString().replaceAll(".*/", "");
            return drawn(api.path("components").path("schemas").path(name), api, random, depth + 1);
        }
        if (depth > 6 || random.nextInt(12) == 0) {
            return List.of(7, "x", Map.of(), List.of(), true).get(random.nextInt(5));
        }
        if (schema.has("enum")) {
            var all = schema.path("enum");
            return random.nextInt(8) == 0
                    ? "NONE"
                    : all.get(random.nextInt(all.size())).asString();
        }
        return switch (schema.path("type").asString("object")) {
            case "string" ->
                random.nextInt(3) == 0
                        ? HOSTILE.get(random.nextInt(HOSTILE.size()))
                        : schema.path("format").asString("").startsWith("date")
                                ? List.of(
                                                "2030-01-01",
                                                "2030-01-01T00:00:00Z",
                                                "0000-00-00",
                                                "+999999999-12-31T23:59:59Z",
                                                "24:00")
                                        .get(random.nextInt(5))
                                : "x".repeat(random.nextInt(20));
            case "integer" ->
                List.of(0, -1, 1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE)
                        .get(random.nextInt(6));
            case "number" -> List.of(0.0, -1.5, 1e300, 90.0, 181.0).get(random.nextInt(5));
            case "boolean" -> random.nextBoolean();
            case "array" -> {
                var list = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(drawn(schema.path("items"), api, random, depth + 1));
                }
                yield list;
            }
            default -> {
                var object = new TreeMap<String, Object>();
                for (var property : schema.path("properties").properties()) {
                    if (random.nextInt(5) > 0) {
                        object.put(property.getKey(), drawn(property.getValue(), api, random, depth + 1));
                    }
                }
                yield object;
            }
        };
    }

    @Test
    void noChangeIsMadeBecauseAnotherSiteAskedForIt() throws Exception {
        var wrong = new ArrayList<String>();
        for (Endpoint endpoint : endpoints()) {
            if (endpoint.method().equals("GET")) {
                continue;
            }
            String path = endpoint.path().replaceAll("\\{[^}]*}+", "1");
            for (var header : inTurn(FOREIGN, 2)) {
                var answer = CLIENT.send(
                        HttpRequest.newBuilder(URI.create(url(path)))
                                .header(header.getKey(), header.getValue())
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .method(endpoint.method(), HttpRequest.BodyPublishers.ofString("words=x"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 403) {
                    wrong.add(endpoint.method() + " " + path + " " + header + ": " + answer.statusCode());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyAnswerForbidsWhatItDoesNotNeed() throws Exception {
        for (String path :
                List.of("/", "/report", "/sign-in", "/nowhere", "/api/v1/kinds", "/health", "/openapi.json")) {
            var headers = call("GET", path, "", null, Map.of()).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe-inline", "unsafe-eval", "*");
            assertThat(headers.firstValue("X-Content-Type-Options").orElse(""))
                    .as(path)
                    .isEqualTo("nosniff");
            assertThat(headers.firstValue("X-Frame-Options").orElse(""))
                    .as(path)
                    .isEqualTo("DENY");
            assertThat(headers.firstValue("Referrer-Policy").orElse(""))
                    .as(path)
                    .isEqualTo("same-origin");
            assertThat(headers.firstValue("Server")).as(path).isEmpty();
        }
    }

    /// More than any page or program sends: refused while it arrives, whether its length is told or not.
    @Test
    void anEndlessBodyIsCutOff() throws Exception {
        for (boolean told : new boolean[] {true, false}) {
            var endless = new SequenceInputStream(Collections.enumeration(List.of(
                    new ByteArrayInputStream("{\"kind\":\"E0102\",\"fields\":{".getBytes(StandardCharsets.UTF_8)),
                    new Repeating(40_000_000))));
            var body = HttpRequest.BodyPublishers.ofInputStream(() -> endless);
            var request = HttpRequest.newBuilder(URI.create(url("/api/v1/matters")))
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(60))
                    .POST(told ? HttpRequest.BodyPublishers.fromPublisher(body, 40_000_000) : body)
                    .build();
            int status;
            try {
                status = CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode();
            } catch (java.io.IOException cut) {
                status = 413;
            }
            assertThat(status).isBetween(400, 499);
        }
        assertThat(call("GET", "/health", "", null, Map.of()).statusCode()).isEqualTo(200);
    }

    /// `"a":1,"a":1,...`
    private static final class Repeating extends InputStream {
        private static final byte[] PIECE = "\"a\":\"1\",".getBytes(StandardCharsets.US_ASCII);
        private long left;

        Repeating(long bytes) {
            this.left = bytes;
        }

        @Override
        public int read() {
            return left-- <= 0 ? -1 : PIECE[(int) (left % PIECE.length)];
        }
    }

    @Test
    void smuggledAndMalformedRequestsAreNotTaken() throws Exception {
        for (String request : List.of(
                "POST /api/v1/matters HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET /static/../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /static/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /ledger/441900106/tile/../../../secrets/ledger-key HTTP/1.1\r\nHost: x\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(100_000) + "\r\n\r\n")) {
            try (var socket = new Socket("localhost", port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                String first = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
                assertThat(first)
                        .as(request.substring(0, Math.min(60, request.length())))
                        .matches("HTTP/1.1 4\\d\\d|");
            } catch (java.net.SocketException cutOff) {
                assertThat(cutOff).hasMessageContaining("reset");
            }
        }
    }

    private HttpResponse<String> workbook(byte[] bytes) throws Exception {
        String head = "--x\r\nContent-Disposition: form-data; name=\"place\"\r\n\r\n" + town.community.code()
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(bytes);
        whole.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(
                "POST",
                "/api/v1/imports",
                token(town.seat.get(Role.COMMITTEE_DIRECTOR).person()),
                "multipart/form-data; boundary=x",
                HttpRequest.BodyPublishers.ofByteArray(whole.toByteArray()));
    }

    @Test
    void workbooksThatAreBombsOrReachOutAreRefused() throws Exception {
        String open = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
        String row = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>";
        var reach = HostileWorkbook.of(
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + open + row
                        + "&e;</t></is></c></row></sheetData></worksheet>",
                0);
        var laughs = HostileWorkbook.of(
                "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\"><!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">]>"
                        + open + row + "&g;</t></is></c></row></sheetData></worksheet>",
                0);
        var bomb = HostileWorkbook.of(
                open + row, (long) Scale.of(160, 3072) << 20); // of blanks in one cell, 0.1 % to send
        for (byte[] each :
                List.of(reach, laughs, bomb, new byte[100], "PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1))) {
            var answer = workbook(each);
            assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
            assertThat(answer.body()).doesNotContain("root:x");
        }
        assertThat(call("GET", "/health", "", null, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void aSessionIsNeverTakenFromTheVisitor() throws Exception {
        town.allowPassword(town.otherResident);
        String form = "username=" + town.username(town.otherResident) + "&password=" + Town.PASSWORD.replace(" ", "+");
        String planted = UUID.randomUUID().toString();
        var in = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url("/sign-in")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Cookie", "session=" + planted)
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String given = in.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.contains("HttpOnly"))
                .findFirst()
                .orElseThrow();
        String name = given.substring(0, given.indexOf('='));
        String value = given.substring(given.indexOf('=') + 1, given.indexOf(';'));
        assertThat(value).isNotEqualTo(planted).hasSizeGreaterThanOrEqualTo(32);
        assertThat(mine(name, planted)).isEqualTo(401);
        assertThat(mine(name, value)).isEqualTo(200);
        CLIENT.send(
                HttpRequest.newBuilder(URI.create(url("/sign-out")))
                        .header("Cookie", name + "=" + value)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        assertThat(mine(name, value))
                .as("a stolen cookie ends with its session")
                .isEqualTo(401);
    }

    private int mine(String name, String value) throws Exception {
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create(url("/api/v1/matters/mine")))
                                .header("Cookie", name + "=" + value)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void somebodyElsesKeyGivesNothingOfTheirs() throws Exception {
        String key = UUID.randomUUID().toString();
        var body = Map.of("kind", "E0102", "place", town.estate.code(), "text", "MY-OWN-WORDS");
        var first = call("POST", "/api/v1/matters", token(town.resident), body, Map.of("Idempotency-Key", key));
        assertThat(first.statusCode()).isEqualTo(201);
        String number = json.readTree(first.body()).path("number").asString();
        for (String other : List.of(token(town.otherResident), "")) {
            var again = call(
                    "POST",
                    "/api/v1/matters",
                    other,
                    Map.of("kind", "E0102", "place", town.estate.code(), "text", "other words"),
                    Map.of("Idempotency-Key", key));
            assertThat(again.body()).doesNotContain(number).doesNotContain("MY-OWN-WORDS");
        }
        var mine = call("POST", "/api/v1/matters", token(town.resident), body, Map.of("Idempotency-Key", key));
        assertThat(json.readTree(mine.body()).path("number").asString()).isEqualTo(number);
    }
}
