package org.gongzhi.ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Enrolment;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.tree.Verifier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Who cosigns: enrolled with proof that they have their key, all equal, and counted by the policy in force.
/// A signature speaks for itself, so that it may come by any way.
@Component
public class Parties {

    private final PartyStore store;
    private final LedgerStore logs;
    private final LedgerRules rules;
    private final Ledger ledger;
    private final WitnessClient witnesses;
    private final Journal journal;
    private final Clock clock;

    Parties(
            PartyStore store,
            LedgerStore logs,
            LedgerRules rules,
            Ledger ledger,
            WitnessClient witnesses,
            Journal journal,
            Clock clock) {
        this.store = store;
        this.logs = logs;
        this.rules = rules;
        this.ledger = ledger;
        this.witnesses = witnesses;
        this.journal = journal;
        this.clock = clock;
    }

    /// What a party hands in: its key with a signature over [Enrolment#possession(String)], made by itself.
    public record Application(
            @Nullable String kind,
            @Nullable String label,
            @Nullable String vkey,
            @Nullable String proof,
            @Nullable String submission,
            @Nullable String mirror) {}

    /// Enrols a party. Without a proof a party with an address is asked for a cosignature, which proves as
    /// much. Keys of low order, or not written in the one way, are refused, so that every library judges its
    /// signatures alike.
    @Transactional
    public Party enrol(Actor actor, long street, Application told) {
        require(actor, street);
        var kind = rules.party(Sent.text(told.kind()));
        String label = Sent.words(told.label(), 60);
        Verifier key = key(told.vkey());
        String submission = address(told.submission());
        if (!proved(street, key, Sent.text(told.proof()).strip(), submission)) {
            throw Refusal.invalid("ledger-possession");
        }
        var party = new Party(
                street,
                key.name(),
                kind,
                label,
                key.vkey(),
                submission,
                address(told.mirror()),
                clock.instant(),
                null,
                0,
                null,
                false);
        if (!store.enrol(party)) {
            throw Refusal.conflict("ledger-party-taken");
        }
        write(actor, street, "PartyEnrolled", Map.of("vkey", key.vkey(), "kind", kind.code()));
        return party;
    }

