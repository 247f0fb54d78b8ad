package org.gongzhi.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import org.gongzhi.kernel.Refusal;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// What a password may be: long, and none that is tried first (OWASP ASVS 4.0.3, 2.1; NIST SP 800-63B,
/// 5.1.1.2). No mixture of signs is asked for, and none ever runs out.
@Component
class Passwords {

    private final PasswordRule rule;

    Passwords() {
        try {
            var common = new ClassPathResource("data/access/common-passwords.txt")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .sorted(Comparator.comparingInt((String word) -> -word.length()))
                    .toList();
            this.rule = new PasswordRule(12, 128, 4, 5, common);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    PasswordRule rule() {
        return rule;
    }

    /// Refuses what is too short, too long, or guessed first; `known` are words of the person: the user name,
    /// the name.
    void requireFit(String password, String... known) {
        int signs = password.codePointCount(0, password.length());
        if (signs < rule.shortest()) {
            throw Refusal.invalid("password-short", rule.shortest());
        }
        if (signs > rule.longest()) {
            throw Refusal.invalid("password-long", rule.longest());
        }
        String rest = password.toLowerCase(Locale.ROOT);
        var taken = new ArrayList<>(rule.common());
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
        if (rest.length() < rule.own() || digits || password.chars().distinct().count() < rule.different()) {
            throw Refusal.invalid("password-common");
        }
    }
}
