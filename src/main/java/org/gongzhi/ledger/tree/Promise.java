package org.gongzhi.ledger.tree;

import java.time.Instant;
import java.util.List;

/// The log's word that a line will stand in it by a moment: a note `<origin>/promise`, hash, POSIX seconds,
/// signed by the log's key for promises. With a cosigned checkpoint of a later time in which the line is
/// missing it proves a fault.
public record Promise(String origin, Hash leaf, Instant due) {

    public Note note() {
        return new Note(origin + "/promise\n" + leaf.base64() + "\n" + due.getEpochSecond() + "\n", List.of());
    }

    /// Reads a promise; [Flaw] when it is none or not signed by this key.
    public static Promise parse(Note note, Verifier key) {
        String[] lines = note.text().split("\n", -1);
        if (lines.length != 4 || !lines[0].endsWith("/promise") || !lines[2].matches("[1-9][0-9]{0,11}")) {
            throw new Flaw("not a promise");
        }
        if (!key.name().equals(lines[0]) || key.signed(note).isEmpty()) {
            throw new Flaw("a promise that this log did not sign");
        }
        return new Promise(
                lines[0].substring(0, lines[0].length() - "/promise".length()),
                Hash.parse(lines[1]),
                Instant.ofEpochSecond(Long.parseLong(lines[2])));
    }
}
