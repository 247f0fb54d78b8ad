package org.gongzhi.ledger.tree;

import java.util.HashMap;
import java.util.Map;

/// A log in memory, grown by the entries "0", "1", "2" and so on.
public final class Grown implements Hashes {

    private final Map<String, byte[]> tiles = new HashMap<>();
    private Growth growth = new Growth(new Tree(this, 0));

    public void grow(long size) {
        while (growth.size() < size) {
            growth.add(entry(growth.size()));
        }
        growth.tiles().forEach((tile, bytes) -> tiles.put(key(tile.level(), tile.n()), bytes));
        growth = new Growth(new Tree(this, growth.size()));
    }

    public static byte[] entry(long n) {
        return Long.toString(n).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    public Tree tree() {
        return new Tree(this, growth.size());
    }

    public Hash root() {
        return growth.root();
    }

    private static String key(int level, long n) {
        return level + "/" + n;
    }

    @Override
    public byte[] tile(int level, long n, int width) {
        byte[] tile = tiles.get(key(level, n));
        if (tile == null) {
            throw new Flaw("no tile " + key(level, n));
        }
        return tile;
    }
}
