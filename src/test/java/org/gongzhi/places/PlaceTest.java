package org.gongzhi.places;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {

    @ParameterizedTest
    @CsvSource({
        "44, 4419, true",
        "4419, 441900106, true",
        "441900106, 441900106002-E001, true",
        "441900106, 441900107002, false",
        "441900106002, 441900106002-E001-G1, true",
        "441900106002-E001-G1-B001-S1, 441900106002-E001-G1-B001-S1-0301, true",
        "441900106002-E001-G1-B001-S1, 441900106002-E001-G1-B001-S1, true",
        "441900106002-E001-G1-B001-S1, 441900106002-E001-G1-B001-S10, false",
        "441900106002-E001-G1-B001-S1, 441900106002-E001-G1-B001-S10-0301, false",
        "441900106002-E001-G1-B001-S1-0301, 441900106002-E001-G1-B001-S1, false"
    })
    void aPlaceCoversWhatLiesWithinItAndNotItsNeighbourOfALongerName(String wider, String code, boolean covers) {
        assertThat(Place.covers(wider, code)).isEqualTo(covers);
    }
}
