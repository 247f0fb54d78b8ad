package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.Policies;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door: everything that can be done with a matter. Each method is one transaction: read, ask who may,
/// make the move, write it if nobody was faster, tell the journal.
@Component
@Transactional
public class Matters {

    /// An order for one matter. `version` is what the sender saw, or null when they do not care; `code` is the
    /// follow-up code of somebody without an account.
    public record Order(
            long matter,
            @Nullable Integer version,
            Actor actor,
            @Nullable String code) {}

    private final MatterStore store;
    private final MatterTies ties;
    private final MatterIntake intake;
    private final MatterTerms terms;
    private final MatterLadder ladder;
    private final Kinds kinds;
    private final FollowUpCode codes;
    private final Places places;
    private final Seats seats;
    private final Photos photos;
    private final Ids ids;
    private final Journal journal;
    private final ApplicationEventPublisher inside;
    private final Clock clock;

    Matters(
            MatterStore store,
            MatterTies ties,
            MatterIntake intake,
            MatterTerms terms,
            MatterLadder ladder,
            Kinds kinds,
            FollowUpCode codes,
            Places places,
            Seats seats,
            Photos photos,
            Ids ids,
            Journal journal,
            ApplicationEventPublisher inside,
            Clock clock) {
        this.store = store;
        this.ties = ties;
        this.intake = intake;
        this.terms = terms;
        this.ladder = ladder;
        this.kinds = kinds;
        this.codes = codes;
        this.places = places;
        this.seats = seats;
        this.photos = photos;
        this.ids = ids;
        this.journal = journal;
        this.inside = inside;
        this.clock = clock;
    }

    /// Makes a matter with one lead and a deadline. The same key gives the same matter.
    @Transactional(propagation = org.springframework.transaction.annotation.Propagation.SUPPORTS)
    public Matter report(NewMatter told) {
        return intake.take(told);
    }

    /// Raised and put right on the spot by the same account: fixed from the first moment, to be checked by
    /// somebody else. The same key gives the same matter.
    public Matter reportFixed(NewMatter told, List<String> after, long account) {
        int wanted = kinds.get(told.kind(), places.get(told.place())).rules().photos();
        if (after.size() < wanted) {
            throw Refusal.invalid("photos-after", wanted);
        }
        Matter raised = intake.now(told);
        if (raised.stage() != Stage.DISPATCHED || raised.version() != 1) {
            return raised;
        }
        Matter fixed = write(
                raised,
                raised.rectify(
                        told.text().isBlank() ? kinds.get(told.kind()).chinese() : told.text(),
                        after.size(),
                        account,
                        clock.instant()),
                new Entry.Who(account, null));
        keep(fixed, after, "AFTER");
        return fixed;
    }

    public Matter dispatch(Order order, long to, String words) {
        return act(order, Right.MATTER_DISPATCH, (matter, now) -> {
            target(matter, to);
            return matter.dispatch(to, words, now);
        });
    }

    public Matter accept(Order order) {
        return asLead(order, List.of(), "BEFORE", Matter::accept);
    }

    /// Somebody has looked and it is so: files it, under a condition of its kind or none.
    public Matter file(Order order, @Nullable Integer condition, String words, List<String> pictures) {
        Matter filed = asLeadOrDispatcher(order, (matter, now) -> {
            Kind kind = kinds.of(matter);
            Instant deadline = terms.deadline(
                    kind, condition, matter.reporter().channel(), matter.where().placeCode(), now);
            return holdOrReplace(matter.file(condition, deadline, words, pictures.size(), now));
        });
        keep(filed, pictures, "CHECK");
        return filed;
    }

    /// Sorts a matter anew: another kind, condition or place; whoever leads such things there takes it up.
    public Matter correct(Order order, Correction right) {
        return asLeadOrDispatcher(order, (matter, now) -> {
            Kind kind = kinds.inForce(matter, right.kind);
            if (!kind.inUse()) {
                throw Refusal.invalid("kind-unused");
            }
            if (right.condition instanceof Integer condition) {
                kind.condition(condition);
            }
            Place place = right.place == null || right.place.isBlank()
                    ? places.get(matter.where().place())
                    : places.find(right.place).orElseThrow(() -> Refusal.unknown("place"));
            if (place.community() != matter.where().community()) {
                throw Refusal.invalid("place-elsewhere");
            }
            boolean same = place.id() == matter.where().place();
            if (same
                    && kind.code().equals(matter.kind())
                    && java.util.Objects.equals(right.condition, matter.filing().condition())) {
                throw Refusal.invalid("correct-nothing");
            }
            Seat lead = intake.leadFor(kind, place, matter.id());
            Instant deadline = terms.deadline(
                    kind,
                    right.condition,
                    matter.reporter().channel(),
                    place.code(),
                    matter.times().reportedAt());
            Instant least =
                    terms.end(Policies.Stage.ACCEPT, kind, matter.reporter().channel(), place.code(), now);
            return matter.correct(
                    new Matter.Sorted(
                            kind,
                            right.condition,
                            same ? matter.where() : intake.where(place, null),
                            lead.id(),
                            least != null && least.isAfter(deadline) ? least : deadline,
                            right.words),
                    now);
        });
    }

