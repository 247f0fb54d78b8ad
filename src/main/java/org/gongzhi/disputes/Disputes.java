package org.gongzhi.disputes;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.Policies;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.duty.Duties;
import org.gongzhi.duty.OpenWork;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door of disputes. Each method is one transaction with one row in the journal, which says what happened
/// and never what it was about.
@Component
public class Disputes {

    /// A kind of dispute; a court does not confirm agreements of every kind.
    public record Kind(String code, String chinese, String english, boolean confirmable) {}

    /// A request: where, of which kind, about what, who against whom. `key` makes a repetition harmless.
    public record Asked(
            String place,
            String kind,
            String subject,
            List<Named> parties,
            @Nullable Long matter,
            @Nullable String key) {}

    /// A party as it is named at first.
    public record Named(Dispute.Side side, String name, String phone, boolean me) {}

    /// What comes with an act; each takes what it needs.
    public record Input(
            @Nullable Integer party,
            @Nullable Long to,
            @Nullable Instant at,
            @Nullable String room,
            @Nullable Boolean open,
            @Nullable Integer sitting,
            @Nullable String present,
            @Nullable String words,
            @Nullable List<Promised> promises,
            @Nullable Integer promise,
            @Nullable Boolean kept,
            Dispute.@Nullable CourtStep court) {}

    /// Something that will be done by a day.
    public record Promised(String what, LocalDate dueOn) {}

    /// A dispute in a list: without content.
    public record Line(
            long id,
            String kind,
            Dispute.State state,
            String place,
            String mediator,
            Instant openedAt,
            Instant dueAt) {}

    /// A dispute as one of those involved sees it. `mine` are the parties this asker speaks for.
    public record View(
            Dispute dispute,
            Kind kind,
            String place,
            Seat mediator,
            Set<DisputeAct> acts,
            List<Integer> mine,
            boolean mediates,
            List<Seat> mediators) {}

    private static final int MOST = 200;
    private static final int MOST_PARTIES = 10;
    private static final int MOST_TEXT = 10_000;

    private final DisputeStore store;
    private final Policies policies;
    private final WorkingCalendar calendar;
    private final Duties duties;
    private final Places places;
    private final Seats seats;
    private final Notices notices;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    Disputes(
            DisputeStore store,
            Policies policies,
            WorkingCalendar calendar,
            Duties duties,
            Places places,
            Seats seats,
            Notices notices,
            Journal journal,
            Ids ids,
            Clock clock,
            OpenWork work) {
        this.store = store;
        this.policies = policies;
        this.calendar = calendar;
        this.duties = duties;
        this.places = places;
        this.seats = seats;
        this.notices = notices;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
        for (var row : Tables.read("disputes/kinds.csv")) {
            kinds.put(
                    row.get("code"),
                    new Kind(
                            row.get("code"),
                            row.get("zh"),
                            row.get("en"),
                            Boolean.parseBoolean(row.get("confirmable"))));
        }
        work.add(
                store::counts,
                (seat, most) -> store.ledBy(seat, most).stream()
                        .map(line -> new OpenWork.Item(
                                Ids.number(line.id()), "DISPUTE", line.dueAt(), "/disputes/" + Ids.number(line.id())))
                        .toList());
    }

    public List<Kind> kinds() {
        return List.copyOf(kinds.values());
    }

    private Kind kind(String code) {
        Kind kind = kinds.get(code);
        if (kind == null) {
            throw Refusal.invalid("dispute-kind");
        }
        return kind;
    }

