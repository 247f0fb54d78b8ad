package org.gongzhi.matters.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gongzhi.kernel.Refusal;
import org.junit.jupiter.api.Test;

class WatcherLimitTest {

    private final WatcherLimit limit = new WatcherLimit(2, 3);

    @Test
    void nobodyWatchesWithoutEnd() {
        limit.enter("10.0.0.1");
        limit.enter("10.0.0.1");
        assertThatThrownBy(() -> limit.enter("10.0.0.1"))
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.kind()).isEqualTo(Refusal.Kind.TOO_MANY));
        limit.enter("account 7");
        assertThatThrownBy(() -> limit.enter("account 8")).isInstanceOf(Refusal.class);
        limit.leave("10.0.0.1");
        assertThatCode(() -> limit.enter("account 8")).doesNotThrowAnyException();
    }
}
