package org.gongzhi.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// The full text of matters and cases (Lucene, in the folder `search`): pairs of Chinese signs and whole
/// Latin words, the same by sound, synonyms at the time of asking. Documents are written over by their id, so
/// that reading the journal twice does no harm.
@Component
class SearchIndex implements DisposableBean {

    /// What is found: a matter or a case. `scopes` are codes: whoever may see one of the subtrees they begin
    /// sees it.
    record Entry(boolean isCase, long id, String scope, String kind, String place, int month, String text) {}

    /// A find with its score and the words it shares with the query.
    record Hit(boolean isCase, long id, String kind, String place, int month, float score, List<String> shared) {}

    /// What is looked for. `scopes` limits matters; `audiences` limits cases; null: no limit. `plain`: BM25
    /// over pairs of signs and nothing else, to compare with.
    record Wanted(
            String text,
            @Nullable String kind,
            @Nullable Collection<String> scopes,
            @Nullable Collection<String> audiences,
            boolean matters,
            boolean cases,
            boolean plain) {}

    private static final String GRAMS = "grams";
    private static final String SOUNDS = "sounds";
    private static final String SIGNS = "signs";
    private static final float BY_SIGN = .3f;

    /// Signs that say nothing by themselves.
    private static final String EMPTY_SIGNS = "的了在我有是不没一上下个就都还人到来去也要会能很太多着过把被给和与跟向从对为以及这那里外家们么吗呢吧又再只才已两几点大小好";
    private static final float BY_SOUND = .45f;
    private static final float BY_SYNONYM = .55f;
    private static final float BY_TYPO = .6f;
    private static final float BY_KIND = 1.5f;
    private static final int LONG_WORD = 4;

    private final Analyzer analyzer = new CJKAnalyzer();
    private final Path folder;
    private @Nullable Opened opened;

    SearchIndex(@Value("${gongzhi.data}") Path data) {
        this.folder = data.resolve("search");
    }

    private record Opened(FSDirectory directory, IndexWriter writer, SearcherManager searchers) {}

