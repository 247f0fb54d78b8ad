package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Duties;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.Recorded;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// One matter as one asker may see it: what happened, who is responsible, what this asker can do next.
/// Somebody who may not see it gets the same answer as for a matter that does not exist.
@Component
public class MatterDesk {

    /// A step of the matter's life: what the journal says and in which seat it was done.
    public record Step(
            Recorded entry, @Nullable Seat seat, @Nullable Seat target, boolean byReporter) {

        public @Nullable String word(String name) {
            var value = entry.body().path("event").path(name);
            return value.isMissingNode() || value.isNull() ? null : value.asString();
        }

        public int version() {
            return entry.body().path("version").asInt();
        }
    }

    /// Who says that whom else is competent, undecided.
    public record Dispute(Objection objection, Seat by, Seat to) {}

    /// Who led at a moment, and since when.
    public record LedBy(Seat seat, Instant since) {}

    /// The whole view. `reporter` is true for whoever raised it.
    public record View(
            MatterBoard.Line line,
            Kind kind,
            String address,
            Seat lead,
            List<Step> steps,
            List<MatterBoard.Picture> pictures,
            Set<MatterAct> acts,
            List<Seat> helpers,
            List<MatterTerms.PauseReason> reasons,
            @Nullable Dispute dispute,
            boolean reporter,
            boolean staff,
            MatterRelations.Ties ties,
            @Nullable Instant recheckDue,
            boolean contact) {

        public Matter matter() {
            return line.matter();
        }
    }

    private final MatterBoard board;
    private final MatterStore store;
    private final MatterTerms terms;
    private final Matters matters;
    private final MatterRelations relations;
    private final MatterContacts contacts;
    private final Kinds kinds;
    private final Places places;
    private final Seats seats;
    private final Duties duties;
    private final Journal journal;
    private final Clock clock;

    MatterDesk(
            MatterBoard board,
            MatterStore store,
            MatterTerms terms,
            Matters matters,
            MatterRelations relations,
            MatterContacts contacts,
            Kinds kinds,
            Places places,
            Seats seats,
            Duties duties,
            Journal journal,
            Clock clock) {
        this.board = board;
        this.store = store;
        this.terms = terms;
        this.matters = matters;
        this.relations = relations;
        this.contacts = contacts;
        this.kinds = kinds;
        this.places = places;
        this.seats = seats;
        this.duties = duties;
        this.journal = journal;
        this.clock = clock;
    }

    /// The view of a matter for an asker, or the refusal of an unknown one.
    public View view(long id, Actor actor, @Nullable String code) {
        MatterBoard.Line line = readable(id, actor, code);
        Matter matter = line.matter();
        boolean reporter = matters.raisedBy(matter, actor, code);
        boolean staff = staff(matter, actor);
        var steps = steps(matter);
        var helpers = staff && matter.stage().open() ? seats.known(store.helpers(matter)) : List.<Seat>of();
        var ties = relations.of(matter);
        Instant recheck = staff ? relations.recheckDue(matter) : null;
        Objection objection =
                staff && matter.stage().withLead() ? store.objection(matter).orElse(null) : null;
        return new View(
                line,
                kinds.of(matter),
                places.address(places.get(matter.where().place())),
                lead(matter),
                steps,
                line.photo() == null ? List.of() : board.pictures(matter),
                acts(matter, actor, reporter, new Around(helpers, objection, recheck != null)),
                helpers,
                terms.pauseReasons(),
                objection == null ? null : new Dispute(objection, seats.get(objection.by()), seats.get(objection.to())),
                reporter,
                staff,
                ties,
                recheck,
                staff && contacts.any(matter));
    }

    /// The line of a matter that this asker may see.
    public MatterBoard.Line readable(long id, Actor actor, @Nullable String code) {
        if (!actor.signedIn() && code == null) {
            throw Refusal.signIn("matter-sign-in");
        }
        MatterBoard.Line line = board.line(id);
        Matter matter = line.matter();
        if (!staff(matter, actor) && !matters.raisedBy(matter, actor, code)) {
            throw Refusal.unknown("matter");
        }
        return line;
    }

