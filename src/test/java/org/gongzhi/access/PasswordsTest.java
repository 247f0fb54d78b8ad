package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gongzhi.kernel.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is tried first opens nothing here; long sentences in any language do.
class PasswordsTest {

    private final Passwords passwords = new Passwords();

    @ParameterizedTest
    @CsvSource({
        "elevensigns, password-short",
        "password1234, password-common",
        "P@ssw0rd2026!, password-common",
        "woaini1314520, password-common",
        "qwertyuiop123, password-common",
        "zhongguo20241001, password-common",
        "aaaaaaaaaaaaaa, password-common",
        "abababababababab, password-common",
        "lin.xiaoyu1988, password-common",
        "林小雨林小雨19880203, password-common"
    })
    void whatIsTriedFirstIsRefused(String password, String code) {
        assertThatThrownBy(() -> passwords.requireFit(password, "lin.xiaoyu", "林小雨"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> org.assertj.core.api.Assertions.assertThat(refusal.code())
                                .isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a long enough password",
                "hl-k4m9wqz7x",
                "门前那棵玉兰树比我年纪还大呢",
                "three old bicycles on the roof",
                "8402957163-teahouse"
            })
    void whatIsLongAndOnesOwnIsTaken(String password) {
        assertThatCode(() -> passwords.requireFit(password, "lin.xiaoyu", "林小雨"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128})
    void longOnesAreWelcomeUpToALimit(int length) {
        String words = "three old bicycles on the roof ".repeat(5);
        assertThatCode(() -> passwords.requireFit(words.substring(0, length))).doesNotThrowAnyException();
        assertThatThrownBy(() -> passwords.requireFit(words.substring(0, 129))).isInstanceOf(Refusal.class);
    }
}
