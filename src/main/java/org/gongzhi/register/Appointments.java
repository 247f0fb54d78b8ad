package org.gongzhi.register;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gongzhi.access.Actor;
import org.gongzhi.access.FirstCodes;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.register.Proposal.Act;
import org.gongzhi.register.Proposal.State;
import org.gongzhi.register.Proposal.Wanted;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Seats given, handed over and ended, and accounts mended. Whatever makes an account, touches an
/// administrator's seat or the ways to sign in waits for a second, different human being; a seat for somebody
/// whose account is known is given at once.
@Component
public class Appointments {

    /// What came of it: a proposal that waits, with the half code its proposer hands over; or a seat, with
    /// the user name of its holder, and the other half or whether a message with the code went to their own
    /// telephone. `changed` is when that telephone was changed, where the code goes in halves for that reason.
    public record Outcome(
            @Nullable Long waiting,
            @Nullable Seat seat,
            @Nullable String username,
            @Nullable String half,
            boolean sent,
            @Nullable Instant changed) {

        Outcome(
                @Nullable Long waiting,
                @Nullable Seat seat,
                @Nullable String username,
                @Nullable String half,
                boolean sent) {
            this(waiting, seat, username, half, sent, null);
        }
    }

    private final AppointmentStore store;
    private final SeatRules rules;
    private final Appointing appointing;
    private final FirstCodes codes;
    private final AppointmentNotices notices;
    private final TransactionTemplate transaction;
    private final java.time.Clock clock;

