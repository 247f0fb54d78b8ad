package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gongzhi.RunningProgram;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.people.Cares;
import org.gongzhi.people.Dwellings;
import org.gongzhi.people.Governance;
import org.gongzhi.people.IdNumber;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Person;
import org.gongzhi.people.Registrations;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.PlaceRegister;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The living register as its users live with it.
@Tag("sql")
class RegisterTest extends RunningProgram {

    @Autowired
    private Register register;

    @Autowired
    private Requests requests;

    @Autowired
    private OwnRecord own;

    @Autowired
    private Privacy privacy;

    @Autowired
    private Keeping keeping;

    @Autowired
    private Rounds rounds;

    @Autowired
    private PlaceDesk desk;

    @Autowired
    private StaffDesk staffDesk;

    @Autowired
    private Appointments appointments;

    @Autowired
    private Places places;

    @Autowired
    private Seats seats;

    @Autowired
    private Matters matters;

    @Autowired
    private Audit audit;

    @Autowired
    private JdbcClient client;

    private Actor committee;
    private Actor director;
    private Actor grid;
    private LocalDate today;

    @BeforeEach
    void actors() {
        committee = town.actor(Role.COMMITTEE_STAFF);
        director = town.actor(Role.COMMITTEE_DIRECTOR);
        grid = town.actor(Role.GRID_WORKER);
        today = LocalDate.ofInstant(clock.instant(), Clocks.ZONE);
    }

    private static int people;

    /// Born in 1900: nobody living has such a number.
    private static String freshIdNumber() {
        String seventeen = "44190019000102" + "%03d".formatted(100 + ++people);
        return seventeen + IdNumber.sign(seventeen);
    }

    private Person enter(String name, String phone, String idNumber) {
        return register.enter(
                committee,
                town.dwelling.code(),
                new Register.Typed(name, phone, idNumber, null, null, "441900"),
                Relation.OWNER,
                today);
    }

