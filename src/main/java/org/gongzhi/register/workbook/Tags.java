package org.gongzhi.register.workbook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// The tags of an XML file in their order, and the text before each. A parser that keeps every name it meets, or a
/// whole text, costs as much as somebody wants it to; here one tag and the beginning of one text are all that is
/// ever held. Namespaces are passed over, document types refused, other encodings than UTF-8 too.
final class Tags implements AutoCloseable {

    private static final int LONGEST_TAG = 1 << 16;
    private static final int LONGEST_TEXT = 1 << 13;
    private static final byte[] ESCAPED = "&amp;".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private final byte[] tag = new byte[LONGEST_TAG];
    private int tagLength;
    private final byte[] text = new byte[LONGEST_TEXT];
    private int textLength;
    private boolean cut;

    Tags(InputStream in) {
        this.in = in;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// Goes on to the next tag; false at the end.
    boolean next() throws IOException {
        textLength = 0;
        cut = false;
        while (true) {
            int sign = read();
            if (sign < 0) {
                return false;
            }
            if (sign != '<') {
                keep((byte) sign);
                continue;
            }
            sign = needed();
            if (sign == '?') {
                declaration();
            } else if (sign == '!') {
                special();
            } else {
                tag(sign);
                return true;
            }
        }
    }

    private int read() throws IOException {
        if (at == end) {
            end = in.read(buffer, 0, buffer.length);
            at = 0;
            if (end <= 0) {
                end = 0;
                return -1;
            }
        }
        return buffer[at++] & 0xff;
    }

    private int needed() throws IOException {
        int sign = read();
        if (sign < 0) {
            throw Refusal.invalid("import-file");
        }
        return sign;
    }

    private void keep(byte sign) {
        if (textLength < LONGEST_TEXT) {
            text[textLength++] = sign;
        } else {
            cut = true;
        }
    }

    private void tag(int first) throws IOException {
        tagLength = 0;
        int quote = 0;
        for (int sign = first; quote != 0 || sign != '>'; sign = needed()) {
            if (tagLength == LONGEST_TAG) {
                throw Refusal.invalid("import-large");
            }
            tag[tagLength++] = (byte) sign;
            if (quote == 0 && (sign == '"' || sign == '\'')) {
                quote = sign;
            } else if (sign == quote) {
                quote = 0;
            }
        }
    }

    private void declaration() throws IOException {
        tag(' ');
        String said = new String(tag, 0, tagLength, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (said.contains("encoding") && !said.matches("(?s).*encoding\\s*=\\s*[\"'](utf-?8|us-ascii)[\"'].*")) {
            throw Refusal.invalid("import-file");
        }
    }

    /// A comment is passed over, character data is text; whatever else begins so has no business in a workbook.
    private void special() throws IOException {
        int sign = needed();
        if (sign == '-' && needed() == '-') {
            until('-', false);
        } else if (sign == '[') {
            for (char each : "CDATA[".toCharArray()) {
                if (needed() != each) {
                    throw Refusal.invalid("import-file");
                }
            }
            until(']', true);
        } else {
            throw Refusal.invalid("import-file");
        }
    }

    /// Reads to two of `sign` and a `>`.
    private void until(char sign, boolean kept) throws IOException {
        int seen = 0;
        while (true) {
            int each = needed();
            if (each == '>' && seen >= 2) {
                break;
            }
            if (each == sign) {
                seen++;
                continue;
            }
            for (; seen > 0 && kept; seen--) {
                keep((byte) sign);
            }
            seen = 0;
            if (kept && each == '&') {
                for (byte escaped : ESCAPED) {
                    keep(escaped);
                }
            } else if (kept) {
                keep((byte) each);
            }
        }
    }

    /// True for `<name …>` and `<name …/>`.
    boolean opens(String name) {
        return tag[0] != '/' && named(0, name);
    }

    /// True for `</name>` and `<name …/>`.
    boolean closes(String name) {
        return tag[0] == '/' ? named(1, name) : empty() && named(0, name);
    }

    boolean empty() {
        return tagLength > 0 && tag[tagLength - 1] == '/';
    }

    private boolean named(int from, String name) {
        int start = from;
        int stop = from;
        while (stop < tagLength && tag[stop] > ' ' && tag[stop] != '/') {
            if (tag[stop++] == ':') {
                start = stop;
            }
        }
        if (stop - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (tag[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The value of an attribute of the tag, or null; `:name` with whatever prefix.
    @Nullable
    String attribute(String name) {
        int i = 0;
        while (i < tagLength && tag[i] > ' ') {
            i++;
        }
        while (i < tagLength) {
            int equals = find(i, '=', '=');
            int quoted = find(equals, '"', '\'');
            int end = quoted < tagLength ? find(quoted + 1, tag[quoted], tag[quoted]) : tagLength;
            String found = ascii(i, equals).strip();
            if (end < tagLength && (found.equals(name) || name.startsWith(":") && found.endsWith(name))) {
                return Entities.decoded(new String(tag, quoted + 1, end - quoted - 1, StandardCharsets.UTF_8));
            }
            i = end + 1;
        }
        return null;
    }

    private int find(int from, int one, int other) {
        int i = from;
        while (i < tagLength && tag[i] != one && tag[i] != other) {
            i++;
        }
        return i;
    }

    private String ascii(int from, int to) {
        return new String(Arrays.copyOfRange(tag, from, Math.max(from, to)), StandardCharsets.ISO_8859_1);
    }

    /// The text before the tag, or its beginning.
    String text() {
        return Entities.decoded(new String(text, 0, textLength, StandardCharsets.UTF_8));
    }

    /// The text was longer than what is kept of one.
    boolean cut() {
        return cut;
    }
}
