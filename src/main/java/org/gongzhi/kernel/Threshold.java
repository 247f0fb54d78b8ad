package org.gongzhi.kernel;

import org.jspecify.annotations.Nullable;

/// A fraction to reach: with `strict` more than it, else at least it (Civil Code art. 1259).
public record Threshold(long numerator, long denominator, boolean strict) {

    /// `>=2/3`, `>1/2`, or `-` for none.
    public static @Nullable Threshold parse(String text) {
        if (text.equals("-")) {
            return null;
        }
        boolean strict = !text.startsWith(">=");
        String[] parts = text.substring(strict ? 1 : 2).split("/");
        return new Threshold(Long.parseLong(parts[0]), Long.parseLong(parts[1]), strict);
    }

    /// Compares by cross-multiplication, exactly.
    public boolean met(long part, long whole) {
        long left = Math.multiplyExact(denominator, part);
        long right = Math.multiplyExact(numerator, whole);
        return strict ? left > right : left >= right;
    }

    /// How much is missing until it is met: 0 when it is.
    public long missing(long part, long whole) {
        long right = Math.multiplyExact(numerator, whole);
        long least = strict ? Math.floorDiv(right, denominator) + 1 : Math.ceilDiv(right, denominator);
        return Math.max(0, least - part);
    }

    @Override
    public String toString() {
        return (strict ? "> " : "≥ ") + numerator + "/" + denominator;
    }
}
