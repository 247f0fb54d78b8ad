package org.gongzhi.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who cosigns a street's log. `name` is the name in the policy and in the key; `submission`: where
/// it takes checkpoints (tlog-witness), `mirror`: where it shows its own copy. Both are empty for a party
/// that only pulls and sends its signatures here.
public record Party(
        long street,
        String name,
        LedgerRules.PartyKind kind,
        String label,
        String vkey,
        @Nullable String submission,
        @Nullable String mirror,
        Instant enrolledAt,
        @Nullable Instant endedAt,
        long seenSize,
        @Nullable Instant seenAt,
        boolean silent) {

    /// True while it counts.
    public boolean active() {
        return endedAt == null;
    }
}
