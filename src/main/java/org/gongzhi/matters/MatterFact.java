package org.gongzhi.matters;

import org.jspecify.annotations.Nullable;

/// The body of a matter's row in the journal: from which stage to which, of what kind, where, and what happened.
public record MatterFact(
        @Nullable Stage from,
        Stage to,
        String matterKind,
        @Nullable Long estate,
        int version,
        MatterEvent event) {}
