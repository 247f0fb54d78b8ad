package org.gongzhi.matters;

import org.jspecify.annotations.Nullable;

/// Told inside the transaction in which a matter was closed as solved or partly solved, by a seat.
record MatterClosed(Matter matter, @Nullable Long checker) {}
