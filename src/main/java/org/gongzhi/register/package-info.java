/// The living register at work: search, the person's card, visits, imports and exports, requests of those
/// whose data it is, coverage and plans. The rows of people and places belong to the modules below; what is
/// done to them, by whom and under which right, is decided here.
@NullMarked
@ApplicationModule(
        displayName = "Register",
        allowedDependencies = {
            "kernel",
            "journal",
            "calendar",
            "places",
            "people",
            "access",
            "duty",
            "files",
            "matters",
            "notices",
            "documents"
        })
package org.gongzhi.register;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
