package org.gongzhi.operations;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gongzhi.journal.Followers;
import org.gongzhi.kernel.Backlog;
import org.gongzhi.kernel.Loans;
import org.gongzhi.ledger.Ledger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// How the program fares, read afresh: what its operator looks at, and what alarms are made from.
@Component
public class Operations {

    /// Room on the disk of a folder, in bytes.
    public record Disk(String name, long free, long total) {

        /// Free whole percent.
        public long percentFree() {
            return total == 0 ? 100 : Math.multiplyExact(free, 100L) / total;
        }
    }

    /// The database: its size, what it keeps of its log for the next copy, how far its clock is from ours, and who has
    /// our connections to it.
    public record Store(long bytes, long heldBack, Duration apart, String version, Loans.State pool) {

        private static final Duration SOON = Duration.ofSeconds(5);
        private static final int LONGEST = 10;

        /// Those who have had a connection for longer than a few seconds, the longest first.
        public List<Loans.Holder> holders(Instant now) {
            return pool.holders().stream()
                    .filter(holder -> !holder.since().isAfter(now.minus(SOON)))
                    .sorted(Comparator.comparing(Loans.Holder::since))
                    .limit(LONGEST)
                    .toList();
        }
    }

    /// A certificate and when it ends; null when it could not be read.
    public record Certificate(String name, @Nullable Instant until) {}

    /// Everything at one moment.
    public record View(
            Instant at,
            Instant startedAt,
            String release,
            long memory,
            long memoryMost,
            List<Followers.Lag> followers,
            List<Backlog.Waiting> backlogs,
            List<Disk> disks,
            Store database,
            List<Certificate> certificates,
            long ledgerFaults,
            List<Tasks.Task> tasks,
            List<Backups.Backup> backups,
            boolean backupFolder,
            List<Alarm> alarms) {}

    private static final int ROWS = 10;

    private final Followers followers;
    private final List<Backlog> backlogs;
    private final Backups backups;
    private final Tasks tasks;
    private final Alarms alarms;
    private final Certificates certificates;
    private final Ledger ledger;
    private final DatabaseState database;
    private final Clock clock;
    private final Path data;

    Operations(
            Followers followers,
            List<Backlog> backlogs,
            Backups backups,
            Tasks tasks,
            Alarms alarms,
            Certificates certificates,
            Ledger ledger,
            DatabaseState database,
            Clock clock,
            @Value("${gongzhi.data}") Path data) {
        this.followers = followers;
        this.backlogs = backlogs;
        this.backups = backups;
        this.tasks = tasks;
        this.alarms = alarms;
        this.certificates = certificates;
        this.ledger = ledger;
        this.database = database;
        this.clock = clock;
        this.data = data;
    }

    public View view() {
        Instant now = clock.instant();
        var runtime = Runtime.getRuntime();
        return new View(
                now,
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                Restore.RELEASE,
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                followers.lags(),
                backlogs.stream()
                        .map(each -> each.waiting(now))
                        .sorted(Comparator.comparing(Backlog.Waiting::name))
                        .toList(),
                disks(),
                database.now(),
                certificates.all(),
                ledger.views().stream().mapToLong(each -> each.faults().size()).sum(),
                tasks.all(),
                backups.newest(ROWS),
                backups.folder() != null,
                alarms.newest(ROWS));
    }

    private List<Disk> disks() {
        var disks = new ArrayList<Disk>();
        disk("data", data, disks);
        if (backups.folder() instanceof Path folder) {
            disk("backups", folder, disks);
        }
        return disks;
    }

    private static void disk(String name, Path folder, List<Disk> disks) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            var store = Files.getFileStore(there);
            disks.add(new Disk(name, store.getUsableSpace(), store.getTotalSpace()));
        } catch (IOException away) {
            disks.add(new Disk(name, 0, 1));
        }
    }
}