    /// Opens the folder when it is first needed: one program at a time holds it.
    private synchronized Opened open() {
        if (opened == null) {
            try {
                var directory = FSDirectory.open(folder);
                var writer = new IndexWriter(directory, IndexSettings.of(analyzer));
                opened = new Opened(directory, writer, new SearcherManager(writer, null));
            } catch (LockObtainFailedException held) {
                throw Refusal.unavailable("search-held");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return opened;
    }

    /// True when nothing was ever indexed here: a new node, or a folder that was lost.
    boolean empty() {
        return open().writer.getDocStats().maxDoc == 0;
    }

    /// Writes entries over what was known of them; `gone` are taken out.
    void write(Collection<Entry> entries, Collection<Long> gone) {
        IndexWriter writer = open().writer;
        try {
            for (Long id : gone) {
                writer.deleteDocuments(new Term("id", Long.toString(id)));
            }
            for (Entry entry : entries) {
                writer.updateDocument(new Term("id", Long.toString(entry.id)), document(entry));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Makes what was written durable and visible.
    void settle() {
        try {
            open().writer.commit();
            open().searchers.maybeRefreshBlocking();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Takes what was written over out of the files too, not only out of sight: after somebody was erased.
    void forget() {
        try {
            open().writer.forceMergeDeletes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        settle();
    }

    void clear() {
        try {
            open().writer.deleteAll();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        settle();
    }

    private static Document document(Entry entry) {
        var document = new Document();
        document.add(new StringField("id", Long.toString(entry.id), Field.Store.YES));
        document.add(new StringField("sort", entry.isCase ? "case" : "matter", Field.Store.YES));
        document.add(new StringField("scope", entry.scope, Field.Store.NO));
        document.add(new StringField("kind", entry.kind, Field.Store.YES));
        document.add(new StoredField("place", entry.place));
        document.add(new StoredField("month", entry.month));
        document.add(new TextField(GRAMS, entry.text, Field.Store.NO));
        document.add(new TextField(SOUNDS, new Listed(Pinyin.pairs(entry.text))));
        document.add(new TextField(SIGNS, new Listed(signs(entry.text))));
        return document;
    }

    /// The single Chinese signs of a text that say something.
    private static List<String> signs(String text) {
        return text.codePoints()
                .filter(Character::isIdeographic)
                .filter(sign -> EMPTY_SIGNS.indexOf(sign) < 0)
                .mapToObj(Character::toString)
                .toList();
    }

    /// A token stream over words that are already cut.
    private static final class Listed extends TokenStream {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final List<String> words;
        private int at;

        Listed(List<String> words) {
            this.words = words;
        }

        @Override
        public boolean incrementToken() {
            clearAttributes();
            if (at == words.size()) {
                return false;
            }
            term.setEmpty().append(words.get(at++));
            return true;
        }

        @Override
        public void reset() {
            at = 0;
        }
    }

    /// The best `most` finds.
    List<Hit> search(Wanted wanted, int most) {
        var grams = tokens(wanted.text);
        Query words = wanted.plain ? plain(grams) : words(wanted, grams);
        var query = new BooleanQuery.Builder();
        query.add(words, BooleanClause.Occur.MUST);
        query.add(limits(wanted), BooleanClause.Occur.FILTER);
        SearcherManager searchers = open().searchers;
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                var stored = searcher.storedFields();
                var hits = new ArrayList<Hit>();
                for (var found : searcher.search(query.build(), most).scoreDocs) {
                    Document document = stored.document(found.doc);
                    hits.add(new Hit(
                            document.get("sort").equals("case"),
                            Long.parseLong(document.get("id")),
                            document.get("kind"),
                            document.get("place"),
                            document.getField("month").numericValue().intValue(),
                            found.score,
                            List.of()));
                }
                return hits;
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Query plain(Collection<String> grams) {
        var query = new BooleanQuery.Builder();
        new HashSet<>(grams)
                .forEach(gram -> query.add(new TermQuery(new Term(GRAMS, gram)), BooleanClause.Occur.SHOULD));
        return query.build();
    }

    private Query words(Wanted wanted, List<String> grams) {
        var query = new BooleanQuery.Builder();
        Set<String> own = new HashSet<>(grams);
        own.forEach(gram -> query.add(new TermQuery(new Term(GRAMS, gram)), BooleanClause.Occur.SHOULD));
        for (String gram : own) {
            if (gram.length() >= LONG_WORD && gram.chars().allMatch(sign -> sign < 0x250)) {
                query.add(
                        new BoostQuery(new FuzzyQuery(new Term(GRAMS, gram), 1, 1), BY_TYPO),
                        BooleanClause.Occur.SHOULD);
            }
        }
        var others = new HashSet<String>();
        Synonyms.of(wanted.text).forEach(word -> others.addAll(tokens(word)));
        others.removeAll(own);
        others.forEach(gram -> query.add(
                new BoostQuery(new TermQuery(new Term(GRAMS, gram)), BY_SYNONYM), BooleanClause.Occur.SHOULD));
        new HashSet<>(Pinyin.pairs(wanted.text))
                .forEach(pair -> query.add(
                        new BoostQuery(new TermQuery(new Term(SOUNDS, pair)), BY_SOUND), BooleanClause.Occur.SHOULD));
        new HashSet<>(signs(wanted.text))
                .forEach(sign -> query.add(
                        new BoostQuery(new TermQuery(new Term(SIGNS, sign)), BY_SIGN), BooleanClause.Occur.SHOULD));
        if (wanted.kind != null) {
            query.add(
                    new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term("kind", wanted.kind))), BY_KIND),
                    BooleanClause.Occur.SHOULD);
        }
        BooleanQuery built = query.build();
        return built.clauses().isEmpty() ? new MatchNoDocsQuery() : built;
    }

    private static Query limits(Wanted wanted) {
        var either = new BooleanQuery.Builder();
        if (wanted.matters) {
            either.add(limited("matter", wanted.scopes), BooleanClause.Occur.SHOULD);
        }
        if (wanted.cases) {
            var cases = new BooleanQuery.Builder();
            cases.add(new TermQuery(new Term("sort", "case")), BooleanClause.Occur.MUST);
            if (wanted.audiences != null) {
                var seen = new BooleanQuery.Builder();
                wanted.audiences.forEach(
                        code -> seen.add(new TermQuery(new Term("scope", code)), BooleanClause.Occur.SHOULD));
                cases.add(seen.build(), BooleanClause.Occur.MUST);
            }
            either.add(cases.build(), BooleanClause.Occur.SHOULD);
        }
        return either.build();
    }

    private static Query limited(String sort, @Nullable Collection<String> codes) {
        var query = new BooleanQuery.Builder();
        query.add(new TermQuery(new Term("sort", sort)), BooleanClause.Occur.MUST);
        if (codes != null) {
            var seen = new BooleanQuery.Builder();
            codes.forEach(code -> seen.add(new PrefixQuery(new Term("scope", code)), BooleanClause.Occur.SHOULD));
            query.add(seen.build(), BooleanClause.Occur.MUST);
        }
        return query.build();
    }

    /// The words of a text as the index has them.
    List<String> tokens(String text) {
        var words = new ArrayList<String>();
        try (TokenStream stream = analyzer.tokenStream(GRAMS, text.toLowerCase(Locale.ROOT))) {
            var term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                words.add(term.toString());
            }
            stream.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return words;
    }

    @Override
    public synchronized void destroy() throws IOException {
        if (opened != null) {
            opened.searchers.close();
            opened.writer.close();
            opened.directory.close();
        }
    }
}
