package org.gongzhi.operations;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.gongzhi.journal.JournalDigest;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.DatabaseServer;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.ledger.LedgerRoots;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The door to backups: the whole cluster, the photos and the secrets, encrypted into one folder, with the
/// database's log after it, so that any moment since can be gone back to. One at a time, on any node.
@Component
public class Backups {

    private static final Logger log = LoggerFactory.getLogger(Backups.class);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Rounds in which writers are asked to pause for the mark; each waits less than PostgreSQL's own search
    /// for deadlocks (one second), so that nobody else is ever the one to be cancelled.
    private static final int MARK_ROUNDS = 40;

    private static final String MARK_WAIT = "400ms";
    private static final long ONE_AT_A_TIME = 0x676f6e677a6869L;

    private final DatabaseServer server;
    private final JdbcClient client;
    private final Tasks tasks;
    private final Clock clock;
    private final JsonMapper json;
    private final Path data;
    private final @Nullable Path folder;
    private final @Nullable Path keyFile;
    private final int keep;

    Backups(
            DatabaseServer server,
            JdbcClient client,
            Tasks tasks,
            Clock clock,
            JsonMapper json,
            @Value("${gongzhi.data}") Path data,
            @Value("${gongzhi.backup.folder:}") String folder,
            @Value("${gongzhi.backup.key:}") String keyFile,
            @Value("${gongzhi.backup.keep:7}") int keep) {
        this.server = server;
        this.client = client;
        this.tasks = tasks;
        this.clock = clock;
        this.json = json;
        this.data = data;
        this.folder = folder.isBlank() ? null : Path.of(folder);
        this.keyFile = keyFile.isBlank() ? null : Path.of(keyFile);
        this.keep = Math.max(1, keep);
    }

    /// A completed backup. `sound`: null until it was checked by restoring it.
    public record Backup(
            String name,
            Instant beganAt,
            Instant endedAt,
            long bytes,
            @Nullable Instant checkedAt,
            @Nullable Boolean sound,
            @Nullable String report) {}

    /// The folder that scheduled backups go to; null when none is set.
    public @Nullable Path folder() {
        return folder;
    }

    /// The newest backups that this database knows of.
    public List<Backup> newest(int most) {
        return client.sql("""
                        select name, began_at, ended_at, bytes, checked_at, sound, report from operations.backup
                        order by name desc limit ?""")
                .param(most)
                .query((row, _) -> new Backup(
                        row.getString("name"),
                        row.getTimestamp("began_at").toInstant(),
                        row.getTimestamp("ended_at").toInstant(),
                        row.getLong("bytes"),
                        Clocks.instant(row, "checked_at"),
                        (Boolean) row.getObject("sound"),
                        row.getString("report")))
                .list();
    }

    /// Backs up everything into the folder that is set, or into `elsewhere`. Refused while another backup
    /// runs.
    public Backup take(@Nullable Path elsewhere, LongConsumer progress) throws Exception {
        BackupFolder into = open(elsewhere);
        return tasks.run("backup", () -> {
            try (Connection connection = connect()) {
                var copy = new DatabaseCopy(connection);
                alone(copy);
                return took(into, copy, progress);
            }
        });
    }

    /// Copies the database's log as far as it is written, when somebody else is not doing so; returns the
    /// number of files copied.
    public int archive(@Nullable Path elsewhere) throws Exception {
        BackupFolder into = open(elsewhere);
        return tasks.run("log", () -> {
            try (Connection connection = connect()) {
                var copy = new DatabaseCopy(connection);
                if (into.completed().isEmpty() || !free(copy)) {
                    return 0;
                }
                copy.endLogFile();
                return copy.archive(into);
            }
        });
    }

    /// Restores the newest backup into a fresh folder, compares, takes the folder away again, and writes down
    /// what it showed. A difference is in the report, not an exception.
    public RestoreReport check(@Nullable Path elsewhere, @Nullable Path binaries) throws Exception {
        BackupFolder from = open(elsewhere);
        return tasks.run("check", () -> {
            Path trial = data.resolve("restore-trial").toAbsolutePath();
            var report = new Restore(from, json).check(trial, binaries);
            client.sql("update operations.backup set checked_at = ?, sound = ?, report = ? where name = ?")
                    .params(
                            Timestamp.from(clock.instant()),
                            report.sound(),
                            String.join("\n", report.lines()),
                            report.name())
                    .update();
            return report;
        });
    }

