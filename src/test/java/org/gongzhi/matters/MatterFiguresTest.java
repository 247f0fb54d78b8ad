package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.pdfbox.Loader;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.gongzhi.RunningProgram;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Figures are what their formulas say, computed a second time row by row; each opens into exactly its rows.
@Tag("sql")
class MatterFiguresTest extends RunningProgram {

    @Autowired
    private JdbcClient client;

    @AfterEach
    void now() {
        clock.reset();
    }

    private String as(Role role) {
        return token(town.seat.get(role).person());
    }

    private String report(String kind) throws Exception {
        var answer = call(
                "POST",
                "/api/v1/matters",
                token(town.resident),
                Map.of("kind", kind, "place", town.stairwell.code(), "text", "x"),
                Map.of());
        return json.readTree(answer.body()).path("number").asString();
    }

    private void act(String number, String act, Role role, Object body) throws Exception {
        var answer = call("POST", "/api/v1/matters/" + number + "/" + act, as(role), body, Map.of());
        assertThat(answer.statusCode()).as(act + answer.body()).isEqualTo(200);
    }

    private void someLives() throws Exception {
        for (int i = 0; i < 6; i++) {
            String number = report("E0102");
            if (i == 0) {
                continue;
            }
            act(number, "rectify", Role.PROPERTY_MANAGER, Map.of("words", "好了"));
            if (i == 1) {
                act(number, "fail-check", Role.GRID_WORKER, Map.of("words", "没好"));
                continue;
            }
            act(number, "pass-check", Role.GRID_WORKER, Map.of());
            act(number, "close", Role.COMMITTEE_DIRECTOR, Map.of("outcome", "SOLVED"));
            if (i > 3) {
                call(
                        "POST",
                        "/api/v1/matters/" + number + "/rate",
                        token(town.resident),
                        Map.of("solved", true, "satisfied", i == 4 ? 2 : 5),
                        Map.of());
            }
        }
        act(
                report("E0102"),
                "send-back",
                Role.PROPERTY_MANAGER,
                Map.of("words", "不归我", "to", town.seat.get(Role.GRID_WORKER).id()));
    }

    private record Raw(
            boolean open,
            String stage,
            String outcome,
            Instant deadline,
            Instant closed,
            Instant filed,
            Instant fileBy,
            Instant dispatched,
            Instant dispatchBy,
            Instant responded,
            Instant respondBy,
            Boolean solved,
            Integer satisfied,
            int rework,
            int misrouted,
            int sentBack) {}

    private static Instant instant(java.sql.ResultSet row, String column) throws java.sql.SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static boolean by(Instant at, Instant limit) {
        return at != null && limit != null && !at.isAfter(limit);
    }

