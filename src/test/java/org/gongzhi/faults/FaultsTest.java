package org.gongzhi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.gongzhi.Scale;
import org.junit.jupiter.api.Test;

/// Each kind of fault once, under load, with a checker that knows what was acknowledged. The
/// long run is `./gongzhi faults`.
class FaultsTest {

    @Test
    void whatWasAcknowledgedIsThereOnce() throws Exception {
        Path folder = Path.of("target/faults/test-" + System.nanoTime());
        try (var faults = new Faults(folder, 20261122, System.out)) {
            assertThat(faults.run(Scale.of(12, 60), Scale.of(2, Faults.PEOPLE)))
                    .as("see " + folder)
                    .isEmpty();
            assertThat(String.join("\n", faults.complaints()))
                    .contains("LOST: report", "LOST: Accepted", "TWICE: the key", "without exactly one report");
        }
    }
}
