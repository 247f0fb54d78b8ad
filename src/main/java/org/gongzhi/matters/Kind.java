package org.gongzhi.matters;

import java.util.Collection;
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

    private static final String CODE = "[A-Z][A-Z0-9]{1,7}";

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

    /// Whether its matters are shown to everybody.
    boolean shown() {
        return rules.publicly() && !code.startsWith("S");
    }

    Kind as(int other) {
        return new Kind(code, other, group, chinese, english, icon, urgency, term, leads, words, rules, source, inUse);
    }

    /// Refuses what no kind can be; it is of one of these groups, and led by one of those.
    void requireSound(Collection<String> groups, Collection<String> leading) {
        if (!code.matches(CODE)) {
            throw Refusal.invalid("kind-code");
        }
        if (chinese.isBlank() || english.isBlank() || chinese.length() > 40) {
            throw Refusal.invalid("kind-name");
        }
        if (!groups.contains(group)) {
            throw Refusal.invalid("kind-group");
        }
        if (!leading.contains(leads)) {
            throw Refusal.invalid("kind-leads");
        }
        if (term.amount() == 0) {
            throw Refusal.invalid("kind-term");
        }
        requireSoundRules();
    }

    private void requireSoundRules() {
        if (rules.photos() < 0 || rules.photos() > NewMatter.MOST_PHOTOS) {
            throw Refusal.invalid("photos-many", NewMatter.MOST_PHOTOS);
        }
        if (rules.recheckPermille() < 0 || rules.recheckPermille() > 1000) {
            throw Refusal.invalid("kind-recheck");
        }
        long positions = rules.conditions().stream()
                .map(Kind.Condition::position)
                .distinct()
                .count();
        if (positions != rules.conditions().size()
                || rules.conditions().stream().anyMatch(each -> each.chinese().isBlank())) {
            throw Refusal.invalid("kind-condition");
        }
        long names = rules.fields().stream().map(Kind.Field::name).distinct().count();
        if (names != rules.fields().size()
                || rules.fields().stream()
                        .anyMatch(field -> !field.name().matches("[a-z][a-z0-9_]{0,29}")
                                || field.type() == Kind.FieldType.CHOICE
                                        && field.choices().isEmpty())) {
            throw Refusal.invalid("kind-fields");
        }
    }
}
