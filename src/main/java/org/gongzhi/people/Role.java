package org.gongzhi.people;

/// What a seat is for. What each role may do stands in `access/rights.csv`, who leads what in `duty/leads.csv`.
public enum Role {
    STREET_OFFICER,
    ESTATE_OFFICE,
    DEPARTMENT_OFFICER,
    COMMITTEE_DIRECTOR,
    COMMITTEE_STAFF,
    ESTATE_LIAISON,
    GRID_WORKER,
    BLOCK_LEADER,
    PROPERTY_MANAGER,
    OWNERS_COMMITTEE,
    VOLUNTEER,
    SYSTEM_ADMINISTRATOR,
    SECURITY_ADMINISTRATOR,
    AUDIT_ADMINISTRATOR;

    /// One of the three who look after the program and each other, and see nobody's data.
    public boolean administers() {
        return this == SYSTEM_ADMINISTRATOR || this == SECURITY_ADMINISTRATOR || this == AUDIT_ADMINISTRATOR;
    }
}
