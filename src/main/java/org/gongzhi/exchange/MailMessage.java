package org.gongzhi.exchange;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gongzhi.kernel.Secrets;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/// An e-mail as it is read (RFC 5322, RFC 2045): who sent it, what it says in plain words, its pictures, which
/// letter of ours it answers, and whether a program wrote it.
record MailMessage(
        String id,
        String email,
        String name,
        List<String> to,
        String subject,
        String text,
        List<Attachment> pictures,
        List<String> others,
        @Nullable Answered answers,
        boolean automatic) {

    /// A picture that came with it, not yet looked at.
    record Attachment(String name, byte[] bytes) {}

    /// The matter a letter of ours was about, and the code that letter carried.
    record Answered(String number, String code) {}

    private static final int DEEPEST = 8;
    private static final int MOST_PARTS = 100;

    /// Chinese mail programs name the old subset and send the whole.
    private static final Charset GB18030 = Charset.forName("GB18030");

    private static final Pattern OURS = Pattern.compile("<\\d+\\.([0-9A-Z-]{11,13})\\.([0-9A-Z]{10})@[^>]+>");

    /// Where a mail program begins to repeat what it answers.
    private static final Pattern QUOTED = Pattern.compile(
            "(?m)^(>.*|-{2,} ?(Original|原始邮件|原邮件|回复的原邮件).*|_{10,}|On .{5,200} wrote:\\s*|在 ?.{5,200}写道[::]\\s*|"
                    + "(发件人|From)[::] .*)$");

    /// Reads a message in its raw form. Pictures among the words that have fewer bytes than `smallest` are taken
    /// for decoration.
    static MailMessage read(byte[] raw, int smallest) throws MessagingException, IOException {
        var mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
        var found = new Found(smallest);
        walk(mail, found, 0);
        var from = sender(mail);
        String references = String.join(
                " ", header(mail, "In-Reply-To"), header(mail, "References").replaceAll("\\s+", " "));
        Matcher ours = OURS.matcher(references);
        Answered answers = ours.find() ? new Answered(ours.group(1), ours.group(2)) : null;
        String text = found.plain.isEmpty() ? found.html.toString() : found.plain.toString();
        return new MailMessage(
                header(mail, "Message-ID"),
                from == null || from.getAddress() == null ? "" : from.getAddress(),
                from == null || from.getPersonal() == null ? "" : from.getPersonal(),
                recipients(mail),
                mail.getSubject() == null ? "" : decoded(mail.getSubject()).strip(),
                (answers == null ? text : unquoted(text)).strip(),
                found.pictures,
                found.others,
                answers,
                automatic(mail, from));
    }

    private static final class Found {
        private final StringBuilder plain = new StringBuilder();
        private final StringBuilder html = new StringBuilder();
        private final List<Attachment> pictures = new ArrayList<>();
        private final List<String> others = new ArrayList<>();
        private final int smallest;
        private int parts;

        private Found(int smallest) {
            this.smallest = smallest;
        }
    }

    private static void walk(Part part, Found found, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST || ++found.parts > MOST_PARTS) {
            return;
        }
        boolean attached = Part.ATTACHMENT.equalsIgnoreCase(disposition(part));
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart each = parts.getBodyPart(i);
                walk(each, found, depth + 1);
            }
        } else if (part.isMimeType("message/rfc822") && part.getContent() instanceof MimeMessage within) {
            walk(within, found, depth + 1);
        } else if (part.isMimeType("text/plain") && !attached) {
            append(found.plain, words(part));
        } else if (part.isMimeType("text/html") && !attached) {
            append(found.html, plain(words(part)));
        } else {
            other(part, found);
        }
    }

    private static void other(Part part, Found found) throws MessagingException, IOException {
        String name = part.getFileName() == null ? "" : decoded(part.getFileName());
        boolean picture = part.isMimeType("image/*")
                || name.toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png|heic|heif|webp|gif|bmp|tiff?)");
        if (!picture) {
            if (!name.isEmpty()) {
                found.others.add(name);
            }
            return;
        }
        byte[] bytes;
        try (InputStream stream = part.getInputStream()) {
            bytes = stream.readAllBytes();
        }
        boolean decoration = !Part.ATTACHMENT.equalsIgnoreCase(disposition(part)) && bytes.length < found.smallest;
        if (!decoration) {
            found.pictures.add(new Attachment(name.isEmpty() ? "image" : name, bytes));
        }
    }

    /// Headers that no mail program understands are no reason to lose the message.
    private static @Nullable String disposition(Part part) {
        try {
            return part.getDisposition();
        } catch (MessagingException unreadable) {
            return null;
        }
    }

    private static void append(StringBuilder to, String words) {
        if (!words.isBlank()) {
            to.append(to.isEmpty() ? "" : "\n").append(words.strip());
        }
    }

    /// The words of a text part in whatever it says they are written in; UTF-8 where it says nothing that
    /// exists.
    private static String words(Part part) throws MessagingException, IOException {
        byte[] bytes;
        try (InputStream stream = part.getInputStream()) {
            bytes = stream.readAllBytes();
        }
        return new String(bytes, charset(part.getContentType(), bytes));
    }

    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([^\";\\s]+)");

    private static Charset charset(String type, byte[] bytes) {
        Matcher said = CHARSET.matcher(type);
        if (said.find()) {
            String name = said.group(1).toLowerCase(Locale.ROOT);
            if (name.startsWith("gb") || name.equals("x-gbk") || name.equals("cp936") || name.equals("euc-cn")) {
                return GB18030;
            }
            try {
                Charset charset = Charset.forName(MimeUtility.javaCharset(name));
                if (!charset.equals(StandardCharsets.US_ASCII)) {
                    return charset;
                }
            } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
                return guessed(bytes);
            }
        }
        return guessed(bytes);
    }

    private static Charset guessed(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
            return StandardCharsets.UTF_8;
        } catch (java.nio.charset.CharacterCodingException not) {
            return GB18030;
        }
    }

    /// Stands for a line break while jsoup folds blanks.
    private static final String LINE = "\u001e";

    /// What somebody sees of a page of HTML, line by line.
    private static String plain(String html) {
        var page = Jsoup.parse(html);
        page.select("script, style, head, blockquote[type=cite], .gmail_quote, #divRplyFwdMsg")
                .remove();
        page.select("br").after(LINE);
        page.select("p, div, li, tr, h1, h2, h3, h4").before(LINE);
        return page.text()
                .replace(LINE, "\n")
                .replaceAll("[ \t]*\n[ \t]*", "\n")
                .replaceAll("\n{3,}", "\n\n");
    }

    private static String unquoted(String text) {
        Matcher quoted = QUOTED.matcher(text);
        return quoted.find() ? text.substring(0, quoted.start()) : text;
    }

    private static @Nullable InternetAddress sender(MimeMessage mail) {
        try {
            Address[] from = mail.getFrom();
            return from == null || from.length == 0 || !(from[0] instanceof InternetAddress address) ? null : address;
        } catch (MessagingException unreadable) {
            return null;
        }
    }

    private static List<String> recipients(MimeMessage mail) throws MessagingException {
        var to = new ArrayList<String>();
        for (var type : List.of(Message.RecipientType.TO, Message.RecipientType.CC)) {
            try {
                Address[] found = mail.getRecipients(type);
                Arrays.stream(found == null ? new Address[0] : found)
                        .filter(InternetAddress.class::isInstance)
                        .map(address -> ((InternetAddress) address).getAddress())
                        .forEach(to::add);
            } catch (jakarta.mail.internet.AddressException unreadable) {
                // somebody wrote an address that is none: the others still say where it belongs
                continue;
            }
        }
        for (String header : List.of("Delivered-To", "X-Original-To")) {
            to.add(header(mail, header));
        }
        return to;
    }

    private static String header(MimePart mail, String name) throws MessagingException {
        String value = mail.getHeader(name, " ");
        return value == null ? "" : value.strip();
    }

    private static String decoded(String text) {
        try {
            return MimeUtility.decodeText(text);
        } catch (UnsupportedEncodingException unknown) {
            return text;
        }
    }

    /// Written by a program (RFC 3834): answering it could go on for ever.
    private static boolean automatic(MimeMessage mail, @Nullable InternetAddress from) throws MessagingException {
        String submitted = header(mail, "Auto-Submitted").toLowerCase(Locale.ROOT);
        String precedence = header(mail, "Precedence").toLowerCase(Locale.ROOT);
        String path = header(mail, "Return-Path");
        String address = from == null || from.getAddress() == null
                ? ""
                : from.getAddress().toLowerCase(Locale.ROOT);
        return !submitted.isEmpty() && !submitted.equals("no")
                || precedence.matches("bulk|junk|list|auto_reply")
                || path.equals("<>")
                || !header(mail, "X-Autoreply").isEmpty()
                || !header(mail, "List-Id").isEmpty()
                || address.startsWith("mailer-daemon@")
                || address.startsWith("postmaster@")
                || mail.isMimeType("multipart/report");
    }

    /// What tells this message from every other: its Message-ID, or all of it where it has none.
    String key() {
        String all = id.isEmpty() ? String.join("\n", email, subject, text, Integer.toString(pictures.size())) : id;
        return Secrets.sha256(all.getBytes(StandardCharsets.UTF_8));
    }
}
