package org.gongzhi.matters;

import java.time.Instant;
import java.util.Map;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;

/// One matter and every legal move. A move gives the next state and what happened, or refuses with a
/// sentence; who may make it is decided before, in [Matters].
public record Matter(
        long id,
        Where where,
        String kind,
        String text,
        Reporter reporter,
        Filing filing,
        Stage stage,
        @Nullable Outcome outcome,
        long lead,
        Times times,
        @Nullable Pause pause,
        Handling handling,
        int version) {

    /// The place, with the estate around it when there is one, and the exact position when it was given.
    public record Where(
            long community,
            long place,
            String placeCode,
            @Nullable Long estate,
            Place.@Nullable Point at) {}

    /// Who raised it; both empty when they did not say. `channel` is the name of a [Channel].
    public record Reporter(@Nullable Long account, @Nullable Long person, String channel) {}

    /// How it was filed: the version of its kind that it keeps, the filing condition, whether handlers may know
    /// who raised it, the answers to what its kind asks, the number another system gave it, the seat that typed
    /// it in for somebody, the matter it is a part of, and the one it was merged into.
    public record Filing(
            int kindVersion,
            @Nullable Integer condition,
            boolean anonymous,
            Map<String, String> fields,
            @Nullable String outsideNumber,
            @Nullable Long takenBy,
            @Nullable Long parent,
            @Nullable Long mergedInto,
            @Nullable String publicNote) {
        public static final Filing PLAIN = new Filing(1, null, false, Map.of(), null, null, null, null, null);

        Filing mergedInto(@Nullable Long other) {
            return new Filing(
                    kindVersion, condition, anonymous, fields, outsideNumber, takenBy, parent, other, publicNote);
        }

        Filing sorted(int version, @Nullable Integer under) {
            return new Filing(
                    version, under, anonymous, fields, outsideNumber, takenBy, parent, mergedInto, publicNote);
        }

        Filing shown(@Nullable String note) {
            return new Filing(
                    kindVersion, condition, anonymous, fields, outsideNumber, takenBy, parent, mergedInto, note);
        }
    }

    public record Times(
            Instant reportedAt,
            Instant deadline,
            Instant stageAt,
            @Nullable Instant closedAt) {

        Times since(Instant now) {
            return new Times(reportedAt, deadline, now, closedAt);
        }
    }

    /// A wish to stop the clock; `from` is set once somebody allowed it.
    public record Pause(
            String reason, Instant until, @Nullable Instant from) {}

    /// What was done about it: by which account, the dossier, the rating and how often it bounced.
    public record Handling(
            @Nullable Long fixedBy,
            String cause,
            String harm,
            String solution,
            @Nullable Boolean solved,
            @Nullable Integer satisfied,
            int sentBack,
            int reopened) {
        public static final Handling NONE = new Handling(null, "", "", "", null, null, 0, 0);

        Handling bounced() {
            return new Handling(fixedBy, cause, harm, solution, solved, satisfied, sentBack + 1, reopened);
        }

        Handling fixedBy(long account) {
            return new Handling(account, cause, harm, solution, solved, satisfied, sentBack, reopened);
        }

        Handling rated(boolean isSolved, int howSatisfied) {
            return new Handling(fixedBy, cause, harm, solution, isSolved, howSatisfied, sentBack, reopened);
        }

        Handling again() {
            return new Handling(null, cause, harm, solution, null, null, sentBack, reopened + 1);
        }

        public boolean complete() {
            return !cause.isBlank() && !harm.isBlank() && !solution.isBlank();
        }
    }

    /// The matter after an act, and the act.
    public record Move(Matter next, MatterEvent event) {}

    /// A new matter with its first lead.
    public static Matter reported(
            long id, NewMatter told, Where where, long lead, Instant reportedAt, Instant deadline) {
        return reported(id, told, where, new First(Filing.PLAIN, Stage.DISPATCHED, lead), reportedAt, deadline);
    }

    /// How a matter begins: filed how, at which stage, led by which seat.
    public record First(Filing filing, Stage stage, long lead) {}

    static Matter reported(long id, NewMatter told, Where where, First first, Instant reportedAt, Instant deadline) {
        return new Matter(
                id,
                where,
                told.kind(),
                told.text(),
                told.reporter(),
                first.filing,
                first.stage,
                null,
                first.lead,
                new Times(reportedAt, deadline, reportedAt, null),
                null,
                Handling.NONE,
                1);
    }

    /// Somebody has looked: it is so, and is filed. Its term begins now.
    public Move file(@Nullable Integer condition, Instant deadline, String words, int photos, Instant now) {
        if (stage != Stage.VERIFYING) {
            throw wrongStage();
        }
        var begun = new Times(times.reportedAt, deadline, now, null);
        Matter filed = filed(kind, where, filing.sorted(filing.kindVersion, condition), Stage.DISPATCHED, lead, begun);
        return new Move(filed, new MatterEvent.Filed(condition, deadline, words, photos));
    }

    /// It was sorted wrongly: another kind, condition or place, and with it another deadline and perhaps lead.
    public Move correct(Matter.Sorted right, Instant now) {
        requireWithLead();
        if (stage == Stage.PAUSED) {
            throw wrongStage();
        }
        requireWords(right.words);
        var begun = new Times(times.reportedAt, right.deadline, now, null);
        Stage next = right.lead == lead ? stage : stage == Stage.VERIFYING ? stage : Stage.DISPATCHED;
        Matter sorted = filed(
                right.kind.code(),
                right.where,
                filing.sorted(right.kind.version(), right.condition),
                next,
                right.lead,
                begun);
        return new Move(
                sorted,
                new MatterEvent.Corrected(
                        kind, where.estate, right.kind.code(), right.lead, right.deadline, right.words));
    }

    /// What a matter really is, with what follows from it.
    public record Sorted(
            Kind kind, @Nullable Integer condition, Where where, long lead, Instant deadline, String words) {}

    /// It is the same trouble as another: that one goes on for both.
    public Move mergeInto(long other, String number, String words, Instant now) {
        requireWithLead();
        if (other == id) {
            throw Refusal.invalid("duplicate-of");
        }
        var ended = new Times(times.reportedAt, times.deadline, now, now);
        Matter merged = rewritten(Stage.SETTLED, Outcome.DUPLICATE, lead, ended, null, handling);
        return new Move(
                merged.with(filing.mergedInto(other)), new MatterEvent.Closed(Outcome.DUPLICATE, words, number));
    }

    /// Another has been merged into this one, with those who follow it and its photos.
    public Move absorb(String number, int followers, int photos) {
        if (!stage.open()) {
            throw wrongStage();
        }
        return new Move(noted(), new MatterEvent.Absorbed(number, followers, photos));
    }

    /// It was not the same after all: goes on by itself again.
    public Move unmerge(String words, Instant deadline, Instant now) {
        requireWords(words);
        if (filing.mergedInto == null || stage != Stage.SETTLED) {
            throw Refusal.conflict("not-merged");
        }
        Matter again = reopened(deadline, now);
        return new Move(again.with(handling).with(filing.mergedInto(null)), new MatterEvent.Unmerged(words, lead));
    }

    public Move released(String number) {
        return new Move(noted(), new MatterEvent.Released(number));
    }

    public Move splitOff(String number, boolean part) {
        if (!stage.open()) {
            throw wrongStage();
        }
        return new Move(noted(), new MatterEvent.SplitOff(number, part));
    }

    public Move linked(MatterEvent.Linked link) {
        return new Move(noted(), link);
    }

    /// What everybody may read about it, or nothing any more; without words and people of the report itself.
    public Move publish(String note, int photos) {
        Matter shown = noted();
        return new Move(
                shown.with(filing.shown(note.isBlank() ? null : note)), new MatterEvent.Published(note, photos));
    }

    public Move recheckDrawn(long seat, Instant due) {
        return new Move(noted(), new MatterEvent.RecheckDrawn(seat, due));
    }

    public Move recheckHeld(String words, int photos, long account) {
        requireOther(account);
        return new Move(noted(), new MatterEvent.RecheckHeld(words, photos));
    }

    /// The second look found it again: it goes on with a new deadline.
    public Move relapsed(String words, int photos, Instant deadline, long account, Instant now) {
        requireWords(words);
        requireOther(account);
        requireMove(Stage.DISPATCHED);
        return new Move(reopened(deadline, now), new MatterEvent.Relapsed(words, photos));
    }

    private Matter filed(String asKind, Where at, Filing how, Stage next, long to, Times when) {
        return new Matter(id, at, asKind, text, reporter, how, next, null, to, when, null, handling, version + 1);
    }

    private Matter with(Filing changed) {
        return new Matter(
                id, where, kind, text, reporter, changed, stage, outcome, lead, times, pause, handling, version);
    }

    public Move dispatch(long to, String words, Instant now) {
        return new Move(givenTo(to, now), new MatterEvent.Dispatched(to, words));
    }

    public Move accept(Instant now) {
        if (stage != Stage.DISPATCHED) {
            throw wrongStage();
        }
        return new Move(at(Stage.ACCEPTED, now), new MatterEvent.Accepted());
    }

    /// Gives it back with the name of who should have it: never to nobody.
    public Move sendBack(long to, String words, Instant now) {
        requireWords(words);
        Matter given = givenTo(to, now);
        return new Move(given.with(given.handling.bounced()), new MatterEvent.SentBack(to, words));
    }

    public Move handOver(long to, String words, Instant now) {
        requireWords(words);
        return new Move(givenTo(to, now), new MatterEvent.HandedOver(to, words));
    }

    /// The lead needs longer: until when, and why. Somebody else decides.
    public Move requestExtension(String words, Instant until, Instant most) {
        requireWords(words);
        if (!stage.withLead() || stage == Stage.PAUSED) {
            throw wrongStage();
        }
        if (!until.isAfter(times.deadline) || until.isAfter(most)) {
            throw Refusal.invalid("extension-until");
        }
        return new Move(noted(), new MatterEvent.ExtensionRequested(until, words));
    }

    public Move grantExtension(Instant until) {
        requireWithLead();
        var longer = new Times(times.reportedAt, until, times.stageAt, times.closedAt);
        return new Move(
                rewritten(stage, outcome, lead, longer, pause, handling), new MatterEvent.ExtensionGranted(until));
    }

    public Move refuseExtension(String words) {
        requireWords(words);
        return new Move(noted(), new MatterEvent.ExtensionRefused(words));
    }

    /// Somebody else is competent, says the lead; the level above decides until `due`.
    public Move object(long to, String words, Instant due) {
        requireWords(words);
        requireWithLead();
        if (to == lead) {
            throw Refusal.conflict("already-lead");
        }
        return new Move(noted(), new MatterEvent.Objected(to, words, due));
    }

    /// The level above has decided who is competent; a new lead takes it up like any other.
    public Move competenceDecided(long to, String words, Instant now) {
        requireWords(words);
        return new Move(to == lead ? noted() : givenTo(to, now), new MatterEvent.CompetenceDecided(to, words));
    }

    public Move objectionRaised(Instant due) {
        return new Move(noted(), new MatterEvent.ObjectionRaised(due));
    }

    public Move nameHelper(long to, String words) {
        requireWithLead();
        if (to == lead) {
            throw Refusal.conflict("already-lead");
        }
        return new Move(noted(), new MatterEvent.HelperNamed(to, words));
    }

    public Move releaseHelper(long to, String words) {
        return new Move(noted(), new MatterEvent.HelperReleased(to, words));
    }

    public Move assist(String words, int photos) {
        requireWords(words);
        if (!stage.open()) {
            throw wrongStage();
        }
        return new Move(noted(), new MatterEvent.Assisted(words, photos));
    }

    /// The community cannot solve it: the government takes over.
    public Move passUp(long to, String words, Instant now) {
        requireWords(words);
        return new Move(givenTo(to, now), new MatterEvent.PassedUp(to, words));
    }

    /// A step of the ladder: who was told.
    public Move escalated(MatterEvent.Escalated step) {
        return new Move(noted(), step);
    }

    /// The same matter after something was said about it.
    private Matter noted() {
        return rewritten(stage, outcome, lead, times, pause, handling);
    }

    /// The lead is gone: another takes its place without a word from anybody, at any open stage.
    public Move replaceLead(long to, String words) {
        return new Move(
                rewritten(stage, outcome, to, times, pause, handling), new MatterEvent.LeadReplaced(to, lead, words));
    }

    public Move ask(String words, Instant now) {
        requireWords(words);
        return new Move(at(Stage.ASKED, now), new MatterEvent.Asked(words));
    }

    public Move answer(String words, int photos, Instant now) {
        requireWords(words);
        if (stage != Stage.ASKED) {
            throw wrongStage();
        }
        return new Move(at(Stage.ACCEPTED, now), new MatterEvent.Answered(words, photos));
    }

    /// More from the reporter, unasked, as long as somebody still works on it.
    public Move supplement(String words, int photos) {
        if (photos == 0) {
            requireWords(words);
        }
        if (!stage.open() || stage == Stage.ASKED) {
            throw wrongStage();
        }
        return new Move(noted(), new MatterEvent.Supplemented(words, photos));
    }

    public Move requestPause(String words, Instant until, Instant most, Instant now) {
        requireWords(words);
        if (stage != Stage.ACCEPTED || pause != null) {
            throw wrongStage();
        }
        if (!until.isAfter(now) || until.isAfter(most)) {
            throw Refusal.invalid("pause-until");
        }
        return new Move(with(new Pause(words, until, null), stage, now), new MatterEvent.PauseRequested(until, words));
    }

    public Move approvePause(Instant now) {
        Pause wanted = pause;
        if (stage != Stage.ACCEPTED || wanted == null || !wanted.until.isAfter(now)) {
            throw wrongStage();
        }
        return new Move(
                with(new Pause(wanted.reason, wanted.until, now), Stage.PAUSED, now),
                new MatterEvent.PauseApproved(wanted.until));
    }

    public Move refusePause(String words, Instant now) {
        requireWords(words);
        if (stage != Stage.ACCEPTED || pause == null) {
            throw wrongStage();
        }
        return new Move(with((Pause) null, stage, now), new MatterEvent.PauseRefused(words));
    }

    /// Lets the clock run again with the deadline moved by as long as it stood.
    public Move resume(Instant deadline, Instant now) {
        if (stage != Stage.PAUSED || pause == null || pause.from == null) {
            throw wrongStage();
        }
        var running = new Times(times.reportedAt, deadline, now, null);
        return new Move(
                rewritten(Stage.ACCEPTED, null, lead, running, null, handling), new MatterEvent.Resumed(deadline));
    }

    /// Fixed, as the lead says; at once, without taking it up first, when it was done on the spot.
    public Move rectify(String words, int photos, long account, Instant now) {
        requireWords(words);
        boolean onTheSpot = stage == Stage.DISPATCHED;
        Matter fixed = at(Stage.RECTIFIED, now).with(handling.fixedBy(account));
        return new Move(fixed, new MatterEvent.Rectified(words, photos, onTheSpot));
    }

    public Move passCheck(String words, int photos, long account, Instant now) {
        requireOther(account);
        return new Move(at(Stage.CHECKED, now), new MatterEvent.CheckPassed(words, photos));
    }

    public Move failCheck(String words, int photos, long account, Instant now) {
        requireWords(words);
        requireOther(account);
        if (stage != Stage.RECTIFIED) {
            throw wrongStage();
        }
        return new Move(at(Stage.ACCEPTED, now), new MatterEvent.CheckFailed(words, photos));
    }

    /// Closes with an outcome. Solved and partly solved need a passed check; the others a reason.
    public Move close(Outcome result, String words, long account, Instant now) {
        switch (result) {
            case SOLVED, PARTLY -> {
                if (stage != Stage.CHECKED) {
                    throw wrongStage();
                }
                requireOther(account);
            }
            case NOT_ACCEPTED, SUSPENDED -> {
                requireWords(words);
                requireWithLead();
            }
            case DUPLICATE, WITHDRAWN -> throw Refusal.invalid("outcome");
        }
        return new Move(closed(result, now), new MatterEvent.Closed(result, words, null));
    }

    public Move withdraw(String words, Instant now) {
        requireWithLead();
        var ended = new Times(times.reportedAt, times.deadline, now, now);
        return new Move(
                rewritten(Stage.SETTLED, Outcome.WITHDRAWN, lead, ended, null, handling),
                new MatterEvent.Withdrawn(words));
    }

    /// `satisfied` is 1 (not at all) to 5 (very).
    public Move rate(boolean solved, int satisfied, String words, Instant now) {
        if (stage != Stage.CLOSED && stage != Stage.CALL_BACK) {
            throw wrongStage();
        }
        requireRating(satisfied);
        return new Move(
                at(Stage.SETTLED, now).with(handling.rated(solved, satisfied)),
                new MatterEvent.Rated(solved, satisfied, words));
    }

    /// The reporter does not agree with the close: it goes on with the same lead and a new deadline.
    public Move contest(String words, Instant deadline, Instant now) {
        requireWords(words);
        if (stage != Stage.CLOSED && stage != Stage.CALL_BACK) {
            throw wrongStage();
        }
        return new Move(reopened(deadline, now), new MatterEvent.Contested(words));
    }

    public Move callBackDue(Instant now) {
        return new Move(at(Stage.CALL_BACK, now), new MatterEvent.CallBackDue());
    }

    /// What the person at the telephone said; not solved reopens, not reached settles without a rating.
    public Move calledBack(MatterEvent.CalledBack call, Instant deadline, Instant now) {
        if (stage != Stage.CALL_BACK) {
            throw wrongStage();
        }
        Boolean solved = call.solved();
        Integer satisfied = call.satisfied();
        if (!call.reached()) {
            requireWords(call.words());
            return new Move(at(Stage.SETTLED, now), call);
        }
        if (solved == null || satisfied == null) {
            throw Refusal.invalid("rating");
        }
        requireRating(satisfied);
        Matter next = solved ? at(Stage.SETTLED, now).with(handling.rated(true, satisfied)) : reopened(deadline, now);
        return new Move(next, call);
    }

    public Move fillDossier(String cause, String harm, String solution) {
        if (stage == Stage.ARCHIVED) {
            throw wrongStage();
        }
        var filled = new Handling(
                handling.fixedBy,
                cause,
                harm,
                solution,
                handling.solved,
                handling.satisfied,
                handling.sentBack,
                handling.reopened);
        return new Move(
                rewritten(stage, outcome, lead, times, pause, filled),
                new MatterEvent.DossierFilled(cause, harm, solution));
    }

    public Move archive(Instant now) {
        if (!handling.complete()) {
            throw Refusal.conflict("dossier-incomplete");
        }
        return new Move(at(Stage.ARCHIVED, now), new MatterEvent.Archived());
    }

    /// The same move with another lead in it.
    Matter ledBy(long to) {
        return new Matter(id, where, kind, text, reporter, filing, stage, outcome, to, times, pause, handling, version);
    }

    private Matter givenTo(long to, Instant now) {
        requireWithLead();
        if (to == lead) {
            throw Refusal.conflict("already-lead");
        }
        Stage next = stage == Stage.VERIFYING ? stage : Stage.DISPATCHED;
        return rewritten(next, null, to, times.since(now), null, handling);
    }

    private Matter closed(Outcome result, Instant now) {
        requireMove(Stage.CLOSED);
        var ended = new Times(times.reportedAt, times.deadline, now, now);
        return rewritten(Stage.CLOSED, result, lead, ended, null, handling);
    }

    private Matter reopened(Instant deadline, Instant now) {
        var again = new Times(times.reportedAt, deadline, now, null);
        return rewritten(Stage.DISPATCHED, null, lead, again, null, handling.again());
    }

    private Matter at(Stage next, Instant now) {
        requireMove(next);
        Pause kept = next.withLead() ? pause : null;
        return rewritten(next, outcome, lead, times.since(now), kept, handling);
    }

    private Matter with(Handling changed) {
        return new Matter(
                id, where, kind, text, reporter, filing, stage, outcome, lead, times, pause, changed, version);
    }

    private Matter with(@Nullable Pause changed, Stage next, Instant now) {
        return rewritten(next, outcome, lead, times.since(now), changed, handling);
    }

    private Matter rewritten(
            Stage nextStage,
            @Nullable Outcome result,
            long nextLead,
            Times nextTimes,
            @Nullable Pause nextPause,
            Handling nextHandling) {
        return new Matter(
                id,
                where,
                kind,
                text,
                reporter,
                filing,
                nextStage,
                result,
                nextLead,
                nextTimes,
                nextPause,
                nextHandling,
                version + 1);
    }

    private void requireMove(Stage next) {
        if (!stage.next().contains(next)) {
            throw wrongStage();
        }
    }

    private void requireWithLead() {
        if (!stage.withLead()) {
            throw wrongStage();
        }
    }

    private void requireOther(long account) {
        if (handling.fixedBy != null && handling.fixedBy == account) {
            throw Refusal.forbidden("same-person");
        }
    }

    private static void requireWords(String words) {
        if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
    }

    private static void requireRating(int satisfied) {
        if (satisfied < 1 || satisfied > 5) {
            throw Refusal.invalid("rating");
        }
    }

    private Refusal wrongStage() {
        return Refusal.conflict("stage-" + stage.name());
    }
}
