package org.gongzhi.register.workbook;

import java.util.Arrays;
import org.gongzhi.kernel.Refusal;

/// Which cells are merged, each packed into one number: column, first and last row; and how many columns wide.
public final class Merges {

    private static final int MOST = 1_000_000;
    private static final int ROW_BITS = 21;
    private static final int ROWS = (1 << ROW_BITS) - 1;

    private long[] tall = new long[64];
    private int talls;
    private long[] wide = new long[64];
    private int wides;

    void add(String reference) {
        String[] corners = reference.replace("$", "").split(":");
        if (corners.length != 2) {
            return;
        }
        int left = Columns.column(corners[0]);
        int right = Columns.column(corners[1]);
        int top = Columns.row(corners[0]);
        int bottom = Columns.row(corners[1]);
        if (left < 0 || right < left || top < 1 || bottom < top || bottom > ROWS) {
            return;
        }
        if (talls + wides >= MOST) {
            throw Refusal.invalid("import-large");
        }
        if (bottom > top) {
            tall = room(tall, talls);
            tall[talls++] = packed(left, top, bottom);
        }
        if (right > left) {
            wide = room(wide, wides);
            wide[wides++] = packed(left, top, right);
        }
    }

    private static long[] room(long[] all, int used) {
        return used < all.length ? all : Arrays.copyOf(all, all.length * 2);
    }

    private static long packed(int column, int row, int last) {
        return (long) column << 2 * ROW_BITS | (long) row << ROW_BITS | last;
    }

    void sort() {
        tall = Arrays.copyOf(tall, talls);
        wide = Arrays.copyOf(wide, wides);
        Arrays.sort(tall);
        Arrays.sort(wide);
    }

    /// The last row that the cell here reaches down to; its own when it is not merged.
    public int bottom(int column, int row) {
        return last(tall, column, row, row);
    }

    /// The last column that the cell here reaches over to.
    public int right(int column, int row) {
        return last(wide, column, row, column);
    }

    private static int last(long[] all, int column, int row, int otherwise) {
        int at = Arrays.binarySearch(all, packed(column, row, 0));
        int next = at < 0 ? -at - 1 : at;
        boolean found = next < all.length && all[next] >> ROW_BITS == packed(column, row, 0) >> ROW_BITS;
        return found ? (int) (all[next] & ROWS) : otherwise;
    }
}
