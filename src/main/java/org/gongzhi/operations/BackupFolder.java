package org.gongzhi.operations;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import tools.jackson.databind.json.JsonMapper;

/// A folder in which every file is compressed, then encrypted and authenticated under one key together with
/// its own name: a file that was cut, changed, swapped or renamed cannot be read. A file is there wholly and
/// durably, or not.
final class BackupFolder {

    private static final int SEGMENT = 1 << 20;
    private static final String COMING = ".coming";

    private final Path folder;
    private final AesGcmHkdfStreaming cipher;

    /// `key`: 32 bytes.
    BackupFolder(Path folder, byte[] key) {
        this.folder = folder;
        try {
            this.cipher = new AesGcmHkdfStreaming(key, "HmacSha256", 32, SEGMENT, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Path path() {
        return folder;
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    long bytes(String name) throws IOException {
        return Files.size(folder.resolve(name));
    }

    /// Names below `part`, sorted; unfinished ones left out.
    List<String> names(String part) throws IOException {
        Path below = folder.resolve(part);
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (var all = Files.walk(below)) {
            return all.filter(Files::isRegularFile)
                    .map(each -> folder.relativize(each).toString())
                    .filter(each -> !each.endsWith(COMING))
                    .sorted()
                    .toList();
        }
    }

    InputStream read(String name) throws IOException {
        try {
            InputStream plain = cipher.newDecryptingStream(
                    new BufferedInputStream(Files.newInputStream(folder.resolve(name)), SEGMENT), bound(name));
            return new GZIPInputStream(plain, 1 << 16);
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    byte[] bytesOf(String name) throws IOException {
        try (InputStream in = read(name)) {
            return in.readAllBytes();
        }
    }

    /// A file that comes into being when the stream is closed; one that is not closed leaves nothing to be
    /// read.
    OutputStream write(String name) throws IOException {
        Path whole = folder.resolve(name);
        Path coming = folder.resolve(name + COMING);
        Files.createDirectories(whole.getParent());
        var raw = FileChannel.open(
                coming, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        var durable =
                new FilterOutputStream(
                        new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(raw), SEGMENT)) {
                    @Override
                    public void write(byte[] bytes, int from, int count) throws IOException {
                        out.write(bytes, from, count);
                    }

                    @Override
                    public void close() throws IOException {
                        if (!raw.isOpen()) {
                            return;
                        }
                        flush();
                        raw.force(true);
                        raw.close();
                        Files.move(coming, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                        try (var parent = FileChannel.open(whole.getParent())) {
                            parent.force(true);
                        }
                    }
                };
        var fast = new GzipParameters();
        fast.setCompressionLevel(1);
        fast.setBufferSize(1 << 16);
        try {
            return new GzipCompressorOutputStream(cipher.newEncryptingStream(durable, bound(name)), fast);
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    void write(String name, byte[] bytes) throws IOException {
        try (OutputStream out = write(name)) {
            out.write(bytes);
        }
    }

    /// Takes a file or a whole part away.
    void remove(String name) throws IOException {
        Path gone = folder.resolve(name);
        if (!Files.exists(gone)) {
            return;
        }
        try (var all = Files.walk(gone)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /// The names of the completed backups, oldest first: those whose manifest, written last, is there.
    List<String> completed() throws IOException {
        Path bases = folder.resolve("base");
        if (!Files.isDirectory(bases)) {
            return List.of();
        }
        try (var all = Files.list(bases)) {
            return all.filter(each -> Files.exists(each.resolve("manifest")))
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    BackupManifest manifest(String name, JsonMapper json) throws IOException {
        return json.readValue(bytesOf("base/" + name + "/manifest"), BackupManifest.class);
    }

    private static byte[] bound(String name) {
        return ("gongzhi backup 1 " + name).getBytes(StandardCharsets.UTF_8);
    }
}
