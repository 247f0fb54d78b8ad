package org.gongzhi.register;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.Directory;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Organisations;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Organisations and who stands for what, as one asker may change them.
@Component
public class StaffDesk {

    /// What is entered to give somebody a seat. `phone` is the work number that residents are told; `mobile` is the
    /// person's own and finds them in the register.
    public record Appointment(
            Role role,
            String place,
            String name,
            String mobile,
            String title,
            String phone,
            Seat.Mode mode,
            @Nullable Long organisation,
            @Nullable LocalDate endsOn) {}

    /// A seat that was given, and how its holder signs in the first time; `password` only when the account is new.
    public record Given(
            Seat seat, String username, @Nullable String password) {}

    private static final String SIGNS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Seats seats;
    private final People people;
    private final Directory directory;
    private final Organisations organisations;
    private final Places places;
    private final Accounts accounts;
    private final Ids ids;

    StaffDesk(
            Seats seats,
            People people,
            Directory directory,
            Organisations organisations,
            Places places,
            Accounts accounts,
            Ids ids) {
        this.seats = seats;
        this.people = people;
        this.directory = directory;
        this.organisations = organisations;
        this.places = places;
        this.accounts = accounts;
        this.ids = ids;
    }

    /// Gives a seat within the asker's places, to somebody other than themselves.
    @Transactional
    public Given appoint(Actor actor, Appointment wanted) {
        Place place = places.find(wanted.place).orElseThrow(() -> Refusal.invalid("place"));
        Seat mine = actor.require(Right.SEAT_MANAGE, place.code());
        guardRole(actor, wanted.role, place);
        Person person = person(place, wanted.name, wanted.mobile, actor.in(mine));
        notSelf(actor, person);
        Seat seat = seats.appoint(
                new Seat(
                        place.community(),
                        0,
                        wanted.role,
                        place.id(),
                        place.code(),
                        person.id(),
                        person.name(),
                        wanted.title.strip(),
                        wanted.phone.strip(),
                        null,
                        null,
                        wanted.mode,
                        wanted.organisation,
                        null,
                        wanted.endsOn),
                actor.in(mine));
        return given(seat, person);
    }

