package org.gongzhi.operations;

import java.time.Instant;
import org.gongzhi.kernel.Words;
import org.jspecify.annotations.Nullable;

/// Something that is or was wrong with the program. `what`: which kind, a key of the messages; `detail`: with
/// what (a follower, a disk, a certificate); `matter`: the matter it became.
public record Alarm(
        long id,
        String what,
        String detail,
        Instant raisedAt,
        @Nullable Instant endedAt,
        @Nullable Long matter) {

    public String title(Words words) {
        return words.t("operations.alarm." + what, detail);
    }

    /// What to do about it.
    public String advice(Words words) {
        return words.t("operations.advice." + what, detail);
    }
}
