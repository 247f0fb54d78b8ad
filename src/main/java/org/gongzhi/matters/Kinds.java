package org.gongzhi.matters;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /// A version of a kind with who made it, when and why; `account` is null for what came with the program.
    public record Version(Kind kind, @Nullable Long account, String words, Instant from) {}

    /// When a closed matter was raised and closed.
    record Took(Instant reportedAt, Instant closedAt) {}

    /// One thing that a new version changes.
    public record Difference(String what, String before, String after) {}

    /// What a new version would mean: its differences, how many open matters stay with their old version, and
    /// how many of those closed in the last 90 days kept the old term and would have kept the new one.
    public record Preview(Kind kind, List<Difference> differences, long open, int closed, int keptOld, int keptNew) {}

    private record Catalogue(Map<String, Kind> newest, Map<String, List<Version>> versions) {}

    private static final Duration LOOKED_BACK = Duration.ofDays(90);
    private static final String CODE = "[A-Z][A-Z0-9]{1,7}";

    private final KindStore store;
    private final Subjects subjects;
    private final Duties duties;
    private final Journal journal;
    private final ApplicationEventPublisher inside;
    private final WorkingCalendar calendar;
    private final Clock clock;
    private final Map<String, String> groups = new LinkedHashMap<>();
    private volatile Function<String, Map<String, Integer>> past = _ -> Map.of();
    private volatile Catalogue catalogue;

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

    private Catalogue load() {
        var newest = new LinkedHashMap<String, Kind>();
        var versions = new LinkedHashMap<String, List<Version>>();
        for (var row : store.all()) {
            newest.put(row.kind().code(), row.kind());
            versions.computeIfAbsent(row.kind().code(), _ -> new ArrayList<>())
                    .add(new Version(row.kind(), row.account(), row.words(), row.from()));
        }
        subjects.add(newest.values().stream()
                .map(kind -> new Subject(
                        kind.code(),
                        kind.leads(),
                        kind.chinese(),
                        kind.english(),
                        kind.urgency() != Kind.Urgency.ORDINARY))
                .toList());
        return new Catalogue(newest, versions);
    }

    /// The newest version of a kind.
    public Kind get(String code) {
        Kind kind = catalogue.newest.get(code);
        if (kind == null) {
            throw Refusal.invalid("kind");
        }
        return kind;
    }

    /// The version that a matter began with.
    public Kind of(Matter matter) {
        var versions = catalogue.versions.get(matter.kind());
        int wanted = matter.filing().kindVersion();
        if (versions == null) {
            throw Refusal.invalid("kind");
        }
        return versions.get(Math.clamp(wanted, 1, versions.size()) - 1).kind;
    }

    /// All kinds people can choose; those of the program itself and those out of use are left out.
    public List<Kind> all() {
        return catalogue.newest.values().stream()
                .filter(kind -> !kind.code().startsWith("S") && kind.inUse())
                .toList();
    }

    /// Every kind, also those out of use.
    public List<Kind> whole() {
        return List.copyOf(catalogue.newest.values());
    }

    /// The versions of a kind, the newest first.
    public List<Version> versions(String code) {
        get(code);
        return Objects.requireNonNull(catalogue.versions.get(code)).reversed();
    }

    /// The major categories by their Chinese names.
    public List<String> groups() {
        return List.copyOf(groups.keySet());
    }

    /// The English name of a group.
    public String groupInEnglish(String group) {
        return groups.getOrDefault(group, group);
    }

    /// What a changed or new kind would mean, without changing anything. Refuses what cannot be.
    public Preview preview(Kind wanted) {
        requireSound(wanted);
        Kind before = catalogue.newest.get(wanted.code());
        Kind after = wanted.as(before == null ? 1 : before.version() + 1);
        long since = Ids.at(clock.instant().minus(LOOKED_BACK).toEpochMilli(), 0);
        var took = before == null ? List.<Took>of() : store.took(wanted.code(), since);
        return new Preview(
                after,
                before == null ? List.of() : differences(before, after),
                before == null ? 0 : store.open(wanted.code()),
                took.size(),
                before == null ? 0 : kept(took, before),
                kept(took, after));
    }

    private int kept(List<Took> took, Kind kind) {
        return (int) took.stream()
                .filter(each -> !each.closedAt.isAfter(calendar.end(each.reportedAt, kind.term())))
                .count();
    }

    /// Makes the next version of a kind, or the first of a new one; `seen` is the version the editor looked at
    /// (0 for a new kind). The reason is kept.
    @Transactional
    public Kind define(Actor actor, Kind wanted, int seen, String words) {
        if (!actor.may(Right.KIND_MANAGE)) {
            throw actor.signedIn() ? Refusal.forbidden("not-allowed") : Refusal.signIn("sign-in");
        }
        if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
        requireSound(wanted);
        Kind before = catalogue.newest.get(wanted.code());
        int last = before == null ? 0 : before.version();
        if (seen != last || !store.insert(wanted.as(last + 1), false, actor.account(), words, clock.instant())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        Kind after = wanted.as(last + 1);
        Seat seat = actor.seats().stream()
                .filter(each -> Actor.of(each).may(Right.KIND_MANAGE))
                .findFirst()
                .orElseThrow();
        record Changed(String code, int version, List<Difference> differences, String words) {}
        if (before == null || !before.leads().equals(after.leads()) || before.urgency() != after.urgency()) {
            inside.publishEvent(new SubjectsChanged(after.code()));
        }
        journal.append(new Entry(
                new Entry.Where(seat.community(), seat.place()),
                actor.in(seat),
                new Entry.Subject("kind", Long.parseLong(after.code(), Character.MAX_RADIX)),
                "KindChanged",
                new Changed(
                        after.code(), after.version(), before == null ? List.of() : differences(before, after), words),
                clock.instant()));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                catalogue = load();
                duties.forgetAll();
            }
        });
        return after;
    }

    private void requireSound(Kind kind) {
        if (!kind.code().matches(CODE)) {
            throw Refusal.invalid("kind-code");
        }
        if (kind.chinese().isBlank()
                || kind.english().isBlank()
                || kind.chinese().length() > 40) {
            throw Refusal.invalid("kind-name");
        }
        if (!groups.containsKey(kind.group())) {
            throw Refusal.invalid("kind-group");
        }
        if (!subjects.groups().contains(kind.leads())) {
            throw Refusal.invalid("kind-leads");
        }
        if (kind.term().amount() == 0) {
            throw Refusal.invalid("kind-term");
        }
        var rules = kind.rules();
        if (rules.photos() < 0 || rules.photos() > NewMatter.MOST_PHOTOS) {
            throw Refusal.invalid("photos-many", NewMatter.MOST_PHOTOS);
        }
        if (rules.recheckPermille() < 0 || rules.recheckPermille() > 1000) {
            throw Refusal.invalid("kind-recheck");
        }
        long positions = rules.conditions().stream()
                .map(Kind.Condition::position)
                .distinct()
                .count();
        if (positions != rules.conditions().size()
                || rules.conditions().stream().anyMatch(each -> each.chinese().isBlank())) {
            throw Refusal.invalid("kind-condition");
        }
        long names = rules.fields().stream().map(Kind.Field::name).distinct().count();
        if (names != rules.fields().size()
                || rules.fields().stream()
                        .anyMatch(field -> !field.name().matches("[a-z][a-z0-9_]{0,29}")
                                || field.type() == Kind.FieldType.CHOICE
                                        && field.choices().isEmpty())) {
            throw Refusal.invalid("kind-fields");
        }
    }

    /// What differs between two versions, part by part.
    static List<Difference> differences(Kind before, Kind after) {
        var found = new ArrayList<Difference>();
        compare(found, "group", before.group(), after.group());
        compare(found, "chinese", before.chinese(), after.chinese());
        compare(found, "english", before.english(), after.english());
        compare(found, "urgency", before.urgency(), after.urgency());
        compare(found, "term", before.term(), after.term());
        compare(found, "leads", before.leads(), after.leads());
        compare(found, "words", String.join(" ", before.words()), String.join(" ", after.words()));
        compare(found, "source", before.source(), after.source());
        compare(found, "inUse", before.inUse(), after.inUse());
        Kind.Rules old = before.rules();
        Kind.Rules fresh = after.rules();
        compare(found, "severity", old.severity(), fresh.severity());
        compare(found, "verify", old.verify(), fresh.verify());
        compare(found, "photos", old.photos(), fresh.photos());
        compare(found, "recheck", old.recheckPermille(), fresh.recheckPermille());
        compare(found, "publicly", old.publicly(), fresh.publicly());
        compare(found, "anonymous", old.anonymous(), fresh.anonymous());
        compare(found, "automatic", old.automatic(), fresh.automatic());
        compare(found, "standard", old.standardChinese(), fresh.standardChinese());
        compare(found, "standardEnglish", old.standardEnglish(), fresh.standardEnglish());
        compare(found, "conditions", lines(old.conditions()), lines(fresh.conditions()));
        compare(found, "fields", fieldLines(old.fields()), fieldLines(fresh.fields()));
        return found;
    }

    private static void compare(List<Difference> found, String what, Object before, Object after) {
        if (!before.equals(after)) {
            found.add(new Difference(what, before.toString(), after.toString()));
        }
    }

    private static String lines(List<Kind.Condition> conditions) {
        return String.join(
                "; ",
                conditions.stream()
                        .map(each -> each.position() + " " + each.chinese() + " " + each.term())
                        .toList());
    }

    private static String fieldLines(List<Kind.Field> fields) {
        return String.join(
                "; ",
                fields.stream()
                        .map(each -> each.name() + " " + each.chinese() + (each.required() ? " *" : ""))
                        .toList());
    }

    /// The kinds that fit typed words best, at most `most`: whole names count more than single words.
    public List<Kind> matching(String typed, int most) {
        String words = typed.toLowerCase(Locale.ROOT).strip();
        if (words.isEmpty()) {
            return List.of();
        }
        return ranked(words, past(words), most);
    }

    private List<Kind> ranked(String words, Map<String, Integer> before, int most) {
        return all().stream()
                .filter(kind -> score(kind, words) > 0 || before.getOrDefault(kind.code(), 0) > 1)
                .sorted(Comparator.comparingInt(
                                (Kind kind) -> -score(kind, words) - before.getOrDefault(kind.code(), 0))
                        .thenComparing(Kind::code))
                .limit(most)
                .toList();
    }

    /// The one kind that the words alone say, where that kind allows to be chosen so: its own words occur,
    /// and no other kind fits as well. Empty means that a person has to look.
    public Optional<Kind> automatic(String typed) {
        String words = typed.toLowerCase(Locale.ROOT).strip();
        var best = words.isEmpty() ? List.<Kind>of() : ranked(words, Map.of(), 2);
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
