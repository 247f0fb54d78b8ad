package org.gongzhi.ballots;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.gongzhi.kernel.Secrets;

/// Areas under commitment (Pedersen's, on the curve P-256): `area × G + blind × H`. Nobody reads an area off one, and
/// whoever wrote it cannot open it to another; the sum of several opens to the sum of their areas, and to nothing of
/// each. `H` comes out of a hash, so that nobody knows its logarithm.
public final class Committed {

    /// What opens one commitment, or the sum of several.
    public record Opening(long area, String blind) {

        BigInteger number() {
            return new BigInteger(blind, 16);
        }
    }

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
    private static final BigInteger ORDER = CURVE.getN();
    private static final FixedPointCombMultiplier TIMES = new FixedPointCombMultiplier();
    private static final ECPoint H = point("gongzhi area 1");

    private Committed() {}

    /// The first point whose x is the hash of some words and a number.
    private static ECPoint point(String words) {
        for (int i = 0; ; i++) {
            MessageDigest digest = Secrets.digest();
            byte[] x = digest.digest((words + " " + i).getBytes(StandardCharsets.UTF_8));
            byte[] encoded = new byte[33];
            encoded[0] = 2;
            System.arraycopy(x, 0, encoded, 1, 32);
            try {
                return CURVE.getCurve().decodePoint(encoded);
            } catch (IllegalArgumentException notOnTheCurve) {
                continue;
            }
        }
    }

    /// A blind out of bytes that nobody can guess.
    static BigInteger blind(byte[] bytes) {
        return new BigInteger(1, bytes).mod(ORDER);
    }

    static String of(long area, BigInteger blind) {
        return written(opened(area, blind));
    }

    private static ECPoint opened(long area, BigInteger blind) {
        return TIMES.multiply(CURVE.getG(), BigInteger.valueOf(area).mod(ORDER))
                .add(TIMES.multiply(H, blind.mod(ORDER)));
    }

    private static String written(ECPoint point) {
        return HexFormat.of().formatHex(point.getEncoded(true));
    }

    static Opening opening(long area, BigInteger blind) {
        return new Opening(area, blind.mod(ORDER).toString(16));
    }

    /// Whether commitments add up to what an opening says.
    public static boolean addsUp(Collection<String> commitments, Opening opening) {
        ECPoint sum = CURVE.getCurve().getInfinity();
        try {
            for (String each : commitments) {
                sum = sum.add(CURVE.getCurve().decodePoint(HexFormat.of().parseHex(each)));
            }
            return sum.equals(opened(opening.area, opening.number()));
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }
}
