package org.gongzhi.people;

import org.jspecify.annotations.Nullable;

/// One human being in the register. `phone` is in the clear only inside this module and in an answer that was logged.
public record Person(
        long community,
        long id,
        String name,
        @Nullable String phone,
        @Nullable Long dwelling) {

    /// The family name and stars, for everybody who has no reason to know more.
    public static String masked(String name) {
        int first = name.offsetByCodePoints(0, Math.min(1, name.codePointCount(0, name.length())));
        int rest = Math.max(1, name.codePointCount(first, name.length()));
        return name.substring(0, first) + "*".repeat(rest);
    }
}