    private static boolean staff(Matter matter, Actor actor) {
        return actor.may(Right.MATTER_READ, matter.where().placeCode()) || actor.holds(matter.lead());
    }

    /// The seat that answers for a matter, from what duty remembers when it can.
    public Seat lead(Matter matter) {
        return duties.seatsAround(places.get(matter.where().place())).stream()
                .filter(seat -> seat.id() == matter.lead())
                .findFirst()
                .orElseGet(() -> seats.get(matter.lead()));
    }

    /// Seats that could be given this matter: on its way from the place outwards, there now, not the lead.
    public List<Seat> targets(Matter matter) {
        Instant now = clock.instant();
        return duties.seatsAround(places.get(matter.where().place())).stream()
                .filter(seat -> seat.id() != matter.lead() && seat.present(now))
                .filter(seat -> Actor.of(seat).may(Right.MATTER_HANDLE))
                .sorted(java.util.Comparator.comparingInt(
                                (Seat seat) -> -seat.placeCode().length())
                        .thenComparing(Seat::role))
                .toList();
    }

    private List<Step> steps(Matter matter) {
        var entries = journal.history(matter.where().community(), new Entry.Subject("matter", matter.id()));
        Set<Long> mentioned = new HashSet<>();
        for (Recorded entry : entries) {
            if (entry.who().seat() instanceof Long seat) {
                mentioned.add(seat);
            }
            target(entry).ifPresent(mentioned::add);
        }
        Map<Long, Seat> known = byId(mentioned);
        Long account = matter.reporter().account();
        return entries.stream()
                .map(entry -> new Step(
                        entry,
                        entry.who().seat() instanceof Long seat ? known.get(seat) : null,
                        target(entry).map(known::get).orElse(null),
                        byReporter(entry, account)))
                .toList();
    }

    private static final Set<String> REPORTERS_ACTS =
            Set.of("Reported", "Answered", "Supplemented", "Rated", "Contested", "Withdrawn");

    private static boolean byReporter(Recorded entry, @Nullable Long account) {
        return entry.who().seat() == null
                && REPORTERS_ACTS.contains(entry.kind())
                && java.util.Objects.equals(account, entry.who().account());
    }

    private static java.util.Optional<Long> target(Recorded entry) {
        var event = entry.body().path("event");
        var to = event.has("to") ? event.get("to") : event.has("helper") ? event.get("helper") : event.get("lead");
        return to == null || to.isNull() ? java.util.Optional.empty() : java.util.Optional.of(to.asLong());
    }

    private Map<Long, Seat> byId(Collection<Long> ids) {
        return seats.known(ids).stream().collect(Collectors.toMap(Seat::id, seat -> seat));
    }

    /// Who led a matter at a moment of its life, from the journal alone; empty before it began.
    public java.util.Optional<LedBy> ledAt(Matter matter, Instant when) {
        Long seat = null;
        Instant since = matter.times().reportedAt();
        for (Recorded entry : journal.history(matter.where().community(), new Entry.Subject("matter", matter.id()))) {
            if (entry.at().isAfter(when)) {
                break;
            }
            var given = LEAD_GIVEN.contains(entry.kind()) ? target(entry) : java.util.Optional.<Long>empty();
            if (given.isPresent() && !given.get().equals(seat)) {
                seat = given.get();
                since = entry.at();
            }
        }
        return seat == null ? java.util.Optional.empty() : java.util.Optional.of(new LedBy(seats.get(seat), since));
    }

    private static final Set<String> LEAD_GIVEN =
            Set.of("Reported", "Dispatched", "SentBack", "HandedOver", "LeadReplaced", "CompetenceDecided", "PassedUp");

