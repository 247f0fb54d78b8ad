package org.gongzhi.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/// People who go on whatever happens: each reports, and leads accept and rectify; every act is repeated with
/// its own key until it is acknowledged, and what was acknowledged is remembered.
final class Deeds implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration AGAIN = Duration.ofMillis(40);
    private static final Duration PAUSE = Duration.ofMillis(15);

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final String url;
    private final String place;
    private final String lead;

    /// Numbers of acknowledged reports by their key, and of matters whose acceptance or rectification was.
    final Map<String, String> reported = new ConcurrentHashMap<>();

    final Map<String, String> accepted = new ConcurrentHashMap<>();
    final Map<String, String> rectified = new ConcurrentHashMap<>();

    /// What must never happen, in words.
    final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    final AtomicLong acknowledged = new AtomicLong();
    final AtomicLong sent = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    final AtomicLong longest = new AtomicLong();

    Deeds(String url, String place, String lead) {
        this.url = url;
        this.place = place;
        this.lead = lead;
    }

    void begin(int many, long seed) {
        for (int i = 0; i < many; i++) {
            var random = new Random(seed * 31 + i);
            people.submit(() -> {
                while (!stop.get()) {
                    try {
                        live(random);
                    } catch (RuntimeException broken) {
                        wrong.add("the harness itself broke: " + broken);
                    }
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            });
        }
    }

    private void live(Random random) {
        String key = UUID.randomUUID().toString();
        String number = report(key);
        if (number == null) {
            return;
        }
        if (random.nextInt(5) == 0) {
            same(key, number, report(key));
        }
        if (random.nextInt(3) == 0 && act(number, "accept", "{}", accepted) && random.nextInt(2) == 0) {
            act(number, "rectify", "{\"words\":\"done\"}", rectified);
        }
    }

    private void same(String key, String first, String again) {
        if (again != null && !again.equals(first)) {
            wrong.add("the key " + key + " became " + first + " and " + again);
        }
    }

    /// Reports until it is acknowledged; null when told to stop before.
    String report(String key) {
        String body = json.writeValueAsString(Map.of("kind", "E0507", "place", place, "text", "fault " + key));
        HttpResponse<String> answer = until(HttpRequest.newBuilder(URI.create(url + "/api/v1/matters"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer == null) {
            return null;
        }
        if (answer.statusCode() != 201) {
            wrong.add("a report was answered " + answer.statusCode() + ": " + answer.body());
            return null;
        }
        String number = json.readTree(answer.body()).path("number").asString();
        String before = reported.put(key, number);
        if (before != null) {
            same(key, before, number);
        }
        return number;
    }

    private boolean act(String number, String act, String body, Map<String, String> kept) {
        HttpResponse<String> answer =
                until(HttpRequest.newBuilder(URI.create(url + "/api/v1/matters/" + number + "/" + act))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + lead)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer == null) {
            return false;
        }
        if (answer.statusCode() != 200) {
            wrong.add(act + " of " + number + " was answered " + answer.statusCode() + ": " + answer.body());
            return false;
        }
        kept.put(number, act);
        return true;
    }

    /// Sends until something else than "not now" is answered.
    private HttpResponse<String> until(HttpRequest.Builder request) {
        long begun = System.nanoTime();
        var whole = request.timeout(PATIENCE).build();
        while (!stop.get()) {
            sent.incrementAndGet();
            try {
                var answer = http.send(whole, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 503 && answer.statusCode() != 429) {
                    acknowledged.incrementAndGet();
                    longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
                    return answer;
                }
                failed.incrementAndGet();
            } catch (IOException noAnswer) {
                failed.incrementAndGet();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return null;
            }
            LockSupport.parkNanos(AGAIN.toNanos());
        }
        return null;
    }

    /// One key sent by many at the same time has to be one matter.
    void duplicates(int many) throws Exception {
        String key = UUID.randomUUID().toString();
        var tries = new ArrayList<Callable<String>>();
        for (int i = 0; i < many; i++) {
            tries.add(() -> report(key));
        }
        var numbers = new java.util.HashSet<String>();
        for (var each : people.invokeAll(tries)) {
            if (each.get() != null) {
                numbers.add(each.get());
            }
        }
        if (numbers.size() > 1) {
            wrong.add("one key became " + numbers);
        }
    }

    /// Waits until something is acknowledged that was not before.
    void goesOn(Duration most) {
        long before = acknowledged.get();
        long until = System.nanoTime() + most.toNanos();
        while (acknowledged.get() < before + 3) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("nothing is acknowledged any more");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    List<String> keys() {
        return List.copyOf(reported.keySet());
    }

    @Override
    public void close() {
        stop.set(true);
        people.shutdown();
        try {
            people.awaitTermination(30, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
