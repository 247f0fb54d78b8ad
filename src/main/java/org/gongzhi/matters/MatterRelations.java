package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Duties;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.PersonalWords;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The second door of matters: what ties one to another (merged, split, parts, links), what everybody may see
/// of it, what its followers say, and the second look after it was closed. Each method is one transaction.
@Component
@Transactional
public class MatterRelations {

    /// What is split off a matter: its own kind and words, which of the photos, and whether the first one must
    /// wait for it (`part`).
    public record Split(String kind, String words, List<Integer> photos, boolean part) {}

    private final Matters matters;
    private final MatterStore store;
    private final MatterTies ties;
    private final MatterIntake intake;
    private final MatterTerms terms;
    private final Kinds kinds;
    private final FollowUpCode codes;
    private final Duties duties;
    private final Places places;
    private final Clock clock;

    MatterRelations(
            Matters matters,
            MatterStore store,
            MatterTies ties,
            MatterIntake intake,
            MatterTerms terms,
            Kinds kinds,
            FollowUpCode codes,
            Duties duties,
            Places places,
            Clock clock) {
        this.matters = matters;
        this.store = store;
        this.ties = ties;
        this.intake = intake;
        this.terms = terms;
        this.kinds = kinds;
        this.codes = codes;
        this.duties = duties;
        this.places = places;
        this.clock = clock;
    }

    /// Merges a matter into an open one of the same trouble: its followers, photos and ratings go along, its
    /// reporter follows the other from now on.
    public Matter merge(Matters.Order order, long other, String words) {
        Matter target = store.get(other);
        requireReach(order.actor(), target);
        if (target.filing().mergedInto() != null) {
            throw Refusal.invalid("duplicate-of");
        }
        Matter merged = matters.asLeadOrDispatcher(
                order, (matter, now) -> matter.mergeInto(target.id(), Ids.number(target.id()), words, now));
        Instant now = clock.instant();
        var moved = ties.merge(merged, target, now);
        matters.write(target, target.absorb(Ids.number(merged.id()), moved.followers(), moved.photos()), who(order));
        return merged;
    }

    /// Undoes a merge: by whoever may dispatch, or by the reporter who says that it is something else.
    public Matter unmerge(Matters.Order order, String words) {
        Matter before = store.get(order.matter());
        Long into = before.filing().mergedInto();
        if (into == null) {
            throw Refusal.conflict("not-merged");
        }
        java.util.function.BiFunction<Matter, Instant, Matter.Move> move =
                (matter, now) -> matters.holdOrReplace(matter.unmerge(words, matters.deadlineAgain(matter, now), now));
        Matter again = matters.raisedBy(before, order.actor(), order.code())
                ? matters.asReporter(order, List.of(), move)
                : matters.act(order, Right.MATTER_DISPATCH, move);
        Matter target = store.get(into);
        ties.unmerge(before, target);
        matters.write(target, target.released(Ids.number(before.id())), who(order));
        return again;
    }

    /// Splits a second trouble off: a matter of its own with the same reporter and place.
    public Matter split(Matters.Order order, Split split) {
        if (split.words.isBlank()) {
            throw Refusal.invalid("words");
        }
        Matter first = store.get(order.matter());
        var told = new NewMatter(
                split.kind,
                first.where().place(),
                first.where().at(),
                split.words,
                List.of(),
                first.reporter(),
                null,
                split.part ? NewMatter.Extra.part(first.id()) : NewMatter.Extra.NONE);
        Matter[] made = new Matter[1];
        matters.asLeadOrDispatcher(order, (matter, _) -> {
            Matter part = intake.now(told);
            made[0] = part;
            return matter.splitOff(Ids.number(part.id()), split.part);
        });
        Matter fresh = made[0];
        if (!split.photos.isEmpty()) {
            ties.copyPhotos(first, fresh, split.photos);
        }
        if (!split.part) {
            ties.link(first, fresh, MatterLink.Kind.RELATED, "", order.actor().account(), clock.instant());
        }
        return fresh;
    }

