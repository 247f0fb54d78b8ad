package org.gongzhi.ballots;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values of casting. Answers stand in the order of the questions: `AGREE`, `DISAGREE`, `ABSTAIN`, or numbers of
/// options parted by blanks.
public final class Ballot {

    /// How a ballot came in. All go into one register.
    public enum Channel {
        PHONE,
        /// On a device of the people who run the vote, the voter signing.
        TABLET,
        PAPER,
        /// Brought home by two people.
        DOOR,
        MAIL,
        VIDEO
    }

    /// What whoever voted takes away. `code` finds the ballot in the published box; it is shown once and not
    /// kept. `n` counts how often this voter has voted: the last one before the close counts.
    public record Receipt(String vote, String code, String pseudonym, Instant at, int n) {}

    /// Somebody else votes for a voter, in writing.
    public record Proxy(
            long id,
            int voter,
            long holder,
            String words,
            Instant at,
            @Nullable Instant endedAt) {}

    /// A pile of paper that two people type in. `sheets` is how many were counted by hand; `different` are
    /// units that one of them typed otherwise, or not at all.
    public record Batch(
            long id,
            String name,
            int sheets,
            State state,
            @Nullable Long first,
            @Nullable Long second,
            int typedFirst,
            int typedSecond,
            List<String> different,
            Instant openedAt) {

        public enum State {
            OPEN,
            AGREED,
            DROPPED
        }
    }

    /// One sheet of a pile as somebody types it: the code on it, the answers, and a scan of the slip.
    public record Sheet(
            @Nullable String unit,
            List<String> answers,
            @Nullable String proof) {

        public Sheet {
            answers = java.util.Objects.requireNonNullElse(answers, List.of());
        }
    }

    /// How many have taken part, and what is missing to the quorum; never for what they voted.
    public record Reach(long area, int heads, long totalArea, int totalHeads, long missingArea, int missingHeads) {

        /// The same in hundredths of the whole area: to the hundredth of a square metre, each step would be a door.
        Reach coarse() {
            long step = Math.max(1, totalArea / 100);
            return new Reach(
                    area / step * step,
                    heads,
                    totalArea,
                    totalHeads,
                    Math.ceilDiv(missingArea, step) * step,
                    missingHeads);
        }
    }

    /// The longest words that go with an act.
    static final int MOST_WORDS = 2_000;

    private static final String SEPARATOR = ";";

    private Ballot() {}

    /// Answers as they are kept, sealed and hashed.
    static String text(List<String> answers) {
        return String.join(SEPARATOR, answers);
    }

    /// What [#text] wrote.
    static List<String> answers(String text) {
        return List.of(text.split(SEPARATOR, -1));
    }

    static void requireAnswers(Vote vote, List<String> answers) {
        if (answers.size() != vote.questions().size()) {
            throw org.gongzhi.kernel.Refusal.invalid(
                    "ballot-answers", vote.questions().size());
        }
        for (int i = 0; i < answers.size(); i++) {
            vote.questions().get(i).requireAnswer(answers.get(i));
        }
    }
}
