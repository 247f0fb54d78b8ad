package org.gongzhi.journal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The news of the journal for this node, from now on: for live pages and caches, which may miss what happened while
/// the program was off. Effects that must not be missed belong in a [Follower].
@Component
public class Tail implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Tail.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PACE = Duration.ofMillis(100);
    private static final int BATCH = 1000;

    private final JournalReader reader;
    private final Signal signal;
    private final List<Consumer<List<Recorded>>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Thread thread;

    Tail(JournalReader reader, Signal signal) {
        this.reader = reader;
        this.signal = signal;
    }

    /// Hears of every settled row from now on. The listener must be quick and must not throw.
    public void listen(Consumer<List<Recorded>> listener) {
        listeners.add(listener);
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("journal-tail").start(this::run);
    }

    @Override
    public void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        Recorded.@Nullable Position position = null;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                long seen = signal.count();
                if (position == null) {
                    position = reader.end();
                }
                var entries = reader.after(position, BATCH);
                if (entries.isEmpty()) {
                    signal.await(seen, LOOK);
                    signal.await(Long.MAX_VALUE, PACE);
                    continue;
                }
                position = entries.getLast().position();
                listeners.forEach(listener -> listener.accept(entries));
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException away) {
                log.warn("live news wait for the database: {}", away.getClass().getSimpleName());
                try {
                    signal.await(Long.MAX_VALUE, LOOK);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }
}