    /// What a matter should be sorted under; parts that stay the same may be left out.
    public record Correction(
            @Nullable String kind,
            @Nullable Integer condition,
            @Nullable String place,
            String words) {}

    public Matter sendBack(Order order, long to, String words) {
        return asLead(order, List.of(), "BEFORE", (matter, now) -> {
            target(matter, to);
            return matter.sendBack(to, words, now);
        });
    }

    public Matter handOver(Order order, long to, String words) {
        return asLead(order, List.of(), "BEFORE", (matter, now) -> {
            target(matter, to);
            return matter.handOver(to, words, now);
        });
    }

    public Matter ask(Order order, String words) {
        return asLead(order, List.of(), "BEFORE", (matter, now) -> matter.ask(words, now));
    }

    public Matter answer(Order order, String words, List<String> pictures) {
        return asReporter(order, pictures, (matter, now) -> matter.answer(words, pictures.size(), now));
    }

    /// The reporter adds something; nothing else changes.
    public Matter supplement(Order order, String words, List<String> pictures) {
        return asReporter(order, pictures, (matter, _) -> matter.supplement(words, pictures.size()));
    }

    /// `reason` is a code of `matters/pause-reasons.csv`, or null when the words say it all.
    public Matter requestPause(Order order, @Nullable String reason, String words, Instant until) {
        String why = reason == null || reason.isBlank()
                ? words
                : terms.pauseReasons().stream()
                        .filter(each -> each.code().equals(reason))
                        .findFirst()
                        .map(each -> words.isBlank() ? each.chinese() : each.chinese() + ": " + words)
                        .orElseThrow(() -> Refusal.invalid("pause-reason"));
        return asLead(
                order,
                List.of(),
                "BEFORE",
                (matter, now) -> matter.requestPause(why, until, terms.latestPause(now), now));
    }

    /// The lead asks for a later deadline.
    public Matter requestExtension(Order order, String words, Instant until) {
        return asLead(order, List.of(), "BEFORE", (matter, now) -> {
            Matter.Move move = matter.requestExtension(words, until, terms.latestExtension(matter, kinds.of(matter)));
            store.askExtension(matter, ids.next(), until, words, now);
            return move;
        });
    }

    /// Somebody else than the lead allows it, or not.
    public Matter decideExtension(Order order, boolean granted, String words) {
        return act(order, Right.MATTER_APPROVE, (matter, _) -> {
            notTheLead(matter, order.actor);
            Instant until = store.extension(matter).orElseThrow(() -> Refusal.conflict("extension-none"));
            Matter.Move move = granted ? matter.grantExtension(until) : matter.refuseExtension(words);
            store.endExtension(matter, granted ? "GRANTED" : "REFUSED");
            return move;
        });
    }

    public Matter approvePause(Order order) {
        return act(order, Right.MATTER_APPROVE, (matter, now) -> {
            notTheLead(matter, order.actor);
            return matter.approvePause(now);
        });
    }

    public Matter refusePause(Order order, String words) {
        return act(order, Right.MATTER_APPROVE, (matter, now) -> {
            notTheLead(matter, order.actor);
            return matter.refusePause(words, now);
        });
    }

    public Matter resume(Order order) {
        return asLead(order, List.of(), "BEFORE", this::resumed);
    }

    /// The clock runs again.
    Matter.Move resumed(Matter matter, Instant now) {
        var pause = matter.pause();
        Instant stopped = pause == null || pause.from() == null ? now : pause.from();
        return matter.resume(terms.resumed(matter, kinds.of(matter), stopped, now), now);
    }

    /// The lead says that another seat is competent. Until the level above has decided, the matter stays
    /// where it is.
    public Matter object(Order order, long to, String words) {
        return asLead(order, List.of(), "BEFORE", (matter, now) -> {
            target(matter, to);
            Instant due = terms.competence(matter, kinds.of(matter), now);
            Matter.Move move = matter.object(to, words, due);
            store.object(
                    matter, ids.next(), new Objection(matter.lead(), to, words, now, due, Objection.Level.COMMUNITY));
            return move;
        });
    }