    private BackupFolder open(@Nullable Path elsewhere) {
        Path chosen = elsewhere == null ? folder : elsewhere;
        if (chosen == null) {
            throw Refusal.invalid("backup-folder");
        }
        return new BackupFolder(chosen, key());
    }

    private byte[] key() {
        if (keyFile == null) {
            return Secrets.of(data).key(Restore.KEY);
        }
        return Restore.key(keyFile);
    }

    private Properties login() {
        var parsed = org.postgresql.Driver.parseURL(server.url(), new Properties());
        var login = parsed == null ? new Properties() : parsed;
        if (server.user() != null) {
            login.setProperty("user", server.user());
        }
        if (server.password() != null) {
            login.setProperty("password", server.password());
        }
        return login;
    }

    private Connection connect() throws SQLException {
        var known = login();
        var login = new Properties();
        for (String each : List.of("user", "password")) {
            if (known.getProperty(each) instanceof String value) {
                login.setProperty(each, value);
            }
        }
        return DriverManager.getConnection(server.url(), login);
    }

    private static boolean free(DatabaseCopy copy) {
        return Boolean.TRUE.equals(copy.client()
                .sql("select pg_try_advisory_lock(?)")
                .param(ONE_AT_A_TIME)
                .query(Boolean.class)
                .single());
    }

    private static void alone(DatabaseCopy copy) {
        if (!free(copy)) {
            throw Refusal.conflict("backup-running");
        }
    }

    private Backup took(BackupFolder into, DatabaseCopy copy, LongConsumer progress) throws Exception {
        Instant began = clock.instant();
        String name = NAME.format(began);
        String part = "base/" + name + "/";
        copy.require();
        String from;
        try (OutputStream out = into.write(part + "database.tar")) {
            from = copy.base("gongzhi " + name, out, progress);
        }
        Facts facts = mark(copy, "gongzhi-" + name);
        copy.endLogFile();
        copy.archive(into);
        long photos = photos(into, part);
        secrets(into, part);
        var login = login();
        long bytes = 0;
        for (String each : into.names("base/" + name)) {
            bytes += into.bytes(each);
        }
        var manifest = new BackupManifest(
                name,
                Restore.RELEASE,
                began,
                clock.instant(),
                copy.text("select system_identifier::text from pg_control_system()"),
                copy.major(),
                copy.text("select current_database()"),
                from,
                facts.mark,
                facts.until,
                facts.counts,
                facts.journal,
                facts.roots,
                facts.flawed,
                photos,
                bytes,
                copy.text("select current_user"),
                login.getProperty("password"));
        into.write(part + "manifest", json.writeValueAsBytes(manifest));
        client.sql("""
                        insert into operations.backup (name, began_at, ended_at, bytes) values (?, ?, ?, ?)
                        on conflict (name) do nothing""")
                .params(name, Timestamp.from(began), Timestamp.from(manifest.ended()), bytes)
                .update();
        prune(into);
        log.info("backup {} completed: {} bytes", name, bytes);
        return new Backup(name, began, manifest.ended(), bytes, null, null, null);
    }

    private record Facts(
            String mark,
            String until,
            Map<String, Long> counts,
            JournalDigest journal,
            List<LedgerRoots.Root> roots,
            List<Long> flawed) {}

    /// Sets a restore point at a moment at which nobody writes (milliseconds: everybody's tables are locked
    /// against writing, a snapshot is taken, the point is set, the locks are let go), and counts in that
    /// snapshot.
    private Facts mark(DatabaseCopy copy, String name) throws SQLException {
        try (Connection second = connect()) {
            second.setAutoCommit(false);
            second.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var seen = JdbcClient.create(new SingleConnectionDataSource(second, true));
            String until = null;
            for (int round = 0; until == null && round < MARK_ROUNDS; round++) {
                until = quiet(copy, seen, name);
            }
            boolean still = until != null;
            if (until == null) {
                log.warn("writers never paused: backup {} is compared by journal and ledger alone", name);
                snapshot(seen);
                until = point(copy, name);
            }
            var counts = still ? Restore.counts(seen) : Map.<String, Long>of();
            var roots = LedgerRoots.signed(seen);
            var lines = LedgerRoots.recomputed(seen);
            var flawed = roots.stream()
                    .filter(each -> !lines.contains(each))
                    .map(LedgerRoots.Root::street)
                    .toList();
            var facts = new Facts(name, until, counts, JournalDigest.now(seen), roots, flawed);
            second.rollback();
            return facts;
        }
    }

