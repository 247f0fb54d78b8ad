package org.gongzhi.duty;

import java.time.Instant;
import java.util.List;
import org.gongzhi.people.Role;
import org.jspecify.annotations.Nullable;

/// One cell of the responsibility matrix: at this place and everything within it, for this subject (a code, a group, or
/// `*`), at these hours, who leads and why. Cells are never changed; a new one ends the old.
public record Cell(
        long community,
        long id,
        long place,
        String placeCode,
        String subject,
        Hours hours,
        Basis basis,
        List<Role> leadRoles,
        @Nullable Long leadSeat,
        List<Role> helperRoles,
        @Nullable Role supervisor,
        @Nullable Role substitute,
        String why,
        Instant since,
        @Nullable Instant until) {

    /// Why somebody is responsible: by law, because they supervise the industry, by contract, or by their seat.
    public enum Basis {
        LAW,
        SECTOR,
        CONTRACT,
        SEAT
    }

    /// True when it says something about this subject.
    public boolean about(Subject asked) {
        return subject.equals(asked.code()) || subject.equals(asked.group()) || subject.equals(Subjects.ALL);
    }

    /// The more exactly a cell names its subject, the stronger it is at the same place.
    int exactness(Subject asked) {
        return subject.equals(asked.code()) ? 2 : subject.equals(asked.group()) ? 1 : 0;
    }
}
