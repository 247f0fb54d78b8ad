package org.gongzhi.ledger.tree;

import java.util.List;

/// The state of a log (C2SP tlog-checkpoint v1.0.0): its origin, how many entries, their root. Extension
/// lines are read over; we write none, since not every cosignature covers them.
public record Checkpoint(String origin, long size, Hash root) {

    public static Checkpoint parse(Note note) {
        String[] lines = note.text().split("\n", -1);
        if (lines.length < 4 || lines[0].isEmpty()) {
            throw new Flaw("a checkpoint has an origin, a size and a root");
        }
        if (!lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new Flaw("the size of a checkpoint is a decimal number");
        }
        Hash root = Hash.parse(lines[2]);
        long size = Long.parseLong(lines[1]);
        if (size == 0 && !root.equals(Hash.EMPTY)) {
            throw new Flaw("a log without entries has the empty root");
        }
        return new Checkpoint(lines[0], size, root);
    }

    /// The note to be signed.
    public Note note() {
        return new Note(origin + "\n" + size + "\n" + root.base64() + "\n", List.of());
    }

    public static Checkpoint of(Tree tree, String origin) {
        return new Checkpoint(origin, tree.size(), tree.root());
    }
}
