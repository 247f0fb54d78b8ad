package org.gongzhi.library;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.documents.Paper;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.matters.MatterTexts;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.matters.Stage;
import org.gongzhi.people.People;
import org.gongzhi.people.PersonalWords;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of the case library: distil, review, publish, withdraw, print; say what helped.
@Component
public class CaseLibrary {

    /// What an author may change.
    public record Draft(MatureCase.Words words, long costFen, List<String> tags, MatureCase.Audience audience) {}

    /// A case as its author or reviewer sees it: with what may point at people.
    public record Desk(MatureCase made, List<PersonalWords.Found> found, boolean edits, boolean reviews) {}

    private static final int MOST = 2000;
    private static final int PAGE = 50;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration QUARTER = Duration.ofDays(90);

    private final CaseStore store;
    private final CaseSearch search;
    private final MatterDesk desk;
    private final MatterTexts texts;
    private final Kinds kinds;
    private final People people;
    private final CaseReaders readers;
    private final Places places;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    CaseLibrary(
            CaseStore store,
            CaseSearch search,
            MatterDesk desk,
            MatterTexts texts,
            Kinds kinds,
            People people,
            CaseReaders readers,
            Places places,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.search = search;
        this.desk = desk;
        this.texts = texts;
        this.kinds = kinds;
        this.people = people;
        this.readers = readers;
        this.places = places;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Makes a draft of a closed matter: filled from its dossier, with names, numbers and doors already masked.
    @Transactional
    public MatureCase distil(Actor actor, long matterId) {
        Matter matter = desk.readable(matterId, actor, null).matter();
        Seat seat = actor.require(Right.CASE_WRITE, matter.where().placeCode());
        if (matter.stage().compareTo(Stage.CLOSED) < 0 || !matter.handling().complete()) {
            throw Refusal.conflict("case-not-closed");
        }
        Set<String> names = names(matter);
        Instant closed = java.util.Objects.requireNonNullElse(
                matter.times().closedAt(), matter.times().stageAt());
        Place place = places.get(matter.where().place());
        Place area = places.around(place, PlaceKind.BUILDING).orElse(place);
        var words = new MatureCase.Words(
                kinds.of(matter).chinese() + "：" + first(masked(matter.text(), names)),
                masked(matter.handling().cause(), names),
                masked(matter.handling().harm(), names),
                masked(matter.handling().solution(), names),
                "");
        var made = new MatureCase(
                matter.where().community(),
                ids.next(),
                area.code(),
                place.kind().name(),
                matter.id(),
                matter.kind(),
                matter.times().reportedAt().atZone(Clocks.ZONE).getMonthValue(),
                words,
                0,
                (int) Duration.between(matter.times().reportedAt(), closed).toDays(),
                List.of(kinds.of(matter).group()),
                MatureCase.Audience.STREET,
                MatureCase.State.DRAFT,
                account(actor),
                null,
                "",
                closed,
                null,
                null,
                null,
                0,
                0,
                1);
        store.insert(made, clock.instant());
        tell(made, actor, seat, "CaseDistilled");
        return made;
    }

    private static String first(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 40 ? line.substring(0, 40) + "…" : line;
    }

    private static String masked(String text, Set<String> names) {
        return PersonalWords.masked(text, names);
    }

    /// The names that are known to belong to a matter.
    private Set<String> names(Matter matter) {
        var names = new java.util.HashSet<String>();
        if (matter.reporter().person() instanceof Long person) {
            people.find(person).ifPresent(each -> names.add(each.name()));
        }
        return names;
    }

    private static long account(Actor actor) {
        if (actor.account() instanceof Long account) {
            return account;
        }
        throw Refusal.signIn("sign-in");
    }

    /// A case as this asker may see it; drafts only for those who write or review.
    @Transactional(readOnly = true)
    public Desk desk(Actor actor, long id) {
        MatureCase made = store.get(id);
        boolean writes = actor.may(Right.CASE_WRITE, made.placeCode());
        boolean reviews = actor.may(Right.CASE_REVIEW, made.placeCode());
        boolean reader = made.state() == MatureCase.State.PUBLISHED
                && (made.audience() == MatureCase.Audience.ALL
                        || readers.communities(actor).stream()
                                .anyMatch(community -> made.audience() == MatureCase.Audience.STREET
                                        ? community / 1000 == made.community() / 1000
                                        : community == made.community()));
        if (!writes && !reviews && !reader) {
            throw Refusal.unknown("case");
        }
        boolean own = Long.valueOf(made.author()).equals(actor.account());
        return new Desk(
                made,
                PersonalWords.find(made.words().all()),
                writes && made.state() != MatureCase.State.WITHDRAWN,
                reviews && !own && made.state() == MatureCase.State.REVIEW);
    }

    /// Changes a case. What is published goes back to review.
    @Transactional
    public void revise(Actor actor, long id, int version, Draft draft, boolean submit) {
        Desk seen = desk(actor, id);
        if (!seen.edits) {
            throw Refusal.forbidden("not-allowed");
        }
        MatureCase before = seen.made;
        var words = draft.words;
        if (words.title().isBlank()
                || words.cause().isBlank()
                || words.solution().isBlank()) {
            throw Refusal.invalid("case-words");
        }
        if (words.all().length() > 5 * MOST) {
            throw Refusal.invalid("text-long", 5 * MOST, words.all().length());
        }
        if (draft.costFen < 0 || draft.tags.size() > 12) {
            throw Refusal.invalid("case-words");
        }
        if (submit) {
            requireNobody(words);
        }
        write(
                before,
                version,
                draft,
                submit ? MatureCase.State.REVIEW : MatureCase.State.DRAFT,
                new Review(null, ""),
                null);
        tell(before, actor, null, submit ? "CaseSubmitted" : "CaseRevised");
    }

    private static void requireNobody(MatureCase.Words words) {
        var found = PersonalWords.find(words.all());
        if (!found.isEmpty()) {
            throw Refusal.invalid(
                    "case-personal",
                    String.join(
                            ", ",
                            found.stream()
                                    .map(PersonalWords.Found::text)
                                    .distinct()
                                    .toList()));
        }
    }

    private record Review(@Nullable Long reviewer, String words) {}

    private void write(
            MatureCase before,
            int version,
            Draft draft,
            MatureCase.State state,
            Review review,
            @Nullable Instant published) {
        store.update(
                new MatureCase(
                        before.community(),
                        before.id(),
                        before.placeCode(),
                        before.placeKind(),
                        before.matter(),
                        before.kind(),
                        before.month(),
                        new MatureCase.Words(
                                NewMatter.clean(draft.words.title()),
                                NewMatter.clean(draft.words.cause()),
                                NewMatter.clean(draft.words.harm()),
                                NewMatter.clean(draft.words.solution()),
                                NewMatter.clean(draft.words.avoid())),
                        draft.costFen,
                        before.days(),
                        draft.tags.stream()
                                .map(tag -> tag.strip().replace(' ', '_'))
                                .filter(tag -> !tag.isEmpty() && tag.length() <= 20)
                                .distinct()
                                .toList(),
                        draft.audience,
                        state,
                        before.author(),
                        review.reviewer,
                        review.words,
                        before.closedAt(),
                        before.publishedAt(),
                        before.after30(),
                        before.after90(),
                        before.shown(),
                        before.helped(),
                        version),
                published);
    }

    private static Draft as(MatureCase made) {
        return new Draft(made.words(), made.costFen(), made.tags(), made.audience());
    }

    /// Somebody else than the author publishes it, or gives it back with words.
    @Transactional
    public void review(Actor actor, long id, int version, boolean publish, String words) {
        Desk seen = desk(actor, id);
        if (!seen.reviews) {
            throw Refusal.forbidden("case-review");
        }
        if (publish) {
            requireNobody(seen.made.words());
        } else if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
        write(
                seen.made,
                version,
                as(seen.made),
                publish ? MatureCase.State.PUBLISHED : MatureCase.State.DRAFT,
                new Review(account(actor), NewMatter.clean(words)),
                publish ? clock.instant() : null);
        tell(seen.made, actor, null, publish ? "CasePublished" : "CaseReturned");
    }

    @Transactional
    public void withdraw(Actor actor, long id, int version, String words) {
        Desk seen = desk(actor, id);
        if (!seen.edits) {
            throw Refusal.forbidden("not-allowed");
        }
        if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
        write(
                seen.made,
                version,
                as(seen.made),
                MatureCase.State.WITHDRAWN,
                new Review(seen.made.reviewer(), NewMatter.clean(words)),
                null);
        tell(seen.made, actor, null, "CaseWithdrawn");
    }

    /// Published ones that this asker may read, the newest first.
    @Transactional(readOnly = true)
    public List<MatureCase> published(Actor actor, @Nullable String tag, @Nullable String kind, @Nullable Long before) {
        return store.published(readers.communities(actor), tag, kind, before == null ? Long.MAX_VALUE : before, PAGE);
    }

    /// Drafts and what waits for review in the asker's street.
    @Transactional(readOnly = true)
    public List<MatureCase> waiting(Actor actor) {
        return actor.may(Right.CASE_WRITE)
                ? store.waiting(actor.seats().getFirst().community() / 1000, PAGE)
                : List.of();
    }

    /// The case that was made of a matter, if any.
    @Transactional(readOnly = true)
    public java.util.Optional<Long> ofMatter(Matter matter) {
        return store.ofMatter(matter.where().community(), matter.id());
    }

    /// Says whether something shown for a matter helped: once for each person, and the ranking learns from it.
    @Transactional
    public void vote(Actor actor, long matterId, long target, boolean helped) {
        Matter matter = desk.readable(matterId, actor, null).matter();
        Seat seat = actor.require(Right.MATTER_HANDLE, matter.where().placeCode());
        var shown = search.like(actor, matter, PAGE).stream()
                .filter(each -> each.id() == target)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("case"));
        if (!store.vote(matter.where().community(), matterId, target, account(actor), helped, clock.instant())) {
            throw Refusal.conflict("case-voted");
        }
        store.learn(shown.reasons(), helped);
        record Voted(long target, boolean helped) {}
        journal.append(new Entry(
                new Entry.Where(matter.where().community(), null),
                actor.in(seat),
                new Entry.Subject("suggestion", target),
                "SuggestionRated",
                new Voted(target, helped),
                clock.instant()));
    }

