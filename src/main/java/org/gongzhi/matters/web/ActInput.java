package org.gongzhi.matters.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.MatterAct;
import org.gongzhi.matters.MatterEvent;
import org.gongzhi.matters.MatterLink;
import org.gongzhi.matters.MatterRelations;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.matters.Outcome;
import org.jspecify.annotations.Nullable;

/// What comes with an act, from a form or as JSON; each act takes what it needs and refuses when that is
/// missing. `to` is a seat, `until` a day, `before`, `after` and `photos` names of stored photos.
record ActInput(
        @Nullable String words,
        @Nullable String reason,
        @Nullable Long to,
        @Nullable LocalDate until,
        @Nullable Outcome outcome,
        @Nullable String duplicateOf,
        @Nullable Boolean solved,
        @Nullable Integer satisfied,
        @Nullable Boolean reached,
        @Nullable String cause,
        @Nullable String harm,
        @Nullable String solution,
        @Nullable List<String> before,
        @Nullable List<String> after,
        @Nullable List<String> photos,
        @Nullable String kind,
        @Nullable Integer condition,
        @Nullable String place,
        @Nullable String other,
        MatterLink.@Nullable Kind link,
        @Nullable Boolean part,
        @Nullable List<Integer> shown) {

    /// The two doors an act may go through.
    record Doors(Matters matters, MatterRelations relations) {}

    private String text(@Nullable String value) {
        String text = value == null ? "" : NewMatter.clean(value);
        int length = text.codePointCount(0, text.length());
        if (length > NewMatter.MOST_TEXT) {
            throw Refusal.invalid("text-long", NewMatter.MOST_TEXT, length);
        }
        return text;
    }

    private static List<String> list(@Nullable List<String> names) {
        return names == null ? List.of() : names;
    }

    private long target() {
        if (to == null) {
            throw Refusal.invalid("target-seat");
        }
        return to;
    }

    private Instant untilEndOfDay() {
        if (until == null) {
            throw Refusal.invalid("pause-until");
        }
        return Clocks.endOf(until);
    }

    /// Calls the method of the door that an act stands for.
    void perform(Doors doors, MatterAct act, Matters.Order order) {
        Matters matters = doors.matters;
        String said = text(words);
        switch (act) {
            case ACCEPT -> matters.accept(order);
            case RECTIFY -> matters.rectify(order, said, list(before), list(after));
            case ASK -> matters.ask(order, said);
            case HAND_OVER -> matters.handOver(order, target(), said);
            case SEND_BACK -> matters.sendBack(order, target(), said);
            case REQUEST_PAUSE -> matters.requestPause(order, reason, said, untilEndOfDay());
            case RESUME -> matters.resume(order);
            case DISPATCH -> matters.dispatch(order, target(), said);
            case APPROVE_PAUSE -> matters.approvePause(order);
            case REFUSE_PAUSE -> matters.refusePause(order, said);
            case PASS_CHECK -> matters.check(order, true, said, list(photos));
            case FAIL_CHECK -> matters.check(order, false, said, list(photos));
            case CLOSE -> close(doors, order, said);
            case CALL_BACK ->
                matters.callBack(
                        order, new MatterEvent.CalledBack(Boolean.TRUE.equals(reached), solved, satisfied, said));
            case ANSWER -> matters.answer(order, said, list(photos));
            case SUPPLEMENT -> matters.supplement(order, said, list(photos));
            case RATE -> matters.rate(order, !Boolean.FALSE.equals(solved), satisfied == null ? 0 : satisfied, said);
            case CONTEST -> matters.contest(order, said);
            case WITHDRAW -> matters.withdraw(order, said);
            case FILL_DOSSIER -> matters.fillDossier(order, text(cause), text(harm), text(solution));
            case ARCHIVE -> matters.archive(order);
            case SUPPORT -> matters.support(order);
            case REQUEST_EXTENSION -> matters.requestExtension(order, said, untilEndOfDay());
            case APPROVE_EXTENSION -> matters.decideExtension(order, true, said);
            case REFUSE_EXTENSION -> matters.decideExtension(order, false, said);
            case OBJECT -> matters.object(order, target(), said);
            case DECIDE_COMPETENCE -> matters.decideCompetence(order, to, said);
            case NAME_HELPER -> matters.nameHelper(order, target(), said);
            case RELEASE_HELPER -> matters.releaseHelper(order, target(), said);
            case ASSIST -> matters.assist(order, said, list(photos));
            case PASS_UP -> matters.passUp(order, said);
            case FILE -> matters.file(order, condition, said, list(photos));
            case CORRECT -> matters.correct(order, new Matters.Correction(kind, condition, place, said));
            case MERGE, UNMERGE, SPLIT, LINK, UNLINK, PUBLISH, HOLD_RECHECK, FAIL_RECHECK ->
                tie(doors.relations, act, order, said);
        }
    }

    private void tie(MatterRelations relations, MatterAct act, Matters.Order order, String said) {
        List<Integer> positions = shown == null ? List.of() : shown;
        switch (act) {
            case MERGE -> relations.merge(order, other(other), said);
            case UNMERGE -> relations.unmerge(order, said);
            case SPLIT ->
                relations.split(
                        order,
                        new MatterRelations.Split(
                                kind == null ? "" : kind, said, positions, Boolean.TRUE.equals(part)));
            case LINK -> relations.link(order, other(other), link == null ? MatterLink.Kind.RELATED : link, said);
            case UNLINK -> relations.unlink(order, other(other));
            case PUBLISH -> relations.publish(order, said, positions);
            case HOLD_RECHECK -> relations.recheck(order, true, said, list(photos));
            case FAIL_RECHECK -> relations.recheck(order, false, said, list(photos));
            default -> throw new IllegalArgumentException(act.name());
        }
    }

    private static long other(@Nullable String number) {
        if (number == null || number.isBlank()) {
            throw Refusal.invalid("duplicate-of");
        }
        return Ids.fromNumber(number);
    }

    private void close(Doors doors, Matters.Order order, String said) {
        if (outcome == null) {
            throw Refusal.invalid("outcome");
        }
        if (outcome == Outcome.DUPLICATE) {
            doors.relations.merge(order, other(duplicateOf), said);
        } else {
            doors.matters.close(order, outcome, said);
        }
    }
}
