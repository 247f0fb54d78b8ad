package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.gongzhi.RunningProgram;
import org.gongzhi.journal.Followers;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Above streets everything is read from kept counts: they are held against the sum of what the streets count
/// from their rows.
@Tag("sql")
class DivisionsTest extends RunningProgram {

    private static final List<Long> STREETS = List.of(980_111_001L, 980_111_002L, 980_112_001L);
    private static final String CITY = "9801";

    @Autowired
    private Places places;

    @Autowired
    private Followers followers;

    @Autowired
    private MatterRollUp rollUp;

    @Autowired
    private JdbcClient client;

    private static Seat mayor;
    private static final Map<Long, Seat> officers = new HashMap<>();
    private static final Map<Long, Seat> managers = new HashMap<>();
    private static final Map<Long, Place> estates = new HashMap<>();

    @BeforeEach
    void city() {
        if (mayor != null) {
            return;
        }
        var all = new ArrayList<Place>();
        add(all, "98", PlaceKind.PROVINCE, null);
        Place city = add(all, CITY, PlaceKind.CITY, "98");
        add(all, "980111", PlaceKind.COUNTY, CITY);
        add(all, "980112", PlaceKind.COUNTY, CITY);
        for (long street : STREETS) {
            String code = Long.toString(street);
            add(all, code, PlaceKind.STREET, code.substring(0, 6));
            Place community = add(all, code + "001", PlaceKind.COMMUNITY, code);
            var estate = new Place(
                    community.id(),
                    community.id() * 10 + 1,
                    community.code() + "-E001",
                    PlaceKind.ESTATE,
                    community.id(),
                    "小区" + street,
                    null);
            all.add(estate);
            estates.put(street, estate);
        }
        places.add(all);
        for (long street : STREETS) {
            officers.put(street, town.seat(places.find("" + street).orElseThrow(), Role.STREET_OFFICER));
        }
        estates.forEach((street, estate) -> managers.put(street, town.seat(estate, Role.PROPERTY_MANAGER)));
        mayor = town.seat(city, Role.STREET_OFFICER);
    }

    private static Place add(List<Place> all, String code, PlaceKind kind, String parent) {
        long id = Long.parseLong(code);
        long community = id;
        for (int digits = code.length(); digits < 12; digits++) {
            community *= 10;
        }
        var place =
                new Place(community, id, code, kind, parent == null ? null : Long.valueOf(parent), "地" + code, null);
        all.add(place);
        return place;
    }

    @AfterEach
    void now() {
        clock.reset();
    }

    private String act(Seat who, String path, Object body) throws Exception {
        var answer = call("POST", path, token(who.person()), body, Map.of());
        assertThat(answer.statusCode()).as(path + answer.body()).isLessThan(300);
        return answer.body();
    }

    private void live(SplittableRandom random, long street) throws Exception {
        int fate = random.nextInt(4);
        String number = json.readTree(act(
                        officers.get(street),
                        "/api/v1/matters",
                        Map.of(
                                "kind",
                                fate > 0 || random.nextBoolean() ? "E0102" : "E0104",
                                "place",
                                estates.get(street).code(),
                                "text",
                                "x")))
                .path("number")
                .asString();
        String matter = "/api/v1/matters/" + number;
        if (fate == 0 && random.nextBoolean()) {
            act(officers.get(street), matter + "/withdraw", Map.of("words", "不用了"));
            return;
        }
        if (fate > 0) {
            act(managers.get(street), matter + "/rectify", Map.of("words", "好了"));
        }
        if (fate > 1) {
            act(officers.get(street), matter + "/pass-check", Map.of());
            act(officers.get(street), matter + "/close", Map.of("outcome", "SOLVED"));
        }
        if (fate > 2) {
            act(officers.get(street), matter + "/rate", Map.of("solved", true, "satisfied", random.nextInt(1, 6)));
        }
    }

