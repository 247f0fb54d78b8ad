package org.gongzhi.ledger.witness;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gongzhi.ledger.tree.Figures;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Folder;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Policy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./gongzhi audit COPY`: recomputes a kept copy from its bytes and the public figures from its lines, and
/// holds both against what the log has signed and the program has said. Nothing outside the copy is asked.
final class Audit {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Audit() {}

    /// Prints what was found; true when everything fits. `copy` is the folder of one log: `policy`, `copy/`,
    /// `figures`, `files/`.
    static boolean run(Path log, PrintStream out) {
        var flaws = new ArrayList<String>();
        var figures = new Figures();
        var boxes = new TreeMap<String, String>();
        long size = 0;
        try {
            var folder = new Folder(log);
            var policy = Policy.parse(text(folder, "policy"));
            var mirror = new Mirror(log.resolve("copy"), new Source("http://localhost"), Clock.systemUTC());
            var note = mirror.folder().checkpoint().orElseThrow(() -> new Flaw("there is no copy here"));
            policy.signedByLog(note);
            var before =
                    folder.read("figures").map(bytes -> JSON.readTree(bytes)).orElse(null);
            long at = before == null ? -1 : before.path("size").asLong(-1);
            var then = new Figures[1];
            var checkpoint = mirror.recompute((n, leaf) -> {
                figures.add(leaf);
                box(leaf, boxes);
                if (n + 1 == at) {
                    then[0] = figures.copy();
                }
            });
            size = checkpoint.size();
            out.println(
                    checkpoint.origin() + " " + size + " " + checkpoint.root().base64());
            out.println("cosigned by " + policy.cosigned(note).keySet());
            if (before != null && then[0] != null) {
                compare(then[0].counted(), before.path("figures"), flaws);
                out.println("figures at " + at + (flaws.isEmpty() ? " are as published" : " DIFFER"));
            }
            files(folder, figures, boxes, out, flaws);
        } catch (Flaw flaw) {
            flaws.add(String.valueOf(flaw.getMessage()));
        }
        figures.counted().forEach((figure, names) -> out.println(figure + " " + names));
        flaws.forEach(flaw -> out.println("FLAW: " + flaw));
        out.println(
                flaws.isEmpty() ? "SOUND: 全部相符 / everything fits (" + size + ")" : "FLAWED: 有不符 / not as it should be");
        return flaws.isEmpty();
    }

    private static String text(Folder folder, String name) {
        return folder.read(name)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new Flaw("there is no " + name + " in " + folder.path()));
    }

    private static void box(Leaf leaf, Map<String, String> boxes) {
        if (leaf.sha256() != null && leaf.of() != null) {
            boxes.put(leaf.subject() + "-" + leaf.of(), leaf.sha256());
        }
    }

    private static void compare(Map<String, Map<String, Long>> counted, JsonNode said, List<String> flaws) {
        var published = new TreeMap<String, Map<String, Long>>();
        said.properties()
                .forEach(figure -> figure.getValue()
                        .properties()
                        .forEach(name -> published
                                .computeIfAbsent(figure.getKey(), _ -> new TreeMap<>())
                                .put(name.getKey(), name.getValue().asLong())));
        for (String figure : published.keySet()) {
            if (!published.get(figure).equals(counted.get(figure))) {
                flaws.add("figure " + figure + ": published " + published.get(figure) + ", counted "
                        + counted.get(figure));
            }
        }
        if (!published.keySet().equals(counted.keySet())) {
            flaws.add("published " + published.keySet() + ", counted " + counted.keySet());
        }
    }

    /// Published boxes: the fingerprint in the log, and never more ballots in the box than were cast in the log.
    private static void files(
            Folder folder, Figures figures, Map<String, String> boxes, PrintStream out, List<String> flaws) {
        boxes.forEach((name, sha256) -> folder.read("files/" + name + ".json")
                .ifPresentOrElse(
                        bytes -> {
                            JsonNode box = JSON.readTree(bytes);
                            if (!box.path("boxHash").asString("").equals(sha256)) {
                                flaws.add(name + ": the box is not the one in the log");
                            }
                            long cast = figures.counted()
                                    .getOrDefault("ballot", Map.of())
                                    .getOrDefault(name.substring(name.indexOf('-') + 1), 0L);
                            int inBox = box.path("ballots").size();
                            if (inBox > cast) {
                                flaws.add(name + ": " + inBox + " ballots in the box, " + cast + " cast in the log");
                            }
                            out.println(name + ": " + inBox + " ballots in the box, " + cast
                                    + " acts of casting in the log");
                        },
                        () -> out.println(name + ": box " + sha256 + " (not in this copy)")));
    }
}
