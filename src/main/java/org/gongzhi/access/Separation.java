package org.gongzhi.access;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Humans;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.SeatGiven;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Three administrators watch each other (classified protection, level 3): nobody holds two of their seats,
/// none of them beside a seat with rights to people's data, and the last of each kind does not leave. Heard
/// within the transaction that gives or ends a seat, so that it holds for every way to a seat.
@Component
public class Separation {

    private static final Set<Right> PERSONAL = Set.of(
            Right.PERSON_REVEAL,
            Right.PERSON_READ,
            Right.PERSON_WRITE,
            Right.CARE_READ,
            Right.PERSON_IMPORT,
            Right.PERSON_EXPORT,
            Right.REQUEST_HANDLE,
            Right.PARTY_MANAGE,
            Right.MATTER_READ,
            Right.MATTER_TAKE,
            Right.MATTER_CALL_BACK,
            Right.DISPUTE_MEDIATE,
            Right.VOTE_COLLECT);

    private static final List<Role> ADMINISTRATORS =
            Arrays.stream(Role.values()).filter(Role::administers).toList();

    private static final List<Role> SEPARATED = Stream.concat(
                    ADMINISTRATORS.stream(), Arrays.stream(Role.values()).filter(Separation::seesPeople))
            .distinct()
            .toList();

    private final People people;
    private final Humans humans;
    private final Seats seats;

    Separation(People people, Humans humans, Seats seats) {
        this.people = people;
        this.humans = humans;
        this.seats = seats;
    }

    /// True for what comes with rights to data of people.
    public static boolean seesPeople(Role role) {
        return PERSONAL.stream().anyMatch(right -> Rights.allows(role, right));
    }

    /// Ending an administrator's seat takes two people: whoever is watched must not be alone with it.
    public static void requireOrdinary(Seat seat) {
        if (seat.role().administers()) {
            throw Refusal.forbidden("seat-two");
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void given(SeatGiven given) {
        Seat seat = given.seat();
        // whoever comes back from leave had the seat before
        boolean back = seat.awayUntil() != null;
        if (back || !SEPARATED.contains(seat.role())) {
            return;
        }
        Person person = people.get(seat.person());
        humans.hold(person);
        humans.seats(person, seat.role().administers() ? SEPARATED : ADMINISTRATORS).stream()
                .filter(other -> other.id() != seat.id())
                .findFirst()
                .ifPresent(other -> {
                    throw Refusal.conflict("seat-separate", other.title());
                });
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void ending(SeatEnding ending) {
        Seat seat = ending.seat();
        if (ending.until() == null
                && seat.role().administers()
                && seats.at(Place.outward(seat.placeCode())).stream().noneMatch(other -> other.role() == seat.role())) {
            throw Refusal.conflict("seat-last-administrator");
        }
    }
}
