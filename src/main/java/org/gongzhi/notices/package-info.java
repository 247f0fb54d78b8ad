/// Messages and their delivery: the inbox, e-mail, text messages and messengers through gateways, letters and
/// visits for those no message reaches, notices for the board. Owns `notices.*`. Whoever has something to
/// tell hands it in inside the transaction that made it so; what must reach is followed until it has.
@NullMarked
@ApplicationModule(
        displayName = "Notices",
        allowedDependencies = {"kernel", "journal", "places", "people", "access"})
package org.gongzhi.notices;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
