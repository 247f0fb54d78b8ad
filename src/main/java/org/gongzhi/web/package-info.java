/// The shell around all modules: layout, home, the one translator of errors, preferences, static files, live pages,
/// health.
@NullMarked
@ApplicationModule(
        displayName = "Shell",
        allowedDependencies = {"kernel", "calendar", "places", "people", "access", "duty", "files", "matters"})
package org.gongzhi.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
