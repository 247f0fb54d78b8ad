package org.gongzhi.places;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// One place. `community` is the 12-digit key its rows belong to; `code` is stable, readable and printed on
/// posters: `441900106002-E003-G1-B002-S1-0301`.
public record Place(
        long community,
        long id,
        String code,
        PlaceKind kind,
        @Nullable Long parent,
        String name,
        @Nullable Point at) {

    /// WGS 84 degrees.
    public record Point(double latitude, double longitude) {

        public Point {
            if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
                throw Refusal.invalid("position");
            }
        }

        /// Metres on the great circle.
        public double metresTo(Point other) {
            double dLatitude = Math.toRadians(other.latitude - latitude);
            double dLongitude = Math.toRadians(other.longitude - longitude);
            double a = Math.pow(Math.sin(dLatitude / 2), 2)
                    + Math.cos(Math.toRadians(latitude))
                            * Math.cos(Math.toRadians(other.latitude))
                            * Math.pow(Math.sin(dLongitude / 2), 2);
            return 2 * 6_371_008.8 * Math.asin(Math.sqrt(a));
        }
    }

    /// Metres to a position; as far as can be from a place that has none.
    double metresTo(Point other) {
        return at == null ? Double.MAX_VALUE : at.metresTo(other);
    }

    /// The 9-digit code of the street or town this place lies in.
    public long street() {
        return community / 1000;
    }

    /// True when this place is `wider` or lies within it.
    public boolean within(String widerCode) {
        return covers(widerCode, code);
    }

    /// True when `code` is `wider` or lies within it: `…-S1` covers `…-S1-0301` and not `…-S10`.
    public static boolean covers(String wider, String code) {
        return code.compareTo(wider) >= 0 && code.compareTo(end(wider)) < 0;
    }

    /// The first code after everything within `code`: a subtree is the range from `code` to this, in ASCII
    /// order. Below a community parts are joined by `-`, which sorts before `.`; above it codes grow by
    /// digits.
    public static String end(String code) {
        return code + (code.length() < COMMUNITY_DIGITS ? ':' : '.');
    }

    /// This code and all that cover it, the narrowest first: `…002-E1-G1`, `…002-E1`, `…002`, street, county,
    /// city, province.
    public static List<String> outward(String code) {
        var codes = new ArrayList<String>();
        String rest = code;
        for (int cut = rest.lastIndexOf('-'); cut > 0; cut = rest.lastIndexOf('-')) {
            codes.add(rest);
            rest = rest.substring(0, cut);
        }
        for (int digits : DIGITS) {
            if (rest.length() >= digits) {
                codes.add(rest.substring(0, digits));
            }
        }
        return codes;
    }

    /// Digits of the codes of community, street, county, city and province.
    private static final Pattern CODE = Pattern.compile("(?:\\d\\d|\\d{4}|\\d{6}|\\d{9}|\\d{12}(?:-[0-9A-Z]{1,12})*)");

    /// A code as codes look; refused when it cannot be one.
    public static String requireCode(String code) {
        if (!CODE.matcher(code).matches()) {
            throw Refusal.invalid("place");
        }
        return code;
    }

    private static final int[] DIGITS = {12, 9, 6, 4, 2};

    private static final int COMMUNITY_DIGITS = 12;
}
