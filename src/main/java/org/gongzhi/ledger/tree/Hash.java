package org.gongzhi.ledger.tree;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.gongzhi.kernel.Secrets;

/// 32 bytes of SHA-256 in a Merkle tree (RFC 6962 section 2.1): a leaf is H(0x00 || entry), a node H(0x01 ||
/// left || right), the empty tree H("").
public final class Hash {

    public static final int BYTES = 32;

    /// The root of a tree without entries.
    public static final Hash EMPTY = new Hash(Secrets.digest().digest());

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new Flaw("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    static Hash at(byte[] tile, int index) {
        return new Hash(Arrays.copyOfRange(tile, index * BYTES, (index + 1) * BYTES));
    }

    public static Hash leaf(byte[] entry) {
        var digest = Secrets.digest();
        digest.update((byte) 0);
        return new Hash(digest.digest(entry));
    }

    public static Hash node(Hash left, Hash right) {
        var digest = Secrets.digest();
        digest.update((byte) 1);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    public static Hash parse(String base64) {
        return of(Note.decoded(base64));
    }

    public static Hash hex(String hex) {
        try {
            return of(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException wrong) {
            throw new Flaw("not a hash: " + hex.length() + " signs");
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
