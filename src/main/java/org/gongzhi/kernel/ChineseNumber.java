package org.gongzhi.kernel;

import java.util.regex.Pattern;

/// Numbers in Chinese words: 七, 十二, 一百零三, 二〇二六.
public final class ChineseNumber {

    private static final String DIGITS = "〇一二三四五六七八九";
    private static final Pattern COUNTED = Pattern.compile("[零一二三四五六七八九十百两]{1,7}");
    private static final Pattern SPELT = Pattern.compile("[〇零一二三四五六七八九]+");

    private ChineseNumber() {}

    /// The number that the words count, below a thousand, or -1.
    public static int of(String words) {
        if (SPELT.matcher(words).matches() && (words.length() == 1 || words.indexOf('〇') >= 0)) {
            return Integer.parseInt(digits(words));
        }
        return COUNTED.matcher(words).matches() ? counted(words) : -1;
    }

    private static int counted(String words) {
        int number = 0;
        int digit = -1;
        for (char sign : words.toCharArray()) {
            int unit = sign == '百' ? 100 : sign == '十' ? 10 : 0;
            if (unit > 0) {
                number += unit * (digit < 0 ? 1 : digit);
                digit = -1;
            } else if (sign == '零') {
                digit = -1;
            } else if (digit >= 0) {
                return -1;
            } else {
                digit = sign == '两' ? 2 : DIGITS.indexOf(sign);
            }
        }
        return number + Math.max(digit, 0);
    }

    /// Words that spell digit by digit, as digits; everything else stays.
    public static String digits(String words) {
        var digits = new StringBuilder();
        for (char sign : words.toCharArray()) {
            int digit = sign == '零' ? 0 : DIGITS.indexOf(sign);
            digits.append(digit < 0 ? sign : (char) ('0' + digit));
        }
        return digits.toString();
    }
}
