package org.gongzhi.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Tree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Asks parties that take checkpoints to sign the newest one (C2SP tlog-witness `add-checkpoint`). A party
/// that does not answer costs nobody but itself; it is asked again with the next checkpoint.
@Component
public class Asking {

    private static final Logger log = LoggerFactory.getLogger(Asking.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int TRIES = 3;

    private final Ledger ledger;
    private final Parties parties;
    private final LedgerStore store;
    private final ConcurrentMap<String, Boolean> busy = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Asking(Ledger ledger, Parties parties, LedgerStore store) {
        this.ledger = ledger;
        this.parties = parties;
        this.store = store;
    }

    /// Asks every party with an address that has not signed the newest checkpoint, each on a thread of its
    /// own; returns the threads.
    public List<Thread> ask(long street) {
        var asked = new ArrayList<Thread>();
        var newest = store.newest(street).orElse(null);
        if (newest == null) {
            return asked;
        }
        var signed = parties.signed(street);
        for (Party party : parties.all(street)) {
            String address = party.submission();
            if (party.active()
                    && address != null
                    && !signed.contains(party.name())
                    && busy.putIfAbsent(street + party.name(), true) == null) {
                asked.add(Thread.ofVirtual().name("ask-" + party.name()).start(() -> {
                    try {
                        ask(street, party, address, Note.parse(newest.note()));
                    } catch (RuntimeException | IOException failed) {
                        log.debug("party {} did not sign: {}", party.name(), failed.toString());
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    } finally {
                        busy.remove(street + party.name());
                    }
                }));
            }
        }
        return asked;
    }

    private void ask(long street, Party party, String address, Note note) throws IOException, InterruptedException {
        long size = Checkpoint.parse(note).size();
        long old = party.seenSize();
        for (int i = 0; i < TRIES; i++) {
            var body = new StringBuilder("old " + old + "\n");
            new Tree(ledger.hashes(street), size)
                    .consistency(old)
                    .forEach(hash -> body.append(hash.base64()).append('\n'));
            body.append('\n').append(note.whole());
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(address + "/add-checkpoint"))
                            .timeout(PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                parties.cosign(street, Note.parse(note.whole() + answer.body()));
                return;
            }
            String known = answer.body().strip();
            if (answer.statusCode() != 409 || !known.matches("[0-9]{1,18}") || Long.parseLong(known) > size) {
                throw new IOException("answered " + answer.statusCode());
            }
            old = Long.parseLong(known);
        }
    }
}
