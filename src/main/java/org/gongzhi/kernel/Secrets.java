package org.gongzhi.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The secrets of one installation, made at its first start and kept readable by its user alone, in `secrets/`.
public final class Secrets {

    /// No 0, 1, I, L, O, U: what is read aloud or copied from paper stays what it was.
    private static final String READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    private Secrets(Path folder) {
        this.folder = folder;
    }

    public static Secrets of(Path dataFolder) {
        return new Secrets(dataFolder.resolve("secrets"));
    }

    /// 32 random bytes under `name`, the same at every later call.
    public byte[] key(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    /// The same as 64 hexadecimal digits.
    public String text(String name) {
        try {
            Path file = folder.resolve(name);
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Path fresh = Files.createTempFile(
                        folder,
                        name,
                        ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(fresh, HexFormat.of().formatHex(random(32)), StandardOpenOption.SYNC);
                Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
            String text = Files.readString(file).strip();
            if (!text.matches("[0-9a-f]{64}")) {
                throw new IllegalStateException("the secret " + file + " is not 64 hexadecimal digits");
            }
            return text;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// As many readable signs as there are bytes: a sign for each.
    public static String readable(byte[] bytes) {
        var code = new StringBuilder();
        for (byte each : bytes) {
            code.append(READABLE.charAt((each & 0xff) % READABLE.length()));
        }
        return code.toString();
    }

    /// A SHA-256 to be fed piece by piece.
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// SHA-256 as 64 hexadecimal digits: names content, and stands for secrets that are only compared.
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    public static byte[] random(int bytes) {
        byte[] all = new byte[bytes];
        RANDOM.nextBytes(all);
        return all;
    }
}
