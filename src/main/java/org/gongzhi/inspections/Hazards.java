package org.gongzhi.inspections;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Duties;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.Recorded;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door of hazards after they were ordered: put right, accepted and struck off one by one, extended,
/// referred, resumed. Nothing deletes one.
@Component
@Transactional
public class Hazards {

    /// What an act brings with it.
    public record Input(
            @Nullable String words,
            @Nullable Instant until,
            @Nullable Long to,
            List<String> photos) {}

    /// A hazard as somebody sees it, with what they may do.
    public record View(
            Hazard hazard,
            Premises premises,
            List<Hazard.Picture> photos,
            List<Recorded> history,
            List<Document> documents,
            @Nullable Seat owner,
            List<Seat> targets,
            Set<HazardAct> acts,
            boolean staff,
            boolean overdue) {}

    private static final int MOST = 200;
    private static final int MINE = 20;

    private final HazardStore store;
    private final PremisesStore premises;
    private final DocumentStore papers;
    private final VisitStore visitStore;
    private final Visits visits;
    private final Documents documents;
    private final InspectionTerms terms;
    private final MatterDesk matters;
    private final Places places;
    private final Seats seats;
    private final Duties duties;
    private final Photos photos;
    private final Notices notices;
    private final Journal journal;
    private final Clock clock;

    Hazards(
            HazardStore store,
            PremisesStore premises,
            DocumentStore papers,
            VisitStore visitStore,
            Visits visits,
            Documents documents,
            InspectionTerms terms,
            MatterDesk matters,
            Places places,
            Seats seats,
            Duties duties,
            Photos photos,
            Notices notices,
            Journal journal,
            Clock clock) {
        this.store = store;
        this.premises = premises;
        this.papers = papers;
        this.visitStore = visitStore;
        this.visits = visits;
        this.documents = documents;
        this.terms = terms;
        this.matters = matters;
        this.places = places;
        this.seats = seats;
        this.duties = duties;
        this.photos = photos;
        this.notices = notices;
        this.journal = journal;
        this.clock = clock;
    }

