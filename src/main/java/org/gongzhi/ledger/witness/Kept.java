package org.gongzhi.ledger.witness;

import java.nio.file.Path;
import java.time.Clock;
import org.gongzhi.ledger.tree.Tree;

/// A copy that a party keeps.
public final class Kept {

    private Kept() {}

    /// The tree of a copy after all of it was recomputed from its entries; a flaw says what does not fit.
    public static Tree sound(Path copy) {
        var mirror = new Mirror(copy, new Source("http://localhost"), Clock.systemUTC());
        mirror.recompute((_, _) -> {});
        return mirror.tree();
    }
}
