package org.gongzhi.matters;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gongzhi.calendar.Term;
import org.gongzhi.duty.Subject;
import org.gongzhi.duty.Subjects;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.springframework.stereotype.Component;

/// The kinds of matters, and the search for one from a few typed words.
@Component
public class Kinds {

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, String> groups = new LinkedHashMap<>();

    Kinds(Subjects subjects) {
        for (var row : Tables.read("matters/groups.csv")) {
            groups.put(row.get("zh"), row.get("en"));
        }
        for (var row : Tables.read("matters/kinds.csv")) {
            var kind = new Kind(
                    row.get("code"),
                    row.get("group"),
                    row.get("zh"),
                    row.get("en"),
                    row.get("icon"),
                    Kind.Urgency.valueOf(row.get("urgency")),
                    Term.parse(row.get("term")),
                    row.get("leads"),
                    List.of(row.get("words").toLowerCase(Locale.ROOT).split(" ")));
            kinds.put(kind.code(), kind);
        }
        subjects.add(kinds.values().stream()
                .map(kind -> new Subject(
                        kind.code(),
                        kind.leads(),
                        kind.chinese(),
                        kind.english(),
                        kind.urgency() != Kind.Urgency.ORDINARY))
                .toList());
    }

    public Kind get(String code) {
        Kind kind = kinds.get(code);
        if (kind == null) {
            throw Refusal.invalid("kind");
        }
        return kind;
    }

    /// All kinds people can choose; those of the program itself are left out.
    public List<Kind> all() {
        return kinds.values().stream()
                .filter(kind -> !kind.code().startsWith("S"))
                .toList();
    }

    /// The English name of a group.
    public String groupInEnglish(String group) {
        return groups.getOrDefault(group, group);
    }

    /// The kinds that fit typed words best, at most `most`: whole names count more than single words.
    public List<Kind> matching(String typed, int most) {
        String words = typed.toLowerCase(Locale.ROOT).strip();
        if (words.isEmpty()) {
            return List.of();
        }
        return all().stream()
                .filter(kind -> score(kind, words) > 0)
                .sorted(Comparator.comparingInt((Kind kind) -> -score(kind, words))
                        .thenComparing(Kind::code))
                .limit(most)
                .toList();
    }

    private static int score(Kind kind, String typed) {
        int score = 0;
        String english = kind.english().toLowerCase(Locale.ROOT);
        if (typed.contains(kind.chinese()) || kind.chinese().contains(typed) || english.contains(typed)) {
            score += 10;
        }
        for (String word : kind.words()) {
            if (!word.isEmpty() && typed.contains(word)) {
                score += 2 + word.codePointCount(0, word.length());
            }
        }
        for (String part : typed.split("[\\s,,。.、]+")) {
            if (part.length() >= 3 && english.contains(part)) {
                score += 3;
            }
        }
        return score;
    }
}
