package org.gongzhi.councils;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.conventions.Convention;
import org.gongzhi.conventions.Conventions;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Happened;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Seat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of meetings: planned, called with notice and a locked agenda, signed in to, opened, motions voted
/// on, minutes written, closed, published, corrected.
@Component
@Transactional
public class Meetings {

    /// A meeting as it is planned; `room` is the address of an online room for those who cannot come; `topics`
    /// are numbers, `items` further lines of the agenda.
    public record Plan(
            @Nullable String form,
            @Nullable String title,
            @Nullable String venue,
            @Nullable String room,
            @Nullable Instant startsAt,
            @Nullable List<String> topics,
            @Nullable List<String> items) {}

    /// A motion on item `position`; `proposal` is the one it takes up, `amends` the motion it changes, `adopts`
    /// the number of a convention whose edition in work it puts in force. `restsOn` is an article of a law, or a
    /// clause as `NUMBER#CLAUSE`.
    public record Moving(
            @Nullable Integer position,
            @Nullable String text,
            @Nullable String restsOn,
            @Nullable Long proposal,
            @Nullable Long amends,
            @Nullable String adopts) {}

    /// The hands counted in the room, beside those who voted on their telephones; `executor` is the seat that
    /// carries out what is decided.
    public record Hands(
            @Nullable Integer agree,
            @Nullable Integer disagree,
            @Nullable Integer abstain,
            @Nullable Long executor) {}

    /// A meeting as somebody sees it, with what they may do. `quorums` are by item; `votes` own votes by motion.
    public record View(
            Meeting meeting,
            Body body,
            CouncilRules.Kind kind,
            List<Meeting.Attendance> attendance,
            Map<Integer, Meeting.Quorum> quorums,
            List<Meeting.Motion> motions,
            Map<Long, int[]> votes,
            Map<Long, Meeting.Choice> mine,
            List<Meeting.Dissent> dissents,
            List<Meeting.Correction> corrections,
            Map<Long, Topic> topics,
            Map<Long, List<Topic.Proposal>> proposals,
            List<Convention> adoptable,
            List<Conventions.Citable> citable,
            List<Seat> executors,
            List<Happened> history,
            Meeting.@Nullable Attendance me,
            boolean runs) {

        /// Those who want to speak, in their order.
        public List<Meeting.Attendance> speakers() {
            return attendance.stream()
                    .filter(each -> each.speaks() != null)
                    .sorted(java.util.Comparator.comparing(each -> Objects.requireNonNull(each.speaks())))
                    .toList();
        }

        public Optional<Meeting.Motion> motion(long id) {
            return motions.stream().filter(each -> each.id() == id).findFirst();
        }

        public String nameOf(long member) {
            return attendance.stream()
                    .filter(each -> each.member().id() == member)
                    .map(each -> each.member().name())
                    .findFirst()
                    .orElse("");
        }
    }

    private static final int MOST_ITEMS = 30;
    private static final int MOST_MINUTES = 50_000;
    private static final Duration EARLY = Duration.ofMinutes(30);

