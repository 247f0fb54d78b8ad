package org.gongzhi.notices;

import java.math.BigInteger;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;
import org.gongzhi.kernel.PublicAddress;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The browsers that may be woken, and this installation's key towards their makers (VAPID, RFC 8292). A push
/// carries no words at all: the browser is woken and the reader opens the inbox here.
@Component
public class WebPush {

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final int MOST = 10;

    private final JdbcClient client;
    private final NoticeSettings settings;
    private final Clock clock;
    private final ECPrivateKeyParameters key;
    private final String publicKey;

    WebPush(JdbcClient client, NoticeSettings settings, @Value("${gongzhi.data}") Path data, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
        var curve = CustomNamedCurves.getByName("P-256");
        var domain = new ECDomainParameters(curve);
        BigInteger scalar = new BigInteger(1, Secrets.of(data).key("push-key"))
                .mod(domain.getN().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        this.key = new ECPrivateKeyParameters(scalar, domain);
        this.publicKey =
                URL.encodeToString(domain.getG().multiply(scalar).normalize().getEncoded(false));
    }

    /// What a browser is given to subscribe with: the public key, in base64url.
    public String publicKey() {
        return publicKey;
    }

    /// Remembers a browser of an account. Its address is one that this program will call: only https, and
    /// nothing within the house, unless the installation says otherwise.
    public void subscribe(long account, String endpoint) {
        URI address;
        try {
            address = URI.create(endpoint);
        } catch (IllegalArgumentException wrong) {
            throw Refusal.invalid("push-endpoint");
        }
        if (endpoint.length() > 1000 || address.getHost() == null || !anywhere() && !outside(address)) {
            throw Refusal.invalid("push-endpoint");
        }
        if (endpoints(account).size() >= MOST) {
            throw Refusal.tooMany("push-many", MOST);
        }
        client.sql(
                        "insert into notices.subscription (account, endpoint, since) values (?, ?, ?) on conflict do nothing")
                .params(account, endpoint, Timestamp.from(clock.instant()))
                .update();
    }

    private static boolean outside(URI address) {
        try {
            if (!"https".equals(address.getScheme()) || address.getPort() != -1 && address.getPort() != 443) {
                return false;
            }
            PublicAddress.of(address.getHost());
            return true;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /// Whether addresses within the house may be called: where the installation says so.
    boolean anywhere() {
        return settings.pushAnywhere();
    }

    /// Forgets every browser of an account.
    public void forget(long account) {
        client.sql("delete from notices.subscription where account = ?")
                .param(account)
                .update();
    }

    List<String> endpoints(long account) {
        return client.sql("select endpoint from notices.subscription where account = ? order by since")
                .param(account)
                .query((row, _) -> row.getString(1))
                .list();
    }

    void gone(long account, String endpoint) {
        client.sql("delete from notices.subscription where account = ? and endpoint = ?")
                .params(account, endpoint)
                .update();
    }

    /// The header that says who pushes: a signed statement for this endpoint's maker, good for half a day.
    String authorization(URI endpoint) {
        String origin = endpoint.getScheme() + "://" + endpoint.getAuthority();
        long until = clock.instant().plus(Duration.ofHours(12)).getEpochSecond();
        String subject = settings.from().isEmpty() ? settings.base() : "mailto:" + settings.from();
        String said = part("{\"typ\":\"JWT\",\"alg\":\"ES256\"}") + "."
                + part("{\"aud\":\"" + origin + "\",\"exp\":" + until + ",\"sub\":\"" + subject + "\"}");
        return "vapid t=" + said + "." + URL.encodeToString(sign(said)) + ", k=" + publicKey;
    }

    private static String part(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sign(String said) {
        try {
            var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, key);
            BigInteger[] both = signer.generateSignature(
                    MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8)));
            byte[] signature = new byte[64];
            System.arraycopy(BigIntegers.asUnsignedByteArray(32, both[0]), 0, signature, 0, 32);
            System.arraycopy(BigIntegers.asUnsignedByteArray(32, both[1]), 0, signature, 32, 32);
            return signature;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