    /// Gives a seat on behalf of whoever runs the installation, from its command line.
    @Transactional
    public Given appointFirst(String name, String mobile, Role role, String placeCode, String title) {
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.invalid("place"));
        Person person = person(place, name, mobile, Entry.Who.NOBODY);
        return given(
                seats.appoint(
                        new Seat(
                                place.community(),
                                0,
                                role,
                                place.id(),
                                place.code(),
                                person.id(),
                                person.name(),
                                title,
                                mobile,
                                null,
                                null),
                        Entry.Who.NOBODY),
                person);
    }

    /// Three administrators watch each other (classified protection): only the security administrator names them. Seats
    /// of the street are given at a street, those of a residents' committee within its community.
    private static void guardRole(Actor actor, Role role, Place place) {
        switch (role) {
            case SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, AUDIT_ADMINISTRATOR -> {
                if (!actor.may(Right.ACCOUNT_MANAGE, place.code())) {
                    throw Refusal.forbidden("not-allowed");
                }
            }
            case STREET_OFFICER, ESTATE_OFFICE, DEPARTMENT_OFFICER -> {
                if (place.kind().compareTo(PlaceKind.STREET) > 0) {
                    throw Refusal.invalid("seat-place");
                }
            }
            default -> {
                if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
                    throw Refusal.invalid("seat-place");
                }
            }
        }
    }

    /// By name and number, because one human being may stand in the registers of several communities.
    private void notSelf(Actor actor, Person person) {
        boolean self = actor.person() != null
                && people.find(actor.person())
                        .filter(own -> own.name().equals(person.name()) && Objects.equals(own.phone(), person.phone()))
                        .isPresent();
        if (self) {
            throw Refusal.forbidden("seat-self");
        }
    }

    /// Hands a seat and everything open in it to somebody else.
    @Transactional
    public Given handOver(Actor actor, long id, String name, String mobile, String phone, String reason) {
        Seat old = managed(actor, id);
        Seat mine = actor.require(Right.SEAT_MANAGE, old.placeCode());
        guardRole(actor, old.role(), places.get(old.place()));
        Person person = person(places.get(old.place()), name, mobile, actor.in(mine));
        notSelf(actor, person);
        if (reason.isBlank() || reason.length() > 200) {
            throw Refusal.invalid("words");
        }
        Seat seat = seats.handOver(id, person, phone.strip(), actor.in(mine), reason.strip());
        return given(seat, person);
    }

    /// A seat within the asker's places.
    public Seat managed(Actor actor, long id) {
        Seat seat = seats.all(List.of(id)).stream().findFirst().orElseThrow(() -> Refusal.unknown("seat"));
        if (!actor.may(Right.SEAT_MANAGE, seat.placeCode())) {
            throw Refusal.unknown("seat");
        }
        return seat;
    }

    /// Names who takes over when the holder is away; null takes the name back.
    @Transactional
    public void substitute(Actor actor, long id, @Nullable Long by) {
        Seat seat = managed(actor, id);
        Seat other = by == null ? null : managed(actor, by);
        if (other != null && (other.id() == seat.id() || !Place.covers(other.placeCode(), seat.placeCode()))) {
            throw Refusal.invalid("substitute");
        }
        seats.substitute(seat, other);
    }

    /// The person with this mobile number and name, or a new one.
    private Person person(Place place, String name, String mobile, Entry.Who by) {
        String digits = mobile.replaceAll("[ -]", "");
        if (name.isBlank() || name.length() > 50) {
            throw Refusal.invalid("person-name");
        }
        if (!digits.matches("1\\d{10}")) {
            throw Refusal.invalid("person-phone");
        }
        var wanted = Person.of(place.community(), ids.next(), place.code(), name.strip(), digits, null);
        return directory.withNameAndPhone(place.community(), List.of(wanted)).getFirst().stream()
                .findFirst()
                .orElseGet(() -> people.enter(wanted, by));
    }

    private Given given(Seat seat, Person person) {
        var account = accounts.ofPerson(person.id());
        if (account.isPresent()) {
            return new Given(seat, account.get().username(), null);
        }
        String password = password();
        String username = "u" + Ids.number(person.id()).replace("-", "").toLowerCase(java.util.Locale.ROOT);
        accounts.create(username, password, person.name(), person.id());
        return new Given(seat, username, password);
    }

    /// A first password, to be changed by its owner.
    static String password() {
        var text = new StringBuilder();
        for (byte each : Secrets.random(12)) {
            text.append(SIGNS.charAt((each & 0xff) % SIGNS.length()));
        }
        return text.toString();
    }

    /// Organisations of a kind within the asker's places.
    public Rows<Organisation> organisations(
            Actor actor, Organisation.@Nullable Kind kind, @Nullable String after, int limit) {
        return organisations.within(actor.scope(Right.ORGANISATION_MANAGE).codes(), kind, after, limit);
    }

    /// An organisation within the asker's places.
    public Organisation organisation(Actor actor, long id) {
        Organisation found =
                organisations.all(List.of(id)).stream().findFirst().orElseThrow(() -> Refusal.unknown("organisation"));
        if (!actor.may(Right.ORGANISATION_MANAGE, found.placeCode())) {
            throw Refusal.unknown("organisation");
        }
        return found;
    }

    /// Enters or changes an organisation; it stays within the asker's places.
    @Transactional
    public Organisation save(Actor actor, Organisation wanted) {
        if (wanted.id() != 0) {
            organisation(actor, wanted.id());
        }
        Place place = places.find(wanted.placeCode()).orElseThrow(() -> Refusal.invalid("place"));
        Seat seat = actor.require(Right.ORGANISATION_MANAGE, place.code());
        if (wanted.parent() != null) {
            Organisation above = organisation(actor, wanted.parent());
            if (Objects.equals(above.id(), wanted.id())) {
                throw Refusal.invalid("organisation-parent");
            }
        }
        return organisations.save(wanted, place, actor.in(seat));
    }
}