    /// Looks 30 and 90 days after a matter was closed whether the same trouble came back at the same place.
    @Scheduled(fixedDelayString = "${gongzhi.library.outcomes:PT6H}", initialDelayString = "PT2M")
    @Transactional
    public void lookAgain() {
        Instant now = clock.instant();
        for (MatureCase made : store.unknownOutcome(now.minus(MONTH), PAGE)) {
            var after30 = made.after30() == null ? outcome(made, MONTH) : made.after30();
            boolean later = made.closedAt().plus(QUARTER).isBefore(now);
            if (made.after30() == null || later) {
                store.outcome(made, after30, later ? outcome(made, QUARTER) : null);
            }
        }
    }

    private MatureCase.After outcome(MatureCase made, Duration within) {
        long again = texts.raised(
                made.kind(), made.placeCode(), made.closedAt(), made.closedAt().plus(within));
        return again == 0 ? MatureCase.After.HELD : MatureCase.After.RELAPSED;
    }

    /// The collection (成熟案例集) to print: published cases of a tag or kind, one after the other.
    @Transactional(readOnly = true)
    public Paper collection(Actor actor, @Nullable String tag, @Nullable String kind, Words words) {
        var blocks = new ArrayList<Paper.Block>();
        int number = 0;
        Long before = null;
        for (var page = published(actor, tag, kind, before);
                !page.isEmpty() && number < MOST;
                page = published(actor, tag, kind, before)) {
            for (MatureCase made : page) {
                blocks.add(new Paper.Heading(++number + ". " + made.words().title()));
                var facts = new ArrayList<Paper.Fact>();
                facts.add(new Paper.Fact(words.t("library.cause"), made.words().cause()));
                facts.add(new Paper.Fact(words.t("library.harm"), made.words().harm()));
                facts.add(
                        new Paper.Fact(words.t("library.solution"), made.words().solution()));
                if (!made.words().avoid().isEmpty()) {
                    facts.add(new Paper.Fact(
                            words.t("library.avoid"), made.words().avoid()));
                }
                facts.add(new Paper.Fact(
                        words.t("library.effort"), words.t("library.effort.of", made.days(), yuan(made.costFen()))));
                if (made.after90() != null || made.after30() != null) {
                    var after = made.after90() == null ? made.after30() : made.after90();
                    facts.add(new Paper.Fact(words.t("library.after"), words.t("library.after." + after)));
                }
                blocks.add(new Paper.Facts(facts));
                before = made.id();
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        if (number == 0) {
            throw Refusal.unknown("case-none");
        }
        return new Paper(
                words.t("library.collection"),
                words.t("library.collection.under", number, Clocks.today(clock).toString()),
                blocks);
    }

    /// Money in fen as yuan with two digits.
    public static String yuan(long fen) {
        return java.math.BigDecimal.valueOf(fen, 2).toPlainString();
    }

    private void tell(MatureCase made, Actor actor, @Nullable Seat seat, String event) {
        record Told(String kind) {}
        journal.append(new Entry(
                new Entry.Where(made.community(), null),
                actor.in(seat),
                new Entry.Subject("case", made.id()),
                event,
                new Told(made.kind()),
                clock.instant()));
    }
}
