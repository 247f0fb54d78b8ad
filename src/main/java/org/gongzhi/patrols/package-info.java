/// Volunteer patrols: teams, routes, recurring outings that people sign up for, findings of four kinds in one
/// tap, fixes on the spot, proposals for the council, hours credited. Owns `patrols.*`. A finding is a matter
/// like any other, with one lead.
@NullMarked
@ApplicationModule(
        displayName = "Patrols",
        allowedDependencies = {"kernel", "journal", "places", "people", "access", "files", "matters"})
package org.gongzhi.patrols;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
