package org.gongzhi.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Turns rows of `journal.entry` into [Recorded].
final class JournalRows {

    /// All of a row, as [#read] wants it. The number of its transaction has a name of its own: `order by
    /// txid` must mean the column, which is indexed, and not what was made of it here.
    static final String SELECT = """
            select txid::text::bigint as transaction, seq, community, place, actor, seat, subject_kind, subject_id,
                kind, body, at, salt, commitment
            from journal.entry
            """;

    private JournalRows() {}

    static Recorded read(ResultSet row, JsonMapper json) throws SQLException {
        return new Recorded(
                new Recorded.Position(row.getLong("transaction"), row.getLong("seq")),
                new Entry.Where(row.getLong("community"), number(row, "place")),
                new Entry.Who(number(row, "actor"), number(row, "seat")),
                new Entry.Subject(row.getString("subject_kind"), row.getLong("subject_id")),
                row.getString("kind"),
                json.readTree(row.getString("body")),
                row.getTimestamp("at").toInstant(),
                new Recorded.Seal(row.getBytes("salt"), row.getBytes("commitment")));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
