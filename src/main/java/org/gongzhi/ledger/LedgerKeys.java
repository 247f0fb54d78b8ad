package org.gongzhi.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.ledger.tree.Algorithm;
import org.gongzhi.ledger.tree.SigningKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// The keys of the logs, all from one secret of the installation: for each origin one Ed25519 key under its
/// own name, and under names of their own one for SM2 with SM3, one for ML-DSA-44 and one for promises.
@Component
class LedgerKeys {

    private final byte[] secret;
    private final ConcurrentMap<String, SigningKey> keys = new ConcurrentHashMap<>();

    LedgerKeys(@Value("${gongzhi.data}") Path data) {
        this.secret = Secrets.of(data).key("ledger-key");
    }

    SigningKey log(String origin) {
        return key(origin, Algorithm.ED25519);
    }

    SigningKey promise(String origin) {
        return key(origin + "/promise", Algorithm.ED25519);
    }

    /// All that sign a checkpoint.
    List<SigningKey> lines(String origin) {
        return List.of(
                log(origin), key(origin + "/sm2", Algorithm.SM2), key(origin + "/ml-dsa-44", Algorithm.ML_DSA_44));
    }

    private SigningKey key(String name, Algorithm algorithm) {
        return keys.computeIfAbsent(algorithm + " " + name, what -> new SigningKey(name, algorithm, derived(what)));
    }

    private byte[] derived(String what) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(what.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
