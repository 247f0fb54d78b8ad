package org.gongzhi.people;

import java.time.LocalDate;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;

/// A body that people act for. `placeCode` is where it belongs and decides who may change it; `creditCode` the unified
/// social credit code; `parent` the body above it, for party organisations.
public record Organisation(
        long id,
        Kind kind,
        String name,
        String placeCode,
        @Nullable String creditCode,
        String contact,
        String phone,
        String licence,
        @Nullable LocalDate licenceExpires,
        @Nullable Long parent,
        @Nullable LocalDate endedOn,
        int version) {

    /// Seeds 001-004 name them; the last of the party's four levels is a household.
    public enum Kind {
        STREET_OFFICE,
        DEPARTMENT,
        RESIDENTS_COMMITTEE,
        AFFAIRS_OVERSIGHT_COMMITTEE,
        PROPERTY_COMPANY,
        OWNERS_COMMITTEE,
        INTERIM_PROPERTY_COMMITTEE,
        COMMUNITY_PARTY_COMMITTEE,
        GRID_PARTY_BRANCH,
        BUILDING_PARTY_GROUP,
        PARTY_HUB_HOUSEHOLD,
        PARTY_SQUAD,
        GRAND_PARTY_COMMITTEE,
        WOMENS_COMMITTEE,
        RESIDENT_UNIT,
        SOCIAL_ORGANISATION,
        VOLUNTEER_TEAM,
        COMMUNITY_FOUNDATION,
        POLICE,
        CLINIC,
        UTILITY,
        SHOP,
        DEVELOPER;

        /// True for the party's own tree (seed 003): committee, branch, group, hub household; and the squads of
        /// governance areas (R093).
        public boolean party() {
            return this == COMMUNITY_PARTY_COMMITTEE
                    || this == GRID_PARTY_BRANCH
                    || this == BUILDING_PARTY_GROUP
                    || this == PARTY_HUB_HOUSEHOLD
                    || this == PARTY_SQUAD;
        }
    }

    /// It works in the street it is registered in, or wherever its own place reaches.
    public boolean worksAt(String code) {
        return Place.covers(placeCode.substring(0, Math.min(9, placeCode.length())), code);
    }

    /// A body of which only kind, name and place are known.
    public static Organisation of(long id, Kind kind, String name, String placeCode) {
        return new Organisation(id, kind, name, placeCode, null, "", "", "", null, null, null, 1);
    }
}
