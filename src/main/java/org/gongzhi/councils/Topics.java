package org.gongzhi.councils;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Happened;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.people.Person;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Residences;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door of topics: raised, signed, admitted or refused, moved between tiers, proposed, heard, decided,
/// carried out, evaluated. What is said about them stands at [Remarks]; deciding is for meetings and votes.
@Component
@Transactional
public class Topics {

    /// A topic as it is raised. `source` MATTER takes the number of a matter, PETITION the kind of petition.
    public record Raising(
            @Nullable String place,
            @Nullable String title,
            @Nullable String text,
            Topic.@Nullable Source source,
            @Nullable String sourceNumber,
            @Nullable String petition,
            @Nullable Boolean floating,
            @Nullable Boolean built) {}

    /// What an act brings with it; which fields it reads stands at its method.
    public record Input(
            @Nullable Integer version,
            @Nullable String body,
            @Nullable Boolean floating,
            @Nullable String words,
            @Nullable Long proposal,
            Topic.@Nullable Stance stance,
            Topic.@Nullable Hearing hearing,
            @Nullable Integer people,
            @Nullable Boolean helped,
            @Nullable Long seat) {

        public static final Input NONE = new Input(null, null, null, null, null, null, null, null, null, null);
    }

    /// Which topics are listed.
    public record Asked(
            @Nullable String place,
            Topic.@Nullable Stage stage,
            Topic.@Nullable Tier tier,
            @Nullable Boolean petition) {}

    /// A topic as somebody sees it, with what they may do.
    public record View(
            Topic topic,
            String place,
            @Nullable Body body,
            @Nullable Seat executor,
            List<Topic.Proposal> proposals,
            Map<Long, Topic.Stance> stances,
            List<Topic.Heard> hearings,
            List<Meeting> meetings,
            List<Happened> history,
            List<Body> targets,
            Set<TopicAct> acts,
            boolean mine,
            boolean runs,
            boolean signed) {}

    private static final int MOST_TITLE = 100;
    private static final int MOST_TEXT = 10_000;
    private static final int MOST_TARGETS = 100;
    private static final int MOST_CHOICES = 300;

