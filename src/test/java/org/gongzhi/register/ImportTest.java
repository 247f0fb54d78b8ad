package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.gongzhi.RunningProgram;
import org.gongzhi.Scale;
import org.gongzhi.TestClock;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Directory;
import org.gongzhi.people.IdNumber;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.PlaceRegister;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Workbooks into the register: what is wrong is found, all of it and nothing else; the same person stays one person;
/// two identity numbers stay two.
@Tag("sql")
class ImportTest extends RunningProgram {

    private static final String[] HEADS = {"姓名", "身份证号", "电话", "性别", "小区", "楼栋", "单元", "室号", "与房屋关系", "入住日期"};

    @Autowired
    private Imports imports;

    @Autowired
    private ImportWorker worker;

    @Autowired
    private People people;

    @Autowired
    private Directory directory;

    @Autowired
    private Places places;

    @Autowired
    private Ids ids;

    @Autowired
    private PlaceRegister register;

    @Autowired
    private JdbcClient client;

    private static int communities;
    private Place community;
    private Place estate;
    private Actor staff;

    /// A community of its own, so that tests do not meet each other's people.
    @BeforeEach
    void community() {
        long key = 441_900_106_100L + ++communities;
        community = new Place(key, key, "" + key, PlaceKind.COMMUNITY, town.street.id(), "导入社区" + communities, null);
        estate = new Place(key, ids.next(), key + "-E001", PlaceKind.ESTATE, key, "导入花园", null);
        var all = new ArrayList<>(List.of(community, estate));
        for (int b = 1; b <= 10; b++) {
            var building = child(all, estate, "B%03d".formatted(b), PlaceKind.BUILDING, b + "栋");
            for (int s = 1; s <= 2; s++) {
                var stairwell = child(all, building, "S" + s, PlaceKind.STAIRWELL, s + "单元");
                for (int floor = 1; floor <= 18; floor++) {
                    for (int door = 1; door <= 4; door++) {
                        String number = "%02d%02d".formatted(floor, door);
                        child(all, stairwell, number, PlaceKind.DWELLING, number);
                    }
                }
            }
        }
        places.add(all);
        staff = town.actor(town.seat(community, Role.COMMITTEE_STAFF));
    }

    private Place child(List<Place> all, Place parent, String part, PlaceKind kind, String name) {
        var place =
                new Place(parent.community(), ids.next(), parent.code() + "-" + part, kind, parent.id(), name, null);
        all.add(place);
        return place;
    }

