package org.gongzhi.matters;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.duty.Duties;
import org.gongzhi.duty.Subject;
import org.gongzhi.duty.Subjects;
import org.gongzhi.duty.SubjectsChanged;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.Tail;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The kinds of matters in all their versions, and the search for one from a few typed words. What ships as
/// files is version 1; whoever may changes a kind here makes the next version, and matters keep the version
/// they began with.
@Component
public class Kinds {

    /// When a closed matter was raised and closed.
    record Took(Instant reportedAt, Instant closedAt) {}

    /// What a new version would mean: its differences, how many open matters stay with their old version, and
    /// how many of those closed in the last 90 days kept the old term and would have kept the new one.
    public record Preview(
            Kind kind, List<KindDifferences.Difference> differences, long open, int closed, int keptOld, int keptNew) {}

    private static final Duration LOOKED_BACK = Duration.ofDays(90);

    private final KindStore store;
    private final Subjects subjects;
    private final Duties duties;
    private final Journal journal;
    private final ApplicationEventPublisher inside;
    private final WorkingCalendar calendar;
    private final Clock clock;
    private final Map<String, String> groups = new LinkedHashMap<>();
    private volatile Function<String, Map<String, Integer>> past = _ -> Map.of();
    private volatile KindCatalogue catalogue;

    Kinds(
            KindStore store,
            Subjects subjects,
            Duties duties,
            Journal journal,
            ApplicationEventPublisher inside,
            WorkingCalendar calendar,
            Tail tail,
            Clock clock) {
        this.store = store;
        this.subjects = subjects;
        this.duties = duties;
        this.journal = journal;
        this.inside = inside;
        this.calendar = calendar;
        this.clock = clock;
        for (var row : Tables.read("matters/groups.csv")) {
            groups.put(row.get("zh"), row.get("en"));
        }
        store.seed(KindFiles.read(), clock.instant());
        this.catalogue = load();
        tail.listen(entries -> {
            if (entries.stream().anyMatch(entry -> entry.kind().equals("KindChanged"))) {
                this.catalogue = load();
            }
        });
    }

    private KindCatalogue load() {
        var fresh = new KindCatalogue(
                store.all().stream().map(KindStore.Row::version).toList());
        subjects.add(fresh.everywhere().stream().map(Kinds::subject).toList());
        var own = new HashMap<String, List<Subject>>();
        fresh.own()
                .forEach((place, kinds) ->
                        own.put(place, kinds.stream().map(Kinds::subject).toList()));
        subjects.own(own);
        return fresh;
    }

    private static Subject subject(Kind kind) {
        return new Subject(
                kind.code(), kind.leads(), kind.chinese(), kind.english(), kind.urgency() != Kind.Urgency.ORDINARY);
    }

    /// A kind as it is called, wherever its matters lie.
    public Kind get(String code) {
        Kind kind = catalogue.named(code);
        if (kind == null) {
            throw Refusal.invalid("kind");
        }
        return kind;
    }

    /// The version of a kind that is in force at a place.
    public Kind get(String code, String placeCode) {
        return inForce(code, placeCode).kind();
    }

    /// Whether there is such a kind at a place.
    public boolean has(String code, String placeCode) {
        return catalogue.at(placeCode).containsKey(code);
    }

    Kind get(String code, Place place) {
        return get(code, place.code());
    }

    /// The same with the place that it belongs to.
    public KindVersion inForce(String code, String placeCode) {
        KindVersion version = catalogue.at(placeCode).get(code);
        if (version == null) {
            throw Refusal.invalid("kind");
        }
        return version;
    }

    /// What is in force where a matter lies: of another kind, or of its own when none is named.
    Kind inForce(Matter matter, @Nullable String other) {
        return get(
                other == null || other.isBlank() ? matter.kind() : other,
                matter.where().placeCode());
    }

    /// The version that a matter began with.
    public Kind of(Matter matter) {
        var versions = catalogue.versions(matter.kind());
        if (versions.isEmpty()) {
            throw Refusal.invalid("kind");
        }
        return versions.get(Math.clamp(matter.filing().kindVersion(), 1, versions.size()) - 1)
                .kind();
    }