    /// Asks for mediation: a party for itself, or staff for somebody, or the committee on its own initiative
    /// (art. 17).
    @Transactional
    public long request(Actor actor, Asked asked) {
        if (!actor.signedIn()) {
            throw Refusal.signIn("sign-in");
        }
        kind(asked.kind);
        Place place = places.find(asked.place).orElseThrow(() -> Refusal.invalid("place"));
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("place-wide");
        }
        String subject = text(asked.subject);
        if (subject.isEmpty()) {
            throw Refusal.invalid("words");
        }
        var named = asked.parties;
        boolean both = named.stream().anyMatch(party -> party.side == Dispute.Side.APPLICANT)
                && named.stream().anyMatch(party -> party.side == Dispute.Side.RESPONDENT);
        if (!both || named.size() > MOST_PARTIES || named.stream().anyMatch(party -> party.name.isBlank())) {
            throw Refusal.invalid("dispute-parties", MOST_PARTIES);
        }
        boolean staff = actor.may(Right.DISPUTE_MEDIATE, place.code());
        if (!staff && named.stream().noneMatch(Named::me)) {
            throw Refusal.forbidden("dispute-own");
        }
        String key = asked.key == null ? null : actor.account() + ":" + asked.key;
        if (key != null && store.byKey(place.community(), key).orElse(null) instanceof Long earlier) {
            return earlier;
        }
        Instant now = clock.instant();
        Seat mediator = able(place, null).orElseThrow(() -> Refusal.unavailable("nobody-responsible"));
        var dispute = new Dispute(
                place.community(),
                ids.next(),
                place.id(),
                place.code(),
                asked.matter,
                asked.kind,
                subject,
                Dispute.State.REQUESTED,
                mediator.id(),
                actor.account(),
                now,
                term(place.code(), "MEDIATION", Policies.Stage.RESOLVE, now),
                false,
                null,
                "",
                null,
                null,
                null,
                null,
                null,
                Dispute.CourtStep.NONE,
                null,
                "",
                1,
                List.of(),
                List.of(),
                List.of());
        if (!store.insert(dispute, key)) {
            return store.byKey(place.community(), Objects.requireNonNull(key)).orElseThrow();
        }
        int number = 0;
        for (Named party : named) {
            store.add(
                    dispute,
                    new Dispute.Party(
                            ++number,
                            party.side,
                            text(party.name),
                            party.phone.replaceAll("[^0-9+]", ""),
                            party.me ? actor.account() : null,
                            party.me ? Dispute.Consent.GIVEN : Dispute.Consent.UNASKED,
                            null,
                            false,
                            false));
        }
        tell(dispute, actor.in(null), "DisputeRequested", Dispute.State.REQUESTED);
        notices.tell(List.of(notice(dispute, Notice.To.seat(mediator.id()), "dispute-yours", "requested")));
        return dispute.id();
    }

    /// When a term ends that a rule gives for this stage.
    private Instant term(String code, String type, Policies.Stage stage, Instant start) {
        return policies.find(
                        new Policies.Question(stage, code, type, "*", "*", LocalDate.ofInstant(start, Clocks.ZONE)))
                .map(policy -> calendar.end(start, policy.term()))
                .orElseThrow(() -> new IllegalStateException("no policy for " + type + " " + stage));
    }

    /// Somebody who mediates around a place, there now, held until the end of the transaction.
    private Optional<Seat> able(Place place, @Nullable Long not) {
        Instant now = clock.instant();
        var able = duties.seatsAround(place).stream()
                .filter(seat -> seat.present(now) && (not == null || seat.id() != not))
                .filter(seat -> Actor.of(seat).may(Right.DISPUTE_MEDIATE))
                .sorted(java.util.Comparator.comparingInt(
                                (Seat seat) -> -seat.placeCode().length())
                        .thenComparing(Seat::id))
                .toList();
        return able.stream()
                .filter(seat -> seats.hold(Set.of(seat.id())).contains(seat.id()))
                .findFirst();
    }

    /// What an asker who is involved sees; everybody else gets the answer for an unknown one.
    @Transactional(readOnly = true)
    public View view(long id, Actor actor) {
        Dispute dispute = store.get(id);
        var mine = mine(dispute, actor);
        boolean mediates = actor.holds(dispute.mediator());
        boolean assigns = actor.may(Right.DISPUTE_ASSIGN, dispute.placeCode());
        if (mine.isEmpty() && !mediates && !Objects.equals(dispute.account(), actor.account())) {
            throw assigns ? Refusal.forbidden("dispute-confidential") : Refusal.unknown("dispute");
        }
        if (!actor.signedIn()) {
            throw Refusal.unknown("dispute");
        }
        Place place = places.get(dispute.place());
        Instant now = clock.instant();
        return new View(
                dispute,
                kind(dispute.kind()),
                places.address(place),
                seats.get(dispute.mediator()),
                acts(dispute, mine, mediates),
                mine,
                mediates,
                duties.seatsAround(place).stream()
                        .filter(seat -> seat.present(now) && Actor.of(seat).may(Right.DISPUTE_MEDIATE))
                        .toList());
    }

    private static List<Integer> mine(Dispute dispute, Actor actor) {
        return dispute.parties().stream()
                .filter(party -> party.account() != null && party.account().equals(actor.account()))
                .map(Dispute.Party::id)
                .toList();
    }

    private Set<DisputeAct> acts(Dispute dispute, List<Integer> mine, boolean mediates) {
        var acts = EnumSet.noneOf(DisputeAct.class);
        boolean party = !mine.isEmpty();
        switch (dispute.state()) {
            case REQUESTED -> {
                if (mediates || party) {
                    acts.addAll(EnumSet.of(DisputeAct.CONSENT, DisputeAct.REFUSE));
                }
            }
            case MEDIATING -> {
                if (mediates) {
                    acts.addAll(EnumSet.of(
                            DisputeAct.PLAN_SITTING,
                            DisputeAct.HOLD_SITTING,
                            DisputeAct.DRAW_UP,
                            DisputeAct.RECORD_ORAL,
                            DisputeAct.FAIL));
                }
                if ((mediates || party) && !dispute.extended()) {
                    acts.add(DisputeAct.ASK_EXTENSION);
                }
                if ((mediates || party) && dispute.form() == Dispute.Form.WRITTEN) {
                    acts.add(DisputeAct.SIGN);
                }
                if (mediates && dispute.form() == Dispute.Form.WRITTEN) {
                    acts.add(DisputeAct.SEAL);
                }
            }
            case AGREED, CONFIRMED -> {
                if (mediates) {
                    acts.addAll(EnumSet.of(DisputeAct.CHECK_PROMISE, DisputeAct.FINISH));
                }
                if (dispute.state() == Dispute.State.AGREED
                        && (mediates || party)
                        && kind(dispute.kind()).confirmable()
                        && dispute.form() == Dispute.Form.WRITTEN) {
                    acts.add(DisputeAct.ASK_CONFIRMATION);
                }
                if (dispute.state() == Dispute.State.CONFIRMED && (mediates || party)) {
                    acts.add(DisputeAct.ENFORCE);
                }
            }
            case CONFIRMING -> {
                if (mediates) {
                    acts.add(DisputeAct.COURT);
                }
            }
            case ENFORCING -> {
                if (mediates) {
                    acts.addAll(EnumSet.of(DisputeAct.CHECK_PROMISE, DisputeAct.FINISH));
                }
            }
            case PERFORMED, REFUSED, FAILED, WITHDRAWN -> {
                if (mediates) {
                    acts.add(DisputeAct.ARCHIVE);
                }
            }
            case ARCHIVED -> {}
        }
        if (dispute.state() == Dispute.State.REQUESTED || dispute.state() == Dispute.State.MEDIATING) {
            if (mediates || party) {
                acts.add(DisputeAct.CHANGE_MEDIATOR);
            }
            boolean applicant = dispute.parties().stream()
                    .anyMatch(each -> mine.contains(each.id()) && each.side() == Dispute.Side.APPLICANT);
            if (applicant || mediates) {
                acts.add(DisputeAct.WITHDRAW);
            }
        }
        return acts;
    }

    /// Does one thing with a dispute; refuses what this asker cannot do now. `version` is what they saw.
    @Transactional
    public void act(Actor actor, long id, @Nullable Integer version, DisputeAct act, Input input) {
        View view = view(id, actor);
        if (!view.acts.contains(act)) {
            throw Refusal.conflict("dispute-state");
        }
        Dispute dispute = view.dispute;
        if (version != null && version != dispute.version()) {
            throw Refusal.conflict("changed-meanwhile");
        }
        Instant now = clock.instant();
        String words = text(input.words == null ? "" : input.words);
        var changes = new HashMap<String, @Nullable Object>();
        switch (act) {
            case CONSENT, REFUSE -> consent(view, act == DisputeAct.CONSENT, input, changes, now);
            case CHANGE_MEDIATOR -> changeMediator(view, input, changes);
            case PLAN_SITTING -> plan(dispute, input, now);
            case HOLD_SITTING -> {
                requireWords(words);
                store.hold(
                        dispute, required(input.sitting), text(input.present == null ? "" : input.present), words, now);
            }
            case ASK_EXTENSION -> extend(view, input, changes, now);
            case DRAW_UP -> drawUp(dispute, input, words, changes);
            case SIGN -> sign(view, input, changes, now);
            case SEAL -> seal(dispute, changes, now);
            case RECORD_ORAL -> {
                requireWords(words);
                promises(dispute, input);
                changes.put("form", Dispute.Form.ORAL);
                changes.put("terms", new DisputeStore.Secret(words));
                changes.put("mediator_signed_at", now);
                effective(dispute, changes, now);
            }
            case FAIL, WITHDRAW -> {
                requireWords(words);
                end(act == DisputeAct.FAIL ? Dispute.State.FAILED : Dispute.State.WITHDRAWN, words, changes, now);
            }
            case CHECK_PROMISE -> store.check(dispute, required(input.promise), Boolean.TRUE.equals(input.kept), now);
            case ASK_CONFIRMATION -> confirm(view, input, changes, now);
            case COURT -> court(dispute, input, words, changes, now);
            case ENFORCE -> {
                requireWords(words);
                if (dispute.promises().stream().noneMatch(promise -> promise.state() == Dispute.Kept.BROKEN)) {
                    throw Refusal.conflict("dispute-kept");
                }
                changes.put("state", Dispute.State.ENFORCING);
                changes.put("words", new DisputeStore.Secret(words));
            }
            case FINISH -> {
                if (dispute.promises().stream().anyMatch(promise -> promise.state() != Dispute.Kept.DONE)) {
                    throw Refusal.conflict("dispute-unperformed");
                }
                end(Dispute.State.PERFORMED, words, changes, now);
            }
            case ARCHIVE -> changes.put("state", Dispute.State.ARCHIVED);
        }
        store.update(dispute, changes);
        Dispute.State next = changes.get("state") instanceof Dispute.State state ? state : dispute.state();
        Seat seat = view.mediates ? view.mediator : null;
        tell(dispute, actor.in(seat), "Dispute" + camel(act), next);
        tellOthers(dispute, actor, act);
    }

    private static String camel(DisputeAct act) {
        var name = new StringBuilder();
        for (String part : act.name().split("_")) {
            name.append(part.charAt(0)).append(part.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name.toString();
    }

    /// The party an act is about: the asker's own, or any when the mediator writes it down for somebody.
    private static Dispute.Party about(View view, Input input) {
        if (input.party == null) {
            if (view.mine.size() == 1) {
                return view.dispute.party(view.mine.getFirst());
            }
            throw Refusal.invalid("dispute-party");
        }
        Dispute.Party party = view.dispute.party(input.party);
        // whoever has an account speaks for themselves
        if (!view.mine.contains(party.id()) && !(view.mediates && party.account() == null)) {
            throw Refusal.forbidden("dispute-not-you");
        }
        return party;
    }

    private void consent(View view, boolean given, Input input, Map<String, @Nullable Object> changes, Instant now) {
        Dispute dispute = view.dispute;
        Dispute.Party party = about(view, input);
        store.consent(dispute, party.id(), given ? Dispute.Consent.GIVEN : Dispute.Consent.REFUSED, now);
        if (!given) {
            end(Dispute.State.REFUSED, "", changes, now);
        } else if (dispute.parties().stream()
                .allMatch(each -> each.id() == party.id() || each.consent() == Dispute.Consent.GIVEN)) {
            changes.put("state", Dispute.State.MEDIATING);
        }
    }

    private void changeMediator(View view, Input input, Map<String, @Nullable Object> changes) {
        Long to = input.to;
        if (to == null || view.mediators.stream().noneMatch(seat -> seat.id() == to)) {
            throw Refusal.invalid("target-seat");
        }
        if (to == view.dispute.mediator()) {
            throw Refusal.conflict("already-lead");
        }
        if (!seats.hold(Set.of(to)).contains(to)) {
            throw Refusal.conflict("target-gone");
        }
        changes.put("mediator", to);
        notices.tell(List.of(notice(view.dispute, Notice.To.seat(to), "dispute-yours", "mediator-" + to)));
    }

    private void plan(Dispute dispute, Input input, Instant now) {
        if (input.at == null || !input.at.isAfter(now) || input.room == null || input.room.isBlank()) {
            throw Refusal.invalid("dispute-when");
        }
        int number =
                dispute.sittings().stream().mapToInt(Dispute.Sitting::id).max().orElse(0) + 1;
        store.plan(
                dispute,
                new Dispute.Sitting(number, input.at, text(input.room), Boolean.TRUE.equals(input.open), null, "", ""));
    }

    private void extend(View view, Input input, Map<String, @Nullable Object> changes, Instant now) {
        Dispute dispute = view.dispute;
        Dispute.Party party = about(view, input);
        store.mark(dispute, party.id(), "extend", true);
        boolean all = dispute.parties().stream().allMatch(each -> each.id() == party.id() || each.wantsExtension());
        if (all) {
            changes.put("extended", true);
            changes.put(
                    "due_at",
                    policies.find(new Policies.Question(
                                    Policies.Stage.RESOLVE,
                                    dispute.placeCode(),
                                    "MEDIATION",
                                    "*",
                                    "*",
                                    LocalDate.ofInstant(now, Clocks.ZONE)))
                            .map(Policies.Policy::extension)
                            .map(more -> calendar.end(dispute.dueAt(), more))
                            .orElseThrow(() -> Refusal.conflict("dispute-extension")));
        }
    }

    private void drawUp(Dispute dispute, Input input, String words, Map<String, @Nullable Object> changes) {
        requireWords(words);
        if (dispute.sittings().stream().noneMatch(sitting -> sitting.heldAt() != null)) {
            throw Refusal.conflict("dispute-no-sitting");
        }
        promises(dispute, input);
        changes.put("form", Dispute.Form.WRITTEN);
        changes.put("terms", new DisputeStore.Secret(words));
        changes.put("mediator_signed_at", null);
        changes.put("sealed_at", null);
    }

    private void promises(Dispute dispute, Input input) {
        store.forgetPromises(dispute);
        int number = 0;
        for (Promised promised : input.promises == null ? List.<Promised>of() : input.promises) {
            if (promised.what.isBlank() || promised.dueOn == null) {
                throw Refusal.invalid("dispute-promises");
            }
            store.promise(dispute, ++number, text(promised.what), promised.dueOn);
        }
    }

    private void sign(View view, Input input, Map<String, @Nullable Object> changes, Instant now) {
        Dispute dispute = view.dispute;
        if (view.mediates && input.party == null && view.mine.isEmpty()) {
            changes.put("mediator_signed_at", now);
            completed(dispute, List.of(), true, dispute.sealedAt() != null, changes, now);
        } else {
            Dispute.Party party = about(view, input);
            store.mark(dispute, party.id(), "signed_at", now);
            completed(
                    dispute,
                    List.of(party.id()),
                    dispute.mediatorSignedAt() != null,
                    dispute.sealedAt() != null,
                    changes,
                    now);
        }
    }

    private void seal(Dispute dispute, Map<String, @Nullable Object> changes, Instant now) {
        changes.put("sealed_at", now);
        completed(dispute, List.of(), dispute.mediatorSignedAt() != null, true, changes, now);
    }

    private void completed(
            Dispute dispute,
            List<Integer> justSigned,
            boolean mediator,
            boolean seal,
            Map<String, @Nullable Object> changes,
            Instant now) {
        boolean parties = dispute.parties().stream()
                .allMatch(party -> party.signedAt() != null || justSigned.contains(party.id()));
        if (parties && mediator && seal) {
            effective(dispute, changes, now);
        }
    }

    private void effective(Dispute dispute, Map<String, @Nullable Object> changes, Instant now) {
        changes.put("state", Dispute.State.AGREED);
        changes.put("effective_at", now);
        changes.put("confirm_by", term(dispute.placeCode(), "MEDIATION", Policies.Stage.CONFIRM, now));
    }

    private void confirm(View view, Input input, Map<String, @Nullable Object> changes, Instant now) {
        Dispute dispute = view.dispute;
        Instant until = dispute.confirmBy();
        if (until == null || now.isAfter(until)) {
            throw Refusal.conflict("dispute-confirm-late");
        }
        Dispute.Party party = about(view, input);
        store.mark(dispute, party.id(), "confirm", true);
        boolean jointly =
                dispute.parties().stream().allMatch(each -> each.id() == party.id() || each.wantsConfirmation());
        if (jointly) {
            changes.put("state", Dispute.State.CONFIRMING);
            changes.put("court_step", Dispute.CourtStep.APPLIED);
            changes.put("court_due_at", term(dispute.placeCode(), "COURT", Policies.Stage.ACCEPT, now));
        }
    }

    private void court(Dispute dispute, Input input, String words, Map<String, @Nullable Object> changes, Instant now) {
        Dispute.CourtStep step = input.court;
        if (step == null || step == Dispute.CourtStep.NONE || step == Dispute.CourtStep.APPLIED) {
            throw Refusal.invalid("dispute-court");
        }
        changes.put("words", new DisputeStore.Secret(words));
        if (step == Dispute.CourtStep.REJECTED) {
            changes.put("court_step", step);
            changes.put("state", Dispute.State.AGREED);
            changes.put("court_due_at", null);
        } else if (dispute.courtStep() == Dispute.CourtStep.APPLIED) {
            changes.put("court_step", step);
            changes.put("court_due_at", term(dispute.placeCode(), "COURT", Policies.Stage.RESOLVE, now));
        } else {
            changes.put("state", Dispute.State.CONFIRMED);
            changes.put("court_due_at", null);
        }
    }

    private static void end(Dispute.State state, String words, Map<String, @Nullable Object> changes, Instant now) {
        changes.put("state", state);
        changes.put("ended_at", now);
        if (!words.isEmpty()) {
            changes.put("words", new DisputeStore.Secret(words));
        }
    }

    private static int required(@Nullable Integer number) {
        if (number == null) {
            throw Refusal.invalid("dispute-which");
        }
        return number;
    }

    private static void requireWords(String words) {
        if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
    }

    private static String text(String given) {
        String text = given.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip();
        if (text.length() > MOST_TEXT) {
            throw Refusal.invalid("text-long", MOST_TEXT, text.length());
        }
        return text;
    }

    /// The lines of what somebody may assign, or is involved in: no content.
    @Transactional(readOnly = true)
    public List<Line> lines(Actor actor) {
        var found = new ArrayList<DisputeStore.Line>();
        if (actor.may(Right.DISPUTE_ASSIGN)) {
            found.addAll(store.lines(actor.scope(Right.DISPUTE_ASSIGN), MOST));
        }
        for (Seat seat : actor.seats()) {
            store.ledBy(seat.id(), MOST).stream()
                    .filter(line -> !found.contains(line))
                    .forEach(found::add);
        }
        if (actor.account() instanceof Long account) {
            store.ofAccount(account, MOST).stream()
                    .filter(line -> !found.contains(line))
                    .forEach(found::add);
        }
        Map<Long, Seat> known = new HashMap<>();
        seats.known(found.stream().map(DisputeStore.Line::mediator).toList())
                .forEach(seat -> known.put(seat.id(), seat));
        return found.stream()
                .map(line -> new Line(
                        line.id(),
                        line.kind(),
                        line.state(),
                        places.find(line.placeCode())
                                .flatMap(place -> places.around(place, PlaceKind.ESTATE))
                                .map(Place::name)
                                .orElse(""),
                        known.get(line.mediator()) instanceof Seat seat ? seat.holder() : "",
                        line.openedAt(),
                        line.dueAt()))
                .toList();
    }

    public Kind named(String code) {
        return kind(code);
    }

    private record Fact(Dispute.State to, String kind) {}

    private void tell(Dispute dispute, Entry.Who who, String event, Dispute.State next) {
        journal.append(new Entry(
                new Entry.Where(dispute.community(), null),
                who,
                new Entry.Subject("dispute", dispute.id()),
                event,
                new Fact(next, dispute.kind()),
                clock.instant()));
    }

    private void tellOthers(Dispute dispute, Actor actor, DisputeAct act) {
        var told = new ArrayList<Notice>();
        String mark = act + "-" + dispute.version();
        for (Dispute.Party party : dispute.parties()) {
            if (party.account() instanceof Long account && !account.equals(actor.account())) {
                told.add(notice(dispute, Notice.To.account(account), "dispute-news", mark));
            }
        }
        if (!actor.holds(dispute.mediator())) {
            told.add(notice(dispute, Notice.To.seat(dispute.mediator()), "dispute-news", mark));
        }
        notices.tell(told);
    }

    private static Notice notice(Dispute dispute, Notice.To to, String template, String mark) {
        String number = Ids.number(dispute.id());
        return new Notice(
                dispute.community(),
                to,
                template,
                List.of(number),
                "/disputes/" + number,
                "dispute/" + dispute.id() + "/" + mark);
    }

    /// Whoever leaves hands their disputes on in the same transaction.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void seatEnds(SeatEnding ending) {
        Seat leaving = ending.seat();
        for (var line : store.ledBy(leaving.id(), Integer.MAX_VALUE)) {
            Place place = places.find(line.placeCode()).orElseThrow();
            Seat successor = ending.successor();
            Seat to = successor != null
                            && Actor.of(successor).may(Right.DISPUTE_MEDIATE, place.code())
                            && seats.hold(Set.of(successor.id())).contains(successor.id())
                    ? successor
                    : able(place, leaving.id()).orElseThrow(() -> Refusal.conflict("last-seat"));
            store.relead(leaving.id(), line.id(), to.id());
            journal.append(new Entry(
                    new Entry.Where(place.community(), null),
                    ending.by(),
                    new Entry.Subject("dispute", line.id()),
                    "DisputeHandedOn",
                    new Fact(line.state(), line.kind()),
                    clock.instant()));
        }
    }

    /// The statutory terms shown beside a dispute, as they stand in the data.
    public List<Policies.Policy> terms() {
        return policies.all().stream()
                .filter(policy -> Arrays.asList("MEDIATION", "COURT").contains(policy.channel()))
                .toList();
    }
}
