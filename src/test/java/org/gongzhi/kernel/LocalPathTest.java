package org.gongzhi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "work",
                "https://evil.example",
                "javascript:alert(1)",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/\n/evil.example",
                "/\r/evil.example",
                "\t//evil.example",
                "/\u0000/evil.example",
                "/\u0085/evil.example",
                "/%2F/evil.example",
                "/%2fevil.example",
                "/%5Cevil.example",
                "/%09/evil.example",
                "/%250a/evil.example",
                "/%25252F/evil.example",
                "/work?a=1\n2",
                "/work#\r",
                "/%zz"
            })
    void whatBrowsersReadAsAnotherSiteLeadsHome(String wanted) {
        assertThat(LocalPath.of(wanted)).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../x", "/..", "/a/../../b", "/%2e%2e/x", "/..//evil.example"})
    void whatClimbsLeadsHome(String wanted) {
        assertThat(LocalPath.of(wanted)).isEqualTo("/");
    }

    @Test
    void aPathOfThisSiteStaysAndCanBeCarriedByAHeader() {
        assertThat(LocalPath.of("/matters/0001-2345-678?asked=1&next=//x#said"))
                .isEqualTo("/matters/0001-2345-678?asked=1&next=//x#said");
        assertThat(LocalPath.of("/cases/%E4%BA%95?words=井盖 {丢失}&share=50%"))
                .isEqualTo("/cases/%E4%BA%95?words=%E4%BA%95%E7%9B%96%20%7B%E4%B8%A2%E5%A4%B1%7D&share=50%25");
    }
}
