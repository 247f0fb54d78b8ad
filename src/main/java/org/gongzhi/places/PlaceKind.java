package org.gongzhi.places;

/// What a place is, from wide to narrow. The order is that of the chain of responsibility, read backwards. From
/// DWELLING to OTHER_UNIT are exclusive units (Supreme People's Court on divided ownership, 2020, art. 2); the last
/// three are places that nobody lives in.
public enum PlaceKind {
    PROVINCE,
    CITY,
    COUNTY,
    STREET,
    COMMUNITY,
    ESTATE,
    PHASE,
    GRID,
    BUILDING,
    STAIRWELL,
    FLOOR,
    DWELLING,
    SHOP,
    PARKING_SPACE,
    OTHER_UNIT,
    PUBLIC_PLACE,
    PREMISES,
    FACILITY;

    /// True for what somebody can own alone.
    public boolean exclusiveUnit() {
        return this == DWELLING || this == SHOP || this == PARKING_SPACE || this == OTHER_UNIT;
    }

    /// True for what official division codes name; it comes from their list and is not entered by hand.
    public boolean division() {
        return compareTo(COMMUNITY) <= 0;
    }

    /// True when a place of this kind may lie directly within one of `parent`. No depth is fixed: a stairwell may stand
    /// in an estate without grids.
    public boolean fitsIn(PlaceKind parent) {
        return !division()
                && parent.compareTo(COMMUNITY) >= 0
                && parent.compareTo(this) < 0
                && parent.compareTo(DWELLING) < 0;
    }
}
