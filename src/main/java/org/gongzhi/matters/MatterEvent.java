package org.gongzhi.matters;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens to a matter: the journal's words. Lengths and names of people are never in here beyond what
/// they wrote themselves; seats are named by id.
public sealed interface MatterEvent {

    record Reported(long lead, Instant deadline, String channel, int photos) implements MatterEvent {}

    /// Looked at and filed, under a condition of its kind or none.
    record Filed(@Nullable Integer condition, Instant deadline, String words, int photos) implements MatterEvent {}

    /// Sorted anew: what it was before, what it is now.
    record Corrected(
            String oldKind, @Nullable Long oldEstate, String newKind, long lead, Instant deadline, String words)
            implements MatterEvent {}

    record Dispatched(long to, String words) implements MatterEvent {}

    record Accepted() implements MatterEvent {}

    record SentBack(long to, String words) implements MatterEvent {}

    record HandedOver(long to, String words) implements MatterEvent {}

    /// The lead's seat ended or its holder went on leave.
    record LeadReplaced(long to, long from, String words) implements MatterEvent {}

    record ExtensionRequested(Instant until, String words) implements MatterEvent {}

    record ExtensionGranted(Instant deadline) implements MatterEvent {}

    record ExtensionRefused(String words) implements MatterEvent {}

    record Objected(long to, String words, Instant due) implements MatterEvent {}

    record CompetenceDecided(long to, String words) implements MatterEvent {}

    /// Nobody decided in time: the street has to.
    record ObjectionRaised(Instant due) implements MatterEvent {}

    record HelperNamed(long helper, String words) implements MatterEvent {}

    record HelperReleased(long helper, String words) implements MatterEvent {}

    record Assisted(String words, int photos) implements MatterEvent {}

    /// To the government: what the community cannot solve.
    record PassedUp(long to, String words) implements MatterEvent {}

    /// A step of the ladder of escalation: its name, what was done, who was told.
    record Escalated(String step, MatterLadder.Act act, List<Long> told) implements MatterEvent {}

    record Asked(String words) implements MatterEvent {}

    record Answered(String words, int photos) implements MatterEvent {}

    record Supplemented(String words, int photos) implements MatterEvent {}

    record PauseRequested(Instant until, String words) implements MatterEvent {}

    record PauseApproved(Instant until) implements MatterEvent {}

    record PauseRefused(String words) implements MatterEvent {}

    record Resumed(Instant deadline) implements MatterEvent {}

    record Rectified(String words, int photos, boolean onTheSpot) implements MatterEvent {}

    record CheckPassed(String words, int photos) implements MatterEvent {}

    record CheckFailed(String words, int photos) implements MatterEvent {}

    record Closed(Outcome outcome, String words, @Nullable String duplicateOf) implements MatterEvent {}

    record Withdrawn(String words) implements MatterEvent {}

    record Rated(boolean solved, int satisfied, String words) implements MatterEvent {}

    record Contested(String words) implements MatterEvent {}

    record Absorbed(String number, int followers, int photos) implements MatterEvent {}

    record Unmerged(String words, long lead) implements MatterEvent {}

    record Released(String number) implements MatterEvent {}

    record SplitOff(String number, boolean part) implements MatterEvent {}

    /// Tied to another, or no longer when `gone`.
    record Linked(String number, MatterLink.Kind link, String words, boolean gone) implements MatterEvent {}

    record Published(String words, int photos) implements MatterEvent {}

    /// Drawn for a second look (回头看) by a seat that neither led nor checked it.
    record RecheckDrawn(long helper, Instant due) implements MatterEvent {}

    record RecheckHeld(String words, int photos) implements MatterEvent {}

    /// The second look found it again.
    record Relapsed(String words, int photos) implements MatterEvent {}

    record CallBackDue() implements MatterEvent {}

    record CalledBack(
            boolean reached,
            @Nullable Boolean solved,
            @Nullable Integer satisfied,
            String words) implements MatterEvent {}

    record DossierFilled(String cause, String harm, String solution) implements MatterEvent {}

    record Archived() implements MatterEvent {}

    record Overdue(Instant deadline) implements MatterEvent {}

    record Supported(int supporters) implements MatterEvent {}

    /// The kind under which the journal keeps it.
    default String kind() {
        return getClass().getSimpleName();
    }
}
