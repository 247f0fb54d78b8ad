package org.gongzhi.ledger.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gongzhi.kernel.Secrets;

/// A log as files, laid out as it is served: `checkpoint`, `tile/…`, `tile/entries/…`. Every file comes into
/// being whole, under its name only once it is durable, and the checkpoint last: after a stop at any moment
/// the folder holds a whole log, perhaps with tiles that no checkpoint covers yet.
public record Folder(Path path) {

    /// The checkpoint, when there is one.
    public Optional<Note> checkpoint() {
        return read("checkpoint").map(Note::parse);
    }

    public Optional<byte[]> read(String name) {
        try {
            Path file = path.resolve(name);
            return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public void write(String name, byte[] bytes) {
        try {
            Path file = path.resolve(name);
            Path parent = file.toAbsolutePath().getParent();
            if (parent == null) {
                throw new Flaw("no folder for " + name);
            }
            Files.createDirectories(parent);
            // a name of its own: two programs may bring the same log here
            Path fresh =
                    parent.resolve(file.getFileName() + "." + HexFormat.of().formatHex(Secrets.random(4)) + ".new");
            Files.write(fresh, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Puts the checkpoint in place, once everything else is durable, and drops unfinished tiles that are
    /// finished now.
    public void settle(Note checkpoint) {
        long size = Checkpoint.parse(checkpoint).size();
        long before = checkpoint().map(note -> Checkpoint.parse(note).size()).orElse(0L);
        durable(path);
        write("checkpoint", checkpoint.whole().getBytes(StandardCharsets.UTF_8));
        durable(path);
        for (Tiles.Tile tile : Tiles.between(before, size)) {
            if (tile.width() == Tiles.WIDTH) {
                drop(tile.path() + ".p");
                if (tile.level() == 0) {
                    drop(Tiles.bundle(tile.n(), Tiles.WIDTH) + ".p");
                }
            }
        }
    }

    /// Drops everything in it.
    public void clear() {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Moves every file to the same name in another folder, over what is there.
    public void moveInto(Folder other) {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path to = other.path.resolve(path.relativize(file).toString());
                Files.createDirectories(to.resolveSibling("."));
                Files.move(file, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        clear();
    }

    private static void durable(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException cannot) {
            // some file systems do not open folders; the files themselves were written through
        }
    }

    private void drop(String name) {
        Path folder = path.resolve(name);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Tile `n` at `level`: the full one, or any unfinished one wide enough; a [Hashes].
    public byte[] tile(int level, long n, int width) {
        return wide(new Tiles.Tile(level, n, Tiles.WIDTH).path(), width)
                .orElseThrow(() -> new Flaw("no tile " + new Tiles.Tile(level, n, width).path()));
    }

    /// The first `width` entries of bundle `n`.
    public List<byte[]> entries(long n, int width) {
        byte[] bundle = wide(Tiles.bundle(n, Tiles.WIDTH), width)
                .orElseThrow(() -> new Flaw("no bundle " + Tiles.bundle(n, width)));
        var entries = Tiles.entries(bundle);
        if (entries.size() < width) {
            throw new Flaw("bundle " + Tiles.bundle(n, width) + " is too short");
        }
        return new ArrayList<>(entries.subList(0, width));
    }

    private Optional<byte[]> wide(String full, int width) {
        var whole = read(full);
        if (whole.isPresent()) {
            return whole;
        }
        for (int w = width; w < Tiles.WIDTH; w++) {
            var found = read(full + ".p/" + w);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