    private final MeetingStore store;
    private final BodyStore bodies;
    private final TopicStore topicStore;
    private final Topics topics;
    private final Conventions conventions;
    private final CouncilRules rules;
    private final Convening convening;
    private final WorkingCalendar calendar;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Meetings(
            MeetingStore store,
            BodyStore bodies,
            TopicStore topicStore,
            Topics topics,
            Conventions conventions,
            CouncilRules rules,
            Convening convening,
            WorkingCalendar calendar,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.bodies = bodies;
        this.topicStore = topicStore;
        this.topics = topics;
        this.conventions = conventions;
        this.rules = rules;
        this.convening = convening;
        this.calendar = calendar;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Plans a meeting: its agenda can be changed until it is called.
    public Meeting plan(Actor actor, long id, Plan plan) {
        Body body = convening.readable(actor, bodies.get(id));
        actor.require(Right.COUNCIL_RUN, body.placeCode());
        if (body.endedAt() != null) {
            throw Refusal.conflict("council-over");
        }
        Meeting meeting = of(body, plan, ids.next(), 1);
        store.insert(meeting);
        write(actor, body, meeting, "MeetingPlanned", Map.of("at", meeting.startsAt()));
        return meeting;
    }

    /// Changes a planned meeting. `seen` is the version the sender saw.
    public void change(Actor actor, long id, int seen, Plan plan) {
        var held = forRunner(actor, id);
        held.meeting.require(Meeting.State.PLANNED);
        if (!store.change(of(held.body, plan, id, seen))) {
            throw Refusal.conflict("changed-meanwhile");
        }
        write(actor, held, "MeetingChanged", Map.of());
    }

    private Meeting of(Body body, Plan plan, long id, int version) {
        String title = Sent.line(plan.title);
        String venue = Sent.line(plan.venue);
        String room = Sent.line(plan.room);
        if (title.isEmpty() || title.length() > 100 || venue.isEmpty() || venue.length() > 200) {
            throw Refusal.invalid("meeting-title");
        }
        if (room.length() > 500 || !room.isEmpty() && !room.startsWith("https://")) {
            throw Refusal.invalid("meeting-room");
        }
        if (plan.startsAt == null || !plan.startsAt.isAfter(clock.instant())) {
            throw Refusal.invalid("meeting-start");
        }
        return new Meeting(
                body.community(),
                id,
                body.id(),
                rules.form(Sent.line(plan.form)).code(),
                title,
                venue,
                room,
                plan.startsAt,
                null,
                "",
                Meeting.State.PLANNED,
                Secrets.readable(Secrets.random(10)),
                "",
                null,
                "",
                agenda(body, plan),
                version);
    }

    private List<Meeting.Item> agenda(Body body, Plan plan) {
        var items = new ArrayList<Meeting.Item>();
        var wanted = Objects.requireNonNullElse(plan.topics, List.<String>of()).stream()
                .filter(number -> !number.isBlank())
                .distinct()
                .map(Ids::fromNumber)
                .toList();
        var known = topicStore.all(wanted);
        for (long topic : wanted) {
            Topic found = known.get(topic);
            if (found == null || !Objects.equals(found.body(), body.id()) || !found.discussed()) {
                throw Refusal.invalid("meeting-topic");
            }
            items.add(new Meeting.Item(items.size() + 1, topic, found.title()));
        }
        for (String line : Objects.requireNonNullElse(plan.items, List.<String>of())) {
            if (!line.isBlank()) {
                items.add(new Meeting.Item(items.size() + 1, null, line.strip()));
            }
        }
        if (items.size() > MOST_ITEMS
                || items.stream().anyMatch(item -> item.title().length() > 200)) {
            throw Refusal.invalid("meeting-agenda", MOST_ITEMS);
        }
        return items;
    }

    /// Calls it: locks the agenda and invites everybody who sits. The notice of the kind has to be kept, or
    /// `urgent` says why not; the body needs its core seats; a topic that touches the floating population
    /// needs a seat of theirs.
    public void call(Actor actor, long id, @Nullable String urgent) {
        var held = forRunner(actor, id);
        Meeting meeting = held.meeting;
        meeting.require(Meeting.State.PLANNED);
        Instant now = clock.instant();
        if (meeting.agenda().isEmpty()) {
            throw Refusal.conflict("meeting-agenda-empty");
        }
        if (!meeting.startsAt().isAfter(now)) {
            throw Refusal.conflict("meeting-start");
        }
        var kind = held.kind();
        if (Sent.line(urgent).isEmpty()
                && Clocks.today(clock).plusDays(kind.notice().amount()).isAfter(day(meeting))) {
            throw Refusal.conflict("meeting-notice", kind.notice().amount());
        }
        if (Sent.line(urgent).length() > 500) {
            throw Refusal.invalid("words-long", 500);
        }
        if (!held.body.lacking(kind).isEmpty()) {
            throw Refusal.conflict("council-lacking");
        }
        var about = topicStore.all(topicsOf(meeting)).values();
        if (about.stream().anyMatch(topic -> lacksFloating(held.body, topic))) {
            throw Refusal.conflict("council-floating");
        }
        var invited = held.body.members().stream()
                .filter(member -> !member.waiting()
                        && (member.topic() == null || topicsOf(meeting).contains(member.topic())))
                .toList();
        if (!store.call(meeting, Sent.line(urgent), invited, now)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        write(
                actor,
                held,
                "MeetingCalled",
                Map.of("at", meeting.startsAt(), "urgent", !Sent.line(urgent).isEmpty()));
        tellMembers(held, invited, "meeting-called", "called");
        about.forEach(topic -> convening.tell(
                topic.community(),
                List.of(topic.account()),
                "topic-meeting",
                List.of(topic.title(), meeting.title(), when(meeting)),
                Topics.path(topic),
                "meeting/" + id + "/topic" + topic.id()));
    }

    private static LocalDate day(Meeting meeting) {
        return meeting.startsAt().atZone(Clocks.ZONE).toLocalDate();
    }

    private static boolean lacksFloating(Body body, Topic topic) {
        return topic.floating() && body.filled(CouncilRules.FLOATING, topic.id()) == 0;
    }

    private static List<Long> topicsOf(Meeting meeting) {
        return meeting.agenda().stream()
                .map(Meeting.Item::topic)
                .filter(Objects::nonNull)
                .toList();
    }

    /// Calls it off, with a reason that everybody invited is told.
    public void cancel(Actor actor, long id, @Nullable String words) {
        var held = forRunner(actor, id);
        held.meeting.require(Meeting.State.PLANNED, Meeting.State.CALLED);
        String why = Sent.words(words, 500);
        move(held, Meeting.State.CANCELLED, why, null);
        write(actor, held, "MeetingCancelled", Map.of());
        if (held.meeting.state() == Meeting.State.CALLED) {
            convening.tell(
                    held.body.community(),
                    Convening.accounts(members(held)),
                    "meeting-cancelled",
                    List.of(held.meeting.title(), why),
                    path(held.meeting),
                    "meeting/" + id + "/cancelled");
        }
    }

    // --- who comes

    /// A member says whether they come; excused with a reason.
    public void reply(Actor actor, long id, boolean coming, @Nullable String words) {
        var held = held(id);
        var me = me(actor, held);
        held.meeting.require(Meeting.State.CALLED);
        String said = coming ? "" : Sent.words(words, 300);
        attend(held, me.member().id(), coming ? Meeting.Presence.COMING : Meeting.Presence.EXCUSED, null, said);
        write(actor, held, coming ? "MeetingAccepted" : "MeetingExcused", Map.of());
    }

    /// A member signs in with the code on the wall, or without one in the online room; from half an hour before
    /// the start.
    public void signIn(Actor actor, long id, @Nullable String code) {
        var held = held(id);
        var me = me(actor, held);
        requireSigning(held);
        String given = Sent.line(code).toUpperCase(Locale.ROOT);
        boolean online = given.isEmpty();
        if (online ? held.meeting.room().isEmpty() : !held.meeting.code().equals(given)) {
            throw Refusal.invalid("meeting-code");
        }
        if (me.presence() != Meeting.Presence.PRESENT) {
            attend(
                    held,
                    me.member().id(),
                    Meeting.Presence.PRESENT,
                    online ? Meeting.How.ONLINE : Meeting.How.SIGN,
                    "");
            write(actor, held, "SignedIn", Map.of("how", online ? Meeting.How.ONLINE : Meeting.How.SIGN));
        }
    }

    /// The desk signs somebody in, notes an excuse, or takes either back (`presence` INVITED).
    public void desk(Actor actor, long id, long member, Meeting.@Nullable Presence presence, @Nullable String words) {
        var held = forRunner(actor, id);
        if (presence == null || presence == Meeting.Presence.COMING) {
            throw Refusal.invalid("meeting-presence");
        }
        if (presence == Meeting.Presence.EXCUSED) {
            held.meeting.require(Meeting.State.CALLED, Meeting.State.OPEN);
        } else {
            requireSigning(held);
        }
        boolean present = presence == Meeting.Presence.PRESENT;
        attend(held, member, presence, present ? Meeting.How.DESK : null, Sent.line(words));
        write(actor, held, "AttendanceNoted", Map.of("member", Ids.number(member), "presence", presence));
    }

    private void requireSigning(Held held) {
        held.meeting.require(Meeting.State.CALLED, Meeting.State.OPEN);
        if (clock.instant().isBefore(held.meeting.startsAt().minus(EARLY))) {
            throw Refusal.conflict("meeting-early");
        }
    }

    private void attend(Held held, long member, Meeting.Presence presence, Meeting.@Nullable How how, String words) {
        if (words.length() > 300) {
            throw Refusal.invalid("words-long", 300);
        }
        if (!store.attend(held.meeting, member, presence, how, words, clock.instant())) {
            throw Refusal.unknown("council-member");
        }
    }

    /// A member present asks to speak, or does not want to any more.
    public void speak(Actor actor, long id, boolean wants) {
        var held = held(id);
        var me = present(actor, held);
        held.meeting.require(Meeting.State.OPEN);
        store.speaks(held.meeting, me.member().id(), wants);
    }

    /// The next speaker was heard, or is taken off the list.
    public void spoken(Actor actor, long id, long member) {
        var held = forRunner(actor, id);
        held.meeting.require(Meeting.State.OPEN);
        store.speaks(held.meeting, member, false);
    }

    /// Opens it. It may be opened without its quorum; it decides nothing then.
    public void open(Actor actor, long id) {
        var held = forRunner(actor, id);
        requireSigning(held);
        held.meeting.require(Meeting.State.CALLED);
        move(held, Meeting.State.OPEN, "", null);
        write(actor, held, "MeetingOpened", Map.of());
    }

    /// Puts a motion on an item of the agenda to the vote: whoever runs the meeting or a member who is present.
    public long motion(Actor actor, long id, Moving moving) {
        var held = held(id);
        if (!runs(actor, held)) {
            present(actor, held);
        }
        held.meeting.require(Meeting.State.OPEN);
        if (held.kind().byVote()) {
            throw Refusal.conflict("council-by-vote");
        }
        var item = held.meeting.item(moving.position == null ? 0 : moving.position);
        if (item.topic() instanceof Long topic) {
            topics.requireDecidable(topicStore.get(topic));
        }
        if (moving.amends != null
                && store.motions(held.meeting).stream()
                        .noneMatch(each -> each.id() == moving.amends
                                && each.position() == item.position()
                                && each.state() == Meeting.Motion.State.OPEN)) {
            throw Refusal.invalid("meeting-motion");
        }
        String text = Sent.line(moving.text);
        if (moving.proposal != null) {
            String proposed = item.topic() == null
                    ? null
                    : topicStore.proposals(topicStore.get(item.topic())).stream()
                            .filter(each -> each.id() == moving.proposal && !each.withdrawn())
                            .map(Topic.Proposal::text)
                            .findFirst()
                            .orElse(null);
            if (proposed == null) {
                throw Refusal.invalid("topic-proposal");
            }
            text = text.isEmpty() ? proposed : text;
        }
        String wanted = Sent.line(moving.adopts);
        Long adopts = wanted.isEmpty() ? null : (Long) Ids.fromNumber(wanted);
        String basis = Sent.line(moving.restsOn);
        Integer edition = adopts == null
                ? null
                : (Integer) conventions.requireAdoptable(
                        adopts, held.body.placeCode(), null, null, held.kind().code());
        var motion = new Meeting.Motion(
                ids.next(),
                item.position(),
                moving.proposal,
                moving.amends,
                Sent.words(text, 10_000),
                basis.isEmpty()
                        ? held.kind().basis()
                        : Sent.words(conventions.cited(basis, held.body.placeCode()), 300),
                Meeting.Motion.State.OPEN,
                0,
                0,
                0,
                0,
                0,
                adopts,
                edition,
                clock.instant());
        store.insert(held.meeting, motion);
        write(actor, held, "MotionMade", Map.of("motion", Ids.number(motion.id()), "item", item.position()));
        return motion.id();
    }

    /// A member present votes on their own telephone; the last vote before counting is theirs.
    public void vote(Actor actor, long id, long motion, Meeting.@Nullable Choice choice) {
        var held = held(id);
        var me = present(actor, held);
        held.meeting.require(Meeting.State.OPEN);
        if (choice == null) {
            throw Refusal.invalid("meeting-choice");
        }
        if (!sits(me, held.meeting.item(known(held, motion).position()))) {
            throw Refusal.forbidden("meeting-not-seated");
        }
        if (!store.vote(held.meeting, motion, me.member().id(), choice, clock.instant())) {
            throw Refusal.conflict("motion-settled");
        }
    }

    private static boolean sits(Meeting.Attendance each, Meeting.Item item) {
        return each.member().topic() == null || Objects.equals(each.member().topic(), item.topic());
    }

    /// Counts a motion: own votes and hands together. Only with the quorum of the item and its core seats; an
    /// amendment before what it changes. Passed, a motion on a topic decides it.
    public Meeting.Motion settle(Actor actor, long id, long motion, Hands hands) {
        var held = forRunner(actor, id);
        held.meeting.require(Meeting.State.OPEN);
        // from here on no vote comes in
        if (!store.hold(held.meeting, motion)) {
            throw Refusal.conflict("motion-settled");
        }
        Meeting.Motion open = known(held, motion);
        if (store.motions(held.meeting).stream()
                .anyMatch(each -> Objects.equals(each.amends(), motion) && each.state() == Meeting.Motion.State.OPEN)) {
            throw Refusal.conflict("motion-amended");
        }
        var item = held.meeting.item(open.position());
        var kind = held.kind();
        var quorum = Meeting.quorum(kind, store.attendance(held.meeting), item.topic());
        if (!quorum.met()) {
            throw Refusal.conflict("meeting-quorum");
        }
        int[] own = store.votes(held.meeting).getOrDefault(motion, new int[3]);
        int agree = own[0] + hand(hands.agree);
        int disagree = own[1] + hand(hands.disagree);
        int abstain = own[2] + hand(hands.abstain);
        if (agree + disagree + abstain > quorum.present()) {
            throw Refusal.invalid("motion-counts", quorum.present());
        }
        boolean passed = kind.majority().met(agree, kind.ofSeats() ? quorum.seats() : quorum.present());
        var counted = open.ended(
                passed ? Meeting.Motion.State.PASSED : Meeting.Motion.State.FAILED,
                new int[] {agree, disagree, abstain},
                quorum,
                clock.instant());
        if (!store.settle(held.meeting, counted)) {
            throw Refusal.conflict("motion-settled");
        }
        write(
                actor,
                held,
                passed ? "MotionPassed" : "MotionFailed",
                Map.of(
                        "motion",
                        Ids.number(motion),
                        "agree",
                        agree,
                        "disagree",
                        disagree,
                        "abstain",
                        abstain,
                        "present",
                        quorum.present()));
        if (passed && open.amends() == null && item.topic() instanceof Long topic) {
            topics.decided(actor, topic, decision(held, open), open.restsOn(), path(held.meeting), hands.executor);
        }
        if (passed && open.adopts() != null && open.edition() != null) {
            conventions.adopt(actor, open.adopts(), open.edition(), path(held.meeting));
        }
        return counted;
    }

    /// What was decided: the motion with the amendments that passed.
    private String decision(Held held, Meeting.Motion motion) {
        var text = new StringBuilder(motion.text());
        store.motions(held.meeting).stream()
                .filter(each ->
                        Objects.equals(each.amends(), motion.id()) && each.state() == Meeting.Motion.State.PASSED)
                .forEach(each -> text.append("\n").append(each.text()));
        return text.toString();
    }

    private static int hand(@Nullable Integer count) {
        if (count != null && count < 0) {
            throw Refusal.invalid("motion-counts", 0);
        }
        return count == null ? 0 : count;
    }

    /// Takes a motion back before it is counted.
    public void withdrawMotion(Actor actor, long id, long motion) {
        var held = forRunner(actor, id);
        Meeting.Motion open = known(held, motion);
        var gone = open.ended(Meeting.Motion.State.WITHDRAWN, new int[3], Meeting.NOBODY, clock.instant());
        if (!store.settle(held.meeting, gone)) {
            throw Refusal.conflict("motion-settled");
        }
        write(actor, held, "MotionWithdrawn", Map.of("motion", Ids.number(motion)));
    }

    private Meeting.Motion known(Held held, long motion) {
        return store.motions(held.meeting).stream()
                .filter(each -> each.id() == motion)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("meeting-motion"));
    }

    /// A member who was there has their dissent from what was decided written down.
    public long dissent(Actor actor, long id, long motion, @Nullable String words) {
        var held = held(id);
        var me = present(actor, held);
        held.meeting.require(Meeting.State.OPEN, Meeting.State.CLOSED);
        if (known(held, motion).state() == Meeting.Motion.State.OPEN) {
            throw Refusal.conflict("motion-open");
        }
        long dissent = ids.next();
        store.dissent(
                held.meeting,
                new Meeting.Dissent(dissent, motion, me.member().id(), Sent.words(words, 2_000), "", null));
        write(actor, held, "DissentRecorded", Map.of("motion", Ids.number(motion)));
        return dissent;
    }

    /// Answers a dissent; whoever dissented is told.
    public void answer(Actor actor, long id, long dissent, @Nullable String words) {
        var held = forRunner(actor, id);
        if (!store.answer(held.meeting, dissent, Sent.words(words, 2_000), clock.instant())) {
            throw Refusal.conflict("question-answered");
        }
        write(actor, held, "DissentAnswered", Map.of());
        long member = store.dissents(held.meeting).stream()
                .filter(each -> each.id() == dissent)
                .findFirst()
                .orElseThrow()
                .member();
        convening.tell(
                held.body.community(),
                Convening.accounts(members(held).stream()
                        .filter(each -> each.id() == member)
                        .toList()),
                "dissent-answered",
                List.of(held.meeting.title()),
                path(held.meeting),
                "meeting/" + id + "/dissent" + dissent);
    }

    // --- minutes

    /// Writes what was said. `seen` is the version the sender saw.
    public void minutes(Actor actor, long id, int seen, @Nullable String text) {
        var held = forRunner(actor, id);
        held.meeting.require(Meeting.State.OPEN, Meeting.State.CLOSED);
        String words = Sent.words(text, MOST_MINUTES);
        if (seen != held.meeting.version() || !store.minutes(held.meeting, words)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        write(actor, held, "MinutesWritten", Map.of());
    }

    /// Ends it; no motion may be open.
    public void close(Actor actor, long id) {
        var held = forRunner(actor, id);
        held.meeting.require(Meeting.State.OPEN);
        if (store.motions(held.meeting).stream().anyMatch(each -> each.state() == Meeting.Motion.State.OPEN)) {
            throw Refusal.conflict("meeting-motions-open");
        }
        move(held, Meeting.State.CLOSED, "", null);
        write(actor, held, "MeetingClosed", Map.of());
    }

    /// Publishes the minutes with every decision and dissent; from now on they are only corrected.
    public void publish(Actor actor, long id) {
        var held = forRunner(actor, id);
        held.meeting.require(Meeting.State.CLOSED);
        if (held.meeting.minutes().isEmpty()) {
            throw Refusal.conflict("meeting-minutes-empty");
        }
        if (store.dissents(held.meeting).stream().anyMatch(each -> each.answeredAt() == null)) {
            throw Refusal.conflict("meeting-dissent-open");
        }
        move(held, Meeting.State.PUBLISHED, "", clock.instant());
        write(actor, held, "MinutesPublished", Map.of());
        tellMembers(held, members(held), "meeting-published", "published");
        topicStore
                .all(topicsOf(held.meeting))
                .values()
                .forEach(topic -> convening.tell(
                        topic.community(),
                        List.of(topic.account()),
                        "topic-minutes",
                        List.of(topic.title(), held.meeting.title()),
                        path(held.meeting),
                        "meeting/" + id + "/minutes" + topic.id()));
    }

    /// Says what was wrong in published minutes; the minutes stay as they are.
    public void correct(Actor actor, long id, @Nullable String words) {
        var held = forRunner(actor, id);
        held.meeting.require(Meeting.State.PUBLISHED);
        store.correct(held.meeting, ids.next(), Sent.words(words, 5_000), Convening.account(actor), clock.instant());
        write(actor, held, "MinutesCorrected", Map.of());
    }

    // --- reading

    /// Meetings of a span of days, at a place or where somebody sits or has a seat; planned ones for those who
    /// run them.
    @Transactional(readOnly = true)
    public List<Meeting> calendar(Actor actor, @Nullable String place, Instant from, Instant until, int most) {
        return store.calendar(
                convening.reading(actor, place),
                actor.scope(Right.COUNCIL_RUN),
                place == null || place.isBlank() ? bodies.satIn(Convening.account(actor)) : new Long[0],
                from,
                until,
                Math.clamp(most, 1, 500));
    }

    /// A meeting, for whoever is signed in; minutes before they are published only for members and those who run
    /// it, and one that is only planned for the latter alone.
    @Transactional(readOnly = true)
    public View view(Actor actor, long id) {
        var held = held(id);
        boolean runs = runs(actor, held);
        if (!held.body.seats(Convening.account(actor))) {
            convening.requireNear(actor, held.body.placeCode(), "meeting");
        }
        if (held.meeting.state() == Meeting.State.PLANNED && !runs) {
            throw Refusal.unknown("meeting");
        }
        var attendance = store.attendance(held.meeting).stream()
                .map(each -> runs || each.member().is(actor.account()) ? each : each.discreet())
                .toList();
        var me = attendance.stream()
                .filter(each -> each.member().is(actor.account()))
                .findFirst()
                .orElse(null);
        var quorums = new LinkedHashMap<Integer, Meeting.Quorum>();
        held.meeting
                .agenda()
                .forEach(item -> quorums.put(item.position(), Meeting.quorum(held.kind(), attendance, item.topic())));
        boolean inside = runs || me != null || held.meeting.state() == Meeting.State.PUBLISHED;
        var about = new LinkedHashMap<Long, Topic>();
        topicStore
                .all(topicsOf(held.meeting))
                .forEach((topicId, topic) -> about.put(
                        topicId, runs || Objects.equals(topic.account(), actor.account()) ? topic : topic.by(0)));
        var proposals = new LinkedHashMap<Long, List<Topic.Proposal>>();
        if (held.meeting.state() == Meeting.State.OPEN) {
            about.forEach((topicId, topic) -> proposals.put(
                    topicId,
                    topicStore.proposals(topic).stream()
                            .map(each -> runs || Objects.equals(each.account(), actor.account()) ? each : each.by(0))
                            .toList()));
        }
        return new View(
                runs ? held.meeting : me != null ? held.meeting.inside() : held.meeting.outside(),
                held.body.standingOnly(),
                held.kind(),
                attendance,
                quorums,
                inside ? store.motions(held.meeting) : List.of(),
                runs ? store.votes(held.meeting) : Map.of(),
                me == null ? Map.of() : store.votesOf(held.meeting, me.member().id()),
                inside ? store.dissents(held.meeting) : List.of(),
                store.corrections(held.meeting),
                about,
                proposals,
                runs && held.meeting.state() == Meeting.State.OPEN
                        ? conventions.adoptable(held.body.placeCode())
                        : List.of(),
                held.meeting.state() == Meeting.State.OPEN
                        ? conventions.citable(held.body.placeCode(), false)
                        : List.of(),
                runs && held.meeting.state() == Meeting.State.OPEN
                        ? convening.runners(held.body.placeCode())
                        : List.of(),
                inside ? journal.happened(held.body.community(), subject(held.meeting)) : List.of(),
                me,
                runs);
    }

    // --- time

    /// Plans the regular meetings that come soon; returns how many.
    public int planRegular() {
        Instant until = clock.instant().plus(Duration.ofDays(rules.number("plan-ahead-days")));
        var due = bodies.due(until, 100);
        int planned = 0;
        for (Body body : due) {
            var rhythm = Objects.requireNonNull(body.rhythm());
            Instant next = rhythm.nextOn()
                    .atZone(Clocks.ZONE)
                    .plusMonths(rhythm.everyMonths())
                    .toInstant();
            if (!bodies.rhythm(body, new Body.Rhythm(rhythm.everyMonths(), next, rhythm.venue()))
                    || !rhythm.nextOn().isAfter(clock.instant())) {
                continue;
            }
            Meeting meeting = new Meeting(
                    body.community(),
                    ids.next(),
                    body.id(),
                    rules.forms().getFirst().code(),
                    body.name() + " " + rhythm.nextOn().atZone(Clocks.ZONE).toLocalDate(),
                    rhythm.venue(),
                    "",
                    rhythm.nextOn(),
                    null,
                    "",
                    Meeting.State.PLANNED,
                    Secrets.readable(Secrets.random(10)),
                    "",
                    null,
                    "",
                    List.of(),
                    1);
            store.insert(meeting);
            write(Actor.VISITOR, body, meeting, "MeetingPlanned", Map.of("at", meeting.startsAt()));
            convening.tellRunners(
                    body.community(),
                    body.placeCode(),
                    "meeting-planned",
                    List.of(body.name(), when(meeting)),
                    path(meeting),
                    "meeting/" + meeting.id() + "/planned");
            planned++;
        }
        return planned;
    }

    /// Reminds members a day before, and those who run a body of minutes that are late; returns how many
    /// meetings.
    public int remind() {
        Instant now = clock.instant();
        var soon = store.beginning(now, now.plus(Duration.ofHours(rules.number("remind-hours"))), 100);
        var known = bodies.all(soon.stream().map(Meeting::body).toList());
        for (Meeting meeting : soon) {
            var held = new Held(meeting, Objects.requireNonNull(known.get(meeting.body())));
            var coming = store.attendance(meeting).stream()
                    .filter(each -> each.presence() != Meeting.Presence.EXCUSED)
                    .map(Meeting.Attendance::member)
                    .toList();
            tellMembers(held, coming, "meeting-soon", "soon");
        }
        var late = store.unpublished(calendar.before(now, rules.term("minutes")), 100);
        var lateBodies = bodies.all(late.stream().map(Meeting::body).toList());
        for (Meeting meeting : late) {
            Body body = Objects.requireNonNull(lateBodies.get(meeting.body()));
            convening.tellRunners(
                    body.community(),
                    body.placeCode(),
                    "meeting-minutes-late",
                    List.of(meeting.title()),
                    path(meeting),
                    "meeting/" + meeting.id() + "/late");
        }
        var both = new ArrayList<>(soon);
        both.addAll(late);
        store.reminded(both, now);
        return both.size();
    }

    // --- shared

    private final class Held {
        final Meeting meeting;
        final Body body;

        Held(Meeting meeting, Body body) {
            this.meeting = meeting;
            this.body = body;
        }

        CouncilRules.Kind kind() {
            return rules.kind(body.kind());
        }
    }

    private Held held(long id) {
        Meeting meeting = store.get(id);
        return new Held(meeting, bodies.get(meeting.body()));
    }

    private Held forRunner(Actor actor, long id) {
        var held = held(id);
        convening.requireRunner(actor, held.body.placeCode(), "meeting");
        return held;
    }

    private static boolean runs(Actor actor, Held held) {
        return actor.may(Right.COUNCIL_RUN, held.body.placeCode());
    }

    /// The actor's own place among those invited.
    private Meeting.Attendance me(Actor actor, Held held) {
        long account = Convening.account(actor);
        return store.attendance(held.meeting).stream()
                .filter(each -> each.member().is(account))
                .findFirst()
                .orElseThrow(() -> convening.uninvited(actor, held.body.placeCode()));
    }

    private Meeting.Attendance present(Actor actor, Held held) {
        var me = me(actor, held);
        if (me.presence() != Meeting.Presence.PRESENT) {
            throw Refusal.forbidden("meeting-not-present");
        }
        return me;
    }

    private List<Body.Member> members(Held held) {
        return store.attendance(held.meeting).stream()
                .map(Meeting.Attendance::member)
                .toList();
    }

    private void move(Held held, Meeting.State state, String words, @Nullable Instant published) {
        if (!store.move(held.meeting, state, words, published)) {
            throw Refusal.conflict("changed-meanwhile");
        }
    }

    private void tellMembers(Held held, Collection<Body.Member> whom, String template, String mark) {
        convening.tell(
                held.body.community(),
                Convening.accounts(whom),
                template,
                List.of(held.meeting.title(), when(held.meeting), held.meeting.venue()),
                path(held.meeting),
                "meeting/" + held.meeting.id() + "/" + mark);
    }

    private static String when(Meeting meeting) {
        return org.gongzhi.kernel.Words.CHINESE.minute(meeting.startsAt());
    }

    public static String path(Meeting meeting) {
        return "/meetings/" + Ids.number(meeting.id());
    }

    private static Entry.Subject subject(Meeting meeting) {
        return new Entry.Subject("meeting", meeting.id());
    }

    private void write(Actor actor, Held held, String what, Object fact) {
        write(actor, held.body, held.meeting, what, fact);
    }

    private void write(Actor actor, Body body, Meeting meeting, String what, Object fact) {
        convening.write(actor, body.community(), body.place(), body.placeCode(), subject(meeting), what, fact);
    }
}