    /// Does one act. `version` is what the sender saw, or null when they do not care.
    public Hazard act(Actor actor, long id, @Nullable Integer version, HazardAct act, Input input) {
        Hazard hazard = store.get(id);
        Premises where = premises.get(hazard.premises());
        requireAble(actor, hazard, where, act);
        if (version != null && version != hazard.version()) {
            throw Refusal.conflict("changed-meanwhile");
        }
        Instant now = clock.instant();
        long by = Objects.requireNonNull(actor.account());
        String words = input.words == null ? "" : input.words.strip();
        Seat seat = actor.seatFor(Right.INSPECT, where.placeCode()).orElse(null);
        Hazard next = switch (act) {
            case RECTIFY -> hazard.rectify(words, input.photos.size(), by, now);
            case GIVE_BACK -> hazard.giveBack(words, by);
            case STRIKE -> strike(hazard, where, words, by, Objects.requireNonNull(seat), now);
            case ASK_LATER -> {
                Instant until = input.until;
                if (until == null) {
                    throw Refusal.invalid("hazard-term");
                }
                yield hazard.askLater(until, words, by, now, now.plus(most(hazard)));
            }
            case GRANT_LATER -> hazard.decideLater(true, by);
            case REFUSE_LATER -> {
                Hazard.requireWords(words);
                yield hazard.decideLater(false, by);
            }
            case HAND_OVER -> hazard.ownedBy(target(hazard, where, input.to));
            case MARK_TYPICAL -> hazard.asTypical();
            case LIST -> hazard.list();
            case REFER -> hazard.refer(words, now);
            case RESUME -> hazard.resume(words, by, now);
        };
        if (!store.update(next, hazard.version())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        if (!input.photos.isEmpty()) {
            photos.claim(input.photos);
            store.photos(next, input.photos, act == HazardAct.RECTIFY ? "AFTER" : "ACCEPT");
        }
        follow(actor, where, next, act, words, seat);
        tell(actor, where, next, act, words, seat);
        return store.get(id);
    }

    private Duration most(Hazard hazard) {
        return Duration.ofDays(
                terms.number(hazard.level() == Hazard.Level.MAJOR ? "most-term-days-major" : "most-term-days-general"));
    }

    private Hazard strike(Hazard hazard, Premises where, String words, long by, Seat seat, Instant now) {
        // asked first, so that a refusal uses up no number
        hazard.strike(words, by, seat.id(), 0, now);
        int year = now.atZone(Clocks.ZONE).getYear();
        return hazard.strike(words, by, seat.id(), store.next(where.community(), "STRUCK " + year), now);
    }

    private long target(Hazard hazard, Premises where, @Nullable Long to) {
        Seat seat = to == null
                ? null
                : seats.known(List.of(to)).stream()
                        .filter(each -> each.endedAt() == null)
                        .findFirst()
                        .orElse(null);
        if (seat == null
                || seat.id() == hazard.owner()
                || where.owners().contains(seat.person())
                || !Actor.of(seat).may(Right.INSPECT, where.placeCode())
                || !seats.hold(Set.of(seat.id())).contains(seat.id())) {
            throw Refusal.invalid("hazard-to");
        }
        return seat.id();
    }

    /// The documents and further steps an act makes.
    private void follow(Actor actor, Premises where, Hazard next, HazardAct act, String words, @Nullable Seat seat) {
        Long by = seat == null ? null : Long.valueOf(seat.id());
        switch (act) {
            case STRIKE ->
                documents.issue(Document.Kind.ACCEPTANCE, where, null, next, next.campaign(), words, actor, by);
            case REFER -> documents.issue(Document.Kind.REFERRAL, where, null, next, next.campaign(), words, actor, by);
            case RESUME -> {
                documents.issue(Document.Kind.RESUMPTION, where, null, next, next.campaign(), words, actor, by);
                premises.suspend(where.community(), where.id(), store.stopped(where.community(), where.id()));
            }
            case MARK_TYPICAL -> visits.lessons(next, where, next.owner());
            default -> {}
        }
        var told = new ArrayList<Notice>();
        String mark = act + " " + next.version();
        switch (act) {
            case RECTIFY -> {
                // staff who report it see to the acceptance themselves
                if (PremisesRegister.own(actor, where)) {
                    acceptors(where).forEach(to -> told.add(Visits.notice(next, to, "hazard-rectified", mark)));
                }
            }
            case GIVE_BACK, STRIKE, GRANT_LATER, REFUSE_LATER -> {
                String template = act == HazardAct.GIVE_BACK
                        ? "hazard-returned"
                        : act == HazardAct.STRIKE ? "hazard-struck" : "hazard-extension";
                if (where.account() instanceof Long account) {
                    told.add(Visits.notice(next, Notice.To.account(account), template, mark));
                }
                if (act != HazardAct.STRIKE && (by == null || by != next.owner())) {
                    told.add(Visits.notice(next, Notice.To.seat(next.owner()), template, mark));
                }
            }
            case ASK_LATER -> acceptors(where).forEach(to -> told.add(Visits.notice(next, to, "hazard-asked", mark)));
            case HAND_OVER -> told.add(Visits.notice(next, Notice.To.seat(next.owner()), "hazard-yours", mark));
            default -> {}
        }
        notices.tell(told);
    }

    private List<Notice.To> acceptors(Premises where) {
        Instant now = clock.instant();
        return duties.seatsAround(places.get(where.place())).stream()
                .filter(seat -> seat.present(now) && Actor.of(seat).may(Right.INSPECT_ACCEPT, where.placeCode()))
                .limit(2)
                .map(seat -> Notice.To.seat(seat.id()))
                .toList();
    }

    private void tell(Actor actor, Premises where, Hazard hazard, HazardAct act, String words, @Nullable Seat seat) {
        record Fact(
                HazardAct act,
                String words,
                Hazard.State state,
                Instant due,
                @Nullable Integer struck) {}
        journal.append(new Entry(
                new Entry.Where(hazard.community(), where.place()),
                actor.in(seat),
                new Entry.Subject("hazard", hazard.id()),
                "Hazard" + act.name().charAt(0) + act.word().replace("-", "").substring(1),
                new Fact(
                        act,
                        words,
                        hazard.state(),
                        hazard.five().dueAt(),
                        hazard.strike().number()),
                clock.instant()));
    }

    private void requireAble(Actor actor, Hazard hazard, Premises where, HazardAct act) {
        if (!actor.signedIn()) {
            throw Refusal.signIn("sign-in");
        }
        if (!able(actor, hazard, where).contains(act)) {
            boolean sees = actor.may(Right.INSPECT, where.placeCode()) || PremisesRegister.own(actor, where);
            throw sees ? blocked(actor, hazard, act) : Refusal.unknown("hazard");
        }
    }

    /// Why somebody who sees a hazard may not do something with it now.
    private static Refusal blocked(Actor actor, Hazard hazard, HazardAct act) {
        boolean own = Objects.equals(hazard.fix().by(), actor.account());
        return switch (act) {
            case STRIKE ->
                hazard.state() == Hazard.State.ORDERED
                        ? Refusal.conflict("hazard-not-rectified")
                        : !hazard.open()
                                ? Refusal.conflict("hazard-state")
                                : own ? Refusal.forbidden("hazard-own-acceptance") : Refusal.forbidden("not-allowed");
            case RESUME -> Refusal.conflict("hazard-resume-open");
            default -> hazard.open() ? Refusal.forbidden("not-allowed") : Refusal.conflict("hazard-state");
        };
    }

    private static Set<HazardAct> able(Actor actor, Hazard hazard, Premises where) {
        var acts = EnumSet.noneOf(HazardAct.class);
        boolean own = PremisesRegister.own(actor, where);
        boolean answers = actor.account() != null && actor.account().equals(where.account());
        boolean inspects = !own && actor.may(Right.INSPECT, where.placeCode());
        boolean accepts = !own && actor.may(Right.INSPECT_ACCEPT, where.placeCode());
        boolean manages = !own && actor.may(Right.INSPECT_MANAGE, where.placeCode());
        boolean fixed = Objects.equals(hazard.fix().by(), actor.account());
        if (hazard.state() == Hazard.State.ORDERED && (answers || inspects)) {
            acts.add(HazardAct.RECTIFY);
            if (hazard.wanted().until() == null) {
                acts.add(HazardAct.ASK_LATER);
            }
        }
        if (hazard.state() == Hazard.State.RECTIFIED && accepts && !fixed) {
            acts.add(HazardAct.STRIKE);
            acts.add(HazardAct.GIVE_BACK);
        }
        if (hazard.open()
                && hazard.wanted().until() != null
                && accepts
                && !Objects.equals(hazard.wanted().by(), actor.account())) {
            acts.add(HazardAct.GRANT_LATER);
            acts.add(HazardAct.REFUSE_LATER);
        }
        if (hazard.open() && inspects && (actor.holds(hazard.owner()) || manages)) {
            acts.add(HazardAct.HAND_OVER);
        }
        if (accepts && hazard.stop().referredAt() == null) {
            acts.add(HazardAct.REFER);
        }
        if (manages) {
            if (!hazard.typical()) {
                acts.add(HazardAct.MARK_TYPICAL);
            }
            if (hazard.open() && !hazard.stop().listed()) {
                acts.add(HazardAct.LIST);
            }
            if (!hazard.open() && hazard.stop().stopped() && hazard.stop().resumedAt() == null) {
                acts.add(HazardAct.RESUME);
            }
        }
        return acts;
    }

    /// One hazard for staff who inspect there, or whoever answers for the premises.
    @Transactional(readOnly = true)
    public View view(Actor actor, long id) {
        Hazard hazard = store.get(id);
        Premises where = premises.get(hazard.premises());
        boolean own = PremisesRegister.own(actor, where);
        boolean staff = !own && actor.may(Right.INSPECT, where.placeCode());
        if (!staff && !own) {
            throw actor.signedIn() ? Refusal.unknown("hazard") : Refusal.signIn("sign-in");
        }
        return new View(
                hazard,
                where,
                store.photos(hazard),
                journal.history(hazard.community(), new Entry.Subject("hazard", id)),
                papers.of(where, MOST).stream()
                        .filter(each -> Objects.equals(each.hazard(), id)
                                || each.visit() != null && each.visit().equals(hazard.visit()) && each.hazard() == null)
                        .toList(),
                seats.known(List.of(hazard.owner())).stream().findFirst().orElse(null),
                staff
                        ? duties.seatsAround(places.get(where.place())).stream()
                                .filter(seat -> seat.id() != hazard.owner()
                                        && Actor.of(seat).may(Right.INSPECT, where.placeCode()))
                                .toList()
                        : List.of(),
                able(actor, hazard, where),
                staff,
                hazard.overdue(clock.instant()));
    }

    /// The stored name of a picture somebody may see.
    @Transactional(readOnly = true)
    public String photo(Actor actor, long id, int position) {
        return view(actor, id).photos.stream()
                .filter(picture -> picture.position() == position)
                .map(Hazard.Picture::name)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("photo"));
    }

