package org.gongzhi.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// The secret part of the address of a calendar that a telephone subscribes to. Calendars cannot sign in, so the
/// address carries a code that nobody can guess; it names nobody, and opens one kind of calendar of one account.
@Component
public class CalendarAddress {

    private final SecretKeySpec key;

    CalendarAddress(@Value("${gongzhi.data}") Path data) {
        this.key = new SecretKeySpec(Secrets.of(data).key("calendar-key"), "HmacSHA256");
    }

    /// `kind` keeps the addresses of different calendars apart; that of the duty was first and has none.
    public String token(String kind, long account) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] digest = mac.doFinal((kind + account).getBytes(StandardCharsets.UTF_8));
            return Long.toString(account, 36) + "-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Whose calendar of this kind a token opens.
    public long account(String kind, String token) {
        long account;
        try {
            account = Long.parseLong(token.substring(0, Math.max(0, token.indexOf('-'))), 36);
        } catch (NumberFormatException wrong) {
            throw Refusal.unknown("calendar");
        }
        byte[] wanted = token(kind, account).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, token.getBytes(StandardCharsets.UTF_8))) {
            throw Refusal.unknown("calendar");
        }
        return account;
    }
}
