package org.gongzhi.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.gongzhi.access.Accounts;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Tables;
import org.gongzhi.people.Governance;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Organisations;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Residence;
import org.gongzhi.people.Residences;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.people.Sex;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Hengli town as seed 004 tells it: 41 estates, 23 with a property company, 5 under the Hengquan residents'
/// committee and 36 under nobody, 35 seconded people so that each estate has one liaison. Everything else is
/// made up from one seed.
@Component
class DemoTown {

    static final String STREET = "441900106";
    static final long HENGQUAN = 441_900_106_002L;
    static final long UNDER_NOBODY = 441_900_106_000L;
    static final int ESTATES = 41;
    static final int MANAGED = 23;
    static final int UNDER_COMMITTEE = 5;
    private static final int LIAISONS = 35;
    private static final int PEOPLE = 60_000;
    private static final List<String> FIRST = List.of(
            "恒泉", "裕宁", "横沥", "天成", "汇景", "翠堤", "江南", "金域", "东城", "荔景", "康乐", "锦绣", "丽水", "华庭", "星河", "明珠", "春晖", "月塘",
            "田心", "新民");
    private static final List<String> NEW_KIND = List.of("花园", "名邸", "豪庭", "雅苑", "国际");
    private static final List<String> OLD_KIND = List.of("新村", "小区", "大院", "宿舍");

    private final Places places;
    private final People people;
    private final Residences residences;
    private final Organisations organisationRegister;
    private final Governance governanceRegister;
    private final Seats seats;
    private final Accounts accounts;

    private final Clock clock;
    private final SplittableRandom lives = new SplittableRandom(20_261_104);
    private final SplittableRandom random = new SplittableRandom(20_261_101);
    private final MadeUp madeUp = new MadeUp(random);
    private final List<Place> allPlaces = new ArrayList<>();
    private final List<Person> allPeople = new ArrayList<>();
    private final List<Residence> allResidences = new ArrayList<>();
    private final List<Seat> allSeats = new ArrayList<>();
    private final Map<Long, Accounts.Account> allAccounts = new LinkedHashMap<>();
    private final List<Organisation> organisations = new ArrayList<>();
    private final List<Governance.Reign> governance = new ArrayList<>();
    private long nextPlace = 10_000_000;
    private long nextPerson = 1;
    private long nextSeat = 1;

    DemoTown(
            Places places,
            People people,
            Residences residences,
            Organisations organisationRegister,
            Governance governanceRegister,
            Seats seats,
            Accounts accounts,
            Clock clock) {
        this.places = places;
        this.people = people;
        this.residences = residences;
        this.organisationRegister = organisationRegister;
        this.governanceRegister = governanceRegister;
        this.clock = clock;
        this.seats = seats;
        this.accounts = accounts;
    }

    void build() {
        compose();
        places.add(allPlaces);
        organisationRegister.add(organisations);
        governanceRegister.add(governance);
        people.add(allPeople, null);
        residences.add(allResidences, null);
        seats.add(allSeats);
        accounts.invite(allAccounts.values());
    }

    /// Makes everything up, without writing it.
    void compose() {
        Place street = divisions();
        offices(street);
        var estates = new ArrayList<Place>();
        for (int i = 0; i < ESTATES; i++) {
            estates.add(estate(i));
        }
        liaisons(estates);
        committee();
        fillPeople();
        chooseSignIns();
    }

    private Place divisions() {
        Place province = add(new Place(44, 44, "44", PlaceKind.PROVINCE, null, "广东省", null));
        Place city = add(new Place(4419, 4419, "4419", PlaceKind.CITY, province.id(), "东莞市", null));
        Place street = add(new Place(
                UNDER_NOBODY,
                Long.parseLong(STREET),
                STREET,
                PlaceKind.STREET,
                city.id(),
                "横沥镇",
                new Place.Point(23.0180, 113.9650)));
        add(new Place(
                UNDER_NOBODY, UNDER_NOBODY, "" + UNDER_NOBODY, PlaceKind.COMMUNITY, street.id(), "未划入社区的小区", null));
        for (var row : Tables.read("demo/communities.csv")) {
            long code = Long.parseLong(row.get("code"));
            add(new Place(code, code, row.get("code"), PlaceKind.COMMUNITY, street.id(), row.get("name"), null));
        }
        return street;
    }

