package org.gongzhi.matters;

import java.util.List;
import org.gongzhi.calendar.Term;

/// A kind of matter as `matters/kinds.csv` states it. `leads` names the rule of duty, `words` what people type for it.
public record Kind(
        String code,
        String group,
        String chinese,
        String english,
        String icon,
        Urgency urgency,
        Term term,
        String leads,
        List<String> words) {

    public enum Urgency {
        DANGER,
        UTILITY,
        ORDINARY
    }
}
