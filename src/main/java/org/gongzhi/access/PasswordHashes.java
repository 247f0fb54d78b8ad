package org.gongzhi.access;

import java.util.HexFormat;
import org.gongzhi.people.Sealed;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/// How passwords are kept: Argon2id over a hash under a key that is not in the database (OWASP ASVS 4.0.3,
/// 2.4.1 and 2.4.5), so that whoever has the database alone cannot guess them.
@Component
class PasswordHashes {

    /// In front of what was made with the key; without it stands what is older.
    private static final String KEYED = "{keyed}";

    private final Argon2PasswordEncoder encoder;
    private final Sealed sealed;
    private final String decoy;

    @Autowired
    PasswordHashes(Sealed sealed) {
        this(sealed, Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8());
    }

    PasswordHashes(Sealed sealed, Argon2PasswordEncoder encoder) {
        this.encoder = encoder;
        this.sealed = sealed;
        this.decoy = of("no account has this password");
    }

    String of(String password) {
        return KEYED + encoder.encode(keyed(password));
    }

    /// Whether a password is the one that is kept; when none is, it takes as long to say no.
    boolean matches(String password, String kept) {
        String hash = kept.isEmpty() ? decoy : kept;
        return hash.startsWith(KEYED)
                ? encoder.matches(keyed(password), hash.substring(KEYED.length()))
                : encoder.matches(password, hash);
    }

    private String keyed(String password) {
        return HexFormat.of().formatHex(sealed.hash("password:" + password));
    }
}
