package org.gongzhi.ledger.tree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A signed note (C2SP signed-note v1.0.0): text that ends with a newline, an empty line, and a line for each
/// signature.
public record Note(String text, List<Line> lines) {

    /// More signatures than this are not read.
    private static final int MOST = 64;

    /// A signature under a note: whose, the first four bytes of the key's hash, and the signature with what belongs to
    /// it. A line whose base64 is not written in the one way is not `exact`: it is read, and holds for no key.
    public record Line(String name, byte[] id, byte[] signature, boolean exact) {

        public Line {
            id = id.clone();
            signature = signature.clone();
        }

        public Line(String name, byte[] id, byte[] signature) {
            this(name, id, signature, true);
        }

        @Override
        public byte[] id() {
            return id.clone();
        }

        @Override
        public byte[] signature() {
            return signature.clone();
        }

        @Override
        public String toString() {
            byte[] all = ByteBuffer.allocate(4 + signature.length)
                    .put(id)
                    .put(signature)
                    .array();
            return "— " + name + " " + Base64.getEncoder().encodeToString(all);
        }

        /// Reads one line `— name base64`, without its newline.
        public static Line parse(String line) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3 || !parts[0].equals("—") || !Verifier.named(parts[1])) {
                throw new Flaw("not a line of a signature");
            }
            byte[] all;
            try {
                all = Base64.getDecoder().decode(parts[2]);
            } catch (IllegalArgumentException wrong) {
                throw new Flaw("not base64");
            }
            if (all.length < 5) {
                throw new Flaw("a signature is too short");
            }
            return new Line(
                    parts[1],
                    Arrays.copyOf(all, 4),
                    Arrays.copyOfRange(all, 4, all.length),
                    Base64.getEncoder().encodeToString(all).equals(parts[2]));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Line line && toString().equals(line.toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }
    }

    public Note {
        if (!text.endsWith("\n") || text.codePoints().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw new Flaw("a note ends with a newline and has no other control signs");
        }
        lines = List.copyOf(lines);
    }

    public static Note parse(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
            throw new Flaw("a note is written in UTF-8");
        }
        return parse(text);
    }

    /// Reads a note; the signatures are not checked here.
    public static Note parse(String whole) {
        int end = whole.lastIndexOf("\n\n");
        if (end < 0 || !whole.endsWith("\n")) {
            throw new Flaw("a note has an empty line before its signatures");
        }
        var lines = new ArrayList<Line>();
        String signatures = whole.substring(end + 2);
        if (signatures.isEmpty()) {
            throw new Flaw("a note has a signature");
        }
        for (String line : signatures.substring(0, signatures.length() - 1).split("\n", -1)) {
            if (lines.size() == MOST) {
                throw new Flaw("a note has more than " + MOST + " signatures");
            }
            lines.add(Line.parse(line));
        }
        return new Note(whole.substring(0, end + 1), lines);
    }

    public Note with(List<Line> more) {
        var all = new ArrayList<>(lines);
        more.stream().filter(line -> !all.contains(line)).forEach(all::add);
        return new Note(text, all);
    }

    /// The note as it is sent and kept.
    public String whole() {
        var whole = new StringBuilder(text).append('\n');
        lines.forEach(line -> whole.append(line).append('\n'));
        return whole.toString();
    }

    static byte[] decoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                throw new Flaw("base64 is not written in the one way");
            }
            return bytes;
        } catch (IllegalArgumentException wrong) {
            throw new Flaw("not base64");
        }
    }
}
