package org.gongzhi.register.web;

import org.gongzhi.kernel.Refusal;

/// Reads the version out of an `If-Match` header.
final class Versions {

    private Versions() {}

    static int of(String header) {
        String digits = header.replace("W/", "").replace("\"", "").strip();
        if (!digits.matches("\\d{1,9}")) {
            throw Refusal.invalid("unreadable");
        }
        return Integer.parseInt(digits);
    }
}
