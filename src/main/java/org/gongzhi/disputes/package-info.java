/// Disputes: people's mediation from request to performance, court confirmation and enforcement (People's
/// Mediation Law; Civil Procedure Law art. 205). Owns `disputes.*`. Invariants: only parties and the
/// mediators of a dispute see what it is about; a clear refusal of a party ends it (art. 17); an open dispute
/// has one mediator who is there.
@NullMarked
@ApplicationModule(
        displayName = "Disputes",
        allowedDependencies = {
            "kernel",
            "journal",
            "calendar",
            "places",
            "people",
            "access",
            "duty",
            "notices",
            "documents"
        })
package org.gongzhi.disputes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
