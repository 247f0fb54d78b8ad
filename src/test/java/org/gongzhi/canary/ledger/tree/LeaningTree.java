package org.gongzhi.canary.ledger.tree;

import java.sql.Connection;

/// Mathematics of a ledger that leans on a database.
class LeaningTree {

    boolean rooted(Connection ground) {
        return ground != null;
    }
}
