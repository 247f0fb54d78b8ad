package org.gongzhi.disputes;

import java.util.Locale;
import org.gongzhi.kernel.Refusal;

/// Everything that can be done with a dispute; the word in a URL is the name in lower case with hyphens.
public enum DisputeAct {
    /// A party says whether it wants mediation; the mediator may write it down for one without an account.
    CONSENT,
    REFUSE,
    /// The parties choose another mediator, or the committee names one (art. 19).
    CHANGE_MEDIATOR,
    PLAN_SITTING,
    HOLD_SITTING,
    ASK_EXTENSION,
    DRAW_UP,
    SIGN,
    SEAL,
    RECORD_ORAL,
    FAIL,
    WITHDRAW,
    CHECK_PROMISE,
    ASK_CONFIRMATION,
    COURT,
    ENFORCE,
    FINISH,
    ARCHIVE;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static DisputeAct of(String word) {
        try {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw Refusal.unknown("act");
        }
    }
}
