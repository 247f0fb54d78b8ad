package org.gongzhi.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.springframework.beans.factory.annotation.Value;

/// Measures the search over a million made-up matters and fifty thousand cases in a folder of its own: for
/// `bench/run search`.
public class SearchMeasure {

    private static final int MATTERS = 1_000_000;
    private static final int CASES = 50_000;
    private static final int QUERIES = 2_000;
    private static final int BATCH = 10_000;

    private final Path folder;

    SearchMeasure(@Value("${gongzhi.data}") Path data) {
        this.folder = data.resolve("search-measure-" + System.nanoTime());
    }

    /// Prints how long building took and how long queries take, ours and plain BM25 in the same run.
    public void run(Path labelled) throws IOException {
        var phrases = Files.readAllLines(labelled).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.replace("= ", "").replace('|', '，'))
                .toList();
        var random = new SplittableRandom(20_261_122);
        var index = new SearchIndex(folder);
        long begun = System.nanoTime();
        for (int done = 0; done < MATTERS + CASES; done += BATCH) {
            var batch = new ArrayList<SearchIndex.Entry>();
            for (int i = 0; i < BATCH; i++) {
                boolean isCase = done + i >= MATTERS;
                String text = phrases.get(random.nextInt(phrases.size())) + random.nextInt(40) + "栋，"
                        + phrases.get(random.nextInt(phrases.size()));
                batch.add(new SearchIndex.Entry(
                        isCase,
                        done + i + 1L,
                        isCase ? "*" : "4419001060%02d-E%03d".formatted(random.nextInt(20), random.nextInt(30)),
                        "E0" + (101 + random.nextInt(18)),
                        "STAIRWELL",
                        1 + random.nextInt(12),
                        text));
            }
            index.write(batch, List.of());
        }
        index.settle();
        System.out.printf("built %,d documents in %.1f s%n", MATTERS + CASES, (System.nanoTime() - begun) / 1e9);
        for (boolean plain : new boolean[] {true, false, true, false}) {
            long[] took = new long[QUERIES];
            for (int i = 0; i < QUERIES; i++) {
                var wanted = new SearchIndex.Wanted(
                        phrases.get(random.nextInt(phrases.size())),
                        plain ? null : "E0102",
                        Set.of("441900106"),
                        Set.of("*"),
                        true,
                        true,
                        plain);
                long start = System.nanoTime();
                index.search(wanted, 60);
                took[i] = System.nanoTime() - start;
            }
            java.util.Arrays.sort(took);
            System.out.printf(
                    "%s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
                    plain ? "plain BM25" : "ours",
                    took[QUERIES / 2] / 1e6,
                    took[QUERIES * 95 / 100] / 1e6,
                    took[QUERIES * 99 / 100] / 1e6);
        }
        index.destroy();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
