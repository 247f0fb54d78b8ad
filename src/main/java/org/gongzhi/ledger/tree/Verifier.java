package org.gongzhi.ledger.tree;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.gongzhi.kernel.Secrets;

/// A public key with its name, as signed-note writes it: `name+hex(id)+base64(type || key)`.
public final class Verifier {

    private final String name;
    private final Algorithm algorithm;
    private final byte[] key;
    private final byte[] id;

    Verifier(String name, Algorithm algorithm, byte[] key) {
        this.name = name;
        this.algorithm = algorithm;
        this.key = key.clone();
        this.id = id(name, typed());
    }

    /// Reads a verifier key; [Flaw] when it is none, of an unknown kind, or its id is not that of its name
    /// and key.
    public static Verifier parse(String vkey) {
        String[] parts = vkey.strip().split("\\+", 3);
        if (parts.length != 3 || !named(parts[0])) {
            throw new Flaw("a verifier key is name+id+key");
        }
        byte[] typed = Note.decoded(parts[2]);
        var found = Algorithm.parse(typed);
        if (found == null) {
            throw new Flaw("a key of an unknown kind");
        }
        var verifier = new Verifier(parts[0], found.getKey(), found.getValue());
        if (!HexFormat.of().formatHex(verifier.id).equals(parts[1])) {
            throw new Flaw("the id of the key does not belong to its name");
        }
        return verifier;
    }

    /// A name is not empty and has neither blanks nor a plus sign.
    static boolean named(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(c -> c == '+' || Character.isWhitespace(c) || c < 0x20);
    }

    private static byte[] id(String name, byte[] typed) {
        var digest = Secrets.digest();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        return Arrays.copyOf(digest.digest(typed), 4);
    }

    private byte[] typed() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(algorithm.type());
        all.writeBytes(key);
        return all.toByteArray();
    }

    public String name() {
        return name;
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /// As it is written in policies and on paper.
    public String vkey() {
        return name + "+" + HexFormat.of().formatHex(id) + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    /// True when no library could judge a signature of this key otherwise than another.
    public boolean sound() {
        return algorithm.sound(key);
    }

    byte[] key() {
        return key.clone();
    }

    byte[] id() {
        return id.clone();
    }

    /// True when the line says it is of this key.
    public boolean made(Note.Line line) {
        return line.name().equals(name) && Arrays.equals(line.id(), id);
    }

    /// When this key signed the note; empty when none of its lines is from this key. A line of this key that
    /// does not hold is a [Flaw]: such a note is refused whole. Signatures without a time count from the
    /// beginning of time.
    public Optional<Instant> signed(Note note) {
        Optional<Instant> at = Optional.empty();
        for (Note.Line line : note.lines()) {
            if (made(line)) {
                Instant time = verify(note, line);
                if (at.isEmpty() || time.isAfter(at.get())) {
                    at = Optional.of(time);
                }
            }
        }
        return at;
    }

    private Instant verify(Note note, Note.Line line) {
        byte[] signature = line.signature();
        if (!line.exact()) {
            throw new Flaw("an invalid signature of " + name);
        }
        long time = 0;
        if (algorithm.timed()) {
            if (signature.length != 8 + algorithm.signatureBytes()) {
                throw new Flaw("a signature of " + name + " has the wrong length");
            }
            time = ByteBuffer.wrap(signature).getLong();
            signature = Arrays.copyOfRange(signature, 8, signature.length);
            if (time < 0 || time > Instant.MAX.getEpochSecond()) {
                throw new Flaw("a signature of " + name + " has no time");
            }
        }
        if (!algorithm.verify(key, message(algorithm, name, note, time), signature)) {
            throw new Flaw("an invalid signature of " + name);
        }
        return Instant.ofEpochSecond(time);
    }

    /// What is signed: the text itself, or with its time as tlog-cosignature says.
    static byte[] message(Algorithm algorithm, String name, Note note, long time) {
        return switch (algorithm) {
            case ED25519, SM2 -> note.text().getBytes(StandardCharsets.UTF_8);
            case COSIGNATURE -> ("cosignature/v1\ntime " + time + "\n" + note.text()).getBytes(StandardCharsets.UTF_8);
            case ML_DSA_44 -> {
                Checkpoint checkpoint = Checkpoint.parse(note);
                byte[] cosigner = name.getBytes(StandardCharsets.UTF_8);
                byte[] origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
                if (cosigner.length > 255 || origin.length > 255) {
                    throw new Flaw("a name is longer than 255 bytes");
                }
                yield ByteBuffer.allocate(12 + 1 + cosigner.length + 8 + 1 + origin.length + 8 + 8 + Hash.BYTES)
                        .put("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII))
                        .put((byte) cosigner.length)
                        .put(cosigner)
                        .putLong(time)
                        .put((byte) origin.length)
                        .put(origin)
                        .putLong(0)
                        .putLong(checkpoint.size())
                        .put(checkpoint.root().bytes())
                        .array();
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Verifier verifier && vkey().equals(verifier.vkey());
    }

    @Override
    public int hashCode() {
        return vkey().hashCode();
    }

    @Override
    public String toString() {
        return vkey();
    }
}
