package org.gongzhi.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.gongzhi.ledger.witness.Local;

/// A party that runs inside this program, for a demonstration or a rehearsal: the same code with a folder, a
/// key and a web of its own, but on one machine with the log, where it proves nothing to anybody.
public final class LocalParty implements AutoCloseable {

    private final Local local;

    /// Begins the party in its folder, when it is not there yet.
    public LocalParty(Path folder, String name, Clock clock) {
        this.local = new Local(folder, name, clock);
    }

    /// What it hands in to be enrolled at a log.
    public Parties.Application apply(String origin, String kind, String label) {
        return new Parties.Application(
                kind, label, local.vkey(), local.proof(origin), null, "http://localhost:" + local.port());
    }

    /// Opens its web at a free port of this machine, and at the same one again as long as nobody else takes it.
    public void serve() throws IOException {
        local.serve();
    }

    /// Follows the log at this address from now on, a round every second.
    public void follow(String url) throws IOException {
        local.follow(url);
    }

    @Override
    public void close() {
        local.close();
    }
}
