package org.gongzhi.ledger;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gongzhi.access.Actor;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.Recorded;
import org.gongzhi.journal.Written;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.tree.Promise;
import org.gongzhi.ledger.tree.Proofs;
import org.gongzhi.ledger.tree.Receipt;
import org.gongzhi.ledger.tree.Tree;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What whoever acted takes home: at once a signed promise that the act will stand in the log by a deadline,
/// and when it does, a receipt that proves it to anybody. Neither is stored: a promise is only ever signed
/// for a row that is in the journal, and comes out the same each time.
@Component
public class ActReceipts {

    /// Rows looked through for an act that no line exists for yet; a follower is seconds behind.
    private static final int WAITING = 20_000;

    private final LedgerStore store;
    private final LedgerRules rules;
    private final LedgerKeys keys;
    private final Ledger ledger;
    private final Parties parties;
    private final Journal journal;
    private final Clock clock;

    ActReceipts(
            LedgerStore store,
            LedgerRules rules,
            LedgerKeys keys,
            Ledger ledger,
            Parties parties,
            Journal journal,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.keys = keys;
        this.ledger = ledger;
        this.parties = parties;
        this.journal = journal;
        this.clock = clock;
    }

    /// Where an act stands: promised by `due`; when `receipt` is there, proved. `joint`: enough parties
    /// signed.
    public record View(
            String hash,
            long street,
            Leaf leaf,
            Instant due,
            String promise,
            @Nullable Long index,
            @Nullable String receipt,
            long size,
            int signatures,
            boolean joint) {

        /// True when the time of the promise is over and the act is not in the log.
        public boolean broken(Instant now) {
            return receipt == null && due.isBefore(now);
        }
    }

    /// What is handed out at once: the name of the act, which is the hash of its public line, and the
    /// promise.
    public record Slip(String hash, String promise) {}

    /// The slip for an act that was just written; only called after its commit.
    public Slip slip(Written written) {
        Leaf leaf = rules.leaf(written);
        long street = LedgerRules.street(written.entry().where().community());
        return new Slip(leaf.hash().hex(), promise(street, leaf).whole());
    }

    private Note promise(long street, Leaf leaf) {
        String origin = ledger.origin(street);
        Note note = new Promise(origin, leaf.hash(), due(leaf)).note();
        return note.with(List.of(keys.promise(origin).sign(note, due(leaf))));
    }

    private Instant due(Leaf leaf) {
        return leaf.at().plus(rules.promise());
    }

    /// Where the act with this hash stands; refused when there is none.
    public View view(String hex) {
        Hash hash = hash(hex);
        var found = store.line(hash);
        if (found.isEmpty()) {
            return waiting(hash).map(this::waiting).orElseThrow(() -> Refusal.unknown("ledger-act"));
        }
        return view(found.get());
    }

    /// The same, after publishing at once what the log has taken in: nobody waits for the next round.
    public View soon(String hex) {
        View view = view(hex);
        if (view.receipt == null && store.line(hash(hex)).isPresent() && ledger.publish(view.street)) {
            return view(hex);
        }
        return view;
    }

    /// True for the account that acted.
    public boolean mayOpen(Actor actor, String hex) {
        return actor.account() instanceof Long account
                && store.line(hash(hex))
                        .map(found -> account.equals(found.line().actor()))
                        .orElse(false);
    }

