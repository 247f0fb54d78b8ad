package org.gongzhi.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Follower;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.Recorded;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Growth;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Hashes;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.tree.Succession;
import org.gongzhi.ledger.tree.Tiles;
import org.gongzhi.ledger.tree.Tree;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The logs themselves. Taking lines in is part of following the journal: lines, their places and the
/// follower's cursor are one transaction, so that a stop at any moment loses nothing and doubles nothing.
/// Signing is a second one, which reads back what is durable, recomputes every leaf hash from those bytes and
/// writes tiles and checkpoint; what it signed is known to nobody before it is committed. So there are never
/// two checkpoints of one size.
@Component
public class Ledger implements Follower {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    /// So many lines are sealed by one transaction.
    private static final int MOST = 50_000;

    /// So many lines are compared with the journal at a time.
    private static final int PATROL = 5_000;

    /// So many faults are shown.
    private static final int FAULTS = 20;

    private final LedgerStore store;
    private final LedgerRules rules;
    private final LedgerKeys keys;
    private final Published published;
    private final Journal journal;
    private final Ids ids;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final String prefix;

    /// Origins by street; an origin never changes.
    private final ConcurrentMap<Long, String> origins = new ConcurrentHashMap<>();

    /// Whether the folders have been brought up to date since the program started.
    private volatile boolean brought;

    Ledger(
            LedgerStore store,
            LedgerRules rules,
            LedgerKeys keys,
            Published published,
            Journal journal,
            Ids ids,
            TransactionTemplate transaction,
            Clock clock,
            @Value("${gongzhi.ledger.origin:gongzhi.local/ledger}") String prefix) {
        this.store = store;
        this.rules = rules;
        this.keys = keys;
        this.published = published;
        this.journal = journal;
        this.ids = ids;
        this.transaction = transaction;
        this.clock = clock;
        this.prefix = prefix;
    }

    /// A log as everybody sees it. `size`: lines sealed by the newest checkpoint; `waiting`: lines taken in
    /// after it.
    public record View(
            long street,
            String origin,
            String vkey,
            String promiseVkey,
            long size,
            long waiting,
            @Nullable Instant sealedAt,
            List<Fault> faults,
            @Nullable String succeeds) {}

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public int batch() {
        return 2000;
    }

    @Override
    public void follow(List<Recorded> entries) {
        var byStreet = new LinkedHashMap<Long, List<Recorded>>();
        for (Recorded entry : entries) {
            byStreet.computeIfAbsent(LedgerRules.street(entry.where().community()), _ -> new ArrayList<>())
                    .add(entry);
        }
        new TreeMap<>(byStreet).forEach(this::take);
    }

    private void take(long street, List<Recorded> rows) {
        LedgerStore.Log held = held(street);
        var lines = new ArrayList<LedgerStore.Line>();
        var leaves = new ArrayList<Leaf>();
        var pieces = new LinkedHashMap<Long, List<byte[]>>();
        long n = held.size();
        for (Recorded row : rows) {
            if (!journal.fits(row)) {
                fault(
                        street,
                        Fault.What.ROW_CHANGED,
                        "journal " + row.position().sequence());
            }
            Leaf leaf = rules.leaf(row);
            byte[] bytes = leaf.bytes();
            Leaf.parse(bytes);
            leaves.add(leaf);
            pieces.computeIfAbsent(n / Tiles.WIDTH, _ -> new ArrayList<>()).add(bytes);
            lines.add(new LedgerStore.Line(
                    row.where().community(),
                    row.position().sequence(),
                    n,
                    Hash.leaf(bytes),
                    leaf.subject(),
                    leaf.of(),
                    leaf.kind(),
                    row.who().account(),
                    row.at()));
            n++;
        }
        store.append(street, pieces);
        store.lines(street, lines);
        store.count(street, leaves);
        store.grown(street, n);
    }

    private LedgerStore.Log held(long street) {
        return store.hold(street).orElseGet(() -> {
            store.open(street, prefix + "/" + street, null, clock.instant());
            return store.hold(street).orElseThrow();
        });
    }

    private void fault(long street, Fault.What what, String detail) {
        if (store.fault(street, ids.next(), what, detail, clock.instant())) {
            log.error("ledger of {}: {} ({})", street, what, detail);
        }
    }

    /// Writes down what somebody else found, for everybody to see.
    void found(long street, Fault.What what, String detail) {
        transaction.executeWithoutResult(_ -> fault(street, what, detail));
    }

    /// Signs all lines that have been taken in, of every log, and publishes them; returns how many logs grew.
    /// A log in which something does not fit is left as it is, with a [Fault].
    public int publish() {
        int grown = 0;
        for (LedgerStore.Log each : store.unsealed()) {
            grown += publish(each.street()) ? 1 : 0;
        }
        if (!brought) {
            store.all().forEach(each -> copy(each.street()));
            brought = true;
        }
        return grown;
    }

