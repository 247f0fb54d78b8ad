package org.gongzhi.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.gongzhi.RunningProgram;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// Duty through its API, in a community of its own: the matrix, rosters, leave, swaps, hand-overs, the gate,
/// gaps, and who was responsible when.
@Tag("sql")
class DutyTest extends RunningProgram {

    @Autowired
    private Places places;

    @Autowired
    private Seats seats;

    @Autowired
    private Matters matters;

    @Autowired
    private Absences absences;

    @Autowired
    private Rosters rosters;

    @Autowired
    private Gaps gaps;

    @Autowired
    private Ids ids;

    private static int next = 500;

    private Place community;
    private Place estate;
    private Place grid;
    private Seat director;
    private Seat staff;
    private Seat first;
    private Seat second;
    private Seat liaison;
    private String asDirector;
    private String asOfficer;

    @BeforeEach
    void build() {
        long code = 441_900_106_000L + next++;
        community = new Place(code, code, Long.toString(code), PlaceKind.COMMUNITY, town.street.id(), "值守社区", null);
        estate = new Place(code, ids.next(), community.code() + "-E1", PlaceKind.ESTATE, community.id(), "值守小区", null);
        grid = new Place(code, ids.next(), estate.code() + "-G1", PlaceKind.GRID, estate.id(), "值守网格", null);
        places.add(List.of(community, estate, grid));
        director = town.seat(community, Role.COMMITTEE_DIRECTOR);
        staff = town.seat(community, Role.COMMITTEE_STAFF);
        first = town.seat(grid, Role.GRID_WORKER);
        second = town.seat(grid, Role.GRID_WORKER);
        liaison = town.seat(estate, Role.ESTATE_LIAISON);
        asDirector = token(director.person());
        asOfficer = token(town.seat.get(Role.STREET_OFFICER).person());
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    private Matter report(String kind) {
        return matters.report(
                new NewMatter(kind, grid.id(), null, "", List.of(), new Matter.Reporter(null, null, "API"), null));
    }

    private JsonNode ok(String method, String path, String token, Object body) throws Exception {
        HttpResponse<String> answer = call(method, path, token, body, Map.of());
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isLessThan(300);
        return answer.body().isEmpty() ? json.createObjectNode() : json.readTree(answer.body());
    }

    private String refused(int status, String method, String path, String token, Object body) throws Exception {
        HttpResponse<String> answer = call(method, path, token, body, Map.of());
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isEqualTo(status);
        return json.readTree(answer.body()).path("code").asString();
    }

    private List<String> whats(String path) throws Exception {
        var found = new ArrayList<String>();
        ok("GET", path, asDirector, null)
                .path("findings")
                .forEach(each -> found.add(each.path("what").asString() + " "
                        + each.path("placeCode").asString()));
        return found;
    }

    private String gapsPath() {
        return "/api/v1/duty/gaps?place=" + community.code() + "&days=30";
    }

    @Test
    void theMatrixIsInheritedOverriddenPreviewedAndTakenBack() throws Exception {
        var wanted = Map.of(
                "place",
                estate.code(),
                "subject",
                "E0507",
                "basis",
                "CONTRACT",
                "leadRoles",
                List.of("COMMITTEE_STAFF"),
                "why",
                "物业服务合同第12条");
        var preview = ok("POST", "/api/v1/duty/matrix/preview", asDirector, wanted);
        assertThat(preview.toString()).contains(grid.code()).contains(Long.toString(staff.id()));
        assertThat(List.of(first.id(), second.id())).contains(report("E0507").lead());
        ok("PUT", "/api/v1/duty/matrix", asDirector, wanted);
        assertThat(report("E0507").lead()).isEqualTo(staff.id());
        assertThat(List.of(first.id(), second.id())).contains(report("E0501").lead());
        var line = line(ok("GET", "/api/v1/duty/matrix?place=" + grid.code(), asDirector, null), "E0507");
        assertThat(line.path("fromPlace").asString()).isEqualTo(estate.code());
        assertThat(line.path("why").asString()).contains("第12条");
        // nearer and more exact cells win; one seat may be named
        ok(
                "PUT",
                "/api/v1/duty/matrix",
                asDirector,
                Map.of("place", grid.code(), "subject", "*", "leadSeat", first.id(), "why", "分工"));
        assertThat(report("E0507").lead()).isEqualTo(first.id());
        assertThat(report("E0501").lead()).isEqualTo(first.id());
        ok("DELETE", "/api/v1/duty/matrix?place=" + grid.code() + "&subject=*", asDirector, null);
        assertThat(report("E0507").lead()).isEqualTo(staff.id());
        assertThat(refused(409, "DELETE", "/api/v1/duty/matrix?place=" + grid.code() + "&subject=*", asDirector, null))
                .isEqualTo("cell-none");
        assertThat(refused(
                        400,
                        "PUT",
                        "/api/v1/duty/matrix",
                        asDirector,
                        Map.of("place", grid.code(), "subject", "grid", "why", "x")))
                .isEqualTo("cell-lead");
        assertThat(refused(
                        400,
                        "PUT",
                        "/api/v1/duty/matrix",
                        asDirector,
                        Map.of("place", grid.code(), "subject", "nothing", "leadSeat", first.id(), "why", "x")))
                .isEqualTo("duty-subject");
        assertThat(refused(403, "PUT", "/api/v1/duty/matrix", token(first.person()), wanted))
                .isEqualTo("not-allowed");
    }

    private static JsonNode line(JsonNode matrix, String subject) {
        for (JsonNode each : matrix) {
            if (each.path("subject").asString().equals(subject)) {
                return each;
            }
        }
        throw new AssertionError(subject);
    }

    @Test
    void aCellThatNamesASeatGoesToItsSuccessor() throws Exception {
        ok(
                "PUT",
                "/api/v1/duty/matrix",
                asDirector,
                Map.of("place", grid.code(), "subject", "*", "leadSeat", first.id(), "why", "一人负责"));
        assertThat(report("E0507").lead()).isEqualTo(first.id());
        var to = Map.of("name", "接班人", "mobile", "10066660001", "phone", "1", "reason", "换岗");
        JsonNode waits = ok("POST", "/api/v1/seats/" + first.id() + "/hand-over", asDirector, to);
        String waiting = waits.path("appointment").asString();
        ok("POST", "/api/v1/appointments/" + waiting + "/confirm", asOfficer, null);
        long successor = seats.at(List.of(grid.code())).stream()
                .filter(seat -> seat.holder().equals("接班人"))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(report("E0507").lead()).isEqualTo(successor);
    }

    @Test
    void aRosterSaysWhoIsOnDutyAndItsHolesAreFound() throws Exception {
        assertThat(whats(gapsPath())).contains("OVERLAP " + grid.code());
        LocalDate today = Clocks.today(clock);
        String roster = ok(
                        "POST",
                        "/api/v1/duty/rosters",
                        asDirector,
                        Map.of("place", grid.code(), "role", "GRID_WORKER", "name", "轮值", "since", today.toString()))
                .path("roster")
                .asString();
        assertThat(whats(gapsPath())).contains("ROSTER_HOLE " + grid.code());
        var rotation = Map.of(
                "first",
                today.minusDays(1).toString(),
                "last",
                today.plusDays(31).toString(),
                "from",
                "08:00",
                "until",
                "08:00",
                "seats",
                List.of(first.id(), second.id()));
        ok("POST", "/api/v1/duty/rosters/" + roster + "/rotation", asDirector, rotation);
        assertThat(refused(409, "POST", "/api/v1/duty/rosters/" + roster + "/rotation", asDirector, rotation))
                .isIn("shift-overlap", "shift-seat-busy");
        // one at a time: neither overlap nor hole is left
        assertThat(whats(gapsPath())).doesNotContain("OVERLAP " + grid.code(), "ROSTER_HOLE " + grid.code());
        JsonNode shifts = ok("GET", "/api/v1/duty/rosters?place=" + grid.code(), asDirector, null)
                .path(0)
                .path("shifts");
        Instant now = clock.instant();
        long onDuty = 0;
        JsonNode later = null;
        for (JsonNode shift : shifts) {
            Instant from = Instant.parse(shift.path("startsAt").asString());
            if (!from.isAfter(now)
                    && Instant.parse(shift.path("endsAt").asString()).isAfter(now)) {
                onDuty = Long.parseLong(shift.path("seat").asString());
            } else if (from.isAfter(now) && later == null) {
                later = shift;
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(report("E0507").lead()).isEqualTo(onDuty);
        }
        // a shift taken away leaves a hole, told with who could take it; the smallest change mends it
        ok(
                "DELETE",
                "/api/v1/duty/shifts/"
                        + Objects.requireNonNull(later).path("shift").asString(),
                asDirector,
                null);
        JsonNode hole = null;
        for (JsonNode each : ok("GET", gapsPath(), asDirector, null).path("findings")) {
            if (each.path("what").asString().equals("ROSTER_HOLE")) {
                hole = each;
            }
        }
        assertThat(hole).isNotNull();
        assertThat(hole.path("mend").path("kind").asString()).isEqualTo("SHIFT");
        ok(
                "POST",
                "/api/v1/duty/rosters/" + roster + "/shifts",
                asDirector,
                Map.of(
                        "seat", Long.parseLong(hole.path("mend").path("seat").asString()),
                        "startsAt", hole.path("startsAt").asString(),
                        "endsAt", hole.path("endsAt").asString()));
        assertThat(whats(gapsPath())).doesNotContain("ROSTER_HOLE " + grid.code());
        ok("POST", "/api/v1/duty/rosters/" + roster + "/end", asDirector, Map.of());
        assertThat(whats(gapsPath())).contains("OVERLAP " + grid.code());
    }

    @Test
    void twoWhoPlanTheSameShiftAtOnceAreToldApart() throws Exception {
        Actor boss = town.actor(director);
        Roster roster = rosters.open(
                boss,
                new Rosters.Wanted(
                        grid.code(),
                        Role.GRID_WORKER,
                        Roster.Kind.REGULAR,
                        Hours.ALWAYS,
                        "争",
                        Clocks.today(clock),
                        null));
        Instant from = clock.instant().plus(Duration.ofDays(1));
        var tries = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 8; i++) {
            long seat = i % 2 == 0 ? first.id() : second.id();
            tries.add(() -> {
                try {
                    rosters.plan(boss, roster.id(), seat, from, from.plus(Duration.ofHours(8)));
                    return true;
                } catch (org.gongzhi.kernel.Refusal overlap) {
                    return false;
                }
            });
        }
        int won = 0;
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : many.invokeAll(tries)) {
                won += each.get() ? 1 : 0;
            }
        }
        assertThat(won).isEqualTo(1);
    }

    @Test
    void leaveIsAskedDecidedBegunAndEndedAndItsGapIsKnownBefore() throws Exception {
        String asLiaison = token(liaison.person());
        Instant from = clock.instant().plus(Duration.ofDays(2));
        var wanted = Map.of(
                "seat",
                liaison.id(),
                "from",
                from.toString(),
                "until",
                from.plus(Duration.ofDays(3)).toString(),
                "words",
                "探亲");
        String absence = ok("POST", "/api/v1/duty/absences", asLiaison, wanted)
                .path("absence")
                .asString();
        assertThat(refused(409, "POST", "/api/v1/duty/absences", asLiaison, wanted))
                .isEqualTo("absence-twice");
        assertThat(refused(404, "POST", "/api/v1/duty/absences/" + absence + "/approve", asLiaison, Map.of()))
                .isEqualTo("absence");
        assertThat(whats(gapsPath())).doesNotContain("NO_LIAISON " + estate.code());
        ok("POST", "/api/v1/duty/absences/" + absence + "/approve", asDirector, Map.of("substitute", staff.id()));
        assertThat(whats(gapsPath())).contains("NO_LIAISON " + estate.code());
        Matter matter = report("E0408");
        assertThat(matter.lead()).isEqualTo(liaison.id());
        clock.forward(Duration.ofDays(2).plusMinutes(1));
        absences.begin();
        var after = ok("GET", "/api/v1/matters/" + Ids.number(matter.id()), asDirector, null);
        assertThat(after.path("lead").path("seat").asString()).isEqualTo(Long.toString(staff.id()));
        assertThat(report("E0408").lead()).isNotEqualTo(liaison.id());
        clock.forward(Duration.ofHours(1));
        ok("POST", "/api/v1/duty/absences/" + absence + "/back", asLiaison, Map.of());
        assertThat(report("E0408").lead()).isEqualTo(liaison.id());
        assertThat(refused(409, "POST", "/api/v1/duty/absences/" + absence + "/withdraw", asLiaison, Map.of()))
                .isEqualTo("absence-state");
        // who was responsible when: before, during and after
        String ask = "/api/v1/duty/responsible?subject=E0408&place=" + grid.code() + "&at=";
        Instant begun =
                Instant.parse(ok("GET", "/api/v1/matters/" + Ids.number(matter.id()) + "/lead", asDirector, null)
                        .path("since")
                        .asString());
        assertThat(lead(ok("GET", ask + begun.minusSeconds(3600), asDirector, null)))
                .isEqualTo(liaison.id());
        assertThat(lead(ok("GET", ask + begun.plusMillis(1), asDirector, null))).isNotEqualTo(liaison.id());
        assertThat(lead(ok("GET", ask + clock.instant(), asDirector, null))).isEqualTo(liaison.id());
        var led = ok(
                "GET",
                "/api/v1/matters/" + Ids.number(matter.id()) + "/lead?at=" + begun.minusSeconds(60),
                asDirector,
                null);
        assertThat(led.path("lead").path("seat").asString()).isEqualTo(Long.toString(liaison.id()));
        assertThat(refused(
                        404,
                        "GET",
                        "/api/v1/matters/" + Ids.number(matter.id()) + "/lead?at=2020-01-01T00:00:00Z",
                        asDirector,
                        null))
                .isEqualTo("lead-then");
    }

    private static long lead(JsonNode responsible) {
        return Long.parseLong(responsible.path("leads").path(0).path("seat").asString());
    }

    @Test
    void aShiftIsSwappedWhenTheOtherAgreesAndSomebodyElseApproves() throws Exception {
        Actor boss = town.actor(director);
        Roster roster = rosters.open(
                boss,
                new Rosters.Wanted(
                        grid.code(),
                        Role.GRID_WORKER,
                        Roster.Kind.ON_CALL,
                        Hours.OFF,
                        "备勤",
                        Clocks.today(clock),
                        null));
        Instant from = clock.instant().plus(Duration.ofDays(3));
        var shift = rosters.plan(boss, roster.id(), first.id(), from, from.plus(Duration.ofHours(10)));
        String asFirst = token(first.person());
        String asSecond = token(second.person());
        var wanted = Map.of("shift", shift.id(), "to", second.id(), "words", "有事");
        String swap =
                ok("POST", "/api/v1/duty/swaps", asFirst, wanted).path("swap").asString();
        assertThat(refused(409, "POST", "/api/v1/duty/swaps", asFirst, wanted)).isEqualTo("swap-twice");
        assertThat(refused(409, "POST", "/api/v1/duty/swaps/" + swap + "/approve", asDirector, Map.of()))
                .isEqualTo("swap-state");
        ok("POST", "/api/v1/duty/swaps/" + swap + "/agree", asSecond, Map.of());
        assertThat(refused(404, "POST", "/api/v1/duty/swaps/" + swap + "/approve", asSecond, Map.of()))
                .isEqualTo("swap");
        ok("POST", "/api/v1/duty/swaps/" + swap + "/approve", asDirector, Map.of());
        assertThat(rosters.shift(shift.id()).seat()).isEqualTo(second.id());
        // the calendar of the other shows it now
        var page = call("GET", "/duty", asSecond, null, Map.of()).body();
        String feed = page.substring(page.indexOf("/duty/calendar/"), page.indexOf(".ics") + 4);
        var calendar = call("GET", feed, "", null, Map.of());
        assertThat(calendar.body()).contains("BEGIN:VEVENT", "UID:shift-" + shift.id(), "END:VCALENDAR\r\n");
        assertThat(calendar.headers().firstValue("Content-Type").orElse("")).startsWith("text/calendar");
        assertThat(call("GET", "/duty/calendar/-.ics", "", null, Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(call("GET", feed.replace(".ics", "x.ics"), "", null, Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aShiftIsHandedOverWithALogAndSignedByBoth() throws Exception {
        Matter matter = null;
        do {
            matter = report("E0507");
        } while (matter.lead() != first.id());
        var given = ok(
                "POST",
                "/api/v1/duty/handovers",
                token(first.person()),
                Map.of("from", first.id(), "to", second.id(), "log", "三栋漏水已报修, 明早复查"));
        assertThat(given.path("open").toString()).contains(Ids.number(matter.id()));
        String path = "/api/v1/duty/handovers/" + given.path("id").asLong() + "/sign";
        assertThat(refused(404, "POST", path, asDirector, Map.of())).isEqualTo("handover");
        var signed = ok("POST", path, token(second.person()), Map.of("words", "钥匙未交"));
        assertThat(signed.path("signedAt").isNull()).isFalse();
        assertThat(signed.path("objection").asString()).isEqualTo("钥匙未交");
        assertThat(refused(409, "POST", path, token(second.person()), Map.of())).isEqualTo("handover-signed");
    }

    @Test
    void aTaskFromAbovePassesTheGateOrNot() throws Exception {
        var wanted = new java.util.HashMap<String, Object>(Map.of(
                "place",
                community.code(),
                "title",
                "人口抽样填报",
                "legalBasis",
                "统计法第七条",
                "askedBy",
                "统计站",
                "payer",
                "统计站",
                "fundFen",
                50_000,
                "replaces",
                "去年的纸表",
                "dueOn",
                Clocks.today(clock).plusDays(20).toString()));
        long task =
                ok("POST", "/api/v1/duty/tasks", asOfficer, wanted).path("id").asLong();
        String path = "/api/v1/duty/tasks/" + task + "/";
        assertThat(refused(400, "POST", path + "refuse", asDirector, Map.of("words", "")))
                .isEqualTo("words");
        ok("POST", path + "refuse", asDirector, Map.of("words", "清单外事项"));
        assertThat(refused(409, "POST", path + "accept", asDirector, Map.of())).isEqualTo("task-state");
        ok("POST", path + "appeal", asOfficer, Map.of("words", "确需社区协助"));
        assertThat(refused(403, "POST", path + "overrule", asOfficer, Map.of("words", "x")))
                .isEqualTo("same-person");
        Seat judge = town.seat(town.street, Role.STREET_OFFICER);
        ok("POST", path + "uphold", token(judge.person()), Map.of("words", "维持"));
        var counts = ok(
                "GET",
                "/api/v1/duty/tasks/counts?place=" + community.code() + "&since=" + Clocks.today(clock),
                asDirector,
                null);
        assertThat(counts.path(0).path("refused").asInt()).isEqualTo(1);
        assertThat(counts.path(0).path("offList").asInt()).isEqualTo(1);
        wanted.put("legalBasis", "");
        assertThat(refused(400, "POST", "/api/v1/duty/tasks", asOfficer, wanted))
                .isEqualTo("task-basis");
        assertThat(refused(403, "POST", "/api/v1/duty/tasks", asDirector, wanted))
                .isEqualTo("not-allowed");
        seats.end(judge.id(), org.gongzhi.journal.Entry.Who.NOBODY, "测试");
    }

    @Test
    void whoIsCompetentIsDecidedByTheLevelAboveAndTheLeadStaysUntilThen() throws Exception {
        Matter matter = null;
        do {
            matter = report("E0507");
        } while (matter.lead() != first.id());
        String path = "/api/v1/matters/" + Ids.number(matter.id()) + "/";
        String asFirst = token(first.person());
        var object = Map.of("to", liaison.id(), "words", "属于小区公共部位");
        ok("POST", path + "object", asFirst, object);
        assertThat(refused(409, "POST", path + "object", asFirst, object)).isEqualTo("objection-twice");
        assertThat(lead(matter)).isEqualTo(first.id());
        assertThat(refused(403, "POST", path + "decide-competence", token(liaison.person()), Map.of("words", "x")))
                .isEqualTo("not-allowed");
        ok("POST", path + "decide-competence", asDirector, Map.of("to", liaison.id(), "words", "同意"));
        assertThat(lead(matter)).isEqualTo(liaison.id());
        assertThat(refused(409, "POST", path + "decide-competence", asDirector, Map.of("words", "x")))
                .isEqualTo("objection-none");
        // helpers do not move the lead
        ok("POST", path + "name-helper", token(liaison.person()), Map.of("to", second.id(), "words", "请带路"));
        ok("POST", path + "assist", token(second.person()), Map.of("words", "已带路"));
        ok("POST", path + "release-helper", token(second.person()), Map.of("to", second.id()));
        assertThat(lead(matter)).isEqualTo(liaison.id());
        // what the community cannot solve goes to the street, with a receipt
        ok("POST", path + "pass-up", token(liaison.person()), Map.of("words", "涉及市政管网"));
        assertThat(lead(matter)).isEqualTo(town.seat.get(Role.ESTATE_OFFICE).id());
        var receipt = call(
                "GET",
                "/matters/" + Ids.number(matter.id()) + "/receipt",
                asDirector,
                null,
                Map.of("Accept", "text/html"));
        assertThat(receipt.body()).contains("涉及市政管网");
        assertThat(refused(
                        409,
                        "POST",
                        path + "pass-up",
                        token(town.seat.get(Role.ESTATE_OFFICE).person()),
                        Map.of("words", "x")))
                .isEqualTo("back-stop-none");
    }

    private long lead(Matter matter) throws Exception {
        return Long.parseLong(ok("GET", "/api/v1/matters/" + Ids.number(matter.id()), asDirector, null)
                .path("lead")
                .path("seat")
                .asString());
    }

    @Test
    void aChangeRechecksOnlyItsCommunity() {
        gaps.refresh(town.street.code());
        assertThat(gaps.refresh(town.street.code())).isZero();
        town.seat(estate, Role.PROPERTY_MANAGER);
        Actor boss = town.actor(director);
        rosters.open(
                boss,
                new Rosters.Wanted(
                        grid.code(),
                        Role.GRID_WORKER,
                        Roster.Kind.REGULAR,
                        Hours.WORKING,
                        "白班",
                        Clocks.today(clock),
                        null));
        assertThat(gaps.refresh(town.street.code())).isEqualTo(1);
        clock.forward(Duration.ofDays(2));
        assertThat(gaps.refresh(community.code())).isEqualTo(1);
    }

    @Test
    void aGapIsWarnedOfOnce() throws Exception {
        absences.approve(
                town.actor(director),
                absences.ask(
                                town.actor(liaison),
                                new Absences.Wanted(
                                        liaison.id(),
                                        clock.instant().plus(Duration.ofDays(1)),
                                        clock.instant().plus(Duration.ofDays(2)),
                                        Absence.Kind.SICK,
                                        null,
                                        ""))
                        .id(),
                null);
        gaps.refresh(community.code());
        int told;
        int all = 0;
        do {
            told = gaps.warn();
            all += told;
        } while (told > 0);
        assertThat(all).isPositive();
        gaps.tick();
        assertThat(gaps.warn()).isZero();
    }
}
