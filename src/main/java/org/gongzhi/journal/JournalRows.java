package org.gongzhi.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.gongzhi.kernel.Clocks;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Turns rows of `journal.entry` into [Recorded], and entries into rows.
final class JournalRows {

    /// All of a row, as [#read] wants it. The number of its transaction has a name of its own: `order by
    /// txid` must mean the column, which is indexed, and not what was made of it here.
    static final String SELECT = """
            select txid::text::bigint as transaction, seq, community, place, actor, seat, subject_kind, subject_id,
                kind, body, at, salt, commitment, brought_at
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
                new Recorded.Seal(row.getBytes("salt"), row.getBytes("commitment")),
                Clocks.instant(row, "brought_at"));
    }

    /// What the entries themselves say, for the statement that appends them; `brought` as in [Recorded].
    static void bind(PreparedStatement statement, List<Entry> entries, @Nullable Instant brought) throws SQLException {
        array(statement, 1, "bigint", entries, entry -> entry.where().community());
        array(statement, 2, "bigint", entries, entry -> entry.where().place());
        array(statement, 3, "bigint", entries, entry -> entry.who().account());
        array(statement, 4, "bigint", entries, entry -> entry.who().seat());
        array(statement, 5, "text", entries, entry -> entry.subject().kind());
        array(statement, 6, "bigint", entries, entry -> entry.subject().id());
        array(statement, 7, "text", entries, Entry::kind);
        array(statement, 9, "timestamptz", entries, entry -> Timestamp.from(entry.at()));
        statement.setTimestamp(12, brought == null ? null : Timestamp.from(brought));
    }

    private static void array(
            PreparedStatement statement,
            int parameter,
            String type,
            List<Entry> entries,
            Function<Entry, @Nullable Object> value)
            throws SQLException {
        @Nullable Object[] all = new @Nullable Object[entries.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = value.apply(entries.get(i));
        }
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, all));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
