package org.gongzhi.kernel;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Makes 64-bit ids that sort by time: 41 bits of milliseconds since 2025, 4 bits of node, 10 bits of
/// counter. They are shown to people as [number][#number(long)] and travel through JSON as text.
@Component
public class Ids {

    /// The moment of the first id, in milliseconds since 1970.
    public static final long EPOCH = 1_735_660_800_000L; // 2025-01-01T00:00+08:00
    private static final int COUNTER_BITS = 10;
    private static final int NODE_BITS = 4;
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford: no I, L, O, U

    private final Clock clock;
    private final long node;
    private final AtomicLong last = new AtomicLong();

    public Ids(Clock clock, @Value("${gongzhi.node:0}") int node) {
        if (node < 0 || node >= 1 << NODE_BITS) {
            throw new IllegalArgumentException("gongzhi.node must be 0 to 15, not " + node);
        }
        this.clock = clock;
        this.node = node;
    }

    /// The next id; never the same twice on one node, also when the clock stands still or goes back.
    public long next() {
        long ticks = (clock.millis() - EPOCH) << COUNTER_BITS;
        long tick = last.updateAndGet(previous -> Math.max(previous + 1, ticks));
        return compose(tick, node);
    }

    /// An id for something that happened at `millis`, told apart by `counter` (0 to 1023): for loading
    /// history, and as the bound of a search. What is older than the first id gets the first one.
    public static long at(long millis, int counter) {
        return compose((Math.max(0, millis - EPOCH) << COUNTER_BITS) + counter, 0);
    }

    /// When an id was made, in milliseconds since 1970.
    public static long millis(long id) {
        return (id >> (NODE_BITS + COUNTER_BITS)) + EPOCH;
    }

    private static long compose(long tick, long node) {
        long counter = tick & ((1 << COUNTER_BITS) - 1);
        return (((tick >> COUNTER_BITS) << NODE_BITS | node) << COUNTER_BITS) | counter;
    }

    /// The number a person reads aloud: eleven characters without I, L, O and U, grouped 4-4-3.
    public static String number(long id) {
        char[] signs = new char[11];
        long rest = id;
        for (int i = 10; i >= 0; i--) {
            signs[i] = ALPHABET.charAt((int) (rest & 31));
            rest >>>= 5;
        }
        String all = new String(signs);
        return all.substring(0, 4) + "-" + all.substring(4, 8) + "-" + all.substring(8);
    }

    /// Reads [#number(long)] back, forgiving case, blanks, hyphens and the letters people confuse.
    public static long fromNumber(String number) {
        long id = 0;
        int count = 0;
        for (char given : number.strip().toUpperCase(java.util.Locale.ROOT).toCharArray()) {
            if (given == '-' || given == ' ') {
                continue;
            }
            char sign = given == 'O' ? '0' : given == 'I' || given == 'L' ? '1' : given;
            int value = ALPHABET.indexOf(sign);
            if (value < 0 || ++count > 11) {
                throw Refusal.invalid("number");
            }
            id = id << 5 | value;
        }
        if (count != 11) {
            throw Refusal.invalid("number");
        }
        return id;
    }
}
