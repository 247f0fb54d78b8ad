/// Conventions, covenants and rules of procedure: drafted clause by clause with what each gives and costs
/// every party, consulted, adopted by the right vote, signed, known, kept (Civil Code art. 278; Residents'
/// Committee Organisation Law arts. 30-31). Owns `conventions.*`. Invariants: one edition is in force; what
/// is in force was adopted by a vote or a meeting of the right kind, or recorded with its evidence; clauses
/// of an edition do not change once it is consulted on.
@NullMarked
@ApplicationModule(
        displayName = "Conventions",
        allowedDependencies = {"kernel", "journal", "calendar", "places", "people", "access", "notices", "documents"})
package org.gongzhi.conventions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
