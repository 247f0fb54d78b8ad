package org.gongzhi.people;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// A resident identity number (GB 11643-1999): six digits of place, eight of birth, three of order whose last tells
/// the sex, one check sign by ISO 7064 MOD 11-2. Values are upper case and right in themselves; whether such a number
/// was ever issued nobody but the police can say.
public record IdNumber(String text) {

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String SIGNS = "10X98765432";

    public IdNumber {
        if (!right(text)) {
            throw new IllegalArgumentException("not an identity number");
        }
    }

    /// The number in `text`, blanks and case forgiven; empty when it is not one.
    public static Optional<IdNumber> parse(String text) {
        String upper = text.replace(" ", "").strip().toUpperCase(Locale.ROOT);
        return right(upper) ? Optional.of(new IdNumber(upper)) : Optional.empty();
    }

    private static boolean right(String text) {
        return text.matches("[1-9]\\d{16}[\\dX]")
                && date(text).isPresent()
                && SIGNS.charAt(sum(text)) == text.charAt(17);
    }

    private static int sum(String text) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (text.charAt(i) - '0');
        }
        return sum % 11;
    }

    /// The check sign of seventeen digits.
    public static char sign(String seventeen) {
        return SIGNS.charAt(sum(seventeen));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(text.substring(6, 10)),
                    Integer.parseInt(text.substring(10, 12)),
                    Integer.parseInt(text.substring(12, 14))));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    public LocalDate born() {
        return date(text).orElseThrow();
    }

    public Sex sex() {
        return (text.charAt(16) - '0') % 2 == 1 ? Sex.M : Sex.F;
    }

    /// The county code it was first issued under: where the family was registered then.
    public String county() {
        return text.substring(0, 6);
    }

    /// First six and last four, for lists.
    public String masked() {
        return text.substring(0, 6) + "********" + text.substring(14);
    }
}
