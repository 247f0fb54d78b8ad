package org.gongzhi.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.gongzhi.RunningProgram;
import org.gongzhi.access.Actor;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who makes, sees and ends which keys of programs.
@Tag("sql")
class KeysTest extends RunningProgram {

    @Autowired
    private ApiKeys keys;

    @Autowired
    private JdbcClient client;

    private Actor officerOf(Place... places) {
        return new Actor(
                town.actor(Role.STREET_OFFICER).account(),
                null,
                "officer",
                Arrays.stream(places)
                        .map(place -> town.seat(place, Role.STREET_OFFICER))
                        .toList());
    }

    private String make(Actor actor, @Nullable String place) {
        String name = "key " + UUID.randomUUID();
        keys.make(actor, new ApiKeys.Wanted(place, name, "x"));
        return name;
    }

    private List<String> seen(Actor actor) {
        return keys.all(actor).stream().map(ApiKeys.Key::name).toList();
    }

    @Test
    void whoManagesSeveralPlacesSaysInWhichAKeyIsKept() {
        var both = officerOf(town.estate, town.foreignStairwell);
        assertThatThrownBy(() -> make(both, null)).hasMessage("INVALID api-key-place");
        assertThatThrownBy(() -> make(officerOf(town.estate), town.foreignStairwell.code()))
                .hasMessage("UNKNOWN place");
        String name = make(both, town.foreignStairwell.code());
        assertThat(seen(officerOf(town.foreignStairwell))).contains(name);
        assertThat(seen(officerOf(town.estate))).doesNotContain(name);
        assertThat(keys.places(both))
                .extracting(Place::code)
                .containsExactlyInAnyOrder(town.estate.code(), town.foreignStairwell.code());
    }

    /// The tenth building is no part of the first.
    @Test
    void aCodeThatOnlyBeginsAlikeIsElsewhere() {
        var officer = officerOf(town.estate);
        String name = make(officer, null);
        long key = keys.all(officer).getFirst().id();
        client.sql("update exchange.api_key set place_code = place_code || '0' where id = ?")
                .param(key)
                .update();
        assertThat(seen(officer)).doesNotContain(name);
        assertThatThrownBy(() -> keys.end(officer, key)).hasMessage("UNKNOWN api-key");
    }
}
