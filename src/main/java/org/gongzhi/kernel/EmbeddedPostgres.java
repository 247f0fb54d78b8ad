package org.gongzhi.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL that comes with the program: unpacked once, started on a free loopback port, stopped with
/// it. As root, where PostgreSQL refuses to run, it is started inside a user namespace (`unshare -U`) or,
/// where those are forbidden, as the user `postgres` or `nobody` through `setpriv`. The data directory
/// belongs to this program alone.
public final class EmbeddedPostgres implements DatabaseServer {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final List<String> SETTINGS = List.of(
            "max_connections=300",
            "shared_buffers=256MB",
            "effective_cache_size=2GB",
            "work_mem=16MB",
            "maintenance_work_mem=128MB",
            "wal_compression=on",
            "max_wal_size=4GB",
            "checkpoint_timeout=15min",
            "random_page_cost=1.1",
            "timezone=UTC",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "logging_collector=off",
            "max_slot_wal_keep_size=16GB",
            "log_min_messages=warning");

    /// While a backup is read: no hot standby, so that settings of the cluster it came from do not matter.
    private static final List<String> RECOVERING = List.of(
            "hot_standby=off",
            "shared_buffers=128MB",
            "maintenance_work_mem=64MB",
            "max_wal_size=4GB",
            "timezone=UTC",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "logging_collector=off",
            "ssl=off",
            "archive_mode=off",
            "log_min_messages=warning");

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String USER = "gongzhi";

    /// SQLSTATE cannot_connect_now: the server starts, or reads its log.
    private static final String NOT_YET = "57P03";

    private final Path home;
    private final Path data;
    private final List<String> prefix;
    private final int port;
    private final String password;
    private final String user;
    private @Nullable FileChannel lock;
    private volatile boolean closed;

    private EmbeddedPostgres(Path home, Path data, List<String> prefix, int port, String password, String user) {
        this.user = user;
        this.home = home;
        this.data = data;
        this.prefix = prefix;
        this.port = port;
        this.password = password;
    }

