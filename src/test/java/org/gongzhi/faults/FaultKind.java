package org.gongzhi.faults;

/// What can go wrong, with how often it is drawn.
enum FaultKind {
    PROGRAM_KILLED(8),
    PROGRAM_STOPPED(3),
    DATABASE_KILLED(10),
    CONNECTIONS_ENDED(12),
    NETWORK_CUT(16),
    NETWORK_SILENT(4),
    DISK_SLOW(12),
    DISK_FULL(4),
    CLOCK_JUMP(10),
    UPLOAD_TRUNCATED(10),
    DUPLICATES(10),
    ROW_POISONED(3);

    private final int weight;

    FaultKind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