    /// Says how a matter hangs together with another that the actor can see too.
    public Matter link(Matters.Order order, long other, MatterLink.Kind kind, String words) {
        Matter target = store.get(other);
        requireReach(order.actor(), target);
        if (other == order.matter()) {
            throw Refusal.invalid("link-self");
        }
        return matters.act(order, Right.MATTER_HANDLE, (matter, now) -> {
            if (!ties.link(matter, target, kind, words, order.actor().account(), now)) {
                throw Refusal.conflict("link-twice");
            }
            return matter.linked(new MatterEvent.Linked(Ids.number(other), kind, words, false));
        });
    }

    public Matter unlink(Matters.Order order, long other) {
        return matters.act(order, Right.MATTER_HANDLE, (matter, _) -> {
            if (!ties.unlink(matter, other)) {
                throw Refusal.conflict("link-none");
            }
            return matter.linked(new MatterEvent.Linked(Ids.number(other), MatterLink.Kind.RELATED, "", true));
        });
    }

    /// What everybody may read of a matter: a note and chosen photos. A note with names, numbers or doors in it
    /// is refused with what was found.
    public Matter publish(Matters.Order order, String note, List<Integer> photos) {
        var found = PersonalWords.find(note);
        if (!found.isEmpty()) {
            throw Refusal.invalid(
                    "public-note-personal",
                    String.join(
                            ", ", found.stream().map(PersonalWords.Found::text).toList()));
        }
        return matters.act(order, Right.MATTER_CHECK, (matter, _) -> {
            if (!kinds.of(matter).rules().publicly()) {
                throw Refusal.conflict("kind-not-public");
            }
            ties.showPhotos(matter, photos);
            return matter.publish(note, photos.size());
        });
    }

    /// A follower says whether a closed matter was solved: counted beside the reporter's word.
    public void rate(Matters.Order order, boolean solved, int satisfied, String words) {
        Matter matter = store.get(order.matter());
        Long account = order.actor().account();
        if (account == null) {
            throw Refusal.signIn("sign-in");
        }
        if (!ties.follows(matter, account)) {
            throw Refusal.forbidden("not-a-follower");
        }
        if (satisfied < 1 || satisfied > 5) {
            throw Refusal.invalid("rating");
        }
        if (matter.stage().open() || matter.stage() == Stage.ARCHIVED) {
            throw Refusal.conflict("stage-" + matter.stage().name());
        }
        if (!ties.rate(matter, account, new MatterEvent.Rated(solved, satisfied, words), clock.instant())) {
            throw Refusal.conflict("rated");
        }
    }

    /// How many followers rated a matter and how many of them said that it is solved.
    public record Ratings(long given, long solved, long sum) {}

    @Transactional(readOnly = true)
    public Ratings ratings(long matter) {
        var found = ties.ratings(store.get(matter));
        return new Ratings(found.given(), found.solved(), found.sum());
    }

    /// True for a follower of a closed matter who has not rated it.
    @Transactional(readOnly = true)
    public boolean mayRate(long id, Actor actor) {
        Matter matter = store.get(id);
        return actor.account() instanceof Long account
                && !matter.stage().open()
                && matter.stage() != Stage.ARCHIVED
                && ties.follows(matter, account)
                && !ties.rated(matter, account);
    }

    /// Draws a just closed matter for a second look, or not; somebody is asked who neither led, fixed nor
    /// checked it.
    @EventListener
    public void draw(MatterClosed told) {
        Matter closed = told.matter();
        Long checker = told.checker();
        int round = ties.nextRound(closed);
        if (codes.draw(closed.id(), round) >= kinds.of(closed).rules().recheckPermille()) {
            return;
        }
        Instant now = clock.instant();
        inspector(closed, checker).ifPresent(seat -> {
            Instant due = terms.recheckBy(now);
            if (ties.draw(closed, round, seat.id(), now, due)) {
                matters.write(closed, closed.recheckDrawn(seat.id(), due), Entry.Who.NOBODY);
            }
        });
    }

