package org.gongzhi.ballots;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gongzhi.kernel.Copy;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of the opened box.
@Component
class BoxStore {

    private static final int BATCH = 10_000;

    /// From so many ballots on how they are counted matters.
    private static final int MANY = 10_000;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;
    private final CollectedStore collected;
    private final SecretPaper secret;

    BoxStore(JdbcClient client, JdbcTemplate jdbc, Sealed sealed, CollectedStore collected, SecretPaper secret) {
        this.secret = secret;
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
        this.collected = collected;
    }

    /// Refuses while paper is not agreed, or somebody can still say that a ballot was not theirs.
    void requireSettled(Vote vote, Instant now) {
        boolean typing = client.sql("""
                        select exists (select from ballots.batch where community = ? and vote = ? and state = 'OPEN')""")
                .params(vote.community(), vote.id())
                .query(Boolean.class)
                .single();
        if (typing) {
            throw Refusal.conflict("vote-paper-open");
        }
        collected.requireSettled(vote, now);
    }

    /// Opens what is sealed into the box. Secret slips come out in the order of their receipts, so that
    /// nothing of the order in which they were cast is left.
    int open(Vote vote) {
        client.sql("delete from ballots.box where community = ? and vote = ?")
                .params(vote.community(), vote.id())
                .update();
        int opened = vote.secret() ? openSlips(vote) : openBallots(vote);
        if (opened > MANY) {
            // else the planner, which never saw these rows, would look every voter up one by one to count them
            client.sql("analyze ballots.box, ballots.ballot, ballots.voter, ballots.unit")
                    .update();
        }
        return opened;
    }

    /// A box that is never opened.
    void cancelled(Vote vote) {
        secret.cancelled(vote);
    }

    private record Opened(String receipt, @Nullable Integer voter, String answers) {}

    /// In the order of the receipts, so that the index of the box grows at its end.
    private int openBallots(Vote vote) {
        var page = new ArrayList<Opened>(BATCH);
        int[] opened = {0};
        client.sql(
                        "select voter, receipt, answers from ballots.ballot where community = ? and vote = ? order by receipt")
                .withFetchSize(BATCH)
                .params(vote.community(), vote.id())
                .query(row -> {
                    page.add(new Opened(
                            HexFormat.of().formatHex(row.getBytes(2)), row.getInt(1), sealed.open(row.getBytes(3))));
                    opened[0]++;
                    if (page.size() == BATCH) {
                        put(vote, page);
                        page.clear();
                    }
                });
        put(vote, page);
        return opened[0];
    }

    private int openSlips(Vote vote) {
        collected.openEnvelopes(vote);
        var slips = new ArrayList<>(client.sql("""
                        delete from ballots.slip where community = ? and vote = ? returning receipt, answers""")
                .params(vote.community(), vote.id())
                .query((row, _) ->
                        new Opened(HexFormat.of().formatHex(row.getBytes(1)), null, sealed.open(row.getBytes(2))))
                .list());
        slips.sort(java.util.Comparator.comparing(Opened::receipt));
        put(vote, slips);
        secret.opened(vote);
        return slips.size();
    }

    private void put(Vote vote, List<Opened> opened) {
        jdbc.execute((ConnectionCallback<Long>) connection -> {
            try (var box = new Copy(connection, "ballots.box", "community, vote, receipt, voter, answers")) {
                for (Opened each : opened) {
                    box.put(vote.community()).put(vote.id()).put(each.receipt);
                    box.put(each.voter == null ? null : each.voter.toString()).put(each.answers);
                    box.end();
                }
                return box.finish();
            }
        });
    }

