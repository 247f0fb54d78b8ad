/// People, organisations and the seats they hold: who stands for what, where, from which day to which. Telephone
/// numbers are encrypted and found only through a keyed hash.
@NullMarked
@ApplicationModule(
        displayName = "People",
        allowedDependencies = {"kernel", "journal", "places"})
package org.gongzhi.people;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
