package org.gongzhi.ledger.tree;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;

/// A secret key with its name; 32 secret bytes, never shown.
public final class SigningKey {

    private final byte[] secret;
    private final byte[] publicKey;
    private final Verifier verifier;

    public SigningKey(String name, Algorithm algorithm, byte[] secret) {
        if (secret.length != 32) {
            throw new Flaw("a secret key has 32 bytes");
        }
        if (!Verifier.named(name)) {
            throw new Flaw("not a name for a key: " + name);
        }
        this.secret = secret.clone();
        this.publicKey = algorithm.publicKey(secret);
        this.verifier = new Verifier(name, algorithm, publicKey);
    }

    public Verifier verifier() {
        return verifier;
    }

    /// The line of this key under the note; `at` counts where the kind of signature has a time.
    public Note.Line sign(Note note, Instant at) {
        Algorithm algorithm = verifier.algorithm();
        long time = at.getEpochSecond();
        byte[] signature = algorithm.sign(secret, publicKey, Verifier.message(algorithm, verifier.name(), note, time));
        var all = new ByteArrayOutputStream();
        if (algorithm.timed()) {
            all.writeBytes(ByteBuffer.allocate(8).putLong(time).array());
        }
        all.writeBytes(signature);
        return new Note.Line(verifier.name(), verifier.id(), all.toByteArray());
    }
}
