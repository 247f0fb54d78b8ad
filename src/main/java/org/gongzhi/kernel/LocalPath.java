package org.gongzhi.kernel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Where somebody may be sent on to: a path of this site and nothing else, in the signs that a header can carry.
/// Browsers read a backslash, two slashes and a tab or line feed in between as the beginning of another host; what is
/// coded is looked at too, because somebody on the way may decode it.
public final class LocalPath {

    /// Where nobody is sent astray.
    private static final String HOME = "/";

    private static final Pattern CODED = Pattern.compile("%[0-9a-fA-F]{2}");

    /// What may stand in an address as it is, beside letters and digits (RFC 3986).
    private static final String PLAIN = "/?#[]@!$&'()*+,;=:-._~";

    private LocalPath() {}

    /// `wanted` when it is a path of this site, else the home page.
    public static String of(String wanted) {
        return wanted.startsWith(HOME) && local(wanted) ? coded(wanted) : HOME;
    }

    private static boolean local(String wanted) {
        String path = wanted.split("[?#]", 2)[0];
        for (String before = ""; !before.equals(path); path = decoded(path)) {
            if (!path.startsWith("/") || path.startsWith("//") || odd(path) || climbs(path)) {
                return false;
            }
            before = path;
        }
        return !odd(wanted);
    }

    /// A segment that browsers and servers resolve, each in their own way.
    private static boolean climbs(String path) {
        return List.of(path.split("/")).contains("..");
    }

    /// A sign that browsers leave out or turn.
    private static boolean odd(String text) {
        return text.chars().anyMatch(sign -> sign == '\\' || Character.isISOControl(sign));
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return HOME + HOME;
        }
    }

    private static String coded(String path) {
        var out = new StringBuilder();
        for (int i = 0; i < path.length(); ) {
            int sign = path.codePointAt(i);
            String each = Character.toString(sign);
            boolean plain = sign < 128 && (Character.isLetterOrDigit(sign) || PLAIN.indexOf(sign) >= 0);
            if (plain || CODED.matcher(path).region(i, path.length()).lookingAt()) {
                out.append(each);
            } else {
                for (byte octet : each.getBytes(StandardCharsets.UTF_8)) {
                    out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
                }
            }
            i += each.length();
        }
        return out.toString();
    }
}
