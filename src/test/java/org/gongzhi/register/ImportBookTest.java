package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gongzhi.register.RawWorkbook.number;
import static org.gongzhi.register.RawWorkbook.text;
import static org.gongzhi.register.RawWorkbook.texts;
import static org.gongzhi.register.RawWorkbook.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.AddressWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workbooks as property companies, stations and committees really keep them: what they say is read, what cannot be
/// understood is named, and nothing is guessed.
class ImportBookTest {

    private static final List<String> HEADS =
            texts("姓名*", "身份证号", "电话", "性别", "出生日期", "户籍地代码", "小区*", "楼栋*", "单元", "室号*", "与房屋关系", "入住日期");
    private static final List<String> SOMEBODY =
            texts("林甲乙", "", "10012340001", "", "", "", "恒泉花园", "7栋", "1单元", "0101", "租户", "2024-01-05");

    private static final int BORN = 4;
    private static final int BUILDING = 7;
    private static final int SINCE = 11;

    @TempDir
    private Path folder;

    private final List<ImportStore.Raw> rows = new ArrayList<>();

    private ImportReading read(RawWorkbook book) throws IOException {
        Path file = Files.write(folder.resolve("a.xlsx"), book.bytes());
        return ImportBook.read(file, rows::add);
    }

    private ImportReading read(List<List<String>> lines) throws IOException {
        return read(new RawWorkbook().sheet("住户", "visible", "", lines));
    }

    private ImportStore.Raw one(int column, String cell) throws IOException {
        rows.clear();
        read(List.of(HEADS, with(SOMEBODY, column, cell)));
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    @Test
    void headsOfOthersAreUnderstoodAndWhatIsNotIsNamed() throws IOException {
        var reading = read(List.of(
                texts("序号", "姓　名", "身份证号码（18位）", "联系电话", "所在小区", "楼栋号", "房间号", "备注", ""),
                texts("1", "林甲乙", "441900190101010112", "10012340001", "恒泉花园", "7栋", "0101", "常住", "多一格")));
        assertThat(rows.getFirst().cells())
                .containsEntry(ImportColumn.ID_NUMBER, "441900190101010112")
                .containsEntry(ImportColumn.PHONE, "10012340001")
                .containsEntry(ImportColumn.DOOR, "0101");
        assertThat(reading.sheets().getFirst().unread())
                .extracting(ImportReading.Unread::column, ImportReading.Unread::head, ImportReading.Unread::filled)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("A", "序号", 1),
                        org.assertj.core.groups.Tuple.tuple("H", "备注", 1),
                        org.assertj.core.groups.Tuple.tuple("I", "", 1));
        assertThat(reading.partly()).isTrue();
    }

