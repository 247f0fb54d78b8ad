package org.gongzhi.inspections;

import java.util.Locale;
import org.gongzhi.kernel.Refusal;

/// Everything that can be done with a hazard; the word in the URL is the name in lower case with hyphens.
public enum HazardAct {
    RECTIFY,
    GIVE_BACK,
    STRIKE,
    ASK_LATER,
    GRANT_LATER,
    REFUSE_LATER,
    HAND_OVER,
    MARK_TYPICAL,
    LIST,
    REFER,
    RESUME;

    public static HazardAct of(String word) {
        try {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw Refusal.unknown("act");
        }
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
