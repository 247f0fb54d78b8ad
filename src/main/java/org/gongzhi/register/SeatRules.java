package org.gongzhi.register;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Sessions;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Names;
import org.gongzhi.kernel.Phone;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Directory;
import org.gongzhi.people.Humans;
import org.gongzhi.people.Organisations;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.people.Telephones;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who may give which seat where, and to whom.
@Component
class SeatRules {

    private final Places places;
    private final Organisations organisations;
    private final People people;
    private final Directory directory;
    private final Seats seats;
    private final Telephones telephones;
    private final Sessions sessions;
    private final Ids ids;

    SeatRules(
            Places places,
            Organisations organisations,
            People people,
            Directory directory,
            Seats seats,
            Telephones telephones,
            Sessions sessions,
            Ids ids) {
        this.places = places;
        this.organisations = organisations;
        this.people = people;
        this.directory = directory;
        this.seats = seats;
        this.telephones = telephones;
        this.sessions = sessions;
        this.ids = ids;
    }

    Place place(String code) {
        return places.find(code.strip()).orElseThrow(() -> Refusal.invalid("place"));
    }

    /// The seat in which the actor proposes something about a seat of this role. Administrators propose
    /// administrators and nobody who sees data of people; whoever gives the other seats may propose
    /// administrators too, so that a street whose security administrator is gone can have a new one. Neither
    /// is alone with it.
    Seat proposer(Actor actor, Role role, String placeCode) {
        return role.administers() && actor.may(Right.ACCOUNT_MANAGE, placeCode)
                ? actor.require(Right.ACCOUNT_MANAGE, placeCode)
                : actor.require(Right.SEAT_MANAGE, placeCode);
    }

    /// Seats of the street and administrators are given at a street or above, the others within a community.
    static void requirePlace(Role role, Place place) {
        boolean wide = switch (role) {
            case STREET_OFFICER,
                    ESTATE_OFFICE,
                    DEPARTMENT_OFFICER,
                    SYSTEM_ADMINISTRATOR,
                    SECURITY_ADMINISTRATOR,
                    AUDIT_ADMINISTRATOR -> true;
            default -> false;
        };
        if (wide ? place.kind().compareTo(PlaceKind.STREET) > 0 : place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("seat-place");
        }
    }

    /// A seat about which the actor may propose something.
    Seat seat(Actor actor, long id) {
        Seat seat = seats.all(List.of(id)).stream()
                .filter(each -> manages(actor, each))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("seat"));
        if (seat.endedAt() != null) {
            throw Refusal.conflict("seat-ended");
        }
        return seat;
    }

    private static boolean manages(Actor actor, Seat seat) {
        return actor.may(Right.SEAT_MANAGE, seat.placeCode())
                || seat.role().administers() && actor.may(Right.ACCOUNT_MANAGE, seat.placeCode());
    }

    /// A fresh code opens everything its owner may do: whoever proposes it manages all of their seats.
    void requireManages(Actor actor, Person holder) {
        requireAll(holder, seat -> manages(actor, seat));
    }

    /// And all of them lie where the second person may confirm.
    void requireConfirms(Actor actor, Person holder) {
        requireAll(holder, seat -> actor.may(Right.SEAT_CONFIRM, seat.placeCode()));
    }

    private void requireAll(Person holder, Predicate<Seat> reached) {
        if (!seats.of(holder.id()).stream().allMatch(reached)) {
            throw Refusal.forbidden("seat-wider");
        }
    }

    /// How a code that is to be made reaches somebody, whose half is with the proposer where it goes in two.
    Proposal.Code way(Person person, byte @Nullable [] half, @Nullable Instant changed) {
        return new Proposal.Code(half, half == null ? telephones.key(person) : null, changed);
    }

    Optional<Instant> phoneChangedLately(Person person) {
        return telephones.changedLately(person);
    }

    /// A whole code goes to the telephone that was there when it was proposed, and to no other.
    void requireSamePhone(Person person, Proposal.Code code) {
        if (!Arrays.equals(telephones.key(person), code.phone())) {
            throw Refusal.conflict("code-phone-changed");
        }
    }

    /// A seat is held for a body that works there.
    void requireWorks(@Nullable Long organisation, Place place) {
        if (organisation != null) {
            organisations.workingAt(organisation, place.code());
        }
    }

    /// The person with this mobile number and name, or one who is not in the register yet.
    Person person(Place place, String name, String mobile) {
        String digits = Phone.parse(mobile).map(Phone::number).orElse("");
        if (name.isBlank() || name.length() > 50) {
            throw Refusal.invalid("person-name");
        }
        if (!digits.matches("1\\d{10}")) {
            throw Refusal.invalid("person-phone");
        }
        var wanted = Person.of(place.community(), ids.next(), place.code(), Names.clean(name), digits, null);
        return directory.withNameAndPhone(place.community(), List.of(wanted)).getFirst().stream()
                .findFirst()
                .orElse(wanted);
    }

    /// Whose account it is, in the register.
    Person human(long account) {
        Actor whose = sessions.load(account);
        return people.find(Objects.requireNonNullElse(whose.person(), 0L))
                .orElseThrow(() -> Refusal.forbidden("not-allowed"));
    }

    /// Nobody gives anything to themselves, whichever telephone they name; and a code never goes to the
    /// telephone of one of the two who decide.
    void requireOther(Actor actor, Person person, boolean byHand) {
        Person own = human(Objects.requireNonNull(actor.account()));
        if (Humans.mayBeOne(own, person)) {
            throw Refusal.forbidden("seat-self");
        }
        if (!byHand && own.phone() != null && own.phone().equals(person.phone())) {
            throw Refusal.forbidden("seat-phone");
        }
    }

    /// Neither of the two holds the seat that is ended or handed over.
    void requireNotOwn(Actor actor, Person holder) {
        if (Humans.mayBeOne(human(Objects.requireNonNull(actor.account())), holder)) {
            throw Refusal.forbidden("seat-own");
        }
    }

    /// The second person is another human being than the first, whose seat is still theirs.
    void requireSecond(Actor actor, Proposal proposal) {
        long first = proposal.by().account();
        if (Objects.equals(actor.account(), first)
                || Humans.mayBeOne(human(Objects.requireNonNull(actor.account())), human(first))) {
            throw Refusal.forbidden("second-self");
        }
        if (!sessions.load(first).holds(proposal.by().seat())) {
            throw Refusal.conflict("proposer-gone");
        }
    }

    /// A seat each of those who may confirm what the first person proposes at a place: other human beings.
    List<Seat> seconds(Actor first, Place place) {
        Person own = human(Objects.requireNonNull(first.account()));
        var may = new LinkedHashMap<Long, Seat>();
        seats.at(places.chain(place).stream().map(Place::code).toList()).stream()
                .filter(seat -> Actor.of(seat).may(Right.SEAT_CONFIRM, place.code()))
                .forEach(seat -> may.putIfAbsent(seat.person(), seat));
        people.all(may.keySet()).stream()
                .filter(person -> Humans.mayBeOne(own, person))
                .forEach(person -> may.remove(person.id()));
        return List.copyOf(may.values());
    }
}
