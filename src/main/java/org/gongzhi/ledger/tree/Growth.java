package org.gongzhi.ledger.tree;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tree that grows by entries: keeps only its right edge in memory (one unfinished tile a level) and gives
/// the tiles that changed.
public final class Growth {

    private final List<ByteArrayOutputStream> edge = new ArrayList<>();
    private final Map<Tiles.Tile, byte[]> full = new LinkedHashMap<>();
    private final long before;
    private long size;

    /// Goes on from a tree, reading the unfinished tile of each level.
    public Growth(Tree tree) {
        this.before = tree.size();
        this.size = tree.size();
        for (int level = 0; Tiles.hashes(size, level) > 0; level++) {
            var unfinished = new ByteArrayOutputStream();
            long has = Tiles.hashes(size, level);
            int width = (int) (has % Tiles.WIDTH);
            if (width > 0) {
                byte[] tile = tree.hashes().tile(level, has / Tiles.WIDTH, width);
                if (tile.length < width * Hash.BYTES) {
                    throw new Flaw("tile " + new Tiles.Tile(level, has / Tiles.WIDTH, width).path() + " is too short");
                }
                unfinished.write(tile, 0, width * Hash.BYTES);
            }
            edge.add(unfinished);
        }
    }

    public void add(byte[] entry) {
        add(Hash.leaf(entry));
    }

    public void add(Hash leaf) {
        put(0, size, leaf);
        size++;
    }

    private void put(int level, long index, Hash hash) {
        if (edge.size() == level) {
            edge.add(new ByteArrayOutputStream());
        }
        var unfinished = edge.get(level);
        unfinished.writeBytes(hash.bytes());
        if (unfinished.size() == Tiles.WIDTH * Hash.BYTES) {
            byte[] tile = unfinished.toByteArray();
            unfinished.reset();
            full.put(new Tiles.Tile(level, index / Tiles.WIDTH, Tiles.WIDTH), tile);
            put(level + 1, index / Tiles.WIDTH, Tree.fold(tile));
        }
    }

    public long size() {
        return size;
    }

    /// The tiles that are new or wider since the tree this began with, each once.
    public Map<Tiles.Tile, byte[]> tiles() {
        var all = new LinkedHashMap<>(full);
        for (int level = 0; level < edge.size(); level++) {
            byte[] unfinished = edge.get(level).toByteArray();
            int width = unfinished.length / Hash.BYTES;
            if (width > 0 && Tiles.hashes(size, level) > Tiles.hashes(before, level)) {
                all.put(new Tiles.Tile(level, Tiles.hashes(size, level) / Tiles.WIDTH, width), unfinished);
            }
        }
        return all;
    }

    /// Forgets the finished tiles, once they have been written elsewhere.
    public void written() {
        full.clear();
    }

    /// The root now, from the right edge alone: an unfinished tile's hashes are folded by twos, the rest
    /// above follows.
    public Hash root() {
        Hash right = null;
        for (int level = 0; level < edge.size(); level++) {
            byte[] unfinished = edge.get(level).toByteArray();
            int width = unfinished.length / Hash.BYTES;
            int at = width;
            for (int bit = 0; bit < 8; bit++) {
                int count = 1 << bit;
                if ((width & count) != 0) {
                    at -= count;
                    right = joined(Tree.fold(unfinished, at, count), right);
                }
            }
        }
        return right == null ? Hash.EMPTY : right;
    }

    private static Hash joined(Hash left, @Nullable Hash right) {
        return right == null ? left : Hash.node(left, right);
    }
}