    private static void snapshot(JdbcClient seen) {
        seen.sql("select 1 from pg_class limit 1").query(Integer.class).single();
    }

    private static String point(DatabaseCopy copy, String name) {
        return copy.client()
                .sql("select pg_walfile_name(pg_create_restore_point(?))")
                .param(name)
                .query(String.class)
                .single();
    }

    private static @Nullable String quiet(DatabaseCopy copy, JdbcClient seen, String name) {
        // an act is written to its own tables first and to the journal last: locked in the same order, nobody who
        // holds one of them waits for another that is locked already
        var tables = Restore.tables(copy.client()).stream()
                .sorted(Comparator.comparing((String table) -> table.startsWith("journal.")))
                .toList();
        var client = copy.client();
        try {
            client.sql("begin").update();
            client.sql("set local lock_timeout = '" + MARK_WAIT + "'").update();
            client.sql("lock table " + String.join(", ", tables) + " in share mode")
                    .update();
            snapshot(seen);
            String until = point(copy, name);
            client.sql("commit").update();
            return until;
        } catch (DataAccessException failed) {
            client.sql("rollback").update();
            if (failed.getMostSpecificCause() instanceof SQLException cause && BUSY.contains(cause.getSQLState())) {
                return null;
            }
            throw failed;
        }
    }

    /// The lock could not be had in time, or somebody held one part of it and waited for another.
    private static final Set<String> BUSY = Set.of("55P03", "40P01");

    /// Photos are named by their content: each is copied once, and listed with every backup.
    private long photos(BackupFolder into, String part) throws IOException {
        Path files = data.resolve("files");
        var names = new ArrayList<String>();
        if (Files.isDirectory(files)) {
            try (var all = Files.walk(files)) {
                for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
                    String name = files.relativize(each).toString();
                    if (name.contains(".") && !name.endsWith(".jpg")) {
                        continue;
                    }
                    names.add(name);
                    if (!into.has("files/" + name)) {
                        try (OutputStream out = into.write("files/" + name)) {
                            Files.copy(each, out);
                        }
                    }
                }
            }
        }
        into.write(part + "files", String.join("\n", names).getBytes(StandardCharsets.UTF_8));
        return names.size();
    }

    /// The program's secrets travel inside the encryption; the key that opens it does not.
    private void secrets(BackupFolder into, String part) throws IOException {
        try (var tar = new TarArchiveOutputStream(into.write(part + "secrets.tar"), StandardCharsets.UTF_8.name());
                var all = Files.list(data.resolve("secrets"))) {
            for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = each.getFileName().toString();
                if (name.equals(Restore.KEY) || name.endsWith(".new")) {
                    continue;
                }
                byte[] bytes = Files.readAllBytes(each);
                DatabaseCopy.put(tar, name, new ByteArrayInputStream(bytes), bytes.length);
            }
        }
    }

    /// Keeps the newest backups; what only older ones need goes: their log files and the photos of theirs
    /// that have been erased since.
    private void prune(BackupFolder into) throws IOException {
        var bases = into.completed();
        for (String each : into.names("base")) {
            String base = each.split("/")[1];
            if (!bases.contains(base) && base.compareTo(bases.getLast()) < 0) {
                into.remove("base/" + base); // one that was cut off
            }
        }
        if (bases.size() <= keep) {
            return;
        }
        for (String gone : bases.subList(0, bases.size() - keep)) {
            into.remove("base/" + gone);
        }
        var kept = bases.subList(bases.size() - keep, bases.size());
        String first = into.manifest(kept.getFirst(), json).from().substring(8);
        for (String each : into.names("wal")) {
            String file = each.substring("wal/".length());
            if (!file.endsWith(".history") && file.substring(8).compareTo(first) < 0) {
                into.remove(each);
            }
        }
        Set<String> wanted = new HashSet<>();
        for (String base : kept) {
            wanted.addAll(Restore.photos(into, base));
        }
        for (String each : into.names("files")) {
            if (!wanted.contains(each.substring("files/".length()))) {
                into.remove(each);
            }
        }
        client.sql("delete from operations.backup where not (name = any (?))")
                .param(kept.toArray(String[]::new))
                .update();
    }
}
