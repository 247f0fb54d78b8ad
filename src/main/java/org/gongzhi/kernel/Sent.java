package org.gongzhi.kernel;

import org.jspecify.annotations.Nullable;

/// What programs send, read the same way everywhere: a missing value is refused by its name.
public final class Sent {

    private Sent() {}

    public static <T> T needed(@Nullable T value, String what) {
        if (value == null) {
            throw Refusal.invalid("needed", what);
        }
        return value;
    }

    public static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /// The version in an `If-Match` header.
    public static int version(String header) {
        String digits = header.replace("W/", "").replace("\"", "").strip();
        if (!digits.matches("\\d{1,9}")) {
            throw Refusal.invalid("unreadable");
        }
        return Integer.parseInt(digits);
    }

    /// What somebody said with an act, stripped: not empty, and no longer than `most` characters.
    public static String words(@Nullable String value, int most) {
        if (value == null || value.isBlank()) {
            throw Refusal.invalid("words");
        }
        if (value.length() > most) {
            throw Refusal.invalid("words-long", most);
        }
        return value.strip();
    }

    /// The same where it may be missing: stripped, or empty.
    public static String line(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
