/// The open ledger: a Merkle log for each street over the journal's commitments, signed by the program and
/// cosigned by several parties that each hold all of it, so that nobody has to be trusted. Owns `ledger.*`.
/// Invariants: every row of the journal becomes exactly one public line, in the order of the journal; nothing
/// personal is in a line; what was signed once is never signed otherwise; leaf hashes are recomputed from the
/// stored lines before each signature.
@NullMarked
@ApplicationModule(
        displayName = "Ledger",
        allowedDependencies = {"kernel", "journal", "places", "people", "access", "notices"})
package org.gongzhi.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
