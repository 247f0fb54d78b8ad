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
        "called Mr Smith, NAME, Mr Smith",
        "请到2栋1单元301看, DOOR, 2栋1单元301",
        "请联系１００１２３４００５１, PHONE, １００１２３４００５１",
        "身份证441900 19010101 0518, IDENTITY, 441900 19010101 0518",
        "旧证441900010101051, IDENTITY, 441900010101051",
        "座机(0769)88881234, PHONE, (0769)88881234",
        "座机（0769）8888 1234, PHONE, （0769）8888 1234",
        "打100 1234 0051, PHONE, 100 1234 0051",
        "打100.1234.0051, PHONE, 100.1234.0051",
        "打1 0 0 1 2 3 4 0 0 5 1, PHONE, 1 0 0 1 2 3 4 0 0 5 1",
        "打幺〇〇一二三四零零五一, PHONE, 幺〇〇一二三四零零五一",
        "打+86 10012340051, PHONE, +86 10012340051",
        "电话：88881234, PHONE, 88881234",
        "微信：lucky_2020, MAIL, lucky_2020",
        "业主买买提·艾力反映, NAME, 业主买买提·艾力反映",
        "与阿依古丽•买买提见面, NAME, 与阿依古丽•买买提见面",
        "业主买买提．艾力反映, NAME, 买买提．艾力反映",
        "A栋1203漏水, DOOR, A栋1203",
        "七栋二单元三零一, DOOR, 七栋二单元三零一",
        "3号楼 2单元 501, DOOR, 3号楼 2单元 501",
        "7#1203, DOOR, 7#1203",
        "12-301漏水, DOOR, 12-301",
        "1单元301, DOOR, 1单元301",
        "家住1203, DOOR, 1203",
        "５０１室, DOOR, ５０１室",
        "5栋6楼东户, DOOR, 5栋6楼东户",
        "in Room 301, DOOR, Room 301",
        "车牌粤 S·1234 5, PLATE, 粤 S·1234 5",
        "车牌粤sd12345, PLATE, 粤sd12345",
        "联系李明，, NAME, 李明"
    })
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
