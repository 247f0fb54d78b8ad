package org.gongzhi.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalWordsTest {

    @ParameterizedTest
    @CsvSource({
        "联系 13912345678 处理, PHONE, 13912345678",
        "电话 139-1234-5678, PHONE, 139-1234-5678",
        "座机0769-55501234, PHONE, 0769-55501234",
        "身份证110101190001011237, IDENTITY, 110101190001011237",
        "车牌粤S12345, PLATE, 粤S12345",
        "发到 a.b@example.org, MAIL, a.b@example.org",
        "住在3栋2单元501室, DOOR, 3栋2单元501室",
        "门牌 3-2-501, DOOR, 3-2-501",
        "业主李明说, NAME, 李明",
        "已联系王芳女士, NAME, 王芳",
        "欧阳秀英阿姨反映, NAME, 欧阳秀英",
        "called Mr Smith, NAME, Mr Smith"
    })
    void findsWhatPointsAtPeople(String text, PersonalWords.Kind kind, String wanted) {
        assertThat(PersonalWords.find(text))
                .extracting(PersonalWords.Found::kind, PersonalWords.Found::text)
                .contains(org.assertj.core.groups.Tuple.tuple(kind, wanted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"楼下没有充电位，住户从窗口拉线", "写进居民公约", "住户不敢开窗", "垃圾已清运，桶每天清两次", "限 2026年11月22日前完成", "花费 1200 元，用了 15 天"})
    void leavesOtherWordsAlone(String text) {
        assertThat(PersonalWords.find(text)).isEmpty();
    }

    /// The labelled set of the search names nobody.
    @Test
    void findsNobodyWhereNobodyIsNamed() throws Exception {
        for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of("bench/library/labelled.txt"))) {
            assertThat(PersonalWords.find(line)).as(line).isEmpty();
        }
    }

    @Test
    void masksWhatItFindsAndNamesThatAreKnown() {
        assertThat(PersonalWords.masked("业主李明 13912345678 住101室，诸葛大力也在", Set.of("诸葛大力")))
                .doesNotContain("李明")
                .doesNotContain("13912345678")
                .doesNotContain("101")
                .doesNotContain("大力")
                .contains("李某");
    }
}