    /// Counts one decision in the opened box.
    VoteCount.Figures figures(Vote vote, int question) {
        return client.sql("""
                        select coalesce(sum(w.area), 0), count(*),
                            coalesce(sum(w.area) filter (where a.answer = 'AGREE'), 0),
                            count(*) filter (where a.answer = 'AGREE'),
                            coalesce(sum(w.area) filter (where a.answer = 'DISAGREE'), 0),
                            count(*) filter (where a.answer = 'DISAGREE')
                        from ballots.box b left join ballots.voter w
                            on w.community = b.community and w.vote = b.vote and w.id = b.voter,
                            lateral (select split_part(b.answers, ';', ?) as answer) a
                        where b.community = ? and b.vote = ? and coalesce(w.counts, true)""")
                .params(question, vote.community(), vote.id())
                .query((row, _) -> new VoteCount.Figures(
                        vote.totalArea(),
                        vote.totalHeads(),
                        row.getLong(1),
                        row.getInt(2),
                        row.getLong(3),
                        row.getInt(4),
                        row.getLong(5),
                        row.getInt(6),
                        0))
                .single();
    }

    /// What was picked of a question, by the whole answer: how often, and with what area.
    record Picked(String answer, int heads, long area) {}

    List<Picked> picked(Vote vote, int question) {
        return client.sql("""
                        select split_part(b.answers, ';', ?), count(*), coalesce(sum(w.area), 0)
                        from ballots.box b left join ballots.voter w
                            on w.community = b.community and w.vote = b.vote and w.id = b.voter
                        where b.community = ? and b.vote = ? and coalesce(w.counts, true) group by 1""")
                .params(question, vote.community(), vote.id())
                .query((row, _) -> new Picked(row.getString(1), row.getInt(2), row.getLong(3)))
                .list();
    }

    /// Area and heads of voters to whom delivery is proved and who returned nothing.
    long[] silent(Vote vote) {
        return client.sql("""
                        select coalesce(sum(w.area), 0), count(*) from ballots.voter w
                        where w.community = ? and w.vote = ? and w.counts
                        and exists (select from ballots.unit u where u.community = w.community and u.vote = w.vote
                            and u.voter = w.id and u.sweep = 'DELIVERED')
                        and not exists (select from ballots.ballot b where b.community = w.community and b.vote = w.vote
                            and b.voter = w.id)""")
                .params(vote.community(), vote.id())
                .query((row, _) -> new long[] {row.getLong(1), row.getLong(2)})
                .single();
    }

    /// Rows of the published box, in the order of receipts.
    void box(Vote vote, Consumer<BallotBox.Slip> sink) {
        client.sql("""
                        select b.receipt, w.pseudonym, b.answers from ballots.box b left join ballots.voter w
                            on w.community = b.community and w.vote = b.vote and w.id = b.voter
                        where b.community = ? and b.vote = ? order by b.receipt""").withFetchSize(BATCH).params(vote.community(), vote.id()).query(row -> {
            sink.accept(new BallotBox.Slip(row.getString(2), row.getString(1), Ballot.answers(row.getString(3))));
        });
    }

    Optional<BallotBox.Slip> slip(Vote vote, Roll.Voter voter) {
        return client.sql("select receipt, answers from ballots.box where community = ? and vote = ? and voter = ?")
                .params(vote.community(), vote.id(), voter.id())
                .query((row, _) ->
                        new BallotBox.Slip(voter.pseudonym(), row.getString(1), Ballot.answers(row.getString(2))))
                .optional();
    }

    void units(Vote vote, Consumer<BallotBox.Unit> sink) {
        client.sql("""
                        select u.id, w.pseudonym, u.area, u.basis, u.parking, u.sweep = 'DELIVERED'
                        from ballots.unit u join ballots.voter w
                            on w.community = u.community and w.vote = u.vote and w.id = u.voter
                        where u.community = ? and u.vote = ? order by u.id""").withFetchSize(BATCH).params(vote.community(), vote.id()).query(row -> {
            sink.accept(new BallotBox.Unit(
                    "U" + row.getInt(1),
                    row.getString(2),
                    row.getLong(3),
                    Roll.Basis.valueOf(row.getString(4)),
                    row.getBoolean(5),
                    row.getBoolean(6)));
        });
    }

    Optional<String> inBox(Vote vote, String receipt) {
        return client.sql("select answers from ballots.box where community = ? and vote = ? and receipt = ?")
                .params(vote.community(), vote.id(), receipt)
                .query(String.class)
                .optional();
    }
}
