package org.gongzhi.upgrade;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.gongzhi.Gongzhi;
import org.gongzhi.Town;
import org.gongzhi.access.Sessions;
import org.gongzhi.kernel.EmbeddedPostgres;
import org.gongzhi.people.Role;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.boot.SpringApplication;

/// A database of a release with what people did in it, as one text file: every table with its columns and rows, and the
/// secrets it needs. `main` makes one from whatever release it is compiled with.
final class Snapshot {

    private static final String TABLE = "@@table ";
    private static final String SECRET = "@@secret ";

    private Snapshot() {}

    static void write(Connection connection, Path secrets, Path into) throws SQLException, IOException {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        try (var out = new java.io.OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(into)), StandardCharsets.UTF_8)) {
            try (var all = Files.list(secrets)) {
                for (Path each : all.sorted().toList()) {
                    out.write(SECRET + each.getFileName() + " "
                            + Files.readString(each).strip() + "\n");
                }
            }
            for (String table : tables(connection)) {
                var rows = new StringWriter();
                copy.copyOut("copy " + table + " to stdout", rows);
                out.write(TABLE + table + "\n" + rows);
            }
        }
    }

    /// `schema.table (columns that can be written)`.
    private static List<String> tables(Connection connection) throws SQLException {
        var tables = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select format('%I.%I (%s)', c.table_schema, c.table_name,
                            string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position))
                        from information_schema.columns c join information_schema.tables t
                            on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
                        where c.is_generated = 'NEVER' and c.table_schema not in ('pg_catalog', 'information_schema')
                        group by c.table_schema, c.table_name order by 1""")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    /// Fills tables that are there already and writes the secrets; histories of migrations are left as they are.
    static void read(Path from, Connection connection, Path secrets) throws SQLException, IOException {
        Files.createDirectories(secrets);
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        try (var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
        }
        String table = null;
        var rows = new StringBuilder();
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(from)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); ; line = in.readLine()) {
                if (line == null || line.startsWith(TABLE)) {
                    if (table != null && !table.contains(".flyway_")) {
                        try (var statement = connection.createStatement()) {
                            statement.execute("truncate " + table.substring(0, table.indexOf(' ')) + " cascade");
                        }
                        copy.copyIn("copy " + table + " from stdin", new StringReader(rows.toString()));
                    }
                    if (line == null) {
                        break;
                    }
                    table = line.substring(TABLE.length());
                    rows.setLength(0);
                } else if (line.startsWith(SECRET)) {
                    String[] parts = line.split(" ");
                    Files.writeString(secrets.resolve(parts[1]), parts[2]);
                } else {
                    rows.append(line).append('\n');
                }
            }
        }
        try (var statement = connection.createStatement()) {
            // transaction ids belong to a cluster: here all of it was written before anything else, in the same order
            statement.execute("update journal.entry set txid = '3'");
            statement.execute("update journal.cursor set txid = '3' where txid <> '0'");
            statement.execute(
                    "select setval(pg_get_serial_sequence('journal.entry', 'seq'), (select max(seq) from journal.entry))");
        }
    }

    /// The versions of migrations that a snapshot was made at, one line for each module: `__root 10`.
    static List<String> versions(Connection connection) throws SQLException {
        var versions = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select table_name from information_schema.tables where table_name like 'flyway\\_%' order by 1")) {
            while (rows.next()) {
                versions.add(rows.getString(1));
            }
        }
        var lines = new ArrayList<String>();
        for (String table : versions) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "select max(version::int) from " + table + " where success and version is not null")) {
                row.next();
                lines.add(table.substring("flyway_".length()) + " " + row.getInt(1));
            }
        }
        return lines;
    }

    /// `FILE.gz`: builds a town with this release, lets people work in it for a while, and writes what is there.
    public static void main(String[] words) throws Exception {
        Path folder = Path.of("target/snapshot-" + System.nanoTime());
        try (var database = EmbeddedPostgres.start(folder.resolve("database"))) {
            String url = database.url() + "?user=" + database.user() + "&password=" + database.password();
            var context = new SpringApplication(Gongzhi.class, Town.class)
                    .run(
                            "--server.port=0",
                            "--gongzhi.data=" + folder.resolve("data"),
                            "--gongzhi.database-url=" + url,
                            "--gongzhi.access.staff-second-factor=false",
                            "--gongzhi.access.visitor-reports-per-hour=100000000");
            var town = context.getBean(Town.class);
            String lead = context.getBean(Sessions.class)
                    .makeToken(town.actor(Role.PROPERTY_MANAGER).account(), "snapshot", Duration.ofDays(3000));
            try (var deeds = org.gongzhi.faults.Worked.at(
                    "http://localhost:" + context.getEnvironment().getProperty("local.server.port"),
                    town.stairwell.code(),
                    lead)) {
                LockSupport.parkNanos(Duration.ofSeconds(12).toNanos());
            }
            LockSupport.parkNanos(Duration.ofSeconds(12).toNanos()); // followers and checkpoints
            context.close();
            try (var connection = java.sql.DriverManager.getConnection(url)) {
                write(connection, folder.resolve("data/secrets"), Path.of(words[0]));
                Files.write(Path.of(words[0].replace(".gz", ".versions")), versions(connection));
            }
        }
    }
}
