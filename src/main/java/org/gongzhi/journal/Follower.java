package org.gongzhi.journal;

import java.util.List;

/// Does something because of what was done. Called with rows in order, inside one transaction that also moves its
/// cursor: what it writes to the database happens exactly once. It must not reach outside the database in `follow`.
public interface Follower {

    /// Names its cursor; never changed once released.
    String name();

    /// Takes the next rows. An exception stops the follower at this place until an administrator lets it go on.
    void follow(List<Recorded> entries);

    /// How many rows to take at once.
    default int batch() {
        return 500;
    }
}
