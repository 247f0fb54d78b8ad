package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LikenessTest {

    @Test
    void comparesPairsOfSigns() {
        assertThat(Likeness.percent("垃圾桶满了没人收", "垃圾桶满了，没人来收")).isBetween(70, 99);
        assertThat(Likeness.percent("路灯不亮", "下水道堵了")).isZero();
        assertThat(Likeness.percent("", "路灯不亮")).isZero();
    }

    /// A look compares with a thousand matters: two megabytes of text took half a minute.
    @Test
    void leavesTheEndOfALongTextAlone() {
        String head = "路灯不亮。".repeat(100);
        assertThat(Likeness.percent(head + "垃圾满了".repeat(500_000), head)).isEqualTo(100);
    }
}
