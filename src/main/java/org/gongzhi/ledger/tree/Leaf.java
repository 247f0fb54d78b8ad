package org.gongzhi.ledger.tree;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The public line of one act, as it stands in the log: what kind of act, on what kind of subject, in which
/// community, at which second, and the commitment to all the rest. Only subjects everybody may know by number
/// have `of`; there is no free text, no name, no address, nothing of a person. Written as JSON in exactly one
/// way, so that whoever keeps a copy can refuse everything else.
public record Leaf(
        Instant at,
        String commit,
        long community,
        String kind,
        @Nullable Long of,
        @Nullable String sha256,
        @Nullable String state,
        String subject) {

    private static final Pattern LINE = Pattern.compile("\\{\"at\":\"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z)\","
            + "\"commit\":\"([0-9a-f]{64})\",\"community\":\"([1-9][0-9]{11})\",\"kind\":\"([A-Z][A-Za-z]{1,39})\""
            + "(?:,\"of\":\"([1-9][0-9]{0,18})\")?(?:,\"sha256\":\"([0-9a-f]{64})\")?"
            + "(?:,\"state\":\"([A-Z][A-Z_]{1,29})\")?,\"subject\":\"([a-z][a-z-]{1,29})\"\\}");

    /// Numbers that look like a mobile telephone or an identity card have no business in a public line.
    private static final Pattern PERSONAL = Pattern.compile("1[3-9][0-9]{9}|[1-9][0-9]{5}(19|20)[0-9]{10}");

    public Leaf {
        at = at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    public byte[] bytes() {
        var text = new StringBuilder("{\"at\":\"")
                .append(at)
                .append("\",\"commit\":\"")
                .append(commit)
                .append("\",\"community\":\"")
                .append(community)
                .append("\",\"kind\":\"")
                .append(kind);
        if (of != null) {
            text.append("\",\"of\":\"").append(of);
        }
        if (sha256 != null) {
            text.append("\",\"sha256\":\"").append(sha256);
        }
        if (state != null) {
            text.append("\",\"state\":\"").append(state);
        }
        return text.append("\",\"subject\":\"")
                .append(subject)
                .append("\"}")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    public Hash hash() {
        return Hash.leaf(bytes());
    }

    /// Reads an entry; [Flaw] when it is not such a line, letter for letter, or could hold something personal.
    public static Leaf parse(byte[] entry) {
        var matcher = LINE.matcher(new String(entry, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            throw new Flaw("an entry is not a public line");
        }
        String of = matcher.group(5);
        if (of != null && PERSONAL.matcher(of).matches()) {
            throw new Flaw("an entry holds what looks like a personal number");
        }
        try {
            var leaf = new Leaf(
                    Instant.parse(matcher.group(1)),
                    matcher.group(2),
                    Long.parseLong(matcher.group(3)),
                    matcher.group(4),
                    of == null ? null : Long.valueOf(of),
                    matcher.group(6),
                    matcher.group(7),
                    matcher.group(8));
            if (!Arrays.equals(leaf.bytes(), entry)) {
                throw new Flaw("an entry is not written in the one way");
            }
            return leaf;
        } catch (DateTimeException | NumberFormatException wrong) {
            throw new Flaw("an entry has no proper time or number");
        }
    }
}
