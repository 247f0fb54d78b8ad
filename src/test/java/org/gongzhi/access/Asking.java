package org.gongzhi.access;

import java.lang.reflect.Type;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.gongzhi.Foreign;
import org.gongzhi.kernel.Ids;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.json.JsonMapper;

/// Asks an endpoint for the things in the foreign street, and for things that are nowhere.
final class Asking {

    /// What came back; -1 when an answer began and did not end: a stream.
    record Answer(int status, String body, String location) {

        boolean refused() {
            return status == 403 || status == 404;
        }
    }

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;
    private final Foreign foreign;
    private final Samples samples;
    private final JsonMapper json;
    private final Ids ids;
    private final Map<String, Boolean> shown = new ConcurrentHashMap<>();

    Asking(String base, Foreign foreign, JsonMapper json, Ids ids) {
        this.base = base;
        this.foreign = foreign;
        this.samples = new Samples(foreign);
        this.json = json;
        this.ids = ids;
    }

    /// The paths of an endpoint, an act that is no part of the address behind a question mark, with foreign things in
    /// place of the variables; empty when one has none.
    List<String> paths(Endpoint endpoint) {
        var paths = List.of(prefixed(endpoint, endpoint.address()));
        for (String beginning : endpoint.variables()) {
            var values = foreign.things(endpoint.address())
                    .filter(_ -> endpoint.variables().size() == 1)
                    .or(() -> foreign.things(beginning))
                    .orElse(List.of());
            String variable = beginning.substring(beginning.lastIndexOf('{'));
            var filled = new ArrayList<String>();
            for (String path : paths) {
                values.forEach(value -> filled.add(replaceFirst(path, variable, value)));
            }
            paths = filled;
        }
        var acts = foreign.things(endpoint.address() + "?act");
        return acts.isEmpty() || !endpoint.method().equals("POST")
                ? paths
                : paths.stream()
                        .flatMap(path -> acts.get().stream().map(act -> path + "?act=" + act))
                        .toList();
    }

    /// The same paths with something nowhere in place of the first variable.
    String nowhere(Endpoint endpoint, String path) {
        String first = endpoint.variables().getFirst();
        int start = prefixed(endpoint, first).lastIndexOf('{');
        int end = path.indexOf('/', start);
        String rest = end < 0 ? suffix(endpoint, first) : path.substring(end);
        return path.substring(0, start)
                + unknown(foreign.things(first).orElseThrow().getFirst())
                + rest;
    }

    /// Whether somebody may read what the first variable of a path names, on its page or by a program.
    boolean readable(Endpoint endpoint, String path, String token) {
        String first = endpoint.variables().getFirst();
        int start = prefixed(endpoint, first).lastIndexOf('{');
        int end = path.indexOf('/', start);
        String thing = (end < 0 ? path : path.substring(0, end)).replaceFirst("\\?act=.*", "");
        String plain = thing.replaceFirst("^/api/v1", "");
        return shown.computeIfAbsent(token + plain, _ -> reads(plain, token) || reads("/api/v1" + plain, token));
    }

    /// Names of buildings and doors are public.
    boolean publicPlace(String code) {
        return shown.computeIfAbsent(code, _ -> reads("/api/v1/places?code=" + code, ""));
    }

    private boolean reads(String path, String token) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(10));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (java.io.IOException | InterruptedException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static String suffix(Endpoint endpoint, String first) {
        return endpoint.address().substring(first.length());
    }

    /// Something of the same kind that is nowhere.
    String unknown(String known) {
        if (known.matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}")) {
            return Ids.number(ids.next());
        }
        return known.matches("[0-9]{12,}") && !known.startsWith("441900") ? Long.toString(ids.next()) : nameless(known);
    }

    private static String nameless(String known) {
        return known.startsWith("441900") ? known.substring(0, 6) + "9" + known.substring(7) : known + "0";
    }

    private static String prefixed(Endpoint endpoint, String address) {
        return (endpoint.forPrograms() ? "/api/v1" : "") + address;
    }

    private static String replaceFirst(String path, String variable, String value) {
        int at = path.indexOf(variable);
        return path.substring(0, at) + value + path.substring(at + variable.length());
    }

    Answer ask(Endpoint endpoint, String path, String token) throws Exception {
        return ask(endpoint, path, token, samples);
    }

    /// The same with these words instead of what would be said.
    Answer ask(Endpoint endpoint, String path, String token, Map<String, Object> instead) throws Exception {
        return ask(endpoint, path, token, samples.saying(instead));
    }

    Map<String, Type> words(Endpoint endpoint) {
        return samples.words(endpoint);
    }

    private Answer ask(Endpoint endpoint, String path, String token, Samples samples) throws Exception {
        var fields = samples.fields(endpoint);
        if (!endpoint.forPrograms()) {
            fields.replaceAll((_, value) -> onPaper(value));
        }
        if (path.contains("?act=")) {
            fields.remove("act");
        }
        boolean question = endpoint.method().equals("GET") || endpoint.forPrograms();
        String address =
                question && !fields.isEmpty() ? path + (path.contains("?") ? "&" : "?") + encoded(fields) : path;
        var request = HttpRequest.newBuilder(URI.create(base + address))
                .timeout(Duration.ofSeconds(10))
                .header("Accept-Language", "en")
                .header("Accept", "text/html, application/json;q=0.9, */*;q=0.8") // a refusal tells its code as JSON
                .header("If-Match", "\"1\"");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        content(endpoint, fields, samples, request);
        try {
            var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return read(answer);
        } catch (HttpTimeoutException stream) {
            return new Answer(-1, "", "");
        }
    }

    /// A moment as a form of a page says it.
    private static String onPaper(String value) {
        return value.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z") ? value.substring(0, 16) : value;
    }

    private static Answer read(HttpResponse<java.io.InputStream> answer) throws java.io.IOException {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        try (var body = answer.body()) {
            String text = type.startsWith("text/event-stream")
                    ? "a stream"
                    : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(
                    answer.statusCode(),
                    text,
                    answer.headers().firstValue("Location").orElse(""));
        }
    }

    private void content(Endpoint endpoint, Map<String, String> fields, Samples samples, HttpRequest.Builder request) {
        if (endpoint.method().equals("GET")) {
            request.GET();
        } else if (multipart(endpoint)) {
            String border = "border" + UUID.randomUUID();
            request.header("Content-Type", "multipart/form-data; boundary=" + border)
                    .method(endpoint.method(), HttpRequest.BodyPublishers.ofString(parts(endpoint, fields, border)));
        } else if (endpoint.forPrograms()) {
            Object body = samples.body(endpoint);
            request.header("Content-Type", "application/json")
                    .method(
                            endpoint.method(),
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
        } else {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .method(endpoint.method(), HttpRequest.BodyPublishers.ofString(encoded(fields)));
        }
    }

    private static boolean multipart(Endpoint endpoint) {
        return java.util.Arrays.stream(endpoint.handler().getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestParam.class)
                        && parameter.getParameterType() == MultipartFile.class);
    }

    private static String parts(Endpoint endpoint, Map<String, String> fields, String border) {
        var parts = new StringBuilder();
        fields.forEach((name, value) -> parts.append(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(border, name, value)));
        for (var parameter : endpoint.handler().getMethodParameters()) {
            if (parameter.getParameterType() == MultipartFile.class) {
                parts.append(
                        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"x\"\r\nContent-Type: text/plain\r\n\r\nx\r\n"
                                .formatted(border, parameter.getParameter().getName()));
            }
        }
        return parts.append("--").append(border).append("--\r\n").toString();
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
