package org.gongzhi.ballots;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.gongzhi.files.Photos;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Parts who from what in secret votes: whatever still ties a voter to a photo or to answers is emptied when the box is
/// opened, when the vote is cancelled, and when a pile is laid aside.
@Component
class SecretPaper {

    private static final int ROUND = 100;

    private final JdbcClient client;
    private final Photos photos;
    private final Clock clock;

    SecretPaper(JdbcClient client, Photos photos, Clock clock) {
        this.client = client;
        this.photos = photos;
        this.clock = clock;
    }

    /// A pile was agreed or laid aside: nobody needs any more what the two typed. Photos stay where they became the
    /// evidence of a ballot.
    void forget(Vote vote, long batch) {
        if (!vote.secret()) {
            return;
        }
        photos.discard(client.sql("""
                        select s.proof from ballots.sheet s where s.community = ? and s.vote = ? and s.batch = ?
                        and s.proof is not null and not exists (select from ballots.collected c
                            where c.community = s.community and c.vote = s.vote and c.proof = s.proof)""")
                .params(vote.community(), vote.id(), batch)
                .query((row, _) -> row.getString(1))
                .list());
        client.sql("delete from ballots.sheet where community = ? and vote = ? and batch = ?")
                .params(vote.community(), vote.id(), batch)
                .update();
    }

    /// The vote was cancelled: its box is never opened, so nothing of it waits any longer.
    void cancelled(Vote vote) {
        if (vote.secret()) {
            part(new Long[] {vote.community()}, new Long[] {vote.id()});
        }
    }

    /// The box was opened: nobody can contest any more.
    void opened(Vote vote) {
        part(new Long[] {vote.community()}, new Long[] {vote.id()});
    }

    private record Key(long community, long vote) {}

    /// Parts what was decided or cancelled before this was done; returns how many votes.
    @Transactional
    public int round() {
        var left = client.sql("""
                        select community, id from ballots.vote where secret and parted_at is null
                        and state in ('DECIDED', 'CANCELLED', 'ANNULLED') order by id limit ?""")
                .param(ROUND)
                .query((row, _) -> new Key(row.getLong(1), row.getLong(2)))
                .list();
        if (!left.isEmpty()) {
            part(
                    left.stream().map(Key::community).toArray(Long[]::new),
                    left.stream().map(Key::vote).toArray(Long[]::new));
        }
        return left.size();
    }

    private void part(Long[] communities, Long[] votes) {
        // whoever still types holds the row of the pile: its sheet is there, or comes no more
        run(
                "update ballots.batch x set state = 'DROPPED', agreed_at = :at",
                " and x.state = 'OPEN'",
                communities,
                votes);
        photos.discard(shots(communities, votes));
        run("update ballots.collected x set proof = null, answers = null, receipt = null", "", communities, votes);
        run("update ballots.ballot x set proof = null", " and x.proof is not null", communities, votes);
        for (String each : List.of("sheet", "slip")) {
            client.sql("delete from ballots." + each
                            + " x using unnest(:c::bigint[], :v::bigint[]) as v (community, id)"
                            + " where x.community = v.community and x.vote = v.id")
                    .param("c", communities)
                    .param("v", votes)
                    .update();
        }
        client.sql("""
                        update ballots.vote x set parted_at = ? from unnest(?::bigint[], ?::bigint[]) as v (community, id)
                        where x.community = v.community and x.id = v.id""")
                .params(Timestamp.from(clock.instant()), communities, votes)
                .update();
    }

    private List<String> shots(Long[] communities, Long[] votes) {
        return client.sql("""
                        with v as (select * from unnest(:c::bigint[], :v::bigint[]) as v (community, id))
                        select x.proof from ballots.collected x join v on x.community = v.community and x.vote = v.id
                        where x.proof is not null union
                        select x.proof from ballots.ballot x join v on x.community = v.community and x.vote = v.id
                        where x.proof is not null union
                        select x.proof from ballots.sheet x join v on x.community = v.community and x.vote = v.id
                        where x.proof is not null""")
                .param("c", communities)
                .param("v", votes)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private void run(String update, String which, Long[] communities, Long[] votes) {
        client.sql(update + " from unnest(:c::bigint[], :v::bigint[]) as v (community, id)"
                        + " where x.community = v.community and x.vote = v.id" + which)
                .param("c", communities)
                .param("v", votes)
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }
}
