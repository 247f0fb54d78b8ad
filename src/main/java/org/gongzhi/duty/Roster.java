package org.gongzhi.duty;

import java.time.Instant;
import java.util.List;
import org.gongzhi.people.Role;
import org.jspecify.annotations.Nullable;

/// Who of one role at one place is on duty when. While a regular roster runs, only who has a shift is on
/// duty; an on-call roster answers when no regular shift does; an emergency roster goes before everybody for
/// what is urgent.
public record Roster(
        long community,
        long id,
        long place,
        String placeCode,
        Role role,
        Kind kind,
        Hours hours,
        String name,
        Instant since,
        @Nullable Instant until) {

    public enum Kind {
        REGULAR,
        ON_CALL,
        EMERGENCY
    }

    /// One seat on duty from a moment up to another.
    public record Shift(
            long community,
            long id,
            long roster,
            String placeCode,
            long seat,
            Instant startsAt,
            Instant endsAt,
            int version) {}

    /// A roster with its shifts in a window, in order.
    public record Planned(Roster roster, List<Shift> shifts) {}
}