    /// All kinds people can choose everywhere; those of the program itself and those out of use are left out.
    public List<Kind> all() {
        return all("");
    }

    /// The same at a place.
    public List<Kind> all(String placeCode) {
        return whole(placeCode).stream()
                .filter(kind -> !kind.code().startsWith("S") && kind.inUse())
                .toList();
    }

    /// Every kind that is in force at a place, also those out of use; everywhere without one.
    public List<Kind> whole(String placeCode) {
        return catalogue.at(placeCode).values().stream().map(KindVersion::kind).toList();
    }

    /// The places that have rules of their own.
    public Set<String> places() {
        return catalogue.own().keySet();
    }

    /// Those of a place that are shown to everybody.
    String[] shownCodes(String placeCode) {
        return whole(placeCode).stream().filter(Kind::shown).map(Kind::code).toArray(String[]::new);
    }

    /// A condition on matters whose kind is shown where they lie; of these kinds, or of all when none is named.
    String shown(String table, Set<String> among, List<Object> parameters) {
        return catalogue.shown(table, among, parameters);
    }

    /// The versions of a kind, the newest first.
    public List<KindVersion> versions(String code) {
        get(code);
        return catalogue.versions(code).reversed();
    }

    /// The major categories by their Chinese names.
    public List<String> groups() {
        return List.copyOf(groups.keySet());
    }

    /// The English name of a group.
    public String groupInEnglish(String group) {
        return groups.getOrDefault(group, group);
    }

    /// What a changed or new kind would mean at a place, without changing anything. Refuses what cannot be.
    public Preview preview(Kind wanted, String placeCode) {
        wanted.requireSound(groups.keySet(), subjects.groups());
        KindVersion known = catalogue.at(placeCode).get(wanted.code());
        Kind before = known == null ? null : known.kind();
        Kind after = wanted.as(catalogue.versions(wanted.code()).size() + 1);
        long since = Ids.at(clock.instant().minus(LOOKED_BACK).toEpochMilli(), 0);
        var took = before == null ? List.<Took>of() : store.took(wanted.code(), placeCode, since);
        return new Preview(
                after,
                before == null ? List.of() : KindDifferences.of(before, after),
                before == null ? 0 : store.open(wanted.code(), placeCode),
                took.size(),
                before == null ? 0 : kept(took, before),
                kept(took, after));
    }

    private int kept(List<Took> took, Kind kind) {
        return (int) took.stream()
                .filter(each -> !each.closedAt.isAfter(calendar.end(each.reportedAt, kind.term())))
                .count();
    }

    /// Makes the next version of a kind, or the first of a new one, for a place and everything below; `seen`
    /// is the version in force there that the editor looked at (0 for a new kind). The reason is kept.
    @Transactional
    public Kind define(Actor actor, String placeCode, Kind wanted, int seen, String words) {
        Seat seat = requireEditor(actor, placeCode, words);
        wanted.requireSound(groups.keySet(), subjects.groups());
        return write(actor, seat, placeCode, wanted, seen, words, false);
    }

    /// From now on what is in force above is in force at this place too.
    @Transactional
    public Kind inherit(Actor actor, String placeCode, String code, int seen, String words) {
        Seat seat = requireEditor(actor, placeCode, words);
        if (!inForce(code, placeCode).place().equals(placeCode)) {
            throw Refusal.conflict("rule-inherited");
        }
        KindVersion above = catalogue.above(placeCode, code);
        Kind after = above == null ? get(code, placeCode) : above.kind();
        return write(actor, seat, placeCode, after, seen, words, true);
    }

    private Seat requireEditor(Actor actor, String placeCode, String words) {
        Seat seat = actor.require(Right.KIND_MANAGE, placeCode);
        if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
        return seat;
    }

