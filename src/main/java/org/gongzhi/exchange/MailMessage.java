package org.gongzhi.exchange;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gongzhi.kernel.Secrets;
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
        boolean automatic,
        String date) {

    /// A picture that came with it, not yet looked at.
    record Attachment(String name, byte[] bytes) {}

    /// The matter a letter of ours was about, and the code that letter carried.
    record Answered(String number, String code) {}

    private static final int DEEPEST = 8;
    private static final int MOST_PARTS = 100;

    private static final Pattern OURS = Pattern.compile("<\\d+\\.([0-9A-Z-]{11,13})\\.([0-9A-Z]{10})@[^>]+>");

    /// Reads a message in its raw form. Pictures among the words that have fewer bytes than `smallest` are taken
    /// for decoration.
    static MailMessage read(byte[] raw, int smallest) throws MessagingException, IOException {
        var mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bare(raw)));
        var found = new Found(smallest);
        walk(mail, found, 0);
        var from = sender(mail);
        String references = String.join(
                " ", header(mail, "In-Reply-To"), header(mail, "References").replaceAll("\\s+", " "));
        Matcher ours = OURS.matcher(references);
        Answered answers = ours.find() ? new Answered(ours.group(1), ours.group(2)) : null;
        String text = found.plain.isEmpty() ? found.html.toString() : found.plain.toString();
        String subject = MailText.header(mail.getHeader("Subject", null));
        return new MailMessage(
                header(mail, "Message-ID"),
                from == null || from.getAddress() == null ? "" : from.getAddress(),
                name(mail.getHeader("From", null)),
                recipients(mail),
                subject,
                (answers == null ? text : MailAnswer.own(text)).strip(),
                found.pictures,
                found.others,
                answers,
                automatic(mail, from) || MailAnswer.absent(subject),
                header(mail, "Date"));
    }

    /// True for a message as Outlook saves it (.msg, a compound file): no Internet message at all.
    static boolean outlook(byte[] raw) {
        return raw.length > 4 && ByteBuffer.wrap(raw).getInt() == 0xd0cf11e0;
    }

    /// Without what some programs put in front when they save: a byte order mark, the line of an mbox, blank lines.
    private static byte[] bare(byte[] raw) {
        byte[] utf8 = raw.length > 2
                        && (raw[0] == (byte) 0xff && raw[1] == (byte) 0xfe
                                || raw[0] == (byte) 0xfe && raw[1] == (byte) 0xff)
                ? new String(raw, StandardCharsets.UTF_16).getBytes(StandardCharsets.UTF_8)
                : raw;
        int from =
                utf8.length > 2 && utf8[0] == (byte) 0xef && utf8[1] == (byte) 0xbb && utf8[2] == (byte) 0xbf ? 3 : 0;
        while (from < utf8.length && (utf8[from] == '\r' || utf8[from] == '\n')) {
            from++;
        }
        if (new String(utf8, from, Math.min(5, utf8.length - from), StandardCharsets.ISO_8859_1).equals("From ")) {
            while (from < utf8.length && utf8[from] != '\n') {
                from++;
            }
            from = Math.min(from + 1, utf8.length);
        }
        return Arrays.copyOfRange(utf8, from, utf8.length);
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

    private static void walk(MimePart part, Found found, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST || ++found.parts > MOST_PARTS) {
            found.others.add("…");
            return;
        }
        boolean attached = Part.ATTACHMENT.equalsIgnoreCase(disposition(part));
        Object within = part.isMimeType("multipart/*") || part.isMimeType("message/rfc822") ? content(part) : null;
        if (within instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                walk((MimePart) parts.getBodyPart(i), found, depth + 1);
            }
        } else if (within instanceof MimeMessage message) {
            walk(message, found, depth + 1);
        } else if (!attached && part.isMimeType("text/html")) {
            append(found.html, MailAnswer.plain(MailText.words(part)));
        } else if (!attached && (part.isMimeType("text/plain") || unreadable(part) || within != null)) {
            append(found.plain, MailText.words(part));
        } else {
            other(part, found);
        }
    }

    /// What is within a part of parts; its text where the parts cannot be told apart.
    private static @Nullable Object content(MimePart part) throws MessagingException {
        try {
            Object content = part.getContent();
            if (content instanceof Multipart parts) {
                parts.getCount();
            }
            return content;
        } catch (IOException | MessagingException broken) {
            return broken.toString();
        }
    }

    /// A content type that cannot be read is plain text (RFC 2045, 5.2).
    private static boolean unreadable(MimePart part) throws MessagingException {
        try {
            new ContentType(part.getContentType());
            return false;
        } catch (ParseException wrong) {
            return fileName(part).isEmpty();
        }
    }

    private static String fileName(MimePart part) {
        try {
            return MailText.header(part.getFileName());
        } catch (MessagingException unreadable) {
            return "";
        }
    }

    private static void other(MimePart part, Found found) throws MessagingException, IOException {
        String name = fileName(part);
        byte[] bytes = MailText.bytes(part);
        boolean picture = part.isMimeType("image/*")
                || name.toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png|heic|heif|webp|gif|bmp|tiff?)")
                || name.isEmpty() && drawn(bytes);
        if (!picture) {
            found.others.add(name.isEmpty() ? part.getContentType().replaceAll("[;\\s].*", "") : name);
            return;
        }
        boolean decoration = !Part.ATTACHMENT.equalsIgnoreCase(disposition(part)) && bytes.length < found.smallest;
        if (!decoration) {
            found.pictures.add(new Attachment(name.isEmpty() ? "image" : name, bytes));
        }
    }

    /// JPEG or PNG by its first bytes.
    private static boolean drawn(byte[] bytes) {
        return bytes.length > 8
                && (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8 || bytes[0] == (byte) 0x89 && bytes[1] == 'P');
    }

    /// Headers that no mail program understands are no reason to lose the message.
    private static @Nullable String disposition(MimePart part) {
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

    /// The name before an address, as its program encoded it.
    private static String name(@Nullable String from) {
        if (from == null || from.lastIndexOf('<') < 0) {
            return "";
        }
        String before = MailText.header(from.substring(0, from.lastIndexOf('<')));
        return before.replaceAll("^[\"'\\s]+|[\"'\\s]+$", "");
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

    /// What tells this message from every other: its Message-ID with the rest of its head, because programs repeat
    /// theirs; without one, all of it.
    String key() {
        var parts = new ArrayList<>(List.of(id, email, date, subject));
        if (id.isEmpty()) {
            parts.add(text);
            pictures.forEach(each -> parts.add(Secrets.sha256(each.bytes)));
        }
        return Secrets.sha256(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }
}
