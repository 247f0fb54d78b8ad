package org.gongzhi.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Folder;
import org.gongzhi.ledger.tree.Growth;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.tree.Tiles;
import org.gongzhi.ledger.tree.Tree;

/// A whole copy of one log in a folder, brought up to date by pulling entries and recomputing everything from
/// their bytes. What it holds never changes: a log whose new checkpoint does not grow out of the entries held
/// here is refused, and the two notes that contradict each other are kept as evidence. The checkpoint in the
/// folder is the newest one that was found right; what is not checked yet lies apart, in `pending/`.
final class Mirror {

    /// So many entries are pulled, checked and made durable in one go: memory stays small.
    private static final int STEP = 64 * Tiles.WIDTH;

    private final Folder folder;
    private final Folder pending;
    private final Source source;
    private final Clock clock;

    Mirror(Path path, Source source, Clock clock) {
        this.folder = new Folder(path);
        this.pending = new Folder(path.resolve("pending"));
        this.source = source;
        this.clock = clock;
    }

    Folder folder() {
        return folder;
    }

    Source source() {
        return source;
    }

    /// What this copy holds; empty before the first pull.
    Optional<Checkpoint> held() {
        return folder.checkpoint().map(Checkpoint::parse);
    }

    Tree tree() {
        return new Tree(folder::tile, held().map(Checkpoint::size).orElse(0L));
    }

    /// Pulls what is new and returns the checkpoint that was found right; nothing new gives the held one
    /// again. [Flaw]: the log is not what it was, its signature does not hold, or an entry is not a proper
    /// public line.
    Note pull(Policy policy, BiConsumer<Long, Leaf> each) throws IOException {
        Note note = source.checkpoint();
        Checkpoint theirs = policy.signedByLog(note);
        long size = held().map(Checkpoint::size).orElse(0L);
        held().ifPresent(mine -> {
            if (!mine.origin().equals(theirs.origin())) {
                throw new Flaw("the log now calls itself " + theirs.origin());
            }
        });
        if (theirs.size() < size) {
            // a slow copy of the log, or an older state served again: it has to fit what is held
            if (!tree().root(theirs.size()).equals(theirs.root())) {
                throw accuse(note);
            }
            return folder.checkpoint().orElseThrow();
        }
        pending.clear();
        Growth growth = new Growth(new Tree(folder::tile, size));
        long at = size;
        while (at < theirs.size()) {
            long to = Math.min(theirs.size(), at / STEP * STEP + STEP);
            for (long n = at / Tiles.WIDTH; n * Tiles.WIDTH < to; n++) {
                take(growth, n, at, to, each);
            }
            growth.tiles().forEach((tile, bytes) -> {
                if (tile.width() == Tiles.WIDTH || growth.size() == theirs.size()) {
                    pending.write(tile.path(), bytes);
                }
            });
            growth.written();
            at = to;
        }
        if (!growth.root().equals(theirs.root())) {
            throw accuse(note);
        }
        if (theirs.size() > size || folder.checkpoint().isEmpty()) {
            pending.moveInto(folder);
            folder.settle(note);
        }
        return note;
    }

    private void take(Growth growth, long n, long at, long to, BiConsumer<Long, Leaf> each) throws IOException {
        long first = n * Tiles.WIDTH;
        int width = (int) Math.min(Tiles.WIDTH, to - first);
        var entries = source.bundle(n, width);
        int had = (int) Math.max(0, at - first);
        if (had > 0 && !same(folder.entries(n, had), entries.subList(0, had))) {
            throw accuse(source.checkpoint());
        }
        for (int i = had; i < width; i++) {
            Leaf leaf;
            try {
                leaf = Leaf.parse(entries.get(i));
            } catch (Flaw flaw) {
                throw new Flaw("entry " + (first + i) + ": " + flaw.getMessage());
            }
            growth.add(entries.get(i));
            each.accept(first + i, leaf);
        }
        pending.write(Tiles.bundle(n, width), Tiles.bundle(entries));
    }

    private static boolean same(List<byte[]> mine, List<byte[]> theirs) {
        for (int i = 0; i < mine.size(); i++) {
            if (!Arrays.equals(mine.get(i), theirs.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// Keeps both notes: what was found right before, and what contradicts it.
    Flaw accuse(Note theirs) {
        long at = clock.instant().getEpochSecond();
        folder.write("evidence/" + at + "-theirs", theirs.whole().getBytes(StandardCharsets.UTF_8));
        folder.checkpoint()
                .ifPresent(mine ->
                        folder.write("evidence/" + at + "-held", mine.whole().getBytes(StandardCharsets.UTF_8)));
        return new Flaw("the log is not what it was; both notes are kept in evidence/" + at + "-*");
    }

    /// True when somebody else's checkpoint of this log fits this copy; larger ones cannot be judged yet.
    Optional<Boolean> fits(Checkpoint other) {
        long size = held().map(Checkpoint::size).orElse(0L);
        if (other.size() > size) {
            return Optional.empty();
        }
        Hash root = other.size() == 0 ? Hash.EMPTY : tree().root(other.size());
        return Optional.of(root.equals(other.root()));
    }

    /// Recomputes the whole copy from its entries: every leaf, tile and the root. [Flaw] says what does not fit.
    Checkpoint recompute(BiConsumer<Long, Leaf> each) {
        Checkpoint mine = held().orElseThrow(() -> new Flaw("there is no copy here"));
        Growth growth = new Growth(new Tree(folder::tile, 0));
        for (long n = 0; n * Tiles.WIDTH < mine.size(); n++) {
            int width = (int) Math.min(Tiles.WIDTH, mine.size() - n * Tiles.WIDTH);
            var entries = folder.entries(n, width);
            for (int i = 0; i < width; i++) {
                Leaf leaf = Leaf.parse(entries.get(i));
                growth.add(entries.get(i));
                each.accept(n * Tiles.WIDTH + i, leaf);
            }
            if (growth.size() % STEP == 0) {
                compare(growth);
            }
        }
        compare(growth);
        if (!growth.root().equals(mine.root())) {
            throw new Flaw("the entries do not have the root that was signed");
        }
        return mine;
    }

    private void compare(Growth growth) {
        growth.tiles().forEach((tile, bytes) -> {
            if (tile.width() == Tiles.WIDTH
                    && !Arrays.equals(
                            Arrays.copyOf(folder.tile(tile.level(), tile.n(), tile.width()), bytes.length), bytes)) {
                throw new Flaw("tile " + tile.path() + " is not what its entries give");
            }
        });
        growth.written();
    }
}
