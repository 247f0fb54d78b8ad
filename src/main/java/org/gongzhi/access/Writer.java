package org.gongzhi.access;

import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// Who filled a form in, as the form itself says. What waited on a phone, or lay open in a browser, is not taken for
/// somebody else's because they are signed in when it arrives.
public final class Writer {

    private static final String VISITOR = "visitor";

    private Writer() {}

    /// How somebody is named in a form: by their account, or as a visitor.
    public static String of(Actor actor) {
        return actor.account() == null ? VISITOR : actor.account().toString();
    }

    /// Refuses what somebody else wrote; `named` may be missing, then nothing is known about it.
    public static void require(Actor actor, @Nullable String named) {
        if (named == null || named.equals(of(actor))) {
            return;
        }
        throw actor.signedIn() ? Refusal.conflict("another-writer") : Refusal.signIn("sign-in");
    }
}
