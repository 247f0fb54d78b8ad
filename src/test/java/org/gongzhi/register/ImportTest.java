package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.gongzhi.Scale;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.IdNumber;
import org.gongzhi.people.Person;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Workbooks into the register: what is wrong is found, all of it and nothing else; the same person stays one person;
/// two identity numbers stay two.
@Tag("sql")
class ImportTest extends ImportCase {

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
                        .search(List.of(community.code()), idNumber(2711), null, 5)
                        .rows())
                .singleElement()
                .satisfies(person -> assertThat(person.phone()).isEqualTo("10000002711"));
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
    void whatIsNoWorkbookIsRefusedAndLeavesNothing() {
        for (byte[] bytes : List.of("not a workbook".getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[0])) {
            assertThatThrownBy(() -> imports.upload(staff, community.code(), "a.xlsx", new ByteArrayInputStream(bytes)))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("import-file"));
        }
        assertThat(imports.list(staff)).isEmpty();
    }
}
