package org.gongzhi.operations;

import org.gongzhi.kernel.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Backs up by itself once a folder is set: the whole every night, the database's log every minute, and once
/// a week the newest backup is restored for trial. What fails is written down by [Tasks] and becomes an
/// alarm.
@Component
class BackupTimers {

    private static final Logger log = LoggerFactory.getLogger(BackupTimers.class);

    private final Backups backups;

    BackupTimers(Backups backups) {
        this.backups = backups;
    }

    @Scheduled(cron = "${gongzhi.backup.at:0 30 2 * * *}", zone = "Asia/Shanghai")
    public void whole() {
        quietly("backup", () -> backups.take(null, _ -> {}));
    }

    @Scheduled(fixedDelayString = "${gongzhi.backup.log:PT1M}", initialDelayString = "${gongzhi.backup.log:PT1M}")
    public void log() {
        quietly("log", () -> backups.archive(null));
    }

    @Scheduled(cron = "${gongzhi.backup.check:0 30 4 * * SUN}", zone = "Asia/Shanghai")
    public void check() {
        quietly("check", () -> backups.check(null, null));
    }

    private void quietly(String what, Tasks.Work<?> work) {
        if (backups.folder() == null) {
            return;
        }
        try {
            work.run();
        } catch (DatabaseCopy.LogLost lost) {
            log.warn("{}; it is taken now", lost.getMessage());
            whole();
        } catch (Refusal refused) {
            log.warn("{}: {}", what, refused.code());
        } catch (Exception failed) {
            log.error("{} failed", what, failed);
        }
    }
}
