/// The case library: mature cases distilled from closed matters, and the search for what is alike. Owns
/// `library.*` and the folder `search`. Whoever handles a matter sees the most similar cases and matters with
/// the reason; what they say of them changes the ranking.
@NullMarked
@ApplicationModule(
        displayName = "Library",
        allowedDependencies = {"kernel", "journal", "places", "people", "access", "documents", "matters"})
package org.gongzhi.library;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
