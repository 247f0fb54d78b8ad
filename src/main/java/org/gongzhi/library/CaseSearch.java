package org.gongzhi.library;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterTexts;
import org.gongzhi.people.WrittenWords;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// What is alike, with the reasons, ranked by what people said of earlier suggestions.
@Component
public class CaseSearch {

    private static final Logger log = LoggerFactory.getLogger(CaseSearch.class);

    private static final int CANDIDATES = 60;
    private static final int BATCH = 2000;
    private static final int MOST_WORDS = 6;

    /// How much each reason adds at first, before anybody has said anything.
    private static final Map<String, Double> BASE = Map.of("KIND", .6, "PLACE", .15, "SEASON", .1);

    private final SearchIndex index;
    private final CaseStore store;
    private final MatterTexts texts;
    private final Places places;
    private final CaseReaders readers;

    CaseSearch(SearchIndex index, CaseStore store, MatterTexts texts, Kinds kinds, Places places, CaseReaders readers) {
        this.readers = readers;
        this.index = index;
        this.store = store;
        this.texts = texts;
        this.places = places;
        kinds.learnFrom(this::filedBefore);
    }

    /// What of a text is searched by: each of its signs, pairs and sounds is a clause, and an index takes a thousand.
    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), MOST_SIGNS));
    }

    private static final int MOST_SIGNS = 200;

    /// Of the twenty matters told in the likest words: how many were filed under which kind.
    private Map<String, Integer> filedBefore(String text) {
        var counts = new HashMap<String, Integer>();
        index.search(new SearchIndex.Wanted(head(text), null, null, null, true, false, false), 20)
                .forEach(hit -> counts.merge(hit.kind(), 1, Integer::sum));
        return counts;
    }

    /// Reads these again and writes them over what the index has; `erased` are communities in which somebody
    /// was erased.
    void follow(Collection<Long> matters, Collection<Long> cases, Collection<Long> erased) {
        var all = new HashSet<>(matters);
        var touched = new HashSet<>(cases);
        for (long community : erased.stream()
                .flatMap(each -> WrittenWords.communities(each).stream())
                .collect(Collectors.toSet())) {
            all.addAll(texts.in(community));
            touched.addAll(store.in(community));
        }
        if (all.isEmpty() && touched.isEmpty()) {
            return;
        }
        index.write(texts.of(all).stream().map(this::entry).toList(), List.of());
        writeCases(store.all(touched));
        index.settle();
        if (!erased.isEmpty()) {
            index.forget();
        }
    }

    boolean empty() {
        return index.empty();
    }

    private void writeCases(Collection<MatureCase> cases) {
        index.write(
                cases.stream()
                        .filter(each -> each.state() == MatureCase.State.PUBLISHED)
                        .map(CaseSearch::entry)
                        .toList(),
                cases.stream()
                        .filter(each -> each.state() != MatureCase.State.PUBLISHED)
                        .map(MatureCase::id)
                        .toList());
    }

    private SearchIndex.Entry entry(MatterTexts.Text text) {
        return new SearchIndex.Entry(
                false,
                text.id(),
                text.placeCode(),
                text.kind(),
                places.find(text.placeCode()).map(place -> place.kind().name()).orElse(""),
                text.month(),
                text.text() + "\n" + text.solution());
    }

    static SearchIndex.Entry entry(MatureCase made) {
        return new SearchIndex.Entry(
                true,
                made.id(),
                made.scope(),
                made.kind(),
                made.placeKind(),
                made.month(),
                made.words().all() + "\n" + String.join(" ", made.tags()));
    }

    /// Builds the index anew from the tables; returns how many documents it has.
    public long rebuild() {
        long count = 0;
        try {
            index.clear();
            long last = 0;
            for (var page = texts.after(last, BATCH); !page.isEmpty(); page = texts.after(last, BATCH)) {
                index.write(page.stream().map(this::entry).toList(), List.of());
                last = page.getLast().id();
                count += page.size();
            }
            last = 0;
            for (var page = store.after(last, BATCH); !page.isEmpty(); page = store.after(last, BATCH)) {
                writeCases(page);
                last = page.getLast().id();
                count += page.size();
            }
            index.settle();
        } catch (RuntimeException failed) {
            log.warn("the search index was not built: {}", failed.getClass().getSimpleName());
            throw failed;
        }
        return count;
    }

    /// What is most like a matter among cases and matters that this asker may read, with the reasons.
    public List<Similar> like(Actor actor, Matter matter, int most) {
        Place place = places.get(matter.where().place());
        return find(
                actor,
                new Asked(
                        matter.text(),
                        matter.kind(),
                        place.kind().name(),
                        matter.times()
                                .reportedAt()
                                .atZone(org.gongzhi.kernel.Clocks.ZONE)
                                .getMonthValue(),
                        matter.id()),
                most);
    }

    /// What is looked for: words, and of which kind, kind of place and month it is when that is known (empty
    /// and 0 when not); `not` is left out.
    public record Asked(String text, String kind, String placeKind, int month, long not) {

        public static Asked words(String text) {
            return new Asked(text, "", "", 0, 0);
        }
    }

    public List<Similar> find(Actor actor, Asked asked, int most) {
        var readable = actor.scope(Right.MATTER_READ);
        var audiences = new HashSet<String>(Set.of("*"));
        var communities = readers.communities(actor);
        communities.forEach(community -> audiences.add(Long.toString(community)));
        for (Long street : CaseReaders.streets(communities)) {
            audiences.add(Long.toString(street));
        }
        var hits = index.search(
                new SearchIndex.Wanted(
                        head(asked.text),
                        asked.kind.isEmpty() ? null : asked.kind,
                        readable.codes(),
                        audiences,
                        !readable.empty(),
                        true,
                        false),
                CANDIDATES);
        return ranked(hits, asked, most);
    }

    private List<Similar> ranked(List<SearchIndex.Hit> hits, Asked asked, int most) {
        var kept = hits.stream().filter(hit -> hit.id() != asked.not).toList();
        if (kept.isEmpty()) {
            return List.of();
        }
        Map<Long, MatterTexts.Text> matters =
                texts
                        .of(kept.stream()
                                .filter(hit -> !hit.isCase())
                                .map(SearchIndex.Hit::id)
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(MatterTexts.Text::id, text -> text));
        Map<Long, MatureCase> cases =
                store
                        .all(kept.stream()
                                .filter(SearchIndex.Hit::isCase)
                                .map(SearchIndex.Hit::id)
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(MatureCase::id, made -> made));
        var votes = store.votes(kept.stream().map(SearchIndex.Hit::id).toList());
        var signals = weights();
        var own = new LinkedHashSet<>(index.tokens(asked.text));
        var found = new ArrayList<Similar>();
        for (SearchIndex.Hit hit : kept) {
            MatureCase made = cases.get(hit.id());
            MatterTexts.Text text = matters.get(hit.id());
            if (made == null && text == null) {
                continue;
            }
            String title = made == null ? "" : made.words().title();
            String words = made == null
                    ? java.util.Objects.requireNonNull(text).text()
                    : made.words().solution();
            String all = made == null
                    ? words + java.util.Objects.requireNonNull(text).solution()
                    : made.words().all();
            boolean sameKind = hit.kind().equals(asked.kind);
            boolean samePlace = !asked.placeKind.isEmpty() && hit.place().equals(asked.placeKind);
            boolean sameSeason = asked.month > 0 && (hit.month() % 12) / 3 == (asked.month % 12) / 3;
            int[] voted = votes.getOrDefault(hit.id(), new int[2]);
            double score = hit.score()
                    * (1
                            + (sameKind ? signals.getOrDefault("KIND", 0.0) : 0)
                            + (samePlace ? signals.getOrDefault("PLACE", 0.0) : 0)
                            + (sameSeason ? signals.getOrDefault("SEASON", 0.0) : 0))
                    * (.5 + (voted[1] + 1.0) / (voted[0] + 2.0))
                    * (hit.isCase() ? CASE_FIRST : 1);
            found.add(new Similar(
                    hit.isCase(),
                    hit.id(),
                    hit.kind(),
                    title,
                    words,
                    shared(own, all),
                    sameKind,
                    samePlace,
                    sameSeason,
                    voted[0],
                    voted[1],
                    score));
        }
        return found.stream()
                .sorted(Comparator.comparingDouble((Similar each) -> -each.score())
                        .thenComparing(Similar::id))
                .limit(most)
                .toList();
    }

    /// A reviewed case is worth more than a matter that nobody looked at again.
    private static final double CASE_FIRST = 1.3;

    /// What each reason adds: its first weight, moved by how often it went with help.
    private Map<String, Double> weights() {
        var learned = store.signals();
        var weights = new HashMap<String, Double>();
        BASE.forEach((name, base) -> {
            double[] seen = learned.getOrDefault(name, new double[2]);
            weights.put(name, base * 2 * (seen[1] + 4) / (seen[0] + 8));
        });
        return weights;
    }

    private List<String> shared(Set<String> own, String text) {
        return own.stream()
                .filter(word -> word.length() > 1 && text.contains(word))
                .limit(MOST_WORDS)
                .toList();
    }
}
