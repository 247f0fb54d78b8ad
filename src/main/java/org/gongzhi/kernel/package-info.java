/// Small things every module needs: refusals, ids, pages of rows, words, the clock, the database server.
/// Knows no other module.
@NullMarked
@ApplicationModule(
        displayName = "Kernel",
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
package org.gongzhi.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
