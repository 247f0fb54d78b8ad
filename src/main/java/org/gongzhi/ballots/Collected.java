package org.gongzhi.ballots;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A ballot that two people of a vote took in for its voter: by which seats, on what evidence, and what became of
/// a contest. The `proof` of a secret vote is empty once its box is opened.
public record Collected(
        long id,
        int voter,
        Instant at,
        Ballot.Channel channel,
        long seat,
        long second,
        @Nullable String proof,
        State state,
        Contest contest) {

    public enum State {
        STANDS,
        CONTESTED,
        /// Contested, and found to be the voter's.
        DISMISSED,
        /// Contested, and not the voter's: it counts no more, and its voter may vote.
        STRUCK
    }

    /// Whoever says "that was not me", and what was answered.
    public record Contest(
            @Nullable Long by,
            String words,
            String answer,
            @Nullable Instant againUntil) {}

    /// What is handed in. `unit` is the code on the paper ballot; `second` is the username of the other one who is
    /// there and `presence` the code on their telephone; `proof` a photo of the signature, the letter or the slip.
    public record Taken(
            @Nullable String unit,
            Ballot.@Nullable Channel channel,
            List<String> answers,
            @Nullable String second,
            @Nullable String presence,
            @Nullable String proof) {

        public Taken {
            answers = Objects.requireNonNullElse(answers, List.of());
        }
    }

    /// One as its voter, or whoever decides on a contest, reads it; `evidence` when the photo is shown.
    public record Shown(
            long id,
            int voter,
            Instant at,
            Ballot.Channel channel,
            List<String> by,
            State state,
            String words,
            String answer,
            @Nullable Instant againUntil,
            boolean evidence) {}

    /// How many ballots two people took in, and in which way.
    public record Share(Ballot.Channel channel, List<String> by, int ballots) {}

    /// All ballots of a vote, and those that others took in, with who did; `collected` is empty where it is not known,
    /// because some came in before it was recorded.
    public record Shares(
            int ballots,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer collected,

            List<Share> by) {}
}
