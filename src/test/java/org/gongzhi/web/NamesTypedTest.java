package org.gongzhi.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.gongzhi.RunningProgram;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whoever types a name types letters that everybody sees.
@Tag("sql")
class NamesTypedTest extends RunningProgram {

    @Test
    void aNameThatLooksLikeAnotherIsRefusedWithWords() throws Exception {
        String token = token(town.seat.get(Role.STREET_OFFICER).person());
        for (String name : List.of("街道办\u202e", "街\u200b道办", "Аdmin", "街道办\u2069")) {
            var made = call("POST", "/api/v1/exchange/keys", token, Map.of("name", name, "contact", "y"), Map.of());
            assertThat(made.statusCode()).as(made.body()).isEqualTo(400);
            assertThat(json.readTree(made.body()).path("code").asString()).isEqualTo("name-unseen");
        }
        var real = call("POST", "/api/v1/exchange/keys", token, Map.of("name", "街道办 Office", "contact", "y"), Map.of());
        assertThat(real.statusCode()).as(real.body()).isLessThan(300);
    }
}
