package org.gongzhi.ledger.tree;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Where things lie in a tiled log (C2SP tlog-tiles): hash tiles of 256 hashes, level 0 being leaves, and
/// bundles of 256 entries. Hash `i` of tile `n` at level `l` is the root of entries `(256n+i)·256^l` up to
/// `(256n+i+1)·256^l`.
public final class Tiles {

    public static final int WIDTH = 256;

    /// The longest entry: its length is written in two bytes.
    public static final int MOST = 0xffff;

    private Tiles() {}

    /// The tile at `level` with number `n`, `width` hashes wide (256: full).
    public record Tile(int level, long n, int width) {

        /// As in a URL, below the log's prefix: `tile/0/x001/234.p/7`.
        public String path() {
            return "tile/" + level + "/" + number(n) + partial(width);
        }
    }

    /// The bundle of entries with number `n`, `width` entries long.
    public static String bundle(long n, int width) {
        return "tile/entries/" + number(n) + partial(width);
    }

    private static String partial(int width) {
        return width == WIDTH ? "" : ".p/" + width;
    }

    /// 1234067 is `x001/x234/067`.
    static String number(long n) {
        var path = new StringBuilder("%03d".formatted(n % 1000));
        for (long left = n / 1000; left > 0; left /= 1000) {
            path.insert(0, "x%03d/".formatted(left % 1000));
        }
        return path.toString();
    }

    /// The number back from a path of groups of three digits; -1 when it is not written as it should be.
    public static long parse(String path) {
        if (!path.matches("(x[0-9]{3}/){0,5}[0-9]{3}")) {
            return -1;
        }
        long n = Long.parseLong(path.replaceAll("[x/]", ""));
        return number(n).equals(path) ? n : -1;
    }

    /// How many hashes there are at `level` of a tree of `size`: only complete subtrees count.
    static long hashes(long size, int level) {
        return level > 7 ? 0 : size >>> (8 * level);
    }

    /// True when a tree of `size` has, or had at a smaller size, tile `n` at `level` so wide.
    public static boolean has(long size, int level, long n, int width) {
        return level >= 0
                && n >= 0
                && n < Long.MAX_VALUE / WIDTH
                && width >= 1
                && width <= WIDTH
                && n * WIDTH + width <= hashes(size, level);
    }

    /// The tiles that a tree of `size` has and one of `before` had not, lowest level first.
    public static List<Tile> between(long before, long size) {
        var tiles = new ArrayList<Tile>();
        for (int level = 0; hashes(size, level) > 0; level++) {
            long had = hashes(before, level);
            long has = hashes(size, level);
            for (long n = had / WIDTH; n * WIDTH < has; n++) {
                int width = (int) Math.min(WIDTH, has - n * WIDTH);
                if (n * WIDTH + width > had) {
                    tiles.add(new Tile(level, n, width));
                }
            }
        }
        return tiles;
    }

    /// The entries of a bundle; [Flaw] when its bytes do not come out even.
    public static List<byte[]> entries(byte[] bundle) {
        var entries = new ArrayList<byte[]>();
        int at = 0;
        while (at < bundle.length) {
            if (at + 2 > bundle.length) {
                throw new Flaw("a bundle ends within a length");
            }
            int length = (bundle[at] & 0xff) << 8 | bundle[at + 1] & 0xff;
            if (at + 2 + length > bundle.length) {
                throw new Flaw("a bundle ends within an entry");
            }
            entries.add(java.util.Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return entries;
    }

    /// Entries as a bundle, or a piece of one.
    public static byte[] bundle(List<byte[]> entries) {
        var out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > MOST) {
                throw new Flaw("an entry of " + entry.length + " bytes is too long");
            }
            out.write(entry.length >>> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }
}
