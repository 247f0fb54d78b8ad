package org.gongzhi.conventions;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gongzhi.access.AccountErasing;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Happened;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door of conventions: drafted, consulted, adopted, revised, filed, signed, known, kept, ended. Adopting is
/// for votes and meetings, which call [#adopt]; what was adopted before is recorded with its evidence.
@Component
@Transactional
public class Conventions {

    public record Drafting(
            @Nullable String place,
            @Nullable String kind,
            @Nullable String name) {}

    /// A convention as somebody sees it: `shown` is the edition they look at, `changes` what it changes of
    /// the one in force (or of the one before it).
    public record View(
            Convention convention,
            ConventionRules.Kind kind,
            String place,
            Convention.Edition shown,
            List<Convention.Change> changes,
            List<Convention.Opinion> opinions,
            List<Convention.Question> quiz,
            List<Convention.Note> notes,
            Convention.Figures figures,
            List<Happened> history,
            boolean runs,
            boolean pledged) {}

    private static final int MOST_CLAUSES = 150;
    private static final int MOST_TEXT = 5_000;
    private static final Pattern REFERENCE = Pattern.compile("([0-9A-Za-z-]{8,24})#(\\d{1,3})");

    private final ConventionStore store;
    private final ConventionRules rules;
    private final Places places;
    private final Notices notices;
    private final WorkingCalendar calendar;
    private final Journal journal;
    private final Ids ids;
    private final String home;
    private final Clock clock;

    Conventions(
            ConventionStore store,
            ConventionRules rules,
            Places places,
            Notices notices,
            WorkingCalendar calendar,
            Journal journal,
            Ids ids,
            @Value("${gongzhi.home-place:441900106}") String home,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.places = places;
        this.notices = notices;
        this.calendar = calendar;
        this.journal = journal;
        this.ids = ids;
        this.home = home.substring(0, Math.min(9, home.length()));
        this.clock = clock;
    }

