package org.gongzhi.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalWordsTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/people/personal-words.csv", numLinesToSkip = 1)
    void findsWhatPointsAtPeople(String text, PersonalWords.Kind kind, String wanted) {
        assertThat(PersonalWords.find(text))
                .extracting(PersonalWords.Found::kind, PersonalWords.Found::text)
                .contains(org.assertj.core.groups.Tuple.tuple(kind, wanted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "楼下没有充电位，住户从窗口拉线",
                "写进居民公约",
                "影响学生作业和老人休息",
                "威胁居民安全，老人出行不便",
                "业主满意，住户申请车位",
                "住户不敢开窗",
                "垃圾已清运，桶每天清两次",
                "限 2026年11月22日前完成",
                "花费 1200 元，用了 15 天",
                "3栋2楼漏水已修，水压 0.35 兆帕",
                "2026-11-30 08:30-12:00 停水，1、2、3、5、6栋受影响",
                "拨打12345或110",
                "第3栋至第5栋 1200 平方米外墙",
                "三栋一百二十户改造，2027年1月10日前完工",
                "工程 10-1200 万元",
                "3号楼2026年完工",
                "2单元100户"
            })
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
