/// Other systems: Open311 GeoReport v2 with its keys, and a mailbox that is read. Owns `exchange.*`. What
/// goes out is what everybody may see; what comes in takes the one intake of matters.
@NullMarked
@ApplicationModule(
        displayName = "Exchange",
        allowedDependencies = {"kernel", "journal", "places", "people", "access", "files", "notices", "matters"})
package org.gongzhi.exchange;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
