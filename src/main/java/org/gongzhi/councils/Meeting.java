package org.gongzhi.councils;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// A meeting of a body: its agenda is open while it is planned, and locked when it is called.
public record Meeting(
        long community,
        long id,
        long body,
        String form,
        String title,
        String venue,
        String room,
        Instant startsAt,
        @Nullable Instant calledAt,
        String urgent,
        State state,
        String code,
        String minutes,
        @Nullable Instant publishedAt,
        String endedWords,
        List<Item> agenda,
        int version) {

    public enum State {
        PLANNED,
        CALLED,
        OPEN,
        CLOSED,
        PUBLISHED,
        CANCELLED
    }

    /// An item of the agenda; `topic` is there when it is about one.
    public record Item(int position, @Nullable Long topic, String title) {}

    public enum Presence {
        INVITED,
        COMING,
        EXCUSED,
        PRESENT
    }

    /// How somebody signed in: by the code on the wall, at the desk, or in the online room.
    public enum How {
        SIGN,
        DESK,
        ONLINE
    }

    /// A member at a meeting. `speaks` is their place on the speaking list.
    public record Attendance(
            Body.Member member,
            Presence presence,
            @Nullable How how,
            String words,
            @Nullable Instant at,
            @Nullable Integer speaks) {

        /// Without the reason of an excuse, which is nobody else's business.
        Attendance discreet() {
            return new Attendance(member, presence, how, "", at, speaks);
        }
    }

    /// How a meeting stands for one topic: seats filled, who is there, and the core parts whose members are
    /// neither there nor excused.
    public record Quorum(int seats, int present, int excused, boolean reached, List<CouncilRules.Part> lacking) {

        public boolean met() {
            return reached && lacking.isEmpty();
        }
    }

    static final Quorum NOBODY = new Quorum(0, 0, 0, false, List.of());

    public enum Choice {
        AGREE,
        DISAGREE,
        ABSTAIN
    }

    /// A motion on an item, or an amendment of one (`amends`); `proposal` is the one it takes up, `edition` the
    /// one of a convention it `adopts`. Counts are final once it is not open.
    public record Motion(
            long id,
            int position,
            @Nullable Long proposal,
            @Nullable Long amends,
            String text,
            String restsOn,
            State state,
            int agree,
            int disagree,
            int abstain,
            int present,
            int seats,
            @Nullable Long adopts,
            @Nullable Integer edition,
            Instant at) {

        /// The same, counted or withdrawn.
        Motion ended(State next, int[] counts, Quorum quorum, Instant when) {
            return new Motion(
                    id,
                    position,
                    proposal,
                    amends,
                    text,
                    restsOn,
                    next,
                    counts[0],
                    counts[1],
                    counts[2],
                    quorum.present(),
                    quorum.seats(),
                    adopts,
                    edition,
                    when);
        }

        public enum State {
            OPEN,
            PASSED,
            FAILED,
            WITHDRAWN
        }
    }

    public record Dissent(
            long id,
            long motion,
            long member,
            String words,
            String answer,
            @Nullable Instant answeredAt) {}

    /// What was wrong in published minutes.
    public record Correction(String words, Instant at) {}

    public Item item(int position) {
        return agenda.stream()
                .filter(item -> item.position == position)
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("meeting-item"));
    }

    void require(State... wanted) {
        if (!Set.of(wanted).contains(state)) {
            throw Refusal.conflict("meeting-state");
        }
    }

    /// The quorum by seats (rule of the kind) when `topic` is discussed, of those invited.
    static Quorum quorum(CouncilRules.Kind kind, List<Attendance> all, @Nullable Long topic) {
        var sitting = all.stream()
                .filter(each -> each.member.topic() == null || Objects.equals(each.member.topic(), topic))
                .toList();
        int present = (int) sitting.stream()
                .filter(each -> each.presence == Presence.PRESENT)
                .count();
        int excused = (int) sitting.stream()
                .filter(each -> each.presence == Presence.EXCUSED)
                .count();
        var lacking = kind.parts().stream()
                .filter(CouncilRules.Part::core)
                .filter(part -> sitting.stream()
                                .filter(each -> each.member.part().equals(part.code()))
                                .filter(each -> each.presence == Presence.PRESENT || each.presence == Presence.EXCUSED)
                                .count()
                        < part.least())
                .toList();
        return new Quorum(
                sitting.size(),
                present,
                excused,
                !sitting.isEmpty() && kind.quorum().met(present, sitting.size()),
                lacking);
    }

    /// As anybody reads it: without the code on the wall, the online room, and minutes that are not published.
    Meeting outside() {
        return copy("", "", state == State.PUBLISHED ? minutes : "", agenda);
    }

    /// As a member reads it: without the code, which is read in the room.
    Meeting inside() {
        return copy(room, "", minutes, agenda);
    }

    /// The same with its agenda.
    Meeting with(List<Item> items) {
        return copy(room, code, minutes, items);
    }

    private Meeting copy(String online, String wall, String said, List<Item> items) {
        return new Meeting(
                community,
                id,
                body,
                form,
                title,
                venue,
                online,
                startsAt,
                calledAt,
                urgent,
                state,
                wall,
                said,
                publishedAt,
                endedWords,
                items,
                version);
    }
}
