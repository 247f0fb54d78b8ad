package org.gongzhi.faults;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.gongzhi.kernel.EmbeddedPostgres;
import org.gongzhi.kernel.Ids;
import org.gongzhi.ledger.LedgerRoots;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Breaks the program, its database, its disk, its network and its clock while people work with it, and then
/// holds what is there against what was acknowledged. The same seed gives the same faults in the same order.
public final class Faults implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration RECOVERY = Duration.ofSeconds(90);
    static final int PEOPLE = 6;
    private static final int DISK_MIB = 900;

    private final Path folder;
    private final Path disk;
    private final boolean mounted;
    private final Path town;
    private final Path clock;
    private final PrintStream out;
    private final int port;
    private final Wire wire;
    private final Random random;
    private final Map<FaultKind, Integer> done = new EnumMap<>(FaultKind.class);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final EmbeddedPostgres database;
    private Process program;
    private String operator = "";

    public Faults(Path folder, long seed, PrintStream out) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.out = out;
        this.random = new Random(seed);
        this.disk = this.folder.resolve("disk");
        this.town = this.folder.resolve("town");
        this.clock = this.folder.resolve("clock");
        Files.createDirectories(disk);
        Files.writeString(clock, "0");
        this.mounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m,mode=755", "none", disk.toString()) == 0;
        this.database = EmbeddedPostgres.start(disk);
        this.wire = new Wire("127.0.0.1", database.port());
        try (var free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    /// Whether the disk of the database is one that can be filled up.
    public boolean mounted() {
        return mounted;
    }

    private static int run(String... command) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private void startProgram() throws IOException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                path,
                FaultyProgram.class.getName(),
                town.toString(),
                clock.toString(),
                "--server.port=" + port,
                "--gongzhi.data=" + folder.resolve("data"),
                "--gongzhi.database-url=jdbc:postgresql://127.0.0.1:" + wire.door() + "/postgres?user=gongzhi&password="
                        + database.password(),
                "--gongzhi.database.wait=PT2S",
                "--gongzhi.database.silence=PT4S",
                "--gongzhi.access.staff-second-factor=false",
                "--gongzhi.access.visitor-reports-per-hour=100000000",
                "--gongzhi.access.visitor-photos-per-hour=100000000",
                "--gongzhi.operations.watch=PT2S",
                "--spring.main.allow-bean-definition-overriding=true"));
        program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("program.log").toFile()))
                .start();
        long until = System.nanoTime() + START.toNanos();
        while (!Files.exists(town) || !ready()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the program does not become ready: see " + folder + "/program.log");
            }
            if (!program.isAlive()) {
                throw new IllegalStateException("the program ended: see " + folder + "/program.log");
            }
            rest(50);
        }
    }

    private boolean ready() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(url() + "/health"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    private static void rest(long millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    /// Each kind once, then as many more as asked for, drawn by weight; kinds that cannot be had here are
    /// left out.
    private List<FaultKind> plan(int many) {
        var kinds = Stream.of(FaultKind.values())
                .filter(kind -> mounted || kind != FaultKind.DISK_FULL)
                .toList();
        var all = new ArrayList<>(kinds);
        int weights = kinds.stream().mapToInt(FaultKind::weight).sum();
        while (all.size() < many) {
            int drawn = random.nextInt(weights);
            for (FaultKind kind : kinds) {
                drawn -= kind.weight();
                if (drawn < 0) {
                    all.add(kind);
                    break;
                }
            }
        }
        Collections.shuffle(all, random);
        return all;
    }

    /// Lives through `many` faults while so many people report without a rest; what did not hold, in words.
    public List<String> run(int many, int busy) throws Exception {
        long begun = System.nanoTime();
        startProgram();
        var lines = Files.readAllLines(town);
        operator = lines.get(3);
        try (var deeds = new Deeds(url(), lines.getFirst(), lines.get(1))) {
            deeds.begin(busy, random.nextLong());
            deeds.goesOn(RECOVERY);
            int n = 0;
            for (FaultKind kind : plan(many)) {
                rest(random.nextInt(120));
                inflict(kind, deeds);
                deeds.goesOn(RECOVERY);
                done.merge(kind, 1, Integer::sum);
                n++;
                if (n % 25 == 0) {
                    out.printf("%d faults, %,d acts acknowledged%n", n, deeds.acknowledged.get());
                }
            }
            deeds.close();
            var wrong = new ArrayList<>(deeds.wrong);
            settle(wrong);
            check(deeds, wrong);
            out.printf(
                    "%d faults %s%n%,d requests sent, %,d acts acknowledged, the longest waited %.1f s; %.0f s in all%n",
                    n,
                    done,
                    deeds.sent.get(),
                    deeds.acknowledged.get(),
                    deeds.longest.get() / 1e9,
                    (System.nanoTime() - begun) / 1e9);
            return wrong;
        }
    }

    private void inflict(FaultKind kind, Deeds deeds) throws Exception {
        switch (kind) {
            case PROGRAM_KILLED -> {
                program.destroyForcibly().waitFor();
                startProgram();
            }
            case PROGRAM_STOPPED -> {
                program.destroy();
                if (!program.waitFor(40, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the program does not stop");
                }
                startProgram();
            }
            case DATABASE_KILLED -> signal("-KILL", List.of(postmaster()));
            case CONNECTIONS_ENDED ->
                query(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'");
            case NETWORK_CUT -> {
                wire.cut();
                rest(50 + random.nextInt(700));
                wire.mend();
            }
            case NETWORK_SILENT -> {
                wire.silence();
                rest(1000 + random.nextInt(5000));
                wire.cut();
                wire.mend();
            }
            case DISK_SLOW -> {
                var all = servers();
                signal("-STOP", all);
                rest(100 + random.nextInt(1500));
                signal("-CONT", all);
            }
            case DISK_FULL -> diskFull();
            case CLOCK_JUMP -> {
                Files.writeString(clock, Long.toString((random.nextLong() % 10_800_000L)));
                rest(100 + random.nextInt(600));
                Files.writeString(clock, "0");
            }
            case UPLOAD_TRUNCATED -> truncated();
            case DUPLICATES -> deeds.duplicates(2 + random.nextInt(8));
            case ROW_POISONED -> poisoned();
        }
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(disk.resolve("database/postmaster.pid"))
                .getFirst()
                .strip());
    }

    /// The server and all its children.
    private List<Long> servers() throws IOException {
        var all = new ArrayList<Long>();
        long first = postmaster();
        all.add(first);
        ProcessHandle.of(first).ifPresent(server -> server.descendants().forEach(child -> all.add(child.pid())));
        return all;
    }

    private static void signal(String which, List<Long> processes) throws IOException {
        var command = new ArrayList<>(List.of("kill", which));
        processes.forEach(each -> command.add(Long.toString(each)));
        run(command.toArray(String[]::new));
    }

    private void diskFull() throws IOException {
        Path ballast = disk.resolve("ballast");
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            rest(300 + random.nextInt(1500));
        } finally {
            Files.deleteIfExists(ballast);
        }
    }

    /// Half a photo, half a report, then nothing more.
    private void truncated() throws IOException {
        boolean photo = random.nextBoolean();
        String body = photo
                ? "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
                : "{\"kind\":\"E0507\",\"place\":\"44190";
        String head =
                "POST /api/v1/" + (photo ? "photos" : "matters") + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                        + (photo ? "multipart/form-data; boundary=x" : "application/json")
                        + "\r\nIdempotency-Key: cut\r\nContent-Length: 500000\r\n\r\n";
        try (var socket = new Socket("127.0.0.1", port)) {
            var stream = socket.getOutputStream();
            stream.write((head + body).getBytes(StandardCharsets.US_ASCII));
            byte[] some = new byte[random.nextInt(20_000)];
            random.nextBytes(some);
            stream.write(some);
            stream.flush();
        }
    }

    /// A row that no follower can take: what follows stops, the row is mended by whoever looks, and it goes
    /// on.
    private void poisoned() throws Exception {
        query("""
                insert into journal.entry (community, at, subject_kind, subject_id, kind, body, salt, commitment)
                values (441900106002, now(), 'poison', 1, 'Reported', '[]', '', '') returning 1""");
        long until = System.nanoTime() + RECOVERY.toNanos();
        while (query("select count(*) from journal.cursor where failure is not null") == 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("nobody minded the poisoned row");
            }
            rest(50);
        }
        query(
                "with gone as (delete from journal.entry where subject_kind = 'poison' returning 1) select count(*) from gone");
        resume();
    }

    private void resume() throws Exception {
        var stopped = new ArrayList<String>();
        try (var connection = direct()) {
            JdbcClient.create(new SingleConnectionDataSource(connection, true))
                    .sql("select follower from journal.cursor where failure is not null")
                    .query((row, _) -> stopped.add(row.getString(1)))
                    .list();
        }
        for (String each : stopped) {
            http.send(
                    HttpRequest.newBuilder(URI.create(url() + "/api/v1/operations/followers/" + each + "/resume"))
                            .timeout(Duration.ofSeconds(10))
                            .header("Authorization", "Bearer " + operator)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private Connection direct() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    private long query(String sql) throws SQLException {
        try (var connection = direct();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private void changed(String sql) throws SQLException {
        long rows = query(sql);
        if (rows != 1) {
            throw new IllegalStateException(rows + " rows instead of one: " + sql);
        }
    }

    /// Followers have to reach the end of the journal, and the ledger to be signed to its end.
    private void settle(List<String> wrong) throws Exception {
        long until = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        String behind =
                "select count(*) from journal.cursor c where c.failure is not null or exists (select from journal.entry e where (e.txid, e.seq) > (c.txid, c.seq))";
        String unsigned = "select count(*) from ledger.log where size > sealed";
        while (query(behind) > 0 || query(unsigned) > 0) {
            if (System.nanoTime() > until) {
                wrong.add("followers do not catch up, or the ledger is not signed");
                return;
            }
            resume();
            rest(200);
        }
        wrong.addAll(new Afterwards(http, url(), operator).kept());
    }

    /// What the checker says when one more report, and one more acceptance, are taken for acknowledged, one text
    /// stands in two matters and the line of one report is gone: four complaints, or the checker is blind. The
    /// matters are those of people: what is reported last may be an alarm of the program itself.
    List<String> complaints() throws Exception {
        var forged = new Deeds(url(), "", "");
        forged.reported.put("never sent", Ids.number(1));
        forged.accepted.put(Ids.number(1), "accept");
        changed("""
                with two as (select min(id) as first, max(id) as last from matters.matter where text like 'fault %'),
                same as (update matters.matter m set text = f.text from two, matters.matter f
                    where m.id = two.last and f.id = two.first and m.id <> f.id returning 1)
                select count(*) from same""");
        changed("""
                with gone as (delete from journal.entry where kind = 'Reported' and subject_kind = 'matter' and subject_id = (
                    select max(id) from matters.matter where text like 'fault %') returning 1) select count(*) from gone""");
        var wrong = new ArrayList<String>();
        check(forged, wrong);
        forged.close();
        return wrong;
    }

    private void check(Deeds deeds, List<String> wrong) throws Exception {
        try (var connection = direct()) {
            var client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            var byText = new TreeMap<String, List<Long>>();
            client.sql("select text, id from matters.matter where text like 'fault %'")
                    .query((row, _) -> byText.computeIfAbsent(row.getString(1).substring(6), _ -> new ArrayList<>())
                            .add(row.getLong(2)))
                    .list();
            deeds.reported.forEach((key, number) -> {
                var ids = byText.getOrDefault(key, List.of());
                if (ids.isEmpty()) {
                    wrong.add("LOST: report " + number + " was acknowledged");
                } else if (ids.getFirst() != Ids.fromNumber(number)) {
                    wrong.add("report " + number + " is now " + Ids.number(ids.getFirst()));
                }
            });
            byText.forEach((key, ids) -> {
                if (ids.size() > 1) {
                    wrong.add("TWICE: the key " + key + " has " + ids.size() + " matters");
                }
            });
            acts(client, "Accepted", deeds.accepted.keySet(), wrong);
            acts(client, "Rectified", deeds.rectified.keySet(), wrong);
            none(client, wrong, "matters without exactly one report in the journal", """
                    select count(*) from matters.matter m where text like 'fault %' and (select count(*) from journal.entry e
                        where e.community = m.community and e.subject_id = m.id and e.kind = 'Reported') <> 1""");
            none(client, wrong, "reports in the journal without a matter", """
                    select count(*) from journal.entry e where e.kind = 'Reported' and e.subject_kind = 'matter'
                    and not exists (select from matters.matter m where m.community = e.community and m.id = e.subject_id)""");
            none(client, wrong, "holes: versions of matters that are not in the journal", """
                    select count(*) from matters.matter m where text like 'fault %' and m.version <> (
                        select count(*) from journal.entry e where e.community = m.community and e.subject_id = m.id
                        and e.subject_kind = 'matter' and e.kind in ('Reported', 'Accepted', 'Rectified', 'RecheckDrawn'))""");
            none(client, wrong, "rows of the journal without a line in the ledger", """
                    select count(*) from journal.entry e where not exists (
                        select from ledger.leaf l where l.community = e.community and l.seq = e.seq)""");
            none(client, wrong, "faults found by the ledger", "select count(*) from ledger.fault");
            none(client, wrong, "counters that differ from what is counted", """
                    select count(*) from (
                        select community, coalesce(estate, 0), kind, stage, count(*) from matters.matter group by 1, 2, 3, 4
                        except select community, estate, kind, stage, matters from matters.tally) t""");
            if (!LedgerRoots.recomputed(client).equals(LedgerRoots.signed(client))) {
                wrong.add("the ledger's lines do not have the signed roots");
            }
            out.printf(
                    "%,d matters, %,d rows of the journal, %,d lines of the ledger checked%n",
                    byText.size(),
                    query("select count(*) from journal.entry"),
                    query("select count(*) from ledger.leaf"));
        }
    }

    private static void none(JdbcClient client, List<String> wrong, String what, String sql) {
        long found = client.sql(sql).query(Long.class).single();
        if (found > 0) {
            wrong.add(found + " " + what);
        }
    }

    private static void acts(JdbcClient client, String kind, Iterable<String> numbers, List<String> wrong) {
        var times = new TreeMap<Long, Integer>();
        client.sql("select subject_id from journal.entry where kind = ? and subject_kind = 'matter'")
                .param(kind)
                .query((row, _) -> times.merge(row.getLong(1), 1, Integer::sum))
                .list();
        for (String number : numbers) {
            int n = times.getOrDefault(Ids.fromNumber(number), 0);
            if (n == 0) {
                wrong.add("LOST: " + kind + " of " + number + " was acknowledged");
            }
        }
        times.forEach((id, n) -> {
            if (n > 1) {
                wrong.add("TWICE: " + kind + " of " + Ids.number(id));
            }
        });
    }

    @Override
    public void close() throws IOException {
        if (program != null) {
            program.destroyForcibly();
        }
        wire.close();
        database.close();
        if (mounted) {
            run("umount", "-l", disk.toString());
        }
    }

    /// `[FAULTS] [SEED]`: 500 faults unless said otherwise.
    public static void main(String[] words) throws Exception {
        int many = words.length > 0 ? Integer.parseInt(words[0]) : 500;
        long seed = words.length > 1 ? Long.parseLong(words[1]) : System.nanoTime();
        Path folder = new File("target/faults/" + seed).toPath();
        System.out.println("seed " + seed + ", in " + folder);
        int broken;
        try (var faults = new Faults(folder, seed, System.out)) {
            var wrong = faults.run(many, PEOPLE);
            wrong.forEach(System.out::println);
            broken = wrong.size();
        }
        System.out.println(broken == 0 ? "HELD" : "BROKEN: " + broken);
        System.exit(broken == 0 ? 0 : 1);
    }
}
