package org.gongzhi.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finding: the labelled set of `bench/library`, beside plain BM25 over pairs of signs.
class SearchQualityTest {

    /// A query and the case it should find.
    private record Query(String words, int wanted) {}

    private record Quality(double recall, double mrr) {}

    @Test
    void theLabelledSetIsFoundBetterThanByPlainWords(@TempDir Path folder) throws Exception {
        var index = new SearchIndex(folder);
        var queries = new ArrayList<Query>();
        var entries = new ArrayList<SearchIndex.Entry>();
        for (String line : Files.readAllLines(Path.of("bench/library/labelled.txt"))) {
            if (line.startsWith("= ")) {
                entries.add(new SearchIndex.Entry(
                        true,
                        entries.size() + 1,
                        "*",
                        "E0600",
                        "ESTATE",
                        1,
                        line.substring(2).replace('|', '\n')));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                queries.add(new Query(line.strip(), entries.size()));
            }
        }
        assertThat(queries).hasSizeGreaterThanOrEqualTo(300);
        index.write(entries, List.of());
        index.settle();
        Quality ours = quality(index, queries, false);
        Quality plain = quality(index, queries, true);
        System.out.printf(
                "search quality over %d queries and %d cases: recall@5 %.3f (plain BM25 %.3f), MRR %.3f (plain BM25 %.3f)%n",
                queries.size(), entries.size(), ours.recall, plain.recall, ours.mrr, plain.mrr);
        assertThat(ours.recall).isGreaterThan(plain.recall).isGreaterThan(.9);
        assertThat(ours.mrr).isGreaterThan(plain.mrr).isGreaterThan(.8);
        index.destroy();
    }

    private static Quality quality(SearchIndex index, List<Query> queries, boolean plain) {
        int found = 0;
        double reciprocal = 0;
        for (Query query : queries) {
            var hits = index.search(new SearchIndex.Wanted(query.words, null, null, null, false, true, plain), 20);
            for (int rank = 0; rank < hits.size(); rank++) {
                if (hits.get(rank).id() == query.wanted) {
                    found += rank < 5 ? 1 : 0;
                    reciprocal += 1.0 / (rank + 1);
                    break;
                }
            }
        }
        return new Quality((double) found / queries.size(), reciprocal / queries.size());
    }
}
