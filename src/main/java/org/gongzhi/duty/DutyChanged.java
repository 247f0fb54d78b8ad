package org.gongzhi.duty;

/// Told inside the transaction that changes who is on duty at a place.
public record DutyChanged(String placeCode) {}