    private static Hash hash(String hex) {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw Refusal.unknown("ledger-act");
        }
        return Hash.hex(hex);
    }

    /// An act that is in the journal and not in the log yet.
    private Optional<Leaf> waiting(Hash hash) {
        return journal.unread(ledger.name(), WAITING).stream()
                .map(rules::leaf)
                .filter(leaf -> leaf.hash().equals(hash))
                .findFirst();
    }

    private View waiting(Leaf leaf) {
        long street = LedgerRules.street(leaf.community());
        return new View(
                leaf.hash().hex(),
                street,
                leaf,
                due(leaf),
                promise(street, leaf).whole(),
                null,
                null,
                0,
                0,
                false);
    }

    private View view(LedgerStore.Found found) {
        try {
            return proved(found);
        } catch (Flaw flaw) {
            ledger.found(
                    found.street(),
                    Fault.What.LOG_CHANGED,
                    "line " + found.line().n() + ": " + flaw.getMessage());
            throw Refusal.unavailable("ledger-damaged");
        }
    }

    private View proved(LedgerStore.Found found) {
        long street = found.street();
        long n = found.line().n();
        Leaf leaf = Leaf.parse(store.entries(street, n, n + 1).getFirst());
        var sealed = store.newestJoint(street)
                .filter(each -> each.size() > n)
                .or(() -> store.newest(street).filter(each -> each.size() > n));
        if (sealed.isEmpty()) {
            return waiting(leaf);
        }
        Note note = parties.note(street, sealed.get());
        long size = sealed.get().size();
        var proof = new Tree(ledger.hashes(street), size).inclusion(n);
        if (!Proofs.included(leaf.hash(), n, size, proof, Checkpoint.parse(note).root())) {
            throw new Flaw("its proof does not hold");
        }
        int signatures =
                note.lines().size() - Note.parse(sealed.get().note()).lines().size();
        return new View(
                leaf.hash().hex(),
                street,
                leaf,
                due(leaf),
                promise(street, leaf).whole(),
                n,
                new Receipt(leaf.bytes(), n, proof, note).text(),
                size,
                signatures,
                sealed.get().joint());
    }

    /// One line of a list of acts.
    public record Act(
            String hash, long seq, long street, long index, String kind, String subject, Instant at, boolean sealed) {}

    /// The acts of an account, newest first, before the one with sequence `before`.
    public List<Act> mine(Actor actor, @Nullable Long before, int most) {
        if (actor.account() == null) {
            throw Refusal.signIn("sign-in");
        }
        return acts(store.linesOf(actor.account(), before, most));
    }

    /// The acts on a subject that everybody may know by its number, newest first.
    public List<Act> of(long street, String subject, long id, int most) {
        return rules.open(subject) ? acts(store.linesOf(street, subject, id, most)) : List.of();
    }

    private List<Act> acts(List<LedgerStore.Found> found) {
        var sealed = new java.util.HashMap<Long, Long>();
        var acts = new ArrayList<Act>();
        for (LedgerStore.Found each : found) {
            long until = sealed.computeIfAbsent(
                    each.street(), street -> ledger.require(street).sealed());
            acts.add(new Act(
                    each.line().hash().hex(),
                    each.line().seq(),
                    each.street(),
                    each.line().n(),
                    each.line().kind(),
                    each.line().subject(),
                    each.line().at(),
                    each.line().n() < until));
        }
        return acts;
    }

    /// What the line of an act commits to, for whoever acted: salt and words, to keep or to show to whom they
    /// like. Refused for everybody else, and when it was erased.
    public Journal.Opening opening(Actor actor, String hex) {
        var line = store.line(hash(hex))
                .orElseThrow(() -> Refusal.unknown("ledger-act"))
                .line();
        if (actor.account() == null || line.actor() == null || !line.actor().equals(actor.account())) {
            throw Refusal.unknown("ledger-act");
        }
        return journal.opening(line.community(), line.seq()).orElseThrow(() -> Refusal.conflict("ledger-erased"));
    }

    /// What a receipt or promise that somebody holds up is worth, checked with everything this program knows.
    public record Judgement(
            boolean holds, @Nullable String flaw, @Nullable Leaf leaf, int signatures) {}

    /// Checks a receipt under the policy in force of its log.
    public Judgement judge(String text) {
        try {
            var receipt = Receipt.parse(text);
            String origin = Checkpoint.parse(receipt.checkpoint()).origin();
            long street = ledger.street(origin);
            byte[] entry = receipt.extra();
            if (entry == null) {
                return new Judgement(false, "the receipt does not hold its entry", null, 0);
            }
            var policy = Policy.parse(parties.policy(street));
            receipt.require(entry, policy);
            return new Judgement(
                    true,
                    null,
                    Leaf.parse(entry),
                    policy.cosigned(receipt.checkpoint()).size());
        } catch (Flaw flaw) {
            return new Judgement(false, flaw.getMessage(), null, 0);
        }
    }

    /// Promises whose time is over: acts in the journal that no checkpoint covers, by street. An act of the past that
    /// was
    /// brought in counts from then: nobody was promised anything for it before.
    void watch() {
        Instant late = clock.instant().minus(rules.promise());
        for (Recorded row : journal.unread(ledger.name(), 1)) {
            if (row.written().isBefore(late)) {
                broken(
                        LedgerRules.street(row.where().community()),
                        "journal " + row.position().sequence());
            }
        }
        var lines = store.late(late);
        var rows = journal.rows(
                lines.stream().map(each -> each.line().community()).toArray(Long[]::new),
                lines.stream().map(each -> each.line().seq()).toArray(Long[]::new));
        lines.stream()
                .filter(each -> !rows.containsKey(each.line().seq())
                        || rows.get(each.line().seq()).written().isBefore(late))
                .forEach(each -> broken(each.street(), "line " + each.line().n()));
    }

    private void broken(long street, String detail) {
        ledger.found(street, Fault.What.PROMISE_BROKEN, detail);
    }
}
