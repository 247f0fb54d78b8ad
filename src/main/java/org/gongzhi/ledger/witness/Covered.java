package org.gongzhi.ledger.witness;

import java.io.IOException;
import java.util.TreeMap;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Tables;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Folder;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Tiles;

/// What a party keeps beside the log: the figures the program publishes, and the public files whose
/// fingerprints stand in the log (the boxes of votes), so that all of it can be recomputed without asking
/// anybody.
final class Covered {

    private static final String SEEN = "files/seen";

    private Covered() {}

    static void keep(Home home, Home.Followed log) throws IOException {
        var place = home.place(log.origin());
        var mirror = new Mirror(log.copy(), log.source(), java.time.Clock.systemUTC());
        long size = mirror.held().map(Checkpoint::size).orElse(0L);
        var figures = log.source().get("/figures");
        if (figures.isPresent()) {
            place.write("figures", figures.get());
        }
        long seen = place.read(SEEN)
                .map(bytes -> Long.parseLong(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)))
                .orElse(0L);
        if (seen >= size) {
            return;
        }
        var addresses = new TreeMap<String, String>();
        Tables.read("ledger/subjects.csv").forEach(row -> addresses.put(row.get("subject"), row.get("address")));
        for (long n = seen / Tiles.WIDTH; n * Tiles.WIDTH < size; n++) {
            int width = (int) Math.min(Tiles.WIDTH, size - n * Tiles.WIDTH);
            for (byte[] entry : mirror.folder().entries(n, width)) {
                fetch(log, place, addresses, Leaf.parse(entry));
            }
        }
        place.write(SEEN, Long.toString(size).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void fetch(Home.Followed log, Folder place, TreeMap<String, String> addresses, Leaf leaf)
            throws IOException {
        String address = addresses.getOrDefault(leaf.subject(), "");
        if (leaf.sha256() == null || leaf.of() == null || address.isEmpty()) {
            return;
        }
        String site = log.source().url().replaceFirst("/ledger/.*$", "");
        var file = new Source(site).get(address.replace("{number}", Ids.number(leaf.of())));
        if (file.isPresent()) {
            place.write("files/" + leaf.subject() + "-" + leaf.of() + ".json", file.get());
        }
    }
}
