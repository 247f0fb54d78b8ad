package org.gongzhi;

/// How much a test does: enough for every change, or the whole of it with `./gongzhi test all`.
public final class Scale {

    private static final boolean WHOLE = Boolean.getBoolean("gongzhi.test.all");

    private Scale() {}

    /// The first number for every change, the second for the whole.
    public static int of(int quick, int whole) {
        return WHOLE ? whole : quick;
    }

    public static boolean whole() {
        return WHOLE;
    }
}
