package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.gongzhi.ApiTest;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Role;
import org.gongzhi.places.PlaceRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/// What the register says of places and organisations, for every kind there is.
@Tag("sql")
class EntriesTest extends ApiTest {

    @Autowired
    private PlaceRegister places;

    @ParameterizedTest
    @EnumSource
    void anOrganisationIsEnteredAndFoundByItsKind(Organisation.Kind kind) throws Exception {
        String director = as(Role.COMMITTEE_DIRECTOR);
        var entered = Organisation.of(0, kind, named(kind.name()), town.estate.code());
        long id = post(200, director, "/organisations", entered)
                .path("organisation")
                .path("id")
                .asLong();
        assertThat(read(director, "/organisations?kind=" + kind).findValuesAsString("name"))
                .contains(entered.name());
        String elsewhere = token(town.foreignSeat.get(Role.COMMITTEE_DIRECTOR).person());
        assertThat(call("GET", "/api/v1/organisations/" + id, elsewhere, null, Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void anEstateHasItsKind(PlaceRegister.EstateKind kind) throws Exception {
        put(
                200,
                as(Role.COMMITTEE_DIRECTOR),
                "/places/" + town.estate.code() + "/facts",
                Map.of("estateKind", kind, "floor", 18));
        assertThat(places.facts(town.estate).estateKind()).isEqualTo(kind);
        assertThat(places.facts(town.estate).floor()).isEqualTo(18);
    }
}
