package org.gongzhi.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One person standing for something at one place: the unit of responsibility and of permission. `phone` is the work
/// number printed for residents. `away` is set while the holder is on leave.
public record Seat(
        long community,
        long id,
        Role role,
        long place,
        String placeCode,
        long person,
        String holder,
        String title,
        String phone,
        @Nullable Instant awayUntil,
        @Nullable Instant endedAt) {

    /// True when the holder can be made responsible at `now`.
    public boolean present(Instant now) {
        return endedAt == null && (awayUntil == null || !awayUntil.isAfter(now));
    }
}
