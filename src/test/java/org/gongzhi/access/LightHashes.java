package org.gongzhi.access;

import org.gongzhi.people.Sealed;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// Passwords of the test town: hashed the same way with a sixteenth of the work, since thousands are made.
/// `SessionsTest` asks for what the program itself takes.
@TestConfiguration
public class LightHashes {

    /// Bytes that one of them takes.
    static final int BYTES = 2 << 20;

    @Bean
    PasswordHashes passwordHashes(Sealed sealed) {
        return new PasswordHashes(sealed, new Argon2PasswordEncoder(16, 32, 1, BYTES >> 10, 1));
    }
}
