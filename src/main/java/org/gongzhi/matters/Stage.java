package org.gongzhi.matters;

import java.util.EnumSet;
import java.util.Set;

/// Where a matter stands. [#next()] is the table of its life; what came out of it is the [Outcome].
public enum Stage {
    /// Somebody is responsible and looks whether it is so before it is filed.
    VERIFYING,
    /// Somebody is responsible and has not taken it up yet.
    DISPATCHED,
    /// The lead is at work.
    ACCEPTED,
    /// The lead has asked the reporter something; the clock goes on.
    ASKED,
    /// The clock stands still, with a reason and somebody's leave.
    PAUSED,
    /// The lead says it is fixed; another person has to look.
    RECTIFIED,
    /// Another person has looked and agrees.
    CHECKED,
    /// Closed with an outcome; the reporter may rate or contest.
    CLOSED,
    /// Nobody rated in time: somebody rings up.
    CALL_BACK,
    /// Rated or rung up: settled.
    SETTLED,
    /// The dossier is complete and shut.
    ARCHIVED;

    public Set<Stage> next() {
        return switch (this) {
            case VERIFYING -> EnumSet.of(VERIFYING, DISPATCHED, CLOSED);
            case DISPATCHED -> EnumSet.of(DISPATCHED, ACCEPTED, RECTIFIED, CLOSED);
            case ACCEPTED -> EnumSet.of(DISPATCHED, ACCEPTED, ASKED, PAUSED, RECTIFIED, CLOSED);
            case ASKED -> EnumSet.of(DISPATCHED, ACCEPTED, RECTIFIED, CLOSED);
            case PAUSED -> EnumSet.of(DISPATCHED, ACCEPTED, CLOSED);
            case RECTIFIED -> EnumSet.of(ACCEPTED, CHECKED);
            case CHECKED -> EnumSet.of(CLOSED);
            case CLOSED -> EnumSet.of(DISPATCHED, CALL_BACK, SETTLED);
            case CALL_BACK -> EnumSet.of(DISPATCHED, SETTLED);
            case SETTLED -> EnumSet.of(DISPATCHED, ARCHIVED);
            case ARCHIVED -> EnumSet.noneOf(Stage.class);
        };
    }

    /// True while somebody still has to do something about the trouble itself.
    public boolean open() {
        return compareTo(CLOSED) < 0;
    }

    /// True while the lead, not a checker, has to act.
    public boolean withLead() {
        return compareTo(RECTIFIED) < 0;
    }
}