    private Place add(Place place) {
        allPlaces.add(place);
        return place;
    }

    private Place child(Place parent, String part, PlaceKind kind, String name, Place.@Nullable Point at) {
        return add(new Place(parent.community(), nextPlace++, parent.code() + "-" + part, kind, parent.id(), name, at));
    }

    /// The street's own people: officers, the office for estates, two departments, three separated
    /// administrators.
    private void offices(Place street) {
        organisations.add(Organisation.of(1, Organisation.Kind.STREET_OFFICE, "横沥镇住宅小区服务与治理领导小组办公室", STREET));
        organisations.add(Organisation.of(2, Organisation.Kind.DEPARTMENT, "横沥镇房管所", STREET));
        organisations.add(Organisation.of(3, Organisation.Kind.DEPARTMENT, "横沥镇城管分局", STREET));
        seat(street, Role.STREET_OFFICER, "镇值班领导", staff(street));
        seat(street, Role.STREET_OFFICER, "镇值班领导", staff(street));
        for (int i = 0; i < 3; i++) {
            seat(street, Role.ESTATE_OFFICE, "小区治理办", staff(street));
        }
        seat(street, Role.DEPARTMENT_OFFICER, "房管所", staff(street));
        seat(street, Role.DEPARTMENT_OFFICER, "城管分局", staff(street));
        seat(street, Role.SYSTEM_ADMINISTRATOR, "系统管理员", staff(street));
        seat(street, Role.SECURITY_ADMINISTRATOR, "安全管理员", staff(street));
        seat(street, Role.AUDIT_ADMINISTRATOR, "审计管理员", staff(street));
    }

    private void committee() {
        organisations.add(Organisation.of(4, Organisation.Kind.RESIDENTS_COMMITTEE, "恒泉社区居民委员会", "" + HENGQUAN));
        Place community = allPlaces.stream()
                .filter(place -> place.id() == HENGQUAN)
                .findFirst()
                .orElseThrow();
        seat(community, Role.COMMITTEE_DIRECTOR, "恒泉社区居委会主任", staff(community));
        for (int i = 0; i < 4; i++) {
            seat(community, Role.COMMITTEE_STAFF, "恒泉社区工作者", staff(community));
        }
    }

    private Governance.Reign reign(Place place, Governance.Role role, long organisation) {
        return new Governance.Reign(
                place.community(), place.id(), role, organisation, Instant.parse("2019-12-31T16:00:00Z"), null);
    }

    private Place estate(int index) {
        boolean underCommittee = index < UNDER_COMMITTEE;
        boolean managed = index < MANAGED;
        Place parent = allPlaces.stream()
                .filter(place -> place.id() == (underCommittee ? HENGQUAN : UNDER_NOBODY))
                .findFirst()
                .orElseThrow();
        String name = FIRST.get(index % FIRST.size())
                + (managed ? NEW_KIND : OLD_KIND).get((index / FIRST.size() + index) % (managed ? 5 : 4))
                + (index >= 2 * FIRST.size() ? "二区" : "");
        var at = new Place.Point(23.0000 + random.nextDouble() * 0.036, 113.9450 + random.nextDouble() * 0.040);
        Place estate = child(parent, "E%03d".formatted(index + 1), PlaceKind.ESTATE, name, at);
        if (managed) {
            long company = 100 + index % 9;
            if (index < 9) {
                organisations.add(Organisation.of(
                        company, Organisation.Kind.PROPERTY_COMPANY, madeUp.one(FIRST) + "物业服务有限公司", STREET));
            }
            governance.add(reign(estate, Governance.Role.PROPERTY_COMPANY, company));
            seat(estate, Role.PROPERTY_MANAGER, name + "物业经理", staff(estate));
        }
        if (underCommittee) {
            governance.add(reign(estate, Governance.Role.RESIDENTS_COMMITTEE, 4));
        }
        if (index % 3 == 0) {
            organisations.add(
                    Organisation.of(200 + index, Organisation.Kind.OWNERS_COMMITTEE, name + "业主委员会", estate.code()));
            governance.add(reign(estate, Governance.Role.OWNERS_COMMITTEE, 200 + index));
            seat(estate, Role.OWNERS_COMMITTEE, name + "业委会主任", staff(estate));
        }
        if (index % 2 == 0) {
            seat(estate, Role.VOLUNTEER, "清晨啄木鸟志愿者", staff(estate));
        }
        buildings(estate, managed);
        return estate;
    }

