package org.gongzhi.operations;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.gongzhi.journal.JournalDigest;
import org.gongzhi.kernel.EmbeddedPostgres;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.ledger.LedgerRoots;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/// Puts a backup back into a fresh folder and says whether it is what it was. Needs no running program and no
/// database, only the folder of backups and its key.
final class Restore {

    /// The name of the secret that backups are encrypted under.
    static final String KEY = "backup-key";

    static final String RELEASE = "0.1.0";

    private final BackupFolder from;
    private final JsonMapper json;

    Restore(BackupFolder from, JsonMapper json) {
        this.from = from;
        this.json = json;
    }

    /// 64 hexadecimal digits in a file, or themselves.
    static byte[] key(Path file) {
        try {
            String digits = Files.readString(file).strip();
            if (!digits.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(file + " does not hold a key of 64 hexadecimal digits");
            }
            return HexFormat.of().parseHex(digits);
        } catch (IOException failed) {
            throw new IllegalArgumentException("the key cannot be read: " + failed, failed);
        }
    }

    /// Every table of the program, quoted, sorted.
    static List<String> tables(JdbcClient client) {
        return client.sql("""
                        select format('%I.%I', n.nspname, c.relname) from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
                        and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' order by 1""").query((row, _) -> row.getString(1)).list();
    }

    static Map<String, Long> counts(JdbcClient client) {
        var counts = new TreeMap<String, Long>();
        for (String table : tables(client)) {
            counts.put(
                    table,
                    client.sql("select count(*) from " + table)
                            .query(Long.class)
                            .single());
        }
        return counts;
    }

    static List<String> photos(BackupFolder folder, String name) throws IOException {
        String all = new String(folder.bytesOf("base/" + name + "/files"), StandardCharsets.UTF_8);
        return all.isEmpty() ? List.of() : all.lines().toList();
    }

    /// The newest completed backup that began before `until` (any when null).
    BackupManifest newest(@Nullable Instant until) throws IOException {
        for (BackupManifest manifest : all().reversed()) {
            if (until == null || manifest.ended().isBefore(until)) {
                return manifest;
            }
        }
        throw new IOException(
                "no completed backup is in " + from.path() + (until == null ? "" : " that ended before " + until));
    }

    /// The completed backups, oldest first.
    List<BackupManifest> all() throws IOException {
        var all = new ArrayList<BackupManifest>();
        for (String each : from.completed()) {
            all.add(from.manifest(each, json));
        }
        return all;
    }

    /// Restores the newest backup into `trial`, compares it with what it was at its mark, decrypts every
    /// photo and every log file since, and takes `trial` away.
    RestoreReport check(Path trial, @Nullable Path binaries) throws IOException, SQLException {
        var manifest = newest(null);
        empty(trial);
        try {
            var lines = new ArrayList<String>();
            boolean sound = bring(manifest, trial, Target.MARK, null, binaries, lines);
            long broken = brokenPhotos(trial, manifest, lines);
            return new RestoreReport(manifest.name(), sound & broken == 0, lines);
        } finally {
            empty(trial);
        }
    }

    private long brokenPhotos(Path trial, BackupManifest manifest, List<String> lines) throws IOException {
        long broken = 0;
        for (String each : photos(from, manifest.name())) {
            Path file = trial.resolve("files").resolve(each);
            String name = file.getFileName().toString().replaceAll("\\.jpg$", "");
            if (name.matches("[0-9a-f]{64}")
                    && !Secrets.sha256(Files.readAllBytes(file)).equals(name)) {
                broken++;
            }
        }
        lines.add((broken == 0 ? "ok   " : "DIFF ") + manifest.photos() + " photos, " + broken
                + " not what their name says");
        return broken;
    }

    /// Restores into `into`, which must not exist or be empty: to `until`, or as far as the log goes when
    /// null.
    RestoreReport restore(Path into, @Nullable Instant until, @Nullable Path binaries)
            throws IOException, SQLException {
        if (Files.exists(into)) {
            try (var any = Files.list(into)) {
                if (any.findAny().isPresent()) {
                    throw new IOException(into + " is not empty: restore into a fresh folder");
                }
            }
        }
        var manifest = newest(until);
        var lines = new ArrayList<String>();
        boolean sound = bring(manifest, into, until == null ? Target.END : Target.MOMENT, until, binaries, lines);
        return new RestoreReport(manifest.name(), sound, lines);
    }

