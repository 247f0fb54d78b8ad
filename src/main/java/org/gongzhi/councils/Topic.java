package org.gongzhi.councils;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// A topic: one record, wherever it is discussed. The moves of its life answer the next stage or refuse.
public record Topic(
        long community,
        long id,
        long place,
        String placeCode,
        Tier tier,
        @Nullable Long body,
        String title,
        String text,
        long account,
        Source source,
        @Nullable Long sourceId,
        boolean floating,
        boolean built,
        Stage stage,
        @Nullable Instant dueAt,
        int needed,
        int signed,
        String decision,
        String restsOn,
        String executor,
        @Nullable Boolean helped,
        Instant createdAt,
        int version) {

    public enum Tier {
        STREET,
        COMMUNITY,
        ONLINE,
        STAIRWELL
    }

    public enum Source {
        RESIDENT,
        NEED,
        MATTER,
        PATROL,
        /// Needs as many signatures as its threshold before anybody has to admit it.
        PETITION,
        BODY
    }

    public enum Stage {
        RAISED,
        ADMITTED,
        REFUSED,
        PROPOSED,
        DECIDED,
        EXECUTED,
        EVALUATED,
        WITHDRAWN
    }

    /// When residents are heard on anything that is built.
    public enum Hearing {
        NEED,
        DESIGN,
        BUILDING,
        ACCEPTANCE
    }

    public record Heard(Hearing stage, String words, int people, Instant at) {}

    /// A proposal, or an amendment of one (`amends`), side by side with it.
    public record Proposal(long id, @Nullable Long amends, long account, String text, Instant at, boolean withdrawn) {}

    /// What somebody said online. `hidden` is the reason it was taken down, `appealed` what its author says to
    /// that.
    public record Remark(
            long id,
            long account,
            String words,
            Instant at,
            @Nullable String hidden,
            @Nullable String appealed) {}

    public boolean open() {
        return switch (stage) {
            case RAISED, ADMITTED, PROPOSED, DECIDED, EXECUTED -> true;
            case REFUSED, EVALUATED, WITHDRAWN -> false;
        };
    }

    void require(Stage... wanted) {
        if (!Set.of(wanted).contains(stage)) {
            throw Refusal.conflict("topic-stage");
        }
    }

    /// Refuses to go on with something built before residents were heard at the stages that come before.
    void requireHeard(List<Heard> heard, Hearing... wanted) {
        if (!built) {
            return;
        }
        var had = EnumSet.noneOf(Hearing.class);
        heard.forEach(each -> had.add(each.stage));
        for (Hearing each : wanted) {
            if (!had.contains(each)) {
                throw Refusal.conflict("topic-hearing");
            }
        }
    }
}
