/// The program a party runs for itself: it pulls a log, recomputes it from its bytes, keeps all of it and
/// signs only what fits; and its kin that only watch (`monitor`) or recompute a kept copy (`audit`). Neither
/// Spring nor a database: it runs on a small computer.
@NullMarked
package org.gongzhi.ledger.witness;

import org.jspecify.annotations.NullMarked;
