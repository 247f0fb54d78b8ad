package org.gongzhi.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.RunningProgram;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What is published of a convention comes from people it concerns, and the quiz does not give itself away.
@Tag("sql")
class PledgesTest extends RunningProgram {

    private static final String BASE = "/api/v1/conventions";

    private JsonNode send(int status, String method, String path, String token, Object body) throws Exception {
        var answer = call(method, BASE + path, token, body, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body().isBlank() ? json.nullNode() : json.readTree(answer.body());
    }

    /// A covenant of the estate, in force, with a quiz of one question.
    private String inForce(String keeper) throws Exception {
        var drafted = Map.of("place", town.estate.code(), "kind", "ESTATE_COVENANT", "name", "规约 " + UUID.randomUUID());
        String number = send(201, "POST", "", keeper, drafted).path("number").asString();
        var clause = Map.of("number", 1, "title", "充电", "text", "电动车不进楼道。", "effects", List.of());
        send(204, "PUT", "/" + number + "/clauses", keeper, Map.of("version", 1, "clauses", List.of(clause)));
        send(
                204,
                "POST",
                "/" + number + "/record",
                keeper,
                Map.of("words", "业主大会书面表决，原件存业委会", "at", "2025-03-01T00:00:00Z"));
        send(
                204,
                "PUT",
                "/" + number + "/quiz",
                keeper,
                List.of(Map.of("clause", 1, "question", "在哪里充电？", "options", List.of("楼道", "车棚"), "correct", 2)));
        return number;
    }

    @Test
    void whoDoesNotLiveThereNeitherSignsNorCounts() throws Exception {
        String number = inForce(token(town.actor(Role.OWNERS_COMMITTEE).account()));
        String path = "/" + number;
        for (int i = 0; i < 3; i++) {
            String passing = token(
                    town.looseAccount("路人" + i + UUID.randomUUID().toString().substring(0, 6)));
            assertThat(send(403, "POST", path + "/pledge", passing, Map.of())
                            .path("code")
                            .asString())
                    .isEqualTo("convention-elsewhere");
            assertThat(send(200, "POST", path + "/quiz", passing, Map.of("1", 2))
                            .path("correct")
                            .asInt())
                    .as("whoever likes may learn")
                    .isEqualTo(1);
        }
        var figures = send(200, "GET", path, "", null).path("figures");
        assertThat(figures.path("pledges").asInt()).isZero();
        assertThat(figures.path("quizzed").asInt()).isZero();
        String resident = token(town.resident);
        send(204, "POST", path + "/pledge", resident, Map.of());
        send(200, "POST", path + "/quiz", resident, Map.of("1", 2));
        figures = send(200, "GET", path, "", null).path("figures");
        assertThat(figures.path("pledges").asInt()).isEqualTo(1);
        assertThat(figures.path("quizzed").asInt()).isEqualTo(1);
    }

    @Test
    void theQuizIsReadWithoutItsAnswers() throws Exception {
        String keeper = token(town.actor(Role.OWNERS_COMMITTEE).account());
        String number = inForce(keeper);
        for (String who : List.of("", token(town.resident))) {
            var question =
                    send(200, "GET", "/" + number, who, null).path("quiz").get(0);
            assertThat(question.path("question").asString()).isEqualTo("在哪里充电？");
            assertThat(question.path("correct").isNull())
                    .as(question.toString())
                    .isTrue();
        }
        assertThat(send(200, "GET", "/" + number, keeper, null)
                        .path("quiz")
                        .get(0)
                        .path("correct")
                        .asInt())
                .as("whoever keeps the convention corrects it")
                .isEqualTo(2);
    }
}