    Appointments(
            AppointmentStore store,
            SeatRules rules,
            Appointing appointing,
            FirstCodes codes,
            AppointmentNotices notices,
            TransactionTemplate transaction,
            java.time.Clock clock) {
        this.store = store;
        this.rules = rules;
        this.appointing = appointing;
        this.codes = codes;
        this.notices = notices;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Gives a seat within the asker's places to somebody else, or proposes it.
    @Transactional
    public Outcome appoint(Actor actor, String placeCode, Wanted wanted) {
        Place place = rules.place(placeCode);
        var role = Objects.requireNonNull(wanted.role());
        Seat mine = rules.proposer(actor, role, place.code());
        SeatRules.requirePlace(role, place);
        rules.requireWorks(wanted.organisation(), place);
        Person person = rules.person(place, wanted.name(), wanted.mobile());
        rules.requireOther(actor, person, wanted.byHand());
        Seat seat = Appointing.seat(place, wanted, person);
        seat.requireSound(Clocks.today(clock));
        Optional<Outcome> known = role.administers() ? Optional.empty() : appointing.known(person);
        if (known.isPresent()) {
            return given(appointing.appoint(seat, actor.in(mine)), known.get());
        }
        return propose(actor, mine, place, Act.APPOINT, wanted, person);
    }

    /// Hands a seat and everything open in it to somebody else, or proposes it.
    @Transactional
    public Outcome handOver(Actor actor, long id, Wanted to) {
        Seat old = rules.seat(actor, id);
        Place place = rules.place(old.placeCode());
        Seat mine = rules.proposer(actor, old.role(), place.code());
        Person person = rules.person(place, to.name(), to.mobile());
        rules.requireOther(actor, person, to.byHand());
        requireReason(to.reason());
        Wanted wanted = new Wanted(
                old.role(),
                to.name(),
                to.mobile(),
                old.title(),
                to.phone().strip(),
                old.mode(),
                old.organisation(),
                old.endsOn(),
                id,
                "",
                to.reason().strip(),
                to.byHand());
        Optional<Outcome> known = old.role().administers() ? Optional.empty() : appointing.known(person);
        if (known.isPresent()) {
            return given(appointing.handOver(wanted, person, actor.in(mine)), known.get());
        }
        rules.requireNotOwn(actor, appointing.holder(old));
        return propose(actor, mine, place, Act.HAND_OVER, wanted, person);
    }

    /// Proposes that an administrator's seat ends.
    @Transactional
    public Outcome end(Actor actor, long id, String reason) {
        Seat seat = rules.seat(actor, id);
        Seat mine = rules.proposer(actor, seat.role(), seat.placeCode());
        if (!seat.role().administers()) {
            throw Refusal.invalid("seat-one");
        }
        requireReason(reason);
        rules.requireNotOwn(actor, appointing.holder(seat));
        return propose(
                actor, mine, rules.place(seat.placeCode()), Act.END, Wanted.ofSeat(seat, reason.strip(), false), null);
    }

    /// Proposes a fresh code for the holder of a seat who has lost the first one, or the password.
    @Transactional
    public Outcome freshCode(Actor actor, long id, boolean byHand) {
        Seat seat = rules.seat(actor, id);
        Seat mine = rules.proposer(actor, seat.role(), seat.placeCode());
        Person holder = appointing.holder(seat);
        rules.requireOther(actor, holder, byHand);
        rules.requireManages(actor, holder);
        return propose(
                actor, mine, rules.place(seat.placeCode()), Act.FRESH_CODE, Wanted.ofSeat(seat, "", byHand), holder);
    }

    /// Proposes to take the second factor from somebody who lost their phone. Any name is taken, so that
    /// nobody learns which exist.
    @Transactional
    public Outcome forgetSecondFactor(Actor actor, String username) {
        Seat mine = actor.seats().stream()
                .filter(seat -> Actor.of(seat).may(Right.ACCOUNT_MANAGE)
                        || Actor.of(seat).may(Right.SEAT_MANAGE))
                .min(java.util.Comparator.comparingInt(
                        (Seat seat) -> seat.placeCode().length()))
                .orElseThrow(() -> Refusal.forbidden("not-allowed"));
        if (username.isBlank() || username.length() > 60) {
            throw Refusal.invalid("username");
        }
        return propose(
                actor,
                mine,
                rules.place(mine.placeCode()),
                Act.FORGET_SECOND_FACTOR,
                Wanted.ofAccount(username.strip()),
                null);
    }

    private Outcome propose(Actor actor, Seat mine, Place place, Act act, Wanted wanted, @Nullable Person forWhom) {
        Person to = forWhom != null
                        && (act == Act.FRESH_CODE || appointing.known(forWhom).isEmpty())
                ? forWhom
                : null;
        Instant changed =
                to != null && !wanted.byHand() ? rules.phoneChangedLately(to).orElse(null) : null;
        boolean halves = to != null && (wanted.byHand() || changed != null || !appointing.reaches(to));
        String half = halves ? FirstCodes.half() : null;
        long id = store.add(
                place,
                act,
                wanted,
                to != null ? rules.way(to, half == null ? null : codes.hash(half), changed) : Proposal.Code.NONE,
                new Proposal.By(Objects.requireNonNull(actor.account()), mine.id()));
        notices.proposed(actor, store.find(id).orElseThrow());
        return new Outcome(id, null, null, half, false, changed);
    }

    private static Outcome given(Seat seat, Outcome known) {
        return new Outcome(null, seat, known.username(), null, false);
    }

    private static void requireReason(String reason) {
        if (reason.isBlank() || reason.length() > 200) {
            throw Refusal.invalid("words");
        }
    }

    /// What waits within the asker's places.
    public List<Proposal> waiting(Actor actor) {
        return store.within(actor.requireScope(Right.SEAT_CONFIRM), true);
    }

    /// What was decided there lately.
    public List<Proposal> decided(Actor actor) {
        return store.within(actor.requireScope(Right.SEAT_CONFIRM), false);
    }

    /// What those are called who proposed and decided.
    public Map<Long, String> names(List<Proposal> proposals) {
        return appointing.names(proposals.stream()
                .flatMap(each -> Stream.of(each.by(), each.decider()))
                .filter(Objects::nonNull)
                .map(Proposal.By::account)
                .collect(Collectors.toSet()));
    }

    /// The second person agrees, and it is done. The code goes out when everything is written.
    public Outcome confirm(Actor actor, long id) {
        Appointing.Done done = Objects.requireNonNull(transaction.execute(_ -> {
            Proposal proposal = visible(actor, id);
            Seat mine = actor.require(Right.SEAT_CONFIRM, proposal.placeCode());
            rules.requireSecond(actor, proposal);
            decide(actor, mine, proposal, State.CONFIRMED);
            return appointing.carryOut(actor, mine, proposal);
        }));
        return appointing.deliver(done);
    }

    /// The second person does not agree.
    @Transactional
    public void refuse(Actor actor, long id) {
        Proposal proposal = visible(actor, id);
        Seat mine = actor.require(Right.SEAT_CONFIRM, proposal.placeCode());
        rules.requireSecond(actor, proposal);
        decide(actor, mine, proposal, State.REFUSED);
    }

    /// Whoever proposed it takes it back.
    @Transactional
    public void withdraw(Actor actor, long id) {
        Proposal proposal = visible(actor, id);
        if (!Objects.equals(actor.account(), proposal.by().account())) {
            throw Refusal.forbidden("not-allowed");
        }
        decide(actor, actor.require(Right.SEAT_CONFIRM, proposal.placeCode()), proposal, State.WITHDRAWN);
    }

    private Proposal visible(Actor actor, long id) {
        return store.find(id)
                .filter(each -> actor.may(Right.SEAT_CONFIRM, each.placeCode()))
                .orElseThrow(() -> Refusal.unknown("appointment"));
    }

    private void decide(Actor actor, Seat mine, Proposal proposal, State state) {
        var by = new Proposal.By(Objects.requireNonNull(actor.account()), mine.id());
        if (!store.decide(proposal, state, by)) {
            throw Refusal.conflict("appointment-over");
        }
        if (state != State.WITHDRAWN) {
            notices.decided(List.of(proposal), state);
        }
    }

    /// Ends what nobody decided in time; returns how many.
    @Scheduled(fixedDelayString = "${gongzhi.register.keeping:PT6H}", initialDelayString = "PT6M")
    @Transactional
    public int expire() {
        codes.sweep();
        var over = store.expire();
        notices.decided(over, State.EXPIRED);
        return over.size();
    }
}
