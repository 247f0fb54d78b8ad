package org.gongzhi.matters;

import java.util.List;
import java.util.Map;
import org.gongzhi.calendar.Term;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// One version of a kind of matter. `group` is the major category, the kind itself the minor one; `leads`
/// names the rule of duty, `words` what people type for it, `source` where its term comes from. A kind that
/// is not `inUse` cannot be chosen any more; matters that began with it go on.
public record Kind(
        String code,
        int version,
        String group,
        String chinese,
        String english,
        String icon,
        Urgency urgency,
        Term term,
        String leads,
        List<String> words,
        Rules rules,
        String source,
        boolean inUse) {

    public enum Urgency {
        DANGER,
        UTILITY,
        ORDINARY
    }

    public enum Severity {
        GENERAL,
        SERIOUS,
        MAJOR
    }

    public enum FieldType {
        TEXT,
        NUMBER,
        CHOICE
    }

    /// What holds for matters of a kind. `photos` is how many "after" pictures a fix needs, `recheckPermille`
    /// how many of a thousand closed ones somebody else looks at again; `publicly`: shown to everybody, without
    /// words and people; `automatic`: a report may be sorted into this kind by its words alone.
    public record Rules(
            Severity severity,
            boolean verify,
            int photos,
            int recheckPermille,
            boolean publicly,
            boolean anonymous,
            boolean automatic,
            String standardChinese,
            String standardEnglish,
            List<Condition> conditions,
            List<Field> fields) {}

    /// A filing condition (立案条件): the same kind may be filed under several, each with its own term.
    public record Condition(int position, String chinese, String english, Term term, Severity severity) {}

    /// Something a report is asked for. `choices` only for [FieldType#CHOICE].
    public record Field(
            String name, String chinese, String english, FieldType type, boolean required, List<Choice> choices) {}

    public record Choice(String key, String chinese, String english) {}

    /// The term of a condition, or the kind's own.
    public Term term(@Nullable Integer condition) {
        return condition == null ? term : condition(condition).term;
    }

    /// The condition at a position; a refusal when there is none.
    public Condition condition(int position) {
        return rules.conditions.stream()
                .filter(each -> each.position == position)
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("kind-condition"));
    }

    /// Refuses answers that are missing, too long or not among the choices.
    public void requireAnswers(Map<String, String> answers) {
        for (Field field : rules.fields) {
            String answer = answers.getOrDefault(field.name, "").strip();
            if (answer.isEmpty()) {
                if (field.required) {
                    throw Refusal.invalid("kind-field", field.chinese, field.english);
                }
                continue;
            }
            boolean fits = switch (field.type) {
                case TEXT -> answer.codePointCount(0, answer.length()) <= MOST_ANSWER;
                case NUMBER -> answer.matches("-?\\d{1,9}(\\.\\d{1,4})?");
                case CHOICE -> field.choices.stream().anyMatch(choice -> choice.key.equals(answer));
            };
            if (!fits) {
                throw Refusal.invalid("kind-field-wrong", field.chinese, field.english);
            }
        }
        for (String name : answers.keySet()) {
            if (rules.fields.stream().noneMatch(field -> field.name.equals(name))) {
                throw Refusal.invalid("kind-field-unknown", name);
            }
        }
    }

    private static final int MOST_ANSWER = 200;

    Kind as(int other) {
        return new Kind(code, other, group, chinese, english, icon, urgency, term, leads, words, rules, source, inUse);
    }
}
