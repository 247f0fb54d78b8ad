package org.gongzhi.ledger.tree;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What everybody can count from the public lines alone: acts by subject, subjects by the state they are in
/// now, ballots by vote. Whoever has the entries comes to the same numbers.
public final class Figures {

    /// The figure of all acts, by subject.
    public static final String ACTS = "acts";

    private final Map<String, Map<Long, String>> states = new HashMap<>();
    private final Map<String, Map<String, Long>> counted = new TreeMap<>();

    public void add(Leaf leaf) {
        count(ACTS, leaf.subject(), 1);
        if (leaf.of() instanceof Long of) {
            if (leaf.state() instanceof String state) {
                String before = states.computeIfAbsent(leaf.subject(), _ -> new HashMap<>())
                        .put(of, state);
                count(leaf.subject(), state, 1);
                if (before != null) {
                    count(leaf.subject(), before, -1);
                }
            } else if (each(leaf)) {
                count(leaf.subject(), Long.toString(of), 1);
            }
        }
    }

    /// Subjects whose acts are counted one by one under their number.
    public static boolean each(Leaf leaf) {
        return leaf.subject().equals("ballot");
    }

    private void count(String figure, String name, long more) {
        counted.computeIfAbsent(figure, _ -> new TreeMap<>())
                .merge(name, more, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    }

    /// The numbers as they are now, whatever is added later.
    public Figures copy() {
        var copy = new Figures();
        counted.forEach((figure, names) -> copy.counted.put(figure, new TreeMap<>(names)));
        states.forEach((subject, all) -> copy.states.put(subject, new HashMap<>(all)));
        return copy;
    }

    /// The numbers: by figure, then by name.
    public Map<String, Map<String, Long>> counted() {
        return counted;
    }
}
