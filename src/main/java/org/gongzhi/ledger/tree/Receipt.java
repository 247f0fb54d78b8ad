package org.gongzhi.ledger.tree;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A proof to take away (C2SP tlog-proof): the entry's index, the path to the root, the checkpoint with its
/// signatures. `extra` is not covered by any signature; we put the entry itself there, whose hash is then
/// proved.
public record Receipt(byte @Nullable [] extra, long index, List<Hash> proof, Note checkpoint) {

    private static final String FIRST = "c2sp.org/tlog-proof@v1";

    public static Receipt parse(String text) {
        int end = text.indexOf("\n\n");
        String[] lines = end < 0 ? new String[0] : text.substring(0, end).split("\n", -1);
        if (lines.length < 2 || !lines[0].equals(FIRST)) {
            throw new Flaw("not a receipt");
        }
        int at = 1;
        byte[] extra = null;
        if (lines[at].startsWith("extra ")) {
            extra = Note.decoded(lines[at].substring(6));
            at++;
        }
        if (at >= lines.length || !lines[at].matches("index (0|[1-9][0-9]{0,17})")) {
            throw new Flaw("a receipt has an index");
        }
        long index = Long.parseLong(lines[at].substring(6));
        var proof = new ArrayList<Hash>();
        for (int i = at + 1; i < lines.length; i++) {
            proof.add(Hash.parse(lines[i]));
        }
        if (proof.size() > 63) {
            throw new Flaw("a proof is too long");
        }
        return new Receipt(extra, index, List.copyOf(proof), Note.parse(text.substring(end + 2)));
    }

    public String text() {
        var text = new StringBuilder(FIRST).append('\n');
        if (extra != null) {
            text.append("extra ")
                    .append(Base64.getEncoder().encodeToString(extra))
                    .append('\n');
        }
        text.append("index ").append(index).append('\n');
        proof.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(checkpoint.whole()).toString();
    }

    /// The checkpoint that proves this entry under the policy; [Flaw] says what does not hold.
    public Checkpoint require(byte[] entry, Policy policy) {
        Checkpoint whole = policy.require(checkpoint);
        if (!Proofs.included(Hash.leaf(entry), index, whole.size(), proof, whole.root())) {
            throw new Flaw("the path does not lead from this entry to the root");
        }
        return whole;
    }
}
