package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A roll is read as it was meant, and objected to by people it concerns.
@Tag("sql")
class RollsTest extends VoteStory {

    private JsonNode written(int status, String number, Object lines) throws Exception {
        return done(status, call("PUT", "/api/v1/votes/" + number + "/roll", owners(), lines, Map.of()));
    }

    private String draft() throws Exception {
        return post(201, owners(), "", call()).path("number").asString();
    }

    private int heads(String number) {
        return client.sql("select count(*) from ballots.voter where vote = ?")
                .param(Ids.fromNumber(number))
                .query(Integer.class)
                .single();
    }

    private JsonNode file(String name) {
        return json.readTree(Path.of("src/test/resources/votes", name).toFile());
    }

    private static Map<String, Object> at(String place, String owner) {
        return unit(1, owner, 10_000, "place", place);
    }

    @Test
    void oneBuyerInSeveralWritingsIsOneHead() throws Exception {
        String number = draft();
        written(200, number, file("roll-keys.json"));
        assertThat(heads(number)).isEqualTo(1);
        String estate = town.estate.code();
        written(
                200,
                number,
                List.of(
                        at(estate + "-1", "ＷＡＮＧ　Fang"),
                        at(estate + "-2", " WANG  Fang\u00a0"),
                        at(estate + "-3", "WANG \u3000Fang"),
                        at(estate + "-4", "Wang Wu")));
        assertThat(heads(number)).isEqualTo(2);
        assertThat(written(400, number, List.of(at(estate + "-1", "WANG\u200b Fang")))
                        .path("code")
                        .asString())
                .isEqualTo("name-unseen");
        var alike = written(
                400, number, List.of(at(estate + "-1", "O1"), at(estate + "-2", "X"), at(estate + "-3", "o 1")));
        assertThat(alike.path("code").asString()).isEqualTo("vote-roll-alike");
        assertThat(alike.path("detail").asString()).contains("1", "3");
    }

    @Test
    void aCorrectionKnowsTheBuyerToo() throws Exception {
        String number = draft();
        String estate = town.estate.code();
        written(200, number, List.of(at(estate + "-1", "张三"), at(estate + "-2", "李四")));
        post(200, owners(), "/" + number + "/roll/publish", Map.of());
        post(
                200,
                owners(),
                "/" + number + "/roll/2",
                Map.of("area", 10_000, "basis", "SURVEY", "owner", "张　三 ", "name", "张三", "reason", "房产证"));
        assertThat(get("/api/v1/votes/" + number, owners())
                        .path("vote")
                        .path("totalHeads")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aUnitOfAnotherEstateIsRefused() throws Exception {
        String number = draft();
        assertThat(written(400, number, file("roll-foreign-unit.json"))
                        .path("code")
                        .asString())
                .isEqualTo("vote-roll-foreign");
        written(200, number, List.of(at("E001-G1-B001-S1-0101", "A"), at("441900106002-E001-G1-B001-S1-0102", "B")));
        assertThat(client.sql("select place_code from ballots.unit where vote = ? order by id limit 1")
                        .param(Ids.fromNumber(number))
                        .query(String.class)
                        .single())
                .isEqualTo("441900106002-E001-G1-B001-S1-0101");
        assertThat(written(
                                409,
                                number,
                                List.of(at("E001-G1-B001-S1-0101", "A"), at("441900106002-E001-G1-B001-S1-0101 ", "B")))
                        .path("code")
                        .asString())
                .as("one unit in two writings")
                .isEqualTo("vote-unit-twice");
    }

    @Test
    void everyWritingOfAnotherPlaceIsRefusedWithItsLine() throws Exception {
        String number = draft();
        for (String place : List.of(
                "441900106002-E0012-S1-0101",
                "441900106002-E002",
                "441900106003-E001-S1-0101",
                "４４１９００１０６００２－Ｅ００２－S1",
                " 441900106002-E002-S1-0101",
                "E002-G1-B001-S1-0101",
                town.community.code(),
                town.street.code())) {
            var refused = written(400, number, List.of(at(town.estate.code() + "-1", "A"), at(place, "B")));
            assertThat(refused.path("code").asString()).as(place).isEqualTo("vote-roll-foreign");
            assertThat(refused.path("detail").asString()).contains("2");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 99, 100_000_001L, Long.MAX_VALUE, Long.MIN_VALUE})
    void anAreaIsOneThatAUnitCanHave(long area) throws Exception {
        String number = draft();
        String place = town.estate.code() + "-1";
        assertThat(written(400, number, List.of(unit(1, "A", area, "place", place)))
                        .path("code")
                        .asString())
                .isEqualTo("vote-roll-area");
        written(200, number, List.of(unit(1, "A", 100, "place", place)));
        post(200, owners(), "/" + number + "/roll/publish", Map.of());
        assertThat(code(
                        400,
                        owners(),
                        "/" + number + "/roll/1",
                        Map.of("area", area, "basis", "SURVEY", "reason", "更正")))
                .isEqualTo("vote-roll-area");
    }

    @ParameterizedTest
    @CsvSource({"张三,张三", "' 张 三 ',张三", "张　三,张三", "Wang  Fang,Wang Fang", "ＡＢ１,AB1", "'张三 A','张三A'", "#DEV,#DEV"})
    void aKeyHasOneWriting(String written, String key) {
        assertThat(RollLines.key(written)).isEqualTo(key);
    }

    @Test
    void onlyPeopleItConcernsObject() throws Exception {
        long[] owners = people(1);
        String number = draft();
        written(200, number, twelve(owners));
        post(200, owners(), "/" + number + "/roll/publish", Map.of());
        String path = "/" + number + "/objections";
        var strangers = new ArrayList<String>(List.of(as(Role.DEPARTMENT_OFFICER)));
        for (int i = 0; i < 3; i++) {
            strangers.add(
                    token(town.looseAccount("路人" + UUID.randomUUID().toString().substring(0, 8))));
        }
        for (String stranger : strangers) {
            assertThat(code(403, stranger, path, Map.of("words", "反对"))).isEqualTo("vote-objection-elsewhere");
        }
        assertThat(get("/api/v1/votes/" + number, owners()).path("objections")).isEmpty();
        post(200, token(owners[0]), path, Map.of("words", "面积不对"));
        post(200, token(town.resident), path, Map.of("words", "名册里没有我家"));
        assertThat(get("/api/v1/votes/" + number, owners()).path("objections")).hasSize(2);
    }
}
