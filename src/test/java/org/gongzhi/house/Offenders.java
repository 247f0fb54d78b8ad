package org.gongzhi.house;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What broke a rule before the rule came. The list only shrinks: what is not in it may not offend, what is in it may
/// not grow beyond its figure, and who offends no more has its row taken away.
final class Offenders {

    static final Path FILE = Path.of("src/test/resources/house/offenders.csv");
    static final Set<String> RULES = Set.of(
            "file-lines",
            "method-lines",
            "constructor-parameters",
            "record-components",
            "like-neighbours",
            "store-door-circle",
            "lock-without-community",
            "grouping-sets",
            "recursive-query",
            "mixed-subquery");

    private static final String HEAD = "rule,name,figure";
    private static final String SHRINK =
            "mvn -q test -Dtest='GrowthTest,SqlRulesTest' -Dhouse.shrink=true lowers rows and takes them away";

    private Offenders() {}

    /// Who breaks this rule is who stands in the list for it, and no larger. With `-Dhouse.shrink=true` the list is
    /// first brought down to what is found.
    static void hold(String rule, Collection<Offence> found) {
        if (Boolean.getBoolean("house.shrink")) {
            write(shrunk(rule, found, listed()));
        }
        var listed = listed().stream().filter(row -> row.rule().equals(rule)).toList();
        assertThat(complaints(found, listed)).as("%s; %s", FILE, SHRINK).isEmpty();
    }

    /// What has to be done about the list, a line each with the row as it is now; nothing when it is as it should be.
    static List<String> complaints(Collection<Offence> found, Collection<Offence> listed) {
        var now = figures(found);
        var then = figures(listed);
        var complaints = new ArrayList<String>();
        now.forEach((name, figure) -> {
            Long before = then.get(name);
            if (before == null) {
                complaints.add("new: " + name + "," + figure);
            } else if (figure > before) {
                complaints.add("grown: " + name + "," + figure + " (was " + before + ")");
            }
        });
        then.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> complaints.add("take its row away: " + name + "," + then.get(name)));
        return complaints;
    }

    /// The list with the rows of this rule lowered and taken away where that is due. Nothing is added to it and nothing
    /// raised: who does that does it by hand, for others to see.
    static TreeSet<Offence> shrunk(String rule, Collection<Offence> found, Collection<Offence> listed) {
        var now = figures(found);
        var shrunk = new TreeSet<Offence>();
        for (Offence row : listed) {
            Long figure = now.get(name(row));
            if (!row.rule().equals(rule)) {
                shrunk.add(row);
            } else if (figure != null) {
                shrunk.add(new Offence(rule, row.name(), Math.min(figure, row.figure())));
            }
        }
        return shrunk;
    }

    private static TreeMap<String, Long> figures(Collection<Offence> offences) {
        return offences.stream().collect(toMap(Offenders::name, Offence::figure, Long::sum, TreeMap::new));
    }

    private static String name(Offence offence) {
        return offence.rule() + "," + offence.name();
    }

    static List<Offence> listed() {
        return Folders.text(FILE).lines().skip(1).map(Offenders::read).toList();
    }

    private static Offence read(String row) {
        String[] cells = row.split(",");
        return new Offence(cells[0], cells[1], Long.parseLong(cells[2]));
    }

    static void write(Collection<Offence> rows) {
        var lines = new ArrayList<>(List.of(HEAD));
        new TreeSet<>(rows).forEach(row -> lines.add(row.row()));
        try {
            Files.write(FILE, lines);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
