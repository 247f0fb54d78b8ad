package org.gongzhi.library;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A case distilled from a closed matter (成熟案例): what was the cause, what harm it did, how it was solved, at
/// what cost (fen) and in how many days, what to avoid, and whether it held after 30 and 90 days.
public record MatureCase(
        long community,
        long id,
        String placeCode,
        String placeKind,
        long matter,
        String kind,
        int month,
        Words words,
        long costFen,
        int days,
        List<String> tags,
        Audience audience,
        State state,
        long author,
        @Nullable Long reviewer,
        String reviewWords,
        Instant closedAt,
        @Nullable Instant publishedAt,
        @Nullable After after30,
        @Nullable After after90,
        int shown,
        int helped,
        int version) {

    /// What is told of it.
    public record Words(String title, String cause, String harm, String solution, String avoid) {

        String all() {
            return String.join("\n", title, cause, harm, solution, avoid);
        }
    }

    /// Who may read it once it is published.
    public enum Audience {
        COMMUNITY,
        STREET,
        ALL
    }

    public enum State {
        DRAFT,
        REVIEW,
        PUBLISHED,
        WITHDRAWN
    }

    /// Whether the trouble came back.
    public enum After {
        HELD,
        RELAPSED
    }

    /// The subtree whose people may read it; `*` for all.
    String scope() {
        return switch (audience) {
            case COMMUNITY -> Long.toString(community);
            case STREET -> Long.toString(community / 1000);
            case ALL -> "*";
        };
    }
}