    /// The level above decides who is competent: the proposed seat, another, or the lead as before.
    public Matter decideCompetence(Order order, @Nullable Long to, String words) {
        return act(order, Right.COMPETENCE_DECIDE, (matter, now) -> {
            notTheLead(matter, order.actor);
            Objection objection = store.objection(matter).orElseThrow(() -> Refusal.conflict("objection-none"));
            if (order.actor.holds(objection.to())) {
                throw Refusal.forbidden("same-person");
            }
            long next = to == null ? matter.lead() : to;
            if (next != matter.lead()) {
                target(matter, next);
            }
            store.endObjection(matter, next == matter.lead() ? "KEPT" : "GIVEN");
            return matter.competenceDecided(next, words, now);
        });
    }

    /// Names a seat that helps; the lead stays the one who answers.
    public Matter nameHelper(Order order, long to, String words) {
        return asLeadOrDispatcher(order, (matter, now) -> {
            target(matter, to);
            Matter.Move move = matter.nameHelper(to, words);
            if (!store.addHelper(matter, to, now)) {
                throw Refusal.conflict("helper-twice");
            }
            return move;
        });
    }

    /// A helper is done, or says so.
    public Matter releaseHelper(Order order, long to, String words) {
        BiFunction<Matter, Instant, Matter.Move> move = (matter, now) -> {
            if (!store.endHelper(matter, to, now)) {
                throw Refusal.conflict("helper-none");
            }
            return matter.releaseHelper(to, words);
        };
        if (order.actor.holds(to)) {
            Matter matter = store.get(order.matter);
            return carryOut(order, matter, new Entry.Who(order.actor.account(), to), move);
        }
        return asLeadOrDispatcher(order, move);
    }

    /// A helper, or anybody who handles here, says what they did.
    public Matter assist(Order order, String words, List<String> pictures) {
        Matter done = act(order, Right.MATTER_HANDLE, (matter, _) -> matter.assist(words, pictures.size()));
        keep(done, pictures, "ANSWER");
        return done;
    }

    /// What the community cannot solve goes to the government, with a reason and a receipt.
    public Matter passUp(Order order, String words) {
        return asLeadOrDispatcher(order, (matter, now) -> {
            Seat to = intake.backStop(matter).orElseThrow(() -> Refusal.conflict("back-stop-none"));
            return matter.passUp(to.id(), words, now);
        });
    }

    Matter asLeadOrDispatcher(Order order, BiFunction<Matter, Instant, Matter.Move> move) {
        Matter matter = store.get(order.matter);
        return order.actor.holds(matter.lead())
                ? asLead(order, List.of(), "BEFORE", move)
                : act(order, Right.MATTER_DISPATCH, move);
    }

    /// Fixed: `before` and `after` are names of stored photos.
    public Matter rectify(Order order, String words, List<String> before, List<String> after) {
        Matter fixed = asLead(order, after, "AFTER", (matter, now) -> {
            int wanted = kinds.of(matter).rules().photos();
            if (after.size() < wanted) {
                throw Refusal.invalid("photos-after", wanted);
            }
            return matter.rectify(words, before.size() + after.size(), account(order.actor), now);
        });
        keep(fixed, before, "BEFORE");
        return fixed;
    }

    public Matter check(Order order, boolean passed, String words, List<String> pictures) {
        Matter checked = act(order, Right.MATTER_CHECK, (matter, now) -> {
            notTheLead(matter, order.actor);
            return passed
                    ? matter.passCheck(words, pictures.size(), account(order.actor), now)
                    : matter.failCheck(words, pictures.size(), account(order.actor), now);
        });
        keep(checked, pictures, "CHECK");
        return checked;
    }

    /// Closes with an outcome; a repetition of another matter is merged instead ([MatterRelations#merge]).
    /// Parts come first.
    public Matter close(Order order, Outcome outcome, String words) {
        boolean fixed = outcome == Outcome.SOLVED || outcome == Outcome.PARTLY;
        return act(order, fixed ? Right.MATTER_CHECK : Right.MATTER_DISPATCH, (matter, now) -> {
            long parts = fixed ? ties.openParts(matter) : 0;
            if (parts > 0) {
                throw Refusal.conflict("parts-open", parts);
            }
            return matter.close(outcome, words, account(order.actor), now);
        });
    }

