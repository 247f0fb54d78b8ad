package org.gongzhi.ledger.tree;

import java.util.ArrayList;
import java.util.List;

/// Roots and proofs of a tree of `size` whose tiles are read through [Hashes]. Every hash is taken from at
/// most one tile per level, so that a proof in a log of 100 million entries reads a handful of tiles.
public record Tree(Hashes hashes, long size) {

    public Tree {
        if (size < 0) {
            throw new Flaw("a tree has no negative size");
        }
    }

    public Hash root() {
        return size == 0 ? Hash.EMPTY : range(0, size);
    }

    /// The root this tree had at a smaller size.
    public Hash root(long then) {
        within(then);
        return new Tree(hashes, then).root();
    }

    public Hash leaf(long index) {
        if (index < 0 || index >= size) {
            throw new Flaw("there is no entry " + index + " in a tree of " + size);
        }
        return complete(0, index);
    }

    /// The path from leaf `index` to the root, lowest first (RFC 9162 section 2.1.3.1).
    public List<Hash> inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new Flaw("there is no entry " + index + " in a tree of " + size);
        }
        var proof = new ArrayList<Hash>();
        path(index, 0, size, proof);
        return proof;
    }

    private void path(long index, long from, long to, List<Hash> proof) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            path(index, from, middle, proof);
            proof.add(range(middle, to));
        } else {
            path(index, middle, to, proof);
            proof.add(range(from, middle));
        }
    }

    /// That the tree of `then` entries is the beginning of this one (RFC 9162 section 2.1.4.1).
    public List<Hash> consistency(long then) {
        within(then);
        return then == 0 ? List.of() : consistency(0, then);
    }

    /// That the entries from `start` up to `end` are those of this tree, for a subtree as [Proofs#valid]
    /// knows it.
    public List<Hash> consistency(long start, long end) {
        within(end);
        if (!Proofs.valid(start, end)) {
            throw new Flaw("no subtree: " + start + " to " + end);
        }
        var proof = new ArrayList<Hash>();
        subproof(start, end, 0, size, true, proof);
        return proof;
    }

    private void subproof(long start, long end, long from, long to, boolean known, List<Hash> proof) {
        if (start == from && end == to) {
            if (!known) {
                proof.add(range(from, to));
            }
            return;
        }
        long middle = from + split(to - from);
        if (end <= middle) {
            subproof(start, end, from, middle, known, proof);
            proof.add(range(middle, to));
        } else if (start >= middle) {
            subproof(start, end, middle, to, known, proof);
            proof.add(range(from, middle));
        } else {
            subproof(middle, end, middle, to, false, proof);
            proof.add(range(from, middle));
        }
    }

    /// The root of the entries from `start` up to `end`.
    public Hash root(long start, long end) {
        within(end);
        if (!Proofs.valid(start, end)) {
            throw new Flaw("no subtree: " + start + " to " + end);
        }
        return range(start, end);
    }

    private void within(long then) {
        if (then < 0 || then > size) {
            throw new Flaw("a tree of " + size + " never had " + then + " entries");
        }
    }

    /// The largest power of two below `n`.
    private static long split(long n) {
        return Long.highestOneBit(n - 1);
    }

    /// The root of the entries from `from` up to `to`, where the range is one that the splitting of a tree
    /// makes.
    private Hash range(long from, long to) {
        long n = to - from;
        if (Long.bitCount(n) == 1) {
            int height = Long.numberOfTrailingZeros(n);
            return complete(height, from >>> height);
        }
        long middle = from + split(n);
        return Hash.node(range(from, middle), range(middle, to));
    }

    /// The hash at `height` of a complete subtree: built from the hashes of one tile.
    private Hash complete(int height, long index) {
        int level = height / 8;
        int above = height % 8;
        long first = index << above;
        int count = 1 << above;
        long n = first / Tiles.WIDTH;
        int width = (int) Math.min(Tiles.WIDTH, Tiles.hashes(size, level) - n * Tiles.WIDTH);
        byte[] tile = hashes.tile(level, n, width);
        int at = (int) (first % Tiles.WIDTH);
        if (tile.length < (at + count) * Hash.BYTES) {
            throw new Flaw("tile " + new Tiles.Tile(level, n, width).path() + " is too short");
        }
        return fold(tile, at, count);
    }

    static Hash fold(byte[] tile, int at, int count) {
        return count == 1
                ? Hash.at(tile, at)
                : Hash.node(fold(tile, at, count / 2), fold(tile, at + count / 2, count / 2));
    }

    /// The one hash of a full tile, which stands in the level above.
    static Hash fold(byte[] tile) {
        return fold(tile, 0, Tiles.WIDTH);
    }
}