    private void buildings(Place estate, boolean managed) {
        int grids = 1 + random.nextInt(3);
        int building = 0;
        for (int g = 1; g <= grids; g++) {
            Place grid = child(estate, "G" + g, PlaceKind.GRID, "第" + g + "网格", estate.at());
            seat(grid, Role.GRID_WORKER, "网格员", staff(grid));
            int here = 3 + random.nextInt(5);
            for (int b = 0; b < here; b++) {
                building++;
                Place house = child(
                        grid, "B%03d".formatted(building), PlaceKind.BUILDING, building + "栋", moved(estate.at()));
                if (building == 1) {
                    seat(house, Role.BLOCK_LEADER, "楼片长", staff(house));
                }
                int floors = managed ? 9 + random.nextInt(9) : 5 + random.nextInt(3);
                stairwells(house, floors);
            }
        }
    }

    private static final int STAIRWELLS = 2;

    private void stairwells(Place house, int floors) {
        for (int s = 1; s <= STAIRWELLS; s++) {
            Place stairwell = child(house, "S" + s, PlaceKind.STAIRWELL, s + "单元", house.at());
            for (int floor = 1; floor <= floors; floor++) {
                for (int door = 1; door <= 3; door++) {
                    String number = "%02d%02d".formatted(floor, door);
                    child(stairwell, number, PlaceKind.DWELLING, number, house.at());
                }
            }
        }
    }

    private Place.@Nullable Point moved(Place.@Nullable Point from) {
        if (from == null) {
            return null;
        }
        return new Place.Point(
                from.latitude() + (random.nextDouble() - .5) * 0.003,
                from.longitude() + (random.nextDouble() - .5) * 0.003);
    }

    /// 35 people for 41 estates: the last six estates share their liaison with another.
    private void liaisons(List<Place> estates) {
        var seconded = new ArrayList<Person>();
        for (int i = 0; i < LIAISONS; i++) {
            seconded.add(staff(estates.get(i)));
        }
        for (int i = 0; i < estates.size(); i++) {
            seat(estates.get(i), Role.ESTATE_LIAISON, "小区专职联络员", seconded.get(i % LIAISONS));
            allSeats.set(
                    allSeats.size() - 1,
                    allSeats.getLast().seconded(Clocks.today(clock).plusYears(1)));
        }
    }

    private Person staff(Place place) {
        var person = Person.of(place.community(), nextPerson++, place.code(), madeUp.name(), madeUp.phone(), null);
        allPeople.add(person);
        allAccounts.put(
                person.id(),
                new Accounts.Account(person.id(), person.id(), "u" + (1000 + person.id()), person.name(), false));
        return person;
    }

    private void seat(Place place, Role role, String title, Person holder) {
        allSeats.add(new Seat(
                place.community(),
                nextSeat++,
                role,
                place.id(),
                place.code(),
                holder.id(),
                holder.name(),
                title,
                madeUp.office(),
                null,
                null));
    }

    private void fillPeople() {
        var dwellings = allPlaces.stream()
                .filter(place -> place.kind() == PlaceKind.DWELLING)
                .toList();
        Map<Long, String> families = new HashMap<>();
        while (allPeople.size() < PEOPLE) {
            Place dwelling = madeUp.one(dwellings);
            String name = madeUp.name();
            String family = families.computeIfAbsent(dwelling.id(), _ -> name.substring(0, 1));
            String own = random.nextInt(3) == 0 ? name : family + name.substring(1);
            move(dwelling, own, random.nextInt(3) == 0 ? null : madeUp.phone());
        }
    }

    /// Most people of the town are from elsewhere (seed 004); tenants more often than owners.
    private void move(Place dwelling, String name, @Nullable String phone) {
        boolean floating = lives.nextInt(4) != 0;
        LocalDate today = Clocks.today(clock);
        LocalDate born = today.minusDays(300 + lives.nextInt(29_000));
        String county = floating ? FROM.get(lives.nextInt(FROM.size())) : "441900";
        long id = nextPerson++;
        allPeople.add(new Person(
                dwelling.community(),
                id,
                dwelling.code(),
                name,
                phone,
                null,
                born,
                lives.nextInt(2) == 0 ? Sex.F : Sex.M,
                county,
                dwelling.id(),
                1));
        boolean head = heads.add(dwelling.id());
        Relation relation =
                !head ? Relation.FAMILY : floating && lives.nextInt(4) != 0 ? Relation.TENANT : Relation.OWNER;
        allResidences.add(new Residence(
                dwelling.community(),
                id,
                id,
                dwelling.id(),
                dwelling.code(),
                relation,
                1,
                head,
                today.minusDays(30 + lives.nextInt(3000)),
                null));
    }

