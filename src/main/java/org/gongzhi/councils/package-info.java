/// Councils: bodies with the seats their kind asks for, topics that have one record on all four tiers, meetings
/// from call to published minutes (Residents' Committee Organisation Law arts. 26-32; Property Management
/// Regulation art. 14). Owns `councils.*`. Invariants: a meeting decides only what stood on its agenda when it
/// was called, with its quorum and with every core seat filled and its holder present or excused; who raised a
/// topic is told of each step.
@NullMarked
@ApplicationModule(
        displayName = "Councils",
        allowedDependencies = {"kernel", "journal", "calendar", "places", "people", "access", "notices", "documents"})
package org.gongzhi.councils;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
