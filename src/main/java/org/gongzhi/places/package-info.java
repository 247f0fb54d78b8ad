/// The tree of places, from province to dwelling. A place's code begins with its parent's code, so a subtree is a range
/// of codes; nothing assumes how deep the tree is. Estates that no residents' committee looks after hang under the
/// street itself, with `000` in the place of a community.
@NullMarked
@ApplicationModule(
        displayName = "Places",
        allowedDependencies = {"kernel", "journal"})
package org.gongzhi.places;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