    /// Begins rules for a place with an empty draft.
    public Convention draft(Actor actor, Drafting drafting) {
        Place place = places.find(Sent.line(drafting.place)).orElseThrow(() -> Refusal.unknown("place"));
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("place-wide");
        }
        actor.require(Right.CONVENTION_KEEP, place.code());
        var kind = rules.kind(drafting.kind);
        String name = Sent.line(drafting.name).isEmpty() ? place.name() + kind.chinese() : Sent.line(drafting.name);
        if (name.length() > 100) {
            throw Refusal.invalid("convention-name");
        }
        var convention = new Convention(
                place.community(),
                ids.next(),
                place.id(),
                place.code(),
                kind.code(),
                name,
                null,
                null,
                "",
                List.of(),
                1);
        try {
            store.insert(convention, clock.instant());
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("convention-known");
        }
        store.begin(convention, 1, "", List.of(), clock.instant());
        write(actor, convention, "ConventionDrafted", Map.of("kind", kind.code()));
        return store.get(convention.id());
    }

    /// A new edition that begins as the one in force, with the reason for it.
    public void revise(Actor actor, long id, @Nullable String why) {
        Convention convention = forKeeper(actor, id);
        var current = convention.current().orElseThrow(() -> Refusal.conflict("convention-state"));
        int n = convention.editions().getFirst().n() + 1;
        try {
            store.begin(convention, n, Sent.words(why, 500), current.clauses(), clock.instant());
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("convention-in-work");
        }
        write(actor, convention, "RevisionBegun", Map.of("edition", n));
    }

    /// Writes the clauses of the draft in place of what was there; they are numbered in their order. `seen` is
    /// the version of the edition that the sender saw.
    public void rewrite(Actor actor, long id, int seen, List<Convention.Clause> clauses) {
        Convention convention = forKeeper(actor, id);
        var draft = work(convention, Convention.State.DRAFT);
        if (clauses.size() > MOST_CLAUSES) {
            throw Refusal.invalid("convention-clauses", MOST_CLAUSES);
        }
        var kept = new ArrayList<Convention.Clause>();
        for (Convention.Clause clause : clauses) {
            if (Sent.line(clause.text()).isEmpty() && Sent.line(clause.title()).isEmpty()) {
                continue;
            }
            if (Sent.line(clause.text()).isEmpty()
                    || clause.text().length() > MOST_TEXT
                    || Sent.line(clause.title()).length() > 100) {
                throw Refusal.invalid("convention-clause", kept.size() + 1);
            }
            kept.add(new Convention.Clause(
                    kept.size() + 1, Sent.line(clause.title()), clause.text().strip(), effects(clause)));
        }
        if (seen != draft.version() || !store.rewrite(convention, draft, kept)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        write(actor, convention, "ClausesWritten", Map.of("edition", draft.n(), "clauses", kept.size()));
    }

    private List<Convention.Effect> effects(Convention.Clause clause) {
        var effects = new ArrayList<Convention.Effect>();
        for (var effect : Objects.requireNonNullElse(clause.effects(), List.<Convention.Effect>of())) {
            String benefit = Sent.line(effect.benefit());
            String burden = Sent.line(effect.burden());
            if (benefit.length() > 300 || burden.length() > 300) {
                throw Refusal.invalid("words-long", 300);
            }
            if (!benefit.isEmpty() || !burden.isEmpty()) {
                effects.add(new Convention.Effect(rules.party(effect.party()).code(), benefit, burden));
            }
        }
        return effects;
    }

    /// Publishes the draft for opinions until the term is over. Every clause says what it gives or costs whom.
    public void consult(Actor actor, long id) {
        Convention convention = forKeeper(actor, id);
        var draft = work(convention, Convention.State.DRAFT);
        if (draft.clauses().isEmpty()) {
            throw Refusal.conflict("convention-empty");
        }
        for (Convention.Clause clause : draft.clauses()) {
            if (clause.effects().isEmpty()) {
                throw Refusal.conflict("convention-effects", clause.number());
            }
        }
        Instant until = calendar.end(clock.instant(), rules.term("consult"));
        move(convention, draft, Convention.State.CONSULTING, until);
        write(actor, convention, "ConsultationBegun", Map.of("edition", draft.n(), "until", until));
    }

    /// Somebody says what they think of the edition that is consulted on, of one clause or of all.
    public long say(Actor actor, long id, @Nullable Integer clause, @Nullable String words) {
        Convention convention = visible(actor, id);
        long account = account(actor);
        var edition = work(convention, Convention.State.CONSULTING);
        if (clock.instant().isAfter(Objects.requireNonNull(edition.consultUntil()))) {
            throw Refusal.conflict("convention-consulted");
        }
        if (clause != null && edition.clause(clause).isEmpty()) {
            throw Refusal.invalid("convention-no-clause");
        }
        long opinion = ids.next();
        store.say(
                convention,
                new Convention.Opinion(
                        opinion,
                        edition.n(),
                        clause,
                        account,
                        Sent.words(words, 2_000),
                        clock.instant(),
                        null,
                        null,
                        null));
        write(actor, convention, "OpinionGiven", Map.of("opinion", Ids.number(opinion)));
        return opinion;
    }

    /// Answers an opinion: taken up or not, with the reason. Whoever gave it is told.
    public void answer(Actor actor, long id, long opinion, boolean taken, @Nullable String words) {
        Convention convention = forKeeper(actor, id);
        long author = store.answer(convention, opinion, taken, Sent.words(words, 2_000), clock.instant())
                .orElseThrow(() -> Refusal.conflict("question-answered"));
        write(actor, convention, "OpinionAnswered", Map.of("opinion", Ids.number(opinion), "taken", taken));
        notices.tell(List.of(new Notice(
                convention.community(),
                Notice.To.account(author),
                "convention-answered",
                List.of(convention.name()),
                path(convention),
                "convention/" + id + "/o" + opinion)));
    }

    /// Ends the consultation: every opinion answered, the term over. The edition can be put to the vote now.
    public void ready(Actor actor, long id) {
        Convention convention = forKeeper(actor, id);
        var edition = work(convention, Convention.State.CONSULTING);
        if (!clock.instant().isAfter(Objects.requireNonNull(edition.consultUntil()))) {
            throw Refusal.conflict("convention-consulting");
        }
        if (store.unanswered(convention, edition.n())) {
            throw Refusal.conflict("convention-opinions-open");
        }
        move(convention, edition, Convention.State.READY, edition.consultUntil());
        write(actor, convention, "ConsultationEnded", Map.of("edition", edition.n()));
    }

    /// Back to a draft: what was heard changes the clauses, and they are consulted on again.
    public void redraft(Actor actor, long id) {
        Convention convention = forKeeper(actor, id);
        var edition = convention
                .work()
                .filter(each -> each.state() != Convention.State.DRAFT)
                .orElseThrow(() -> Refusal.conflict("convention-state"));
        move(convention, edition, Convention.State.DRAFT, null);
        write(actor, convention, "Redrafted", Map.of("edition", edition.n()));
    }

    /// Gives up the edition in work.
    public void withdraw(Actor actor, long id) {
        Convention convention = forKeeper(actor, id);
        var edition = convention.work().orElseThrow(() -> Refusal.conflict("convention-state"));
        move(convention, edition, Convention.State.WITHDRAWN, edition.consultUntil());
        write(actor, convention, "EditionWithdrawn", Map.of("edition", edition.n()));
    }

    // --- adopted

    /// The edition of a convention that a vote or motion may adopt: consulted on, and of a kind that this
    /// `matter`, `rule` or kind of council (`body`) adopts; refuses otherwise. Answers its number.
    @Transactional(readOnly = true)
    public int requireAdoptable(
            long id, String placeCode, @Nullable Integer matter, @Nullable String rule, @Nullable String body) {
        Convention convention = store.get(id);
        var kind = rules.kind(convention.kind());
        if (convention.endedAt() != null || !convention.placeCode().equals(placeCode)) {
            throw convention.unfit("convention-place");
        }
        boolean fits = matter != null && matter.equals(kind.matter())
                || rule != null && kind.rules().contains(rule)
                || body != null && kind.bodies().contains(body);
        if (!fits) {
            throw Refusal.invalid("convention-adopted-by", kind.basis());
        }
        return work(convention, Convention.State.READY).n();
    }

    /// A vote or meeting (`by`, its path) passed edition `n`: it is in force, in place of the one before.
    /// Nothing happens when that edition was withdrawn or redrafted meanwhile.
    public void adopt(Actor actor, long id, int n, String by) {
        Convention convention = store.get(id);
        if (convention
                .edition(n)
                .filter(each -> each.state() == Convention.State.READY)
                .isEmpty()) {
            return;
        }
        if (store.adopt(convention, n, by, clock.instant())) {
            write(actor, convention, "ConventionAdopted", Map.of("edition", n, "by", by));
        }
    }

    /// Records rules that were adopted before this platform was there, with how and where the proof lies.
    public void record(Actor actor, long id, @Nullable Instant at, @Nullable String evidence) {
        Convention convention = forKeeper(actor, id);
        var draft = work(convention, Convention.State.DRAFT);
        if (draft.clauses().isEmpty()) {
            throw Refusal.conflict("convention-empty");
        }
        if (convention.inForce() != null || at == null || !at.isBefore(clock.instant())) {
            throw Refusal.conflict("convention-record");
        }
        if (!store.adopt(convention, draft.n(), Sent.words(evidence, 500), at)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        write(actor, convention, "ConventionRecorded", Map.of("edition", draft.n(), "at", at));
    }

    /// Filed with the street or district (Residents' Committee Organisation Law art. 31): where, under which
    /// number.
    public void file(Actor actor, long id, @Nullable String words) {
        Convention convention = forKeeper(actor, id);
        var current = convention.current().orElseThrow(() -> Refusal.conflict("convention-state"));
        if (!store.file(convention, current, Sent.words(words, 500), clock.instant())) {
            throw Refusal.conflict("convention-filed");
        }
        write(actor, convention, "ConventionFiled", Map.of("edition", current.n()));
    }

    /// They do not bind any more, with the reason.
    public void end(Actor actor, long id, @Nullable String words) {
        Convention convention = forKeeper(actor, id);
        if (!store.end(convention, Sent.words(words, 500), clock.instant())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        write(actor, convention, "ConventionEnded", Map.of());
    }

    // --- citing

    /// What is cited, in words: `NUMBER#CLAUSE` of rules in force at a place becomes their name and clause. Text
    /// without such a reference (an article of a law) stays as it is.
    @Transactional(readOnly = true)
    public String cited(String text, String placeCode) {
        Matcher found = REFERENCE.matcher(text);
        var cited = new StringBuilder();
        while (found.find()) {
            found.appendReplacement(
                    cited,
                    Matcher.quoteReplacement(
                            cite(Ids.fromNumber(found.group(1)), Integer.parseInt(found.group(2)), placeCode)));
        }
        return found.appendTail(cited).toString();
    }

    private String cite(long id, int clause, String placeCode) {
        Convention convention = store.get(id);
        var current = convention
                .current()
                .filter(_ -> convention.endedAt() == null && Place.covers(convention.placeCode(), placeCode))
                .orElseThrow(() -> convention.unfit("convention-not-in-force"));
        if (current.clause(clause).isEmpty()) {
            throw Refusal.invalid("convention-no-clause");
        }
        return "《" + convention.name() + "》第" + clause + "条";
    }

    /// The clause that lets silence join the majority (guidance rules art. 26): of the owners' covenant or rules
    /// of procedure in force at a place, as `NUMBER#CLAUSE`; answers it in words, or refuses.
    @Transactional(readOnly = true)
    public String ownersClause(String reference, String placeCode) {
        Matcher found = REFERENCE.matcher(reference);
        if (!found.find()) {
            throw Refusal.invalid("vote-silence");
        }
        Convention convention = store.get(Ids.fromNumber(found.group(1)));
        if (rules.kind(convention.kind()).matter() == null) {
            throw convention.unfit("vote-silence");
        }
        return cite(convention.id(), Integer.parseInt(found.group(2)), placeCode);
    }

    /// A clause somebody can cite.
    public record Citable(String reference, String words) {}

    /// Clauses in force at a place, for choosing.
    @Transactional(readOnly = true)
    public List<Citable> citable(String placeCode, boolean ownersAlone) {
        return store
                .list(
                        new Scope(List.of(placeCode.substring(0, Math.min(12, placeCode.length())))),
                        true,
                        Long.MAX_VALUE,
                        50)
                .stream()
                .filter(each -> Place.covers(each.placeCode(), placeCode) || Place.covers(placeCode, each.placeCode()))
                .filter(each -> !ownersAlone || rules.kind(each.kind()).matter() != null)
                .flatMap(each -> each.current().stream()
                        .flatMap(edition -> edition.clauses().stream())
                        .map(clause -> new Citable(
                                Ids.number(each.id()) + "#" + clause.number(),
                                "《" + each.name() + "》第" + clause.number() + "条 " + clause.title())))
                .toList();
    }

    /// Conventions at a place whose edition in work can be put to a vote or motion.
    @Transactional(readOnly = true)
    public List<Convention> adoptable(String placeCode) {
        return store
                .list(
                        new Scope(List.of(placeCode.substring(0, Math.min(12, placeCode.length())))),
                        false,
                        Long.MAX_VALUE,
                        50)
                .stream()
                .filter(each -> each.work()
                        .filter(edition -> edition.state() == Convention.State.READY)
                        .isPresent())
                .toList();
    }

    // --- kept

    /// Notes how a clause is kept, without names: a breach, or praise. `place` is where, empty for all of it.
    public long note(
            Actor actor,
            long id,
            int clause,
            Convention.@Nullable Kept kind,
            @Nullable String words,
            @Nullable String place) {
        Convention convention = forKeeper(actor, id);
        var current = inForce(convention);
        if (kind == null || current.clause(clause).isEmpty()) {
            throw Refusal.invalid("convention-no-clause");
        }
        String where = Sent.line(place).isEmpty() ? convention.placeCode() : Sent.line(place);
        if (!Place.covers(convention.placeCode(), where)) {
            throw Refusal.invalid("convention-place");
        }
        long note = ids.next();
        store.note(
                convention,
                current.n(),
                new Convention.Note(note, clause, kind, Sent.words(words, 1_000), where, clock.instant(), "", null),
                account(actor));
        write(
                actor,
                convention,
                kind == Convention.Kept.BREACH ? "BreachNoted" : "PraiseNoted",
                Map.of("clause", clause));
        return note;
    }

    /// What became of a breach: reminded, mediated, put right.
    public void settle(Actor actor, long id, long note, @Nullable String words) {
        Convention convention = forKeeper(actor, id);
        if (!store.settle(convention, note, Sent.words(words, 500), clock.instant())) {
            throw Refusal.conflict("convention-settled");
        }
        write(actor, convention, "BreachSettled", Map.of("note", Ids.number(note)));
    }

    static Convention.Edition inForce(Convention convention) {
        return convention
                .current()
                .filter(_ -> convention.endedAt() == null)
                .orElseThrow(() -> Refusal.conflict("convention-not-in-force"));
    }

    // --- reading

    /// Rules in force or in work at a place, or around somebody's seats; the newest first.
    @Transactional(readOnly = true)
    public List<Convention> list(Actor actor, @Nullable String place, @Nullable Long before, int most) {
        var codes = actor.seats().stream()
                .map(seat -> seat.placeCode()
                        .substring(0, Math.min(12, seat.placeCode().length())))
                .distinct()
                .toList();
        Scope scope = new Scope(
                !Sent.line(place).isEmpty() ? List.of(Sent.line(place)) : codes.isEmpty() ? List.of(home) : codes);
        return store.list(scope, false, before == null ? Long.MAX_VALUE : before, Math.clamp(most, 1, 200)).stream()
                .filter(each -> actor.may(Right.CONVENTION_KEEP, each.placeCode()) || shownTo(each) != null)
                .toList();
    }

    /// What everybody sees of a convention: the edition in force, else the one consulted on.
    private static Convention.@Nullable Edition shownTo(Convention convention) {
        return convention
                .current()
                .or(() -> convention.work().filter(each -> each.state() != Convention.State.DRAFT))
                .orElse(null);
    }

    /// A convention and one of its editions (`edition`, or the one in force, or the one in work). Drafts are for
    /// those who keep it. For everybody, signed in or not.
    @Transactional(readOnly = true)
    public View view(Actor actor, long id, @Nullable Integer edition) {
        Convention whole = store.get(id);
        boolean runs = actor.may(Right.CONVENTION_KEEP, whole.placeCode());
        Convention convention = runs ? whole : whole.published();
        var shown = edition != null
                ? convention.edition(edition).orElseThrow(() -> Refusal.unknown("convention"))
                : convention
                        .current()
                        .or(() -> convention.editions().stream().findFirst())
                        .orElseThrow(() -> Refusal.unknown("convention"));
        var before = convention.editions().stream()
                .filter(each -> each.n() < shown.n() && each.adoptedAt() != null)
                .findFirst();
        return new View(
                convention,
                rules.kind(convention.kind()),
                places.address(places.get(convention.place())),
                shown,
                before.map(each -> Convention.compare(each, shown)).orElse(List.of()),
                store.opinions(convention, shown.n(), 300).stream()
                        .map(each -> runs ? each : each.unnamed())
                        .toList(),
                quiz(convention, shown.n(), runs),
                store.notes(convention, 100),
                store.figures(convention, shown.n(), rules.number("quiz-known-percent")),
                journal.happened(convention.community(), new Entry.Subject("convention", id)),
                runs,
                actor.account() != null && store.pledged(convention, shown.n(), actor.account()));
    }

    /// The right answers are for whoever writes them.
    private List<Convention.Question> quiz(Convention convention, int edition, boolean runs) {
        var questions = store.quiz(convention, edition);
        return runs
                ? questions
                : questions.stream().map(Convention.Question::asked).toList();
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(AccountErasing erasing) {
        store.erase(erasing.account());
    }

    // --- shared

    /// One of which this actor may see an edition; a draft is as if it were not there.
    Convention visible(Actor actor, long id) {
        Convention whole = store.get(id);
        if (!actor.may(Right.CONVENTION_KEEP, whole.placeCode())
                && whole.published().editions().isEmpty()) {
            throw Refusal.unknown("convention");
        }
        return whole;
    }

    Convention forKeeper(Actor actor, long id) {
        Convention convention = visible(actor, id);
        actor.require(Right.CONVENTION_KEEP, convention.placeCode());
        if (convention.endedAt() != null) {
            throw Refusal.conflict("convention-state");
        }
        return convention;
    }

    private static Convention.Edition work(Convention convention, Convention.State state) {
        return convention
                .work()
                .filter(each -> each.state() == state && convention.endedAt() == null)
                .orElseThrow(() -> Refusal.conflict("convention-state"));
    }

    private void move(
            Convention convention, Convention.Edition edition, Convention.State state, @Nullable Instant until) {
        if (!store.move(convention, edition, state, until)) {
            throw Refusal.conflict("changed-meanwhile");
        }
    }

    static long account(Actor actor) {
        if (actor.account() == null) {
            throw Refusal.signIn("sign-in");
        }
        return actor.account();
    }

    public static String path(Convention convention) {
        return "/conventions/" + Ids.number(convention.id());
    }

    void write(Actor actor, Convention convention, String what, Object fact) {
        write(actor, convention, new Entry.Subject("convention", convention.id()), what, fact);
    }

    void write(Actor actor, Convention convention, Entry.Subject subject, String what, Object fact) {
        journal.append(new Entry(
                new Entry.Where(convention.community(), convention.place()),
                actor.in(actor.seatFor(Right.CONVENTION_KEEP, convention.placeCode())
                        .orElse(null)),
                subject,
                what,
                fact,
                clock.instant()));
    }
}
