package org.gongzhi.notices;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gongzhi.kernel.Secrets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// HMAC-SHA-256 over the bytes of a message to or from a gateway, in hexadecimal. The key is the one agreed
/// on with the gateway, or else this installation's own.
@Component
public class NoticeSignature {

    private final SecretKeySpec key;

    NoticeSignature(NoticeSettings settings, @Value("${gongzhi.data}") Path data) {
        byte[] secret = settings.secret().isEmpty()
                ? Secrets.of(data).key("gateway-key")
                : settings.secret().getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    public String of(byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Compares without telling by time how much was right.
    public boolean fits(byte[] body, String given) {
        return MessageDigest.isEqual(of(body).getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
