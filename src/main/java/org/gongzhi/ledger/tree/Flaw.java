package org.gongzhi.ledger.tree;

/// Something in a ledger, a note or a receipt is not what it should be; the message says what, for the operator.
public final class Flaw extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Flaw(String what) {
        super(what);
    }
}
