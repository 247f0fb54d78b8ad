package org.gongzhi.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/// After the load every connection that was away at some moment is back, as the program's own operations page tells.
final class Afterwards {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String url;
    private final String operator;
    private final JsonMapper json = JsonMapper.builder().build();

    Afterwards(HttpClient http, String url, String operator) {
        this.http = http;
        this.url = url;
        this.operator = operator;
    }

    /// Who has a connection now, by the number of the loan.
    private TreeMap<Long, String> holders() throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/api/v1/operations"))
                        .header("Authorization", "Bearer " + operator)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        var holders = new TreeMap<Long, String>();
        for (var each :
                json.readTree(answer.body()).path("database").path("pool").path("holders")) {
            holders.put(
                    each.path("number").asLong(),
                    each.path("work").asString() + ": " + each.path("statement").asString());
        }
        if (holders.isEmpty()) {
            throw new IllegalStateException("the page itself has a connection while it tells: " + answer.body());
        }
        return holders;
    }

    /// What was never given back.
    List<String> kept() throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        var away = holders();
        while (!away.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            away.keySet().retainAll(holders().keySet());
        }
        var kept = new ArrayList<String>();
        away.values().forEach(each -> kept.add("a connection was kept by " + each));
        return kept;
    }
}
