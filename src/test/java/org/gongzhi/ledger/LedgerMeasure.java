package org.gongzhi.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Recorded;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.ledger.tree.Algorithm;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Growth;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Hashes;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Proofs;
import org.gongzhi.ledger.tree.SigningKey;
import org.gongzhi.ledger.tree.Tiles;
import org.gongzhi.ledger.tree.Tree;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/// Measures the ledger beside its limits, in one run: lines taken in and sealed durably beside plain SHA-256
/// and fdatasync of the same bytes; proofs; a log of 100 million lines. For `bench/run ledger`.
public class LedgerMeasure {

    /// A street that does not exist, so that nobody's log is touched.
    private static final long STREET = 999_999_999L;

    private static final int LINES = 400_000;
    private static final int BATCH = 2000;
    private static final int GREAT = 100_000_000;
    private static final int PROOFS = 20_000;

    private final Ledger ledger;
    private final LedgerStore store;
    private final TransactionTemplate transaction;
    private final Path data;

    LedgerMeasure(
            Ledger ledger, LedgerStore store, TransactionTemplate transaction, @Value("${gongzhi.data}") Path data) {
        this.ledger = ledger;
        this.store = store;
        this.transaction = transaction;
        this.data = data;
    }

    public void run() throws IOException {
        var lines = new ArrayList<byte[]>();
        for (int i = 0; i < LINES; i++) {
            lines.add(leaf(i).bytes());
        }
        int bytes = lines.getFirst().length;
        System.out.println("| what | per second |");
        System.out.println("|---|---|");
        double hashed = rate("SHA-256 of a line of " + bytes + " bytes (limit)", LINES, i -> Hash.leaf(lines.get(i)));
        var growth = new Growth[] {new Growth(new Tree((level, n, width) -> new byte[0], 0))};
        double grown = rate("line hashed and added to the tree in memory", LINES, i -> growth[0].add(lines.get(i)));
        double synced = synced(lines);
        double taken = taken();
        row("line proper: parsed by the strict grammar", rateOf(LINES, i -> Leaf.parse(lines.get(i))));
        System.out.printf(
                "%nDurable lines reach %.1f %% of fdatasync of the same bytes in batches of %d, and the tree %.0f %% of bare"
                        + " SHA-256.%n%n",
                100 * taken / synced, BATCH, 100 * grown / hashed);
        signatures();
        great();
    }