    private static final List<String> FROM =
            List.of("450881", "431129", "360731", "511921", "522401", "411525", "421023", "445281", "610924");
    private final Set<Long> heads = new HashSet<>();

    /// Somebody who can sign in to look around, by the role they show.
    record SignIn(String role, String name, String username, long account, String home) {}

    private final List<SignIn> signIns = new ArrayList<>();

    /// Whoever signs in under this name.
    org.gongzhi.access.Actor actor(org.gongzhi.access.Sessions sessions, String username) {
        return sessions.load(signIns.stream()
                .filter(each -> each.username().equals(username))
                .findFirst()
                .orElseThrow()
                .account());
    }

    List<SignIn> signIns() {
        return signIns;
    }

    private void chooseSignIns() {
        signIn("street officer", "officer", first(Role.STREET_OFFICER, STREET));
        signIn("street estate office", "office", first(Role.ESTATE_OFFICE, STREET));
        signIn("housing department", "housing", first(Role.DEPARTMENT_OFFICER, STREET));
        signIn("residents' committee director", "director", first(Role.COMMITTEE_DIRECTOR, STREET));
        signIn("residents' committee staff", "committee", first(Role.COMMITTEE_STAFF, STREET));
        signIn("grid worker", "grid", first(Role.GRID_WORKER, HENGQUAN + "-E001"));
        signIn("estate liaison", "liaison", first(Role.ESTATE_LIAISON, HENGQUAN + "-E001"));
        signIn("property manager", "property", first(Role.PROPERTY_MANAGER, HENGQUAN + "-E001"));
        signIn("owners' committee", "owners", first(Role.OWNERS_COMMITTEE, HENGQUAN + "-E001"));
        signIn("grid worker of an estate under nobody", "grid2", first(Role.GRID_WORKER, UNDER_NOBODY + "-E030"));
        signIn("volunteer", "volunteer", first(Role.VOLUNTEER, STREET));
        signIn("system administrator", "system", first(Role.SYSTEM_ADMINISTRATOR, STREET));
        signIn("security administrator", "security", first(Role.SECURITY_ADMINISTRATOR, STREET));
        signIn("audit administrator", "audit", first(Role.AUDIT_ADMINISTRATOR, STREET));
        signIn("resident", "resident", living(HENGQUAN + "-E001"));
        signIn("resident of an estate under nobody", "resident2", living(UNDER_NOBODY + "-E030"));
    }

    private Person first(Role role, String within) {
        Seat seat = allSeats.stream()
                .filter(each -> each.role() == role && each.placeCode().startsWith(within))
                .findFirst()
                .orElseThrow();
        return allPeople.get((int) seat.person() - 1);
    }

    private Person living(String within) {
        var doors = allPlaces.stream()
                .filter(place ->
                        place.kind() == PlaceKind.DWELLING && place.code().startsWith(within))
                .map(Place::id)
                .collect(java.util.stream.Collectors.toSet());
        return allPeople.stream()
                .filter(person -> person.dwelling() != null && doors.contains(person.dwelling()))
                .findFirst()
                .orElseThrow();
    }

    private void signIn(String role, String username, Person person) {
        allAccounts.put(person.id(), new Accounts.Account(person.id(), person.id(), username, person.name(), false));
        Long dwelling = person.dwelling();
        String home = allPlaces.stream()
                .filter(place -> dwelling != null && place.id() == dwelling)
                .map(Place::code)
                .findFirst()
                .orElse("");
        signIns.add(new SignIn(role, person.name(), username, person.id(), home));
    }

    /// Residents who live somewhere, for accounts and reports.
    List<Person> residents() {
        return allPeople.stream().filter(person -> person.dwelling() != null).toList();
    }

    List<Governance.Reign> governance() {
        return governance;
    }

    List<Seat> seats() {
        return allSeats;
    }

    List<Place> places() {
        return allPlaces;
    }
}
