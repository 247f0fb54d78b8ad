package org.gongzhi.people;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Somebody lives, or is registered, in a dwelling from a day to a day. People of one dwelling with the same
/// `household` number keep house together; one of them is its head.
public record Residence(
        long community,
        long id,
        long person,
        long dwelling,
        String placeCode,
        Relation relation,
        int household,
        boolean head,
        LocalDate since,
        @Nullable LocalDate until) {}
