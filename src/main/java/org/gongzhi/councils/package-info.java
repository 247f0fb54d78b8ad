/// Councils: bodies with the seats their kind asks for, topics that have one record on all four tiers, meetings
/// from plan to published minutes, petitions, groups whose questions are answered (Residents' Committee
/// Organisation Law arts. 20, 26-32; Property Management Regulation arts. 13-14). Owns `councils.*`.
/// Invariants: a meeting decides only what stood on its agenda when it was called, with its quorum, and with the
/// holders of every core seat present or excused; a topic that touches the floating population is not decided
/// without a seat of theirs; who raised a topic is told of each step.
@NullMarked
@ApplicationModule(
        displayName = "Councils",
        allowedDependencies = {
            "kernel",
            "journal",
            "calendar",
            "places",
            "people",
            "access",
            "notices",
            "documents",
            "matters",
            "conventions"
        })
package org.gongzhi.councils;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
