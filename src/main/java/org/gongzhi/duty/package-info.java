/// Who is responsible for what, where and when: the responsibility matrix, rosters, leave, hand-overs, the
/// gate for tasks from above, and the gaps of the coming days. Owns `duty.*`. Answers for every place and
/// moment with exactly one seat, and says in time where it could not.
@NullMarked
@ApplicationModule(
        displayName = "Duty",
        allowedDependencies = {"kernel", "journal", "calendar", "places", "people", "access", "notices"})
package org.gongzhi.duty;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
