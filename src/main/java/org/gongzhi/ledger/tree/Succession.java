package org.gongzhi.ledger.tree;

import java.util.List;

/// The statement by which the parties of a log whose operator has stopped open another: the last checkpoint
/// they hold, and the origin and key of the log that goes on. It counts when as many have signed as a
/// checkpoint needs.
public record Succession(Checkpoint last, String origin, String vkey) {

    private static final String FIRST = "gongzhi succession";

    public Note note() {
        return new Note(
                FIRST + "\n" + last.origin() + "\n" + last.size() + "\n"
                        + last.root().base64() + "\n" + origin + "\n" + vkey + "\n",
                List.of());
    }

    public static Succession parse(Note note) {
        String[] lines = note.text().split("\n", -1);
        if (lines.length != 7 || !lines[0].equals(FIRST) || !lines[2].matches("0|[1-9][0-9]{0,17}")) {
            throw new Flaw("not a statement of succession");
        }
        return new Succession(
                new Checkpoint(lines[1], Long.parseLong(lines[2]), Hash.parse(lines[3])),
                lines[4],
                Verifier.parse(lines[5]).vkey());
    }

    /// The statement of a note that enough parties of the old log signed; [Flaw] otherwise.
    public static Succession require(Note note, Policy old) {
        var statement = parse(note);
        var signed = old.cosigned(note).keySet();
        if (old.witnesses().isEmpty() || !old.joint(signed)) {
            throw new Flaw("not enough parties signed: " + signed);
        }
        if (old.logs().stream().noneMatch(log -> log.name().equals(statement.last.origin()))) {
            throw new Flaw("the policy is of another log");
        }
        return statement;
    }
}
