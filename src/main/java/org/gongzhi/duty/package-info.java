/// Who is responsible for what, where and when. Answers for every place and moment with exactly one seat, or refuses to
/// let
/// the last one go.
@NullMarked
@ApplicationModule(
        displayName = "Duty",
        allowedDependencies = {"kernel", "journal", "places", "people"})
package org.gongzhi.duty;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
