package org.gongzhi.ballots;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Copy;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of ballots, proxies, paper and of the opened box.
@Component
class BallotStore {

    private static final int STRIPES = 64;
    private static final int BATCH = 10_000;

    /// From so many ballots on how they are counted matters.
    private static final int MANY = 10_000;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;

    BallotStore(JdbcClient client, JdbcTemplate jdbc, Sealed sealed) {
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
    }

    /// One ballot on its way in. `receipt` is the hash of its code.
    record Cast(
            int voter,
            long area,
            boolean counts,
            Ballot.Channel channel,
            @Nullable Long account,
            @Nullable Long second,
            @Nullable Long proxy,
            String answers,
            byte[] receipt,
            @Nullable String proof,
            String key) {}

    /// What became of one; `again` when the voter had a ballot before, which it replaced or is. None is there
    /// for a voter whose first ballot stays.
    record Written(int voter, int n, boolean again) {}

    /// Holds a vote open until the transaction ends; false when it is not, or (for paper typed later) when
    /// its result is there.
    boolean hold(Vote vote, boolean late, Instant now) {
        return client.sql("""
                        select 1 from ballots.vote where community = ? and id = ? and state = 'ANNOUNCED' and opens_at <= ?
                        and (? or closes_at > ?) for share""")
                .params(vote.community(), vote.id(), Timestamp.from(now), late, Timestamp.from(now))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /// Writes ballots of different voters with one statement. The same command twice is the same ballot.
    Map<Integer, Written> write(Vote vote, List<Cast> casts, Instant now) {
        Map<Integer, Written> written = new HashMap<>();
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            try (var statement = connection.prepareStatement("""
                    insert into ballots.ballot as b (community, vote, voter, at, channel, account, second, proxy, answers,
                        receipt, proof, command_key)
                    select ?::bigint, ?::bigint, x.voter, ?::timestamptz, x.channel, x.account, x.second, x.proxy, x.answers, x.receipt, x.proof, x.key
                    from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) as x (voter, channel, account, second, proxy, answers, receipt,
                        proof, key)
                    on conflict (community, vote, voter) do update set n = b.n + case when b.command_key
                            = excluded.command_key then 0 else 1 end, at = case when b.command_key
                            = excluded.command_key then b.at else excluded.at end, channel = excluded.channel,
                        account = excluded.account, second = excluded.second, proxy = excluded.proxy,
                        answers = excluded.answers, receipt = excluded.receipt, proof = excluded.proof,
                        command_key = excluded.command_key
                    where ? or b.command_key = excluded.command_key
                    returning b.voter, b.n, xmax <> 0""")) {
                statement.setLong(1, vote.community());
                statement.setLong(2, vote.id());
                statement.setTimestamp(3, Timestamp.from(now));
                array(statement, connection, 4, "int4", casts.stream().map(Cast::voter));
                array(statement, connection, 5, "text", casts.stream().map(each -> each.channel.name()));
                array(statement, connection, 6, "int8", casts.stream().map(Cast::account));
                array(statement, connection, 7, "int8", casts.stream().map(Cast::second));
                array(statement, connection, 8, "int8", casts.stream().map(Cast::proxy));
                array(
                        statement,
                        connection,
                        9,
                        "bytea",
                        casts.stream().map(each -> vote.secret() ? null : sealed.seal(each.answers)));
                array(
                        statement,
                        connection,
                        10,
                        "bytea",
                        casts.stream().map(each -> vote.secret() ? null : each.receipt));
                array(statement, connection, 11, "text", casts.stream().map(Cast::proof));
                array(statement, connection, 12, "text", casts.stream().map(Cast::key));
                statement.setBoolean(13, vote.replaceable());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        written.put(row.getInt(1), new Written(row.getInt(1), row.getInt(2), row.getBoolean(3)));
                    }
                }
            }
            return true;
        });
        var fresh = casts.stream()
                .filter(each -> written.containsKey(each.voter)
                        && !written.get(each.voter).again())
                .toList();
        if (vote.secret() && !fresh.isEmpty()) {
            jdbc.batchUpdate(
                    "insert into ballots.slip (community, vote, receipt, answers) values (?, ?, ?, ?)",
                    fresh,
                    BATCH,
                    (row, each) -> {
                        row.setLong(1, vote.community());
                        row.setLong(2, vote.id());
                        row.setBytes(3, each.receipt);
                        row.setBytes(4, sealed.seal(each.answers));
                    });
        }
        reach(vote, fresh);
        return written;
    }

    private static void array(
            java.sql.PreparedStatement statement,
            Connection connection,
            int at,
            String type,
            java.util.stream.Stream<?> values)
            throws SQLException {
        Object[] all = type.equals("bytea") ? values.toArray(byte[][]::new) : values.toArray();
        statement.setArray(at, connection.createArrayOf(type, all));
    }

    private void reach(Vote vote, List<Cast> fresh) {
        var counted = fresh.stream().filter(Cast::counts).toList();
        if (counted.isEmpty()) {
            return;
        }
        client.sql("""
                        insert into ballots.reach as r (community, vote, stripe, area, heads) values (?, ?, ?, ?, ?)
                        on conflict (community, vote, stripe) do update set area = r.area + excluded.area,
                            heads = r.heads + excluded.heads""")
                .params(
                        vote.community(),
                        vote.id(),
                        (int) (Thread.currentThread().threadId() % STRIPES),
                        counted.stream().mapToLong(Cast::area).sum(),
                        counted.size())
                .update();
    }

    Ballot.Reach reach(Vote vote, VoteRules rules) {
        var rule = rules.rule(vote.questions().getFirst().rule());
        return client.sql("""
                        select coalesce(sum(area), 0), coalesce(sum(heads), 0) from ballots.reach
                        where community = ? and vote = ?""")
                .params(vote.community(), vote.id())
                .query((row, _) -> new Ballot.Reach(
                        row.getLong(1),
                        row.getInt(2),
                        vote.totalArea(),
                        vote.totalHeads(),
                        rule.quorumArea() == null ? 0 : rule.quorumArea().missing(row.getLong(1), vote.totalArea()),
                        rule.quorumHeads() == null
                                ? 0
                                : (int) rule.quorumHeads().missing(row.getInt(2), vote.totalHeads())))
                .single();
    }

    /// When, how and how often a voter voted; not what.
    record Trace(Instant at, Ballot.Channel channel, int n) {}

    Optional<Trace> trace(Vote vote, int voter) {
        return client.sql("select at, channel, n from ballots.ballot where community = ? and vote = ? and voter = ?")
                .params(vote.community(), vote.id(), voter)
                .query((row, _) -> new Trace(
                        row.getTimestamp(1).toInstant(), Ballot.Channel.valueOf(row.getString(2)), row.getInt(3)))
                .optional();
    }

    /// Which of these voters have a ballot.
    List<Integer> voted(Vote vote, java.util.Collection<Integer> voters) {
        return client.sql("select voter from ballots.ballot where community = ? and vote = ? and voter = any (?)")
                .params(vote.community(), vote.id(), voters.toArray(Integer[]::new))
                .query((row, _) -> row.getInt(1))
                .list();
    }

    /// How many came in by each way.
    Map<Ballot.Channel, Integer> channels(Vote vote) {
        var found = new java.util.EnumMap<Ballot.Channel, Integer>(Ballot.Channel.class);
        client.sql("select channel, count(*) from ballots.ballot where community = ? and vote = ? group by 1")
                .params(vote.community(), vote.id())
                .query((row, _) -> Map.entry(Ballot.Channel.valueOf(row.getString(1)), row.getInt(2)))
                .list()
                .forEach(each -> found.put(each.getKey(), each.getValue()));
        return found;
    }

    // --- proxies

    boolean authorize(Vote vote, Ballot.Proxy proxy, @Nullable String proof) {
        return client.sql("""
                                insert into ballots.proxy (community, vote, id, voter, holder, words, proof, at)
                                values (?, ?, ?, ?, ?, ?, ?, ?)
                                on conflict (community, vote, voter) where ended_at is null do nothing""")
                        .params(Arrays.asList(
                                vote.community(),
                                vote.id(),
                                proxy.id(),
                                proxy.voter(),
                                proxy.holder(),
                                proxy.words(),
                                proof,
                                Timestamp.from(proxy.at())))
                        .update()
                == 1;
    }

    int held(Vote vote, long holder) {
        return client.sql("""
                        select count(*) from ballots.proxy where community = ? and vote = ? and holder = ?
                        and ended_at is null""")
                .params(vote.community(), vote.id(), holder)
                .query(Integer.class)
                .single();
    }

    Optional<Ballot.Proxy> proxy(Vote vote, int voter) {
        return client.sql("""
                        select * from ballots.proxy where community = ? and vote = ? and voter = ? and ended_at is null""")
                .params(vote.community(), vote.id(), voter)
                .query((row, _) -> proxy(row))
                .optional();
    }

    List<Ballot.Proxy> proxies(Vote vote) {
        return client.sql("select * from ballots.proxy where community = ? and vote = ? order by id limit 1000")
                .params(vote.community(), vote.id())
                .query((row, _) -> proxy(row))
                .list();
    }

    private static Ballot.Proxy proxy(ResultSet row) throws SQLException {
        return new Ballot.Proxy(
                row.getLong("id"),
                row.getInt("voter"),
                row.getLong("holder"),
                row.getString("words"),
                row.getTimestamp("at").toInstant(),
                Clocks.instant(row, "ended_at"));
    }

    boolean revoke(Vote vote, int voter, Instant at) {
        return client.sql("""
                                update ballots.proxy set ended_at = ? where community = ? and vote = ? and voter = ?
                                and ended_at is null""")
                        .params(Timestamp.from(at), vote.community(), vote.id(), voter)
                        .update()
                == 1;
    }

    // --- paper

    void batch(Vote vote, long id, String name, int sheets, Instant at) {
        client.sql("""
                        insert into ballots.batch (community, vote, id, name, sheets, opened_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(vote.community(), vote.id(), id, name, sheets, Timestamp.from(at))
                .update();
    }

    /// The side of a batch that an account types: the first that is free, its own, or 0 when both are
    /// others'.
    int side(Vote vote, long batch, long account) {
        return client.sql("""
                        update ballots.batch set first = coalesce(first, ?),
                            second = case when first is not null and first <> ? then coalesce(second, ?) else second end
                        where community = ? and vote = ? and id = ? and state = 'OPEN'
                        returning case when first = ? then 1 when second = ? then 2 else 0 end""")
                .params(account, account, account, vote.community(), vote.id(), batch, account, account)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    void sheet(Vote vote, long batch, int side, int voter, String answers) {
        client.sql("""
                        insert into ballots.sheet (community, vote, batch, side, voter, answers) values (?, ?, ?, ?, ?, ?)
                        on conflict (community, vote, batch, side, voter) do update set answers = excluded.answers""")
                .params(vote.community(), vote.id(), batch, side, voter, sealed.seal(answers))
                .update();
    }

    void unsheet(Vote vote, long batch, int side, int voter) {
        client.sql("""
                        delete from ballots.sheet where community = ? and vote = ? and batch = ? and side = ? and voter = ?""").params(vote.community(), vote.id(), batch, side, voter).update();
    }

    /// What both sides typed, by voter: two texts, one of them empty where it is missing.
    Map<Integer, String[]> sheets(Vote vote, long batch) {
        Map<Integer, String[]> typed = new HashMap<>();
        client.sql("select side, voter, answers from ballots.sheet where community = ? and vote = ? and batch = ?")
                .params(vote.community(), vote.id(), batch)
                .query(row -> {
                    typed.computeIfAbsent(row.getInt(2), _ -> new String[] {"", ""})[row.getInt(1) - 1] =
                            sealed.open(row.getBytes(3));
                });
        return typed;
    }

    record BatchRow(
            long id,
            String name,
            int sheets,
            Ballot.Batch.State state,
            @Nullable Long first,
            @Nullable Long second,
            Instant openedAt) {}

    List<BatchRow> batches(Vote vote) {
        return client.sql("select * from ballots.batch where community = ? and vote = ? order by id desc limit 200")
                .params(vote.community(), vote.id())
                .query((row, _) -> new BatchRow(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getInt("sheets"),
                        Ballot.Batch.State.valueOf(row.getString("state")),
                        row.getObject("first", Long.class),
                        row.getObject("second", Long.class),
                        row.getTimestamp("opened_at").toInstant()))
                .list();
    }

    boolean settle(Vote vote, long batch, Ballot.Batch.State state, Instant at) {
        return client.sql("""
                                update ballots.batch set state = ?, agreed_at = ?
                                where community = ? and vote = ? and id = ? and state = 'OPEN'""")
                        .params(state.name(), Timestamp.from(at), vote.community(), vote.id(), batch)
                        .update()
                == 1;
    }

    // --- the box

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
        var slips = new ArrayList<>(client.sql("""
                        delete from ballots.slip where community = ? and vote = ? returning receipt, answers""")
                .params(vote.community(), vote.id())
                .query((row, _) ->
                        new Opened(HexFormat.of().formatHex(row.getBytes(1)), null, sealed.open(row.getBytes(2))))
                .list());
        slips.sort(java.util.Comparator.comparing(Opened::receipt));
        put(vote, slips);
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
