package org.gongzhi.matters;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// How alike two short texts are: the share of pairs of neighbouring signs that they have in common (Dice).
/// Needs no words, so it serves Chinese and English.
public final class Likeness {

    /// More of a text is not compared: each look compares with a thousand others.
    private static final int MOST = 500;

    private Likeness() {}

    /// 0 to 100; 0 when one of them has no pair.
    public static int percent(String one, String other) {
        var first = pairs(one);
        var second = pairs(other);
        int all = first.values().stream().mapToInt(Integer::intValue).sum()
                + second.values().stream().mapToInt(Integer::intValue).sum();
        if (first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        int shared = 0;
        for (var each : first.entrySet()) {
            shared += Math.min(each.getValue(), second.getOrDefault(each.getKey(), 0));
        }
        return 200 * shared / all;
    }

    private static Map<String, Integer> pairs(String text) {
        String plain = text.substring(0, Math.min(text.length(), MOST))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\p{Punct}\\s\\p{IsPunctuation}]+", "");
        var pairs = new HashMap<String, Integer>();
        for (int i = 0; i + 2 <= plain.length(); i++) {
            pairs.merge(plain.substring(i, i + 2), 1, Integer::sum);
        }
        return pairs;
    }
}
