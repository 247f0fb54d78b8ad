package org.gongzhi.register;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gongzhi.kernel.ChineseNumber;
import org.gongzhi.kernel.Names;
import org.jspecify.annotations.Nullable;

/// A day as people write it: 2026-11-21, 2026/11/21, 2026.11.21, 20261121, 2026年11月21日, 二〇二六年十一月二十一日, each with or
/// without an hour behind it. A year has four digits: nobody can say which century `24` is in.
final class TypedDay {

    private static final Pattern DAY = Pattern.compile(
            "(\\d{4})(?:[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?|(\\d{2})(\\d{2}))(?:[T ]*\\d{1,2}[:时]\\d{1,2}[\\d:.分秒]*(?:Z|[+-]\\d{2}:?\\d{2})?)?");
    private static final Pattern IN_WORDS =
            Pattern.compile("[〇零一二三四五六七八九]{4}年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日");

    private TypedDay() {}

    static @Nullable LocalDate of(String text) {
        String plain = Names.visible(text).replaceAll(" *([-/.年月日:]) *", "$1");
        Matcher words = IN_WORDS.matcher(plain);
        if (words.matches()) {
            plain = ChineseNumber.digits(plain.substring(0, 4)) + "-" + ChineseNumber.of(words.group(1)) + "-"
                    + ChineseNumber.of(words.group(2));
        }
        Matcher day = DAY.matcher(plain);
        if (!day.matches()) {
            return null;
        }
        try {
            boolean parted = day.group(2) != null;
            return LocalDate.of(
                    Integer.parseInt(day.group(1)),
                    Integer.parseInt(day.group(parted ? 2 : 4)),
                    Integer.parseInt(day.group(parted ? 3 : 5)));
        } catch (DateTimeException none) {
            return null;
        }
    }
}
