package org.gongzhi.people;

/// A body that people act for.
public record Organisation(long id, Kind kind, String name) {

    public enum Kind {
        STREET_OFFICE,
        DEPARTMENT,
        RESIDENTS_COMMITTEE,
        PROPERTY_COMPANY,
        OWNERS_COMMITTEE,
        SOCIAL_ORGANISATION
    }
}
