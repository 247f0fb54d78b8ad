package org.gongzhi.inspections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of what an inspection looks at.
public record Checklist(String code, int version, String chinese, String english, List<Item> items, boolean inUse) {

    public Checklist {
        code = java.util.Objects.requireNonNullElse(code, "");
        chinese = java.util.Objects.requireNonNullElse(chinese, "");
        english = java.util.Objects.requireNonNullElse(english, "");
        items = java.util.Objects.requireNonNullElse(items, List.of());
    }

    public enum Type {
        CHECK,
        MEASURE,
        INTERVIEW
    }

    /// One question with the law it comes from; a measurement has limits.
    public record Item(
            String item,
            String chinese,
            String english,
            Type type,
            Hazard.Level level,
            @Nullable Double least,
            @Nullable Double most,
            String source) {

        public Item {
            item = java.util.Objects.requireNonNullElse(item, "");
            chinese = java.util.Objects.requireNonNullElse(chinese, "");
            english = java.util.Objects.requireNonNullElse(english, "");
            type = java.util.Objects.requireNonNullElse(type, Type.CHECK);
            level = java.util.Objects.requireNonNullElse(level, Hazard.Level.GENERAL);
            source = java.util.Objects.requireNonNullElse(source, "");
        }

        /// True when the answer shows a hazard.
        boolean bad(Visit.Answer answer) {
            if (type == Type.CHECK) {
                return Boolean.FALSE.equals(answer.ok());
            }
            Double measured = answer.measure();
            return type == Type.MEASURE
                    && measured != null
                    && (least != null && measured < least || most != null && measured > most);
        }
    }

    public @Nullable Item item(String code) {
        return items.stream().filter(each -> each.item.equals(code)).findFirst().orElse(null);
    }
}
