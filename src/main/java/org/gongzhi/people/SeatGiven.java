package org.gongzhi.people;

/// Told inside the transaction that gives somebody a seat: what is remembered about who may do what is old now.
public record SeatGiven(Seat seat) {}
