package org.gongzhi.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Turns rows of `journal.entry` into [Recorded].
final class JournalRows {

    private JournalRows() {}

    static Recorded read(ResultSet row, JsonMapper json) throws SQLException {
        return new Recorded(
                new Recorded.Position(row.getLong("txid"), row.getLong("seq")),
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
