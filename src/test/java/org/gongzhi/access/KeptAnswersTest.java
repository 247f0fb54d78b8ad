package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.gongzhi.EmbeddedOnly;
import org.junit.jupiter.api.Test;

/// Generated from the program itself: what a browser, or a server on the way, may keep of its answers.
@EmbeddedOnly("about headers; has no SQL")
class KeptAnswersTest extends ScopeCase {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<String> wrong = new ArrayList<>();
    private final Set<String> kept = new TreeSet<>();
    private int good;

    private void look(Endpoint endpoint, String path, String token) throws Exception {
        var answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        String says = answer.headers().firstValue("Cache-Control").orElse("");
        good += answer.statusCode() == 200 ? 1 : 0;
        if (says.isEmpty() || !says.equals("no-store") && !endpoint.handler().hasMethodAnnotation(ForEveryone.class)) {
            wrong.add(endpoint + " " + answer.statusCode() + " may be kept: " + says);
        } else if (!says.equals("no-store")) {
            kept.add(endpoint.path());
        }
    }

    @Test
    void nothingIsKeptButWhatIsOpen() throws Exception {
        var foreign = untouched();
        var asking = new Asking(url(""), foreign, json, ids());
        String token = token(Objects.requireNonNull(foreign.officer.account()));
        for (Endpoint endpoint : Endpoint.all(requestMappingHandlerMapping)) {
            if (endpoint.method().equals("GET") && !endpoint.path().startsWith("/live/")) {
                var paths = endpoint.variables().isEmpty() ? List.of(endpoint.path()) : asking.paths(endpoint);
                look(endpoint, paths.isEmpty() ? "/" : paths.getFirst(), token);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(good).isGreaterThan(150);
        assertThat(kept)
                .as("open data, and what every page is made of")
                .allMatch(path -> path.startsWith("/ledger/")
                        || path.startsWith("/near")
                        || path.matches("/(sw.js|favicon.ico|manifest.webmanifest|static/htmx.js|embed.*)"));
    }

    @Test
    void whatIsNotThereIsNotKeptEither() throws Exception {
        String token = token(town.resident);
        for (String page : List.of("/api/v1/people?words=x", "/api/v1/nowhere", "/nowhere")) {
            assertThat(call("GET", page, token, null, Map.of()).headers().firstValue("Cache-Control"))
                    .as(page)
                    .hasValue("no-store");
        }
    }
}