    /// How a matter was passed up to the government, the last time; for the receipt.
    public Step passedUp(View view) {
        return view.steps().reversed().stream()
                .filter(step -> step.entry().kind().equals("PassedUp"))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("receipt-none"));
    }

    /// What stands around a matter: who helps, who says that somebody else is competent, whether a second
    /// look is asked for.
    record Around(List<Seat> helpers, @Nullable Objection objection, boolean recheck) {}

    /// What an asker can do now; the door decides again when it is done.
    Set<MatterAct> acts(Matter matter, Actor actor, boolean reporter, Around around) {
        var acts = EnumSet.noneOf(MatterAct.class);
        String code = matter.where().placeCode();
        boolean lead = actor.holds(matter.lead());
        boolean pauseAsked = matter.pause() != null && matter.stage() == Stage.ACCEPTED;
        if (lead) {
            leadActs(matter, acts, pauseAsked);
        }
        if (actor.may(Right.MATTER_DISPATCH, code) && matter.stage().withLead()) {
            acts.add(MatterAct.DISPATCH);
            acts.add(MatterAct.CLOSE);
        }
        if (actor.may(Right.MATTER_APPROVE, code) && !lead && pauseAsked) {
            acts.add(MatterAct.APPROVE_PAUSE);
            acts.add(MatterAct.REFUSE_PAUSE);
        }
        boolean other = !java.util.Objects.equals(matter.handling().fixedBy(), actor.account());
        if (actor.may(Right.MATTER_CHECK, code) && !lead && other) {
            checkerActs(matter, acts);
        }
        if (actor.may(Right.MATTER_CHECK, code)
                && matter.stage() == Stage.SETTLED
                && matter.handling().complete()) {
            acts.add(MatterAct.ARCHIVE);
        }
        if (actor.may(Right.MATTER_CALL_BACK, code) && !lead && matter.stage() == Stage.CALL_BACK) {
            acts.add(MatterAct.CALL_BACK);
        }
        togetherActs(matter, actor, around.helpers, around.objection, acts);
        tyingActs(matter, actor, around.recheck, acts);
        if (reporter) {
            reporterActs(matter, acts);
        }
        return acts;
    }

    /// Filing, sorting, merging, splitting, linking, showing and the second look.
    private void tyingActs(Matter matter, Actor actor, boolean recheck, Set<MatterAct> acts) {
        String code = matter.where().placeCode();
        boolean lead = actor.holds(matter.lead());
        boolean dispatcher = actor.may(Right.MATTER_DISPATCH, code);
        if ((lead || dispatcher) && matter.stage().withLead() && matter.stage() != Stage.PAUSED) {
            if (matter.stage() == Stage.VERIFYING) {
                acts.add(MatterAct.FILE);
            }
            acts.addAll(EnumSet.of(MatterAct.CORRECT, MatterAct.MERGE));
        }
        if ((lead || dispatcher) && matter.stage().open()) {
            acts.add(MatterAct.SPLIT);
        }
        if (dispatcher && matter.filing().mergedInto() != null && matter.stage() == Stage.SETTLED) {
            acts.add(MatterAct.UNMERGE);
        }
        if (actor.may(Right.MATTER_HANDLE, code) && matter.stage() != Stage.ARCHIVED) {
            acts.add(MatterAct.LINK);
        }
        if (actor.may(Right.MATTER_CHECK, code) && kinds.of(matter).rules().publicly()) {
            acts.add(MatterAct.PUBLISH);
        }
        boolean other = !java.util.Objects.equals(matter.handling().fixedBy(), actor.account());
        if (recheck && !lead && other && actor.may(Right.MATTER_CHECK, code)) {
            acts.add(MatterAct.HOLD_RECHECK);
            acts.add(MatterAct.FAIL_RECHECK);
        }
    }

    /// Help, competence and the back-stop.
    private void togetherActs(
            Matter matter, Actor actor, List<Seat> helpers, @Nullable Objection objection, Set<MatterAct> acts) {
        String code = matter.where().placeCode();
        boolean lead = actor.holds(matter.lead());
        boolean helps = helpers.stream().anyMatch(seat -> actor.holds(seat.id()));
        if (helps && matter.stage().open()) {
            acts.add(MatterAct.ASSIST);
            acts.add(MatterAct.RELEASE_HELPER);
        }
        if (!matter.stage().withLead() || matter.stage() == Stage.PAUSED) {
            return;
        }
        if (lead || actor.may(Right.MATTER_DISPATCH, code)) {
            acts.add(MatterAct.NAME_HELPER);
            acts.add(MatterAct.PASS_UP);
            if (!helpers.isEmpty()) {
                acts.add(MatterAct.RELEASE_HELPER);
            }
        }
        if (lead && objection == null) {
            acts.add(MatterAct.OBJECT);
        }
        if (lead || actor.may(Right.MATTER_APPROVE, code)) {
            boolean asked = store.extension(matter).isPresent();
            if (lead && !asked) {
                acts.add(MatterAct.REQUEST_EXTENSION);
            } else if (asked && !lead) {
                acts.add(MatterAct.APPROVE_EXTENSION);
                acts.add(MatterAct.REFUSE_EXTENSION);
            }
        }
        if (objection != null && !lead && actor.may(Right.COMPETENCE_DECIDE, code) && !actor.holds(objection.to())) {
            acts.add(MatterAct.DECIDE_COMPETENCE);
        }
    }

    private static void leadActs(Matter matter, Set<MatterAct> acts, boolean pauseAsked) {
        switch (matter.stage()) {
            case VERIFYING -> acts.add(MatterAct.HAND_OVER);
            case DISPATCHED ->
                acts.addAll(EnumSet.of(MatterAct.ACCEPT, MatterAct.RECTIFY, MatterAct.SEND_BACK, MatterAct.HAND_OVER));
            case ACCEPTED -> {
                acts.addAll(EnumSet.of(MatterAct.RECTIFY, MatterAct.ASK, MatterAct.HAND_OVER, MatterAct.SEND_BACK));
                if (!pauseAsked) {
                    acts.add(MatterAct.REQUEST_PAUSE);
                }
            }
            case ASKED -> acts.addAll(EnumSet.of(MatterAct.RECTIFY, MatterAct.HAND_OVER));
            case PAUSED -> acts.add(MatterAct.RESUME);
            case RECTIFIED, CHECKED, CLOSED, CALL_BACK, SETTLED, ARCHIVED -> {}
        }
        if (matter.stage() != Stage.ARCHIVED && matter.stage().compareTo(Stage.DISPATCHED) > 0) {
            acts.add(MatterAct.FILL_DOSSIER);
        }
    }

    private static void checkerActs(Matter matter, Set<MatterAct> acts) {
        if (matter.stage() == Stage.RECTIFIED) {
            acts.add(MatterAct.PASS_CHECK);
            acts.add(MatterAct.FAIL_CHECK);
        } else if (matter.stage() == Stage.CHECKED) {
            acts.add(MatterAct.CLOSE);
        }
    }

    private void reporterActs(Matter matter, Set<MatterAct> acts) {
        switch (matter.stage()) {
            case ASKED -> acts.addAll(EnumSet.of(MatterAct.ANSWER, MatterAct.WITHDRAW));
            case VERIFYING, DISPATCHED, ACCEPTED, PAUSED ->
                acts.addAll(EnumSet.of(MatterAct.SUPPLEMENT, MatterAct.WITHDRAW));
            case CLOSED, CALL_BACK -> {
                acts.add(MatterAct.RATE);
                acts.add(MatterAct.CONTEST);
            }
            case SETTLED -> {
                if (matter.filing().mergedInto() != null) {
                    acts.add(MatterAct.UNMERGE);
                }
            }
            case RECTIFIED, CHECKED -> acts.add(MatterAct.SUPPLEMENT);
            case ARCHIVED -> {}
        }
    }
}
