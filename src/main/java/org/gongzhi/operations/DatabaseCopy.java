package org.gongzhi.operations;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.gongzhi.kernel.Refusal;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Reads the files of a PostgreSQL cluster through an ordinary connection, by PostgreSQL's own low-level
/// backup functions (chapter "Continuous Archiving and Point-in-Time Recovery"), so that the server that
/// comes with the program and one that somebody else runs are backed up alike and nothing is installed beside
/// either.
final class DatabaseCopy {

    /// Holds back log files that have not been copied yet.
    static final String SLOT = "gongzhi_backup";

    /// The log cannot be followed any further from here: the server threw files away, or another server leads
    /// now.
    static final class LogLost extends IOException {
        LogLost() {
            super("log files are gone that were not copied: a new backup is needed");
        }
    }

    private static final int PIECE = 4 << 20;

    /// What a starting server makes anew.
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans",
            "log");

    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "backup_label",
            "tablespace_map",
            "backup_manifest",
            "standby.signal",
            "recovery.signal");

    private final JdbcClient client;

    DatabaseCopy(Connection connection) throws SQLException {
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        connection.unwrap(PGConnection.class).setPrepareThreshold(-1); // file contents travel as they are, not as text
    }

    JdbcClient client() {
        return client;
    }

    private record Found(String path, boolean folder, long size) {}

    /// Refuses a cluster that cannot be backed up this way, with what to change.
    void require() {
        if (text("show wal_level").equals("minimal")) {
            throw Refusal.invalid("backup-wal-level");
        }
        if (client.sql("select count(*) from pg_tablespace where spcname not in ('pg_default', 'pg_global')")
                        .query(Long.class)
                        .single()
                > 0) {
            throw Refusal.invalid("backup-tablespaces");
        }
        if (Boolean.TRUE.equals(
                client.sql("select pg_is_in_recovery()").query(Boolean.class).single())) {
            throw Refusal.invalid("backup-standby");
        }
        client.sql(
                        "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ? and wal_status = 'lost'")
                .param(SLOT)
                .query((row, _) -> true)
                .list();
        client.sql("""
                        select pg_create_physical_replication_slot(?, true) where not exists (
                            select from pg_replication_slots where slot_name = ?)""").params(SLOT, SLOT).query((row, _) -> true).list();
    }

    String text(String sql) {
        return client.sql(sql).query(String.class).single();
    }

    int major() {
        return client.sql("select current_setting('server_version_num')::int / 10000")
                .query(Integer.class)
                .single();
    }

    /// Writes the whole cluster as a tar archive; returns the first log file it needs.
    String base(String label, OutputStream out, LongConsumer progress) throws IOException {
        String from = client.sql("select pg_walfile_name(pg_backup_start(?, true) + 1)")
                .param(label)
                .query(String.class)
                .single();
        try (var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            long written = 0;
            Deque<String> folders = new ArrayDeque<>(List.of("."));
            while (!folders.isEmpty()) {
                String folder = folders.pop();
                for (Found each : list(folder)) {
                    if (each.folder) {
                        tar.putArchiveEntry(new TarArchiveEntry(each.path + "/"));
                        tar.closeArchiveEntry();
                        if (!EMPTIED.contains(each.path)) {
                            folders.push(each.path);
                        }
                    } else if (kept(each.path)) {
                        written += file(tar, each);
                        progress.accept(written);
                    }
                }
            }
            String labelled = client.sql("select labelfile from pg_backup_stop(false)")
                    .query(String.class)
                    .single();
            byte[] last = labelled.getBytes(StandardCharsets.UTF_8);
            put(tar, "backup_label", new ByteArrayInputStream(last), last.length);
        }
        return from;
    }

    private static boolean kept(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return !LEFT_OUT.contains(path) && !name.startsWith("pg_internal.init") && !name.startsWith("pgsql_tmp");
    }

    private List<Found> list(String folder) {
        String prefix = folder.equals(".") ? "" : folder + "/";
        return client
                .sql("""
                        select f.name, s.isdir, s.size from pg_ls_dir(?, true, false) f (name),
                        lateral pg_stat_file(? || f.name, true) s where s.size is not null order by f.name""")
                .params(folder, prefix)
                .query((row, _) -> new Found(prefix + row.getString(1), row.getBoolean(2), row.getLong(3)))
                .list()
                .stream()
                .filter(each -> !each.folder || !each.path.endsWith("pgsql_tmp"))
                .toList();
    }

    /// A file that shrinks or goes while it is read is filled up with zeros: the log says what it should
    /// hold.
    private long file(TarArchiveOutputStream tar, Found file) throws IOException {
        var entry = new TarArchiveEntry(file.path);
        entry.setSize(file.size);
        tar.putArchiveEntry(entry);
        for (long at = 0; at < file.size; ) {
            int most = (int) Math.min(PIECE, file.size - at);
            byte[] piece = piece(file.path, at, most);
            tar.write(piece);
            if (piece.length < most) {
                tar.write(new byte[most - piece.length]);
            }
            at += most;
        }
        tar.closeArchiveEntry();
        return file.size;
    }

    private byte[] piece(String path, long at, int most) {
        return client.sql("select coalesce(pg_read_binary_file(?, ?, ?, true), ''::bytea)")
                .params(path, at, (long) most)
                .query((row, _) -> row.getBytes(1))
                .single();
    }

    static void put(TarArchiveOutputStream tar, String name, InputStream in, long size) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        in.transferTo(tar);
        tar.closeArchiveEntry();
    }

    /// Ends the current log file, when anything was written to it, so that it can be copied.
    void endLogFile() {
        client.sql("select pg_switch_wal()").query((row, _) -> true).list();
    }

    /// Copies every finished log file that the folder does not hold yet, oldest first, and lets the server
    /// recycle them; returns how many. When the server had to throw some away before they were copied,
    /// nothing is copied any more until the next backup begins anew.
    int archive(BackupFolder folder) throws IOException {
        if (client.sql("select count(*) from pg_replication_slots where slot_name = ? and wal_status <> 'lost'")
                        .param(SLOT)
                        .query(Long.class)
                        .single()
                == 0) {
            throw new LogLost();
        }
        var names = new ArrayList<String>(
                client.sql("""
                        select name from pg_ls_waldir()
                        where name ~ '^[0-9A-F]{24}$' and name < pg_walfile_name(pg_current_wal_lsn() + 1) and name >= (
                            select pg_walfile_name(restart_lsn) from pg_replication_slots where slot_name = ?)
                        or name ~ '^[0-9A-F]{8}\\.history$' order by name""").param(SLOT).query(String.class).list());
        int copied = 0;
        String last = null;
        for (String name : names) {
            String kept = "wal/" + name;
            if (!folder.has(kept)) {
                byte[] bytes = client.sql("select pg_read_binary_file(?)")
                        .param("pg_wal/" + name)
                        .query((row, _) -> row.getBytes(1))
                        .single();
                folder.write(kept, bytes);
                copied++;
            }
            last = name.endsWith(".history") ? last : name;
        }
        if (last != null) {
            client.sql("""
                            select pg_replication_slot_advance(?, least(pg_current_wal_flush_lsn(), (
                                ('x' || substr(?, 9, 8))::bit(32)::bigint::numeric * 4294967296
                                + (('x' || substr(?, 17, 8))::bit(32)::bigint + 1) * size
                                + '0/0'::pg_lsn)))
                            from (select setting::bigint as size from pg_settings where name = 'wal_segment_size') s""").params(SLOT, last, last).query((row, _) -> true).list();
        }
        return copied;
    }
}
