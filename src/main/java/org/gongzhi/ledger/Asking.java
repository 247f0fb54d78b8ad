package org.gongzhi.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.gongzhi.ledger.tree.Note;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Asks parties that take checkpoints to sign the newest one (C2SP tlog-witness `add-checkpoint`). A party
/// that does not answer costs nobody but itself; it is asked again with the next checkpoint.
@Component
public class Asking {

    private static final Logger log = LoggerFactory.getLogger(Asking.class);
    private final Ledger ledger;
    private final Parties parties;
    private final LedgerStore store;
    private final WitnessClient witnesses;
    private final ConcurrentMap<String, Boolean> busy = new ConcurrentHashMap<>();

    Asking(Ledger ledger, Parties parties, LedgerStore store, WitnessClient witnesses) {
        this.ledger = ledger;
        this.parties = parties;
        this.store = store;
        this.witnesses = witnesses;
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
                        parties.cosign(
                                street,
                                witnesses.ask(
                                        address, Note.parse(newest.note()), party.seenSize(), ledger.hashes(street)));
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
}
