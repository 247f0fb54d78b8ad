package org.gongzhi.library;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;

/// How the search index is written.
final class IndexSettings {

    private static final double MEMORY_MB = 64;

    private IndexSettings() {}

    /// By itself Lucene leaves the files alone in which less than a tenth was written over; whoever is erased is taken
    /// out of those too.
    static IndexWriterConfig of(Analyzer analyzer) {
        var merging = new TieredMergePolicy().setForceMergeDeletesPctAllowed(0);
        return new IndexWriterConfig(analyzer).setRAMBufferSizeMB(MEMORY_MB).setMergePolicy(merging);
    }
}
