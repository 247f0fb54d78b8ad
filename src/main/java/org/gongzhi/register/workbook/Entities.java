package org.gongzhi.register.workbook;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is written otherwise than it is meant: `&lt;` and `&#31;` in XML, `_x000D_` in the texts of workbooks.
final class Entities {

    private static final Pattern ENTITY = Pattern.compile("&(#x[0-9a-fA-F]{1,6}|#\\d{1,7}|lt|gt|amp|quot|apos);");
    private static final Pattern SIGN = Pattern.compile("_x([0-9a-fA-F]{4})_");

    private Entities() {}

    static String decoded(String text) {
        return text.indexOf('&') < 0
                ? text
                : ENTITY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(sign(found.group(1))));
    }

    private static String sign(String name) {
        return switch (name) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> {
                int point = name.startsWith("#x")
                        ? Integer.parseInt(name.substring(2), 16)
                        : Integer.parseInt(name.substring(1));
                yield Character.isValidCodePoint(point) ? Character.toString(point) : "";
            }
        };
    }

    static String plain(String text) {
        return text.contains("_x")
                ? SIGN.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                Character.toString((char) Integer.parseInt(found.group(1), 16))))
                : text;
    }
}
