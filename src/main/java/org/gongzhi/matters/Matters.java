package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door: everything that can be done with a matter. Each method is one transaction: read, ask who may, make the
/// move,
/// write it if nobody was faster, tell the journal.
@Component
@Transactional
public class Matters {

    /// An order for one matter. `version` is what the sender saw, or null when they do not care; `code` is the
    /// follow-up
    /// code of somebody without an account.
    public record Order(
            long matter,
            @Nullable Integer version,
            Actor actor,
            @Nullable String code) {}

    private final MatterStore store;
    private final MatterIntake intake;
    private final MatterTerms terms;
    private final Kinds kinds;
    private final FollowUpCode codes;
    private final Seats seats;
    private final Photos photos;
    private final Journal journal;
    private final Clock clock;

    Matters(
            MatterStore store,
            MatterIntake intake,
            MatterTerms terms,
            Kinds kinds,
            FollowUpCode codes,
            Seats seats,
            Photos photos,
            Journal journal,
            Clock clock) {
        this.store = store;
        this.intake = intake;
        this.terms = terms;
        this.kinds = kinds;
        this.codes = codes;
        this.seats = seats;
        this.photos = photos;
        this.journal = journal;
        this.clock = clock;
    }

    /// Makes a matter with one lead and a deadline. The same key gives the same matter.
    @Transactional(propagation = org.springframework.transaction.annotation.Propagation.SUPPORTS)
    public Matter report(NewMatter told) {
        return intake.take(told);
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

    public Matter requestPause(Order order, String words, Instant until) {
        return asLead(
                order,
                List.of(),
                "BEFORE",
                (matter, now) -> matter.requestPause(words, until, terms.latestPause(now), now));
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
        return asLead(order, List.of(), "BEFORE", Matter::resume);
    }

    /// Fixed: `before` and `after` are names of stored photos.
    public Matter rectify(Order order, String words, List<String> before, List<String> after) {
        Matter fixed = asLead(
                order,
                after,
                "AFTER",
                (matter, now) -> matter.rectify(words, before.size() + after.size(), account(order.actor), now));
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

    /// `duplicateOf` is the number of the matter this one repeats.
    public Matter close(Order order, Outcome outcome, String words, @Nullable Long duplicateOf) {
        if (duplicateOf != null
                && (duplicateOf == order.matter || store.get(duplicateOf).outcome() == Outcome.DUPLICATE)) {
            throw Refusal.invalid("duplicate-of");
        }
        boolean fixed = outcome == Outcome.SOLVED || outcome == Outcome.PARTLY;
        return act(
                order,
                fixed ? Right.MATTER_CHECK : Right.MATTER_DISPATCH,
                (matter, now) -> matter.close(
                        outcome,
                        words,
                        duplicateOf == null ? null : org.gongzhi.kernel.Ids.number(duplicateOf),
                        account(order.actor),
                        now));
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

    private Instant deadlineAgain(Matter matter, Instant now) {
        return terms.deadline(kinds.get(matter.kind()), now);
    }

    private Matter act(Order order, Right right, BiFunction<Matter, Instant, Matter.Move> move) {
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

    private Matter asReporter(Order order, List<String> pictures, BiFunction<Matter, Instant, Matter.Move> move) {
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
        store.update(move.next());
        journal.append(entry(before.stage(), move.next(), move.event(), who, clock.instant()));
        return move.next();
    }

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
    private Matter.Move holdOrReplace(Matter.Move move) {
        Matter next = move.next();
        if (seats.hold(Set.of(next.lead())).contains(next.lead())) {
            return move;
        }
        Seat other = intake.leadNow(next);
        return new Matter.Move(next.ledBy(other.id()), move.event());
    }

    private void target(Matter matter, long to) {
        Seat seat = seats.get(to);
        if (!Place.covers(seat.placeCode(), matter.where().placeCode())
                || !new Actor(0L, 0L, "", List.of(seat)).may(Right.MATTER_HANDLE)) {
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

    private void keep(Matter matter, List<String> pictures, String purpose) {
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
