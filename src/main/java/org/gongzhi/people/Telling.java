package org.gongzhi.people;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What tells who somebody is, wherever it was written: name and numbers, those of today and those that were
/// changed.
@Component
public class Telling {

    /// A shorter name may be a common word in what others wrote.
    private static final int TELLING_NAME = 3;

    private static final List<String> FIELDS = List.of("name", "phone", "id-number");

    private final JdbcClient client;
    private final Sealed sealed;

    Telling(JdbcClient client, Sealed sealed) {
        this.client = client;
        this.sealed = sealed;
    }

    /// The longest first, so that nothing is left of one that contains another.
    public List<String> of(Person person) {
        var found = new TreeSet<>(
                Comparator.comparingInt((String value) -> -value.length()).thenComparing(Comparator.naturalOrder()));
        add(found, person.name());
        add(found, person.phone());
        add(found, person.idNumber() == null ? null : person.idNumber().text());
        client.sql("""
                        select before, after from people.change
                        where community = ? and person = ? and field = any (?)""")
                .params(person.community(), person.id(), FIELDS.toArray(String[]::new))
                .query((row, _) -> {
                    var both = new ArrayList<byte[]>();
                    both.add(row.getBytes(1));
                    both.add(row.getBytes(2));
                    return both;
                })
                .list()
                .forEach(both -> both.forEach(value -> add(found, value == null ? null : sealed.open(value))));
        return List.copyOf(found);
    }

    private static void add(TreeSet<String> found, @org.jspecify.annotations.Nullable String value) {
        if (value != null && value.codePointCount(0, value.length()) >= TELLING_NAME) {
            found.add(value);
        }
    }
}
