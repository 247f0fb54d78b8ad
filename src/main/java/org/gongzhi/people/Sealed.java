package org.gongzhi.people;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.gongzhi.kernel.Secrets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Encrypts single values (AES-256-GCM, a fresh nonce in front of each) and makes keyed hashes to find them by.
@Component
public class Sealed {

    private static final int NONCE = 12;

    private final SecretKeySpec key;
    private final SecretKeySpec hashKey;

    Sealed(@Value("${gongzhi.data}") Path data) {
        var secrets = Secrets.of(data);
        this.key = new SecretKeySpec(secrets.key("field-key"), "AES");
        this.hashKey = new SecretKeySpec(secrets.key("field-hash-key"), "HmacSHA256");
    }

    public byte[] seal(String value) {
        try {
            byte[] nonce = Secrets.random(NONCE);
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            byte[] text = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE + text.length);
            System.arraycopy(text, 0, all, NONCE, text.length);
            return all;
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public String open(byte[] sealed) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, sealed, 0, NONCE));
            return new String(cipher.doFinal(sealed, NONCE, sealed.length - NONCE), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("a sealed value cannot be opened: wrong key or damaged", failed);
        }
    }

    /// HMAC-SHA-256 under a key of its own.
    public byte[] hash(String value) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(hashKey);
            return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
