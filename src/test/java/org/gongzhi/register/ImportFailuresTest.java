package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gongzhi.TestClock;
import org.gongzhi.kernel.Refusal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What cannot be written is told, holds nobody up, and has a way out.
@Tag("sql")
class ImportFailuresTest extends ImportCase {

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
}