    /// A line made for this enrolment, or, of a witness that knows nothing of us, its cosignature under our
    /// newest checkpoint, for which it is asked.
    private boolean proved(long street, Verifier key, String proof, @Nullable String submission) {
        try {
            if (proof.isEmpty() && submission != null) {
                Note newest = Note.parse(logs.newest(street)
                        .orElseThrow(() -> Refusal.unknown("ledger"))
                        .note());
                return key.signed(witnesses.ask(submission, newest, 0, ledger.hashes(street)))
                        .isPresent();
            }
            String origin = ledger.require(street).origin();
            return key.signed(new Note(Enrolment.possession(origin), List.of(Note.Line.parse(proof))))
                    .isPresent();
        } catch (Flaw | IOException wrong) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Verifier key(@Nullable String vkey) {
        Verifier key;
        try {
            key = Verifier.parse(Sent.text(vkey));
        } catch (Flaw flaw) {
            throw Refusal.invalid("ledger-key");
        }
        if (!key.algorithm().timed() || !key.name().matches("[A-Za-z0-9.:/_-]{3,120}")) {
            throw Refusal.invalid("ledger-key");
        }
        if (!key.sound()) {
            throw Refusal.invalid("ledger-key-weak");
        }
        return key;
    }

    private static @Nullable String address(@Nullable String address) {
        if (address == null || address.isBlank()) {
            return null;
        }
        String url = address.strip();
        if (url.length() > 300 || !url.matches("https?://[A-Za-z0-9.\\-\\[\\]:]+(/[A-Za-z0-9._~/-]*)?")) {
            throw Refusal.invalid("ledger-address");
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /// Ends a party's part from now on; what it signed stays.
    @Transactional
    public void end(Actor actor, long street, String name) {
        require(actor, street);
        if (!store.end(street, name, clock.instant())) {
            throw Refusal.unknown("ledger-party");
        }
        write(actor, street, "PartyEnded", Map.of("name", name));
    }

    /// Where a party can be reached from now on.
    @Transactional
    public void reach(Actor actor, long street, String name, @Nullable String submission, @Nullable String mirror) {
        require(actor, street);
        if (!store.reach(street, name, address(submission), address(mirror))) {
            throw Refusal.unknown("ledger-party");
        }
        write(actor, street, "PartyMoved", Map.of("name", name));
    }

    /// Refuses whoever does not keep the ledger of this street.
    void require(Actor actor, long street) {
        ledger.require(street);
        actor.require(Right.LEDGER_KEEP, Long.toString(street));
    }

    private void write(Actor actor, long street, String what, Object fact) {
        journal.append(new Entry(
                new Entry.Where(street * 1000, null),
                actor.in(actor.seatFor(Right.LEDGER_KEEP, Long.toString(street)).orElse(null)),
                new Entry.Subject("ledger", street),
                what,
                fact,
                clock.instant()));
    }

    public List<Party> all(long street) {
        return store.all(street, clock.instant());
    }

    /// The policy in force, as tlog-policy writes it; the names of the parties in it are those of their keys.
    public String policy(long street) {
        var log = ledger.view(street);
        var active = store.active(street, clock.instant());
        var text = new StringBuilder(
                "# " + log.origin() + "\n# promises " + log.promiseVkey() + "\nlog " + log.vkey() + "\n");
        active.forEach(party -> text.append("witness ")
                .append(party.name())
                .append(' ')
                .append(party.vkey())
                .append(party.mirror() == null ? "" : " " + party.mirror())
                .append('\n'));
        if (active.isEmpty()) {
            return text.append("quorum none\n").toString();
        }
        text.append("group joint ").append(rules.least(active.size()));
        active.forEach(party -> text.append(' ').append(party.name()));
        return text.append("\nquorum joint\n").toString();
    }

    /// The newest checkpoint with all signatures under it; with `joint` the newest that enough parties signed.
    public Optional<Note> checkpoint(long street, boolean joint) {
        return (joint ? logs.newestJoint(street) : logs.newest(street)).map(each -> note(street, each));
    }

    Note note(long street, LedgerStore.Sealed sealed) {
        return Note.parse(sealed.note())
                .with(store.lines(street, sealed.size()).values().stream()
                        .map(Note.Line::parse)
                        .toList());
    }

    /// Takes signatures in: a checkpoint of this log with lines of enrolled parties. Returns how many count.
    /// Anything signed that is not this log is a split view, kept for everybody to see.
    public int cosign(long street, Note note) {
        var log = ledger.require(street);
        Checkpoint checkpoint;
        var signed = new LinkedHashMap<String, Note.Line>();
        try {
            checkpoint = Checkpoint.parse(note);
            for (Party party : store.active(street, clock.instant())) {
                Verifier key = Verifier.parse(party.vkey());
                if (key.signed(note).isPresent()) {
                    note.lines().stream()
                            .filter(key::made)
                            .findFirst()
                            .ifPresent(line -> signed.put(party.name(), line));
                }
            }
        } catch (Flaw flaw) {
            throw Refusal.invalid("ledger-signature");
        }
        if (!checkpoint.origin().equals(log.origin()) || signed.isEmpty()) {
            throw Refusal.invalid("ledger-signature");
        }
        var sealed = logs.sealed(street, checkpoint.size());
        if (sealed.isEmpty() || !Note.parse(sealed.get().note()).text().equals(note.text())) {
            ledger.found(street, Fault.What.SPLIT_VIEW, String.join(" ", signed.keySet()) + " " + checkpoint.size());
            throw Refusal.conflict("ledger-split");
        }
        signed.forEach((name, line) -> store.sign(street, checkpoint.size(), name, line.toString(), clock.instant()));
        settle(street, sealed.get());
        return signed.size();
    }

    private void settle(long street, LedgerStore.Sealed sealed) {
        if (!sealed.joint()
                && Policy.parse(policy(street))
                        .joint(store.lines(street, sealed.size()).keySet())) {
            logs.joint(street, sealed.size());
        }
    }

    /// Who signed the newest checkpoint.
    public List<String> signed(long street) {
        return logs.newest(street)
                .map(newest ->
                        new ArrayList<>(store.lines(street, newest.size()).keySet()))
                .orElseGet(ArrayList::new);
    }

    /// Labels of parties that have been silent for too long and about whom nobody was told yet, by street.
    Map<Long, List<String>> silent() {
        Instant now = clock.instant();
        return store.silent(now.minus(rules.silent()), now);
    }

    /// The logs with a party to be asked for its signature.
    List<Long> asking() {
        return store.asking();
    }
}
