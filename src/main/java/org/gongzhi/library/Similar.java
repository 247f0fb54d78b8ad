package org.gongzhi.library;

import java.util.List;

/// Something like a matter at hand: a case or an earlier matter, with the reasons it is shown and what those
/// said who were shown it before.
public record Similar(
        boolean isCase,
        long id,
        String kind,
        String title,
        String text,
        List<String> words,
        boolean sameKind,
        boolean samePlace,
        boolean sameSeason,
        int votes,
        int helped,
        double score) {

    /// The reasons by name, for learning.
    List<String> reasons() {
        var reasons = new java.util.ArrayList<String>();
        if (!words.isEmpty()) {
            reasons.add("WORDS");
        }
        if (sameKind) {
            reasons.add("KIND");
        }
        if (samePlace) {
            reasons.add("PLACE");
        }
        if (sameSeason) {
            reasons.add("SEASON");
        }
        return reasons;
    }
}
