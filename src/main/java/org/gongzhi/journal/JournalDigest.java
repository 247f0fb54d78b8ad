package org.gongzhi.journal;

import org.springframework.jdbc.core.simple.JdbcClient;

/// What the settled rows of a journal come to: how many they are, and the exclusive or of all commitments.
/// Two databases with the same digest below the same horizon hold the same acts.
///
/// `horizon`: the transaction id below which every row is settled for ever.
public record JournalDigest(long horizon, long rows, long mixed) {

    /// Of what the connection's snapshot sees as settled.
    public static JournalDigest now(JdbcClient client) {
        return below(
                client,
                client.sql("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                        .query(Long.class)
                        .single());
    }

    /// Of the rows that transactions below `horizon` wrote.
    public static JournalDigest below(JdbcClient client, long horizon) {
        return client.sql("""
                        select count(*), coalesce(bit_xor(('x' || encode(substr(commitment, 1, 8), 'hex'))::bit(64)::bigint), 0)
                        from journal.entry where txid < ?::text::xid8""")
                .param(Long.toString(horizon))
                .query((row, _) -> new JournalDigest(horizon, row.getLong(1), row.getLong(2)))
                .single();
    }
}
