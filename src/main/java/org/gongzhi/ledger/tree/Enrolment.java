package org.gongzhi.ledger.tree;

/// How a party shows that it has the secret of the key it hands in.
public final class Enrolment {

    private Enrolment() {}

    /// The text it signs, for one log; no checkpoint can read like it.
    public static String possession(String origin) {
        return "gongzhi enrolment\n" + origin + "\n";
    }
}
