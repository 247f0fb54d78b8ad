package org.gongzhi.inspections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.RunningProgram;
import org.gongzhi.access.Actor;
import org.gongzhi.demo.DemoInspections;
import org.gongzhi.files.Photos;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The published figures of seed 002, counted from rows that went through the doors.
@EmbeddedOnly("thousands of rows; the same questions are asked over SQL by InspectionsTest")
class CampaignFiguresTest extends RunningProgram {

    @Autowired
    private DemoInspections demo;

    @Autowired
    private Campaigns campaigns;

    @Autowired
    private InspectionBulletin bulletin;

    @Autowired
    private InspectionFigures figures;

    @Autowired
    private Hazards hazards;

    @Autowired
    private Photos photos;

    @Autowired
    private JdbcClient client;

    @Test
    void bothCampaignsPrintExactlyWhatWasPublished() throws Exception {
        Actor inspector = town.actor(Role.STREET_OFFICER);
        Actor acceptor = town.actor(Role.ESTATE_OFFICE);
        String picture = photos.store(new ByteArrayInputStream(PhotosTest.jpeg(64, 48)));
        demo.load(new DemoInspections.Stage(
                inspector, acceptor, town.street.code(), List.of(town.estate, town.orphanEstate), picture));
        String token = token(inspector.account());
        var codes = get("/api/v1/campaigns", token).findValuesAsString("code");
        assertThat(codes).contains("xinzhou", "yingxian");
        var all = get("/api/v1/campaigns/xinzhou/figures", token);
        Map<String, Integer> published = Map.ofEntries(
                Map.entry("cityTeams", 15),
                Map.entry("teams", 507),
                Map.entry("inspectors", 1215),
                Map.entry("premises", 2281),
                Map.entry("generalHazards", 957),
                Map.entry("rectified", 751),
                Map.entry("withinTerm", 206),
                Map.entry("overdue", 0),
                Map.entry("documents", 275),
                Map.entry("suspensions", 7),
                Map.entry("majorHazards", 1));
        published.forEach(
                (name, figure) -> assertThat(all.path(name).asInt()).as(name).isEqualTo(figure));
        var other = get("/api/v1/campaigns/yingxian/figures", token);
        assertThat(other.path("personTimes").asInt()).isEqualTo(560);
        assertThat(other.path("premises").asInt()).isEqualTo(483);
        assertThat(other.path("equipment").asInt()).isEqualTo(436);
        Campaign yingxian = campaigns.get("yingxian");
        assertThat(client.sql("""
                        select count(distinct p.kind) from inspections.visit v join inspections.premises p
                        on p.community = v.community and p.id = v.premises where v.campaign = ?""").param(yingxian.id()).query(Integer.class).single())
                .isEqualTo(7);
        // each finding has a notice, and what was struck off has its own number
        assertThat(client.sql("""
                        select count(*) from inspections.hazard h where h.campaign = ? and not exists (
                            select from inspections.paper p where p.community = h.community and p.visit = h.visit
                            and p.kind = 'NOTICE')""").param(yingxian.id()).query(Integer.class).single())
                .isZero();
        assertThat(client.sql("""
                        select count(*) - count(distinct (community, struck_no)) from inspections.hazard
                        where state = 'STRUCK'""").query(Integer.class).single()).isZero();
        // numbers of documents have no gaps
        assertThat(client.sql("""
                        select count(*) from (select community, kind, year, max(number) - count(*) as gap
                            from inspections.paper group by 1, 2, 3) gaps where gap <> 0""").query(Integer.class).single()).isZero();
        Campaign xinzhou = campaigns.get("xinzhou");
        String said = bulletin.sentence(figures.of(InspectionFigures.Span.of(xinzhou, null)), "3日", Words.CHINESE);
        assertThat(said)
                .contains(
                        "507", "15", "1215", "2281", "一般隐患 957 条，已整改 751 条，限期整改 206 条", "275", "停产整顿 7 家", "重大隐患 1 条");
        // the parts add up to the whole
        for (var by : InspectionFigures.By.values()) {
            var parts = figures.parts(InspectionFigures.Span.of(xinzhou, null), by);
            assertThat(parts.stream().mapToInt(InspectionFigures.Part::general).sum())
                    .isEqualTo(957);
            assertThat(parts.stream()
                            .mapToInt(InspectionFigures.Part::rectified)
                            .sum())
                    .isEqualTo(751);
        }
        // the rows behind a figure are as many as it says
        assertThat(hazards.list(
                                inspector,
                                new Hazards.Asked(
                                        "xinzhou",
                                        Hazard.State.ORDERED,
                                        Hazard.Level.GENERAL,
                                        false,
                                        null,
                                        null,
                                        null,
                                        null),
                                null,
                                500)
                        .size())
                .isEqualTo(206);
        // three more are closed
        for (var line : hazards.list(
                inspector,
                new Hazards.Asked("xinzhou", Hazard.State.ORDERED, Hazard.Level.GENERAL, null, null, null, null, null),
                null,
                3)) {
            String number = Ids.number(line.hazard().id());
            assertThat(call(
                                    "POST",
                                    "/api/v1/hazards/" + number + "/rectify",
                                    token,
                                    Map.of("words", "整改好了", "photos", List.of(picture)),
                                    Map.of())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(call(
                                    "POST",
                                    "/api/v1/hazards/" + number + "/strike",
                                    token(acceptor.account()),
                                    Map.of("words", "合格"),
                                    Map.of())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(bulletin.sentence(figures.of(InspectionFigures.Span.of(xinzhou, null)), "4日", Words.CHINESE))
                .contains("一般隐患 957 条，已整改 754 条，限期整改 203 条");
        try (var book = new XSSFWorkbook(new ByteArrayInputStream(bulletin.ledger(xinzhou, Words.CHINESE)))) {
            var sheet = book.getSheetAt(0);
            assertThat(sheet.getNumMergedRegions()).isGreaterThan(8);
            assertThat(sheet.getLastRowNum() + 1 - 4).isEqualTo(958);
            assertThat(sheet.getRow(2).getCell(6).getStringCellValue()).isEqualTo("五落实");
        }
        var printed = http.send(
                java.net.http.HttpRequest.newBuilder(
                                java.net.URI.create(url("/inspections/campaigns/xinzhou/bulletin?format=pdf")))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        assertThat(printed.statusCode()).isEqualTo(200);
        assertThat(new String(printed.body(), 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
    }
}
