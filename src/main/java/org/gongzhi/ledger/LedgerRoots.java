package org.gongzhi.ledger;

import java.util.ArrayList;
import java.util.List;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Growth;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Tiles;
import org.gongzhi.ledger.tree.Tree;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The roots of the logs in a database that no program runs over: recomputed from the stored lines and held
/// against what was signed.
public final class LedgerRoots {

    /// Bundles read at once.
    private static final int STEP = 256;

    /// A log: its signed size, and whether its lines have the signed root.
    public record Root(long street, long size, String root) {}

    private LedgerRoots() {}

    /// What the newest checkpoint of each log says.
    public static List<Root> signed(JdbcClient client) {
        return client.sql("""
                        select distinct on (street) street, note from ledger.checkpoint order by street, size desc""")
                .query((row, _) -> {
                    var checkpoint = Checkpoint.parse(Note.parse(row.getString(2)));
                    return new Root(
                            row.getLong(1), checkpoint.size(), checkpoint.root().toString());
                })
                .list();
    }

    /// The same with the root of the lines that are stored; with words instead of it where lines are missing.
    public static List<Root> recomputed(JdbcClient client) {
        var roots = new ArrayList<Root>();
        for (Root each : signed(client)) {
            String root;
            try {
                root = root(client, each.street(), each.size()).toString();
            } catch (Flaw flaw) {
                root = String.valueOf(flaw.getMessage());
            }
            roots.add(new Root(each.street(), each.size(), root));
        }
        return roots;
    }

    private static Hash root(JdbcClient client, long street, long size) {
        var growth = new Growth(new Tree(
                (level, n, width) -> {
                    throw new Flaw("an empty tree has no tile " + new Tiles.Tile(level, n, width).path());
                },
                0));
        for (long n = 0; n * Tiles.WIDTH < size; n += STEP) {
            client.sql("select entries from ledger.bundle where street = ? and n >= ? and n < ? order by n")
                    .params(street, n, n + STEP)
                    .query((row, _) -> Tiles.entries(row.getBytes(1)))
                    .list()
                    .forEach(entries -> entries.forEach(entry -> {
                        if (growth.size() < size) {
                            growth.add(entry);
                        }
                    }));
            growth.written();
        }
        if (growth.size() < size) {
            throw new Flaw("lines are missing in the log of " + street + ": " + growth.size() + " of " + size);
        }
        return growth.root();
    }
}