    /// What to look for in a list; null for all.
    public record Asked(
            @Nullable String campaign,
            Hazard.@Nullable State state,
            Hazard.@Nullable Level level,
            @Nullable Boolean overdue,
            @Nullable String sector,
            @Nullable String place,
            @Nullable LocalDate from,
            @Nullable LocalDate until) {}

    /// The newest first, from behind `before`, with their premises.
    @Transactional(readOnly = true)
    public List<Line> list(Actor actor, Asked asked, @Nullable Long before, int most) {
        var span = visits.span(actor, new Visits.Asked(asked.campaign, asked.place, asked.from, asked.until));
        var rows = store.list(
                new HazardStore.Asked(span, asked.state, asked.level, asked.overdue, asked.sector),
                clock.instant(),
                before == null ? Long.MAX_VALUE : before,
                Math.clamp(most, 1, 500));
        return lines(rows);
    }

    /// A hazard with the name of where it is.
    public record Line(Hazard hazard, String premises, boolean overdue) {}

    private List<Line> lines(List<Hazard> rows) {
        var known = premises.byId(rows.stream().map(Hazard::premises).toList());
        Instant now = clock.instant();
        return rows.stream()
                .map(hazard -> new Line(
                        hazard,
                        Objects.requireNonNull(known.get(hazard.premises())).name(),
                        hazard.overdue(now)))
                .toList();
    }

