package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/// The program over its API, as somebody: every call says which status it expects.
public abstract class ApiTest extends RunningProgram {

    @AfterEach
    final void today() {
        clock.reset();
    }

    protected final String as(Role role) {
        return token(town.actor(role).account());
    }

    private JsonNode sent(String method, int status, String token, String path, Object body) throws Exception {
        HttpResponse<String> answer = call(method, "/api/v1" + path, token, body, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body().isBlank() ? json.nullNode() : json.readTree(answer.body());
    }

    protected final JsonNode post(int status, String token, String path, Object body) throws Exception {
        return sent("POST", status, token, path, body);
    }

    protected final JsonNode put(int status, String token, String path, Object body) throws Exception {
        return sent("PUT", status, token, path, body);
    }

    protected final JsonNode read(String token, String path) throws Exception {
        return sent("GET", 200, token, path, null);
    }

    /// The code of the refusal.
    protected final String refused(int status, String token, String path, Object body) throws Exception {
        return post(status, token, path, body).path("code").asString();
    }

    /// A name nobody has.
    protected static String named(String what) {
        return what + " " + UUID.randomUUID();
    }

    /// Runs all at the same moment; the statuses they were answered with.
    protected static <T> List<T> atOnce(List<Callable<T>> tries) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = threads.invokeAll(tries);
            var statuses = new java.util.ArrayList<T>();
            for (var each : futures) {
                statuses.add(each.get());
            }
            return statuses;
        }
    }
}
