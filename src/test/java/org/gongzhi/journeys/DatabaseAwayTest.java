package org.gongzhi.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.Gongzhi;
import org.gongzhi.RunningProgram;
import org.gongzhi.TestClock;
import org.gongzhi.faults.Wire;
import org.gongzhi.kernel.DatabaseServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The network between program and database is cut while reports come in: each is answered with a matter or
/// with a plain refusal, and sending the refused ones again with their keys makes each exactly one.
@EmbeddedOnly("cuts the way to the database, whichever it is")
class DatabaseAwayTest extends RunningProgram {

    @Autowired
    private DatabaseServer server;

    @Autowired
    private JdbcClient client;

    @Test
    void nothingIsHalfWrittenAndNothingAcknowledgedIsLost() throws Exception {
        var address = Pattern.compile("//([^:/]+)(?::(\\d+))?/([^?]*)(.*)").matcher(server.url());
        assertThat(address.find()).isTrue();
        int databasePort = address.group(2) == null ? 5432 : Integer.parseInt(address.group(2));
        String user =
                server.user() == null ? address.group(4) : "?user=" + server.user() + "&password=" + server.password();
        try (var wire = new Wire(address.group(1), databasePort);
                var program = new SpringApplicationBuilder(Gongzhi.class, TestClock.class)
                        .run(
                                "--server.port=0",
                                "--gongzhi.data=target/test-data/away",
                                "--gongzhi.database-url=jdbc:postgresql://127.0.0.1:" + wire.door() + "/"
                                        + address.group(3) + user,
                                "--gongzhi.database.wait=PT2S",
                                "--gongzhi.database.connections=6",
                                "--spring.main.allow-bean-definition-overriding=true",
                                "--gongzhi.access.visitor-reports-per-hour=100000")) {
            String url = "http://localhost:" + program.getEnvironment().getProperty("local.server.port");
            var keys = new ArrayList<String>();
            var answered = new ArrayList<Integer>();
            for (int round = 0; round < 3; round++) {
                var sent = new ArrayList<String>();
                for (int i = 0; i < 20; i++) {
                    sent.add(UUID.randomUUID().toString());
                }
                keys.addAll(sent);
                answered.addAll(send(url, sent.subList(0, 5)));
                var tries = new ArrayList<Callable<Integer>>();
                sent.subList(5, 20)
                        .forEach(key -> tries.add(() -> send(url, List.of(key)).getFirst()));
                try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                    var running = tries.stream().map(callers::submit).toList();
                    wire.cut();
                    for (var each : running) {
                        answered.add(each.get());
                    }
                }
                wire.mend();
            }
            assertThat(answered).isSubsetOf(201, 503).contains(201);
            assertThat(answered).contains(503);
            assertThat(again(url, keys)).containsOnly(201);
            assertThat(client.sql("select count(*) from matters.matter where text = 'away' and channel = 'API'")
                            .query(Long.class)
                            .single())
                    .isEqualTo(keys.size());
            assertThat(client.sql("""
                            select count(*) from matters.matter m where text = 'away' and (
                                select count(*) from journal.entry e where e.community = m.community
                                and e.subject_id = m.id and e.kind = 'Reported') <> 1""").query(Long.class).single()).isZero();
        }
    }

    /// Sends every key until it is accepted; the database is back, so this ends.
    private List<Integer> again(String url, List<String> keys) throws Exception {
        var answers = new ArrayList<Integer>();
        for (String key : keys) {
            int answer = 0;
            for (int tries = 0; tries < 10 && answer != 201; tries++) {
                answer = send(url, List.of(key)).getFirst();
            }
            answers.add(answer);
        }
        return answers;
    }

    private List<Integer> send(String url, List<String> keys) throws Exception {
        var answers = new ArrayList<Integer>();
        for (String key : keys) {
            var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/matters"))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(
                            java.util.Map.of("kind", "E0501", "place", town.stairwell.code(), "text", "away"))))
                    .build();
            answers.add(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .statusCode());
        }
        return answers;
    }
}
