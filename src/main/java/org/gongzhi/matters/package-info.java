/// Matters: everything that somebody raises and somebody must answer for. Owns `matters.*`.  Invariants: a
/// matter has exactly one lead at every moment (`lead_seat` is one column and not null, the seat is held
/// while it is given and handed on before it ends); whoever fixed does not check; outcome and stage are two
/// things; every act is one transaction with one row in the journal.
@NullMarked
@ApplicationModule(
        displayName = "Matters",
        allowedDependencies = {
            "kernel",
            "journal",
            "calendar",
            "places",
            "people",
            "access",
            "duty",
            "notices",
            "files",
            "documents"
        })
package org.gongzhi.matters;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
