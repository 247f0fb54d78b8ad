package org.gongzhi.councils;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// A topic: one record, wherever it is discussed. The moves of its life answer the next state or refuse.
/// `built` is anything that is built: residents are heard at four stages of it.
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
        @Nullable String petition,
        boolean floating,
        boolean built,
        int needed,
        int signed,
        Instant createdAt,
        boolean appealed,
        Progress progress,
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
        /// Needs as many signatures as its kind asks for before anybody has to admit it.
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

    /// Where it stands. `words` is why it was refused, withdrawn or moved, or what was said when it was
    /// evaluated; `decidedBy` a path: the meeting or the vote; `executor` the seat that carries it out.
    public record Progress(
            Stage stage,
            @Nullable Instant dueAt,
            String decision,
            String restsOn,
            String decidedBy,
            @Nullable Long executor,
            String done,
            @Nullable Boolean helped,
            String words) {

        static Progress raised(@Nullable Instant due) {
            return new Progress(Stage.RAISED, due, "", "", "", null, "", null, "");
        }

        Progress to(Stage next, @Nullable Instant due, String said) {
            return new Progress(next, due, decision, restsOn, decidedBy, executor, done, helped, said);
        }
    }

    /// When residents are heard on anything that is built.
    public enum Hearing {
        NEED,
        DESIGN,
        BUILDING,
        ACCEPTANCE
    }

    public record Heard(Hearing stage, String words, int people, Instant at) {}

    /// How acceptable a proposal is to somebody.
    public enum Stance {
        SUPPORT,
        ACCEPT,
        OBJECT
    }

    /// A proposal, or an amendment of one (`amends`), side by side with it, and how many think what of it.
    public record Proposal(
            long id,
            @Nullable Long amends,
            long account,
            String text,
            Instant at,
            boolean withdrawn,
            int support,
            int accept,
            int object) {

        /// The same of another account: 0 for readers who need not know whose it is.
        Proposal by(long other) {
            return new Proposal(id, amends, other, text, at, withdrawn, support, accept, object);
        }

        public int stances() {
            return support + accept + object;
        }
    }

    /// What somebody said; `offline` at a meeting or the door. With `dueAt` it is a question that has to be
    /// answered. `hidden` is the reason it was taken down, `appealed` what its author says to that, `judged`
    /// what somebody else decided about it.
    public record Remark(
            long id,
            long account,
            String words,
            Instant at,
            boolean offline,
            @Nullable Instant dueAt,
            @Nullable String answer,
            @Nullable Instant answeredAt,
            @Nullable String hidden,
            @Nullable Long hiddenBy,
            @Nullable String appealed,
            @Nullable String judged) {

        /// As everybody reads it: not whose it is, nor who appealed what.
        Remark unnamed() {
            return new Remark(id, 0, words, at, offline, dueAt, answer, answeredAt, hidden, null, null, null);
        }
    }

    public Stage stage() {
        return progress.stage;
    }

    public boolean open() {
        return switch (progress.stage) {
            case RAISED, ADMITTED, PROPOSED, DECIDED, EXECUTED -> true;
            case REFUSED, EVALUATED, WITHDRAWN -> false;
        };
    }

    /// True while it is discussed: nothing is decided yet.
    public boolean discussed() {
        return stage() == Stage.RAISED || stage() == Stage.ADMITTED || stage() == Stage.PROPOSED;
    }

    /// True when it collects signatures and has not enough.
    public boolean gathering() {
        return petition != null && stage() == Stage.RAISED && signed < needed;
    }

    /// A body takes it up until `due`.
    Topic admitted(Body by, Tier at, boolean touchesFloating, Instant due) {
        require(Stage.RAISED);
        return copy(at, by.id(), touchesFloating, appealed, progress.to(Stage.ADMITTED, due, ""));
    }

    Topic refused(String why, boolean must) {
        require(Stage.RAISED);
        if (must && !gathering()) {
            throw Refusal.conflict("petition-must");
        }
        return next(progress.to(Stage.REFUSED, null, why));
    }

    /// Enough have signed: from now on somebody has to say until `due` what becomes of it.
    Topic reached(Instant due) {
        require(Stage.RAISED);
        return next(progress.to(Stage.RAISED, due, ""));
    }

    /// Whoever raised it does not agree: the street looks at it, once.
    Topic appealed(String why, Instant due) {
        require(Stage.REFUSED);
        if (appealed) {
            throw Refusal.conflict("topic-appealed");
        }
        return copy(tier, body, floating, true, progress.to(Stage.RAISED, due, why));
    }

    Topic withdrawn(String why) {
        require(Stage.RAISED, Stage.ADMITTED, Stage.PROPOSED);
        return next(progress.to(Stage.WITHDRAWN, null, why));
    }

    /// Up, down or sideways: it stays the same record.
    Topic moved(Body to, Tier at, String why, Instant due) {
        require(Stage.ADMITTED, Stage.PROPOSED);
        if (Objects.equals(body, to.id())) {
            throw Refusal.conflict("topic-there");
        }
        return copy(at, to.id(), floating, appealed, progress.to(stage(), due, why));
    }

    Topic proposed(Collection<Heard> heard) {
        require(Stage.ADMITTED, Stage.PROPOSED);
        requireHeard(heard, Hearing.NEED);
        return stage() == Stage.PROPOSED ? this : next(progress.to(Stage.PROPOSED, progress.dueAt, progress.words));
    }

    /// Decided in a meeting or by a vote (`by`), resting on a rule; `executor` carries it out until `due`.
    Topic decided(String decision, String restsOn, String by, long executor, Instant due, Collection<Heard> heard) {
        require(Stage.ADMITTED, Stage.PROPOSED);
        requireHeard(heard, Hearing.NEED, Hearing.DESIGN);
        return next(new Progress(Stage.DECIDED, due, decision, restsOn, by, executor, "", null, ""));
    }

    Topic executed(String words, Instant due, Collection<Heard> heard) {
        require(Stage.DECIDED);
        requireHeard(heard, Hearing.NEED, Hearing.DESIGN, Hearing.BUILDING);
        return next(new Progress(
                Stage.EXECUTED,
                due,
                progress.decision,
                progress.restsOn,
                progress.decidedBy,
                progress.executor,
                words,
                null,
                ""));
    }

    /// Whoever raised it says whether it helped; when not, it is to be carried out once more until `due`.
    Topic evaluated(boolean good, String said, Instant due, Collection<Heard> heard) {
        require(Stage.EXECUTED);
        requireHeard(heard, Hearing.values());
        return next(new Progress(
                good ? Stage.EVALUATED : Stage.DECIDED,
                good ? null : due,
                progress.decision,
                progress.restsOn,
                progress.decidedBy,
                progress.executor,
                progress.done,
                good,
                said));
    }

    Topic executedBy(long seat) {
        return next(new Progress(
                progress.stage,
                progress.dueAt,
                progress.decision,
                progress.restsOn,
                progress.decidedBy,
                seat,
                progress.done,
                progress.helped,
                progress.words));
    }

    void require(Stage... wanted) {
        if (!Set.of(wanted).contains(stage())) {
            throw Refusal.conflict("topic-stage");
        }
    }

    /// Refuses to go on with something built before residents were heard at the stages that come before.
    private void requireHeard(Collection<Heard> heard, Hearing... wanted) {
        var had = heard.stream().map(Heard::stage).collect(Collectors.toSet());
        if (built && !had.containsAll(List.of(wanted))) {
            throw Refusal.conflict("topic-hearing");
        }
    }

    private Topic next(Progress next) {
        return copy(tier, body, floating, appealed, next);
    }

    /// The same of another account: 0 for readers who need not know whose it is.
    Topic by(long other) {
        return copy(other, tier, body, floating, appealed, progress);
    }

    private Topic copy(Tier at, @Nullable Long by, boolean touchesFloating, boolean twice, Progress next) {
        return copy(account, at, by, touchesFloating, twice, next);
    }

    private Topic copy(long author, Tier at, @Nullable Long by, boolean touchesFloating, boolean twice, Progress next) {
        return new Topic(
                community,
                id,
                place,
                placeCode,
                at,
                by,
                title,
                text,
                author,
                source,
                sourceId,
                petition,
                touchesFloating,
                built,
                needed,
                signed,
                createdAt,
                twice,
                next,
                version);
    }
}