    @Test
    void figuresAreTheirFormulas() throws Exception {
        someLives();
        String today = clock.instant()
                .atZone(org.gongzhi.kernel.Clocks.ZONE)
                .toLocalDate()
                .toString();
        String query = "?from=" + today + "&until=" + today + "&place=" + town.community.code();
        Instant now = clock.instant();
        List<Raw> raw = client.sql("""
                        select * from matters.matter where community = ? and reported_at >= ? and reported_at < ?
                        and merged_into is null and kind not like 'S%'""")
                .params(
                        town.community.id(),
                        Timestamp.from(java.time.LocalDate.parse(today)
                                .atStartOfDay(org.gongzhi.kernel.Clocks.ZONE)
                                .toInstant()),
                        Timestamp.from(java.time.LocalDate.parse(today)
                                .plusDays(1)
                                .atStartOfDay(org.gongzhi.kernel.Clocks.ZONE)
                                .toInstant()))
                .query((row, _) -> new Raw(
                        row.getBoolean("open"),
                        row.getString("stage"),
                        row.getString("outcome"),
                        instant(row, "deadline"),
                        instant(row, "closed_at"),
                        instant(row, "filed_at"),
                        instant(row, "file_by"),
                        instant(row, "dispatched_at"),
                        instant(row, "dispatch_by"),
                        instant(row, "responded_at"),
                        instant(row, "respond_by"),
                        (Boolean) row.getObject("solved"),
                        row.getObject("satisfied") == null ? null : row.getInt("satisfied"),
                        row.getInt("rework"),
                        row.getInt("misrouted"),
                        row.getInt("sent_back")))
                .list();
        assertThat(raw).hasSizeGreaterThanOrEqualTo(7);
        Predicate<Raw> closedOrOverdue = r -> r.closed != null || r.open && r.deadline.isBefore(now);
        Predicate<Raw> solved = r ->
                r.outcome != null && List.of("SOLVED", "PARTLY").contains(r.outcome) && !Boolean.FALSE.equals(r.solved);
        Predicate<Raw> satisfied = r -> r.satisfied != null && r.satisfied >= 3;
        var of = new EnumMap<Figure, Predicate<Raw>>(Figure.class);
        var well = new EnumMap<Figure, Predicate<Raw>>(Figure.class);
        put(of, well, Figure.FILED, r -> r.filed != null && r.fileBy != null, r -> by(r.filed, r.fileBy));
        put(
                of,
                well,
                Figure.DISPATCHED,
                r -> r.dispatched != null && r.dispatchBy != null,
                r -> by(r.dispatched, r.dispatchBy));
        put(
                of,
                well,
                Figure.RESPONDED,
                r -> r.respondBy != null && (r.responded != null || r.respondBy.isBefore(now)),
                r -> by(r.responded, r.respondBy));
        put(of, well, Figure.CLOSED_ON_TIME, r -> r.closed != null, r -> by(r.closed, r.deadline));
        put(of, well, Figure.CLOSED_ON_TIME_OVERDUE, closedOrOverdue, r -> by(r.closed, r.deadline));
        put(of, well, Figure.SOLVED, r -> r.closed != null && r.solved != null, r -> Boolean.TRUE.equals(r.solved));
        put(of, well, Figure.SOLVED_OF_CLOSED, r -> r.closed != null, solved);
        put(of, well, Figure.SOLVED_OF_CLOSED_OVERDUE, closedOrOverdue, solved);
        put(of, well, Figure.SATISFIED, r -> r.satisfied != null, satisfied);
        put(of, well, Figure.SATISFIED_OF_CLOSED, r -> r.closed != null, satisfied);
        put(of, well, Figure.SATISFIED_OF_CLOSED_OVERDUE, closedOrOverdue, satisfied);
        put(
                of,
                well,
                Figure.NOT_REACHED,
                r -> List.of("SETTLED", "ARCHIVED").contains(r.stage)
                        && List.of("SOLVED", "PARTLY", "NOT_ACCEPTED", "SUSPENDED")
                                .contains(r.outcome),
                r -> r.satisfied == null);
        put(of, well, Figure.REWORKED, r -> r.responded != null, r -> r.rework > 0);
        put(of, well, Figure.MISROUTED, _ -> true, r -> r.misrouted > 0);
        put(of, well, Figure.SENT_BACK, _ -> true, r -> r.sentBack > 0);
        JsonNode all =
                get("/api/v1/figures" + query, as(Role.COMMITTEE_DIRECTOR)).path("all");
        for (Figure figure : Figure.values()) {
            long denominator = raw.stream().filter(of.get(figure)).count();
            long numerator =
                    raw.stream().filter(of.get(figure)).filter(well.get(figure)).count();
            JsonNode rate = all.path("rates").get(figure.ordinal());
            assertThat(rate.path("of").asLong()).as("%s of", figure).isEqualTo(denominator);
            assertThat(rate.path("well").asLong()).as("%s well", figure).isEqualTo(numerator);
            assertThat(get("/api/v1/figures/rows" + query + "&well=true&figure=" + figure, as(Role.COMMITTEE_DIRECTOR)))
                    .as("%s opens", figure)
                    .hasSize((int) Math.min(1000, numerator));
        }
        for (var part : MatterFigures.Part.values()) {
            if (part == MatterFigures.Part.DIVISION) {
                continue; // DivisionsTest
            }
            long sum = 0;
            for (JsonNode row : get("/api/v1/figures" + query + "&by=" + part, as(Role.COMMITTEE_DIRECTOR))
                    .path("parts")) {
                sum += row.path("raised").asLong();
            }
            assertThat(sum).as("%s adds up", part).isEqualTo(raw.size());
        }
        assertThat(call("GET", "/api/v1/figures" + query, token(town.resident), null, Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(call(
                                "GET",
                                "/api/v1/figures?from=2026-02-02&until=2026-01-01",
                                as(Role.COMMITTEE_DIRECTOR),
                                null,
                                Map.of())
                        .statusCode())
                .isEqualTo(400);
    }

    private static void put(
            Map<Figure, Predicate<Raw>> of,
            Map<Figure, Predicate<Raw>> well,
            Figure figure,
            Predicate<Raw> counts,
            Predicate<Raw> good) {
        of.put(figure, counts);
        well.put(figure, good);
    }

    @Test
    void percentsAreExact() {
        assertThat(new MatterFigures.Rate(Figure.SOLVED, 820, 980).percent()).isEqualTo("83.67%");
        assertThat(new MatterFigures.Rate(Figure.SOLVED, 820, 990).percent()).isEqualTo("82.83%");
        assertThat(new MatterFigures.Rate(Figure.SOLVED, 1, 3).percent()).isEqualTo("33.33%");
        assertThat(new MatterFigures.Rate(Figure.SOLVED, 2, 3).percent()).isEqualTo("66.67%");
        assertThat(new MatterFigures.Rate(Figure.SOLVED, 0, 0).percent()).isEqualTo("–");
    }

    @Test
    void theBulletinOpensInEveryFormat() throws Exception {
        someLives();
        var bodies = new ArrayList<byte[]>();
        for (String format : List.of("pdf", "docx", "xlsx")) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(url("/figures/bulletin?format=" + format)))
                            .header("Authorization", "Bearer " + as(Role.COMMITTEE_DIRECTOR))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            bodies.add(answer.body());
        }
        try (var pdf = Loader.loadPDF(bodies.get(0))) {
            assertThat(pdf.getNumberOfPages()).isPositive();
        }
        try (var word = new XWPFDocument(new ByteArrayInputStream(bodies.get(1)))) {
            assertThat(word.getParagraphs().getFirst().getText()).contains(town.community.name());
            assertThat(word.getTables()).isNotEmpty();
        }
        try (var book = new org.dhatim.fastexcel.reader.ReadableWorkbook(new ByteArrayInputStream(bodies.get(2)))) {
            assertThat(book.getFirstSheet().read().getFirst().getCellText(0)).contains(town.community.name());
        }
        assertThat(call("GET", "/figures/bulletin?format=exe", as(Role.COMMITTEE_DIRECTOR), null, Map.of())
                        .statusCode())
                .isEqualTo(400);
    }
}
