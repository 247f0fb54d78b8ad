package org.gongzhi.ledger;

import java.time.Instant;

/// Something that did not fit, with where: an index, a row, a party. Faults stay on the page for everybody to
/// see.
public record Fault(What what, String detail, Instant at) {

    /// What did not fit.
    public enum What {
        /// A row of the journal is no longer what was committed to when it was written.
        ROW_CHANGED,
        /// A stored line, hash or tile is not what it was.
        LOG_CHANGED,
        /// The database is behind what this program has published: it was set back.
        SET_BACK,
        /// An act was promised and not in the log in time.
        PROMISE_BROKEN,
        /// A party signed something else than this log.
        SPLIT_VIEW
    }
}
