package org.gongzhi.matters;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gongzhi.kernel.Secrets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// The code with which somebody without an account comes back to what they reported. It is computed from the
/// matter's id under a secret key, so nothing is stored and a repeated report gets the same code.
@Component
public class FollowUpCode {

    private static final int LENGTH = 10;

    private final SecretKeySpec key;

    FollowUpCode(@Value("${gongzhi.data}") Path data) {
        this.key = new SecretKeySpec(Secrets.of(data).key("follow-up-key"), "HmacSHA256");
    }

    public String of(long matter) {
        return code(Long.toString(matter));
    }

    /// Opens the first, small picture of an open matter to whoever was shown that matter nearby, and to
    /// nobody who only guesses numbers.
    public String ofPicture(long matter) {
        return code("picture " + matter);
    }

    /// A number from 0 to 999 that nobody can foresee and everybody who has the key can work out again: the draw
    /// for a second look at a closed matter.
    int draw(long matter, int round) {
        return code("recheck " + round + " " + matter).chars().reduce(0, (sum, sign) -> (sum * 31 + sign) % 1000);
    }

    private String code(String of) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] digest = mac.doFinal(of.getBytes(StandardCharsets.UTF_8));
            return Secrets.readable(Arrays.copyOf(digest, LENGTH));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Compares without telling by time how much was right.
    public boolean opens(long matter, String code) {
        byte[] given =
                code.replace(" ", "").replace("-", "").toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(of(matter).getBytes(StandardCharsets.UTF_8), given);
    }
}
