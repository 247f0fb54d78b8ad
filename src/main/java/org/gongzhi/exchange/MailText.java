package org.gongzhi.exchange;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Bytes and headers of e-mails as words: what the message says of itself where that is true, and what its bytes
/// show where it is not.
final class MailText {

    /// Chinese mail programs name the old subset and send the whole.
    private static final Charset GB18030 = Charset.forName("GB18030");

    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([^\";\\s]+)");

    /// An encoded word (RFC 2047), with the blanks between it and the next one.
    private static final Pattern ENCODED = Pattern.compile(
            "=\\?([^?*\\s]+)(?:\\*[^?\\s]*)?\\?([bBqQ])\\?([^?]*)\\?=(\\s+(?==\\?[^?\\s]+\\?[bBqQ]\\?))?");

    /// What programs say that know of no other charset.
    private static final Set<String> WESTERN = Set.of("iso-8859-1", "latin1", "windows-1252", "cp1252");

    private MailText() {}

    /// The words of a text part.
    static String words(MimePart part) throws MessagingException, IOException {
        byte[] bytes = bytes(part);
        Matcher said = CHARSET.matcher(part.getContentType());
        return new String(bytes, charset(said.find() ? said.group(1) : null, bytes));
    }

    /// The decoded bytes of a part; of one that was cut off or encoded wrongly, what can be decoded.
    static byte[] bytes(MimePart part) throws MessagingException, IOException {
        try (InputStream stream = part.getInputStream()) {
            return stream.readAllBytes();
        } catch (IOException | MessagingException broken) {
            try (InputStream stream = raw(part)) {
                return "base64".equalsIgnoreCase(encoding(part))
                        ? base64(stream.readAllBytes())
                        : stream.readAllBytes();
            }
        }
    }

    private static InputStream raw(MimePart part) throws MessagingException {
        return part instanceof jakarta.mail.internet.MimeMessage whole
                ? whole.getRawInputStream()
                : ((jakarta.mail.internet.MimeBodyPart) part).getRawInputStream();
    }

    private static @Nullable String encoding(MimePart part) throws MessagingException {
        String encoding = part.getEncoding();
        return encoding == null ? null : encoding.strip();
    }

    private static byte[] base64(byte[] text) {
        String signs = new String(text, StandardCharsets.ISO_8859_1).replaceAll("[^A-Za-z0-9+/]", "");
        int whole = signs.length() % 4 == 1 ? signs.length() - 1 : signs.length();
        return Base64.getDecoder().decode(signs.substring(0, whole));
    }

    /// The charset of these bytes: the named one, unless it cannot be or stands for not knowing.
    private static Charset charset(@Nullable String said, byte[] bytes) {
        String name = said == null ? "us-ascii" : said.toLowerCase(Locale.ROOT);
        if (name.equals("us-ascii") || name.equals("ascii") || name.equals("utf-8") || name.equals("utf8")) {
            return guessed(bytes);
        }
        if (name.startsWith("gb") || name.equals("x-gbk") || name.equals("cp936") || name.equals("euc-cn")) {
            return GB18030;
        }
        if (WESTERN.contains(name)) {
            return utf8(bytes) || chinese(bytes) ? guessed(bytes) : Charset.forName("windows-1252");
        }
        try {
            return Charset.forName(MimeUtility.javaCharset(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return guessed(bytes);
        }
    }

    private static Charset guessed(byte[] bytes) {
        return utf8(bytes) ? StandardCharsets.UTF_8 : GB18030;
    }

    private static boolean utf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException not) {
            return false;
        }
    }

    /// True when all bytes above ASCII stand in pairs of GB 2312, as no western text has them.
    private static boolean chinese(byte[] bytes) {
        int pairs = 0;
        for (int at = 0; at < bytes.length; at++) {
            int one = bytes[at] & 0xff;
            if (one >= 0x80) {
                int two = at + 1 < bytes.length ? bytes[++at] & 0xff : 0;
                if (one < 0xa1 || one > 0xf7 || two < 0xa1) {
                    return false;
                }
                pairs++;
            }
        }
        return pairs > 1;
    }

    /// A header's value as words: bytes without any encoding are UTF-8 or else GB18030; encoded words of one charset
    /// that follow each other are put together before they are decoded, because programs split characters.
    static String header(@Nullable String value) {
        if (value == null) {
            return "";
        }
        byte[] bytes = value.replaceAll("\\r?\\n(?=[ \\t])", "").getBytes(StandardCharsets.ISO_8859_1);
        boolean read = value.codePoints().anyMatch(sign -> sign > 0xff);
        String line = read ? value : new String(bytes, guessed(bytes));
        var words = new StringBuilder();
        var run = new ByteArrayOutputStream();
        String charset = "";
        int done = 0;
        for (Matcher word = ENCODED.matcher(line); word.find(); done = word.end()) {
            if (word.start() > done || !charset.equalsIgnoreCase(word.group(1))) {
                flush(run, charset, words);
                words.append(line, done, word.start());
            }
            charset = word.group(1);
            run.writeBytes(word.group(2).equalsIgnoreCase("b") ? base64(latin(word.group(3))) : quoted(word.group(3)));
        }
        flush(run, charset, words);
        return words.append(line.substring(done)).toString().strip();
    }

    private static void flush(ByteArrayOutputStream run, String charset, StringBuilder words) {
        byte[] bytes = run.toByteArray();
        words.append(new String(bytes, charset(charset, bytes)));
        run.reset();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] quoted(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); at++) {
            char sign = text.charAt(at);
            if (sign == '=' && text.substring(at).matches("=[0-9A-Fa-f]{2}.*")) {
                bytes.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
                at += 2;
            } else {
                bytes.write(sign == '_' ? ' ' : sign);
            }
        }
        return bytes.toByteArray();
    }
}
