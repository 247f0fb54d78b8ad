package org.gongzhi.duty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Shifts that change hands: one asks, the other agrees, whoever manages the roster approves. Until then the
/// shift stays with whom it was.
@Component
public class Swaps {

    /// A wish to give a shift to another seat, perhaps for one of its shifts in return.
    public record Swap(
            long community,
            long id,
            String placeCode,
            long shift,
            long from,
            long to,
            @Nullable Long back,
            String words,
            State state,
            Instant askedAt,
            String answer) {}

    public enum State {
        ASKED,
        AGREED,
        APPROVED,
        DECLINED,
        REFUSED,
        WITHDRAWN
    }

    /// The body of the journal's rows about swaps.
    record SwapFact(long swap, long shift, long from, long to) {}

    private static final String COLUMNS =
            "community, id, place_code, shift, from_seat, to_seat, back_shift, words, state, asked_at, answer";

    private final JdbcClient client;
    private final Rosters rosters;
    private final DutyLog duty;
    private final Seats seats;
    private final Ids ids;
    private final Clock clock;

    Swaps(JdbcClient client, Rosters rosters, DutyLog duty, Seats seats, Ids ids, Clock clock) {
        this.client = client;
        this.rosters = rosters;
        this.duty = duty;
        this.seats = seats;
        this.ids = ids;
        this.clock = clock;
    }

