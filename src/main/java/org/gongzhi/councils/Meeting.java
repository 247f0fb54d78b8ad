package org.gongzhi.councils;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A meeting of a body: its agenda is locked when it is called.
public record Meeting(
        long community,
        long id,
        long body,
        String title,
        String venue,
        String room,
        Instant startsAt,
        Instant calledAt,
        String urgent,
        State state,
        String code,
        String minutes,
        @Nullable Instant publishedAt,
        long seat,
        List<Item> agenda,
        int version) {

    public enum State {
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
            @Nullable Integer speaks) {}

    /// How it stands: filled seats, who is there, and what is missing for it to decide anything.
    public record Quorum(int seats, int present, int excused, boolean met, List<String> missing) {}

    public record Motion(
            long id,
            int position,
            String text,
            String restsOn,
            int agree,
            int disagree,
            int abstain,
            int present,
            boolean passed,
            Instant at) {}

    public record Dissent(
            long id,
            long motion,
            long member,
            String words,
            String answer,
            @Nullable Instant answeredAt) {}
}
