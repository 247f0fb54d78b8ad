package org.gongzhi.kernel;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/// Begins the rounds of the program (`@Scheduled`), each on a virtual thread of its own: one that waits for a lock or a
/// mail server delays itself alone. Spring's own scheduler of virtual threads has one thread for all fixed delays.
@Component("taskScheduler")
public class RoundScheduler extends ThreadPoolTaskScheduler {

    /// More than there are rounds; the pool adds a thread with every beginning until it has so many.
    public static final int THREADS = 128;

    public RoundScheduler() {
        setVirtualThreads(true);
        setThreadNamePrefix("round-");
        setPoolSize(THREADS);
    }
}
