package org.gongzhi.people;

/// How somebody stands to the dwelling they live in. REGISTERED_ELSEWHERE: registered here and living elsewhere
/// (人户分离); VISITOR: for a short while.
public enum Relation {
    OWNER,
    TENANT,
    FAMILY,
    REGISTERED_ELSEWHERE,
    VISITOR
}
