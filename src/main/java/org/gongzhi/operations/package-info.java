/// Keeping the program alive and watched: backups that are proved by restoring them, what is measured, what
/// is wrong and who is told. Owns `operations.*`. Invariants: nothing leaves for the backup folder
/// unencrypted; a backup without a manifest does not exist; an alarm is one matter for as long as it lasts.
@NullMarked
@ApplicationModule(
        displayName = "Operations",
        allowedDependencies = {"kernel", "journal", "ledger", "places", "access", "matters"})
package org.gongzhi.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
