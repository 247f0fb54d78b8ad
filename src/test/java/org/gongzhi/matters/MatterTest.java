package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.gongzhi.kernel.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MatterTest {

    private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");
    private static final long LEAD = 7;
    private static final long OTHER = 8;
    private static final long FIXER = 70;
    private static final long CHECKER = 80;

    private static Matter fresh() {
        var told = new NewMatter("E0102", 1, null, "满了", List.of(), new Matter.Reporter(null, null, "API"), null);
        var where = new Matter.Where(441_900_106_002L, 1, "441900106002-E001", 1L, null);
        return Matter.reported(1, told, where, LEAD, NOW, NOW.plus(Duration.ofDays(5)));
    }

    private static Matter at(Stage stage) {
        Matter fixed = fresh().accept(NOW).next().rectify("好了", 0, FIXER, NOW).next();
        Matter checked = fixed.passCheck("", 0, CHECKER, NOW).next();
        Matter closed = checked.close(Outcome.SOLVED, "", CHECKER, NOW).next();
        return switch (stage) {
            case VERIFYING -> {
                var told =
                        new NewMatter("E0101", 1, null, "搭棚", List.of(), new Matter.Reporter(null, null, "API"), null);
                yield Matter.reported(
                        1,
                        told,
                        fresh().where(),
                        new Matter.First(Matter.Filing.PLAIN, Stage.VERIFYING, LEAD),
                        NOW,
                        NOW.plus(Duration.ofDays(5)));
            }
            case DISPATCHED -> fresh();
            case ACCEPTED -> fresh().accept(NOW).next();
            case ASKED -> at(Stage.ACCEPTED).ask("几楼?", NOW).next();
            case PAUSED ->
                at(Stage.ACCEPTED)
                        .requestPause("等配件", NOW.plusSeconds(86_400), NOW.plus(Duration.ofDays(30)), NOW)
                        .next()
                        .approvePause(NOW)
                        .next();
            case RECTIFIED -> fixed;
            case CHECKED -> checked;
            case CLOSED -> closed;
            case CALL_BACK -> closed.callBackDue(NOW).next();
            case SETTLED -> closed.rate(true, 5, "", NOW).next();
            case ARCHIVED ->
                at(Stage.SETTLED).fillDossier("因", "害", "解").next().archive(NOW).next();
        };
    }

    private static void refuses(String code, Matter matter, Function<Matter, Matter.Move> move) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> move.apply(matter))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void everyStageCanBeReachedAndHasItsOutcomeExactlyWhenClosed(Stage stage) {
        Matter matter = at(stage);
        assertThat(matter.stage()).isEqualTo(stage);
        assertThat(matter.outcome() == null).isEqualTo(stage.open());
        assertThat(matter.lead()).isEqualTo(LEAD);
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTED, stage-ACCEPTED",
        "RECTIFIED, stage-RECTIFIED",
        "CLOSED, stage-CLOSED",
        "ARCHIVED, stage-ARCHIVED"
    })
    void whatIsNotWaitingCannotBeAccepted(Stage stage, String code) {
        refuses(code, at(stage), matter -> matter.accept(NOW));
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"RECTIFIED", "CHECKED", "CLOSED", "CALL_BACK", "SETTLED", "ARCHIVED"})
    void onceFixedItCannotBeHandedOn(Stage stage) {
        refuses("stage-" + stage, at(stage), matter -> matter.handOver(OTHER, "忙", NOW));
        refuses("stage-" + stage, at(stage), matter -> matter.sendBack(OTHER, "不归我管", NOW));
        refuses("stage-" + stage, at(stage), matter -> matter.dispatch(OTHER, "", NOW));
    }

    @Test
    void sendingBackNamesSomebodyElseAndIsCounted() {
        refuses("already-lead", fresh(), matter -> matter.sendBack(LEAD, "不归我管", NOW));
        refuses("words", fresh(), matter -> matter.sendBack(OTHER, " ", NOW));
        Matter back = fresh().sendBack(OTHER, "不归我管", NOW).next();
        assertThat(back.lead()).isEqualTo(OTHER);
        assertThat(back.stage()).isEqualTo(Stage.DISPATCHED);
        assertThat(back.handling().sentBack()).isEqualTo(1);
    }

    @Test
    void whoFixedItNeitherChecksNorCloses() {
        refuses("same-person", at(Stage.RECTIFIED), matter -> matter.passCheck("", 0, FIXER, NOW));
        refuses("same-person", at(Stage.RECTIFIED), matter -> matter.failCheck("不行", 0, FIXER, NOW));
        refuses("same-person", at(Stage.CHECKED), matter -> matter.close(Outcome.SOLVED, "", FIXER, NOW));
    }

    @Test
    void solvedNeedsACheck() {
        refuses("stage-RECTIFIED", at(Stage.RECTIFIED), m -> m.close(Outcome.SOLVED, "", CHECKER, NOW));
        refuses("stage-ACCEPTED", at(Stage.ACCEPTED), m -> m.close(Outcome.PARTLY, "", CHECKER, NOW));
    }

    @Test
    void closingWithoutFixingNeedsAReason() {
        refuses("words", fresh(), m -> m.close(Outcome.NOT_ACCEPTED, "", CHECKER, NOW));
        refuses("outcome", fresh(), m -> m.close(Outcome.DUPLICATE, "", CHECKER, NOW));
    }

    @Test
    void aMergedMatterIsSettledAndCanGoOnByItself() {
        refuses("duplicate-of", fresh(), m -> m.mergeInto(1, "0000-0000-001", "", NOW));
        Matter merged = fresh().mergeInto(2, "0000-0000-002", "", NOW).next();
        assertThat(merged.outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(merged.filing().mergedInto()).isEqualTo(2L);
        refuses("words", merged, m -> m.unmerge("", NOW, NOW));
        refuses("not-merged", fresh(), m -> m.unmerge("另一处", NOW, NOW));
        Matter again = merged.unmerge("另一处", NOW.plus(Duration.ofDays(1)), NOW).next();
        assertThat(again.stage()).isEqualTo(Stage.DISPATCHED);
        assertThat(again.outcome()).isNull();
        assertThat(again.filing().mergedInto()).isNull();
        assertThat(again.handling().reopened()).isZero();
    }

    @Test
    void aResumedMatterRunsToItsNewDeadline() {
        Matter paused = at(Stage.PAUSED);
        Instant later = NOW.plus(Duration.ofHours(30));
        Instant deadline = paused.times().deadline().plus(Duration.ofHours(30));
        Matter running = paused.resume(deadline, later).next();
        assertThat(running.times().deadline()).isEqualTo(deadline);
        assertThat(running.stage()).isEqualTo(Stage.ACCEPTED);
        assertThat(running.pause()).isNull();
    }

    @Test
    void aPauseEndsAfterNowAndBeforeTheLimit() {
        Instant most = NOW.plus(Duration.ofDays(30));
        refuses("pause-until", at(Stage.ACCEPTED), m -> m.requestPause("等", NOW, most, NOW));
        refuses("pause-until", at(Stage.ACCEPTED), m -> m.requestPause("等", most.plusSeconds(1), most, NOW));
        assertThat(at(Stage.ACCEPTED).requestPause("等", most, most, NOW).next().stage())
                .isEqualTo(Stage.ACCEPTED);
    }

    @Test
    void contestingReopensWithTheSameLeadAndANewDeadline() {
        Instant deadline = NOW.plus(Duration.ofDays(9));
        Matter again = at(Stage.CLOSED).contest("还在漏", deadline, NOW).next();
        assertThat(again.stage()).isEqualTo(Stage.DISPATCHED);
        assertThat(again.outcome()).isNull();
        assertThat(again.lead()).isEqualTo(LEAD);
        assertThat(again.times().deadline()).isEqualTo(deadline);
        assertThat(again.handling().reopened()).isEqualTo(1);
        assertThat(again.handling().fixedBy()).isNull();
    }

    @Test
    void aCallThatHearsNoReopens() {
        var no = new MatterEvent.CalledBack(true, false, 1, "没修好");
        assertThat(at(Stage.CALL_BACK)
                        .calledBack(no, NOW.plusSeconds(60), NOW)
                        .next()
                        .stage())
                .isEqualTo(Stage.DISPATCHED);
        var nobody = new MatterEvent.CalledBack(false, null, null, "无人接听");
        assertThat(at(Stage.CALL_BACK).calledBack(nobody, NOW, NOW).next().stage())
                .isEqualTo(Stage.SETTLED);
        refuses(
                "rating",
                at(Stage.CALL_BACK),
                m -> m.calledBack(new MatterEvent.CalledBack(true, null, null, ""), NOW, NOW));
    }

    @ParameterizedTest
    @CsvSource({"0", "6", "-1"})
    void aRatingIsOneToFive(int satisfied) {
        refuses("rating", at(Stage.CLOSED), m -> m.rate(true, satisfied, "", NOW));
    }

    @Test
    void noArchiveWithoutCauseHarmAndSolution() {
        refuses("dossier-incomplete", at(Stage.SETTLED), m -> m.archive(NOW));
        refuses(
                "dossier-incomplete",
                at(Stage.SETTLED).fillDossier("因", "", "解").next(),
                m -> m.archive(NOW));
    }

    @Test
    void everyMoveCountsTheVersionByOne() {
        assertThat(fresh().version()).isEqualTo(1);
        assertThat(at(Stage.ARCHIVED).version()).isEqualTo(8);
        assertThat(fresh().withdraw("", NOW).next().version()).isEqualTo(2);
        assertThat(fresh().replaceLead(OTHER, "离职").next().version()).isEqualTo(2);
    }

    @Test
    void tooMuchTextIsRefusedAndRareCharactersStay() {
        var reporter = new Matter.Reporter(null, null, "API");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new NewMatter("E0102", 1, null, "长".repeat(10_000), List.of(), reporter, null))
                .satisfies(refusal -> assertThat(refusal.arguments()).containsExactly(4000, 10_000));
        var told = new NewMatter("E0102", 1, null, " 😀𠮷\u0000\u0007𪚥 ", List.of(), reporter, null);
        assertThat(told.text()).isEqualTo("😀𠮷𪚥");
        assertThat(new NewMatter("E0102", 1, null, "𠮷".repeat(4000), List.of(), reporter, null).text())
                .hasSize(8000);
    }
}
