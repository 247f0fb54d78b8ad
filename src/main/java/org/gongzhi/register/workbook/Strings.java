package org.gongzhi.register.workbook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gongzhi.kernel.Refusal;

/// The texts that cells share, packed: of each only as much as a cell of the register can hold, altogether at most
/// [#MOST_BYTES].
final class Strings {

    private static final int MOST_BYTES = 48 << 20;
    private static final int MOST = 2_000_000;
    private static final int BLOCK = 1 << 20;
    private static final int STARTS = 1 << 14;

    private final List<byte[]> blocks = new ArrayList<>();
    private final List<int[]> starts = new ArrayList<>();
    private int count;
    private int end;

    static Strings read(Tags tags) throws IOException {
        var strings = new Strings();
        var one = new Text();
        while (tags.next()) {
            if (tags.opens("si")) {
                one.clear();
            }
            one.tag(tags);
            if (tags.closes("si")) {
                strings.add(one.text());
            }
        }
        return strings;
    }

    /// Two bytes of length, then the text.
    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (count == MOST || end > MOST_BYTES - BLOCK) {
            throw Refusal.invalid("import-large");
        }
        if (end % BLOCK + bytes.length + 2 > BLOCK) {
            end = (end / BLOCK + 1) * BLOCK;
        }
        while (blocks.size() <= end / BLOCK) {
            blocks.add(new byte[BLOCK]);
        }
        if (count % STARTS == 0) {
            starts.add(new int[STARTS]);
        }
        byte[] block = blocks.get(end / BLOCK);
        int at = end % BLOCK;
        block[at] = (byte) (bytes.length >> 8);
        block[at + 1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, block, at + 2, bytes.length);
        starts.getLast()[count++ % STARTS] = end;
        end += bytes.length + 2;
    }

    /// The text with this number; empty when there is none.
    String get(int number) {
        if (number < 0 || number >= count) {
            return "";
        }
        int start = starts.get(number / STARTS)[number % STARTS];
        byte[] block = blocks.get(start / BLOCK);
        int at = start % BLOCK;
        int length = (block[at] & 0xff) << 8 | block[at + 1] & 0xff;
        return new String(block, at + 2, length, StandardCharsets.UTF_8);
    }
}
