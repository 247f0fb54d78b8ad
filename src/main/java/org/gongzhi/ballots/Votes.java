package org.gongzhi.ballots;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.conventions.Conventions;
import org.gongzhi.councils.Topics;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The door of votes: called, the roll published, objected to and fixed, announced, extended, decided, filed,
/// annulled. Reading is [VoteDesk], casting [Ballots].
@Component
@Transactional
public class Votes {

    /// A vote as it is called. `matter` of a question gives its rule where owners decide; questions of persons
    /// name their rule. `topic` is the number of a topic it decides, `adopts` of a convention whose edition in
    /// work it puts in force, `nonResponseRule` a clause as `NUMBER#CLAUSE`.
    public record Call(
            String place,
            String title,
            String text,
            VoteRules.Electorate electorate,
            Vote.Effect effect,
            boolean secret,
            boolean replaceable,
            VoteCount.NonResponsePolicy nonResponse,
            String nonResponseRule,
            List<Vote.Question> questions,
            @Nullable String runOffOf,
            @Nullable String topic,
            @Nullable String adopts) {

        /// As programs send it: what is left out is empty, ordinary, or false.
        @JsonCreator
        static Call of(
                @JsonProperty("place") @Nullable String place,
                @JsonProperty("title") @Nullable String title,
                @JsonProperty("text") @Nullable String text,
                @JsonProperty("electorate") VoteRules.@Nullable Electorate electorate,
                @JsonProperty("effect") Vote.@Nullable Effect effect,
                @JsonProperty("secret") @Nullable Boolean secret,
                @JsonProperty("replaceable") @Nullable Boolean replaceable,
                @JsonProperty("nonResponse") VoteCount.@Nullable NonResponsePolicy nonResponse,
                @JsonProperty("nonResponseRule") @Nullable String nonResponseRule,
                @JsonProperty("questions") @Nullable List<Vote.Question> questions,
                @JsonProperty("runOffOf") @Nullable String runOffOf,
                @JsonProperty("topic") @Nullable String topic,
                @JsonProperty("adopts") @Nullable String adopts) {
            return new Call(
                    Sent.text(place),
                    Sent.text(title).strip(),
                    Sent.text(text).strip(),
                    Objects.requireNonNullElse(electorate, VoteRules.Electorate.OWNERS),
                    Objects.requireNonNullElse(effect, Vote.Effect.CONSULTATIVE),
                    Boolean.TRUE.equals(secret),
                    Boolean.TRUE.equals(replaceable),
                    Objects.requireNonNullElse(nonResponse, VoteCount.NonResponsePolicy.NOT_PARTICIPATING),
                    Sent.text(nonResponseRule).strip(),
                    Objects.requireNonNullElse(questions, List.of()),
                    runOffOf,
                    topic,
                    adopts);
        }
    }

    private static final int MOST_QUESTIONS = 30;
    private static final int MOST_OPTIONS = 60;
    private static final int MOST_TOLD = 50_000;
    private static final Duration FILING_AHEAD = Duration.ofDays(10);
    private static final Duration FILING_WATCHED = Duration.ofDays(120);

    private final VoteDesk desk;
    private final VoteStore store;
    private final RollStore rolls;
    private final Rolls writing;
    private final BoxStore ballots;
    private final VoteRules rules;
    private final Places places;
    private final Topics topics;
    private final Conventions conventions;
    private final Seats seats;
    private final VoteTerms terms;
    private final Publishing publishing;
    private final VoteNotices notices;
    private final Journal journal;
    private final WorkingCalendar calendar;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    Votes(
            VoteDesk desk,
            VoteStore store,
            RollStore rolls,
            Rolls writing,
            BoxStore ballots,
            VoteRules rules,
            Places places,
            Topics topics,
            Conventions conventions,
            Seats seats,
            VoteTerms terms,
            Publishing publishing,
            VoteNotices notices,
            Journal journal,
            WorkingCalendar calendar,
            JsonMapper json,
            Ids ids,
            Clock clock) {
        this.desk = desk;
        this.store = store;
        this.rolls = rolls;
        this.writing = writing;
        this.ballots = ballots;
        this.rules = rules;
        this.places = places;
        this.topics = topics;
        this.conventions = conventions;
        this.seats = seats;
        this.terms = terms;
        this.publishing = publishing;
        this.notices = notices;
        this.journal = journal;
        this.calendar = calendar;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /// Calls a vote; nothing is public yet.
    public Vote call(Actor actor, Call call) {
        Place place = places.find(call.place).orElseThrow(() -> Refusal.unknown("place"));
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("place-wide");
        }
        Seat seat = actor.require(Right.VOTE_CALL, place.code());
        Vote vote = of(actor, call, place, seat, ids.next(), 1);
        store.insert(vote, desk.called(actor, call.runOffOf));
        tell(actor, vote, "VoteCalled", Map.of());
        return vote;
    }

