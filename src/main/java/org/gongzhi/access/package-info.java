/// Who is asking, and what they may: accounts, sign-in, sessions, tokens, the scope that comes from seats, the record
/// of every look at personal data. Deny by default: a page without a rule does not start.
@NullMarked
@ApplicationModule(
        displayName = "Access",
        allowedDependencies = {"kernel", "journal", "places", "people"})
package org.gongzhi.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
