package org.gongzhi.kernel;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The binaries of the PostgreSQL that comes with the program, unpacked once.
final class PostgresBinaries {

    /// A system property: the folder in which several programs on one machine share the binaries.
    private static final String SHARED = "gongzhi.postgres";

    private PostgresBinaries() {}

    /// The folder of `bin` and `lib`: below `folder`, or the shared one.
    static synchronized Path of(Path folder) throws IOException {
        String shared = System.getProperty(SHARED);
        if (shared == null) {
            return unpack(folder.toAbsolutePath().resolve("postgres"));
        }
        Path home = Path.of(shared).toAbsolutePath();
        Files.createDirectories(home);
        try (var channel = FileChannel.open(
                        home.resolve("unpacking"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var alone = channel.lock()) {
            return unpack(home);
        }
    }

    private static Path unpack(Path home) throws IOException {
        if (Files.exists(home.resolve("unpacked"))) {
            return home;
        }
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String archive = "/postgres-linux-" + machine + ".txz";
        try (InputStream stream = EmbeddedPostgres.class.getResourceAsStream(archive)) {
            if (stream == null) {
                throw new IOException("no PostgreSQL for this machine (" + machine + "): use --database-url");
            }
            try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(stream)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    extract(tar, entry, home);
                }
            }
        }
        Files.writeString(home.resolve("unpacked"), machine, StandardCharsets.UTF_8);
        return home;
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path home) throws IOException {
        Path target = home.resolve(entry.getName()).normalize();
        if (!target.startsWith(home)) {
            throw new IOException("the archive points outside: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(target.getParent());
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.createDirectories(target.getParent());
            Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
