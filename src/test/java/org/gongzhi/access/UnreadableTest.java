package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.Foreign;
import org.gongzhi.Scale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Generated from the program itself: whatever no part of it can read is refused with 400 and a sentence in the asker's
/// language, at every endpoint, by somebody who may go further. The things asked for are real.
@EmbeddedOnly("asks what is read at the door, before any SQL")
class UnreadableTest extends ScopeCase {

    private record Answer(int status, String body) {}

    /// Values as they travel, already coded; what is asked for is else as the endpoint takes it.
    private static final Map<String, List<String>> BROKEN = Map.of(
            "coding",
            List.of("%zz", "%00"),
            "text",
            List.of("%zz", "%00", "x%00y", "%C3%28", "%", "+999999999-12-31", "0000-01-01"),
            "place",
            List.of("4", "44190010", "4419001060", "44190010600Z", "441900106002-", "-", "%E4%B8%80"),
            "number",
            List.of("-1", "0", "9223372036854775807", "-9223372036854775808", "9".repeat(40), "1e9", "%zz"),
            "day",
            List.of("%2B999999999-12-31", "-999999999-01-01", "0000-01-01", "9999-12-31", "2026-02-30", "1"),
            "moment",
            List.of(
                    "%2B999999999-12-31T23:59:59Z",
                    "-999999999-01-01T00:00", "9999-12-31T00:00:00Z", "9999-12-31T00:00", "24:00"));

    private static final List<String> PLACES = List.of("place", "parent", "street", "code", "estate", "community");

    private Foreign foreign;
    private Asking asking;
    private Samples samples;
    private String token;
    private int turn;
    private final List<String> wrong = new ArrayList<>();

