package org.gongzhi;

import jakarta.annotation.PostConstruct;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Sessions;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.springframework.boot.test.context.TestComponent;

/// A small town for tests: a street, a community with one estate, one estate under nobody; and a foreign street with
/// one holder of every role and a matter of its own.
@TestComponent
public class Town {

    public static final String PASSWORD = "a long enough password";

    private final Places places;
    private final People people;
    private final Seats seats;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Ids ids;

    public Place street;
    public Place community;
    public Place estate;
    public Place grid;
    public Place building;
    public Place stairwell;
    public Place dwelling;
    public Place orphanEstate;
    public Place orphanStairwell;
    public Place foreignStreet;
    public Place foreignStairwell;

    public final Map<Role, Seat> seat = new EnumMap<>(Role.class);
    public final Map<Role, Seat> foreignSeat = new EnumMap<>(Role.class);
    public long resident;
    public long otherResident;

    Town(Places places, People people, Seats seats, Accounts accounts, Sessions sessions, Ids ids) {
        this.places = places;
        this.people = people;
        this.seats = seats;
        this.accounts = accounts;
        this.sessions = sessions;
        this.ids = ids;
    }

    @PostConstruct
    void build() {
        var all = new ArrayList<Place>();
        street = place(all, 441_900_106_000L, 441_900_106L, "441900106", PlaceKind.STREET, null, "横沥镇");
        Place home = place(all, 441_900_106_000L, 441_900_106_000L, "441900106000", PlaceKind.COMMUNITY, street, "直管");
        community = place(all, 441_900_106_002L, 441_900_106_002L, "441900106002", PlaceKind.COMMUNITY, street, "恒泉社区");
        estate = below(all, community, "E001", PlaceKind.ESTATE, "恒泉花园");
        grid = below(all, estate, "G1", PlaceKind.GRID, "第1网格");
        building = below(all, grid, "B001", PlaceKind.BUILDING, "1栋");
        stairwell = below(all, building, "S1", PlaceKind.STAIRWELL, "1单元");
        dwelling = below(all, stairwell, "0101", PlaceKind.DWELLING, "0101");
        orphanEstate = below(all, home, "E006", PlaceKind.ESTATE, "汇景新村");
        Place orphanGrid = below(all, orphanEstate, "G1", PlaceKind.GRID, "第1网格");
        Place orphanBuilding = below(all, orphanGrid, "B001", PlaceKind.BUILDING, "1栋");
        orphanStairwell = below(all, orphanBuilding, "S1", PlaceKind.STAIRWELL, "1单元");
        foreignStreet = place(all, 441_900_107_000L, 441_900_107L, "441900107", PlaceKind.STREET, null, "别处");
        Place foreignCommunity = place(
                all, 441_900_107_002L, 441_900_107_002L, "441900107002", PlaceKind.COMMUNITY, foreignStreet, "别处社区");
        Place foreignEstate = below(all, foreignCommunity, "E001", PlaceKind.ESTATE, "别处花园");
        foreignStairwell = below(all, foreignEstate, "S1", PlaceKind.STAIRWELL, "1单元");
        places.add(all);
        for (Role role : Role.values()) {
            seat.put(role, seat(seatPlace(role), role));
            foreignSeat.put(role, seat(foreignStreet, role));
        }
        seat(orphanEstate, Role.ESTATE_LIAISON);
        resident = person(dwelling.community(), "李明", dwelling.id());
        otherResident = person(dwelling.community(), "王芳", dwelling.id());
    }

    private Place seatPlace(Role role) {
        return switch (role) {
            case COMMITTEE_DIRECTOR, COMMITTEE_STAFF -> community;
            case ESTATE_LIAISON, PROPERTY_MANAGER, OWNERS_COMMITTEE, VOLUNTEER -> estate;
            case GRID_WORKER -> grid;
            case BLOCK_LEADER -> building;
            default -> street;
        };
    }

    private Place place(
            List<Place> all, long community, long id, String code, PlaceKind kind, Place parent, String name) {
        var place = new Place(
                community, id, code, kind, parent == null ? null : parent.id(), name, new Place.Point(23.01, 113.96));
        all.add(place);
        return place;
    }

    private Place below(List<Place> all, Place parent, String part, PlaceKind kind, String name) {
        return place(all, parent.community(), ids.next(), parent.code() + "-" + part, kind, parent, name);
    }

