package org.gongzhi.people;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Names;
import org.gongzhi.kernel.Phone;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What people can be searched by without decrypting anything: keyed hashes of every part of a name of two to four
/// characters, of the whole name, of the telephone and identity numbers and of their last four signs. Single characters
/// have none: how often a family name occurs would give it away.
@Component
class Tokens {

    private static final int SHORTEST = 2;
    private static final int LONGEST = 4;
    private static final int TAIL = 4;

    private final Sealed sealed;

    Tokens(Sealed sealed) {
        this.sealed = sealed;
    }

    /// Every token of a person.
    Set<Long> of(Person person) {
        var all = new LinkedHashSet<Long>();
        int[] signs = signs(person.name());
        for (int length = SHORTEST; length <= LONGEST; length++) {
            for (int from = 0; from + length <= signs.length; from++) {
                all.add(token("name", new String(signs, from, length)));
            }
        }
        all.add(token("name", new String(signs, 0, signs.length)));
        if (person.phone() instanceof String phone) {
            all.add(token("phone", digits(phone)));
            all.add(token("tail", tail(digits(phone))));
        }
        if (person.idNumber() instanceof IdNumber number) {
            all.add(token("id", number.text()));
            all.add(token("tail", tail(number.text())));
        }
        return all;
    }

    /// The tokens that a person must have to be found by `word`; null when the word is too short to search by.
    @Nullable
    List<Long> wanted(String word) {
        String upper = Names.visible(word).toUpperCase(Locale.ROOT);
        var number = IdNumber.parse(upper);
        if (number.isPresent()) {
            return List.of(token("id", number.get().text()));
        }
        if (upper.matches("[+\\d()-]{7,}")) {
            return List.of(
                    token("phone", digits(Phone.parse(upper).map(Phone::number).orElse(upper))));
        }
        if (upper.matches("\\d{3}[\\dX]")) {
            return List.of(token("tail", upper));
        }
        int[] signs = signs(word);
        if (signs.length < SHORTEST) {
            return null;
        }
        var all = new ArrayList<Long>();
        int length = Math.min(LONGEST, signs.length);
        for (int from = 0; from + length <= signs.length; from++) {
            all.add(token("name", new String(signs, from, length)));
        }
        return all;
    }

    /// The token of a person's whole telephone number.
    long phone(Person person) {
        return token("phone", digits(java.util.Objects.requireNonNull(person.phone())));
    }

    private static int[] signs(String name) {
        return Names.key(name).codePoints().toArray();
    }

    /// True when the name was searched by other signs before [Names#KEY].
    static boolean renamed(String name) {
        String before = name.strip().toLowerCase(Locale.ROOT).replaceAll("[· ]", "");
        return !before.equals(Names.key(name));
    }

    private static String tail(String number) {
        return number.substring(Math.max(0, number.length() - TAIL));
    }

    static String digits(String phone) {
        return phone.chars()
                .filter(Character::isDigit)
                .mapToObj(sign -> String.valueOf((char) sign))
                .collect(Collectors.joining());
    }

    long token(String kind, String value) {
        return ByteBuffer.wrap(sealed.hash(kind + ":" + value)).getLong();
    }
}
