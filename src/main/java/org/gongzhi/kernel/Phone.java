package org.gongzhi.kernel;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A telephone number as people write it: full-width digits, blanks, brackets and dashes forgiven, +86 left out, an
/// extension kept apart. Two numbers in one field are not one number.
public record Phone(String number, String extension) {

    private static final Pattern EXTENSION =
            Pattern.compile("(?i)^(.*\\d\\)?)\\s*(?:转接?|分机号?|内线|ext\\.?|extension|x|#|\\*|,|;)[\\s:.]*(\\d{1,6})\\s*$");
    private static final Pattern TAIL = Pattern.compile("^(0\\d{2,3}[\\s-]*\\d{7,8})\\s*-\\s*(\\d{1,5})$");
    private static final Pattern COUNTRY = Pattern.compile("^(?:\\+|00)86|^86(?=1\\d{10}$)");

    /// Mobile, landline with and without area code, service numbers, and those of other countries.
    private static final Pattern NUMBER =
            Pattern.compile("1\\d{10}|0\\d{9,11}|[2-9]\\d{4,11}|1\\d{2,5}|00\\d{8,13}|\\+\\d{6,15}");

    /// The number, or nothing when the text is none, or more than one.
    public static Optional<Phone> parse(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replaceAll("[\\p{Cf}\\p{Cc}]", "")
                .replaceAll("[‐‑‒–—―−]", "-")
                .strip()
                .replaceFirst("(?i)^(?:电话|手机|联系电话|tel|phone|mobile)\\s*[:.]?\\s*", "");
        Matcher said = EXTENSION.matcher(plain);
        Matcher tail = TAIL.matcher(plain);
        String extension = "";
        if (said.matches() && digits(said.group(1)).length() >= 5) {
            extension = said.group(2);
            plain = said.group(1);
        } else if (tail.matches()) {
            extension = tail.group(2);
            plain = tail.group(1);
        }
        String bare = plain.replaceAll("[\\s().-]", "");
        String number = COUNTRY.matcher(bare).replaceFirst("");
        if (number.length() < bare.length() && !number.matches("1\\d{10}|0\\d+|[48]00\\d{7}")) {
            number = "0" + number; // after +86 the area code has no zero
        }
        return NUMBER.matcher(number).matches() ? Optional.of(new Phone(number, extension)) : Optional.empty();
    }

    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }
}
