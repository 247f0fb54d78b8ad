/// Terms and working days. The rules of counting come from the Civil Code (arts. 200-204, 1259); the holidays and
/// working hours are data with their source.
@NullMarked
@ApplicationModule(
        displayName = "Calendar",
        allowedDependencies = {"kernel"})
package org.gongzhi.calendar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
