/// Votes: owners' joint decisions (Civil Code art. 278), residents' and representatives' assemblies (Residents'
/// Committee Organisation Law arts. 26-29), elections and polls: the roll, deliveries, ballots of every
/// channel, counting, result and the box that anybody can count again. Owns `ballots.*`. Invariants: a voter
/// has one ballot that counts, by constraint; nothing shows the direction of votes before the close; a fixed
/// roll never changes; what a vote binds stands on every page of it.
@NullMarked
@ApplicationModule(
        displayName = "Ballots",
        allowedDependencies = {
            "kernel",
            "journal",
            "calendar",
            "places",
            "people",
            "access",
            "files",
            "notices",
            "documents",
            "conventions",
            "councils"
        })
package org.gongzhi.ballots;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