    /// Over a socket, because no client sends what is broken.
    private Answer send(Endpoint endpoint, String path, String form, String json, boolean chinese) throws Exception {
        String body = json.isEmpty() ? form : json;
        String request = endpoint.method() + " " + path + " HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nConnection: close\r\nAuthorization: Bearer " + token
                + "\r\nAccept: application/problem+json, application/json, text/html\r\nAccept-Language: "
                + (chinese ? "zh-CN" : "en") + "\r\nIf-Match: \"1\"\r\n"
                + (endpoint.method().equals("GET")
                        ? "\r\n"
                        : "Content-Type: " + (json.isEmpty() ? "application/x-www-form-urlencoded" : "application/json")
                                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n"
                                + body);
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            String whole = new String(socket.getInputStream().readNBytes(20_000), StandardCharsets.UTF_8);
            return new Answer(Integer.parseInt(whole.substring(9, 12)), whole);
        }
    }

    private void judge(Endpoint endpoint, String what, Answer answer, boolean chinese) {
        if (answer.status >= 500) {
            wrong.add(endpoint + " with " + what + ": " + answer.status);
        } else if (answer.status == 400) {
            String said = answer.body.replaceAll("(?s).*\"detail\":\"([^\"]*)\".*", "$1");
            boolean words = said.length() < answer.body.length() && !said.isBlank();
            if (!words || chinese != said.codePoints().anyMatch(sign -> sign > 0x4E00 && sign < 0x9FFF)) {
                wrong.add(endpoint + " with " + what + " says "
                        + said.lines().findFirst().orElse("nothing"));
            }
        }
    }

    private static String coded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String kind(String name, String type) {
        if (PLACES.contains(name)) {
            return "place";
        }
        return switch (type) {
            case "int", "long", "Integer", "Long", "double", "Double", "BigDecimal" -> "number";
            case "LocalDate", "YearMonth" -> "day";
            case "Instant", "LocalDateTime", "LocalTime" -> "moment";
            default -> "text";
        };
    }

    /// The names of what an endpoint is asked with, and what each is.
    private static Map<String, String> asked(Endpoint endpoint, Map<String, String> known) {
        var asked = new LinkedHashMap<String, String>();
        known.keySet().forEach(name -> asked.put(name, kind(name, "")));
        for (var parameter : endpoint.handler().getMethodParameters()) {
            parameter.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
            if (parameter.hasParameterAnnotation(org.springframework.web.bind.annotation.RequestParam.class)) {
                String name = Objects.requireNonNull(parameter.getParameterName());
                asked.put(name, kind(name, parameter.getParameterType().getSimpleName()));
            } else if (parameter.getParameterType().isRecord() && parameter.getParameterAnnotations().length == 0) {
                for (var component : parameter.getParameterType().getRecordComponents()) {
                    asked.put(
                            component.getName(),
                            kind(component.getName(), component.getType().getSimpleName()));
                }
            }
        }
        return asked;
    }

    private void ask(Endpoint endpoint, String path, Map<String, String> fields) throws Exception {
        var form = new StringBuilder();
        fields.forEach(
                (name, value) -> form.append(name).append('=').append(value).append('&'));
        boolean question = endpoint.method().equals("GET") || endpoint.forPrograms();
        Object body = endpoint.forPrograms() ? samples.body(endpoint) : null;
        boolean chinese = turn++ % 2 == 0;
        var answer = send(
                endpoint,
                question ? path + (path.contains("?") ? "&" : "?") + form : path,
                form.toString(),
                body == null ? "" : json.writeValueAsString(body),
                chinese);
        judge(endpoint, path + " " + form, answer, chinese);
    }

    private void bend(Endpoint endpoint, String path) throws Exception {
        var good = new LinkedHashMap<String, String>();
        samples.fields(endpoint).forEach((name, value) -> good.put(name, coded(value)));
        var asked = asked(endpoint, good);
        asked.put("limit", "number");
        asked.put("x", "coding");
        int skipped = turn % Scale.of(2, 1); // every other, in turns, unless all is asked for
        for (var each : asked.entrySet()) {
            boolean always = each.getKey().equals("limit") || each.getKey().equals("x");
            if (!always && skipped++ % Scale.of(2, 1) > 0) {
                continue;
            }
            var values = BROKEN.get(each.getValue());
            for (int i = 0; i < Math.min(values.size(), Scale.of(1, 9)); i++) {
                var bent = new LinkedHashMap<>(good);
                bent.put(each.getKey(), values.get((turn + i) % values.size()));
                ask(endpoint, path, bent);
            }
        }
    }

    /// Each value of a body that is a day or a text, one after the other.
    private void bendBody(Endpoint endpoint, String path) throws Exception {
        Object body = samples.body(endpoint);
        if (body == null || !(json.valueToTree(body) instanceof ObjectNode tree)) {
            return;
        }
        int skipped = turn % Scale.of(2, 1);
        for (String name : List.copyOf(tree.propertyNames())) {
            if (skipped++ % Scale.of(2, 1) > 0) {
                continue;
            }
            JsonNode value = tree.path(name);
            var bent = tree.deepCopy();
            if (value.isString() && value.asString().matches("\\d{4}-\\d\\d-\\d\\d.*")) {
                bent.put(name, "+999999999-12-31" + value.asString().substring(10));
            } else if (value.isString()) {
                bent.put(name, PLACES.contains(name) ? "4419001060" : value.asString() + "\0");
            } else if (value.isNumber()) {
                bent.put(name, Long.MIN_VALUE);
            } else {
                continue;
            }
            boolean chinese = turn++ % 2 == 0;
            judge(
                    endpoint,
                    path + " " + name + " of the body",
                    send(endpoint, path, "", json.writeValueAsString(bent), chinese),
                    chinese);
        }
    }

    @Test
    void whatNobodyCanReadIsRefusedInWordsEverywhere() throws Exception {
        foreign = made();
        asking = new Asking(url(""), foreign, json, ids());
        samples = new Samples(foreign);
        token = token(Objects.requireNonNull(foreign.officer.account()));
        var all = Endpoint.all(requestMappingHandlerMapping).stream()
                .filter(each ->
                        !each.path().startsWith("/live/") && !each.path().startsWith("/sign-"))
                .toList();
        for (Endpoint endpoint : all) {
            var paths = endpoint.variables().isEmpty() ? List.of(endpoint.path()) : asking.paths(endpoint);
            for (String path : paths.subList(0, Math.min(paths.size(), Scale.of(1, 99)))) {
                bend(endpoint, path);
                bendBody(endpoint, path);
            }
        }
        assertThat(turn).isGreaterThan(1200);
        assertThat(wrong).isEmpty();
    }
}