    private java.util.Optional<Seat> inspector(Matter matter, @Nullable Long not) {
        Instant now = clock.instant();
        var able = duties.seatsAround(places.get(matter.where().place())).stream()
                .filter(seat -> seat.id() != matter.lead() && (not == null || seat.id() != not) && seat.present(now))
                .filter(seat -> !java.util.Objects.equals(
                        seat.person(), matter.handling().fixedBy()))
                .filter(seat -> Actor.of(seat).may(Right.MATTER_CHECK))
                .toList();
        return able.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(able.get((int) Math.floorMod(matter.id() >>> 10, (long) able.size())));
    }

    /// The second look: it held, or the trouble is back and the matter goes on.
    public Matter recheck(Matters.Order order, boolean held, String words, List<String> pictures) {
        Matter done = matters.act(order, Right.MATTER_CHECK, (matter, now) -> {
            if (order.actor().holds(matter.lead())) {
                throw Refusal.forbidden("same-person");
            }
            Long account = order.actor().account();
            if (account == null || !ties.endRecheck(matter, held, words, account, now)) {
                throw Refusal.conflict("recheck-none");
            }
            return held
                    ? matter.recheckHeld(words, pictures.size(), account)
                    : matters.holdOrReplace(
                            matter.relapsed(words, pictures.size(), matters.deadlineAgain(matter, now), account, now));
        });
        matters.keep(done, pictures, "CHECK");
        return done;
    }

    /// Asks somebody else where the one asked for a second look has gone.
    void reseatRechecks() {
        Instant now = clock.instant();
        var open = ties.openRechecks(MOST);
        var matterOf = new java.util.HashMap<Long, Matter>();
        store.all(open.stream().map(MatterTies.Recheck::matter).toList())
                .forEach(matter -> matterOf.put(matter.id(), matter));
        for (var recheck : open) {
            Matter matter = matterOf.get(recheck.matter());
            if (matter == null) {
                continue;
            }
            boolean there = duties.seatsAround(places.get(matter.where().place())).stream()
                    .anyMatch(seat -> seat.id() == recheck.seat() && seat.present(now));
            if (!there) {
                inspector(matter, null).ifPresent(seat -> ties.reseat(recheck, seat.id()));
            }
        }
    }

    private static final int MOST = 500;

    private void requireReach(Actor actor, Matter other) {
        String code = other.where().placeCode();
        if (!actor.may(Right.MATTER_READ, code) && !actor.holds(other.lead())) {
            throw Refusal.unknown("matter");
        }
    }

    private static Entry.Who who(Matters.Order order) {
        return order.actor().in(null);
    }

    /// What hangs together with a matter.
    public record Ties(
            @Nullable Matter parent,
            List<Matter> parts,
            List<Matter> merged,
            @Nullable Matter into,
            List<MatterLink> links) {
        static final Ties NONE = new Ties(null, List.of(), List.of(), null, List.of());
    }

    /// By when a second look is asked for, or null.
    @Nullable
    Instant recheckDue(Matter matter) {
        return matter.stage().open()
                ? null
                : ties.recheck(matter).map(MatterTies.Recheck::due).orElse(null);
    }

    @Transactional(readOnly = true)
    public Ties of(Matter matter) {
        var parts = ties.partsOf(matter);
        var merged = ties.mergedInto(matter);
        var wanted = new ArrayList<Long>();
        wanted.addAll(parts);
        wanted.addAll(merged);
        if (matter.filing().parent() instanceof Long parent) {
            wanted.add(parent);
        }
        if (matter.filing().mergedInto() instanceof Long into) {
            wanted.add(into);
        }
        var found = new java.util.HashMap<Long, Matter>();
        if (!wanted.isEmpty()) {
            store.all(wanted).forEach(each -> found.put(each.id(), each));
        }
        return new Ties(
                matter.filing().parent() instanceof Long parent ? found.get(parent) : null,
                parts.stream()
                        .map(found::get)
                        .filter(java.util.Objects::nonNull)
                        .toList(),
                merged.stream()
                        .map(found::get)
                        .filter(java.util.Objects::nonNull)
                        .toList(),
                matter.filing().mergedInto() instanceof Long into ? found.get(into) : null,
                ties.links(matter));
    }
}