    private final TopicStore store;
    private final BodyStore bodies;
    private final MeetingStore meetings;
    private final CouncilRules rules;
    private final Convening convening;
    private final Places places;
    private final Residences residences;
    private final Seats seats;
    private final MatterDesk matters;
    private final WorkingCalendar calendar;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Topics(
            TopicStore store,
            BodyStore bodies,
            MeetingStore meetings,
            CouncilRules rules,
            Convening convening,
            Places places,
            Residences residences,
            Seats seats,
            MatterDesk matters,
            WorkingCalendar calendar,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.bodies = bodies;
        this.meetings = meetings;
        this.rules = rules;
        this.convening = convening;
        this.places = places;
        this.residences = residences;
        this.seats = seats;
        this.matters = matters;
        this.calendar = calendar;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Raises a topic. A petition waits for its signatures; everything else for whoever runs the councils there.
    public Topic raise(Actor actor, Raising raising) {
        long account = Convening.account(actor);
        Place place = convening.deliberating(raising.place);
        convening.requireNear(actor, place.code(), "place");
        String title = Sent.line(raising.title);
        String text = Sent.line(raising.text);
        if (title.isEmpty() || title.length() > MOST_TITLE || text.length() > MOST_TEXT) {
            throw Refusal.invalid("topic-title", MOST_TITLE);
        }
        Topic.Source source = Objects.requireNonNullElse(raising.source, Topic.Source.RESIDENT);
        boolean staff = actor.may(Right.COUNCIL_RUN, place.code());
        if ((source == Topic.Source.NEED || source == Topic.Source.BODY) && !staff || source == Topic.Source.PATROL) {
            throw Refusal.forbidden("not-allowed");
        }
        CouncilRules.Petition petition =
                source == Topic.Source.PETITION ? rules.petition(Sent.line(raising.petition)) : null;
        Long of = source == Topic.Source.MATTER && raising.sourceNumber != null && !raising.sourceNumber.isBlank()
                ? (Long) matters.readable(Ids.fromNumber(raising.sourceNumber), actor, null)
                        .matter()
                        .id()
                : null;
        return write(
                actor,
                new Topic(
                        place.community(),
                        ids.next(),
                        place.id(),
                        place.code(),
                        tier(place),
                        null,
                        title,
                        text,
                        account,
                        source,
                        of,
                        petition == null ? null : petition.code(),
                        Boolean.TRUE.equals(raising.floating),
                        Boolean.TRUE.equals(raising.built),
                        petition == null ? 0 : petition.needed(all(place, petition.of())),
                        0,
                        clock.instant(),
                        false,
                        Topic.Progress.raised(petition == null ? due("admit") : null),
                        1));
    }

    /// A proposal of a patrol becomes a topic.
    void fromPatrol(long community, long placeId, long proposal, long account, String words) {
        Place place = places.get(placeId);
        String title = words.codePointCount(0, words.length()) <= 30
                ? words
                : words.substring(0, words.offsetByCodePoints(0, 30)) + "…";
        write(
                Actor.VISITOR,
                new Topic(
                        community,
                        ids.next(),
                        placeId,
                        place.code(),
                        tier(place),
                        null,
                        title,
                        words,
                        account,
                        Topic.Source.PATROL,
                        proposal,
                        null,
                        false,
                        false,
                        0,
                        0,
                        clock.instant(),
                        false,
                        Topic.Progress.raised(due("admit")),
                        1));
    }

    private Topic write(Actor actor, Topic topic) {
        try {
            store.insert(topic);
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("topic-source-taken");
        }
        write(actor, topic, "TopicRaised", Map.of("source", topic.source()));
        if (topic.petition() == null) {
            tellRunners(topic, "topic-raised", "raised");
        }
        return topic;
    }

    private static Topic.Tier tier(Place place) {
        return place.kind() == PlaceKind.STREET
                ? Topic.Tier.STREET
                : place.kind().compareTo(PlaceKind.BUILDING) >= 0 ? Topic.Tier.STAIRWELL : Topic.Tier.COMMUNITY;
    }

    /// How many there are of whom a petition needs a share: adults who live at a place, or owners of its units.
    private int all(Place place, CouncilRules.Of of) {
        if (of == CouncilRules.Of.NUMBER) {
            return 0;
        }
        var found = of(place, of).stream()
                .filter(person -> of == CouncilRules.Of.OWNERS || adult(person))
                .map(Person::id)
                .distinct()
                .count();
        if (found == 0) {
            throw Refusal.conflict("petition-nobody");
        }
        return (int) found;
    }

    private List<Person> of(Place place, CouncilRules.Of of) {
        var units = places
                .within(
                        place.code(),
                        java.util.Arrays.stream(PlaceKind.values())
                                .filter(PlaceKind::exclusiveUnit)
                                .toList())
                .stream()
                .map(Place::id)
                .toList();
        var known = of == CouncilRules.Of.OWNERS
                ? residences.owning(place.community(), units)
                : residences.livingIn(place.community(), units);
        return known.values().stream().flatMap(Collection::stream).toList();
    }

    /// Signs a petition: whoever lives, or owns something, where it is raised, once.
    public void sign(Actor actor, long id) {
        Topic topic = get(actor, id);
        long account = Convening.account(actor);
        if (topic.petition() == null || topic.stage() != Topic.Stage.RAISED) {
            throw Refusal.conflict("topic-stage");
        }
        var signer = signer(actor, topic).orElseThrow(() -> Refusal.forbidden("petition-elsewhere"));
        int signed = store.sign(topic, account, signer.id(), clock.instant())
                .orElseThrow(() -> Refusal.conflict("petition-signed"));
        write(actor, topic, new Entry.Subject("signature", id), "PetitionSigned", Map.of("signed", signed));
        if (signed == topic.needed()) {
            Topic enough = store.get(id);
            update(enough.reached(due("admit")));
            write(actor, topic, "PetitionReached", Map.of("signed", signed));
            tellRunners(topic, "petition-reached", "reached");
            tellAuthor(topic, "topic-petition-reached", List.of(topic.title()), "reached");
        }
    }

    /// Takes one's signature back while the petition is not decided upon.
    public void unsign(Actor actor, long id) {
        Topic topic = get(actor, id);
        topic.require(Topic.Stage.RAISED);
        if (!store.unsign(topic, Convening.account(actor))) {
            throw Refusal.conflict("petition-not-signed");
        }
        write(actor, topic, new Entry.Subject("signature", id), "SignatureWithdrawn", Map.of());
    }

    /// The person who signs: an adult who lives where the petition is raised, or an owner of something there.
    private Optional<Person> signer(Actor actor, Topic topic) {
        var of = rules.petition(Objects.requireNonNull(topic.petition())).of();
        return convening
                .person(actor)
                .filter(person -> residences.of(person).stream()
                                .filter(residence -> residence.until() == null)
                                .filter(residence -> Place.covers(topic.placeCode(), residence.placeCode()))
                                .anyMatch(residence ->
                                        of != CouncilRules.Of.OWNERS || residence.relation() == Relation.OWNER)
                        && (of != CouncilRules.Of.ADULTS || adult(person)));
    }

    private boolean adult(Person person) {
        return person.birthday() instanceof LocalDate born
                && !born.isAfter(Clocks.today(clock).minusYears(rules.number("adult-age")));
    }

    // --- acts

    /// Does one act. Each reads of `input` what its method says; `version` may be left out.
    public Topic act(Actor actor, long id, TopicAct act, Input input) {
        Topic topic = get(actor, id);
        if (input.version != null && input.version != topic.version()) {
            throw Refusal.conflict("changed-meanwhile");
        }
        if (!acts(actor, topic).contains(act)) {
            throw actor.signedIn() ? Refusal.conflict("topic-act") : Refusal.signIn("sign-in");
        }
        switch (act) {
            case ADMIT -> admit(actor, topic, input);
            case REFUSE -> refuse(actor, topic, input);
            case APPEAL -> appeal(actor, topic, input);
            case WITHDRAW -> withdraw(actor, topic, input);
            case MOVE -> move(actor, topic, input);
            case PROPOSE -> propose(actor, topic, input);
            case WITHDRAW_PROPOSAL -> withdrawProposal(actor, topic, input);
            case STAND -> stand(actor, topic, input);
            case HEAR -> hear(actor, topic, input);
            case EXECUTE -> execute(actor, topic, input);
            case HAND_ON -> handOn(actor, topic, input);
            case EVALUATE -> evaluate(actor, topic, input);
        }
        return store.get(id);
    }

    /// `body` takes it up; `floating` says whether it touches people registered elsewhere.
    private void admit(Actor actor, Topic topic, Input input) {
        Body body = target(topic, input);
        update(topic.admitted(
                body,
                rules.kind(body.kind()).tier(),
                topic.floating() || Boolean.TRUE.equals(input.floating),
                due("discuss")));
        write(actor, topic, "TopicAdmitted", Map.of("council", Ids.number(body.id())));
        tellAuthor(topic, "topic-admitted", List.of(topic.title(), body.name()), "admitted" + topic.version());
    }

    private void refuse(Actor actor, Topic topic, Input input) {
        String why = Sent.words(input.words, 1_000);
        boolean must =
                topic.petition() != null && rules.petition(topic.petition()).must();
        update(topic.refused(why, must));
        write(actor, topic, "TopicRefused", Map.of());
        tellAuthor(topic, "topic-refused", List.of(topic.title(), why), "refused" + topic.version());
    }

    private void appeal(Actor actor, Topic topic, Input input) {
        update(topic.appealed(Sent.words(input.words, 1_000), due("admit")));
        write(actor, topic, "TopicAppealed", Map.of());
        convening.tellRunners(
                topic.community(),
                Long.toString(topic.community() / 1000),
                "topic-appealed",
                List.of(topic.title()),
                path(topic),
                "topic/" + topic.id() + "/appealed");
    }

    private void withdraw(Actor actor, Topic topic, Input input) {
        update(topic.withdrawn(Sent.words(input.words, 1_000)));
        write(actor, topic, "TopicWithdrawn", Map.of());
    }

    /// To another body, with the reason; whoever raised it and whoever runs that body are told.
    private void move(Actor actor, Topic topic, Input input) {
        Body body = target(topic, input);
        String why = Sent.words(input.words, 1_000);
        Topic.Tier to = rules.kind(body.kind()).tier();
        update(topic.moved(body, to, why, due("move")));
        write(actor, topic, "TopicMoved", Map.of("council", Ids.number(body.id()), "from", topic.tier(), "to", to));
        tellAuthor(topic, "topic-moved", List.of(topic.title(), body.name(), why), "moved" + topic.version());
        convening.tellRunners(
                body.community(),
                body.placeCode(),
                "topic-came",
                List.of(topic.title(), body.name()),
                path(topic),
                "topic/" + topic.id() + "/came" + topic.version());
    }

    /// A body near enough to deliberate on a topic: at its place, within it, or around it.
    private Body target(Topic topic, Input input) {
        Body body = bodies.get(Ids.fromNumber(Sent.line(input.body)));
        if (body.endedAt() != null || !near(body, topic)) {
            throw Refusal.invalid("topic-council");
        }
        return body;
    }

    private static boolean near(Body body, Topic topic) {
        return Place.covers(body.placeCode(), topic.placeCode())
                || Place.covers(topic.placeCode(), body.placeCode())
                || body.community() == topic.community();
    }

    /// A proposal in `words`; with `proposal` an amendment of that one, side by side with it.
    private void propose(Actor actor, Topic topic, Input input) {
        String words = Sent.words(input.words, MOST_TEXT);
        Long amends = input.proposal;
        if (amends != null
                && store.proposals(topic).stream()
                        .noneMatch(each -> each.id() == amends && each.amends() == null && !each.withdrawn())) {
            throw Refusal.invalid("topic-proposal");
        }
        Topic next = topic.proposed(store.hearings(topic));
        if (next != topic) {
            update(next);
        }
        store.propose(
                topic,
                new Topic.Proposal(
                        ids.next(), amends, Convening.account(actor), words, clock.instant(), false, 0, 0, 0));
        write(actor, topic, amends == null ? "ProposalMade" : "AmendmentMade", Map.of());
        tellAuthor(topic, "topic-proposed", List.of(topic.title()), "proposed" + ids.next());
    }

    private void withdrawProposal(Actor actor, Topic topic, Input input) {
        if (input.proposal == null || !store.withdraw(topic, input.proposal, Convening.account(actor))) {
            throw Refusal.unknown("topic-proposal");
        }
        write(actor, topic, "ProposalWithdrawn", Map.of());
    }

    /// How acceptable `proposal` is: measures consensus, decides nothing.
    private void stand(Actor actor, Topic topic, Input input) {
        if (input.stance == null
                || input.proposal == null
                || store.proposals(topic).stream()
                        .noneMatch(each -> each.id() == input.proposal && !each.withdrawn())) {
            throw Refusal.invalid("topic-proposal");
        }
        Body body = topic.body() == null ? null : bodies.get(topic.body());
        long account = Convening.account(actor);
        String part = body == null
                ? ""
                : body.sitting(topic.id()).stream()
                        .filter(member -> member.is(account))
                        .map(Body.Member::part)
                        .findFirst()
                        .orElse("");
        store.stand(topic, input.proposal, account, part, input.stance, clock.instant());
    }

    /// Residents were heard at a stage of something built: how many, and what they said.
    private void hear(Actor actor, Topic topic, Input input) {
        if (input.hearing == null || input.people == null || input.people < 1 || input.people > 1_000_000) {
            throw Refusal.invalid("topic-heard");
        }
        var heard = new Topic.Heard(input.hearing, Sent.words(input.words, MOST_TEXT), input.people, clock.instant());
        if (!store.hear(topic, heard, Convening.account(actor))) {
            throw Refusal.conflict("topic-heard-already");
        }
        write(actor, topic, "ResidentsHeard", Map.of("stage", input.hearing, "people", input.people));
    }

    private void execute(Actor actor, Topic topic, Input input) {
        String words = Sent.words(input.words, MOST_TEXT);
        update(topic.executed(words, due("evaluate"), store.hearings(topic)));
        write(actor, topic, "TopicExecuted", Map.of());
        tellAuthor(topic, "topic-executed", List.of(topic.title()), "executed" + topic.version());
    }

    /// Another `seat` carries it out.
    private void handOn(Actor actor, Topic topic, Input input) {
        Seat to = executor(topic.placeCode(), input.seat).orElseThrow(() -> Refusal.invalid("topic-executor"));
        update(topic.executedBy(to.id()));
        write(actor, topic, "ExecutorChanged", Map.of("seat", to.id()));
        tellExecutor(topic, to.id());
    }

    /// Whoever raised it says whether it helped.
    private void evaluate(Actor actor, Topic topic, Input input) {
        if (input.helped == null) {
            throw Refusal.invalid("topic-helped");
        }
        String words = input.helped && Sent.line(input.words).isEmpty() ? "" : Sent.words(input.words, 1_000);
        Topic next = topic.evaluated(input.helped, words, due("execute"), store.hearings(topic));
        update(next);
        write(actor, topic, "TopicEvaluated", Map.of("helped", input.helped));
        Long executor = topic.progress().executor();
        if (!input.helped && executor != null) {
            tellExecutor(next, executor);
        }
    }

    // --- deciding, by a meeting or a vote

    /// The seat that carries something out: the one named, which has to be held around the place, else the first
    /// that runs councils there.
    private Optional<Seat> executor(String placeCode, @Nullable Long seat) {
        if (seat == null) {
            var runners = convening.runners(placeCode);
            return runners.stream()
                    .filter(each -> each.present(clock.instant()))
                    .findFirst()
                    .or(() -> runners.stream().findFirst());
        }
        return seats.known(List.of(seat)).stream()
                .filter(found -> found.endedAt() == null
                        && (Place.covers(found.placeCode(), placeCode) || Place.covers(placeCode, found.placeCode())))
                .findFirst();
    }

    /// What was put to a meeting or a vote about a topic was passed: it is decided, and `executor` carries it
    /// out (empty: the first who runs councils there). The meeting or vote stands in any case: a topic that is
    /// decided already, gone, or lacks a hearing stays as it is.
    public void decided(Actor actor, long id, String decision, String restsOn, String by, @Nullable Long executor) {
        Topic topic = store.get(id);
        var seat = executor(topic.placeCode(), executor);
        if (seat.isEmpty() && executor != null) {
            throw Refusal.invalid("topic-executor");
        }
        if (seat.isEmpty() || !decidable(topic)) {
            return;
        }
        long carries = seat.get().id();
        Topic next = topic.decided(decision, restsOn, by, carries, due("execute"), store.hearings(topic));
        update(next);
        write(actor, topic, "TopicDecided", Map.of("by", by, "restsOn", restsOn));
        tellAuthor(topic, "topic-decided", List.of(topic.title(), decision), "decided" + topic.version());
        tellExecutor(next, carries);
    }

    private boolean decidable(Topic topic) {
        try {
            requireDecidable(topic);
            return true;
        } catch (Refusal notYet) {
            return false;
        }
    }

    /// Refuses what could not be decided about a topic now: not under discussion, or residents not heard.
    void requireDecidable(Topic topic) {
        topic.decided("", "", "", 0, clock.instant(), store.hearings(topic));
    }

    // --- reading

    /// Where somebody can raise a topic without looking for the place: around their home, within their seats,
    /// and, for whoever has neither, the estates of the street the program serves.
    @Transactional(readOnly = true)
    public List<Place> choices(Actor actor) {
        var found = new java.util.LinkedHashSet<Place>();
        for (Place home : convening.homes(actor)) {
            places.chain(home).stream()
                    .filter(place -> place.kind().compareTo(PlaceKind.COMMUNITY) >= 0
                            && place.kind().compareTo(PlaceKind.STAIRWELL) <= 0
                            && place.kind() != PlaceKind.GRID)
                    .forEach(found::add);
        }
        found.addAll(places.together(
                actor.seats().stream().map(Seat::placeCode).distinct().toList(), MOST_CHOICES));
        if (found.isEmpty()) {
            found.addAll(places.estates(convening.street()));
        }
        return List.copyOf(found);
    }

    @Transactional(readOnly = true)
    public List<Topic> list(Actor actor, Asked asked, @Nullable Long before, int most) {
        boolean everywhere = asked.place == null || asked.place.isBlank();
        return store.list(
                new TopicStore.Asked(
                        convening.reading(actor, asked.place),
                        everywhere ? actor.account() : null,
                        asked.stage,
                        asked.tier,
                        asked.petition),
                before == null ? Long.MAX_VALUE : before,
                Math.clamp(most, 1, 200));
    }

    /// A topic, for whoever is signed in.
    @Transactional(readOnly = true)
    public Topic get(Actor actor, long id) {
        return convening.readable(actor, store.get(id));
    }

    @Transactional(readOnly = true)
    public View view(Actor actor, long id) {
        long account = Convening.account(actor);
        Topic topic = get(actor, id);
        boolean runs = actor.may(Right.COUNCIL_RUN, topic.placeCode());
        Long executor = topic.progress().executor();
        return new View(
                runs || topic.account() == account ? topic : topic.by(0),
                places.address(places.get(topic.place())),
                topic.body() == null ? null : bodies.get(topic.body()),
                executor == null
                        ? null
                        : seats.known(List.of(executor)).stream().findFirst().orElse(null),
                store.proposals(topic).stream()
                        .map(each -> runs || each.account() == account ? each : each.by(0))
                        .toList(),
                store.stancesOf(topic, account),
                store.hearings(topic),
                meetings.about(topic).stream()
                        .filter(meeting -> runs || meeting.state() != Meeting.State.PLANNED)
                        .map(Meeting::outside)
                        .toList(),
                journal.happened(topic.community(), new Entry.Subject("topic", id)),
                runs ? targets(topic) : List.of(),
                acts(actor, topic),
                topic.account() == account,
                runs,
                topic.petition() != null && store.hasSigned(topic, account));
    }

    /// Bodies that could take a topic up.
    private List<Body> targets(Topic topic) {
        var codes = new ArrayList<String>();
        codes.add(Long.toString(topic.community()));
        codes.add(Long.toString(topic.community() / 1000));
        return bodies.list(new org.gongzhi.access.Scope(codes), null, Long.MAX_VALUE, MOST_TARGETS).stream()
                .filter(body -> near(body, topic))
                .toList();
    }

    /// What somebody may do with a topic now.
    private Set<TopicAct> acts(Actor actor, Topic topic) {
        boolean mine = Objects.equals(actor.account(), topic.account());
        boolean runs = topic.appealed() && topic.stage() == Topic.Stage.RAISED
                ? actor.may(Right.COUNCIL_RUN, Long.toString(topic.community() / 1000))
                : actor.may(Right.COUNCIL_RUN, topic.placeCode());
        boolean executes = topic.progress().executor() != null
                && actor.holds(topic.progress().executor());
        return TopicAct.of(topic, mine, runs, executes, actor.signedIn());
    }

    // --- time, people who leave

    /// Tells of topics that are late, once for each deadline: their authors when they have to evaluate, the
    /// executor, or whoever runs councils there. Returns how many.
    public int chase() {
        var late = store.late(clock.instant(), 200);
        for (Topic topic : late) {
            String mark = "late" + topic.version();
            Long executor = topic.progress().executor();
            if (topic.stage() == Topic.Stage.EXECUTED) {
                tellAuthor(topic, "topic-evaluate", List.of(topic.title()), mark);
            } else if (topic.stage() == Topic.Stage.DECIDED && executor != null) {
                convening.tellSeat(
                        topic.community(),
                        executor,
                        "topic-late",
                        List.of(topic.title()),
                        path(topic),
                        "topic/" + topic.id() + "/" + mark);
            } else {
                tellRunners(topic, "topic-late", mark);
            }
        }
        store.reminded(late, clock.instant());
        return late.size();
    }

    /// Whoever leaves a seat hands on what it has to carry out.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void seatEnds(SeatEnding ending) {
        for (Topic topic : store.executedBy(ending.seat().id())) {
            Seat successor = ending.successor();
            Seat to = successor != null
                    ? successor
                    : convening.runners(topic.placeCode()).stream()
                            .filter(seat -> seat.id() != ending.seat().id() && seat.present(clock.instant()))
                            .findFirst()
                            .orElseThrow(() -> Refusal.conflict("last-seat"));
            update(topic.executedBy(to.id()));
            journal.append(new Entry(
                    new Entry.Where(topic.community(), topic.place()),
                    ending.by(),
                    new Entry.Subject("topic", topic.id()),
                    "ExecutorChanged",
                    Map.of("seat", to.id()),
                    clock.instant()));
            tellExecutor(topic, to.id());
        }
    }

