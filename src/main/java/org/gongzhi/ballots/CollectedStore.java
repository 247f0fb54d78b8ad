package org.gongzhi.ballots;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of collected ballots and their contests.
@Component
class CollectedStore {

    /// Whoever is told of a ballot taken in for them has at least so long to say that it was not theirs.
    static final Duration TO_CONTEST = Duration.ofDays(1);

    private static final int BATCH = 1_000;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;

    CollectedStore(JdbcClient client, JdbcTemplate jdbc, Sealed sealed) {
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
    }

    /// What to write of one; `answers` and `receipt` are there in secret votes alone.
    record Row(
            long id,
            int voter,
            Ballot.Channel channel,
            long seat,
            long second,
            String proof,
            @Nullable String answers,
            @Nullable String receipt) {}

    void insert(Vote vote, List<Row> rows, Instant at) {
        jdbc.batchUpdate("""
                insert into ballots.collected (community, vote, id, voter, at, channel, seat, second_seat, proof,
                    answers, receipt)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows, BATCH, (row, each) -> {
            row.setLong(1, vote.community());
            row.setLong(2, vote.id());
            row.setLong(3, each.id);
            row.setInt(4, each.voter);
            row.setTimestamp(5, Timestamp.from(at));
            row.setString(6, each.channel.name());
            row.setLong(7, each.seat);
            row.setLong(8, each.second);
            row.setString(9, each.proof);
            row.setBytes(10, each.answers == null ? null : sealed.seal(each.answers));
            row.setBytes(11, each.receipt == null ? null : HexFormat.of().parseHex(each.receipt));
        });
    }

    Optional<Collected> find(Vote vote, long id) {
        return client.sql("select * from ballots.collected where community = ? and vote = ? and id = ?")
                .params(vote.community(), vote.id(), id)
                .query((row, _) -> read(row))
                .optional();
    }

    /// What was taken in for some voters, struck ones too; the newest first.
    List<Collected> of(Vote vote, List<Integer> voters) {
        return client.sql("""
                        select * from ballots.collected where community = ? and vote = ? and voter = any (?)
                        order by id desc limit 200""")
                .params(vote.community(), vote.id(), voters.toArray(Integer[]::new))
                .query((row, _) -> read(row))
                .list();
    }

    /// The contested ones, those that wait first.
    List<Collected> contested(Vote vote, int most) {
        return client.sql("""
                        select * from ballots.collected where community = ? and vote = ? and state <> 'STANDS'
                        order by state <> 'CONTESTED', id desc limit ?""")
                .params(vote.community(), vote.id(), most)
                .query((row, _) -> read(row))
                .list();
    }

    private static Collected read(ResultSet row) throws SQLException {
        return new Collected(
                row.getLong("id"),
                row.getInt("voter"),
                row.getTimestamp("at").toInstant(),
                Ballot.Channel.valueOf(row.getString("channel")),
                row.getLong("seat"),
                row.getLong("second_seat"),
                row.getString("proof"),
                Collected.State.valueOf(row.getString("state")),
                new Collected.Contest(
                        row.getObject("contested_by", Long.class),
                        row.getString("contest"),
                        row.getString("decision"),
                        Clocks.instant(row, "again_until")));
    }

    /// False when it was contested before, or the voter has voted since.
    boolean contest(Vote vote, long id, long by, String words, Instant at) {
        return client.sql("""
                                update ballots.collected c set state = 'CONTESTED', contested_at = ?, contested_by = ?, contest = ?
                                where c.community = ? and c.vote = ? and c.id = ? and c.state = 'STANDS' and exists (
                                    select from ballots.ballot b where b.community = c.community and b.vote = c.vote
                                    and b.voter = c.voter and b.channel <> 'PHONE')""")
                        .params(Timestamp.from(at), by, words, vote.community(), vote.id(), id)
                        .update()
                == 1;
    }

    /// Answers a contest that waits; false when somebody was faster.
    boolean answer(
            Vote vote, long id, Collected.State state, String answer, long by, Instant at, @Nullable Instant again) {
        return client.sql("""
                                update ballots.collected set state = ?, decision = ?, decided_by = ?, decided_at = ?,
                                    again_until = ?, answers = case when ? then null else answers end,
                                    receipt = case when ? then null else receipt end
                                where community = ? and vote = ? and id = ? and state = 'CONTESTED'""")
                        .params(Arrays.asList(
                                state.name(),
                                answer,
                                by,
                                Timestamp.from(at),
                                VoteStore.stamp(again),
                                state == Collected.State.STRUCK,
                                state == Collected.State.STRUCK,
                                vote.community(),
                                vote.id(),
                                id))
                        .update()
                == 1;
    }

    /// Whether a voter whose ballot was struck still has time to vote; of two commands at once one waits for the other.
    boolean again(Vote vote, int voter, Instant now) {
        return !client.sql("""
                        select id from ballots.collected where community = ? and vote = ? and voter = ?
                            and state = 'STRUCK' and again_until > ? order by id for update""")
                .params(vote.community(), vote.id(), voter, Timestamp.from(now))
                .query(Long.class)
                .list()
                .isEmpty();
    }

    /// Refuses to open a box while somebody can still say that a ballot was not theirs, waits for the answer, or may
    /// vote again.
    void requireSettled(Vote vote, Instant now) {
        String open = client.sql("""
                        select case when exists (select from ballots.collected where community = ? and vote = ?
                                and state = 'CONTESTED') then 'vote-contests-open'
                            when exists (select from ballots.collected c where c.community = ? and c.vote = ?
                                and c.state = 'STRUCK' and c.again_until > ? and not exists (
                                    select from ballots.ballot b where b.community = c.community and b.vote = c.vote
                                    and b.voter = c.voter)) then 'vote-again-open'
                            when exists (select from ballots.collected where community = ? and vote = ?
                                and state = 'STANDS' and at > ?) then 'vote-contest-time' else '' end""")
                .params(
                        vote.community(),
                        vote.id(),
                        vote.community(),
                        vote.id(),
                        Timestamp.from(now),
                        vote.community(),
                        vote.id(),
                        Timestamp.from(now.minus(TO_CONTEST)))
                .query(String.class)
                .single();
        if (!open.isEmpty()) {
            throw Refusal.conflict(open);
        }
    }

    /// Takes the outer envelopes off; [SecretPaper] then empties what still leads from a slip to its voter.
    void openEnvelopes(Vote vote) {
        client.sql("""
                        insert into ballots.slip (community, vote, receipt, answers)
                        select community, vote, receipt, answers from ballots.collected
                        where community = ? and vote = ? and receipt is not null and state <> 'STRUCK'""").params(vote.community(), vote.id()).update();
    }

    int ballots(Vote vote) {
        return client.sql("select count(*) from ballots.ballot where community = ? and vote = ?")
                .params(vote.community(), vote.id())
                .query(Integer.class)
                .single();
    }

    /// Whether ballots were taken in of which nobody wrote down by whom.
    boolean unrecorded(Vote vote) {
        return client.sql("""
                        select exists (select from ballots.ballot b where b.community = ? and b.vote = ?
                            and b.channel <> 'PHONE' and not exists (select from ballots.collected c
                                where c.community = b.community and c.vote = b.vote and c.voter = b.voter
                                and c.state <> 'STRUCK'))""")
                .params(vote.community(), vote.id())
                .query(Boolean.class)
                .single();
    }

    /// How many ballots two seats took in.
    record Pair(Ballot.Channel channel, long seat, long second, int ballots) {}

    List<Pair> pairs(Vote vote) {
        return client.sql("""
                        select c.channel, c.seat, c.second_seat, count(*) from ballots.collected c
                            join ballots.ballot b on b.community = c.community and b.vote = c.vote and b.voter = c.voter
                        where c.community = ? and c.vote = ? and c.state <> 'STRUCK' and b.channel <> 'PHONE'
                        group by 1, 2, 3 order by 4 desc, 2, 3""")
                .params(vote.community(), vote.id())
                .query((row, _) -> new Pair(
                        Ballot.Channel.valueOf(row.getString(1)), row.getLong(2), row.getLong(3), row.getInt(4)))
                .list();
    }
}
