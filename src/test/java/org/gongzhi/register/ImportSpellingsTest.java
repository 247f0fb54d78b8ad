package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gongzhi.register.RawWorkbook.number;
import static org.gongzhi.register.RawWorkbook.text;
import static org.gongzhi.register.RawWorkbook.texts;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gongzhi.RunningProgram;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Directory;
import org.gongzhi.people.Person;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Residence;
import org.gongzhi.people.Residences;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What a workbook says in other signs is the same in the register: one person, one door, one day, one number.
@Tag("sql")
class ImportSpellingsTest extends RunningProgram {

    private static final long KEY = 441_900_106_090L;
    private static final List<String> HEADS =
            texts("姓名*", "身份证号", "电话", "性别", "出生日期", "户籍地代码", "小区*", "楼栋*", "单元", "室号*", "与房屋关系", "入住日期");

    @Autowired
    private Imports imports;

    @Autowired
    private ImportWorker worker;

    @Autowired
    private Directory directory;

    @Autowired
    private Residences residences;

    @Autowired
    private Places places;

    @Autowired
    private Ids ids;

    private static int communities;
    private Place community;
    private Actor staff;

    @BeforeEach
    void community() {
        long key = KEY + ++communities;
        var all = new ArrayList<Place>();
        community = new Place(key, key, "" + key, PlaceKind.COMMUNITY, town.street.id(), "写法社区" + communities, null);
        all.add(community);
        var estate = child(all, community, "E001", PlaceKind.ESTATE, "写法花园");
        var building = child(all, estate, "B007", PlaceKind.BUILDING, "7栋");
        var stairwell = child(all, building, "S1", PlaceKind.STAIRWELL, "1单元");
        child(all, stairwell, "0101", PlaceKind.DWELLING, "0101");
        child(all, stairwell, "0102", PlaceKind.DWELLING, "0102");
        places.add(all);
        staff = town.actor(town.seat(community, Role.COMMITTEE_STAFF));
    }

    private Place child(List<Place> all, Place parent, String part, PlaceKind kind, String name) {
        all.add(new Place(parent.community(), ids.next(), parent.code() + "-" + part, kind, parent.id(), name, null));
        return all.getLast();
    }

    private static List<String> row(String name, String id, String phone, String building, String door) {
        return texts(name, id, phone, "", "", "", "写法花园", building, "1单元", door, "租户", "");
    }

    private ImportJob checked(List<List<String>> rows) throws Exception {
        var lines = new ArrayList<List<String>>(List.of(HEADS));
        lines.addAll(rows);
        byte[] book = new RawWorkbook().sheet("住户", "visible", "", lines).bytes();
        return settle(imports.upload(staff, community.code(), "a.xlsx", new ByteArrayInputStream(book)));
    }

    private ImportJob settle(ImportJob job) {
        for (int tries = 0; tries < 5 && imports.get(staff, job.id()).running(); tries++) {
            worker.finish();
        }
        return imports.get(staff, job.id());
    }

    private void written(List<List<String>> rows) throws Exception {
        settle(imports.write(staff, checked(rows).id()));
    }

    private List<Person> found(String words) {
        return directory.search(List.of(community.code()), words, null, 20).rows();
    }

    @Test
    void oneNameInThreeSpellingsIsOnePersonAndFoundByAnyOfThem() throws Exception {
        written(List.of(
                row("魏重一", "", "10012340011", "7栋", "0101"),
                row("魏 重一", "", "10012340011", "7栋", "0101"),
                row("魏　重一", "", "10012340011", "7栋", "0101"),
                row("买买提•艾力", "", "10012340012", "7栋", "0101"),
                row("Zoë Müller", "", "10012340013", "7栋", "0101")));
        for (String words : List.of("魏重一", "魏 重一", "魏　重一", "10012340011", "+86 100 1234 0011".replace(" ", ""))) {
            assertThat(found(words)).as(words).hasSize(1);
        }
        for (String words : List.of("买买提·艾力", "买买提・艾力", "买买提艾力", "ZOE MULLER", "Ｚｏｅ Müller")) {
            assertThat(found(words)).as(words).hasSize(1);
        }
        for (String spelling : List.of("魏重一", "魏 重一", "魏\u00a0重一", "魏\u200b重一")) {
            var again = checked(List.of(row(spelling, "", "10012340011", "7栋", "0101")));
            assertThat(imports.counts(again)).as(spelling).isEqualTo(Map.of("MATCHED", 1));
        }
        var others = checked(
                List.of(row("买买提・艾力", "", "", "7栋", "0101"), row("ZOE MULLER", "", "10012340013", "7栋", "0102")));
        assertThat(imports.counts(others)).isEqualTo(Map.of("MATCHED", 2));
    }

    @Test
    void numbersDoorsAndDaysAreReadInTheirOrdinaryShapes() throws Exception {
        written(List.of(
                row("验赵钱", "４４１９００１９０１０１０１０２１９", "+8610012340021", "７栋", "０１０２"),
                row("验赵孙", "441900190101010227\u00a0", "１００１２３４００２２", "七栋", "102"),
                row("验赵李", "", "\u202d10012340023\u202c", "7#", "0102室"),
                row("验赵周", "", "(0769)88888888", "第7幢", "0102"),
                texts("验赵吴", "", "", "1", "", "", "写法花园7栋1单元0102", "", "", "", "", "2024-01-05 00:00:00"),
                texts("验赵郑", "", "", "男性", "", "", "写法花园", "", "", "7-1-0102", "", "")));
        assertThat(found("写法花园 7栋 0102")).hasSize(6);
        assertThat(found("验赵钱").getFirst().idNumber()).hasToString("IdNumber[text=441900190101010219]");
        assertThat(List.of("验赵钱", "验赵孙", "验赵李", "验赵周"))
                .extracting(name -> found(name).getFirst().phone())
                .containsExactly("10012340021", "10012340022", "10012340023", "076988888888");
        assertThat(found("验赵吴").getFirst().sex()).hasToString("M");
        assertThat(residences.of(found("验赵吴").getFirst()))
                .extracting(Residence::since)
                .hasToString("[2024-01-05]");
    }

    @Test
    void whatWouldBeWrongInSilenceIsRed() throws Exception {
        var head = new ArrayList<>(row("林丁甲", "", "10012340041", "7栋", "0101"));
        head.set(10, text("户主"));
        var rounded = new ArrayList<>(row("林丙丁", "", "", "7栋", "0101"));
        rounded.set(1, number("4.41900190101011E+17", 0));
        var year = new ArrayList<>(row("林丙甲", "", "", "7栋", "0101"));
        year.set(11, text("24-1-5"));
        var job = checked(List.of(
                head,
                rounded,
                year,
                row("林丙庚", "441900209901010011", "", "7栋", "0101"),
                row("林丙辛", "", "10012340061/10012340062", "7栋", "0101"),
                row("林丙壬", "", "0769-88888888转801", "7栋", "0101"),
                row("林\u202e丙癸", "", "", "7栋", "0101")));
        assertThat(imports.counts(job)).isEqualTo(Map.of("WRONG", 6, "NEW", 1));
        settle(imports.write(staff, job.id()));
        assertThat(found("林丙癸").getFirst().name())
                .as("without what nobody sees")
                .isEqualTo("林丙癸");
        assertThat(residences.of(found("林丙癸").getFirst()))
                .extracting(Residence::relation)
                .containsExactly(Relation.TENANT);
    }
}
