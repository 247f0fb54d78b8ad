package org.gongzhi.register.workbook;

import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// How numbers are shown: only its format tells a day from a number.
final class Styles {

    /// What a format makes of a number.
    enum Shown {
        NUMBER,
        DAY,
        PART
    }

    private static final int MOST = 65_536;
    private static final LocalDate ZERO = LocalDate.of(1899, 12, 30);
    private static final LocalDate ZERO_1904 = LocalDate.of(1904, 1, 1);
    private static final int LAST_DAY = 2_958_465;

    private final Map<Integer, String> formats = new HashMap<>();
    private final Map<Integer, Shown> shown = new HashMap<>();
    private int styles;

    static Styles read(Tags tags) throws IOException {
        var read = new Styles();
        boolean cells = false;
        while (tags.next()) {
            if (tags.opens("numFmt") && tags.attribute("formatCode") instanceof String code) {
                read.formats.put(Columns.number(tags.attribute("numFmtId")), code);
            } else if (tags.opens("cellXfs")) {
                cells = true;
            } else if (cells && tags.opens("xf")) {
                Shown how = read.shown(Columns.number(tags.attribute("numFmtId")));
                if (how != Shown.NUMBER) {
                    read.shown.put(read.styles, how);
                }
                read.styles++;
            }
            if (tags.closes("cellXfs")) {
                cells = false;
            }
            if (read.styles > MOST || read.formats.size() > MOST) {
                throw Refusal.invalid("import-large");
            }
        }
        return read;
    }

    Shown of(int style) {
        return shown.getOrDefault(style, Shown.NUMBER);
    }

    /// Formats that every spreadsheet knows by their number (ECMA-376 part 1, 18.8.30), those of Chinese ones too.
    private Shown shown(int format) {
        String code = formats.get(format);
        if (code != null) {
            return shown(code);
        }
        return switch (format) {
            case 14, 15, 22, 30, 31 -> Shown.DAY;
            case 16, 17, 18, 19, 20, 21, 27, 28, 29, 32, 33, 34, 35, 36, 45, 46, 47 -> Shown.PART;
            case 50, 51, 52, 53, 54, 55, 56, 57, 58 -> Shown.PART;
            default -> Shown.NUMBER;
        };
    }

    static Shown shown(String code) {
        String bare = code.split(";", 2)[0]
                .replaceAll("\"[^\"]*\"|\\\\.|_.|\\*.", "")
                .replaceAll("\\[(?![hmsHMS]+\\])[^\\]]*\\]", "")
                .toLowerCase(Locale.ROOT);
        boolean year = bare.contains("y") || bare.contains("e") && !bare.matches(".*[0#?].*");
        boolean day = bare.contains("d");
        boolean month = bare.contains("m");
        if (year && month && day) {
            return Shown.DAY;
        }
        boolean number = bare.equals("general") || bare.equals("g/通用格式") || bare.matches(".*[0#?@].*");
        return !number && (year || day || month || bare.contains("h") || bare.contains("s"))
                ? Shown.PART
                : Shown.NUMBER;
    }

    /// The day that a spreadsheet counts as `days`; the year 1900 has a 29 February there that never was.
    static @Nullable LocalDate day(double days, boolean since1904) {
        if (!(days >= (since1904 ? 0 : 1)) || days > LAST_DAY) {
            return null;
        }
        if (since1904) {
            return ZERO_1904.plusDays((long) days);
        }
        return days >= 61 ? ZERO.plusDays((long) days) : days < 60 ? ZERO.plusDays((long) days + 1) : null;
    }
}