    /// What the seats of somebody have to follow up, the earliest term first.
    @Transactional(readOnly = true)
    public List<Line> mine(Actor actor) {
        var rows = new ArrayList<Hazard>();
        for (Seat seat : actor.seats()) {
            rows.addAll(store.ownedBy(seat.id(), MINE));
        }
        return lines(rows);
    }

    /// Refuses whoever may not read a matter, like the matter's own page.
    @Transactional(readOnly = true)
    public void readable(Actor actor, long matter) {
        matters.readable(matter, actor, null);
    }

    /// A resident's report becomes a hazard: once for a matter, with all a hazard must say.
    public Hazard ofMatter(Actor actor, long matterId, long premisesId, Hazard.Found found) {
        var matter = matters.readable(matterId, actor, null).matter();
        Premises where = premises.get(premisesId);
        Seat seat = actor.require(Right.INSPECT, where.placeCode(), Right.INSPECT, "premises");
        PremisesRegister.requireNotOwn(actor, where);
        if (matter.where().community() != where.community()) {
            throw Refusal.invalid("place-elsewhere");
        }
        if (store.ofMatter(where.community(), matterId).isPresent()) {
            throw Refusal.conflict("hazard-matter-twice");
        }
        Hazard hazard =
                visits.ordered(new Visits.Ground(null, where, null, seat.id(), matterId), found, null, clock.instant());
        photos.claim(found.before());
        store.insert(List.of(hazard));
        store.photos(hazard, found.before(), "BEFORE");
        documents.issue(Document.Kind.NOTICE, where, null, hazard, null, "", actor, seat.id());
        record Fact(long matter) {}
        journal.append(new Entry(
                new Entry.Where(hazard.community(), where.place()),
                actor.in(seat),
                new Entry.Subject("hazard", hazard.id()),
                "HazardOrdered",
                new Fact(matterId),
                clock.instant()));
        return hazard;
    }

    /// Always refused: a hazard is struck off, never deleted.
    public void delete(Actor actor, long id) {
        view(actor, id);
        throw Refusal.conflict("hazard-kept");
    }

    /// Whoever leaves hands their hazards and planned visits on in the same transaction.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void seatEnds(SeatEnding ending) {
        Seat leaving = ending.seat();
        var owned = store.ownedBy(leaving.id(), Integer.MAX_VALUE);
        Seat successor = ending.successor();
        var known = premises.byId(owned.stream().map(Hazard::premises).toList());
        for (Hazard hazard : owned) {
            Premises where = Objects.requireNonNull(known.get(hazard.premises()));
            Seat to = successor != null
                            && Actor.of(successor).may(Right.INSPECT, where.placeCode())
                            && seats.hold(Set.of(successor.id())).contains(successor.id())
                    ? successor
                    : visits.inspector(where, leaving.id()).orElseThrow(() -> Refusal.conflict("last-seat"));
            store.update(hazard.ownedBy(to.id()), hazard.version());
            journal.append(new Entry(
                    new Entry.Where(hazard.community(), where.place()),
                    ending.by(),
                    new Entry.Subject("hazard", hazard.id()),
                    "HazardHandedOn",
                    new HandedOn(to.id()),
                    clock.instant()));
            visitStore.reseat(leaving.id(), to.id());
        }
        if (owned.isEmpty() && successor != null) {
            visitStore.reseat(leaving.id(), successor.id());
        }
    }

    private record HandedOn(long owner) {}

    /// For the page of a matter: its hazard, when it has become one.
    @Transactional(readOnly = true)
    public @Nullable String numberOf(long community, long matter) {
        return store.ofMatter(community, matter).map(Ids::number).orElse(null);
    }
}
