package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.gongzhi.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A visitor who chose the key that another chose before gets nothing of theirs.
@Tag("sql")
class VisitorKeyTest extends RunningProgram {

    private JsonNode report(String visitor, String key, String text) throws Exception {
        var headers = new java.util.HashMap<>(Map.of("Idempotency-Key", key));
        if (!visitor.isEmpty()) {
            headers.put("Cookie", "visitor=" + visitor);
        }
        var answer = call(
                "POST",
                "/api/v1/matters",
                "",
                Map.of("kind", "E0102", "place", town.stairwell.code(), "text", text),
                headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json.readTree(answer.body());
    }

    private static String visitor() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    @Test
    void theReplyGoesToTheSameVisitorForTheSameWordsOnly() throws Exception {
        String key = "1";
        String one = visitor();
        String text = "桶满了 " + UUID.randomUUID();
        var first = report(one, key, text);
        assertThat(first.path("followUpCode").asString()).isNotEmpty();
        assertThat(report(one, key, text)).isEqualTo(first);
        for (var other : java.util.List.of(
                report(visitor(), key, text), report(visitor(), key, "别的事"), report(one, key, "别的事"))) {
            assertThat(other.path("number").asString())
                    .isNotEqualTo(first.path("number").asString());
            assertThat(other.path("followUpCode").asString())
                    .isNotEqualTo(first.path("followUpCode").asString());
        }
    }

    /// Programs keep no cookies: theirs is the address they send from.
    @Test
    void aProgramWithoutCookiesRepeatsFromItsAddress() throws Exception {
        String text = "灯不亮 " + UUID.randomUUID();
        assertThat(report("", "2", text)).isEqualTo(report("", "2", text));
        assertThat(report("", "2", text + "了").path("number"))
                .isNotEqualTo(report("", "2", text).path("number"));
    }
}