    /// Asks somebody to take one's shift.
    @Transactional
    public Swap ask(Actor actor, long shiftId, long to, @Nullable Long back, String words) {
        Roster.Shift shift = rosters.shift(shiftId);
        if (!actor.holds(shift.seat())) {
            throw Refusal.unknown("shift");
        }
        if (!shift.startsAt().isAfter(clock.instant())) {
            throw Refusal.conflict("shift-begun");
        }
        Seat other = seats.all(List.of(to)).stream()
                .filter(seat ->
                        seat.endedAt() == null && !actor.holds(seat.id()) && Rosters.fits(rosters.of(shift), seat))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("roster-seat"));
        if (back != null) {
            requireOf(actor, other, rosters.shift(back));
        }
        if (words.length() > 500) {
            throw Refusal.invalid("words");
        }
        var swap = new Swap(
                shift.community(),
                ids.next(),
                shift.placeCode(),
                shift.id(),
                shift.seat(),
                other.id(),
                back,
                words.strip(),
                State.ASKED,
                clock.instant(),
                "");
        try {
            client.sql("insert into duty.swap (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(Arrays.asList(
                            swap.community,
                            swap.id,
                            swap.placeCode,
                            swap.shift,
                            swap.from,
                            swap.to,
                            swap.back,
                            swap.words,
                            swap.state.name(),
                            Timestamp.from(swap.askedAt),
                            ""))
                    .update();
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("swap-twice");
        }
        told(swap, actor, "SwapAsked");
        return swap;
    }

    /// The shift somebody takes over for theirs is one of the other's. Of shifts elsewhere nothing is told.
    private static void requireOf(Actor actor, Seat other, Roster.Shift back) {
        if (back.seat() != other.id()) {
            throw actor.may(Right.DUTY_READ, back.placeCode())
                    ? Refusal.invalid("swap-back")
                    : Refusal.unknown("shift");
        }
    }

    /// The other says yes or no.
    @Transactional
    public void answer(Actor actor, long id, boolean yes) {
        Swap swap = get(id);
        if (!actor.holds(swap.to)) {
            throw Refusal.unknown("swap");
        }
        move(swap, List.of(State.ASKED), yes ? State.AGREED : State.DECLINED, "");
        told(swap, actor, yes ? "SwapAgreed" : "SwapDeclined");
    }

    /// Takes one's wish back before it is approved.
    @Transactional
    public void withdraw(Actor actor, long id) {
        Swap swap = get(id);
        if (!actor.holds(swap.from)) {
            throw Refusal.unknown("swap");
        }
        move(swap, List.of(State.ASKED, State.AGREED), State.WITHDRAWN, "");
        told(swap, actor, "SwapWithdrawn");
    }

    /// Whoever manages the roster decides; an approved swap moves the shifts at once. Nobody approves their own.
    @Transactional
    public void decide(Actor actor, long id, boolean yes, String words) {
        Swap swap = get(id);
        if (!actor.may(Right.DUTY_MANAGE, swap.placeCode)) {
            throw Refusal.unknown("swap");
        }
        if (actor.holds(swap.from) || actor.holds(swap.to)) {
            throw Refusal.forbidden("same-person");
        }
        if (!yes && words.isBlank()) {
            throw Refusal.invalid("words");
        }
        move(swap, List.of(State.AGREED), yes ? State.APPROVED : State.REFUSED, words.strip());
        if (yes) {
            Entry.Who by = actor.in(actor.require(Right.DUTY_MANAGE, swap.placeCode));
            Roster.Shift shift = rosters.shift(swap.shift);
            if (shift.seat() != swap.from) {
                throw Refusal.conflict("changed-meanwhile");
            }
            rosters.pass(shift, rosters.of(shift), swap.to, by);
            if (swap.back != null) {
                Roster.Shift other = rosters.shift(swap.back);
                if (other.seat() != swap.to) {
                    throw Refusal.conflict("changed-meanwhile");
                }
                rosters.pass(other, rosters.of(other), swap.from, by);
            }
        }
        told(swap, actor, yes ? "SwapApproved" : "SwapRefused");
    }

    /// Open wishes that concern the actor: asked of them, theirs, or theirs to decide.
    public List<Swap> of(Actor actor) {
        var own = actor.seats().stream().map(Seat::id).toArray(Long[]::new);
        var found = new ArrayList<Swap>(client.sql("select " + COLUMNS + """
                         from duty.swap where state in ('ASKED', 'AGREED') and (from_seat = any (?) or to_seat = any (?))
                        order by id limit 100""")
                .params(own, own)
                .query(Swaps::read)
                .list());
        for (String code : actor.scope(Right.DUTY_MANAGE).codes()) {
            client.sql("select " + COLUMNS + """
                             from duty.swap where state in ('ASKED', 'AGREED') and place_code >= ? and place_code < ?
                            order by place_code, id limit 100""").params(code, Place.end(code)).query(Swaps::read).list().stream()
                    .filter(each -> found.stream().noneMatch(known -> known.id == each.id))
                    .forEach(found::add);
        }
        return found;
    }

    private Swap get(long id) {
        Optional<Swap> found = client.sql("select " + COLUMNS + " from duty.swap where id = ?")
                .param(id)
                .query(Swaps::read)
                .optional();
        return found.orElseThrow(() -> Refusal.unknown("swap"));
    }

    private void move(Swap swap, List<State> before, State state, String answer) {
        int moved = client.sql("""
                        update duty.swap set state = ?, decided_at = ?, answer = ?
                        where community = ? and id = ? and state = any (?)""")
                .params(
                        state.name(),
                        Timestamp.from(clock.instant()),
                        answer,
                        swap.community,
                        swap.id,
                        before.stream().map(Enum::name).toArray(String[]::new))
                .update();
        if (moved == 0) {
            throw Refusal.conflict("swap-state");
        }
    }

    private void told(Swap swap, Actor actor, String kind) {
        Seat seat = seats.get(swap.from);
        duty.told(
                DutyLog.Where.of(seat),
                actor.in(null),
                new Entry.Subject("seat", seat.id()),
                kind,
                new SwapFact(swap.id, swap.shift, swap.from, swap.to));
    }

    private static Swap read(ResultSet row, int number) throws SQLException {
        return new Swap(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("place_code"),
                row.getLong("shift"),
                row.getLong("from_seat"),
                row.getLong("to_seat"),
                row.getObject("back_shift", Long.class),
                row.getString("words"),
                State.valueOf(row.getString("state")),
                row.getTimestamp("asked_at").toInstant(),
                row.getString("answer"));
    }
}
