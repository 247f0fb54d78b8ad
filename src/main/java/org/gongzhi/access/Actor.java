package org.gongzhi.access;

import java.util.List;
import java.util.Optional;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;

/// Whoever sends a request: an account with its seats, or a visitor without one.
public record Actor(@Nullable Long account, @Nullable Long person, String name, List<Seat> seats) {

    public static final Actor VISITOR = new Actor(null, null, "", List.of());

    /// The rights of one seat alone, whoever holds it.
    public static Actor of(Seat seat) {
        return new Actor(0L, 0L, "", List.of(seat));
    }

    public boolean signedIn() {
        return account != null;
    }

    /// True for anybody who holds a seat.
    public boolean staff() {
        return !seats.isEmpty();
    }

    public boolean may(Right right) {
        return seats.stream().anyMatch(seat -> Rights.allows(seat.role(), right));
    }

    public boolean may(Right right, String placeCode) {
        return seatFor(right, placeCode).isPresent();
    }

    /// The seat in which this actor would use `right` at a place: the narrowest that allows it.
    public Optional<Seat> seatFor(Right right, String placeCode) {
        return seats.stream()
                .filter(seat -> Rights.allows(seat.role(), right) && Place.covers(seat.placeCode(), placeCode))
                .reduce((one, other) ->
                        other.placeCode().length() > one.placeCode().length() ? other : one);
    }

    /// The same, or a refusal.
    public Seat require(Right right, String placeCode) {
        if (!signedIn()) {
            throw Refusal.signIn("sign-in");
        }
        return seatFor(right, placeCode).orElseThrow(() -> Refusal.forbidden("not-allowed"));
    }

    /// The same for a thing called `what`: to whoever may not read of it either, there is none.
    public Seat require(Right right, String placeCode, Right reading, String what) {
        if (signedIn() && !may(reading, placeCode)) {
            throw Refusal.unknown(what);
        }
        return require(right, placeCode);
    }

    public boolean holds(long seat) {
        return seats.stream().anyMatch(each -> each.id() == seat);
    }

    /// Where `right` reaches.
    public Scope scope(Right right) {
        return new Scope(seats.stream()
                .filter(seat -> Rights.allows(seat.role(), right))
                .map(Seat::placeCode)
                .toList());
    }

    /// The same, or a refusal when it reaches nowhere.
    public Scope requireScope(Right right) {
        Scope scope = scope(right);
        if (scope.empty()) {
            throw signedIn() ? Refusal.forbidden("not-allowed") : Refusal.signIn("sign-in");
        }
        return scope;
    }

    /// For the journal: this account, in that seat.
    public Entry.Who in(@Nullable Seat seat) {
        return new Entry.Who(account, seat == null ? null : Long.valueOf(seat.id()));
    }
}
