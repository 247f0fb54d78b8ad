package org.gongzhi.ledger.tree;

/// Where the tiles of a log are read from: a database, a folder, another machine.
@FunctionalInterface
public interface Hashes {

    /// The bytes of tile `n` at `level`, at least the `width` first hashes of it; [Flaw] when it is not there.
    byte[] tile(int level, long n, int width);
}
