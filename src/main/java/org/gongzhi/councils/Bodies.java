package org.gongzhi.councils;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.AccountErasing;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door of bodies: founded, their seats filled, left and waited for, their rhythm kept, ended.
@Component
@Transactional
public class Bodies {

    /// A body as it is founded; `name` may be empty for the name of its kind.
    public record Founding(
            @Nullable String place,
            @Nullable String kind,
            @Nullable String name) {}

    /// Somebody to be seated; `username` gives them its notices, its meetings and its votes on their telephone;
    /// `topic` is a number, for a seat of one topic.
    public record Seated(
            @Nullable String part,
            @Nullable String name,
            @Nullable String standsFor,
            @Nullable String username,
            @Nullable String topic) {}

    /// A body as somebody sees it; `attended` is by member how often they were invited and came.
    public record View(
            Body body,
            CouncilRules.Kind kind,
            List<CouncilRules.Part> lacking,
            List<Meeting> meetings,
            List<Topic> topics,
            Map<Long, int[]> attended,
            boolean runs,
            boolean sits,
            boolean silent) {}

    private static final int MOST_MEMBERS = 5_000;
    private static final int CHASED = 200;

    private final BodyStore store;
    private final TopicStore topics;
    private final MeetingStore meetings;
    private final CouncilRules rules;
    private final Convening convening;
    private final Accounts accounts;
    private final Ids ids;
    private final Clock clock;

