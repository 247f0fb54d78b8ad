package org.gongzhi.kernel;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names as people type them. [#clean] is how a name is kept: without what nobody sees, with one kind of middle dot,
/// Latin letters of one width, and no blanks inside a Chinese name, which are typing. [#key] is what two spellings
/// of one name have in common; people are matched and found by it. [#wrong] refuses what makes a name look like
/// another.
public final class Names {

    /// The version of [#key]: whoever changes it raises this, and what is stored is made anew at the next start.
    public static final int KEY = 1;

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\p{Cc}\\p{Cf}\\x{fe00}-\\x{fe0f}\\x{115f}\\x{1160}\\x{3164}\\x{ffa0}\\x{e0100}-\\x{e01ef}]");
    private static final Pattern DOTS = Pattern.compile("[·•‧∙⋅・･᛫●‣◦⸱ꞏ]");
    private static final Pattern DOT_BETWEEN_HAN = Pattern.compile("(?<=\\p{IsHan}) *[.] *(?=\\p{IsHan})");
    private static final Pattern BLANK_AT_HAN = Pattern.compile("(?<=[\\p{IsHan}·〇]) +| +(?=[\\p{IsHan}·〇])");
    private static final Pattern LATIN_MARKS = Pattern.compile("[\\x{300}-\\x{36f}]");
    private static final Pattern APART = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]");

    private Names() {}

    /// A text as it is seen: blanks of every kind are blanks, full-width signs have their usual width, and signs
    /// that are not seen at all are left out.
    public static String visible(String text) {
        String spaced = BLANKS.matcher(text).replaceAll(" ");
        String usual = Normalizer.normalize(usualWidth(spaced), Normalizer.Form.NFC);
        return UNSEEN.matcher(usual).replaceAll("").strip();
    }

    private static String usualWidth(String text) {
        var usual = new StringBuilder(text.length());
        text.chars().forEach(sign -> usual.append((char) (sign >= 0xff01 && sign <= 0xff5e ? sign - 0xfee0 : sign)));
        return usual.toString();
    }

    /// The name as it is kept.
    public static String clean(String name) {
        String visible = visible(name).replaceAll("[○◯Ｏ](?=\\p{IsHan})|(?<=\\p{IsHan})[○◯]", "〇");
        String dotted = DOTS.matcher(visible).replaceAll("·");
        dotted = DOT_BETWEEN_HAN.matcher(dotted).replaceAll("·");
        return BLANK_AT_HAN.matcher(dotted).replaceAll("");
    }

    /// What every spelling of a name has in common: letters alone, in lower case, without accents.
    public static String key(String name) {
        String letters = LATIN_MARKS
                .matcher(Normalizer.normalize(clean(name), Normalizer.Form.NFD))
                .replaceAll("");
        String composed = Normalizer.normalize(letters, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return APART.matcher(composed)
                .replaceAll("")
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("æ", "ae")
                .replace("œ", "oe")
                .replace("đ", "d")
                .replace("ł", "l")
                .replace("ı", "i")
                .replace('零', '〇');
    }

    public static boolean same(String one, String other) {
        return key(one).equals(key(other));
    }

    /// True for a name with signs that turn the text around it or that nobody sees, and for a word that mixes
    /// letters which only look like each other (Latin with Cyrillic or Greek).
    public static boolean wrong(String name) {
        return UNSEEN.matcher(name.strip()).find() || mixed(name);
    }

    private static boolean mixed(String name) {
        for (String word : name.split("[^\\p{L}\\p{M}]+")) {
            boolean latin = word.codePoints()
                    .anyMatch(sign -> Character.UnicodeScript.of(sign) == Character.UnicodeScript.LATIN);
            boolean alike = word.codePoints().anyMatch(sign -> switch (Character.UnicodeScript.of(sign)) {
                case CYRILLIC, GREEK, ARMENIAN, CHEROKEE -> true;
                default -> false;
            });
            if (latin && alike) {
                return true;
            }
        }
        return false;
    }
}