    private enum Target {
        MARK,
        MOMENT,
        END
    }

    private boolean bring(
            BackupManifest manifest,
            Path into,
            Target target,
            @Nullable Instant until,
            @Nullable Path binaries,
            List<String> lines)
            throws IOException, SQLException {
        Files.createDirectories(into);
        lines.add("backup " + manifest.name() + " of " + manifest.ended() + ", PostgreSQL " + manifest.major()
                + ", release " + manifest.release());
        Path bin = binaries == null ? own(manifest, into) : binaries;
        Path database = into.resolve("database");
        Files.createDirectories(
                database, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path log = into.resolve("restoring").toAbsolutePath();
        int files = logFiles(manifest, log, target == Target.MARK);
        lines.add("ok   " + files + " log files");
        unpack("base/" + manifest.name() + "/database.tar", database);
        Path secrets = into.resolve("secrets");
        Files.createDirectories(secrets);
        unpack("base/" + manifest.name() + "/secrets.tar", secrets);
        for (String each : photos(from, manifest.name())) {
            Path file = into.resolve("files").resolve(each).normalize();
            Files.createDirectories(file.getParent());
            try (InputStream in = from.read("files/" + each)) {
                Files.copy(in, file);
            }
        }
        configure(database, log, manifest, target, until);
        var server = EmbeddedPostgres.recover(into, bin, manifest.user(), manifest.password());
        try (Connection connection = DriverManager.getConnection(
                server.url().replaceAll("/[^/]*$", "/" + manifest.database()), server.user(), server.password())) {
            return compare(manifest, connection, target, lines);
        } finally {
            server.close();
            tidy(database, log);
        }
    }

    /// Null for the PostgreSQL that comes with the program, when it is of the same major version; otherwise
    /// that of the system.
    private static @Nullable Path own(BackupManifest manifest, Path into) throws IOException {
        if (EmbeddedPostgres.major(into) == manifest.major()) {
            return null;
        }
        Path system = Path.of("/usr/lib/postgresql/" + manifest.major() + "/bin");
        if (Files.isExecutable(system.resolve("postgres"))) {
            return system;
        }
        throw new IOException("the backup is of PostgreSQL " + manifest.major()
                + ": install it, or name the folder of its programs with --postgres");
    }

    private void unpack(String name, Path into) throws IOException {
        try (var tar = new TarArchiveInputStream(from.read(name), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException("the backup points outside: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    /// Decrypts the log from the backup on; refuses a gap.
    private int logFiles(BackupManifest manifest, Path into, boolean toMark) throws IOException {
        Files.createDirectories(
                into, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        int files = 0;
        String last = null;
        for (String each : from.names("wal")) {
            String name = each.substring("wal/".length());
            boolean history = name.endsWith(".history");
            if (!history && name.compareTo(manifest.from()) < 0) {
                continue;
            }
            try (InputStream in = from.read(each)) {
                if (!history && toMark && name.compareTo(manifest.until()) > 0) {
                    in.skip(Long.MAX_VALUE); // reading it to its end proves that it can be read
                } else {
                    Files.copy(in, into.resolve(name));
                }
            }
            if (!history) {
                if (last == null && !name.equals(manifest.from())) {
                    throw new IOException("the log file " + manifest.from() + " is missing");
                }
                if (last != null && last.substring(0, 8).equals(name.substring(0, 8)) && !name.equals(after(last))) {
                    throw new IOException("the log has a gap between " + last + " and " + name);
                }
                last = name;
                files++;
            }
        }
        if (last == null || last.compareTo(manifest.until()) < 0) {
            throw new IOException("the log ends before the backup does");
        }
        return files;
    }

    /// The name of the log file after this one (16 MB each, 256 to a number of the middle part).
    static String after(String name) {
        long low = Long.parseLong(name.substring(16), 16) + 1;
        long high = Long.parseLong(name.substring(8, 16), 16) + (low >> 8);
        return name.substring(0, 8) + "%08X%08X".formatted(high, low & 0xff);
    }

    private static void configure(
            Path database, Path log, BackupManifest manifest, Target target, @Nullable Instant until)
            throws IOException {
        Files.createDirectories(database.resolve("pg_wal"));
        for (String each : List.of("postgresql.conf", "pg_ident.conf", "pg_hba.conf")) {
            // clusters of Debian's keep these elsewhere
            if (!Files.exists(database.resolve(each))) {
                Files.writeString(
                        database.resolve(each),
                        each.equals("pg_hba.conf")
                                ? "host all all 127.0.0.1/32 "
                                        + (manifest.password() == null ? "trust" : "scram-sha-256") + "\n"
                                : "");
            }
        }
        var recovery = new StringBuilder("\n# restoring\nrestore_command = 'cp \"" + log + "/%f\" \"%p\"'\n");
        switch (target) {
            case MARK -> recovery.append("recovery_target_name = '" + manifest.mark() + "'\n");
            case MOMENT ->
                recovery.append("recovery_target_time = '"
                        + String.valueOf(until).replace("T", " ").replace("Z", "+00") + "'\n");
            case END -> {}
        }
        if (target != Target.END) {
            recovery.append("recovery_target_action = 'promote'\n");
        }
        if (target == Target.MARK) {
            recovery.append("recovery_target_timeline = 'current'\n");
        }
        Files.writeString(
                database.resolve("postgresql.auto.conf"),
                recovery,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Files.writeString(database.resolve("recovery.signal"), "");
    }

    private static void tidy(Path database, Path log) throws IOException {
        Path settings = database.resolve("postgresql.auto.conf");
        String all = Files.readString(settings);
        int ours = all.indexOf("\n# restoring\n");
        if (ours >= 0) {
            Files.writeString(settings, all.substring(0, ours));
        }
        empty(log);
    }

    private static boolean compare(BackupManifest manifest, Connection connection, Target target, List<String> lines) {
        var client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        boolean sound = true;
        if (target == Target.MARK && !manifest.counts().isEmpty()) {
            var counts = counts(client);
            long rows = counts.values().stream().mapToLong(Long::longValue).sum();
            sound = counts.equals(manifest.counts());
            lines.add((sound ? "ok   " : "DIFF ") + counts.size() + " tables, " + rows + " rows");
            manifest.counts().forEach((table, count) -> {
                if (!Objects.equals(counts.get(table), count)) {
                    lines.add("DIFF " + table + ": " + counts.get(table) + " rows, were " + count);
                }
            });
        }
        var digest = JournalDigest.below(client, manifest.journal().horizon());
        boolean same = digest.equals(manifest.journal());
        lines.add((same ? "ok   " : "DIFF ") + "journal: " + digest.rows() + " rows before the backup's horizon");
        sound &= same;
        if (target != Target.MARK) {
            lines.add("     journal: " + JournalDigest.now(client).rows() + " rows in all; the last act is of "
                    + client.sql("select coalesce(max(at)::text, '-') from journal.entry")
                            .query(String.class)
                            .single());
        }
        var then = fitting(manifest.roots(), manifest);
        var signed = fitting(LedgerRoots.signed(client), manifest);
        boolean genuine = fitting(LedgerRoots.recomputed(client), manifest).equals(signed);
        boolean holds = target == Target.MARK ? signed.equals(then) : covers(signed, then);
        lines.add((genuine && holds ? "ok   " : "DIFF ") + "ledgers: " + signed.size() + ", "
                + signed.stream().mapToLong(LedgerRoots.Root::size).sum() + " lines have the signed roots");
        if (!manifest.flawed().isEmpty()) {
            lines.add("     ledgers that did not fit when the backup was made either: " + manifest.flawed());
        }
        sound &= genuine && holds;
        return sound;
    }

    private static List<LedgerRoots.Root> fitting(List<LedgerRoots.Root> roots, BackupManifest manifest) {
        return roots.stream()
                .filter(each -> !manifest.flawed().contains(each.street()))
                .toList();
    }

    private static boolean covers(List<LedgerRoots.Root> now, List<LedgerRoots.Root> then) {
        return then.stream()
                .allMatch(each ->
                        now.stream().anyMatch(later -> later.street() == each.street() && later.size() >= each.size()));
    }

    static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
