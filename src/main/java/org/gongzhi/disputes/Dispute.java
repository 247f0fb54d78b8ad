package org.gongzhi.disputes;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// One dispute whole, opened for somebody who may see it.
public record Dispute(
        long community,
        long id,
        long place,
        String placeCode,
        @Nullable Long matter,
        String kind,
        String subject,
        State state,
        long mediator,
        @Nullable Long account,
        Instant openedAt,
        Instant dueAt,
        boolean extended,
        @Nullable Form form,
        String terms,
        @Nullable Instant mediatorSignedAt,
        @Nullable Instant sealedAt,
        @Nullable Instant effectiveAt,
        @Nullable Instant confirmBy,
        @Nullable Instant courtDueAt,
        CourtStep courtStep,
        @Nullable Instant endedAt,
        String words,
        int version,
        List<Party> parties,
        List<Sitting> sittings,
        List<Promise> promises) {

    /// Where a dispute stands.
    public enum State {
        /// Asked for; the parties are asked whether they want mediation.
        REQUESTED,
        MEDIATING,
        /// Agreed; what was promised is followed.
        AGREED,
        /// Before the court, for confirmation.
        CONFIRMING,
        CONFIRMED,
        /// A party does not perform: the court enforces.
        ENFORCING,
        PERFORMED,
        /// A party clearly refused (art. 17).
        REFUSED,
        /// No agreement; the parties were told what else they can do (art. 26).
        FAILED,
        WITHDRAWN,
        ARCHIVED;

        public boolean open() {
            return compareTo(PERFORMED) < 0;
        }
    }

    public enum Form {
        /// Effective when the parties and the mediator have signed and the committee has put its seal (art. 29).
        WRITTEN,
        /// Effective when it is reached; the mediator writes it down (arts. 28, 30).
        ORAL
    }

    public enum Side {
        APPLICANT,
        RESPONDENT
    }

    public enum Consent {
        UNASKED,
        GIVEN,
        REFUSED
    }

    public enum CourtStep {
        NONE,
        APPLIED,
        ACCEPTED,
        REJECTED
    }

    /// A party; `account` when it has one here.
    public record Party(
            int id,
            Side side,
            String name,
            String phone,
            @Nullable Long account,
            Consent consent,
            @Nullable Instant signedAt,
            boolean wantsExtension,
            boolean wantsConfirmation) {}

    /// A sitting with its minutes; not open to others unless the parties wish so (art. 23).
    public record Sitting(
            int id,
            Instant plannedAt,
            String room,
            boolean open,
            @Nullable Instant heldAt,
            String minutes,
            String present) {}

    /// Something promised in the agreement.
    public record Promise(
            int id,
            String what,
            LocalDate dueOn,
            Kept state,
            @Nullable Instant checkedAt) {}

    public enum Kept {
        OPEN,
        DONE,
        BROKEN
    }

    void require(State... wanted) {
        if (!Set.of(wanted).contains(state)) {
            throw Refusal.conflict("dispute-state");
        }
    }

    Party party(int wanted) {
        return parties.stream()
                .filter(party -> party.id == wanted)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("dispute-party"));
    }

    /// True when every party wants mediation.
    boolean allConsent() {
        return parties.stream().allMatch(party -> party.consent == Consent.GIVEN);
    }

    /// True when a written agreement has everything it needs to take effect.
    boolean signed() {
        return mediatorSignedAt != null
                && sealedAt != null
                && parties.stream().allMatch(party -> party.signedAt != null);
    }
}
