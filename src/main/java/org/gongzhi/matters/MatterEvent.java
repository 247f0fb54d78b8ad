package org.gongzhi.matters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What happens to a matter: the journal's words. Lengths and names of people are never in here beyond what they wrote
/// themselves; seats are named by id.
public sealed interface MatterEvent {

    record Reported(long lead, Instant deadline, String channel, int photos) implements MatterEvent {}

    record Dispatched(long to, String words) implements MatterEvent {}

    record Accepted() implements MatterEvent {}

    record SentBack(long to, String words) implements MatterEvent {}

    record HandedOver(long to, String words) implements MatterEvent {}

    /// The lead's seat ended or its holder went on leave.
    record LeadReplaced(long to, long from, String words) implements MatterEvent {}

    record Asked(String words) implements MatterEvent {}

    record Answered(String words, int photos) implements MatterEvent {}

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
