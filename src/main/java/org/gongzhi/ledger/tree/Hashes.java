package org.gongzhi.ledger.tree;

/// Where the tiles of a log are read from: a database, a folder, another machine.
@FunctionalInterface
public interface Hashes {

    /// The bytes of tile `n` at `level`, at least the `width` first hashes of it; [Flaw] when it is not there.
    byte[] tile(int level, long n, int width);

    /// The same, remembering the `most` tiles read last.
    default Hashes remembering(int most) {
        var kept = new java.util.LinkedHashMap<Tiles.Tile, byte[]>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(java.util.Map.Entry<Tiles.Tile, byte[]> eldest) {
                return size() > most;
            }
        };
        return (level, n, width) -> kept.computeIfAbsent(
                new Tiles.Tile(level, n, width), tile -> tile(tile.level(), tile.n(), tile.width()));
    }
}
