package org.gongzhi.journal;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads settled rows in order. A row counts as settled when every transaction older than its own has ended,
/// so that nothing can still appear before it.
@Component
class JournalReader {

    static final String AFTER = JournalRows.SELECT + """
            where (txid, seq) > (?::text::xid8, ?) and txid < pg_snapshot_xmin(pg_current_snapshot())
            order by txid, seq limit ?""";

    private final JdbcClient client;
    private final Journal journal;

    JournalReader(JdbcClient client, Journal journal) {
        this.client = client;
        this.journal = journal;
    }

    List<Recorded> after(Recorded.Position position, int most) {
        return client.sql(AFTER)
                .params(Long.toString(position.transaction()), position.sequence(), most)
                .query((row, _) -> JournalRows.read(row, journal.json()))
                .list();
    }

    /// Where a reader that only wants news begins: after everything that is settled now.
    Recorded.Position end() {
        return client.sql("""
                        select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1) as txid,
                               9223372036854775807 as seq""")
                .query((row, _) -> new Recorded.Position(row.getLong("txid"), row.getLong("seq")))
                .single();
    }
}