    private static Leaf leaf(long i) {
        return new Leaf(
                Instant.ofEpochSecond(1_790_000_000L + i / 20),
                HexFormat.of()
                        .formatHex(Hash.leaf(Long.toString(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                                .bytes()),
                STREET * 1000 + 1,
                "Reported",
                4_000_000_000_000_000L + i,
                null,
                "DISPATCHED",
                "matter");
    }

    private static double rateOf(int n, IntConsumer each) {
        for (int i = 0; i < n / 4; i++) {
            each.accept(i);
        }
        long begun = System.nanoTime();
        for (int i = 0; i < n; i++) {
            each.accept(i);
        }
        return n * 1e9 / (System.nanoTime() - begun);
    }

    private static double rate(String what, int n, IntConsumer each) {
        double rate = rateOf(n, each);
        row(what, rate);
        return rate;
    }

    private static void row(String what, double rate) {
        System.out.printf("| %s | %,.0f |%n", what, rate);
    }

    /// The same bytes written to a file and made durable in batches as large as the follower's.
    private double synced(ArrayList<byte[]> lines) throws IOException {
        Path file = Files.createTempFile(data, "measure", ".log");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long begun = System.nanoTime();
            for (int from = 0; from < lines.size(); from += BATCH) {
                channel.write(java.nio.ByteBuffer.wrap(Tiles.bundle(lines.subList(from, from + BATCH))));
                channel.force(false);
            }
            double rate = lines.size() * 1e9 / (System.nanoTime() - begun);
            row("line written and fdatasync, batches of " + BATCH + " (limit)", rate);
            return rate;
        } finally {
            Files.delete(file);
        }
    }

    /// Rows of a journal taken in and sealed as the running program does it: two durable transactions a batch.
    private double taken() {
        long size = store.find(STREET).map(LedgerStore.Log::size).orElse(0L);
        var rows = new ArrayList<Recorded>();
        long first = System.nanoTime();
        for (int i = 0; i < LINES / 4; i++) {
            rows.add(recorded(first + i));
        }
        long begun = System.nanoTime();
        for (int from = 0; from < rows.size(); from += BATCH) {
            var batch = rows.subList(from, from + BATCH);
            transaction.executeWithoutResult(_ -> ledger.follow(batch));
        }
        double rate = rows.size() * 1e9 / (System.nanoTime() - begun);
        row("act taken into the log, durably (line, place, figures)", rate);
        begun = System.nanoTime();
        ledger.publish(STREET);
        double seconds = (System.nanoTime() - begun) / 1e9;
        row("line sealed: read back, recomputed, tiles, signed, published as files", rows.size() / seconds);
        long sealed = store.find(STREET).orElseThrow().sealed();
        var tree = new Tree(store.hashes(STREET), sealed);
        var random = new SplittableRandom(8);
        row(
                "inclusion proof out of the database, log of " + sealed + " lines",
                rateOf(2000, i -> tree.inclusion(random.nextLong(size, sealed))));
        return rate;
    }

    private static Recorded recorded(long i) {
        var body = JsonNodeFactory.instance.objectNode().put("to", "DISPATCHED");
        return new Recorded(
                new Recorded.Position(1, i),
                new Entry.Where(STREET * 1000 + 1, null),
                Entry.Who.NOBODY,
                new Entry.Subject("matter", i),
                "Reported",
                body,
                Instant.ofEpochSecond(1_790_000_000L),
                new Recorded.Seal(new byte[0], Secrets.random(32)),
                null);
    }

    private static void signatures() {
        var checkpoint = new Checkpoint("example.com/ledger/1", 0, Hash.EMPTY).note();
        System.out.println("| signature | signs/s | verifies/s |");
        System.out.println("|---|---|---|");
        for (Algorithm algorithm : Algorithm.values()) {
            var key = new SigningKey("example.com/ledger/1", algorithm, Secrets.random(32));
            var signed = checkpoint.with(java.util.List.of(key.sign(checkpoint, Instant.EPOCH)));
            double signs = rateOf(2000, _ -> key.sign(checkpoint, Instant.EPOCH));
            double verifies = rateOf(2000, _ -> key.verifier().signed(signed));
            System.out.printf("| %s | %,.0f | %,.0f |%n", algorithm, signs, verifies);
        }
        System.out.println();
    }

    /// A log of 100 million lines: tiles of level 0 are made again when they are read, all above are kept, so
    /// that the shape of the work is that of the real log.
    private static void great() {
        Map<Tiles.Tile, byte[]> above = new HashMap<>();
        Hashes hashes = (level, n, width) -> level == 0 ? bottom(n, width) : kept(above, level, n);
        long begun = System.nanoTime();
        var growth = new Growth(new Tree(hashes, 0));
        for (int i = 0; i < GREAT; i++) {
            growth.add(simulated(i));
            if (i % 1_000_000 == 999_999) {
                keep(growth, above);
            }
        }
        keep(growth, above);
        double built = (System.nanoTime() - begun) / 1e9;
        var tree = new Tree(hashes, GREAT);
        Hash root = tree.root();
        System.out.println("| a log of " + String.format("%,d", GREAT) + " lines (simulated) | |");
        System.out.println("|---|---|");
        row("lines added while it grows", GREAT / built);
        var random = new SplittableRandom(8);
        row("inclusion proofs, each checked", rateOf(PROOFS, _ -> {
            long index = random.nextLong(GREAT);
            if (!Proofs.included(simulated(index), index, GREAT, tree.inclusion(index), root)) {
                throw new IllegalStateException("proof of " + index);
            }
        }));
        row("consistency proofs, each checked", rateOf(PROOFS / 10, _ -> {
            long then = random.nextLong(1, GREAT);
            if (!Proofs.consistent(then, tree.root(then), GREAT, root, tree.consistency(then))) {
                throw new IllegalStateException("consistency of " + then);
            }
        }));
        row("checkpoints of 1,000 new lines (right edge read, tiles, root)", rateOf(2000, _ -> {
            var more = new Growth(tree);
            for (int i = 0; i < 1000; i++) {
                more.add(simulated(GREAT + i));
            }
            if (more.root().equals(root) || more.tiles().isEmpty()) {
                throw new IllegalStateException("nothing grew");
            }
        }));
    }

    private static void keep(Growth growth, Map<Tiles.Tile, byte[]> above) {
        growth.tiles().forEach((tile, bytes) -> {
            if (tile.level() > 0) {
                above.put(new Tiles.Tile(tile.level(), tile.n(), Tiles.WIDTH), bytes);
            }
        });
        growth.written();
    }

    private static byte[] kept(Map<Tiles.Tile, byte[]> above, int level, long n) {
        return above.getOrDefault(new Tiles.Tile(level, n, Tiles.WIDTH), new byte[0]);
    }

    private static byte[] bottom(long n, int width) {
        byte[] tile = new byte[width * Hash.BYTES];
        for (int i = 0; i < width; i++) {
            System.arraycopy(simulated(n * Tiles.WIDTH + i).bytes(), 0, tile, i * Hash.BYTES, Hash.BYTES);
        }
        return tile;
    }

    private static Hash simulated(long i) {
        return Hash.leaf(new byte[] {
            (byte) (i >>> 56), (byte) (i >>> 48), (byte) (i >>> 40), (byte) (i >>> 32),
            (byte) (i >>> 24), (byte) (i >>> 16), (byte) (i >>> 8), (byte) i
        });
    }
}
