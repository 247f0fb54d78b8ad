package org.gongzhi.register.web;

import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// What programs send, read the same way everywhere: a missing value is refused by its name.
final class Sent {

    private Sent() {}

    static <T> T needed(@Nullable T value, String what) {
        if (value == null) {
            throw Refusal.invalid("needed", what);
        }
        return value;
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /// The version in an `If-Match` header.
    static int version(String header) {
        String digits = header.replace("W/", "").replace("\"", "").strip();
        if (!digits.matches("\\d{1,9}")) {
            throw Refusal.invalid("unreadable");
        }
        return Integer.parseInt(digits);
    }
}