    /// Calls the run-off of an election that left seats open: among those with the most votes who were not
    /// elected, twice as many as seats, with the roll of the first round (Residents' Committee Organisation Law
    /// art. 19: one third is enough then).
    public Vote runOff(Actor actor, long id, int question) {
        Vote before = forCaller(actor, id);
        var result = desk.exact(before).stream()
                .filter(each -> each.question() == question)
                .findFirst()
                .orElseThrow(() -> Refusal.conflict("vote-run-off"));
        var asked = before.questions().get(question - 1);
        int open = asked.seats() - result.elected().size();
        if (before.state() != Vote.State.DECIDED || asked.type() != Vote.Type.ELECTION || open < 1) {
            throw Refusal.conflict("vote-run-off");
        }
        var candidates = runOffCandidates(result, asked, open);
        if (candidates.size() < 2) {
            throw Refusal.conflict("vote-run-off");
        }
        Vote vote = call(
                actor,
                new Call(
                        before.placeCode(),
                        before.title() + " · "
                                + rules.rule(rules.runOff(asked.rule())).chinese(),
                        before.text(),
                        before.electorate(),
                        before.effect(),
                        before.secret(),
                        before.replaceable(),
                        VoteCount.NonResponsePolicy.NOT_PARTICIPATING,
                        "",
                        List.of(new Vote.Question(
                                1,
                                Vote.Type.ELECTION,
                                rules.runOff(asked.rule()),
                                asked.matter(),
                                asked.title(),
                                asked.text(),
                                candidates,
                                open)),
                        Ids.number(id),
                        null,
                        null));
        writing.copy(before, vote);
        return store.get(vote.id());
    }

    /// Twice as many as seats are open, and whoever is level with the last of them.
    private static List<String> runOffCandidates(BallotBox.Result result, Vote.Question asked, int open) {
        var left = result.options().stream()
                .filter(option -> !result.elected().contains(option.number()))
                .toList();
        int many = Math.min(left.size(), 2 * open);
        return left.stream()
                .filter(option -> left.indexOf(option) < many
                        || option.heads() == left.get(many - 1).heads()
                                && option.area() == left.get(many - 1).area())
                .map(option -> asked.options().get(option.number() - 1))
                .toList();
    }

