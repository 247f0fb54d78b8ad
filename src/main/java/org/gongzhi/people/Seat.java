package org.gongzhi.people;

import java.time.Instant;
import java.time.LocalDate;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// One person standing for something at one place: the unit of responsibility and of permission. `phone` is
/// the work number printed for residents. `awayUntil` is set while the holder is on leave; `substitute` is
/// the seat that takes over what is open then; `endsOn` the last day of a secondment or a term.
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
        @Nullable Instant endedAt,
        Mode mode,
        @Nullable Long organisation,
        @Nullable Long substitute,
        @Nullable LocalDate endsOn) {

    /// How somebody came to a seat.
    public enum Mode {
        APPOINTED,
        ELECTED,
        SECONDED
    }

    /// A seat that somebody was appointed to, for as long as may be.
    public Seat(
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
        this(
                community,
                id,
                role,
                place,
                placeCode,
                person,
                holder,
                title,
                phone,
                awayUntil,
                endedAt,
                Mode.APPOINTED,
                null,
                null,
                null);
    }

    /// The same with another id.
    Seat withId(long fresh) {
        return new Seat(
                community,
                fresh,
                role,
                place,
                placeCode,
                person,
                holder,
                title,
                phone,
                awayUntil,
                endedAt,
                mode,
                organisation,
                substitute,
                endsOn);
    }

    /// The same seat as a secondment until a day.
    public Seat seconded(LocalDate until) {
        return new Seat(
                community,
                id,
                role,
                place,
                placeCode,
                person,
                holder,
                title,
                phone,
                awayUntil,
                endedAt,
                Mode.SECONDED,
                organisation,
                substitute,
                until);
    }

    /// Refuses what no seat can be.
    public void requireSound(LocalDate today) {
        if (title.isBlank() || title.length() > 60 || phone.length() > 30) {
            throw Refusal.invalid("seat-title");
        }
        if (endsOn == null ? mode == Mode.SECONDED : endsOn.isBefore(today)) {
            throw Refusal.invalid(endsOn == null ? "secondment-end" : "leave-past");
        }
    }

    /// True when the holder can be made responsible at `now`.
    public boolean present(Instant now) {
        return endedAt == null && (awayUntil == null || !awayUntil.isAfter(now));
    }
}