    private void update(Topic next) {
        if (!store.update(next)) {
            throw Refusal.conflict("changed-meanwhile");
        }
    }

    private Instant due(String term) {
        return calendar.end(clock.instant(), rules.term(term));
    }

    private void tellAuthor(Topic topic, String template, List<String> parts, String mark) {
        convening.tell(
                topic.community(),
                List.of(topic.account()),
                template,
                parts,
                path(topic),
                "topic/" + topic.id() + "/" + mark);
    }

    private void tellRunners(Topic topic, String template, String mark) {
        convening.tellRunners(
                topic.community(),
                topic.placeCode(),
                template,
                List.of(topic.title()),
                path(topic),
                "topic/" + topic.id() + "/" + mark);
    }

    private void tellExecutor(Topic topic, long seat) {
        convening.tellSeat(
                topic.community(),
                seat,
                "topic-yours",
                List.of(topic.title()),
                path(topic),
                "topic/" + topic.id() + "/yours" + topic.version());
    }

    static String path(Topic topic) {
        return "/topics/" + Ids.number(topic.id());
    }

    private void write(Actor actor, Topic topic, String what, Object fact) {
        write(actor, topic, new Entry.Subject("topic", topic.id()), what, fact);
    }

    private void write(Actor actor, Topic topic, Entry.Subject subject, String what, Object fact) {
        convening.write(actor, topic.community(), topic.place(), topic.placeCode(), subject, what, fact);
    }
}
