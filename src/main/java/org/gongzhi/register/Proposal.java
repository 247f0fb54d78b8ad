package org.gongzhi.register;

import java.time.Instant;
import java.time.LocalDate;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.jspecify.annotations.Nullable;

/// Something about seats and accounts that takes two people. `wanted` is gone once it is decided; `code` is
/// what is kept of how the code reaches the one it is for.
public record Proposal(
        long community,
        long id,
        String placeCode,
        Act act,
        State state,
        @Nullable Role role,
        @Nullable Wanted wanted,
        Code code,
        By by,
        Instant expiresAt,
        @Nullable By decider,
        @Nullable Instant decidedAt) {

    /// What is to be done.
    public enum Act {
        APPOINT,
        HAND_OVER,
        END,
        FORGET_SECOND_FACTOR,
        FRESH_CODE
    }

    /// Where it stands.
    public enum State {
        PROPOSED,
        CONFIRMED,
        REFUSED,
        WITHDRAWN,
        EXPIRED
    }

    /// Where the code goes: `half` is kept of the half that the proposer holds, where it goes in two; else
    /// `phone` is the keyed hash of the telephone to which the whole one goes. `changed` is when that telephone
    /// was changed, where it is for that reason that the code goes in halves.
    public record Code(
            byte @Nullable [] half,
            byte @Nullable [] phone,
            @Nullable Instant changed) {

        static final Code NONE = new Code(null, null, null);
    }

    /// An account and the seat it acted in.
    public record By(long account, long seat) {}

    /// What is entered. `phone` is the work number that residents are told; `mobile` is the person's own and
    /// finds them in the register; `seat` is the one that is handed over, ended or given a fresh code.
    public record Wanted(
            @Nullable Role role,
            String name,
            String mobile,
            String title,
            String phone,
            Seat.@Nullable Mode mode,
            @Nullable Long organisation,
            @Nullable LocalDate endsOn,
            @Nullable Long seat,
            String username,
            String reason,
            boolean byHand) {

        static Wanted ofSeat(Seat seat, String reason, boolean byHand) {
            return new Wanted(seat.role(), "", "", "", "", null, null, null, seat.id(), "", reason, byHand);
        }

        static Wanted ofAccount(String username) {
            return new Wanted(null, "", "", "", "", null, null, null, null, username, "", false);
        }
    }
}
