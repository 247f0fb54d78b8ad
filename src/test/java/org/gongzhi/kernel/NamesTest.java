package org.gongzhi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One person has one name, however it is typed.
class NamesTest {

    @Test
    void everySpellingOfANameHasOneKey() {
        for (var spellings : List.of(
                List.of("魏重一", "魏 重一", "魏　重一", " 魏重一\u00a0", "魏\u200b重一", "魏\u2009重 一"),
                List.of("买买提·艾力", "买买提•艾力", "买买提・艾力", "买买提‧艾力", "买买提.艾力", "买买提．艾力", "买买提 · 艾力", "买买提艾力"),
                List.of("Zoë Müller", "Zoe Muller", "ZOË  MÜLLER", "Ｚｏｅ　Ｍｕｌｌｅｒ", "Zoe\u0308 Mu\u0308ller"),
                List.of("〇一", "○一"),
                List.of("O'Neil", "O’Neil", "Oneil"))) {
            assertThat(spellings).extracting(Names::key).containsOnly(Names.key(spellings.getFirst()));
        }
        assertThat(Names.same("魏重一", "魏重二")).isFalse();
        assertThat(Names.same("Zoe", "Zoo")).isFalse();
    }

    @Test
    void aNameIsKeptAsPeopleWriteIt() {
        assertThat(Names.clean("张　三\u00a0")).isEqualTo("张三");
        assertThat(Names.clean("买买提•艾力")).isEqualTo("买买提·艾力");
        assertThat(Names.clean("Ｊｏｓé  Müller")).isEqualTo("José Müller");
        assertThat(Names.clean("〇一")).isEqualTo("〇一");
    }

    @ParameterizedTest
    @ValueSource(strings = {"王\u202e小明", "王\u2066小明", "王\u200b小明", "王\ufeff小明", "Аdmin街道办", "王\u0007明"})
    void namesThatLookLikeOthersAreWrong(String name) {
        assertThat(Names.wrong(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"王小明", "买买提·艾力", "José Müller", "Иван Петров", "王 Smith", "𠮷田"})
    void realNamesAreNot(String name) {
        assertThat(Names.wrong(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "+8610012340021, 10012340021, ''",
        "8610012340021, 10012340021, ''",
        "+86 (0)769 88888888, 076988888888, ''",
        "+86 769 88888888, 076988888888, ''",
        "１００１２３４００２２, 10012340022, ''",
        "\u202d10012340023\u202c, 10012340023, ''",
        "(0769)88888888, 076988888888, ''",
        "（0769）8888 8888, 076988888888, ''",
        "100-1234-0024, 10012340024, ''",
        "0769-88888888转801, 076988888888, 801",
        "0769-88888888-801, 076988888888, 801",
        "0769 88888888 ext. 801, 076988888888, 801",
        "88888888分机801, 88888888, 801",
        "电话：10012340025, 10012340025, ''",
        "400-800-8820, 4008008820, ''",
        "+852 2345 6789, +85223456789, ''"
    })
    void aTelephoneNumberIsReadAsPeopleWriteIt(String written, String number, String extension) {
        assertThat(Phone.parse(written)).contains(new Phone(number, extension));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10012340061 10012340062",
                "10012340061/10012340062",
                "10012340061、10012340062",
                "10012340061，10012340062",
                "没有",
                "12",
                "1001234006",
                "0769-88888888/88888889",
                "10012340061或10012340062"
            })
    void whatIsNoNumberOrTwoIsNone(String written) {
        assertThat(Phone.parse(written)).isEmpty();
    }

    @Test
    void numbersInWordsAreCounted() {
        assertThat(List.of("七", "十", "十二", "二十", "二十一", "一百零三", "二〇", "两百"))
                .extracting(ChineseNumber::of)
                .containsExactly(7, 10, 12, 20, 21, 103, 20, 200);
        assertThat(List.of("A", "综合", "")).extracting(ChineseNumber::of).containsOnly(-1);
    }
}