    private static void refuses(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private List<Person> found(Actor actor, String words) {
        return register.search(actor, words, null, null, 50).rows();
    }

    @Test
    void somebodyIsFoundByPartsOfTheNameByNumbersByTheirTailsAndByAddress() {
        String idNumber = freshIdNumber();
        Person person = enter("欧阳青云", "10066661234", idNumber);
        for (String words : List.of(
                "欧阳青云",
                "青云",
                "阳青",
                "10066661234",
                "100-6666-1234",
                "1234 欧阳",
                idNumber,
                idNumber.toLowerCase(java.util.Locale.ROOT),
                "恒泉花园 1栋 1单元 0101 青云")) {
            assertThat(found(committee, words)).as(words).extracting(Person::id).contains(person.id());
        }
        assertThat(found(committee, "恒泉花园 0101")).extracting(Person::id).contains(person.id());
        assertThat(found(committee, "青云 9999")).isEmpty();
        refuses("search-short", () -> found(committee, "欧"));
        refuses("search-long", () -> found(committee, "x".repeat(3000)));
        assertThat(found(town.actor(town.foreignSeat.get(Role.STREET_OFFICER)), "欧阳青云"))
                .isEmpty();
        assertThat(found(town.residentActor(), "欧阳青云")).isEmpty();
    }

    @Test
    void whatIsStoredTellsNothingWithoutTheKey() {
        String idNumber = freshIdNumber();
        Person person = enter("司马无名", "10077770000", idNumber);
        register.care(committee, person.id(), Cares.Tag.CHRONIC_ILLNESS, today);
        rounds.visit(grid, town.dwelling.code(), Dwellings.Outcome.CHANGED, "司马无名要搬家");
        String dump = dump();
        for (String secret : List.of("司马无名", "10077770000", idNumber, "CHRONIC_ILLNESS")) {
            assertThat(dump).doesNotContain(secret);
        }
    }

    /// Every row of every table as text: what a dump of the database would tell.
    private String dump() {
        var text = new StringBuilder();
        var tables = client.sql("""
                        select table_schema || '.' || table_name from information_schema.tables
                        where table_schema in ('journal', 'places', 'people', 'access', 'files', 'matters', 'register')
                        and table_type = 'BASE TABLE'""").query((row, _) -> row.getString(1)).list();
        for (String table : tables) {
            client.sql("select t::text from " + table + " t")
                    .query((row, _) -> text.append(row.getString(1)).append('\n'))
                    .list();
        }
        return text.toString();
    }

    @Test
    void anErasedPersonLeavesNoTraceAndTheCountsStay() throws Exception {
        String name = "诸葛将离";
        String phone = "10088880001";
        String idNumber = freshIdNumber();
        Person person = enter(name, phone, idNumber);
        register.change(
                committee,
                person.id(),
                new Register.Typed(null, "10088880002", null, null, null, null),
                person.version());
        register.care(committee, person.id(), Cares.Tag.LIVING_ALONE, today);
        register.register(committee, person.id(), Registrations.Kind.RESIDENCE_REGISTRATION, today);
        register.reveal(grid, person.id(), Audit.Purpose.CARE_VISIT);
        var account = town.accountOf(person);
        Matter matter = matters.report(new NewMatter(
                "E0501",
                town.stairwell.id(),
                null,
                name + "家门口,电话 10088880002",
                List.of(),
                new Matter.Reporter(account, person.id(), "WEB"),
                null));
        privacy.consent(person, "CONTACT", null);
        long entries = count("select count(*) from journal.entry");
        long all = count("select count(*) from matters.matter");

        register.erase(committee, person.id());

        assertThat(count("select count(*) from journal.entry")).isEqualTo(entries + 1);
        assertThat(count("select count(*) from matters.matter")).isEqualTo(all);
        String dump = dump();
        for (String trace : List.of(name, phone, "10088880002", idNumber)) {
            assertThat(dump).as(trace).doesNotContain(trace);
            assertThat(found(committee, trace)).isEmpty();
            // the search index follows the journal a moment later
            await().untilAsserted(() -> assertThat(filesThatHold(trace)).isEmpty());
        }
        assertThat(count("select count(*) from people.token where person = " + person.id()))
                .isZero();
        assertThat(client.sql("select text from matters.matter where id = ?")
                        .param(matter.id())
                        .query(String.class)
                        .single())
                .isEqualTo("▇▇家门口,电话 ▇▇");
        refuses("person", () -> register.card(committee, person.id()));
    }

    private long count(String sql) {
        return client.sql(sql).query(Long.class).single();
    }

    /// Files of the program's own folder, the database's left out: its pages are the dump's.
    private static List<Path> filesThatHold(String words) throws Exception {
        var hits = new ArrayList<Path>();
        byte[] wanted = words.getBytes(StandardCharsets.UTF_8);
        try (var files = Files.walk(DATA)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> !each.toString().contains("/database"))
                    .toList()) {
                try {
                    if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
                        hits.add(file);
                    }
                } catch (java.nio.file.NoSuchFileException gone) {
                    // the search index has merged it into another, which is looked at as well
                }
            }
        } catch (java.io.UncheckedIOException gone) {
            return filesThatHold(words); // a file went while the folder was being walked: look again
        }
        return hits;
    }

    @Test
    void whoeverHoldsASeatIsNotErasedBeforeItIsHandedOver() {
        Seat seat = town.seat(town.grid, Role.VOLUNTEER);
        refuses("erase-seat", () -> register.erase(committee, seat.person()));
        assertThat(register.readable(committee, seat.person()).name()).isNotEmpty();
    }

    @Test
    void twoWhoEnterTheSameIdentityNumberAtOnceMakeOnePerson() throws Exception {
        String idNumber = freshIdNumber();
        try (var pool = Executors.newFixedThreadPool(6)) {
            var tries = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 6; i++) {
                int mine = i;
                tries.add(() -> {
                    try {
                        enter("同时登", "1009999000" + mine, idNumber);
                        return true;
                    } catch (Refusal refused) {
                        assertThat(refused.code()).isEqualTo("id-number-taken");
                        return false;
                    }
                });
            }
            long made = pool.invokeAll(tries).stream()
                    .filter(each -> {
                        try {
                            return each.get();
                        } catch (Exception failed) {
                            throw new AssertionError(failed);
                        }
                    })
                    .count();
            assertThat(made).isEqualTo(1);
        }
        assertThat(found(committee, idNumber)).hasSize(1);
    }

    @Test
    void aChangeOverAnOlderVersionIsRefusedAndNothingIsLost() {
        Person person = enter("版本人", "10012120000", null);
        register.change(
                committee,
                person.id(),
                new Register.Typed(null, "10012120001", null, null, null, null),
                person.version());
        refuses(
                "changed-meanwhile",
                () -> register.change(
                        grid, person.id(), new Register.Typed("别的名", null, null, null, null, null), person.version()));
        assertThat(register.changes(committee, person.id()))
                .filteredOn(change -> change.field().equals("phone"))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.before()).isEqualTo("10012120000");
                    assertThat(change.after()).isEqualTo("10012120001");
                });
    }

    @Test
    void wrongFieldsAreNamed() {
        refuses("person-name", () -> enter("", null, null));
        refuses("person-name", () -> enter("<script>", null, null));
        refuses("person-id-number", () -> enter("李四光", null, "441900190001010028"));
        refuses("person-phone", () -> enter("李四光", "12", null));
        refuses(
                "person-sex-id",
                () -> register.enter(
                        committee,
                        town.dwelling.code(),
                        new Register.Typed("李四光", null, "441900190001010027", "男", null, null),
                        Relation.OWNER,
                        today));
        assertThat(enter("阿卜杜拉·买买提", null, null).name()).isEqualTo("阿卜杜拉·买买提");
        assertThat(enter("𠮷野", null, null).name()).isEqualTo("𠮷野");
    }

    @Test
    void whoLivedWhereWhenIsKept() {
        Person person = enter("搬家人", null, null);
        var residence = register.card(committee, person.id()).residences().getFirst();
        refuses(
                "lives-there",
                () -> register.moveIn(committee, person.id(), town.dwelling.code(), Relation.TENANT, 1, today));
        register.moveOut(committee, person.id(), residence.id(), today);
        assertThat(register.readable(committee, person.id()).placeCode()).isEqualTo(town.community.code());
        refuses("moved-out", () -> register.moveOut(committee, person.id(), residence.id(), today));
        register.moveIn(committee, person.id(), town.dwelling.code(), Relation.TENANT, 2, today);
        assertThat(register.card(committee, person.id()).residences())
                .extracting(each -> each.relation())
                .containsExactly(Relation.TENANT, Relation.OWNER);
    }

    @Test
    void careIsSeenByWhoLooksAfterThePlaceAndGoesWithTheConsent() {
        Person person = enter("独居翁", null, null);
        register.care(committee, person.id(), Cares.Tag.OVER_EIGHTY, today);
        refuses("care-known", () -> register.care(committee, person.id(), Cares.Tag.OVER_EIGHTY, today));
        assertThat(register.card(town.actor(Role.STREET_OFFICER), person.id()).cares())
                .isEmpty();
        assertThat(register.needing(grid, Cares.Tag.OVER_EIGHTY, null, 50).rows())
                .extracting(Person::id)
                .contains(person.id());
        var self = new Actor(town.accountOf(person), person.id(), person.name(), List.of());
        own.consent(self, "CARE");
        refuses("consent-given", () -> own.consent(self, "CARE"));
        own.withdraw(self, "CARE");
        assertThat(register.card(committee, person.id()).cares()).isEmpty();
        assertThat(own.of(self).looks()).isNotEmpty();
    }

    @Test
    void needsAndRegistrationsMoveWithThePersonAndAnErasedOneIsCountedNowhere() {
        Place door = desk.add(
                director,
                town.stairwell.code(),
                new PlaceRegister.NewPlace(PlaceKind.DWELLING, "0901", "0901", null, null, null, 9));
        Person person = enter("随人走", null, null);
        register.care(committee, person.id(), Cares.Tag.DISABILITY, today);
        register.register(committee, person.id(), Registrations.Kind.RESIDENCE_REGISTRATION, today);
        var old = register.card(committee, person.id()).residences().getFirst();
        register.moveOut(committee, person.id(), old.id(), today);
        register.moveIn(committee, person.id(), door.code(), Relation.OWNER, 1, today);
        var card = register.card(committee, person.id());
        assertThat(card.cares()).extracting(Cares.Care::placeCode).containsExactly(door.code());
        assertThat(card.registrations())
                .extracting(Registrations.Registration::placeCode)
                .containsExactly(door.code());
        assertThat(count("select people from people.dwelling where id = " + door.id()))
                .isEqualTo(1);
        register.erase(committee, person.id());
        assertThat(count("select people from people.dwelling where id = " + door.id()))
                .isZero();
    }

    @Test
    void aChildsConsentNeedsAGuardian() {
        Person child = register.enter(
                committee,
                town.dwelling.code(),
                new Register.Typed(
                        "小朋友", null, null, "F", today.minusYears(14).plusDays(1).toString(), null),
                Relation.FAMILY,
                today);
        refuses("guardian", () -> privacy.consent(child, "CHILD", null));
        privacy.consent(child, "CHILD", town.resident);
        assertThat(privacy.consents(child))
                .singleElement()
                .satisfies(consent -> assertThat(consent.guardian()).isEqualTo(town.resident));
    }

    @Test
    void aRequestIsAnsweredWithinItsTermByWhoLooksAfterThePlace() {
        Person person = enter("申请人", "10013130000", null);
        var self = new Actor(town.accountOf(person), person.id(), person.name(), List.of());
        var asked = requests.ask(self, Requests.Kind.CORRECT, null, "我的电话错了");
        assertThat(asked.due()).isEqualTo(asked.askedAt().plus(Duration.ofDays(15)));
        assertThat(requests.waiting(committee)).extracting(each -> each.id()).contains(asked.id());
        refuses("request", () -> requests.grant(town.actor(town.foreignSeat.get(Role.STREET_OFFICER)), asked.id(), ""));
        refuses("words", () -> requests.refuse(committee, asked.id(), " "));
        requests.refuse(committee, asked.id(), "请带身份证到居委会核对");
        refuses("request-settled", () -> requests.grant(committee, asked.id(), ""));
        var erasing = requests.ask(self, Requests.Kind.ERASE, null, "");
        requests.grant(committee, erasing.id(), "");
        refuses("person", () -> register.card(committee, person.id()));
    }

    @Test
    void aResidentIsBoundToADwellingAndSeesWhatIsStored() {
        long account = town.looseAccount("新来的");
        var self = new Actor(account, null, "新来的", List.of());
        refuses("request-unbound", () -> requests.ask(self, Requests.Kind.COPY, null, ""));
        var asked = requests.ask(self, Requests.Kind.BIND, town.dwelling.code(), "我是租客");
        requests.grant(committee, asked.id(), "已核实");
        Actor bound = sessions.load(account);
        assertThat(own.of(bound).person()).isNotNull();
        assertThat(own.of(bound).residences())
                .singleElement()
                .satisfies(residence -> assertThat(residence.dwelling()).isEqualTo(town.dwelling.id()));
    }

    @Test
    void aHouseholdConfirmsWhoBelongsToItAndNobodyElseCan() {
        Person owner = enter("户主人", null, null);
        var household = new Actor(town.accountOf(owner), owner.id(), owner.name(), List.of());
        long account = town.looseAccount("女儿");
        var asked = requests.ask(
                new Actor(account, null, "女儿", List.of()), Requests.Kind.BIND, town.dwelling.code(), "我是女儿");
        var stranger = new Actor(town.looseAccount("路人"), null, "路人", List.of());
        assertThat(requests.ofHousehold(stranger)).isEmpty();
        refuses("request", () -> requests.confirm(stranger, asked.id()));
        refuses("request", () -> requests.confirm(sessions.load(account), asked.id()));
        assertThat(requests.ofHousehold(household))
                .extracting(each -> each.id())
                .contains(asked.id());
        requests.confirm(household, asked.id());
        assertThat(own.of(sessions.load(account)).person()).isNotNull();
        refuses("request-settled", () -> requests.grant(committee, asked.id(), ""));
    }

    @Autowired
    private Assessments assessments;

    @Test
    void anImpactAssessmentIsKeptThreeYearsAndSeenInItsPlaceOnly() {
        assessments.add(committee, town.community.code(), Assessments.Subject.SENSITIVE, "关怀名单", "必要且最小", "加密、留痕");
        assertThat(assessments.within(committee))
                .anySatisfy(each ->
                        assertThat(each.keepUntil()).isEqualTo(each.madeOn().plusYears(3)));
        assertThat(assessments.within(town.actor(town.foreignSeat.get(Role.COMMITTEE_DIRECTOR))))
                .isEmpty();
        refuses(
                "assessment",
                () -> assessments.add(committee, town.community.code(), Assessments.Subject.OTHER, "", "x", ""));
    }

    @Test
    void formerResidentsGoWhenTheirTermIsOver() {
        Person person = register.enter(
                committee,
                town.dwelling.code(),
                new Register.Typed("早搬走", null, null, null, null, null),
                Relation.TENANT,
                today.minusYears(6));
        var residence = register.card(committee, person.id()).residences().getFirst();
        register.moveOut(committee, person.id(), residence.id(), today.minusMonths(36));
        keeping.purge();
        assertThat(register.readable(committee, person.id()).id()).isEqualTo(person.id());
        clock.forward(Duration.ofDays(2));
        assertThat(keeping.purge().people()).isGreaterThanOrEqualTo(1);
        refuses("person", () -> register.readable(committee, person.id()));
    }

    @Test
    void aVisitWithNothingChangedTakesTheDoorOffTheListAndNobodyHomeDoesNot() {
        Place door = desk.add(
                director,
                town.stairwell.code(),
                new PlaceRegister.NewPlace(PlaceKind.DWELLING, "0900", "0900", null, null, 8_050L, 9));
        register.enter(
                committee, door.code(), new Register.Typed("被走访", null, null, null, null, null), Relation.OWNER, today);
        rounds.visit(grid, door.code(), Dwellings.Outcome.NOBODY_HOME, "");
        assertThat(rounds.due(grid, 500)).extracting(each -> each.placeCode()).contains(door.code());
        rounds.visit(grid, door.code(), Dwellings.Outcome.NOTHING_CHANGED, "");
        assertThat(rounds.due(grid, 500)).extracting(each -> each.placeCode()).doesNotContain(door.code());
        clock.forward(Duration.ofDays(190));
        assertThat(rounds.due(grid, 500)).extracting(each -> each.placeCode()).contains(door.code());
        refuses("place", () -> rounds.visit(grid, town.orphanStairwell.code(), Dwellings.Outcome.NOTHING_CHANGED, ""));
    }

    @Test
    void aPlaceThatIsSplitMergedAndRenamedKeepsItsOldCodesAndEverythingHangsOn() {
        Place building = desk.add(
                director,
                town.grid.code(),
                new PlaceRegister.NewPlace(PlaceKind.BUILDING, "B077", "77栋", null, null, null, null));
        Place one = desk.add(
                director,
                building.code(),
                new PlaceRegister.NewPlace(PlaceKind.STAIRWELL, "S1", "1单元", null, null, null, null));
        desk.add(
                director,
                building.code(),
                new PlaceRegister.NewPlace(PlaceKind.STAIRWELL, "S2", "2单元", null, null, null, null));
        Place door = desk.add(
                director,
                one.code(),
                new PlaceRegister.NewPlace(PlaceKind.DWELLING, "0101", "0101", null, null, null, null));
        Person person = register.enter(
                committee, door.code(), new Register.Typed("随房走", null, null, null, null, null), Relation.OWNER, today);
        Seat leader = town.seat(one, Role.BLOCK_LEADER);
        Matter matter = matters.report(
                new NewMatter("E0501", one.id(), null, "", List.of(), new Matter.Reporter(null, null, "API"), null));

        Place fresh = desk.split(director, building.code(), "B078", "78栋", List.of("S1"), today, "实际是两栋");
        String moved = fresh.code() + "-S1-0101";
        assertThat(places.find(door.code()).orElseThrow().code()).isEqualTo(moved);
        assertThat(register.readable(committee, person.id()).placeCode()).isEqualTo(moved);
        assertThat(seats.get(leader.id()).placeCode()).isEqualTo(fresh.code() + "-S1");
        assertThat(client.sql("select place_code from matters.matter where id = ?")
                        .param(matter.id())
                        .query(String.class)
                        .single())
                .isEqualTo(fresh.code() + "-S1");
        refuses(
                "place-taken",
                () -> desk.add(
                        director,
                        town.grid.code(),
                        new PlaceRegister.NewPlace(PlaceKind.BUILDING, "B078", "又一栋", null, null, null, null)));
        desk.rename(director, fresh.code(), "甲栋", today, "");
        desk.merge(director, fresh.code(), building.code(), today, "还是一栋");
        assertThat(places.find(door.code()).orElseThrow().code()).isEqualTo(door.code());
        assertThat(places.find(fresh.code()).orElseThrow().id()).isEqualTo(building.id());
        assertThat(found(committee, "77栋 0101")).extracting(Person::id).contains(person.id());
        refuses("place-not-empty", () -> desk.close(director, building.code(), today, ""));
        refuses("place", () -> desk.rename(director, town.orphanEstate.code(), "不归我管", today, ""));
    }

    @Test
    void governanceChangesHandsOnADayAndTheCoverageFollows() throws Exception {
        Actor officer = town.actor(Role.STREET_OFFICER);
        var before = desk.coverage(officer, null);
        Organisation company = staffDesk.save(
                officer, Organisation.of(0, Organisation.Kind.PROPERTY_COMPANY, "新物业", town.orphanEstate.code()));
        desk.govern(officer, town.orphanEstate.code(), Governance.Role.PROPERTY_COMPANY, company.id(), today);
        var after = desk.coverage(officer, null);
        assertThat(after.in(Governance.State.UNMANAGED)).isEqualTo(before.in(Governance.State.UNMANAGED) - 1);
        desk.endGovernance(officer, town.orphanEstate.code(), Governance.Role.PROPERTY_COMPANY, today);
        desk.govern(officer, town.orphanEstate.code(), Governance.Role.TRUSTEE, company.id(), today);
        assertThat(desk.coverage(officer, null).in(Governance.State.TRUSTEESHIP))
                .isEqualTo(1);
        var answer = get(
                "/api/v1/coverage?place=" + town.street.code(),
                token(town.seat.get(Role.STREET_OFFICER).person()));
        assertThat(answer.path("estates").asInt())
                .isEqualTo(answer.path("managed").asInt()
                        + answer.path("unmanaged").asInt()
                        + answer.path("trusteeship").asInt());
        desk.endGovernance(officer, town.orphanEstate.code(), Governance.Role.TRUSTEE, today);
    }

    @Test
    void gridsThatOverlapAndHolesAreFoundAndAPointFindsItsGrid() {
        Actor officer = town.actor(Role.STREET_OFFICER);
        Place estate = desk.add(
                officer,
                town.community.code(),
                new PlaceRegister.NewPlace(PlaceKind.ESTATE, "E900", "画图小区", null, null, null, null));
        Place west = desk.add(
                officer,
                estate.code(),
                new PlaceRegister.NewPlace(PlaceKind.GRID, "G1", "西网格", null, null, null, null));
        Place east = desk.add(
                officer,
                estate.code(),
                new PlaceRegister.NewPlace(PlaceKind.GRID, "G2", "东网格", null, null, null, null));
        desk.outline(officer, estate.code(), box(113.900, 113.904), 0);
        desk.outline(officer, west.code(), box(113.900, 113.902), 0);
        desk.outline(officer, east.code(), box(113.9015, 113.903), 0);
        refuses(
                "outline",
                () -> desk.outline(officer, west.code(), List.of(1.0, 1.0, 2.0, 2.0, 1.0, 2.0, 2.0, 1.0), 1));
        refuses("changed-meanwhile", () -> desk.outline(officer, west.code(), box(113.9, 113.901), 7));
        assertThat(desk.coverage(officer, null).faults())
                .filteredOn(fault -> fault.place().code().startsWith(estate.code()))
                .extracting(fault -> fault.kind())
                .containsExactlyInAnyOrder("OVERLAP", "HOLE");
        desk.outline(officer, east.code(), box(113.902, 113.904), 1);
        assertThat(desk.coverage(officer, null).faults())
                .filteredOn(fault -> fault.place().code().startsWith(estate.code()))
                .isEmpty();
        assertThat(outlines.gridAt(new Place.Point(23.0005, 113.9005)))
                .hasValueSatisfying(grid -> assertThat(grid.id()).isEqualTo(west.id()));
        assertThat(outlines.gridAt(new Place.Point(23.0005, 113.9035)))
                .hasValueSatisfying(grid -> assertThat(grid.id()).isEqualTo(east.id()));
        assertThat(outlines.gridAt(new Place.Point(23.9, 113.9035))).isEmpty();
    }

    @Autowired
    private org.gongzhi.places.Outlines outlines;

    private static List<Double> box(double from, double to) {
        return List.of(from, 23.000, to, 23.000, to, 23.001, from, 23.001);
    }

    @Test
    void aSeatIsHandedOverWithEverythingOpenAndEndsOnItsLastDay() {
        Actor officer = town.actor(Role.STREET_OFFICER);
        Place estate = desk.add(
                officer,
                town.community.code(),
                new PlaceRegister.NewPlace(PlaceKind.ESTATE, "E901", "移交小区", null, null, null, null));
        Seat given = given(appointments.appoint(
                officer, estate.code(), wanted(Role.PROPERTY_MANAGER, "老经理", "10014140000", null)));
        Matter matter = matters.report(
                new NewMatter("E0102", estate.id(), null, "", List.of(), new Matter.Reporter(null, null, "API"), null));
        assertThat(matter.lead()).isEqualTo(given.id());
        Seat next = given(
                appointments.handOver(officer, given.id(), wanted(Role.PROPERTY_MANAGER, "新经理", "10014140001", null)));
        assertThat(lead(matter)).isEqualTo(next.id());
        refuses("secondment-end", () -> appointments.appoint(officer, estate.code(), seconded("借调人", null)));
        Seat seconded = given(appointments.appoint(officer, estate.code(), seconded("借调人", today.plusDays(3))));
        clock.forward(Duration.ofDays(5));
        keeping.endSeats();
        assertThat(seats.get(seconded.id()).endedAt()).isNotNull();
        refuses(
                "seat-place",
                () -> appointments.appoint(
                        director, town.community.code(), wanted(Role.STREET_OFFICER, "越级人", "10014140009", null)));
        refuses(
                "seat-self",
                () -> appointments.appoint(
                        officer,
                        town.community.code(),
                        wanted(
                                Role.COMMITTEE_DIRECTOR,
                                officer.seats().getFirst().holder(),
                                "10012345678",
                                null)));
        refuses(
                "seat-place",
                () -> appointments.appoint(
                        officer, estate.code(), wanted(Role.AUDIT_ADMINISTRATOR, "自己人", "10014140003", null)));
    }

    private static Proposal.Wanted wanted(Role role, String name, String mobile, LocalDate endsOn) {
        Seat.Mode mode = role == Role.ESTATE_LIAISON ? Seat.Mode.SECONDED : Seat.Mode.APPOINTED;
        return new Proposal.Wanted(
                role, name, mobile, "岗位", "0769-55500005", mode, null, endsOn, null, "", "轮岗", false);
    }

    private static Proposal.Wanted seconded(String name, LocalDate endsOn) {
        return wanted(Role.ESTATE_LIAISON, name, "10014140002", endsOn);
    }

    /// Confirmed by a second person.
    private Seat given(Appointments.Outcome proposed) {
        return appointments
                .confirm(town.actor(Role.ESTATE_OFFICE), proposed.waiting())
                .seat();
    }

    private long lead(Matter matter) {
        return client.sql("select lead_seat from matters.matter where id = ?")
                .param(matter.id())
                .query(Long.class)
                .single();
    }

    @Test
    void postersCarryThePlaceInTheirCode() throws Exception {
        var answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(
                                        java.net.URI.create(url("/places/" + town.estate.code() + "/posters.pdf")))
                                .header("Authorization", "Bearer " + token(director.person()))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        try (var document = org.apache.pdfbox.Loader.loadPDF(answer.body())) {
            assertThat(document.getNumberOfPages()).isGreaterThanOrEqualTo(2);
            assertThat(new org.apache.pdfbox.text.PDFTextStripper().getText(document))
                    .contains(town.stairwell.code())
                    .contains("扫码反映身边问题");
        }
    }

    @Test
    void theApiSpeaksOfPeopleMaskedAndLogsWhatItShows() throws Exception {
        String token = token(town.seat.get(Role.COMMITTEE_STAFF).person());
        String idNumber = freshIdNumber();
        var made = call(
                "POST",
                "/api/v1/people",
                token,
                Map.of("place", town.dwelling.code(), "name", "接口人", "phone", "10015150000", "idNumber", idNumber),
                Map.of("Idempotency-Key", "api-person-1"));
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).doesNotContain("10015150000").contains("100****0000");
        var again = call(
                "POST",
                "/api/v1/people",
                token,
                Map.of("place", town.dwelling.code(), "name", "接口人", "phone", "10015150000", "idNumber", idNumber),
                Map.of("Idempotency-Key", "api-person-1"));
        assertThat(json.readTree(again.body()).path("id"))
                .isEqualTo(json.readTree(made.body()).path("id"));
        String id = json.readTree(made.body()).path("id").asString();
        assertThat(call(
                                "PATCH",
                                "/api/v1/people/" + id,
                                token,
                                Map.of("phone", "10015150001"),
                                Map.of("If-Match", "\"1\""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(call(
                                "PATCH",
                                "/api/v1/people/" + id,
                                token,
                                Map.of("phone", "10015150002"),
                                Map.of("If-Match", "\"1\""))
                        .statusCode())
                .isEqualTo(409);
        assertThat(call("POST", "/api/v1/people/" + id + "/reveal", token, Map.of(), Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(call("POST", "/api/v1/people/" + id + "/reveal", token, Map.of("purpose", "EMERGENCY"), Map.of())
                        .body())
                .contains("10015150001")
                .contains(idNumber);
        assertThat(audit.looksAt(register.readable(committee, Long.parseLong(id))))
                .extracting(Audit.Look::purpose)
                .contains(Audit.Purpose.EMERGENCY);
        assertThat(call("POST", "/api/v1/people", token, Map.of("name", "没地点"), Map.of())
                        .statusCode())
                .isEqualTo(400);
        var export = call(
                "POST",
                "/api/v1/exports",
                token(town.seat.get(Role.COMMITTEE_DIRECTOR).person()),
                Map.of("place", town.dwelling.code(), "purpose", "人口普查"),
                Map.of());
        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(export.body()).doesNotContain("10015150001");
        assertThat(count("select rows from register.export_record order by id desc limit 1"))
                .isPositive();
    }
}
