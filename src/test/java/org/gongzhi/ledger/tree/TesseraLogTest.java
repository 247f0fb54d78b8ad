package org.gongzhi.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// A whole log that another implementation made, audited from its bytes.
class TesseraLogTest {

    private static final Path LOG = Path.of("src/test/resources/ledger/tessera-log");
    private static final Verifier KEY =
            Verifier.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");

    private static byte[] read(String path) {
        try {
            return Files.readAllBytes(LOG.resolve(path));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Test
    void everyTileBundleAndCheckpointFitsTheOthers() {
        var roots = new ArrayList<Hash>();
        var growth = new Growth(new Tree((level, n, width) -> new byte[0], 0));
        for (int size = 0; size <= 15; size++) {
            var note = Note.parse(read("checkpoint." + size));
            assertThat(KEY.signed(note)).isPresent();
            var checkpoint = Checkpoint.parse(note);
            assertThat(checkpoint.size()).isEqualTo(size);
            roots.add(checkpoint.root());
            if (size > 0) {
                var entries = Tiles.entries(read(Tiles.bundle(0, size)));
                assertThat(entries).hasSize(size);
                growth.add(entries.getLast());
                var tile = new Tiles.Tile(0, 0, size);
                assertThat(growth.tiles().get(tile)).isEqualTo(read(tile.path()));
            }
            assertThat(growth.root()).isEqualTo(checkpoint.root());
        }
        Hashes hashes = (level, n, width) -> read(new Tiles.Tile(level, n, width).path());
        int pairs = 0;
        for (int size = 1; size <= 15; size++) {
            var tree = new Tree(hashes, size);
            for (int then = 1; then <= size; then++) {
                assertThat(Proofs.consistent(then, roots.get(then), size, roots.get(size), tree.consistency(then)))
                        .isTrue();
                pairs++;
            }
        }
        assertThat(pairs).isEqualTo(15 * 16 / 2);
        assertThat(Checkpoint.parse(Note.parse(read("checkpoint"))).size()).isEqualTo(15);
    }
}