    @Test
    void aWorkbookWithoutTheNeededHeadsIsRefusedWithBothNames() {
        assertThatThrownBy(() -> read(List.of(texts("姓名", "所属楼盘名", "电话"), texts("林甲乙", "恒泉花园", "10012340001"))))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("import-columns-unread");
                    assertThat(refusal.arguments()).containsExactly("小区 楼栋 室号", "所属楼盘名");
                });
    }

    @Test
    void everySheetIsReadOrNamedAndHiddenOnesArePassedOver() throws IOException {
        var reading = read(new RawWorkbook()
                .sheet("字典", "hidden", "", List.of(texts("男"), texts("女")))
                .sheet("7栋", "visible", "", List.of(HEADS, SOMEBODY))
                .sheet("8栋", "visible", "", List.of(HEADS, with(SOMEBODY, 0, text("林甲丙"))))
                .sheet("说明", "visible", "", List.of(texts("请如实填写")))
                .sheet("车辆", "visible", "", List.of(texts("姓名", "电话", "车牌"), texts("林甲丁", "1", "2"))));
        assertThat(rows).extracting(row -> row.cells().get(ImportColumn.NAME)).containsExactly("林甲乙", "林甲丙");
        assertThat(reading.sheets())
                .extracting(ImportReading.SheetRead::state)
                .containsExactly(
                        ImportReading.State.HIDDEN,
                        ImportReading.State.READ,
                        ImportReading.State.READ,
                        ImportReading.State.NO_HEAD,
                        ImportReading.State.NO_COLUMNS);
        assertThat(rows.getFirst().row()).isEqualTo(2);
        assertThat(reading.where(rows.getLast().row())).isEqualTo("8栋 2");
    }

    @Test
    void titlesAboveTheHeadAndHeadsOfTwoRowsAreFound() throws IOException {
        read(new RawWorkbook()
                .sheet(
                        "住户",
                        "visible",
                        "<mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"B3:D3\"/><mergeCell ref=\"A3:A4\"/></mergeCells>",
                        List.of(
                                texts("恒泉花园住户信息登记表"),
                                texts("填报单位：恒泉社区", "", "", "填报日期：2026年11月"),
                                texts("姓名", "住址", "", "", "", "联系"),
                                texts("", "小区", "楼栋", "单元", "室号", "电话"),
                                texts("林甲丁", "恒泉花园", "7栋", "1单元", "0101", "10012340003"))));
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.row()).isEqualTo(5);
            assertThat(row.cells())
                    .containsEntry(ImportColumn.NAME, "林甲丁")
                    .containsEntry(ImportColumn.ESTATE, "恒泉花园")
                    .containsEntry(ImportColumn.PHONE, "10012340003");
        });
    }

    @Test
    void anAddressMergedOverAHouseholdBelongsToEverybodyInIt() throws IOException {
        read(new RawWorkbook()
                .sheet(
                        "住户",
                        "visible",
                        "<mergeCells><mergeCell ref=\"G2:G3\"/><mergeCell ref=\"H2:H3\"/><mergeCell ref=\"J2:J3\"/></mergeCells>",
                        List.of(
                                HEADS,
                                SOMEBODY,
                                texts("林甲丙", "", "", "", "", "", "", "", "", "", "家属", ""),
                                texts("林甲戊", "", "", "", "", "", "", "", "", "", "家属", ""))));
        assertThat(rows.get(1).cells())
                .containsEntry(ImportColumn.BUILDING, "7栋")
                .containsEntry(ImportColumn.DOOR, "0101");
        assertThat(rows.get(2).cells()).doesNotContainKeys(ImportColumn.BUILDING, ImportColumn.DOOR);
    }

    @Test
    void aDayIsReadFromEveryRealShape() throws IOException {
        assertThat(one(SINCE, number("45296", 1)).cells()).containsEntry(ImportColumn.SINCE, "2024-01-05");
        assertThat(one(SINCE, number("45296.75", 1)).cells()).containsEntry(ImportColumn.SINCE, "2024-01-05");
        assertThat(one(SINCE, "<c s=\"1\"><f>DATE(2024,1,5)</f><v>45296</v></c>")
                        .cells())
                .containsEntry(ImportColumn.SINCE, "2024-01-05");
        for (String shape : List.of(
                "2024-01-05",
                "2024-1-5",
                "2024/01/05",
                "2024.1.5",
                "2024年1月5日",
                "20240105",
                "２０２４－０１－０５",
                "2024-01-05 00:00:00",
                "2024-01-05T08:30:00+08:00",
                "二〇二四年一月五日")) {
            assertThat(TypedDay.of(shape)).as(shape).hasToString("2024-01-05");
        }
        var iso = one(SINCE, "<c t=\"d\"><v>2024-01-05T00:00:00</v></c>");
        assertThat(TypedDay.of(iso.cells().get(ImportColumn.SINCE))).hasToString("2024-01-05");
        read(new RawWorkbook()
                .since1904()
                .sheet("住户", "visible", "", List.of(HEADS, with(SOMEBODY, BORN, number("27789", 1)))));
        assertThat(rows.getLast().cells()).containsEntry(ImportColumn.BORN, "1980-01-31");
    }

    @Test
    void whatIsNoDayForCertainIsRed() throws IOException {
        assertThat(one(BORN, number("1990.05", 0)).faults()).containsExactly("BORN:import-cell-number");
        assertThat(one(SINCE, number("2024", 0)).faults()).containsExactly("SINCE:import-cell-number");
        assertThat(one(SINCE, number("45296", 0)).faults()).containsExactly("SINCE:import-cell-number");
        assertThat(one(BORN, number("32994", 2)).faults()).containsExactly("BORN:import-cell-part");
        assertThat(one(BORN, number("46000", 3)).faults()).containsExactly("BORN:import-cell-part");
        assertThat(one(BUILDING, number("45353", 1)).faults()).containsExactly("BUILDING:import-cell-day");
        for (String shape : List.of("24-1-5", "1990.05", "2024", "1/5/2024", "2024-02-30", "45296")) {
            assertThat(TypedDay.of(shape)).as(shape).isNull();
        }
    }

    @Test
    void aBadCellIsRedAndNoMore() throws IOException {
        assertThat(one(1, number("4.41900190101011E+17", 0)).faults()).containsExactly("ID_NUMBER:import-cell-rounded");
        assertThat(one(1, number("4.41900190101011E+17", 0)).cells())
                .containsEntry(ImportColumn.ID_NUMBER, "441900190101011000");
        assertThat(one(1, "<c t=\"e\"><v>#N/A</v></c>").faults()).containsExactly("ID_NUMBER:import-cell-error");
        assertThat(one(BUILDING, "<c><f>A1&amp;\"栋\"</f></c>").faults())
                .containsExactly("BUILDING:import-cell-formula");
        assertThat(one(0, "<c t=\"b\"><v>1</v></c>").faults()).containsExactly("NAME:import-cell-kind");
        assertThat(one(0, text("长".repeat(201))).faults()).containsExactly("NAME:import-cell-long");
        for (String odd : List.of(
                "<c t=\"d\"><v>never</v></c>",
                "<c t=\"s\"><v>999999999999</v></c>",
                "<c t=\"n\"><v>1E+999999</v></c>",
                "<c t=\"n\"><v>NaN</v></c>",
                "<c t=\"x\"><v>?</v></c>",
                "<c s=\"999999999999\"><v>-1</v></c>",
                "<c s=\"1\"><v>-5</v></c>")) {
            assertThat(one(SINCE, odd).cells()).as(odd).containsEntry(ImportColumn.NAME, "林甲乙");
        }
    }

    @Test
    void textsAreReadAsTheyAreShown() throws IOException {
        var book = new RawWorkbook()
                .part(
                        "xl/sharedStrings.xml",
                        "<sst><si><t>林</t><rPh sb=\"0\"><t>LIN</t></rPh></si><si><r><t>林</t></r><r><t>甲&#20057;</t></r></si>"
                                + "<si><t><![CDATA[恒泉<花园]]></t></si><!-- > --></sst>")
                .sheet(
                        "住户",
                        "visible",
                        "",
                        List.of(
                                HEADS,
                                with(with(SOMEBODY, 0, "<c t=\"s\"><v>1</v></c>"), 6, "<c t=\"s\"><v>2</v></c>"),
                                with(with(SOMEBODY, 0, "<c t=\"s\"><v>0</v></c>"), 9, number("102", 0))));
        read(book);
        assertThat(rows.getFirst().cells())
                .containsEntry(ImportColumn.NAME, "林甲乙")
                .containsEntry(ImportColumn.ESTATE, "恒泉<花园");
        assertThat(rows.getLast().cells())
                .containsEntry(ImportColumn.NAME, "林")
                .containsEntry(ImportColumn.DOOR, "102");
    }

    @Test
    void wordsForTheDwellingAreNotTakenForEachOther() {
        assertThat(RelationWords.of("户主")).isNull();
        assertThat(RelationWords.fault("户主")).isEqualTo("import-relation-head");
        assertThat(Map.of("业主", "OWNER", "配偶", "FAMILY", "租客", "TENANT", "", "FAMILY"))
                .allSatisfy((said, meant) -> assertThat(RelationWords.of(said)).hasToString(meant));
        for (String same : List.of("7栋", "７栋", "七栋", "7#", "7号楼", "07", "第7栋", "7 栋", "7\u00a0栋", "7#楼")) {
            assertThat(AddressWords.plain(same)).as(same).isEqualTo("7");
        }
        assertThat(AddressWords.plain("十二栋")).isEqualTo("12");
    }
}