    /// Corrects a draft. `seen` is the version the sender saw.
    public Vote change(Actor actor, long id, int seen, Call call) {
        Vote before = forCaller(actor, id);
        if (before.state() != Vote.State.DRAFT) {
            throw Refusal.conflict("vote-state");
        }
        Vote next = of(actor, call, places.get(before.place()), seat(actor, before), id, seen);
        if (!store.change(next)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        tell(actor, before, "VoteChanged", Map.of());
        return store.get(id);
    }

    private Vote of(Actor actor, Call call, Place place, Seat seat, long id, int version) {
        if (call.title.isEmpty() || call.title.length() > 100 || call.text.length() > 20_000) {
            throw Refusal.invalid("vote-title");
        }
        if (call.questions.isEmpty() || call.questions.size() > MOST_QUESTIONS) {
            throw Refusal.invalid("vote-questions", MOST_QUESTIONS);
        }
        var policy = rules.policy(place.code());
        if (call.effect == Vote.Effect.BINDING_STATUTORY
                && call.electorate == VoteRules.Electorate.OWNERS
                && policy.official()) {
            throw Refusal.invalid("vote-official", policy.name());
        }
        if (call.secret && call.electorate == VoteRules.Electorate.OWNERS) {
            throw Refusal.invalid("vote-secret-owners");
        }
        boolean silent = call.nonResponse == VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY;
        if (silent && call.electorate == VoteRules.Electorate.PERSONS) {
            throw Refusal.invalid("vote-silence");
        }
        String silence = silent ? conventions.ownersClause(call.nonResponseRule, place.code()) : "";
        var questions = new ArrayList<Vote.Question>();
        for (Vote.Question each : call.questions) {
            questions.add(question(call, each, questions.size() + 1));
        }
        return new Vote(
                place.community(),
                id,
                place.id(),
                place.code(),
                call.title,
                call.text,
                call.electorate,
                call.effect,
                call.secret,
                call.replaceable && !call.secret,
                call.nonResponse,
                silence,
                policy.includeParking(),
                policy.proxies(),
                Vote.State.DRAFT,
                new Vote.Times(clock.instant(), null, null, null, null, 0, null, null),
                seat.id(),
                null,
                null,
                "",
                "",
                0,
                0,
                purpose(actor, call, place, questions),
                questions,
                version);
    }

    /// What it serves: a topic that councils discuss, a convention that its first question can adopt.
    private Vote.Purpose purpose(Actor actor, Call call, Place place, List<Vote.Question> questions) {
        Long topic = null;
        if (!Sent.line(call.topic).isEmpty()) {
            var about = topics.get(actor, Ids.fromNumber(Sent.line(call.topic)));
            if (!about.discussed() || about.community() != place.community()) {
                throw Refusal.invalid("vote-topic");
            }
            topic = about.id();
        }
        if (Sent.line(call.adopts).isEmpty()) {
            return new Vote.Purpose(topic, null, null);
        }
        long adopts = Ids.fromNumber(Sent.line(call.adopts));
        var first = questions.getFirst();
        int edition = conventions.requireAdoptable(adopts, place.code(), first.matter(), first.rule(), null);
        return new Vote.Purpose(topic, adopts, edition);
    }

    private Vote.Question question(Call call, Vote.Question asked, int number) {
        if (asked.title().isBlank()
                || asked.title().length() > 200
                || asked.text().length() > 5_000) {
            throw Refusal.invalid("vote-question");
        }
        boolean owners = call.electorate == VoteRules.Electorate.OWNERS;
        boolean binding = call.effect != Vote.Effect.CONSULTATIVE;
        String code = asked.matter() != null ? rules.matter(asked.matter()).rule() : asked.rule();
        if (owners && binding && asked.matter() == null) {
            throw Refusal.invalid("vote-matter");
        }
        var rule = rules.rule(code.isEmpty() ? "POLL" : code);
        if (binding && (rule.electorate() != call.electorate || rule.majority() == null)) {
            throw Refusal.invalid("vote-rule");
        }
        var options = asked.options().stream()
                .map(String::strip)
                .filter(option -> !option.isEmpty())
                .toList();
        if (asked.type() != Vote.Type.DECISION
                && (options.size() < 2
                        || options.size() > MOST_OPTIONS
                        || asked.seats() < 1
                        || asked.seats() > options.size())) {
            throw Refusal.invalid("vote-options");
        }
        return new Vote.Question(
                number,
                asked.type(),
                rule.code(),
                asked.matter(),
                asked.title().strip(),
                asked.text().strip(),
                asked.type() == Vote.Type.DECISION ? List.of() : options,
                asked.type() == Vote.Type.DECISION ? 1 : asked.seats());
    }

    private Vote forCaller(Actor actor, long id) {
        Vote vote = store.get(id);
        VoteDesk.require(actor, Right.VOTE_CALL, vote);
        return vote;
    }

    private static Seat seat(Actor actor, Vote vote) {
        return VoteDesk.require(actor, Right.VOTE_CALL, vote);
    }

    // --- the roll

    /// Publishes the roll for objection for as long as the rule says.
    public Vote publishRoll(Actor actor, long id) {
        Vote vote = forCaller(actor, id);
        var sums = rolls.sums(vote);
        Instant until = longest(vote, VoteRules.Rule::objection);
        move(vote.publishRoll(until, sums.area(), sums.heads()));
        tell(actor, vote, "RollPublished", Map.of("until", until, "heads", sums.heads(), "area", sums.area()));
        notices.accounts(vote, store.accounts(vote, MOST_TOLD), "vote-roll", "roll");
        return store.get(id);
    }

    private Instant longest(Vote vote, java.util.function.Function<VoteRules.Rule, org.gongzhi.calendar.Term> term) {
        Instant now = clock.instant();
        return vote.questions().stream()
                .map(question -> term.apply(rules.rule(question.rule())))
                .map(length -> length.amount() == 0 ? now : calendar.end(now, length))
                .max(java.util.Comparator.naturalOrder())
                .orElse(now);
    }

    /// Fixes the roll and tells everybody when they can vote; not before the objections have been answered, and
    /// with the notice that the rule asks for.
    public Vote announce(Actor actor, long id, Instant opens, Instant closes) {
        Vote vote = forCaller(actor, id);
        if (vote.state() == Vote.State.ROLL_PUBLISHED && store.open(vote, Vote.Part.ROLL)) {
            throw Refusal.conflict("vote-objections-open");
        }
        Instant now = clock.instant();
        boolean free = vote.effect() == Vote.Effect.CONSULTATIVE;
        Instant begins = free && opens.isBefore(now) ? now : opens;
        Instant earliest = free ? now : longest(vote, VoteRules.Rule::notice);
        var digest = Secrets.digest();
        ballots.units(vote, unit -> digest.update(BallotBox.line(unit).getBytes(StandardCharsets.UTF_8)));
        String hash = HexFormat.of().formatHex(digest.digest());
        move(vote.announce(now, begins, closes, earliest, hash));
        tell(actor, vote, "VoteAnnounced", Map.of("opens", begins, "closes", closes, "roll", hash));
        rolls.delivered(vote, now);
        notices.accounts(vote, store.accounts(vote, MOST_TOLD), "vote-announced", "announced");
        tellCommittee(vote, "vote-committee", "committee");
        return store.get(id);
    }

    /// Longer for everybody, with a reason: never shorter, and only while it is open.
    public Vote extend(Actor actor, long id, Instant until, String words) {
        Vote vote = forCaller(actor, id);
        Sent.words(words, Ballot.MOST_WORDS);
        Vote next = vote.extend(clock.instant(), until);
        move(next);
        tell(actor, vote, "VoteExtended", Map.of("until", until, "why", words.strip()));
        notices.accounts(
                vote,
                store.missing(vote, MOST_TOLD),
                "vote-extended",
                "e" + next.times().extended());
        return store.get(id);
    }

    /// Stops a vote that is not decided, with a reason that everybody on the roll is told.
    public Vote cancel(Actor actor, long id, String words) {
        Vote vote = forCaller(actor, id);
        Sent.words(words, Ballot.MOST_WORDS);
        if (List.of(Vote.State.DECIDED, Vote.State.CANCELLED, Vote.State.ANNULLED)
                .contains(vote.state())) {
            throw Refusal.conflict("vote-state");
        }
        if (!store.end(vote, Vote.State.CANCELLED, words.strip())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        ballots.cancelled(vote);
        tell(actor, vote, "VoteCancelled", Map.of("why", words.strip()));
        if (vote.state() != Vote.State.DRAFT) {
            notices.accounts(vote, store.accounts(vote, MOST_TOLD), "vote-cancelled", "cancelled");
        }
        return store.get(id);
    }

    private void move(Vote next) {
        if (!store.move(next)) {
            throw Refusal.conflict("changed-meanwhile");
        }
    }

    // --- the result

    /// Opens the box and counts. Once the result is there, no ballot comes in and none changes.
    public Vote decide(Actor actor, long id) {
        Vote vote = forCaller(actor, id);
        Instant now = clock.instant();
        if (vote.phase(now) != Vote.Phase.CLOSED) {
            throw Refusal.conflict(vote.state() == Vote.State.ANNOUNCED ? "vote-still-open" : "vote-state");
        }
        if (vote.effect() == Vote.Effect.RECORDED_FROM_OFFICIAL_SYSTEM) {
            throw Refusal.conflict("vote-official-record");
        }
        // whoever casts, contests or answers holds a share of this row: from here on nobody does
        if (!store.decide(vote, now)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        ballots.requireSettled(vote, now);
        int opened = ballots.open(vote);
        var results = vote.questions().stream()
                .map(question -> counted(vote, question))
                .toList();
        return conclude(actor, vote, results, opened);
    }

    /// Writes down what the system of the authority counted: one set of figures for each question, and where
    /// the original is kept. The comparisons are made here.
    public Vote record(Actor actor, long id, List<VoteCount.Figures> figures, String source) {
        Vote vote = forCaller(actor, id);
        Sent.words(source, Ballot.MOST_WORDS);
        Instant now = clock.instant();
        if (vote.effect() != Vote.Effect.RECORDED_FROM_OFFICIAL_SYSTEM || vote.phase(now) != Vote.Phase.CLOSED) {
            throw Refusal.conflict("vote-state");
        }
        if (figures.size() != vote.questions().size() || figures.stream().anyMatch(Votes::impossible)) {
            throw Refusal.invalid("vote-figures");
        }
        if (!store.decide(vote, now)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        var results = new ArrayList<BallotBox.Result>();
        for (int i = 0; i < figures.size(); i++) {
            var question = vote.questions().get(i);
            results.add(BallotBox.decision(question.id(), figures.get(i), figures.get(i), rules.rule(question.rule())));
        }
        tell(actor, vote, "OfficialResultRecorded", Map.of("source", source.strip()));
        return conclude(actor, vote, results, 0);
    }

    private static boolean impossible(VoteCount.Figures figures) {
        return figures.agreeArea() < 0
                || figures.disagreeArea() < 0
                || figures.agreeHeads() < 0
                || figures.disagreeHeads() < 0
                || figures.abstainArea() < 0
                || figures.abstainHeads() < 0
                || figures.participatingArea() > figures.totalArea()
                || figures.participatingHeads() > figures.totalHeads();
    }

    private Vote conclude(Actor actor, Vote vote, List<BallotBox.Result> results, int opened) {
        store.result(vote, json.writeValueAsString(results), boxHash(vote));
        Vote decided = store.get(vote.id());
        tell(
                actor,
                decided,
                "VoteDecided",
                Map.of(
                        "ballots",
                        opened,
                        "box",
                        Objects.requireNonNull(decided.boxHash()),
                        "published",
                        publishing.publish(decided),
                        "outcomes",
                        outcomes(results)));
        notices.accounts(decided, store.accounts(decided, MOST_TOLD), "vote-decided", "decided");
        tellCommittee(decided, "vote-decided", "decided");
        serve(actor, decided, results.getFirst());
        return decided;
    }

    /// When its first question passed and it binds: the convention is in force, the topic decided. A
    /// consultation decides a topic of no body that has to vote by law; it never adopts.
    private void serve(Actor actor, Vote vote, BallotBox.Result result) {
        if (result.outcome() != VoteCount.Outcome.PASSED || vote.effect() == Vote.Effect.CONSULTATIVE) {
            return;
        }
        String by = "/votes/" + Ids.number(vote.id());
        var purpose = vote.purpose();
        if (purpose.adopts() != null && purpose.edition() != null) {
            conventions.adopt(actor, purpose.adopts(), purpose.edition(), by);
        }
        if (purpose.topic() != null) {
            var first = vote.questions().getFirst();
            String basis = first.matter() == null
                    ? rules.rule(first.rule()).basis()
                    : rules.matter(first.matter()).basis();
            topics.decided(actor, purpose.topic(), first.title(), basis, by, null);
        }
    }

    private static List<String> outcomes(List<BallotBox.Result> results) {
        return results.stream()
                .map(result -> result.outcome() == null
                        ? result.elected().toString()
                        : result.outcome().name())
                .toList();
    }

    private String boxHash(Vote vote) {
        var digest = Secrets.digest();
        ballots.box(vote, slip -> digest.update(BallotBox.line(slip).getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private BallotBox.Result counted(Vote vote, Vote.Question question) {
        var rule = rules.rule(question.rule());
        var cast = ballots.figures(vote, question.id());
        if (question.type() == Vote.Type.DECISION) {
            boolean join = vote.nonResponse() == VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY;
            long[] silent = join && PublishedBox.areasDecide(rule) ? ballots.silent(vote) : new long[2];
            return BallotBox.decision(
                    question.id(), cast, VoteCount.withSilent(cast, silent[0], (int) silent[1]), rule);
        }
        var present = new VoteCount.Figures(
                cast.totalArea(),
                cast.totalHeads(),
                cast.participatingArea(),
                cast.participatingHeads(),
                0,
                0,
                0,
                0,
                0);
        int all = question.options().size();
        long[] area = new long[all + 1];
        int[] heads = new int[all + 1];
        var rankings = new java.util.HashMap<List<Integer>, Integer>();
        for (var picked : ballots.picked(vote, question.id())) {
            var numbers = Vote.Question.numbers(picked.answer());
            rankings.merge(numbers, picked.heads(), Integer::sum);
            for (int number : numbers) {
                area[number] += picked.area();
                heads[number] += picked.heads();
            }
        }
        var options = new ArrayList<VoteCount.Option>();
        for (int i = 1; i <= all && question.type() != Vote.Type.RANKING; i++) {
            options.add(VoteCount.option(present, i, area[i], heads[i], rule));
        }
        return BallotBox.options(
                question.id(),
                question.type(),
                present,
                VoteCount.ranked(options),
                rankings,
                all,
                question.seats(),
                rule);
    }

    /// Filed with who has to know: what, where, under which number.
    public Vote file(Actor actor, long id, String words) {
        Vote vote = forCaller(actor, id);
        Sent.words(words, Ballot.MOST_WORDS);
        if (!store.file(vote, words.strip(), clock.instant())) {
            throw Refusal.conflict("vote-state");
        }
        tell(actor, vote, "VoteFiled", Map.of("words", words.strip()));
        return store.get(id);
    }

    /// A court or authority set the decision aside (Civil Code art. 280; Property Management Regulation art.
    /// 19).
    public Vote annul(Actor actor, long id, String words) {
        Vote vote = store.get(id);
        VoteDesk.require(actor, Right.VOTE_SUPERVISE, vote);
        Sent.words(words, Ballot.MOST_WORDS);
        if (vote.state() != Vote.State.DECIDED) {
            throw Refusal.conflict("vote-state");
        }
        if (!store.end(vote, Vote.State.ANNULLED, words.strip())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        tell(actor, vote, "VoteAnnulled", Map.of("why", words.strip()));
        notices.accounts(vote, store.accounts(vote, MOST_TOLD), "vote-annulled", "annulled");
        return store.get(id);
    }

    /// Reminds those who have not voted, two days before the close; returns how many notices that were.
    public int remind() {
        Instant now = clock.instant();
        int told = 0;
        for (Vote vote : store.closing(now, now.plus(Duration.ofDays(2)), 50)) {
            if (vote.phase(now) == Vote.Phase.OPEN) {
                told += notices.accounts(
                        vote,
                        store.missing(vote, MOST_TOLD),
                        "vote-closing",
                        "c" + vote.times().extended());
            }
        }
        return told;
    }

    /// Reminds whoever called a vote of the filing, ten days before its term and once it is over; returns how
    /// many.
    public int remindFiling() {
        Instant now = clock.instant();
        int told = 0;
        long after = 0;
        List<Vote> unfiled;
        do {
            unfiled = store.unfiled(now.minus(FILING_WATCHED), after, 100);
            for (Vote vote : unfiled) {
                after = vote.id();
                Instant by = terms.fileBy(vote);
                if (by != null && now.isAfter(by.minus(FILING_AHEAD))) {
                    told += notices.seats(
                            vote, List.of(vote.seat()), "vote-file", now.isAfter(by) ? "file-late" : "file");
                }
            }
        } while (unfiled.size() == 100);
        return told;
    }

    /// The residents' committee is told at the same time as the owners (Property Management Regulation arts. 14
    /// and 20).
    private void tellCommittee(Vote vote, String template, String mark) {
        if (vote.electorate() == VoteRules.Electorate.OWNERS) {
            var directors = seats.at(List.of(Long.toString(vote.community()))).stream()
                    .filter(seat -> seat.role() == Role.COMMITTEE_DIRECTOR)
                    .map(Seat::id)
                    .toList();
            notices.seats(vote, directors, template, mark);
        }
    }

    private void tell(Actor actor, Vote vote, String what, Object fact) {
        journal.append(vote.entry(actor, Right.VOTE_CALL, what, fact, clock.instant()));
    }
}
