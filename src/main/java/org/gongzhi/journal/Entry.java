package org.gongzhi.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is about to be written: who (`actor`, an account), in which `seat`, at which `place`, did `kind` to a subject.
/// `body` is a record of the module's own words and becomes JSON.
public record Entry(Where where, Who who, Subject subject, String kind, Object body, Instant at) {

    /// The community the row belongs to and, when there is one, the place.
    public record Where(long community, @Nullable Long place) {}

    /// The account and the seat it acted in; both empty for an anonymous visitor or the program itself.
    public record Who(@Nullable Long account, @Nullable Long seat) {
        public static final Who NOBODY = new Who(null, null);
    }

    /// What was acted upon: `matter` 17, `seat` 4.
    public record Subject(String kind, long id) {}
}
