package org.gongzhi.ledger;

import java.nio.file.Path;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Folder;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Tiles;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// The logs as static files in `ledger/<street>/`, for any web server or to be carried away: tiles and
/// bundles first, then the checkpoint. They follow the database and can be made again from it; when they are
/// ahead of it, the database was set back, and nothing is signed any more.
@Component
class Published {

    private final LedgerStore store;
    private final Path folder;

    Published(LedgerStore store, @Value("${gongzhi.data}") Path data) {
        this.store = store;
        this.folder = data.resolve("ledger");
    }

    private Folder folder(long street) {
        return new Folder(folder.resolve(Long.toString(street)));
    }

    /// How many lines the checkpoint in the folder has.
    long size(long street) {
        return folder(street)
                .checkpoint()
                .map(note -> Checkpoint.parse(note).size())
                .orElse(0L);
    }

    /// Brings the folder to what was sealed.
    synchronized void bring(long street, LedgerStore.Sealed newest) {
        long has = size(street);
        if (has >= newest.size()) {
            return;
        }
        var to = folder(street);
        for (Tiles.Tile tile : Tiles.between(has, newest.size())) {
            store.tile(street, tile.level(), tile.n())
                    .ifPresent(hashes ->
                            to.write(tile.path(), java.util.Arrays.copyOf(hashes, tile.width() * Hash.BYTES)));
            if (tile.level() == 0) {
                store.bundle(street, tile.n())
                        .ifPresent(bundle -> to.write(
                                Tiles.bundle(tile.n(), tile.width()),
                                Tiles.bundle(Tiles.entries(bundle).subList(0, tile.width()))));
            }
        }
        to.settle(Note.parse(newest.note()));
    }
}