    /// Starts the server over `folder`, making the cluster when there is none yet.
    public static EmbeddedPostgres start(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel lock = FolderLock.take(folder);
            Path home = PostgresBinaries.of(folder);
            Path data = folder.toAbsolutePath().resolve("database");
            var prefix = prefix(home, data);
            String password = Secrets.of(folder).text("database-password");
            var server = new EmbeddedPostgres(home, data, prefix, freePort(), password, USER);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                server.initialise(folder);
            }
            server.launch(folder);
            server.lock = lock;
            server.watch(folder);
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL could not be started in " + folder, failed);
        }
    }

    /// Starts a server over a cluster that was put back from a backup and lets it read its log to the end,
    /// however long that takes; nobody can connect before. `binaries`: the folder of `postgres` and `pg_ctl`
    /// of the cluster's own major version; null for those that come with the program. An [IOException] holds
    /// what the server said.
    public static EmbeddedPostgres recover(
            Path folder, @Nullable Path binaries, @Nullable String user, @Nullable String password) throws IOException {
        Path data = folder.toAbsolutePath().resolve("database");
        Path home = binaries == null
                ? PostgresBinaries.of(folder)
                : binaries.toAbsolutePath().resolveSibling(".").normalize();
        var server = new EmbeddedPostgres(
                home,
                data,
                prefix(home, data),
                freePort(),
                password == null ? "" : password,
                user == null ? USER : user);
        server.lock = FolderLock.take(folder);
        Path notes = folder.resolve("postgres.log").toAbsolutePath();
        Files.writeString(notes, "");
        server.own(notes);
        server.own(data);
        server.own(folder.toAbsolutePath().resolve("restoring"));
        try {
            server.start(notes, RECOVERING, Duration.ofDays(7));
            server.awaitRecovered();
        } catch (IOException failed) {
            server.close();
            throw new IOException(failed.getMessage() + "\n" + Files.readString(notes), failed);
        }
        return server;
    }

    /// `pg_ctl` returns when a server without hot standby is up, which is before it has read its log.
    private void awaitRecovered() throws IOException {
        while (true) {
            try (var connection = DriverManager.getConnection(url(), user, password)) {
                if (connection.isValid(10)) {
                    return;
                }
            } catch (SQLException notYet) {
                if (!NOT_YET.equals(notYet.getSQLState())) {
                    throw new IOException(notYet.getMessage(), notYet);
                }
            }
            run(home.resolve("bin/pg_ctl").toString(), "-D", data.toString(), "status");
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /// The major version of the PostgreSQL that comes with the program.
    public static int major(Path folder) {
        try {
            Path home = PostgresBinaries.of(folder);
            String version = execute(List.of(home.resolve("bin/postgres").toString(), "--version"));
            return Integer.parseInt(version.replaceAll("^\\D*(\\d+).*", "$1").strip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Joins the server that a running program has started over `folder`: for commands beside it. When none
    /// runs, starts one of its own.
    public static EmbeddedPostgres attach(Path folder) {
        Path data = folder.toAbsolutePath().resolve("database");
        try (FileChannel channel = FolderLock.open(folder)) {
            FileLock free = channel.tryLock();
            if (free == null) {
                int port = Integer.parseInt(Files.readAllLines(data.resolve("postmaster.pid"))
                        .get(3)
                        .strip());
                return new EmbeddedPostgres(
                        data, data, List.of(), port, Secrets.of(folder).text("database-password"), USER);
            }
            free.release();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return start(folder);
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public int port() {
        return port;
    }

    @Override
    public String password() {
        return password;
    }

    private void initialise(Path folder) throws IOException {
        Path secret = folder.resolve("initial-password").toAbsolutePath();
        Files.writeString(secret, password);
        try {
            own(secret);
            run(
                    home.resolve("bin/initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    USER,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--data-checksums");
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    private void launch(Path folder) throws IOException {
        Path notes = folder.resolve("postgres.log").toAbsolutePath();
        if (!Files.exists(notes)) {
            Files.createFile(notes);
        }
        own(notes);
        stopLeftover();
        start(notes, SETTINGS, Duration.ofSeconds(120));
    }

    private void start(Path notes, List<String> settings, Duration wait) throws IOException {
        var options = new StringBuilder("-p " + port);
        settings.forEach(setting -> options.append(" -c ").append(setting));
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                home.resolve("bin/pg_ctl").toString(),
                "-D",
                data.toString(),
                "-l",
                notes.toString(),
                "-o",
                options.toString(),
                "-w",
                "-t",
                Long.toString(wait.toSeconds()),
                "start"));
        execute(command, wait.plusSeconds(30));
    }

    /// A server that dies under the running program (killed, out of memory, its disk full) is started again
    /// on the same port: nobody else watches over it.
    private void watch(Path folder) {
        Thread.ofPlatform().daemon().name("postgres-watch").start(() -> {
            while (!closed) {
                LockSupport.parkNanos(LOOK.toNanos());
                synchronized (this) {
                    if (!closed && !answers()) {
                        try {
                            log.error("PostgreSQL is gone and is started again");
                            launch(folder);
                        } catch (IOException notYet) {
                            log.error("PostgreSQL does not start: {}", notYet.getMessage());
                        }
                    }
                }
            }
        });
    }

    private boolean answers() {
        for (int tries = 0; tries < 3; tries++) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
                return true;
            } catch (SocketTimeoutException slow) {
                return true;
            } catch (IOException refused) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        return false;
    }

    /// Where nobody reaps the dead, a killed server looks alive to `pg_ctl` and to its successor. Once none
    /// of its children works in the data directory any more, its mark is taken away.
    private void forgetDead() throws IOException {
        Path mark = data.resolve("postmaster.pid");
        if (!Files.exists(mark)) {
            return;
        }
        Path status = Path.of("/proc", Files.readAllLines(mark).getFirst().strip(), "stat");
        if (!Files.exists(status) || !Files.readString(status).matches("(?s).*\\) Z .*")) {
            return;
        }
        for (int tries = 0; tries < 100 && worked(); tries++) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        if (!worked()) {
            Files.delete(mark);
        }
    }

    private boolean worked() throws IOException {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    if (Files.readSymbolicLink(process.resolve("cwd")).equals(data)) {
                        return true;
                    }
                } catch (IOException endedOrForeign) {
                    // not one of ours
                }
            }
        }
        return false;
    }

    /// A server that a killed program left behind still holds the data directory: it is ended first.
    private void stopLeftover() throws IOException {
        forgetDead();
        if (Files.exists(data.resolve("postmaster.pid"))) {
            try {
                run(home.resolve("bin/pg_ctl").toString(), "-D", data.toString(), "-m", "fast", "-w", "stop");
            } catch (IOException notRunning) {
                log.debug("no PostgreSQL was left running: {}", notRunning.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() {
        if (lock == null) {
            return;
        }
        closed = true;
        try {
            forgetDead();
            run(home.resolve("bin/pg_ctl").toString(), "-D", data.toString(), "-m", "fast", "-w", "stop");
        } catch (IOException failed) {
            log.warn("PostgreSQL did not stop cleanly: {}", failed.getMessage());
        }
        try {
            lock.close();
        } catch (IOException released) {
            log.debug("the lock was gone: {}", released.getMessage());
        }
    }

    private void own(Path file) throws IOException {
        if (prefix.contains("setpriv")) {
            execute(List.of("chown", "-R", dropTo(), file.toString()));
        }
    }

    private String run(String... command) throws IOException {
        var whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return execute(whole);
    }

    private static List<String> prefix(Path home, Path data) throws IOException {
        if (!"0".equals(execute(List.of("id", "-u")).strip())) {
            return List.of();
        }
        if (works(List.of("unshare", "-U", "true"))) {
            return List.of("unshare", "-U");
        }
        String user = dropTo();
        var drop = List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups");
        var probe = new ArrayList<>(drop);
        probe.addAll(List.of(home.resolve("bin/postgres").toString(), "--version"));
        if (works(probe)) {
            Files.createDirectories(data);
            execute(List.of("chown", "-R", user, data.toString()));
            return drop;
        }
        throw new IOException("PostgreSQL refuses to run as root, and neither a user namespace (unshare -U) nor another"
                + " user (setpriv) can be used here for " + home + ". Run Gongzhi as an ordinary user, or give it a"
                + " PostgreSQL of its own with --database-url.");
    }

    private static String dropTo() {
        return works(List.of("id", "-u", "postgres")) ? "postgres" : "nobody";
    }

    private static boolean works(List<String> command) {
        try {
            execute(command);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static String execute(List<String> command) throws IOException {
        return execute(command, Duration.ofSeconds(150));
    }

    private static String execute(List<String> command, Duration wait) throws IOException {
        Path output = Files.createTempFile("gongzhi", ".out");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(wait.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command.getFirst() + " failed: " + Files.readString(output));
            }
            return Files.readString(output);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
