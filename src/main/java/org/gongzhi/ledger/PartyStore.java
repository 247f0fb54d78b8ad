package org.gongzhi.ledger;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gongzhi.kernel.Clocks;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of parties and their signatures.
@Repository
class PartyStore {

    private final JdbcClient client;
    private final LedgerRules rules;

    PartyStore(JdbcClient client, LedgerRules rules) {
        this.client = client;
        this.rules = rules;
    }

    /// False when the name or the key is taken.
    boolean enrol(Party party) {
        return client.sql("""
                        insert into ledger.party (street, name, kind, label, vkey, submission, mirror, enrolled_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                        .param(party.street())
                        .param(party.name())
                        .param(party.kind().code())
                        .param(party.label())
                        .param(party.vkey())
                        .param(party.submission())
                        .param(party.mirror())
                        .param(Timestamp.from(party.enrolledAt()))
                        .update()
                == 1;
    }

    boolean end(long street, String name, Instant now) {
        return client.sql("update ledger.party set ended_at = ? where street = ? and name = ? and ended_at is null")
                        .params(Timestamp.from(now), street, name)
                        .update()
                == 1;
    }

    boolean reach(long street, String name, @Nullable String submission, @Nullable String mirror) {
        return client.sql("""
                        update ledger.party set submission = ?, mirror = ?
                        where street = ? and name = ? and ended_at is null""")
                        .param(submission)
                        .param(mirror)
                        .param(street)
                        .param(name)
                        .update()
                == 1;
    }

    List<Party> all(long street, Instant now) {
        Duration silent = rules.silent();
        return client.sql("""
                        select street, name, kind, label, vkey, submission, mirror, enrolled_at, ended_at, seen_size,
                               seen_at
                        from ledger.party where street = ? order by ended_at nulls first, enrolled_at, name limit 200""")
                .param(street)
                .query((row, _) -> {
                    Instant seen = Clocks.instant(row, "seen_at");
                    Instant enrolled = row.getTimestamp("enrolled_at").toInstant();
                    Instant ended = Clocks.instant(row, "ended_at");
                    return new Party(
                            row.getLong("street"),
                            row.getString("name"),
                            rules.party(row.getString("kind")),
                            row.getString("label"),
                            row.getString("vkey"),
                            row.getString("submission"),
                            row.getString("mirror"),
                            enrolled,
                            ended,
                            row.getLong("seen_size"),
                            seen,
                            ended == null
                                    && (seen == null ? enrolled : seen)
                                            .plus(silent)
                                            .isBefore(now));
                })
                .list();
    }

    List<Party> active(long street, Instant now) {
        return all(street, now).stream().filter(Party::active).toList();
    }

    void sign(long street, long size, String party, String line, Instant now) {
        client.sql("""
                        insert into ledger.cosignature as c (street, size, party, line, at) values (?, ?, ?, ?, ?)
                        on conflict (street, size, party) do update set line = excluded.line, at = excluded.at
                            where c.line <> excluded.line""").params(street, size, party, line, Timestamp.from(now)).update();
        client.sql("""
                        update ledger.party set seen_size = greatest(seen_size, ?), seen_at = ?
                        where street = ? and name = ?""").params(size, Timestamp.from(now), street, party).update();
    }

    /// The lines under the checkpoint of a size, by party.
    Map<String, String> lines(long street, long size) {
        var lines = new TreeMap<String, String>();
        client.sql("select party, line from ledger.cosignature where street = ? and size = ?")
                .params(street, size)
                .query((row, _) -> lines.put(row.getString(1), row.getString(2)))
                .list();
        return lines;
    }

    /// The logs with a party to be asked for its signature under the newest checkpoint.
    List<Long> asking() {
        return client.sql("""
                        select distinct p.street from ledger.party p join ledger.log l on l.street = p.street
                        where p.ended_at is null and p.submission is not null and p.seen_size < l.sealed
                        order by p.street""").query((row, _) -> row.getLong(1)).list();
    }

    /// Parties silent for so long about whom nobody was told since they last signed; marks them as told.
    Map<Long, List<String>> silent(Instant before, Instant now) {
        var silent = new TreeMap<Long, List<String>>();
        client.sql("""
                        update ledger.party set told_at = ?
                        where ended_at is null and coalesce(seen_at, enrolled_at) < ?
                          and (told_at is null or told_at < coalesce(seen_at, enrolled_at)) returning street, label""")
                .params(Timestamp.from(now), Timestamp.from(before))
                .query((row, _) -> silent.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                        .add(row.getString(2)))
                .list();
        return silent;
    }
}
