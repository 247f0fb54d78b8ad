package org.gongzhi.ledger.witness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A party on a thread of this program.
public final class Local implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Local.class);
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final Home home;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Witness witness;
    private @Nullable Serving serving;

    public Local(Path folder, String name, Clock clock) {
        this.home = new Home(folder);
        this.clock = clock;
        if (!home.exists()) {
            home.begin(name);
        }
        this.witness = new Witness(
                home, clock, SILENCE, alarm -> log.warn("party {}: {} {}", name, alarm.origin(), alarm.what()));
    }

    public String vkey() {
        return home.mirror().verifier().vkey();
    }

    public String proof(String origin) {
        return Main.proof(home, origin, clock.instant()).toString();
    }

    public int port() {
        return serving == null ? 0 : serving.port();
    }

    public void serve(int port) throws IOException {
        serving = new Serving(witness, "127.0.0.1", port);
    }

    public void follow(String url) throws IOException {
        home.follow(url, new Source(url).text("policy"));
        Thread.ofVirtual().name("party-" + home.name()).start(() -> {
            try {
                do {
                    witness.round();
                } while (!closed.await(1, TimeUnit.SECONDS));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        closed.countDown();
        if (serving != null) {
            serving.close();
        }
    }
}
