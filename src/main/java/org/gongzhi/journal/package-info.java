/// The main street: an append-only table of everything that was done, by whom, where and when. Whatever happens because
/// of a change is a [Follower][org.gongzhi.journal.Follower] that reads here, in order and at its own pace.
@NullMarked
@ApplicationModule(
        displayName = "Journal",
        allowedDependencies = {"kernel"})
package org.gongzhi.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
