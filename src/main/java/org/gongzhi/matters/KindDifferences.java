package org.gongzhi.matters;

import java.util.ArrayList;
import java.util.List;

/// What differs between two versions of a kind, part by part.
public final class KindDifferences {

    /// One thing that a new version changes.
    public record Difference(String what, String before, String after) {}

    private KindDifferences() {}

    static List<Difference> of(Kind before, Kind after) {
        var found = new ArrayList<Difference>();
        compare(found, "group", before.group(), after.group());
        compare(found, "chinese", before.chinese(), after.chinese());
        compare(found, "english", before.english(), after.english());
        compare(found, "urgency", before.urgency(), after.urgency());
        compare(found, "term", before.term(), after.term());
        compare(found, "leads", before.leads(), after.leads());
        compare(found, "words", String.join(" ", before.words()), String.join(" ", after.words()));
        compare(found, "source", before.source(), after.source());
        compare(found, "inUse", before.inUse(), after.inUse());
        Kind.Rules old = before.rules();
        Kind.Rules fresh = after.rules();
        compare(found, "severity", old.severity(), fresh.severity());
        compare(found, "verify", old.verify(), fresh.verify());
        compare(found, "photos", old.photos(), fresh.photos());
        compare(found, "recheck", old.recheckPermille(), fresh.recheckPermille());
        compare(found, "publicly", old.publicly(), fresh.publicly());
        compare(found, "anonymous", old.anonymous(), fresh.anonymous());
        compare(found, "automatic", old.automatic(), fresh.automatic());
        compare(found, "standard", old.standardChinese(), fresh.standardChinese());
        compare(found, "standardEnglish", old.standardEnglish(), fresh.standardEnglish());
        compare(found, "conditions", lines(old.conditions()), lines(fresh.conditions()));
        compare(found, "fields", fieldLines(old.fields()), fieldLines(fresh.fields()));
        return found;
    }

    private static void compare(List<Difference> found, String what, Object before, Object after) {
        if (!before.equals(after)) {
            found.add(new Difference(what, before.toString(), after.toString()));
        }
    }

    private static String lines(List<Kind.Condition> conditions) {
        return String.join(
                "; ",
                conditions.stream()
                        .map(each -> each.position() + " " + each.chinese() + " " + each.term())
                        .toList());
    }

    private static String fieldLines(List<Kind.Field> fields) {
        return String.join(
                "; ",
                fields.stream()
                        .map(each -> each.name() + " " + each.chinese() + (each.required() ? " *" : ""))
                        .toList());
    }
}
