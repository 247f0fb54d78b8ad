/// The demonstration town, made from one seed, and the import of requests from other systems. Uses the doors
/// of the other modules like any caller.
@NullMarked
@ApplicationModule(
        displayName = "Demonstration",
        allowedDependencies = {
            "kernel",
            "journal",
            "calendar",
            "places",
            "people",
            "access",
            "duty",
            "disputes",
            "exchange",
            "ballots",
            "conventions",
            "councils",
            "inspections",
            "ledger",
            "library",
            "files",
            "matters",
            "operations",
            "patrols",
            "register"
        })
package org.gongzhi.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
