package org.gongzhi.ledger.tree;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// How a line of a note is signed. A key is made from 32 secret bytes in each of them.
public enum Algorithm {
    /// A log's signature over the note's text (signed-note type 0x01).
    ED25519(new byte[] {0x01}, 32, 64),

    /// A cosignature with its time over the note's text (tlog-cosignature type 0x04).
    COSIGNATURE(new byte[] {0x04}, 32, 64),

    /// A cosignature with its time over origin, size and root (tlog-cosignature type 0x06, FIPS 204).
    ML_DSA_44(new byte[] {0x06}, 1312, 2420),

    /// SM2 with SM3 (GB/T 32918.2, GB/T 32905) over the note's text, under an unassigned type with a long
    /// identifier.
    SM2(prefixed("gongzhi/sm2-sm3"), 64, 64);

    private static final ECDomainParameters CURVE = new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

    private final byte[] type;
    private final int keyBytes;
    private final int signatureBytes;

    Algorithm(byte[] type, int keyBytes, int signatureBytes) {
        this.type = type;
        this.keyBytes = keyBytes;
        this.signatureBytes = signatureBytes;
    }

    private static byte[] prefixed(String identifier) {
        byte[] text = identifier.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] all = new byte[text.length + 1];
        all[0] = (byte) 0xff;
        System.arraycopy(text, 0, all, 1, text.length);
        return all;
    }

    byte[] type() {
        return type.clone();
    }

    /// Whether the signature begins with the time it was made.
    public boolean timed() {
        return this == COSIGNATURE || this == ML_DSA_44;
    }

    int signatureBytes() {
        return signatureBytes;
    }

    /// The algorithm and key of `type || public key`; null for one we do not know.
    static java.util.Map.@org.jspecify.annotations.Nullable Entry<Algorithm, byte[]> parse(byte[] typed) {
        for (Algorithm each : values()) {
            if (typed.length == each.type.length + each.keyBytes
                    && Arrays.equals(typed, 0, each.type.length, each.type, 0, each.type.length)) {
                return java.util.Map.entry(each, Arrays.copyOfRange(typed, each.type.length, typed.length));
            }
        }
        return null;
    }

    /// The public key of 32 secret bytes.
    byte[] publicKey(byte[] secret) {
        return switch (this) {
            case ED25519, COSIGNATURE ->
                new Ed25519PrivateKeyParameters(secret).generatePublicKey().getEncoded();
            case ML_DSA_44 ->
                new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, secret)
                        .getPublicKeyParameters()
                        .getEncoded();
            case SM2 -> {
                byte[] point = CURVE.getG().multiply(scalar(secret)).normalize().getEncoded(false);
                yield Arrays.copyOfRange(point, 1, point.length);
            }
        };
    }

    /// Signs with 32 secret bytes whose public key is known; deriving it again would double the work of
    /// Ed25519.
    byte[] sign(byte[] secret, byte[] publicKey, byte[] message) {
        return switch (this) {
            case ED25519, COSIGNATURE -> {
                byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
                Ed25519.sign(secret, 0, publicKey, 0, message, 0, message.length, signature, 0);
                yield signature;
            }
            case ML_DSA_44 ->
                signed(new MLDSASigner(), new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, secret), message);
            case SM2 ->
                signed(
                        new SM2Signer(PlainDSAEncoding.INSTANCE),
                        new ECPrivateKeyParameters(scalar(secret), CURVE),
                        message);
        };
    }

    private static byte[] signed(Signer signer, org.bouncycastle.crypto.CipherParameters key, byte[] message) {
        try {
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (CryptoException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != signatureBytes) {
            return false;
        }
        try {
            return switch (this) {
                case ED25519, COSIGNATURE -> Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
                case ML_DSA_44 ->
                    verified(
                            new MLDSASigner(),
                            new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey),
                            message,
                            signature);
                case SM2 -> verified(new SM2Signer(PlainDSAEncoding.INSTANCE), point(publicKey), message, signature);
            };
        } catch (IllegalArgumentException noKey) {
            return false;
        }
    }

    private static boolean verified(
            Signer signer, org.bouncycastle.crypto.CipherParameters key, byte[] message, byte[] signature) {
        signer.init(false, key);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    /// True when the bytes are a key that every library judges alike: of full order and written in the one
    /// way. The edge cases on which Ed25519 libraries differ all need a key of low order or with a low-order
    /// part.
    public boolean sound(byte[] publicKey) {
        try {
            return switch (this) {
                case ED25519, COSIGNATURE ->
                    Ed25519.validatePublicKeyFull(publicKey, 0)
                            && new Ed25519PublicKeyParameters(publicKey).getEncoded().length == keyBytes;
                case ML_DSA_44 -> publicKey.length == keyBytes;
                case SM2 -> !point(publicKey).getQ().isInfinity();
            };
        } catch (IllegalArgumentException noKey) {
            return false;
        }
    }

    private static ECPublicKeyParameters point(byte[] publicKey) {
        byte[] point = new byte[65];
        point[0] = 4;
        System.arraycopy(publicKey, 0, point, 1, 64);
        return new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), CURVE);
    }

    private static BigInteger scalar(byte[] secret) {
        return new BigInteger(1, secret)
                .mod(CURVE.getN().subtract(BigInteger.TWO))
                .add(BigInteger.ONE);
    }
}
