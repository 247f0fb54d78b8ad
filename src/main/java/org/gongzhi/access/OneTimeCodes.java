package org.gongzhi.access;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.gongzhi.kernel.Secrets;
import org.springframework.stereotype.Component;

/// Time-based one-time codes (RFC 6238): six digits, thirty seconds, one step of tolerance to each side.
@Component
class OneTimeCodes {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
    private final Clock clock;

    OneTimeCodes(Clock clock) {
        this.clock = clock;
    }

    /// A fresh secret: 20 bytes in base 32, as authenticator apps read it.
    String secret() {
        byte[] random = Secrets.random(20);
        var text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte each : random) {
            buffer = buffer << 8 | (each & 0xff);
            bits += 8;
            while (bits >= 5) {
                text.append(BASE32.charAt(buffer >> bits - 5 & 31));
                bits -= 5;
            }
        }
        return text.toString();
    }

    /// The time step for which `code` is right, when it is one of the three allowed.
    OptionalLong step(String secret, String code) {
        var key = new SecretKeySpec(decode(secret), generator.getAlgorithm());
        String digits = code.replace(" ", "");
        long now = clock.instant().getEpochSecond() / 30;
        for (long step = now - 1; step <= now + 1; step++) {
            if (digits.equals(generate(key, step))) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    private String generate(SecretKeySpec key, long step) {
        try {
            return generator.generateOneTimePasswordString(key, java.time.Instant.ofEpochSecond(step * 30));
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] decode(String secret) {
        var bytes = new java.io.ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (char sign : secret.toCharArray()) {
            buffer = buffer << 5 | BASE32.indexOf(sign);
            bits += 5;
            if (bits >= 8) {
                bytes.write(buffer >> bits - 8 & 0xff);
                bits -= 8;
            }
        }
        return bytes.toByteArray();
    }
}
