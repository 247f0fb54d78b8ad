package org.gongzhi.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A row of the journal as it was read. `position` orders the rows of one database for its followers. `brought`: when
/// an act of the past was brought in; null for one that was written as it was done.
public record Recorded(
        Position position,
        Entry.Where where,
        Entry.Who who,
        Entry.Subject subject,
        String kind,
        JsonNode body,
        Instant at,
        Seal seal,
        @Nullable Instant brought) {

    /// What keeps the row to its word: a salt, emptied when something of the row was erased, and the commitment.
    public record Seal(byte[] salt, byte[] commitment) {

        public Seal {
            salt = salt.clone();
            commitment = commitment.clone();
        }

        @Override
        public byte[] salt() {
            return salt.clone();
        }

        @Override
        public byte[] commitment() {
            return commitment.clone();
        }
    }

    /// When it came into the journal.
    public Instant written() {
        return brought == null ? at : brought;
    }

    /// The row as it was written, but for the type of its body.
    Entry entry() {
        return new Entry(where, who, subject, kind, body, at);
    }

    /// Transaction first, then sequence: a row whose transaction commits late can never fall behind a reader.
    public record Position(long transaction, long sequence) {
        static final Position START = new Position(0, 0);
    }

    /// The text under `name` in the body, or null.
    public @Nullable String text(String name) {
        JsonNode value = body.get(name);
        return value == null || value.isNull() ? null : value.asString();
    }
}
