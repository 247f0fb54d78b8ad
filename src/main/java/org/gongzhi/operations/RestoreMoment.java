package org.gongzhi.operations;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gongzhi.kernel.Clocks;

/// The moment to which somebody wants a backup restored, as it is typed and where the log does not reach it.
final class RestoreMoment {

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    /// What PostgreSQL says when its log ends before the moment.
    private static final String TOO_FAR = "recovery ended before configured recovery target was reached";

    private static final Pattern LAST =
            Pattern.compile("last completed transaction was at log time (\\S+) ([0-9:.]+)([+-][0-9]{2})(:[0-9]{2})?");

    private RestoreMoment() {}

    /// A moment with an offset, or in Beijing time.
    static Instant of(String text) throws IOException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException noOffset) {
            try {
                return LocalDateTime.parse(text).atZone(Clocks.ZONE).toInstant();
            } catch (DateTimeParseException wrong) {
                throw new IOException(
                        "“" + text + "”不是时间，请写成 2026-11-22T09:30:00（北京时间）/ “" + text
                                + "” is no moment: write it as 2026-11-22T09:30:00 (Beijing time)",
                        wrong);
            }
        }
    }

    /// The failure of a restore in plain words where the log did not reach the moment, after which the folder is as
    /// empty as before; any other failure as it is.
    static IOException explained(IOException failed, Instant moment, Path into) throws IOException {
        String said = String.valueOf(failed.getMessage());
        if (!said.contains(TOO_FAR)) {
            return failed;
        }
        Restore.empty(into);
        String wanted = shown(moment);
        String end = end(said);
        return new IOException(
                "日志没有到 " + wanted + (end.isEmpty() ? "" : "，最后一笔在 " + end)
                        + "（北京时间）。请写一个更早的时间，或者去掉 --until 恢复到日志末尾。/ the log does not reach " + wanted
                        + (end.isEmpty() ? "" : ", its last act is of " + end)
                        + " (Beijing time): name an earlier moment, or leave --until out to restore to the log's end",
                failed);
    }

    /// When the last transaction of the log was, as PostgreSQL noted it; empty when it noted none.
    private static String end(String said) {
        String end = "";
        for (Matcher last = LAST.matcher(said); last.find(); ) {
            String minutes = last.group(4) == null ? ":00" : last.group(4);
            end = shown(OffsetDateTime.parse(last.group(1) + "T" + last.group(2) + last.group(3) + minutes)
                    .toInstant());
        }
        return end;
    }

    private static String shown(Instant moment) {
        return SHOWN.format(moment.atZone(Clocks.ZONE));
    }
}
