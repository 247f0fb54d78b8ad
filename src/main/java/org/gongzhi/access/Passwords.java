package org.gongzhi.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.gongzhi.kernel.Refusal;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// What a password may be: long, and none that is tried first (OWASP ASVS 4.0.3, 2.1; NIST SP 800-63B,
/// 5.1.1.2). No mixture of signs is asked for, and none ever runs out.
@Component
class Passwords {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;

    /// So many signs must be left when everything that is tried first is taken out.
    private static final int OWN = 4;

    private static final int DIFFERENT = 5;

    private final List<String> common;

    Passwords() {
        try {
            this.common = new ClassPathResource("data/access/common-passwords.txt")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .sorted(Comparator.comparingInt((String word) -> -word.length()))
                    .toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /// Refuses what is too short, too long, or guessed first; `known` are words of the person: the user name,
    /// the name.
    void requireFit(String password, String... known) {
        int signs = password.codePointCount(0, password.length());
        if (signs < SHORTEST) {
            throw Refusal.invalid("password-short", SHORTEST);
        }
        if (signs > LONGEST) {
            throw Refusal.invalid("password-long", LONGEST);
        }
        String rest = password.toLowerCase(Locale.ROOT);
        var taken = new ArrayList<>(common);
        for (String word : known) {
            if (word.length() > 1) {
                taken.addFirst(word.toLowerCase(Locale.ROOT));
            }
        }
        for (String word : taken) {
            rest = rest.replace(word, "");
        }
        rest = rest.replaceAll("[\\p{Punct}\\s]", "");
        boolean digits = rest.length() < password.length() && rest.chars().allMatch(Character::isDigit);
        if (rest.length() < OWN || digits || password.chars().distinct().count() < DIFFERENT) {
            throw Refusal.invalid("password-common");
        }
    }
}
