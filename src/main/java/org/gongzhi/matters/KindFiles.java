package org.gongzhi.matters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.gongzhi.calendar.Term;
import org.gongzhi.kernel.Tables;

/// The kinds as they ship: `matters/kinds.csv` with `rules.csv`, `conditions.csv` and `fields.csv` beside it.
final class KindFiles {

    private KindFiles() {}

    static List<Kind> read() {
        var rules = Tables.read("matters/rules.csv");
        var conditions = Tables.read("matters/conditions.csv");
        var fields = Tables.read("matters/fields.csv");
        var kinds = new ArrayList<Kind>();
        for (var row : Tables.read("matters/kinds.csv")) {
            String code = row.get("code");
            var rule = rules.stream()
                    .filter(each -> each.get("code").equals("*") || code.startsWith(each.get("code")))
                    .max(Comparator.comparingInt(each ->
                            each.get("code").equals("*") ? 0 : each.get("code").length()))
                    .orElseThrow();
            kinds.add(new Kind(
                    code,
                    1,
                    row.get("group"),
                    row.get("zh"),
                    row.get("en"),
                    row.get("icon"),
                    Kind.Urgency.valueOf(row.get("urgency")),
                    Term.parse(row.get("term")),
                    row.get("leads"),
                    List.of(row.get("words").toLowerCase(Locale.ROOT).split(" ")),
                    new Kind.Rules(
                            Kind.Severity.valueOf(rule.get("severity")),
                            Boolean.parseBoolean(rule.get("verify")),
                            Integer.parseInt(rule.get("photos")),
                            Integer.parseInt(rule.get("recheck_permille")),
                            Boolean.parseBoolean(rule.get("publicly")),
                            Boolean.parseBoolean(rule.get("anonymous")),
                            Boolean.parseBoolean(rule.get("automatic")),
                            rule.get("standard_zh"),
                            rule.get("standard_en"),
                            conditions.stream()
                                    .filter(each -> each.get("code").equals(code))
                                    .map(KindFiles::condition)
                                    .toList(),
                            fields.stream()
                                    .filter(each -> each.get("code").equals(code))
                                    .map(KindFiles::field)
                                    .toList()),
                    row.get("source"),
                    true));
        }
        return kinds;
    }

    private static Kind.Condition condition(Tables.Row row) {
        return new Kind.Condition(
                Integer.parseInt(row.get("position")),
                row.get("zh"),
                row.get("en"),
                Term.parse(row.get("term")),
                Kind.Severity.valueOf(row.get("severity")));
    }

    private static Kind.Field field(Tables.Row row) {
        var choices = row.get("choices").isBlank()
                ? List.<Kind.Choice>of()
                : Arrays.stream(row.get("choices").split("\\|"))
                        .map(each -> each.split(":", 3))
                        .map(parts -> new Kind.Choice(parts[0], parts[1], parts[2]))
                        .toList();
        return new Kind.Field(
                row.get("name"),
                row.get("zh"),
                row.get("en"),
                Kind.FieldType.valueOf(row.get("type")),
                Boolean.parseBoolean(row.get("required")),
                choices);
    }
}