    private void followed() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> followers.lags().stream()
                        .filter(lag -> lag.follower().equals("matter-tally"))
                        .allMatch(lag -> lag.behind() == 0));
        rollUp.refresh();
    }

    private JsonNode figures(Seat seat, String more) throws Exception {
        return get("/api/v1/figures?from=2030-01-01&until=2032-12-31" + more, token(seat.person()));
    }

    private static void add(Map<String, Long> sums, String prefix, JsonNode row) {
        for (String count : List.of("raised", "open", "overdue")) {
            sums.merge(prefix + " " + count, row.path(count).asLong(), Long::sum);
        }
        for (JsonNode rate : row.path("rates")) {
            String figure = prefix + " " + rate.path("figure").asString();
            sums.merge(figure + " well", rate.path("well").asLong(), Long::sum);
            sums.merge(figure + " of", rate.path("of").asLong(), Long::sum);
        }
    }

    @Test
    void aCityIsTheSumOfItsStreets() throws Exception {
        var random = new SplittableRandom(9);
        for (int day = 0; day < 3; day++) {
            clock.freeze(java.time.Instant.parse("2031-03-30T02:00:00Z").plus(Duration.ofDays(day)));
            for (int i = 0; i < 12; i++) {
                live(random, STREETS.get(random.nextInt(STREETS.size())));
            }
        }
        // withdrawn before anybody took it up: late only after its term
        assertThat(client.sql("""
                                update matters.matter set respond_by = ? where outcome = 'WITHDRAWN'
                                and street between 980111001 and 980112001 and reported_at > '2031-01-01'""")
                        .param(java.sql.Timestamp.from(java.time.Instant.parse("2031-04-05T00:00:00Z")))
                        .update())
                .isPositive();
        followed();
        assertThat(client.sql("select count(*) from matters.figure_stale where street between 980111001 and 980112001"
                                + " and due > ?")
                        .param(java.sql.Timestamp.from(clock.instant()))
                        .query(Long.class)
                        .single())
                .isPositive();
        for (Duration later : List.of(Duration.ZERO, Duration.ofDays(9), Duration.ofDays(60))) {
            clock.freeze(java.time.Instant.parse("2031-04-01T12:00:00Z").plus(later));
            rollUp.refresh();
            held();
        }
        clock.freeze(java.time.Instant.parse("2031-07-02T02:00:00Z"));
        live(random, STREETS.getFirst());
        followed();
        held();
        assertThat(client.sql("select count(*) from matters.figure_stale where street between 980111001 and 980112001"
                                + " and due = '-infinity'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private void held() throws Exception {
        for (String part : List.of("KIND", "MONTH", "CHANNEL")) {
            var streets = new TreeMap<String, Long>();
            var city = new TreeMap<String, Long>();
            for (Seat officer : officers.values()) {
                JsonNode counted = figures(officer, "&by=" + part);
                add(streets, "all", counted.path("all"));
                counted.path("parts")
                        .forEach(row -> add(streets, row.path("key").asString(), row));
            }
            JsonNode kept = figures(mayor, "&by=" + part);
            add(city, "all", kept.path("all"));
            kept.path("parts").forEach(row -> add(city, row.path("key").asString(), row));
            assertThat(city).as(part).isEqualTo(streets).containsKey("all raised");
            assertThat(city.get("all raised")).isGreaterThanOrEqualTo(36);
        }
        var divisions = new TreeMap<String, Long>();
        var expected = new TreeMap<String, Long>();
        figures(mayor, "&by=DIVISION")
                .path("parts")
                .forEach(row -> add(divisions, row.path("key").asString(), row));
        for (var officer : officers.entrySet()) {
            add(
                    expected,
                    Long.toString(officer.getKey() / 1000),
                    figures(officer.getValue(), "").path("all"));
        }
        assertThat(divisions).isEqualTo(expected);
        assertThat(figures(mayor, "&by=DIVISION&place=980111").path("parts").findValuesAsString("key"))
                .containsExactlyInAnyOrder("980111001", "980111002");
    }

    @Test
    void theBoardOfACityIsTheSumOfItsStreetsAndOpensIntoThem() throws Exception {
        var random = new SplittableRandom(10);
        for (int i = 0; i < 10; i++) {
            live(random, STREETS.get(i % STREETS.size()));
        }
        clock.forward(Duration.ofDays(40));
        followed();
        String token = token(mayor.person());
        for (String place : List.of("", "?place=" + CITY, "?place=980111", "?place=980112001")) {
            var within = STREETS.stream()
                    .filter(street -> place.isEmpty() || Place.covers(place.substring(7), "" + street))
                    .toList();
            var city = new TreeMap<String, Long>();
            var streets = new TreeMap<String, Long>();
            sum(city, get("/api/v1/board" + place, token));
            for (long street : within) {
                sum(streets, get("/api/v1/board", token(officers.get(street).person())));
            }
            assertThat(city).as(place).isEqualTo(streets).containsKey("kinds E0102");
            assertThat(city.get("overdue")).isPositive();
        }
        var areas = get("/api/v1/board", token).path("areas").findValuesAsString("key");
        assertThat(areas).containsExactlyInAnyOrder("980111", "980112");
        for (String filter : List.of("", "&stage=DISPATCHED", "&open=true", "&kind=E0104", "&overdue=true")) {
            var expected = new ArrayList<String>();
            for (Seat officer : officers.values()) {
                expected.addAll(numbers(officer, filter));
            }
            expected.sort(java.util.Comparator.reverseOrder());
            assertThat(numbers(mayor, filter)).as(filter).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(places.below("98")).extracting(Place::code).containsExactly("980111", "980112");
        String first = numbers(mayor, "&open=true").getFirst();
        var page = get("/api/v1/matters?limit=1&open=true", token);
        assertThat(page.path("rows").get(0).path("number").asString()).isEqualTo(first);
        var next = get(
                "/api/v1/matters?limit=1&open=true&after=" + page.path("next").asString(), token);
        assertThat(next.path("rows").get(0).path("number").asString())
                .isEqualTo(numbers(mayor, "&open=true").get(1));
    }

    private List<String> numbers(Seat seat, String filter) throws Exception {
        return get("/api/v1/matters?limit=100" + filter, token(seat.person()))
                .path("rows")
                .findValuesAsString("number");
    }

    private static void sum(Map<String, Long> sums, JsonNode board) {
        for (String what : List.of("stages", "kinds")) {
            board.path(what)
                    .forEach(count -> sums.merge(
                            what + " " + count.path("key").asString(),
                            count.path("matters").asLong(),
                            Long::sum));
        }
        sums.merge("overdue", board.path("overdue").asLong(), Long::sum);
    }

    @Test
    void whatDoesNotPartAWidePlaceIsRefused() throws Exception {
        for (var wrong : Map.of(mayor, "ESTATE", officers.get(STREETS.getFirst()), "DIVISION")
                .entrySet()) {
            var answer = call(
                    "GET",
                    "/api/v1/figures?by=" + wrong.getValue(),
                    token(wrong.getKey().person()),
                    null,
                    Map.of());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("division");
        }
        String token = token(mayor.person());
        for (String page : List.of(
                "/board", "/board?place=980111", "/figures", "/figures?by=DIVISION", "/near?place=9801", "/work")) {
            var answer = call("GET", page, token, null, Map.of("Accept", "text/html"));
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
        }
        var elsewhere = call("GET", "/api/v1/board?place=441900106", token, null, Map.of());
        assertThat(elsewhere.statusCode()).isEqualTo(403);
    }
}
