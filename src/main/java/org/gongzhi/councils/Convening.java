package org.gongzhi.councils;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Residences;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// What all doors of councils share: where somebody reads, who runs councils at a place, telling and writing
/// down.
@Component
class Convening {

    private final Places places;
    private final Seats seats;
    private final People people;
    private final Residences residences;
    private final Notices notices;
    private final Journal journal;
    private final String home;
    private final Clock clock;

    Convening(
            Places places,
            Seats seats,
            People people,
            Residences residences,
            Notices notices,
            Journal journal,
            @Value("${gongzhi.home-place:441900106}") String home,
            Clock clock) {
        this.places = places;
        this.seats = seats;
        this.people = people;
        this.residences = residences;
        this.notices = notices;
        this.journal = journal;
        this.home = home;
        this.clock = clock;
    }

    Place place(@Nullable String code) {
        return places.find(code == null ? "" : code.strip()).orElseThrow(() -> Refusal.unknown("place"));
    }

    /// A community or something within it; a street for what concerns all of it.
    Place deliberating(@Nullable String code) {
        Place place = place(code);
        if (place.kind().compareTo(PlaceKind.STREET) < 0) {
            throw Refusal.invalid("place-wide");
        }
        return place;
    }

    static long account(Actor actor) {
        if (actor.account() == null) {
            throw Refusal.signIn("sign-in");
        }
        return actor.account();
    }

    /// Who an account is in the register, when it is somebody.
    Optional<Person> person(Actor actor) {
        return actor.person() == null
                ? Optional.empty()
                : people.all(List.of(actor.person())).stream().findFirst();
    }

    /// The homes of a person now.
    List<Place> homes(Actor actor) {
        return person(actor).stream()
                .flatMap(person -> residences.of(person).stream())
                .filter(residence -> residence.until() == null)
                .map(residence -> places.get(residence.dwelling()))
                .toList();
    }

    /// The street or town the program serves, for whoever names no place and has none.
    String street() {
        return home.substring(0, Math.min(9, home.length()));
    }

    /// Deliberation is for those of the street: who lives there or has a seat in it or above it; whoever is
    /// known nowhere belongs to the street the program serves.
    private boolean near(Actor actor, String placeCode) {
        String street = streetOf(placeCode);
        return own(actor).stream().anyMatch(code -> Place.covers(street, code) || Place.covers(code, street));
    }

    private List<String> own(Actor actor) {
        var own = new ArrayList<String>();
        actor.seats().forEach(seat -> own.add(seat.placeCode()));
        homes(actor).forEach(place -> own.add(place.code()));
        return own.isEmpty() ? List.of(street()) : own;
    }

    private static String streetOf(String placeCode) {
        return placeCode.substring(0, Math.min(9, placeCode.length()));
    }

    /// A topic for those of its street and whoever raised it.
    Topic readable(Actor actor, Topic topic) {
        if (account(actor) != topic.account()) {
            requireNear(actor, topic.placeCode(), "topic");
        }
        return topic;
    }

    /// A body for those of its street, whoever sits on it and whoever waits for a seat.
    Body readable(Actor actor, Body body) {
        long account = account(actor);
        if (body.members().stream().noneMatch(member -> member.is(account))) {
            requireNear(actor, body.placeCode(), "council");
        }
        return body;
    }

    /// Refuses whoever does not run councils there; to those of elsewhere there is nothing.
    void requireRunner(Actor actor, String placeCode, String what) {
        requireNear(actor, placeCode, what);
        actor.require(Right.COUNCIL_RUN, placeCode);
    }

    /// What somebody is told who was not invited.
    Refusal uninvited(Actor actor, String placeCode) {
        return near(actor, placeCode) ? Refusal.forbidden("meeting-not-invited") : Refusal.unknown("meeting");
    }

    /// Refuses whoever has no business there as if there were nothing.
    void requireNear(Actor actor, String placeCode, String what) {
        account(actor);
        if (!near(actor, placeCode)) {
            throw Refusal.unknown(what);
        }
    }

    /// Where somebody reads when they name no place: the places of their seats, else the streets of their homes,
    /// else the street the program serves.
    Scope reading(Actor actor, @Nullable String place) {
        account(actor);
        if (place != null && !place.isBlank()) {
            String code = deliberating(place).code();
            requireNear(actor, code, "place");
            return new Scope(List.of(code));
        }
        var codes = actor.seats().stream().map(Seat::placeCode).distinct().toList();
        return new Scope(
                codes.isEmpty()
                        ? own(actor).stream()
                                .map(Convening::streetOf)
                                .distinct()
                                .toList()
                        : codes);
    }

    /// The seats that run councils at a place: the narrowest level that has any.
    List<Seat> runners(String placeCode) {
        var chain = new ArrayList<>(places.chain(place(placeCode)));
        var found = seats.at(chain.stream().map(Place::code).toList()).stream()
                .filter(seat -> Actor.of(seat).may(Right.COUNCIL_RUN, placeCode))
                .toList();
        int narrowest =
                found.stream().mapToInt(seat -> seat.placeCode().length()).max().orElse(0);
        return found.stream()
                .filter(seat -> seat.placeCode().length() == narrowest)
                .toList();
    }

    void tellRunners(long community, String placeCode, String template, List<String> parts, String path, String mark) {
        notices.tell(runners(placeCode).stream()
                .map(seat -> new Notice(community, Notice.To.seat(seat.id()), template, parts, path, mark))
                .toList());
    }

    void tell(
            long community, Collection<Long> accounts, String template, List<String> parts, String path, String mark) {
        notices.tell(accounts.stream()
                .distinct()
                .map(account -> new Notice(community, Notice.To.account(account), template, parts, path, mark))
                .toList());
    }

    void tellSeat(long community, long seat, String template, List<String> parts, String path, String mark) {
        notices.tell(List.of(new Notice(community, Notice.To.seat(seat), template, parts, path, mark)));
    }

    /// The accounts of members in seats.
    static List<Long> accounts(Collection<Body.Member> members) {
        return members.stream()
                .map(Body.Member::account)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    void write(Actor actor, long community, long place, String code, Entry.Subject subject, String what, Object fact) {
        journal.append(new Entry(
                new Entry.Where(community, place),
                actor.in(actor.seatFor(Right.COUNCIL_RUN, code).orElse(null)),
                subject,
                what,
                fact,
                clock.instant()));
    }
}