    public Matter withdraw(Order order, String words) {
        return asReporter(order, List.of(), (matter, now) -> matter.withdraw(words, now));
    }

    public Matter rate(Order order, boolean solved, int satisfied, String words) {
        return asReporter(order, List.of(), (matter, now) -> {
            if (!solved) {
                throw Refusal.invalid("contest-instead");
            }
            return matter.rate(true, satisfied, words, now);
        });
    }

    /// Reopens with the same lead and a new deadline, as long as the window is open.
    public Matter contest(Order order, String words) {
        return asReporter(order, List.of(), (matter, now) -> {
            Instant closed = matter.times().closedAt();
            if (closed != null && terms.ratingEnds(closed).isBefore(now) && matter.stage() == Stage.CLOSED) {
                throw Refusal.conflict("window-over");
            }
            Matter.Move move = matter.contest(words, deadlineAgain(matter, now), now);
            return holdOrReplace(move);
        });
    }

    public Matter callBack(Order order, MatterEvent.CalledBack call) {
        return act(order, Right.MATTER_CALL_BACK, (matter, now) -> {
            notTheLead(matter, order.actor);
            Matter.Move move = matter.calledBack(call, deadlineAgain(matter, now), now);
            return move.next().stage() == Stage.DISPATCHED ? holdOrReplace(move) : move;
        });
    }

    public Matter fillDossier(Order order, String cause, String harm, String solution) {
        return asLead(order, List.of(), "BEFORE", (matter, _) -> matter.fillDossier(cause, harm, solution));
    }

    public Matter archive(Order order) {
        return act(order, Right.MATTER_CHECK, Matter::archive);
    }

    /// "Me too": once for each account.
    public int support(Order order) {
        Matter matter = store.get(order.matter);
        if (!matter.stage().open()) {
            throw Refusal.conflict("stage-" + matter.stage().name());
        }
        Instant now = clock.instant();
        var count = store.support(matter, account(order.actor), now);
        count.ifPresent(supporters -> journal.append(
                entry(matter.stage(), matter, new MatterEvent.Supported(supporters), order.actor.in(null), now)));
        return count.orElseThrow(() -> Refusal.conflict("supported"));
    }

    /// True when the sender of an order is who raised the matter: by account, or by the follow-up code.
    public boolean raisedBy(Matter matter, Actor actor, @Nullable String code) {
        Long account = matter.reporter().account();
        if (account != null) {
            return account.equals(actor.account());
        }
        return code != null && codes.opens(matter.id(), code);
    }

    Instant deadlineAgain(Matter matter, Instant now) {
        return terms.deadline(
                kinds.of(matter),
                matter.filing().condition(),
                matter.reporter().channel(),
                matter.where().placeCode(),
                now);
    }

    Matter act(Order order, Right right, BiFunction<Matter, Instant, Matter.Move> move) {
        Matter matter = store.get(order.matter);
        Seat seat = order.actor.require(right, matter.where().placeCode());
        return carryOut(order, matter, order.actor.in(seat), move);
    }

    private Matter asLead(
            Order order, List<String> pictures, String purpose, BiFunction<Matter, Instant, Matter.Move> move) {
        Matter matter = store.get(order.matter);
        if (!order.actor.signedIn()) {
            throw Refusal.signIn("sign-in");
        }
        if (!order.actor.holds(matter.lead())) {
            throw Refusal.forbidden("not-the-lead");
        }
        Matter done = carryOut(order, matter, new Entry.Who(order.actor.account(), matter.lead()), move);
        keep(done, pictures, purpose);
        return done;
    }

    Matter asReporter(Order order, List<String> pictures, BiFunction<Matter, Instant, Matter.Move> move) {
        Matter matter = store.get(order.matter);
        if (!raisedBy(matter, order.actor, order.code)) {
            throw Refusal.forbidden("not-the-reporter");
        }
        Matter done = carryOut(order, matter, order.actor.in(null), move);
        keep(done, pictures, "ANSWER");
        return done;
    }

    private Matter carryOut(Order order, Matter matter, Entry.Who who, BiFunction<Matter, Instant, Matter.Move> move) {
        if (order.version != null && order.version != matter.version()) {
            throw Refusal.conflict("changed-meanwhile");
        }
        return write(matter, move.apply(matter, clock.instant()), who);
    }

