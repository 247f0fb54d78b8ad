package org.gongzhi.operations;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Backups and checks that somebody starts from the page: they run on their own, one at a time on this node.
@Component
public class BackupDesk {

    private static final Logger log = LoggerFactory.getLogger(BackupDesk.class);

    private final Backups backups;
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();
    private final AtomicLong copied = new AtomicLong();

    BackupDesk(Backups backups) {
        this.backups = backups;
    }

    /// Bytes of the database that the running backup has copied; 0 when none runs.
    public long copied() {
        return running.get() == null ? 0 : copied.get();
    }

    public void backUp() {
        start("backup", () -> backups.take(null, copied::set));
    }

    public void check() {
        start("check", () -> backups.check(null, null));
    }

    private void start(String what, Tasks.Work<?> work) {
        if (backups.folder() == null) {
            throw Refusal.invalid("backup-folder");
        }
        copied.set(0);
        Thread thread = Thread.ofVirtual().name(what).unstarted(() -> {
            try {
                work.run();
            } catch (Exception failed) {
                log.error("{} failed", what, failed); // and is written down, for the page and the alarm
            } finally {
                running.set(null);
            }
        });
        if (!running.compareAndSet(null, thread)) {
            throw Refusal.conflict("backup-running");
        }
        thread.start();
    }
}