    Bodies(
            BodyStore store,
            TopicStore topics,
            MeetingStore meetings,
            CouncilRules rules,
            Convening convening,
            Accounts accounts,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.topics = topics;
        this.meetings = meetings;
        this.rules = rules;
        this.convening = convening;
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    public Body found(Actor actor, Founding founding) {
        Place place = convening.deliberating(founding.place);
        actor.require(Right.COUNCIL_RUN, place.code());
        var kind = rules.kind(founding.kind);
        String name = founding.name == null || founding.name.isBlank()
                ? place.name() + kind.chinese()
                : founding.name.strip();
        if (name.length() > 100) {
            throw Refusal.invalid("council-name");
        }
        var body = new Body(
                place.community(),
                ids.next(),
                place.id(),
                place.code(),
                kind.code(),
                name,
                clock.instant(),
                null,
                null,
                "",
                List.of(),
                1);
        try {
            store.insert(body);
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("council-name-taken");
        }
        write(actor, body, "CouncilFounded", Map.of("kind", kind.code()));
        return body;
    }

    /// Fills a seat. A part has no more seats than its kind says.
    public long seat(Actor actor, long id, Seated seated) {
        Body body = forRunner(actor, id);
        Long topic = seated.topic == null || seated.topic.isBlank() ? null : (Long) Ids.fromNumber(seated.topic);
        var part = rules.kind(body.kind()).part(seated.part == null ? "" : seated.part);
        if (topic != null && !Objects.equals(topics.get(topic).body(), body.id())) {
            throw Refusal.invalid("council-topic");
        }
        Long account = seated.username == null || seated.username.isBlank()
                ? null
                : (Long) accounts.find(seated.username)
                        .orElseThrow(() -> Refusal.invalid("council-username"))
                        .id();
        requireFree(body, part, topic);
        String name = seated.name != null && !seated.name.isBlank()
                ? seated.name.strip()
                : account == null ? "" : accounts.get(account).name();
        return join(actor, body, part, name, Sent.line(seated.standsFor), account, topic, false);
    }

    /// A resident asks for a seat of residents; while none is free, or until the body says so, they wait.
    public long apply(Actor actor, long id, @Nullable String part, @Nullable String words) {
        long account = Convening.account(actor);
        convening.requireNear(actor, store.get(id).placeCode(), "council");
        Body body = open(id);
        var wanted = rules.kind(body.kind()).part(part == null ? "" : part);
        long member = join(actor, body, wanted, actor.name(), Sent.line(words), account, null, true);
        convening.tellRunners(
                body.community(),
                body.placeCode(),
                "council-applied",
                List.of(body.name()),
                path(body),
                "council/" + body.id() + "/a" + member);
        return member;
    }

    private long join(
            Actor actor,
            Body body,
            CouncilRules.Part part,
            String name,
            String standsFor,
            @Nullable Long account,
            @Nullable Long topic,
            boolean waiting) {
        if (name.isEmpty() || name.length() > 50 || standsFor.length() > 100) {
            throw Refusal.invalid("council-member");
        }
        if (body.members().size() >= MOST_MEMBERS) {
            throw Refusal.conflict("council-full", part.most());
        }
        touch(body);
        var member =
                new Body.Member(ids.next(), part.code(), name, standsFor, account, topic, waiting, clock.instant());
        try {
            store.add(body, List.of(member));
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("council-seated");
        }
        write(
                actor,
                body,
                waiting ? "SeatApplied" : "SeatFilled",
                Map.of("part", part.code(), "member", Ids.number(member.id())));
        if (account != null && !waiting) {
            tellSeated(body, List.of(account), member.id());
        }
        return member.id();
    }

    private void tellSeated(Body body, List<Long> account, long member) {
        convening.tell(
                body.community(),
                account,
                "council-seated",
                List.of(body.name()),
                path(body),
                "council/" + body.id() + "/m" + member);
    }

    /// Somebody who waited gets the seat.
    public void admit(Actor actor, long id, long member) {
        Body body = forRunner(actor, id);
        Body.Member waits = member(body, member);
        if (!waits.waiting()) {
            throw Refusal.conflict("council-seated");
        }
        requireFree(body, rules.kind(body.kind()).part(waits.part()), null);
        touch(body);
        seatWaiting(actor, body, waits);
    }

    private void seatWaiting(Actor actor, Body body, Body.Member waits) {
        if (store.seat(body, waits.id(), clock.instant())) {
            write(actor, body, "SeatFilled", Map.of("part", waits.part(), "member", Ids.number(waits.id())));
            if (waits.account() != null) {
                tellSeated(body, List.of(waits.account()), waits.id());
            }
        }
    }

    /// Somebody leaves a seat or the waiting list, by themselves or by whoever runs the body, with a reason. The
    /// first who waits for such a seat gets it.
    public void leave(Actor actor, long id, long member, @Nullable String words) {
        Body.Member leaving = member(convening.readable(actor, store.get(id)), member);
        Body body = leaving.is(Convening.account(actor)) ? open(id) : forRunner(actor, id);
        String why = Sent.words(words, 300);
        touch(body);
        if (!store.leave(body, member, why, clock.instant())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        write(actor, body, "SeatLeft", Map.of("part", leaving.part(), "member", Ids.number(member)));
        if (leaving.account() != null && !leaving.is(actor.account())) {
            convening.tell(
                    body.community(),
                    List.of(leaving.account()),
                    "council-left",
                    List.of(body.name(), why),
                    path(body),
                    "council/" + body.id() + "/l" + member);
        }
        if (!leaving.waiting() && leaving.topic() == null) {
            body.waiting().stream()
                    .filter(waits -> waits.part().equals(leaving.part()))
                    .findFirst()
                    .ifPresent(waits -> seatWaiting(actor, body, waits));
        }
    }

    /// Sets how often a body meets and when next; 0 months for no rhythm.
    public void rhythm(Actor actor, long id, int everyMonths, @Nullable Instant next, @Nullable String venue) {
        Body body = forRunner(actor, id);
        if (everyMonths < 0
                || everyMonths > 12
                || everyMonths > 0 && (next == null || Sent.line(venue).isEmpty())) {
            throw Refusal.invalid("council-rhythm");
        }
        if (everyMonths > 0 && Objects.requireNonNull(next).isBefore(clock.instant())) {
            throw Refusal.invalid("council-rhythm");
        }
        Body.Rhythm rhythm =
                everyMonths == 0 ? null : new Body.Rhythm(everyMonths, Objects.requireNonNull(next), Sent.line(venue));
        if (!store.rhythm(body, rhythm)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        write(actor, body, "RhythmSet", Map.of("months", everyMonths));
    }

    /// Ends a body, with a reason.
    public void end(Actor actor, long id, @Nullable String words) {
        Body body = forRunner(actor, id);
        String why = Sent.words(words, 500);
        if (!store.end(body, why, clock.instant())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        write(actor, body, "CouncilEnded", Map.of());
        convening.tell(
                body.community(),
                Convening.accounts(body.standing()),
                "council-ended",
                List.of(body.name(), why),
                path(body),
                "council/" + body.id() + "/ended");
    }

    /// Bodies at a place, or where somebody has a seat of any kind; the newest first.
    @Transactional(readOnly = true)
    public List<Body> list(Actor actor, @Nullable String place, @Nullable Long before, int most) {
        return store.list(
                convening.reading(actor, place),
                place == null || place.isBlank() ? actor.account() : null,
                before == null ? Long.MAX_VALUE : before,
                Math.clamp(most, 1, 200));
    }

    @Transactional(readOnly = true)
    public View view(Actor actor, long id) {
        Body body = convening.readable(actor, store.get(id));
        var kind = rules.kind(body.kind());
        boolean runs = actor.may(Right.COUNCIL_RUN, body.placeCode());
        var held = meetings.of(body, 20);
        return new View(
                runs || body.waiting().isEmpty()
                        ? body
                        : body.with(body.members().stream()
                                .filter(member -> !member.waiting() || member.is(actor.account()))
                                .toList()),
                kind,
                body.lacking(kind),
                held.stream()
                        .filter(meeting -> runs || meeting.state() != Meeting.State.PLANNED)
                        .map(Meeting::outside)
                        .toList(),
                topics.of(body, 20).stream().map(topic -> topic.by(0)).toList(),
                store.attended(body),
                runs,
                body.seats(actor.account()),
                kind.months() > 0
                        && body.foundedAt().isBefore(since(kind))
                        && held.stream()
                                .noneMatch(meeting -> meeting.state() != Meeting.State.CANCELLED
                                        && !meeting.startsAt().isBefore(since(kind))));
    }

    /// Since when a body of a kind has to have met.
    private Instant since(CouncilRules.Kind kind) {
        LocalDate day = Clocks.today(clock).minusMonths(kind.months());
        return day.atStartOfDay(Clocks.ZONE).toInstant();
    }

    /// Tells those who run bodies that had to meet and have not, once a month; returns how many bodies that
    /// were.
    public int chase() {
        int told = 0;
        String month = Clocks.today(clock).toString().substring(0, 7);
        for (CouncilRules.Kind kind : rules.kinds()) {
            if (kind.months() == 0) {
                continue;
            }
            List<Body> silent;
            long after = 0;
            do {
                silent = store.silent(kind.code(), since(kind), after, CHASED);
                for (Body body : silent) {
                    convening.tellRunners(
                            body.community(),
                            body.placeCode(),
                            "council-silent",
                            List.of(body.name(), Integer.toString(kind.months())),
                            path(body),
                            "council/" + body.id() + "/silent" + month);
                    after = body.id();
                }
                told += silent.size();
            } while (silent.size() == CHASED);
        }
        return told;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(AccountErasing erasing) {
        store.erase(erasing.account(), clock.instant());
    }

    private void requireFree(Body body, CouncilRules.Part part, @Nullable Long topic) {
        if (body.filled(part.code(), topic) >= part.most()) {
            throw Refusal.conflict("council-full", part.most());
        }
    }

    private Body open(long id) {
        Body body = store.get(id);
        if (body.endedAt() != null) {
            throw Refusal.conflict("council-over");
        }
        return body;
    }

    private Body forRunner(Actor actor, long id) {
        actor.require(
                Right.COUNCIL_RUN, convening.readable(actor, store.get(id)).placeCode());
        return open(id);
    }

    private static Body.Member member(Body body, long member) {
        return body.members().stream()
                .filter(each -> each.id() == member)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("council-member"));
    }

    private void touch(Body body) {
        if (!store.touch(body)) {
            throw Refusal.conflict("changed-meanwhile");
        }
    }

    static String path(Body body) {
        return "/councils/" + Ids.number(body.id());
    }

    private void write(Actor actor, Body body, String what, Object fact) {
        convening.write(
                actor,
                body.community(),
                body.place(),
                body.placeCode(),
                new Entry.Subject("council", body.id()),
                what,
                fact);
    }
}
