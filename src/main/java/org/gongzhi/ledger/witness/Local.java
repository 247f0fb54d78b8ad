package org.gongzhi.ledger.witness;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
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

    private static final String HOST = "127.0.0.1";

    private final Path folder;
    private final Home home;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Witness witness;
    private @Nullable Serving serving;

    public Local(Path folder, String name, Clock clock) {
        this.folder = folder;
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

    /// Opens its web at the port that it had the last time; at a free one when it never had one, or when another
    /// program has taken it meanwhile.
    public void serve() throws IOException {
        Path kept = folder.resolve("port");
        int last = Files.exists(kept) ? Integer.parseInt(Files.readString(kept).strip()) : 0;
        try {
            serving = new Serving(witness, HOST, last);
        } catch (BindException taken) {
            serving = new Serving(witness, HOST, 0);
            log.warn(
                    "{}：地址 {}:{} 已被其他程序占用，改用 {}，无需处理 / {}: another program has {}:{}, it answers at {} now;"
                            + " nothing needs to be done",
                    home.name(),
                    HOST,
                    last,
                    serving.port(),
                    home.name(),
                    HOST,
                    last,
                    serving.port());
        }
        Files.writeString(kept, serving.port() + "\n");
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
