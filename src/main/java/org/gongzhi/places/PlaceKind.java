package org.gongzhi.places;

/// What a place is, from wide to narrow. The order is that of the chain of responsibility, read backwards.
public enum PlaceKind {
    PROVINCE,
    CITY,
    COUNTY,
    STREET,
    COMMUNITY,
    ESTATE,
    GRID,
    BUILDING,
    STAIRWELL,
    DWELLING
}