    static InputStream workbook(List<String[]> rows) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var book = new Workbook(out, "test", "1.0")) {
            var sheet = book.newWorksheet("居民");
            for (int i = 0; i < HEADS.length; i++) {
                sheet.value(0, i, HEADS[i]);
            }
            for (int row = 0; row < rows.size(); row++) {
                String[] cells = rows.get(row);
                for (int i = 0; i < cells.length; i++) {
                    if (cells[i] != null) {
                        sheet.value(row + 1, i, cells[i]);
                    }
                }
            }
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    private static String[] row(String name, String id, String phone, String building, String door) {
        return new String[] {name, id, phone, null, "导入花园", building, "1单元", door, "家属", "2020-05-01"};
    }

    /// Born in 1900 or soon after: nobody living has such a number.
    private static String idNumber(int index) {
        int day = index / 900;
        String seventeen = "441900"
                + java.time.LocalDate.of(1900, 1, 1)
                        .plusDays(day)
                        .format(java.time.format.DateTimeFormatter.BASIC_ISO_DATE)
                + "%03d".formatted(100 + index % 900);
        return seventeen + IdNumber.sign(seventeen);
    }

    private ImportJob checked(List<String[]> rows) throws Exception {
        var job = imports.upload(staff, community.code(), "a.xlsx", workbook(rows));
        return settle(job);
    }

    private ImportJob settle(ImportJob job) {
        for (int tries = 0; tries < 5 && imports.get(staff, job.id()).running(); tries++) {
            worker.finish();
        }
        return imports.get(staff, job.id());
    }

    private ImportJob written(List<String[]> rows) throws Exception {
        var job = checked(rows);
        return settle(imports.write(staff, job.id()));
    }

    @Test
    void manyRowsWithOnePercentErrorsFindExactlyThose() throws Exception {
        var random = new SplittableRandom(5);
        int size = Scale.of(3_000, 100_000);
        var rows = new ArrayList<String[]>();
        Set<Integer> planted = new HashSet<>();
        for (int i = 0; i < size; i++) {
            var row = row(
                    "测" + (char) ('一' + i % 5000) + (char) ('丁' + i / 5000),
                    idNumber(i),
                    "100%08d".formatted(i),
                    1 + i % 10 + "栋",
                    "%02d%02d".formatted(1 + i % 18, 1 + i % 4));
            if (i % 100 == 37) {
                planted.add(i + 2);
                switch (random.nextInt(7)) {
                    case 0 -> row[1] = row[1].substring(0, 17) + (row[1].endsWith("1") ? "2" : "1");
                    case 1 -> row[0] = "";
                    case 2 -> row[2] = "12345";
                    case 3 -> row[3] = new IdNumber(row[1]).sex() == org.gongzhi.people.Sex.M ? "女" : "男";
                    case 4 -> row[5] = "99栋";
                    case 5 -> row[8] = "朋友";
                    default -> row[9] = "2019-02-30";
                }
            }
            rows.add(row);
        }
        var job = checked(rows);
        assertThat(job.state()).isEqualTo(ImportJob.State.CHECKED);
        var counts = imports.counts(job);
        assertThat(counts.get("WRONG")).isEqualTo(planted.size()).isEqualTo(size / 100);
        assertThat(counts.get("NEW")).isEqualTo(size - size / 100);
        assertThat(wrongRows(job)).isEqualTo(planted);

        job = settle(imports.write(staff, job.id()));
        assertThat(job.state()).isEqualTo(ImportJob.State.DONE);
        assertThat(imports.counts(job).get("WRITTEN")).isEqualTo(size - size / 100);
        assertThat(directory
                        .search(List.of(community.code()), idNumber(4711), null, 5)
                        .rows())
                .singleElement()
                .satisfies(person -> assertThat(person.phone()).isEqualTo("10000004711"));
    }

    private Set<Integer> wrongRows(ImportJob job) throws IOException {
        var out = new ByteArrayOutputStream();
        imports.errors(job, out, Words.CHINESE);
        Set<Integer> found = new HashSet<>();
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()));
                var lines = book.getFirstSheet().openStream()) {
            lines.skip(1)
                    .forEach(line ->
                            found.add(line.getCellAsNumber(12).orElseThrow().intValue()));
        }
        return found;
    }

    @Test
    void thePlantedDuplicatesAreMergedAndTwoIdentityNumbersNeverAre() throws Exception {
        var job = written(List.of(
                row("陈小明", idNumber(1), "10011110001", "1栋", "0101"),
                row("陈小明", null, "10011110001", "1栋", "0102"), // same name and number: the same
                row("陈小明", idNumber(2), "10011110001", "1栋", "0101"), // another identity number: never
                row("林阿婆", null, null, "2栋", "0201"),
                row("林阿婆", null, "10011110004", "2栋", "0201"), // same name and door: the same, number filled in
                row("林阿婆", idNumber(5), "10011119999", "2栋", "0201"))); // another number: somebody decides
        var counts = imports.counts(job);
        assertThat(counts.get("DOUBTFUL")).isNull();
        assertThat(people.withIdNumbers(
                        community.community(), List.of(new IdNumber(idNumber(1)), new IdNumber(idNumber(2)))))
                .hasSize(2);
        assertThat(found("陈小明")).hasSize(2);

        // once more, with other doors and numbers: everybody is known by now
        var again = written(List.of(
                row("陈小明", idNumber(1), "10011118888", "1栋", "0101"),
                row("陈小明", null, "10011118888", "3栋", "0301"),
                row("王不同", idNumber(2), "10011117777", "1栋", "0101")));
        assertThat(imports.counts(again).get("DOUBTFUL")).isEqualTo(1);
        assertThat(found("陈小明")).hasSize(2);
        assertThat(people.withIdNumbers(community.community(), List.of(new IdNumber(idNumber(1))))
                        .values())
                .extracting(Person::phone)
                .containsExactly("10011118888");
    }

    private List<Person> found(String name) {
        return directory.search(List.of(community.code()), name, null, 50).rows();
    }

    @Test
    void aDoubtfulRowIsDecidedByAPersonAndOnlyOnce() throws Exception {
        written(List.<String[]>of(row("周同名", null, "10022220001", "4栋", "0401")));
        var job = checked(List.<String[]>of(row("周同名", null, "10022220002", "4栋", "0401")));
        var doubt = imports.doubts(job, 10).getFirst();
        assertThat(doubt.candidate()).isEqualTo(found("周同名").getFirst().id());
        imports.decide(staff, job.id(), doubt.row(), ImportJob.Decision.NEW);
        assertThatThrownBy(() -> imports.decide(staff, job.id(), doubt.row(), ImportJob.Decision.SAME))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("import-decided"));
        settle(imports.write(staff, job.id()));
        assertThat(found("周同名")).hasSize(2);
    }

    @Test
    void anImportIsUndoneExceptForWhomSomebodyChangedSince() throws Exception {
        written(List.<String[]>of(row("老住户", idNumber(11), "10033330000", "5栋", "0501")));
        var job = written(List.of(
                row("老住户", idNumber(11), "10033339999", "5栋", "0502"),
                row("新一号", idNumber(12), "10033330001", "5栋", "0503"),
                row("新二号", idNumber(13), "10033330002", "5栋", "0504")));
        var touched = found("新二号").getFirst();
        people.change(
                new Person(
                        touched.community(),
                        touched.id(),
                        touched.placeCode(),
                        touched.name(),
                        "10033330003",
                        touched.idNumber(),
                        touched.born(),
                        touched.sex(),
                        touched.registeredAt(),
                        touched.dwelling(),
                        touched.version()),
                staff.in(staff.seats().getFirst()),
                null);
        assertThat(imports.undo(staff, job.id())).isEqualTo(2);
        assertThat(found("新一号")).isEmpty();
        assertThat(found("新二号")).hasSize(1);
        assertThat(found("老住户")).singleElement().satisfies(person -> {
            assertThat(person.phone()).isEqualTo("10033330000");
            assertThat(person.placeCode()).endsWith("0501");
        });
        assertThatThrownBy(() -> imports.undo(staff, job.id()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("import-state"));
    }

    @Test
    void aRowWhoseDoorIsGoneSinceTheCheckIsToldAndTheOthersAreWritten() throws Exception {
        var job = checked(List.of(
                row("留下的", idNumber(21), "10044440001", "6栋", "0601"),
                row("搬走的", idNumber(22), "10044440002", "7栋", "0701"),
                row("搬走的", idNumber(22), "10044440002", "6栋", "0602")));
        register.rename(
                places.find(estate.code() + "-B007").orElseThrow(),
                "新区",
                TestClock.DAY,
                "",
                staff.in(staff.seats().getFirst()));
        job = settle(imports.write(staff, job.id()));
        assertThat(job.state()).isEqualTo(ImportJob.State.DONE);
        assertThat(imports.counts(job)).containsEntry("WRITTEN", 1).containsEntry("WRONG", 2);
        assertThat(wrongRows(job)).containsExactlyInAnyOrder(3, 4);
        assertThat(found("留下的")).hasSize(1);
        assertThat(found("搬走的")).isEmpty();
    }

    @Test
    void anImportThatCannotBeDoneHoldsUpNobodyAndWaitsForItsClerk() throws Exception {
        var broken = checked(List.of(
                row("坏一号", idNumber(31), "10055550001", "8栋", "0801"),
                row("坏二号", idNumber(32), "10055550002", "8栋", "0802")));
        var data = client.sql("select data from register.import_row where job = ? and row = 2")
                .param(broken.id())
                .query(byte[].class)
                .single();
        damage(broken, new byte[40]);
        imports.write(staff, broken.id());
        var later = written(List.<String[]>of(row("后来的", idNumber(33), "10055550003", "8栋", "0803")));
        assertThat(later.state()).isEqualTo(ImportJob.State.DONE);
        var failed = imports.get(staff, broken.id());
        assertThat(failed.state()).isEqualTo(ImportJob.State.FAILED);
        assertThat(failed.failure()).isEqualTo("IllegalStateException");
        assertThat(settle(imports.again(staff, broken.id())).state())
                .as("fails once more")
                .isEqualTo(ImportJob.State.FAILED);
        damage(broken, data);
        assertThat(settle(imports.again(staff, broken.id())).state()).isEqualTo(ImportJob.State.DONE);
        assertThat(found("坏一号")).hasSize(1);
        assertThatThrownBy(() -> imports.again(staff, broken.id()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("import-state"));
    }

    @Test
    void anImportThatFailedIsTakenBack() throws Exception {
        var job = checked(List.<String[]>of(row("半途的", idNumber(41), "10066660001", "9栋", "0901")));
        damage(job, new byte[40]);
        assertThat(settle(imports.write(staff, job.id())).state()).isEqualTo(ImportJob.State.FAILED);
        assertThat(imports.undo(staff, job.id())).isZero();
        assertThat(imports.get(staff, job.id()).state()).isEqualTo(ImportJob.State.UNDONE);
    }

    private void damage(ImportJob job, byte[] data) {
        client.sql("update register.import_row set data = ? where job = ? and row = 2")
                .params(data, job.id())
                .update();
    }

    @Test
    void whatIsNoWorkbookIsRefusedAndLeavesNothing() {
        for (byte[] bytes : List.of("not a workbook".getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[0])) {
            assertThatThrownBy(() -> imports.upload(staff, community.code(), "a.xlsx", new ByteArrayInputStream(bytes)))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("import-file"));
        }
        assertThat(imports.list(staff)).isEmpty();
    }
}