    private Kind write(
            Actor actor, Seat seat, String placeCode, Kind wanted, int seen, String words, boolean inherits) {
        KindVersion known = catalogue.at(placeCode).get(wanted.code());
        Kind before = known == null ? null : known.kind();
        // versions are counted for all places together; whoever changed it elsewhere meanwhile does not disturb
        if (seen != (before == null ? 0 : before.version()) || !store.unchanged(wanted.code(), placeCode, seen)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        Kind after = wanted.as(store.next(wanted.code()));
        store.insert(new KindVersion(after, placeCode, inherits, actor.account(), words, clock.instant()), false);
        told(actor, seat, placeCode, before, after, words);
        return after;
    }

    private void told(Actor actor, Seat seat, String placeCode, @Nullable Kind before, Kind after, String words) {
        record Changed(
                String code, int version, String place, List<KindDifferences.Difference> differences, String words) {}
        if (before == null || !before.leads().equals(after.leads()) || before.urgency() != after.urgency()) {
            inside.publishEvent(new SubjectsChanged(after.code()));
        }
        journal.append(new Entry(
                new Entry.Where(seat.community(), seat.place()),
                actor.in(seat),
                new Entry.Subject("kind", Long.parseLong(after.code(), Character.MAX_RADIX)),
                "KindChanged",
                new Changed(
                        after.code(),
                        after.version(),
                        placeCode,
                        before == null ? List.of() : KindDifferences.of(before, after),
                        words),
                clock.instant()));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                catalogue = load();
                duties.forgetAll();
            }
        });
    }

    /// The kinds that fit typed words best at a place, at most `most`: whole names count more than single
    /// words.
    public List<Kind> matching(String typed, int most, String placeCode) {
        String words = typed.toLowerCase(Locale.ROOT).strip();
        if (words.isEmpty()) {
            return List.of();
        }
        return ranked(all(placeCode), words, past(words), most);
    }

    private static List<Kind> ranked(List<Kind> among, String words, Map<String, Integer> before, int most) {
        return among.stream()
                .filter(kind -> score(kind, words) > 0 || before.getOrDefault(kind.code(), 0) > 1)
                .sorted(Comparator.comparingInt(
                                (Kind kind) -> -score(kind, words) - before.getOrDefault(kind.code(), 0))
                        .thenComparing(Kind::code))
                .limit(most)
                .toList();
    }

    /// The one kind that the words alone say, where that kind allows to be chosen so: its own words occur,
    /// and no other kind fits as well. Empty means that a person has to look.
    public Optional<Kind> automatic(String typed, String placeCode) {
        String words = typed.toLowerCase(Locale.ROOT).strip();
        var best = words.isEmpty() ? List.<Kind>of() : ranked(all(placeCode), words, Map.of(), 2);
        if (best.isEmpty()
                || !best.getFirst().rules().automatic()
                || reasons(best.getFirst(), words).isEmpty()
                || best.size() > 1 && score(best.get(1), words) >= score(best.getFirst(), words)) {
            return Optional.empty();
        }
        return Optional.of(best.getFirst());
    }

    /// Where earlier matters told in like words were filed, as a module above finds it: how many, by code.
    public Map<String, Integer> past(String typed) {
        return typed.isBlank() ? Map.of() : past.apply(typed);
    }

    /// Makes the search for earlier matters known; a module above does so once, as it starts.
    public void learnFrom(Function<String, Map<String, Integer>> search) {
        past = search;
    }

    /// The words of a kind that occur in what was typed: the reason for suggesting it.
    public static List<String> reasons(Kind kind, String typed) {
        String words = typed.toLowerCase(Locale.ROOT);
        var found = new ArrayList<String>();
        if (words.contains(kind.chinese())) {
            found.add(kind.chinese());
        }
        kind.words().stream()
                .filter(word -> !word.isEmpty() && words.contains(word))
                .forEach(found::add);
        return found;
    }

    static int score(Kind kind, String typed) {
        int score = 0;
        String english = kind.english().toLowerCase(Locale.ROOT);
        if (typed.contains(kind.chinese()) || kind.chinese().contains(typed) || english.contains(typed)) {
            score += 10;
        }
        for (String word : kind.words()) {
            if (!word.isEmpty() && typed.contains(word)) {
                score += 2 + word.codePointCount(0, word.length());
            }
        }
        for (String part : typed.split("[\\s,,。.、]+")) {
            if (part.length() >= 3 && english.contains(part)) {
                score += 3;
            }
        }
        return score;
    }
}
