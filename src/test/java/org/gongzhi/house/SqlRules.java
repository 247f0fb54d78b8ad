package org.gongzhi.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What no statement may do in a database that is spread over many machines by community. Each rule answers who
/// breaks it: a method or a migration, and how often.
final class SqlRules {

    private static final Pattern LOCK =
            Pattern.compile("\\bfor\\s+(?:no\\s+key\\s+update|update|key\\s+share|share)\\b");
    private static final Pattern ONE_COMMUNITY = Pattern.compile("\\bcommunity\\s*=\\s*(?:\\?|:\\w|\\{})");
    private static final Pattern GROUPING = Pattern.compile("\\bgrouping\\s+sets\\b|\\b(?:rollup|cube)\\s*\\(");
    private static final Pattern RECURSIVE = Pattern.compile("\\bwith\\s+recursive\\b");
    private static final Pattern CREATED =
            Pattern.compile("create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?([a-z_]+\\.[a-z_]+)");
    private static final Pattern SHARED =
            Pattern.compile("comment\\s+on\\s+table\\s+([a-z_]+\\.[a-z_]+)\\s+is\\s+'shared: ");

    private static final Pattern MADE_ANEW =
            Pattern.compile("create (?:unique )?index concurrently ([a-z_]+) on ([a-z_]+)\\..*");
    private static final Pattern DROPPED = Pattern.compile("drop index concurrently if exists ([a-z_]+\\.[a-z_]+)");

    private final Map<String, Long> notRepeatable = new TreeMap<>();
    private final Map<String, List<Statement>> statements = new TreeMap<>();
    private final TreeSet<String> tables = new TreeSet<>();
    private final TreeSet<String> shared = new TreeSet<>();

    /// The rules over what these sources and migrations say.
    SqlRules(Collection<Source> sources, Path migrations) {
        var texts = new TreeMap<String, String>();
        Folders.files(migrations, ".sql")
                .forEach(file -> texts.put(migrations.relativize(file).toString(), Folders.text(file)));
        texts.values().forEach(text -> {
            CREATED.matcher(text).results().forEach(found -> tables.add(found.group(1)));
            SHARED.matcher(text).results().forEach(found -> shared.add(found.group(1)));
        });
        texts.forEach((file, text) -> {
            if (text.contains(" concurrently ")) {
                notRepeatable.put(file, onlyOnce(text));
            }
        });
        texts.forEach((file, text) -> List.of(text.split(";")).forEach(each -> add(file, each)));
        sources.forEach(source -> source.texts().forEach(text -> add(text.where(), text.text())));
    }

    private void add(String where, String text) {
        statements.computeIfAbsent(where, _ -> new ArrayList<>()).add(Statement.of(text, tables));
    }

    /// Statements that fail, or leave a broken index, when the file runs a second time: each index is dropped if it is
    /// there before it is made, and nothing else happens in such a file.
    private static long onlyOnce(String text) {
        var dropped = new TreeSet<String>();
        long once = 0;
        for (String each : text.replaceAll("(?m)--.*$", "").split(";")) {
            String words = each.strip().replaceAll("\\s+", " ");
            var drop = DROPPED.matcher(words);
            var make = MADE_ANEW.matcher(words);
            if (drop.matches()) {
                dropped.add(drop.group(1));
            } else if (!words.isEmpty() && !(make.matches() && dropped.contains(make.group(2) + "." + make.group(1)))) {
                once++;
            }
        }
        return once;
    }

    List<Offence> notRepeatable() {
        return notRepeatable.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(each -> new Offence("not-repeatable", each.getKey(), each.getValue()))
                .toList();
    }

    /// Locks rows without saying of which one community.
    List<Offence> locksWithoutCommunity() {
        return offences(
                "lock-without-community",
                statement -> statement
                        .all()
                        .anyMatch(level -> LOCK.matcher(level.words()).find()
                                && !(ONE_COMMUNITY.matcher(level.words()).find() || onlyShared(level))));
    }

    private boolean onlyShared(Statement level) {
        return !level.tables().isEmpty() && shared.containsAll(level.tables().values());
    }

    List<Offence> groupingSets() {
        return offences("grouping-sets", statement -> says(statement, GROUPING));
    }

    List<Offence> recursive() {
        return offences("recursive-query", statement -> says(statement, RECURSIVE));
    }

    private static boolean says(Statement statement, Pattern words) {
        return statement.all().anyMatch(level -> words.matcher(level.words()).find());
    }

    /// A subquery over a shared table that speaks of a row of a community's, or the other way round.
    List<Offence> mixedSubqueries() {
        return offences("mixed-subquery", statement -> mixes(statement, new HashMap<>()));
    }

    private boolean mixes(Statement level, Map<String, String> outside) {
        var around = new HashMap<>(outside);
        around.putAll(level.tables());
        return level.inside().stream().anyMatch(below -> meets(below, around) || mixes(below, around));
    }

    private boolean meets(Statement below, Map<String, String> around) {
        return around.entrySet().stream()
                .filter(outer -> below.speaksOf(outer.getKey()))
                .anyMatch(outer -> below.all()
                        .flatMap(level -> level.tables().values().stream())
                        .anyMatch(inner -> shared.contains(inner) != shared.contains(outer.getValue())));
    }

    private List<Offence> offences(String rule, java.util.function.Predicate<Statement> breaks) {
        var offences = new ArrayList<Offence>();
        statements.forEach((where, all) -> {
            long times = all.stream().filter(breaks).count();
            if (times > 0) {
                offences.add(new Offence(rule, where, times));
            }
        });
        return offences;
    }
}