    /// Writes a move down. Also for what the program does by itself.
    Matter write(Matter before, Matter.Move move, Entry.Who who) {
        Instant now = clock.instant();
        store.update(move.next(), ladder.next(move.next(), now), marks(before, move, now));
        if (before.lead() != move.next().lead() || !move.next().stage().withLead()) {
            store.endObjection(before, "MOOT");
        }
        journal.append(entry(before.stage(), move.next(), move.event(), who, now));
        if (move.event() instanceof MatterEvent.Closed closed && FIXED.contains(closed.outcome())) {
            inside.publishEvent(new MatterClosed(move.next(), who.seat()));
        }
        return move.next();
    }

    private MatterStore.Marks marks(Matter before, Matter.Move move, Instant now) {
        Matter next = move.next();
        boolean filed = next.stage() != Stage.VERIFYING;
        boolean justFiled = filed && before.stage() == Stage.VERIFYING;
        boolean given = filed && (justFiled || before.lead() != next.lead());
        Kind kind = kinds.of(next);
        String channel = next.reporter().channel();
        String code = next.where().placeCode();
        return new MatterStore.Marks(
                justFiled ? now : null,
                null,
                given ? now : null,
                justFiled ? terms.end(Policies.Stage.DISPATCH, kind, channel, code, now) : null,
                responds(next.stage()) ? now : null,
                justFiled ? terms.end(Policies.Stage.ACCEPT, kind, channel, code, now) : null,
                misrouted(move.event()),
                rework(move.event()));
    }

    /// 1 when an event says that a matter had been with the wrong body or in the wrong kind.
    static int misrouted(MatterEvent event) {
        return event instanceof MatterEvent.SentBack || event instanceof MatterEvent.Corrected ? 1 : 0;
    }

    /// 1 when an event says that a fix did not hold.
    static int rework(MatterEvent event) {
        return event instanceof MatterEvent.CheckFailed
                        || event instanceof MatterEvent.Contested
                        || event instanceof MatterEvent.Relapsed
                        || event instanceof MatterEvent.CalledBack call && Boolean.FALSE.equals(call.solved())
                ? 1
                : 0;
    }

    /// True at stages that only somebody who has taken a matter up can have brought it to.
    static boolean responds(Stage stage) {
        return stage == Stage.ACCEPTED || stage == Stage.ASKED || stage == Stage.RECTIFIED;
    }

    private static final Set<Outcome> FIXED = Set.of(Outcome.SOLVED, Outcome.PARTLY);

    static Entry entry(@Nullable Stage from, Matter matter, MatterEvent event, Entry.Who who, Instant at) {
        return new Entry(
                new Entry.Where(matter.where().community(), matter.where().place()),
                who,
                new Entry.Subject("matter", matter.id()),
                event.kind(),
                new MatterFact(
                        from, matter.stage(), matter.kind(), matter.where().estate(), matter.version(), event),
                at);
    }

    /// A closed matter's lead may have left in the meantime: reopening needs one who is there.
    Matter.Move holdOrReplace(Matter.Move move) {
        Matter next = move.next();
        if (seats.hold(Set.of(next.lead())).contains(next.lead())) {
            return move;
        }
        Seat other = intake.leadNow(next);
        return new Matter.Move(next.ledBy(other.id()), move.event());
    }

    private void target(Matter matter, long to) {
        if (seats.all(List.of(to)).stream()
                .noneMatch(seat -> Place.covers(seat.placeCode(), matter.where().placeCode())
                        && Actor.of(seat).may(Right.MATTER_HANDLE))) {
            throw Refusal.invalid("target-seat");
        }
        if (!seats.hold(Set.of(to)).contains(to)) {
            throw Refusal.conflict("target-gone");
        }
    }

    private static void notTheLead(Matter matter, Actor actor) {
        if (actor.holds(matter.lead())) {
            throw Refusal.forbidden("same-person");
        }
    }

    void keep(Matter matter, List<String> pictures, String purpose) {
        if (pictures.isEmpty()) {
            return;
        }
        if (pictures.size() > NewMatter.MOST_PHOTOS) {
            throw Refusal.invalid("photos-many", NewMatter.MOST_PHOTOS);
        }
        photos.claim(pictures);
        var rows = new ArrayList<MatterStore.PhotoRow>();
        int position = store.nextPosition(matter);
        for (String name : pictures) {
            rows.add(new MatterStore.PhotoRow(
                    matter.where().community(), matter.id(), position++, name, matter.version(), purpose));
        }
        store.addPhotos(rows);
    }

    private static long account(Actor actor) {
        Long account = actor.account();
        if (account == null) {
            throw Refusal.signIn("sign-in");
        }
        return account;
    }
}