    /// Another street with one grid, for a test that fills it or empties it: its seats, from the grid worker outwards.
    public List<Seat> street(long code) {
        var all = new ArrayList<Place>();
        Place street = place(all, code * 1000, code, Long.toString(code), PlaceKind.STREET, null, "小街道");
        long inner = code * 1000 + 1;
        Place community = place(all, inner, inner, Long.toString(inner), PlaceKind.COMMUNITY, street, "小社区");
        Place estate = below(all, community, "E001", PlaceKind.ESTATE, "小花园");
        Place grid = below(all, estate, "G1", PlaceKind.GRID, "第1网格");
        places.add(all);
        return List.of(
                seat(grid, Role.GRID_WORKER),
                seat(estate, Role.ESTATE_LIAISON),
                seat(community, Role.COMMITTEE_STAFF),
                seat(community, Role.COMMITTEE_DIRECTOR),
                seat(street, Role.ESTATE_OFFICE),
                seat(street, Role.DEPARTMENT_OFFICER),
                seat(street, Role.STREET_OFFICER));
    }

    /// A new seat held by a new person with an account of the same id.
    public Seat seat(Place place, Role role) {
        long person = person(place.community(), "张" + role.ordinal(), null);
        var fresh = new Seat(
                place.community(),
                ids.next(),
                role,
                place.id(),
                place.code(),
                person,
                "张" + role.ordinal(),
                role.name(),
                "0769-55500000",
                null,
                null);
        seats.add(List.of(fresh));
        return fresh;
    }

    private long person(long community, String name, Long dwelling) {
        long id = ids.next();
        people.add(
                List.of(Person.of(
                        community,
                        id,
                        dwelling == null
                                ? Long.toString(community)
                                : places.get(dwelling).code(),
                        name,
                        "10012345678",
                        dwelling)),
                null);
        accounts.invite(List.of(new Accounts.Account(id, id, "u" + id, name, false)));
        return id;
    }

    /// Somebody with a seat of every role at one place.
    public long holderOfEveryRole(Place place) {
        long person = person(place.community(), "赵", null);
        for (Role role : Role.values()) {
            seats.add(List.of(new Seat(
                    place.community(),
                    ids.next(),
                    role,
                    place.id(),
                    place.code(),
                    person,
                    "赵",
                    role.name(),
                    "0769-55500000",
                    null,
                    null)));
        }
        return person;
    }

    /// A street of its own with one dwelling, far from what other tests count on.
    public record Elsewhere(Place street, Place community, Place stairwell, Place dwelling) {}

    private long streets = 441_900_200L;

    public Elsewhere elsewhere() {
        long key = ++streets;
        var all = new ArrayList<Place>();
        Place far = place(all, key * 1000, key, Long.toString(key), PlaceKind.STREET, null, "远处");
        Place there = place(all, key * 1000 + 2, key * 1000 + 2, far.code() + "002", PlaceKind.COMMUNITY, far, "远处社区");
        Place garden = below(all, there, "E001", PlaceKind.ESTATE, "远处花园");
        Place stairs = below(all, garden, "S1", PlaceKind.STAIRWELL, "1单元");
        Place home = below(all, stairs, "0101", PlaceKind.DWELLING, "0101");
        places.add(all);
        return new Elsewhere(far, there, stairs, home);
    }

    public long residentOf(Place dwelling, String name) {
        return person(dwelling.community(), name, dwelling.id());
    }

    /// An account for somebody in the register.
    public long accountOf(Person person) {
        long id = ids.next();
        accounts.invite(List.of(new Accounts.Account(id, person.id(), "u" + id, person.name(), false)));
        return id;
    }

    /// An account that belongs to nobody in the register yet.
    public long looseAccount(String name) {
        return accounts.create("u" + ids.next(), PASSWORD, name, null).id();
    }

    public String username(long account) {
        return accounts.get(account).username();
    }

    public void allowPassword(long account) {
        accounts.setPassword(account, PASSWORD);
    }

    public Actor actor(Role role) {
        return sessions.load(seat.get(role).person());
    }

    public Actor actor(Seat held) {
        return sessions.load(held.person());
    }

    public Actor residentActor() {
        return sessions.load(resident);
    }
}
