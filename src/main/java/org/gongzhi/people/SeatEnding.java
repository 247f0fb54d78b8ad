package org.gongzhi.people;

import java.time.Instant;
import org.gongzhi.journal.Entry;
import org.jspecify.annotations.Nullable;

/// Told inside the transaction that ends a seat or sends its holder on leave, while the seat is locked:
/// whoever has given this seat something to answer for must hand it on now, or the seat does not end. `until`
/// is when a holder on leave comes back, empty when the seat ends; `successor` is who was named for it, when
/// somebody was.
public record SeatEnding(
        Seat seat,
        Entry.Who by,
        String reason,
        @Nullable Instant until,
        @Nullable Seat successor) {}
