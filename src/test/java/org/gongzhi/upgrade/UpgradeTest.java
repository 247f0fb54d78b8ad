package org.gongzhi.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.gongzhi.Gongzhi;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.JournalDigest;
import org.gongzhi.kernel.EmbeddedPostgres;
import org.gongzhi.ledger.LedgerRoots;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// This release starts over the database of an earlier one, with what people had done in it, keeps every row, and goes
/// on with its journal and its ledger. Files are made by [Snapshot] of that release.
class UpgradeTest {

    @ParameterizedTest
    @ValueSource(strings = "before-operations")
    void theDatabaseOfAnEarlierReleaseIsTakenOver(String release) throws Exception {
        Path file = Path.of("src/test/resources/upgrade/" + release + ".gz");
        Path folder = Path.of("target/test-data/upgrade-" + UUID.randomUUID());
        try (var database = EmbeddedPostgres.start(folder.resolve("database"))) {
            String url = database.url() + "?user=" + database.user() + "&password=" + database.password();
            var versions = new ArrayList<>(Files.readAllLines(file.resolveSibling(release + ".versions")));
            versions.sort(Comparator.comparing(line -> !line.startsWith("root "))); // makes the schemas
            for (String line : versions) {
                String module = line.split(" ")[0];
                Flyway.configure()
                        .dataSource(url, null, null)
                        .locations("classpath:db/migration/" + (module.equals("root") ? "__root" : module))
                        .table("flyway_" + module)
                        .baselineOnMigrate(true)
                        .baselineVersion("0")
                        .target(line.split(" ")[1])
                        .load()
                        .migrate();
            }
            try (var connection = DriverManager.getConnection(url)) {
                Snapshot.read(file, connection, folder.resolve("data/secrets"));
                var client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                var before = counts(client);
                long horizon = JournalDigest.now(client).horizon();
                var digest = JournalDigest.below(client, horizon);
                var roots = LedgerRoots.signed(client);
                assertThat(before.get("matters.matter")).isGreaterThan(50);
                assertThat(roots).isNotEmpty();

                var context = new SpringApplication(Gongzhi.class)
                        .run(
                                "--server.port=0",
                                "--gongzhi.data=" + folder.resolve("data"),
                                "--gongzhi.database-url=" + url,
                                "--gongzhi.operations.watch=P1D",
                                "--gongzhi.matters.timers=P1D",
                                "--gongzhi.duty.gaps=P1D");
                try {
                    var after = counts(client);
                    before.forEach((table, rows) -> {
                        if (!table.contains("flyway_") && !table.startsWith("journal.cursor")) {
                            assertThat(after.get(table)).as(table).isGreaterThanOrEqualTo(rows);
                        }
                    });
                    assertThat(JournalDigest.below(client, horizon)).isEqualTo(digest);
                    var journal = context.getBean(Journal.class);
                    assertThat(journal.unread("nobody-yet", 100_000))
                            .allMatch(journal::fits)
                            .hasSizeGreaterThan(100);

                    String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
                    String place = client.sql(
                                    "select code from places.place where kind = 'STAIRWELL' order by code limit 1")
                            .query(String.class)
                            .single();
                    var answer = HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(base + "/api/v1/matters"))
                                            .header("Content-Type", "application/json")
                                            .header(
                                                    "Idempotency-Key",
                                                    UUID.randomUUID().toString())
                                            .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"E0507\",\"place\":\""
                                                    + place + "\",\"text\":\"after\"}"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
                    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                    while (sealed(LedgerRoots.signed(client)) <= sealed(roots)) {
                        assertThat(System.nanoTime()).as("the ledger goes on").isLessThan(until);
                        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                    }
                    assertThat(LedgerRoots.recomputed(client)).isEqualTo(LedgerRoots.signed(client));
                    assertThat(client.sql("select count(*) from ledger.fault")
                                    .query(Long.class)
                                    .single())
                            .isZero();
                } finally {
                    context.close();
                }
            }
        }
    }

    private static long sealed(List<LedgerRoots.Root> roots) {
        return roots.stream().mapToLong(LedgerRoots.Root::size).sum();
    }

    private static TreeMap<String, Long> counts(JdbcClient client) {
        return client.sql("""
                        select table_schema || '.' || table_name from information_schema.tables
                        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')""").query((row, _) -> row.getString(1)).list().stream()
                .collect(Collectors.toMap(
                        table -> table,
                        table -> client.sql("select count(*) from " + table)
                                .query(Long.class)
                                .single(),
                        Long::sum,
                        TreeMap::new));
    }
}