    /// The same for one log, at once; true when it grew.
    public boolean publish(long street) {
        boolean grown = false;
        while (seal(street)) {
            grown = true;
        }
        copy(street);
        return grown;
    }

    private void copy(long street) {
        store.newest(street).ifPresent(newest -> published.bring(street, newest));
    }

    private boolean seal(long street) {
        try {
            return Boolean.TRUE.equals(transaction.execute(_ -> sealed(street)));
        } catch (Flaw flaw) {
            found(street, Fault.What.LOG_CHANGED, String.valueOf(flaw.getMessage()));
            return false;
        }
    }

    private boolean sealed(long street) {
        LedgerStore.Log held = store.hold(street).orElse(null);
        if (held == null || held.size() == held.sealed()) {
            return false;
        }
        long seen = published.size(street);
        if (seen > held.sealed()) {
            fault(street, Fault.What.SET_BACK, "published " + seen);
            return false;
        }
        long to = Math.min(held.size(), held.sealed() + MOST);
        var before = new Tree(store.hashes(street), held.sealed());
        store.newest(street)
                .map(each -> Checkpoint.parse(Note.parse(each.note())))
                .ifPresent(last -> {
                    if (last.size() != held.sealed() || !last.root().equals(before.root())) {
                        throw new Flaw("the tiles do not have the root signed for " + last.size());
                    }
                });
        var growth = new Growth(before);
        var known = store.hashes(street, held.sealed(), to).iterator();
        for (byte[] entry : store.entries(street, held.sealed(), to)) {
            Hash hash = Hash.leaf(entry);
            if (!known.hasNext() || !known.next().equals(hash)) {
                throw new Flaw("line " + growth.size() + " is not what was taken in");
            }
            growth.add(hash);
        }
        store.tiles(street, growth.tiles());
        Note note = signed(new Checkpoint(held.origin(), to, growth.root()));
        store.seal(street, to, note.whole(), to == held.size() ? store.figures(street) : Map.of(), clock.instant());
        return true;
    }

    private Note signed(Checkpoint checkpoint) {
        Note note = checkpoint.note();
        Instant now = clock.instant();
        return note.with(keys.lines(checkpoint.origin()).stream()
                .map(key -> key.sign(note, now))
                .toList());
    }

    /// Holds the next lines of the log that waited longest against the rows they were made from, round after
    /// round: whoever changes or removes a row after it was signed, an administrator too, is seen by
    /// everybody.
    public void patrol() {
        store.nextRound().ifPresent(round -> {
            long to = Math.min(round.sealed(), round.from() + PATROL);
            compare(round.street(), round.from(), to);
            store.patrolled(round, to == round.sealed() ? 0 : to, clock.instant());
        });
    }

    /// Compares the sealed lines from `from` up to `to` with the journal; what does not fit becomes a
    /// [Fault].
    void compare(long street, long from, long to) {
        var tiles = store.tiles(street, from / Tiles.WIDTH, (to - 1) / Tiles.WIDTH + 1);
        for (long n = from / Tiles.WIDTH; n * Tiles.WIDTH < to; n++) {
            if (!tiles.containsKey(n) || tiles.get(n).length < width(n, to) * Hash.BYTES) {
                tiles.remove(n);
                found(street, Fault.What.LOG_CHANGED, new Tiles.Tile(0, n, width(n, to)).path());
            }
        }
        var lines = store.lines(street, from, to);
        var rows = journal.rows(
                lines.stream().map(LedgerStore.Line::community).toArray(Long[]::new),
                lines.stream().map(LedgerStore.Line::seq).toArray(Long[]::new));
        for (LedgerStore.Line line : lines) {
            Recorded row = rows.get(line.seq());
            if (row == null
                    || !journal.fits(row)
                    || !Objects.equals(row.who().account(), line.actor())
                    || !rules.leaf(row).hash().equals(line.hash())) {
                found(street, Fault.What.ROW_CHANGED, "journal " + line.seq());
            }
            byte[] tile = tiles.get(line.n() / Tiles.WIDTH);
            int at = (int) (line.n() % Tiles.WIDTH) * Hash.BYTES;
            if (tile != null
                    && !Arrays.equals(tile, at, at + Hash.BYTES, line.hash().bytes(), 0, Hash.BYTES)) {
                found(street, Fault.What.LOG_CHANGED, "line " + line.n());
            }
        }
        if (lines.size() < to - from) {
            found(street, Fault.What.LOG_CHANGED, "lines " + from + " to " + to);
        }
    }

    private static int width(long tile, long size) {
        return (int) Math.min(Tiles.WIDTH, size - tile * Tiles.WIDTH);
    }

