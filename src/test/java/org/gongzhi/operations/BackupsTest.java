package org.gongzhi.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.gongzhi.ApiTest;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.EmbeddedPostgres;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.ledger.Acts;
import org.gongzhi.ledger.Ledger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/// Backups of the running program, taken while it is written to, and put back: to the mark, to the end, to a
/// moment; and each way in which a backup can be spoilt.
@Tag("sql")
class BackupsTest extends ApiTest {

    @Autowired
    private Backups backups;

    @Autowired
    private JdbcClient client;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Journal journal;

    @Value("${gongzhi.data}")
    private Path data;

    private Path folder;
    private Path fresh;

    @BeforeEach
    void folders() throws Exception {
        folder = Files.createTempDirectory("gongzhi-backup");
        fresh = Files.createTempDirectory("gongzhi-restored").resolve("data");
    }

    @AfterEach
    void away() throws Exception {
        Restore.empty(folder);
        Restore.empty(fresh.getParent());
        client.sql("select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ?")
                .param(DatabaseCopy.SLOT)
                .query((row, _) -> true)
                .list();
    }

    private long report(String words) throws Exception {
        var answer = call(
                "POST",
                "/api/v1/matters",
                "",
                Map.of("kind", "E0102", "place", town.estate.code(), "text", words),
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Ids.fromNumber(json.readTree(answer.body()).path("number").asString());
    }

    private Path key() {
        return data.resolve("secrets").resolve(Restore.KEY);
    }

    private Restore restore(Path from) {
        return new Restore(
                new BackupFolder(from, Restore.key(key())), JsonMapper.builder().build());
    }

    @Test
    void whatWasWrittenWhileItRanIsRestoredToTheRowAndLaterActsByTheLog() throws Exception {
        long before = report("before the backup");
        Acts.settled(journal);
        ledger.publish();
        var stop = new AtomicBoolean();
        var acknowledged = new ArrayList<Long>();
        Backups.Backup backup;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = threads.submit(() -> {
                while (!stop.get()) {
                    acknowledged.add(report("while it ran"));
                }
                return acknowledged.size();
            });
            try {
                backup = backups.take(folder, _ -> {});
            } finally {
                stop.set(true); // else a failed backup would be waited for without end
            }
            assertThat(writing.get()).isPositive();
        }
        assertThat(backups.newest(50)).extracting(Backups.Backup::name).contains(backup.name());

        var checked = backups.check(folder, null);
        assertThat(checked.sound()).as(String.join("\n", checked.lines())).isTrue();
        assertThat(checked.lines()).anyMatch(line -> line.matches("ok +\\d+ tables, \\d+ rows"));
        assertThat(checked.lines()).anyMatch(line -> line.matches("ok +ledgers: .*signed roots"));
        assertThat(backups.newest(50).stream()
                        .filter(each -> each.name().equals(backup.name()))
                        .findFirst()
                        .orElseThrow()
                        .sound())
                .isTrue();

        long later = report("after the backup");
        Instant moment = client.sql("select clock_timestamp()")
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .single();
        long last = report("after the moment");
        backups.archive(folder);

        var whole = restore(folder).restore(fresh, null, null);
        assertThat(whole.sound()).as(String.join("\n", whole.lines())).isTrue();
        var all = new ArrayList<>(acknowledged);
        all.addAll(List.of(before, later, last));
        assertThat(matters(fresh, all)).isEqualTo(all.size());
        assertThat(Files.readString(fresh.resolve("secrets/field-key"), StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(data.resolve("secrets/field-key")));
        assertThat(fresh.resolve("secrets").resolve(Restore.KEY)).doesNotExist();

        Restore.empty(fresh);
        var then = restore(folder).restore(fresh, moment, null);
        assertThat(then.sound()).as(String.join("\n", then.lines())).isTrue();
        assertThat(matters(fresh, List.of(before, later, last))).isEqualTo(2);
        assertThatThrownBy(() -> restore(folder).restore(fresh, null, null)).hasMessageContaining("not empty");
        Restore.empty(fresh);
        RestoreMomentTest.refusesWhatTheLogDoesNotReach(folder, key(), fresh);
    }

    private long matters(Path restored, List<Long> ids) throws Exception {
        var manifest = restore(folder).newest(null);
        Path binaries = EmbeddedPostgres.major(restored) == manifest.major()
                ? null
                : Path.of("/usr/lib/postgresql/" + manifest.major() + "/bin");
        try (var server = EmbeddedPostgres.recover(restored, binaries, manifest.user(), manifest.password());
                var connection = DriverManager.getConnection(
                        server.url().replaceAll("/[^/]*$", "/" + manifest.database()),
                        server.user(),
                        server.password())) {
            return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                    .sql("select count(*) from matters.matter where id = any (?)")
                    .param(ids.toArray(Long[]::new))
                    .query(Long.class)
                    .single();
        }
    }

    @Test
    void aSpoiltBackupIsNotTakenForAGoodOne() throws Exception {
        report("to be kept");
        backups.take(folder, _ -> {});
        report("more");
        backups.archive(folder);
        report("and more");
        backups.archive(folder);
        var files = new BackupFolder(folder, Restore.key(key()));

        var strange = new BackupFolder(folder, Secrets.random(32));
        assertThatThrownBy(() -> new Restore(strange, JsonMapper.builder().build()).restore(fresh, null, null))
                .isInstanceOf(java.io.IOException.class);

        String tar = files.names("base").getFirst();
        assertThat(tar).endsWith("database.tar");
        try (var file = new RandomAccessFile(folder.resolve(tar).toFile(), "rw")) {
            byte[] end = new byte[100_000];
            long cut = file.length() - end.length;
            file.seek(cut);
            file.readFully(end);
            file.setLength(cut);
            assertThatThrownBy(() -> restore(folder).restore(fresh, null, null))
                    .isInstanceOf(java.io.IOException.class);
            Restore.empty(fresh);
            file.seek(cut);
            file.write(end);
            long middle = file.length() / 2;
            file.seek(middle);
            int there = file.read();
            file.seek(middle);
            file.write(there ^ 1);
            assertThatThrownBy(() -> files.read(tar).transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(java.io.IOException.class);
            file.seek(middle);
            file.write(there);
        }

        var logs = files.names("wal");
        assertThat(logs).hasSizeGreaterThan(2);
        Path middle = folder.resolve(logs.get(logs.size() - 2));
        byte[] kept = Files.readAllBytes(middle);
        Files.delete(middle);
        assertThatThrownBy(() -> restore(folder).restore(fresh, null, null)).hasMessageContaining("gap");
        Restore.empty(fresh);
        Files.write(middle, Files.readAllBytes(folder.resolve(logs.getLast()))); // one file in another's place
        assertThatThrownBy(() -> restore(folder).restore(fresh, null, null)).isInstanceOf(java.io.IOException.class);
        Restore.empty(fresh);
        Files.write(middle, kept);

        var out = new ByteArrayOutputStream();
        int code = RestoreMain.run(
                new String[] {"check", folder.toString(), "--key", key().toString()},
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("SOUND");
        assertThat(code).isZero();
    }

    @Test
    void oneAtATimeAndOldOnesGo() throws Exception {
        var names = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            clock.forward(java.time.Duration.ofDays(1));
            names.add(backups.take(folder, _ -> {}).name());
            report("day " + i + " " + UUID.randomUUID());
            backups.archive(folder);
        }
        var files = new BackupFolder(folder, Restore.key(key()));
        assertThat(restore(folder).all()).extracting(BackupManifest::name).isEqualTo(names.subList(1, 3));
        assertThat(files.names("wal").getFirst())
                .isGreaterThanOrEqualTo(
                        "wal/" + restore(folder).all().getFirst().from());

        assertThatThrownBy(() -> backups.take(null, _ -> {}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("backup-folder");
        var at = atOnce(java.util.Collections.nCopies(2, () -> {
            try {
                backups.take(folder, _ -> {});
                return "taken";
            } catch (Refusal refused) {
                return refused.code();
            }
        }));
        assertThat(at).contains("taken").allMatch(each -> each.equals("taken") || each.equals("backup-running"));
    }

    @Test
    void logFilesFollowEachOther() {
        assertThat(Restore.after("0000000100000000000000FE")).isEqualTo("0000000100000000000000FF");
        assertThat(Restore.after("0000000100000000000000FF")).isEqualTo("000000010000000100000000");
    }

    /// With what the guide says a role needs, and nothing more, a cluster can be copied; without it, it cannot.
    @Test
    void aRoleThatIsNoSuperuserCopiesTheClusterWithWhatTheGuideGrants() throws Exception {
        String role = "copies_" + UUID.randomUUID().toString().substring(0, 8);
        String password = UUID.randomUUID().toString();
        String guide = Files.readString(Path.of("docs/operations.md"));
        int block = guide.indexOf("```", guide.indexOf("and for the role:")) + 3;
        String grants = guide.substring(block, guide.indexOf("```", block)).replace("gongzhi", role);
        client.sql("create role " + role + " login password '" + password + "'").update();
        try {
            String url = java.util.Objects.requireNonNull(client.sql("select 1")
                    .query((row, _) ->
                            row.getStatement().getConnection().getMetaData().getURL())
                    .single());
            String bare = url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
            try (var connection = DriverManager.getConnection(bare, role, password)) {
                var copy = new DatabaseCopy(connection);
                assertThatThrownBy(() -> copy.base("test", OutputStream.nullOutputStream(), _ -> {}))
                        .rootCause()
                        .hasMessageContaining("permission denied");
            }
            client.sql(grants).update();
            try (var connection = DriverManager.getConnection(bare, role, password)) {
                var copy = new DatabaseCopy(connection);
                assertThat(copy.text("select rolsuper from pg_roles where rolname = current_user"))
                        .isEqualTo("f");
                copy.require();
                Path whole = folder.resolve("whole.tar");
                String first;
                try (var out = new BufferedOutputStream(Files.newOutputStream(whole))) {
                    first = copy.base("test", out, _ -> {});
                }
                var names = new ArrayList<String>();
                try (var tar = new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(whole)))) {
                    for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                        names.add(entry.getName());
                    }
                }
                assertThat(names).contains("PG_VERSION", "global/pg_control", "backup_label");
                assertThat(copy.text("select pg_create_restore_point('test')")).contains("/");
                copy.endLogFile();
                var into = new BackupFolder(folder, Secrets.of(data).key(Restore.KEY));
                assertThat(copy.archive(into)).isPositive();
                assertThat(into.names("wal")).contains("wal/" + first);
            }
        } finally {
            client.sql("drop owned by " + role).update();
            client.sql("drop role " + role).update();
        }
    }
}
