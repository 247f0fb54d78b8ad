package org.gongzhi.library;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gongzhi.kernel.Tables;

/// Words that mean the same, from `library/synonyms.csv`.
final class Synonyms {

    private static final List<List<String>> GROUPS = Tables.read("library/synonyms.csv").stream()
            .map(row -> List.of(row.get("words").toLowerCase(Locale.ROOT).split(" ")))
            .toList();

    private Synonyms() {}

    /// What else the words of a query may be called.
    static Set<String> of(String query) {
        String text = query.toLowerCase(Locale.ROOT);
        var others = new LinkedHashSet<String>();
        for (List<String> group : GROUPS) {
            var here = new ArrayList<String>();
            for (String word : group) {
                if (text.contains(word)) {
                    here.add(word);
                }
            }
            if (!here.isEmpty()) {
                others.addAll(group);
                here.forEach(others::remove);
            }
        }
        return others;
    }
}