    /// The log of a street; refused when there is none yet.
    public View view(long street) {
        return view(require(street));
    }

    LedgerStore.Log require(long street) {
        return store.find(street).orElseThrow(() -> Refusal.unknown("ledger"));
    }

    /// All logs of this installation.
    public List<View> views() {
        var faults = store.faults(FAULTS);
        return store.all().stream()
                .map(each -> view(each, faults.getOrDefault(each.street(), List.of())))
                .toList();
    }

    private View view(LedgerStore.Log each) {
        return view(each, store.faults(each.street(), FAULTS));
    }

    private View view(LedgerStore.Log each, List<Fault> faults) {
        return new View(
                each.street(),
                each.origin(),
                keys.log(each.origin()).verifier().vkey(),
                keys.promise(each.origin()).verifier().vkey(),
                each.sealed(),
                each.size() - each.sealed(),
                each.sealedAt(),
                faults,
                each.succeeds());
    }

    /// Hash tile `n` at `level`, exactly `width` hashes wide, of what is sealed; empty when the log is not so
    /// long.
    public Optional<byte[]> tile(long street, int level, long n, int width) {
        LedgerStore.Log each = require(street);
        if (!Tiles.has(each.sealed(), level, n, width)) {
            return Optional.empty();
        }
        return store.tile(street, level, n).map(tile -> Arrays.copyOf(tile, width * Hash.BYTES));
    }

    /// Bundle `n`, exactly `width` entries, of what is sealed.
    public Optional<byte[]> bundle(long street, long n, int width) {
        LedgerStore.Log each = require(street);
        if (!Tiles.has(each.sealed(), 0, n, width)) {
            return Optional.empty();
        }
        return store.bundle(street, n)
                .map(Tiles::entries)
                .filter(entries -> entries.size() >= width)
                .map(entries -> Tiles.bundle(entries.subList(0, width)));
    }

    /// Opens the log of a street as the successor of another whose operator has stopped: `copy` is a party's
    /// whole copy, `statement` what enough of its parties signed. The first line commits to the statement and
    /// by it to the last checkpoint they hold. Refused once the street has lines here. [Flaw] says what does
    /// not hold.
    View succeed(long street, Policy old, Tree copy, Note statement) {
        var succession = Succession.require(statement, old);
        if (!copy.root(succession.last().size()).equals(succession.last().root())) {
            throw new Flaw("the copy is not of the log the parties signed");
        }
        if (!succession.vkey().equals(keys.log(succession.origin()).verifier().vkey())) {
            throw new Flaw("the statement names another key than this installation has for " + succession.origin());
        }
        transaction.executeWithoutResult(_ -> {
            store.open(street, succession.origin(), statement.whole(), clock.instant());
            LedgerStore.Log held = store.hold(street).orElseThrow();
            if (held.size() > 0 || !statement.whole().equals(held.succeeds())) {
                throw new Flaw("this street has a log here already: " + held.origin());
            }
            journal.append(new Entry(
                    new Entry.Where(street * 1000, null),
                    Entry.Who.NOBODY,
                    new Entry.Subject("ledger", street),
                    "LedgerSucceeded",
                    Map.of(
                            "statement",
                            Secrets.sha256(statement.whole().getBytes(StandardCharsets.UTF_8)),
                            "size",
                            succession.last().size()),
                    clock.instant()));
        });
        return view(street);
    }

    /// The key a log of this installation with such an origin has, for a statement of succession.
    public String vkey(String origin) {
        return keys.log(origin).verifier().vkey();
    }

    /// Where in the sealed log a line with this hash stands.
    public Optional<Long> find(long street, Hash hash) {
        long sealed = require(street).sealed();
        return store.line(hash)
                .filter(found -> found.street() == street && found.line().n() < sealed)
                .map(found -> found.line().n());
    }

    /// The origin a street's log has, or will have with its first line.
    String origin(long street) {
        String known = origins.get(street);
        if (known == null) {
            known = store.find(street).map(LedgerStore.Log::origin).orElse(null);
            if (known == null) {
                return prefix + "/" + street;
            }
            origins.put(street, known);
        }
        return known;
    }

    /// The street whose log has this origin; [Flaw] when none has.
    long street(String origin) {
        return store.street(origin).orElseThrow(() -> new Flaw("not a log of this installation"));
    }

    Hashes hashes(long street) {
        return store.hashes(street);
    }

    /// The public figures at the newest size, as JSON.
    public String figures(long street) {
        LedgerStore.Log each = require(street);
        var newest = store.newest(street).orElseThrow(() -> Refusal.unknown("ledger"));
        return "{\"origin\":\"" + each.origin() + "\",\"size\":" + newest.size() + ",\"figures\":" + newest.figures()
                + "}";
    }
}
