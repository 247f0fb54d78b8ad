package org.gongzhi.house;

import java.util.Comparator;

/// Something larger than a rule allows, and how large it is.
record Offence(String rule, String name, long figure) implements Comparable<Offence> {

    @Override
    public int compareTo(Offence other) {
        return Comparator.comparing(Offence::rule)
                .thenComparing(Offence::name)
                .thenComparing(Offence::figure)
                .compare(this, other);
    }

    /// As it stands in the list of offenders.
    String row() {
        return rule + "," + name + "," + figure;
    }
}
