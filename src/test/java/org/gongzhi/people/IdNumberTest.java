package org.gongzhi.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class IdNumberTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/people/resident_id_vectors.csv", useHeadersInDisplayName = true)
    void identityNumbersAreCheckedAsTheStandardSays(String number, boolean valid, String sex, String born) {
        var parsed = IdNumber.parse(number);
        assertThat(parsed.isPresent()).isEqualTo(valid);
        parsed.ifPresent(found -> {
            assertThat(found.sex()).isEqualTo(Sex.valueOf(sex));
            assertThat(found.born()).isEqualTo(LocalDate.parse(born));
        });
    }

    @Test
    void everyOtherLastSignIsRefused() {
        String right = "11010119000101001";
        for (char sign : "0123456789X".toCharArray()) {
            assertThat(IdNumber.parse(right + sign).isPresent()).isEqualTo(sign == IdNumber.sign(right));
        }
    }

    @Test
    void blanksAndASmallXAreForgiven() {
        assertThat(IdNumber.parse(" 830000 19000101 117x ")).contains(new IdNumber("83000019000101117X"));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/people/uscc_vectors.csv", useHeadersInDisplayName = true)
    void creditCodesAreCheckedAndOnlyWarnedAbout(String code, boolean right) {
        assertThat(CreditCode.checks(code)).isEqualTo(right);
    }
}
