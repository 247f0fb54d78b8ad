package org.gongzhi.matters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A version of a kind with who made it, when and why; `account` is null for what came with the program.
/// It is in force at `place` and below, everywhere when that is empty; one that `inherits` gives the
/// place back to the rule above.
public record KindVersion(
        Kind kind, String place, boolean inherits, @Nullable Long account, String words, Instant from) {}
