package org.gongzhi.demo;

import java.util.ArrayList;
import java.util.List;
import org.gongzhi.access.Accounts;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;

/// Seats for measuring, each with somebody in it who has an account of no person.
final class MadeUpSeats {

    private static final String NAME = "量测";

    private final Ids ids;
    private final List<Seat> seats = new ArrayList<>();
    private final List<Accounts.Account> accounts = new ArrayList<>();

    MadeUpSeats(Ids ids) {
        this.ids = ids;
    }

    Seat add(Place place, Role role) {
        long person = ids.next();
        return add(place, role, person, "m" + person);
    }

    Seat add(Place place, Role role, String username) {
        return add(place, role, ids.next(), username);
    }

    private Seat add(Place place, Role role, long person, String username) {
        accounts.add(new Accounts.Account(person, person, username, NAME, false));
        var seat = new Seat(
                place.community(),
                ids.next(),
                role,
                place.id(),
                place.code(),
                person,
                NAME,
                role.name(),
                "",
                null,
                null);
        seats.add(seat);
        return seat;
    }

    /// Writes those made so far; returns how many.
    int write(Seats into, Accounts invited) {
        into.add(seats);
        invited.invite(accounts);
        return seats.size();
    }
}
