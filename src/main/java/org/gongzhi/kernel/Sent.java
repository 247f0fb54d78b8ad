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
}
