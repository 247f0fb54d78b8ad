package org.gongzhi.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.gongzhi.journal.JournalDigest;
import org.gongzhi.ledger.LedgerRoots;
import org.jspecify.annotations.Nullable;

/// What a backup holds and what its database must come to once restored to its mark.
///
/// `system`: PostgreSQL's identifier of the cluster; `major`: its major version; `from`: the first log file
/// that restoring needs; `flawed`: streets whose stored lines did not have the signed root even then; `mark`:
/// the named restore point at which `counts` (rows by table; empty when writers could not be held off for a
/// moment), `journal` and `roots` were taken; `until`: the log file that holds the mark; `user`, `password`:
/// who may connect to the restored database.
record BackupManifest(
        String name,
        String release,
        Instant began,
        Instant ended,
        String system,
        int major,
        String database,
        String from,
        String mark,
        String until,
        Map<String, Long> counts,
        JournalDigest journal,
        List<LedgerRoots.Root> roots,
        List<Long> flawed,
        long photos,
        long bytes,
        String user,
        @Nullable String password) {}
