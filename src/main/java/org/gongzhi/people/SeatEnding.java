package org.gongzhi.people;

import org.gongzhi.journal.Entry;

/// Told inside the transaction that ends a seat or sends its holder on leave, while the seat is locked: whoever has
/// given
/// this seat something to answer for must hand it on now, or the seat does not end.
public record SeatEnding(Seat seat, Entry.Who by, String reason) {}
