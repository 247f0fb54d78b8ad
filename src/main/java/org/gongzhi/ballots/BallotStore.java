package org.gongzhi.ballots;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of ballots, proxies and paper.
@Component
class BallotStore {

    private static final int STRIPES = 64;
    private static final int BATCH = 10_000;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;
    private final SecretPaper secret;

    BallotStore(JdbcClient client, JdbcTemplate jdbc, Sealed sealed, SecretPaper secret) {
        this.secret = secret;
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
                    on conflict (community, vote, voter) do update set n = b.n + 1, at = excluded.at,
                        channel = excluded.channel, account = excluded.account, second = excluded.second,
                        proxy = excluded.proxy, answers = excluded.answers, receipt = excluded.receipt,
                        proof = excluded.proof, command_key = excluded.command_key
                    where ? and excluded.channel = 'PHONE' and b.command_key is distinct from excluded.command_key
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
                array(statement, connection, 11, "text", casts.stream().map(each -> vote.secret() ? null : each.proof));
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
        repeated(vote, casts, written);
        var fresh = casts.stream()
                .filter(each -> written.containsKey(each.voter)
                        && !written.get(each.voter).again())
                .toList();
        slips(vote, fresh);
        reach(vote, fresh);
        return written;
    }

    /// The answers of a secret ballot that its voter cast, apart from the voter.
    private void slips(Vote vote, List<Cast> fresh) {
        var slips = fresh.stream()
                .filter(each -> vote.secret() && each.channel == Ballot.Channel.PHONE)
                .toList();
        if (!slips.isEmpty()) {
            jdbc.batchUpdate(
                    "insert into ballots.slip (community, vote, receipt, answers) values (?, ?, ?, ?)",
                    slips,
                    BATCH,
                    (row, each) -> {
                        row.setLong(1, vote.community());
                        row.setLong(2, vote.id());
                        row.setBytes(3, each.receipt);
                        row.setBytes(4, sealed.seal(each.answers));
                    });
        }
    }

    /// What did not go in because the same command had put it in before.
    private void repeated(Vote vote, List<Cast> casts, Map<Integer, Written> written) {
        var left =
                casts.stream().filter(each -> !written.containsKey(each.voter)).toList();
        if (!left.isEmpty()) {
            client.sql("""
                            select b.voter, b.n from ballots.ballot b join unnest(?::int[], ?::text[]) as x (voter, key)
                                on x.voter = b.voter and x.key = b.command_key
                            where b.community = ? and b.vote = ?""")
                    .params(
                            left.stream().map(Cast::voter).toArray(Integer[]::new),
                            left.stream().map(Cast::key).toArray(String[]::new),
                            vote.community(),
                            vote.id())
                    .query(row -> {
                        written.put(row.getInt(1), new Written(row.getInt(1), row.getInt(2), true));
                    });
        }
    }

    boolean commanded(Vote vote, int voter, String key) {
        return client.sql("""
                        select exists (select from ballots.ballot where community = ? and vote = ? and voter = ?
                            and command_key = ?)""")
                .params(vote.community(), vote.id(), voter, key)
                .query(Boolean.class)
                .single();
    }

    /// Takes out a ballot that others took in; false when its voter has voted since.
    boolean strike(Vote vote, Roll.Voter voter) {
        int gone =
                client.sql("""
                        delete from ballots.ballot where community = ? and vote = ? and voter = ? and channel <> 'PHONE'""").params(vote.community(), vote.id(), voter.id()).update();
        if (gone == 1 && voter.counts()) {
            reach(vote, -voter.area(), -1);
        }
        return gone == 1;
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
        if (!counted.isEmpty()) {
            reach(vote, counted.stream().mapToLong(Cast::area).sum(), counted.size());
        }
    }

    private void reach(Vote vote, long area, int heads) {
        client.sql("""
                        insert into ballots.reach as r (community, vote, stripe, area, heads) values (?, ?, ?, ?, ?)
                        on conflict (community, vote, stripe) do update set area = r.area + excluded.area,
                            heads = r.heads + excluded.heads""")
                .params(
                        vote.community(),
                        vote.id(),
                        (int) (Thread.currentThread().threadId() % STRIPES),
                        area,
                        heads)
                .update();
    }

    Ballot.Reach reach(Vote vote, VoteRules rules) {
        var rule = rules.rule(vote.questions().getFirst().rule());
        boolean areas = PublishedBox.areasDecide(rule);
        return client.sql("""
                        select coalesce(sum(area), 0), coalesce(sum(heads), 0) from ballots.reach
                        where community = ? and vote = ?""")
                .params(vote.community(), vote.id())
                .query((row, _) -> new Ballot.Reach(
                        areas ? row.getLong(1) : 0,
                        row.getInt(2),
                        areas ? vote.totalArea() : 0,
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

    boolean authorize(Vote vote, Ballot.Proxy proxy) {
        return client.sql("""
                                insert into ballots.proxy (community, vote, id, voter, holder, words, at)
                                values (?, ?, ?, ?, ?, ?, ?)
                                on conflict (community, vote, voter) where ended_at is null do nothing""")
                        .params(Arrays.asList(
                                vote.community(),
                                vote.id(),
                                proxy.id(),
                                proxy.voter(),
                                proxy.holder(),
                                proxy.words(),
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

    void sheet(Vote vote, Typing typing, String answers, @Nullable String proof) {
        client.sql("""
                        insert into ballots.sheet (community, vote, batch, side, voter, answers, proof)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (community, vote, batch, side, voter) do update
                        set answers = excluded.answers, proof = coalesce(excluded.proof, ballots.sheet.proof)""")
                .params(Arrays.asList(
                        vote.community(),
                        vote.id(),
                        typing.batch,
                        typing.side,
                        typing.voter,
                        sealed.seal(answers),
                        proof))
                .update();
    }

    /// One sheet of a side of a pile.
    record Typing(long batch, int side, int voter) {}

    /// Whether a scan is that of this very sheet, sent once more.
    boolean scanned(Vote vote, Typing typing, String proof) {
        return client.sql("""
                        select exists (select from ballots.sheet where community = ? and vote = ? and batch = ? and side = ?
                            and voter = ? and proof = ?)""")
                .params(vote.community(), vote.id(), typing.batch, typing.side, typing.voter, proof)
                .query(Boolean.class)
                .single();
    }

    void unsheet(Vote vote, long batch, int side, int voter) {
        client.sql("""
                        delete from ballots.sheet where community = ? and vote = ? and batch = ? and side = ? and voter = ?""").params(vote.community(), vote.id(), batch, side, voter).update();
    }

    /// What both sides typed of a voter, empty where it is missing, and the scan of the slip.
    record Typed(String first, String second, @Nullable String proof) {

        boolean alike() {
            return first.equals(second);
        }
    }

    Map<Integer, Typed> sheets(Vote vote, long batch) {
        Map<Integer, Typed> typed = new HashMap<>();
        client.sql("""
                        select side, voter, answers, proof from ballots.sheet
                        where community = ? and vote = ? and batch = ?""").params(vote.community(), vote.id(), batch).query(row -> {
            boolean one = row.getInt(1) == 1;
            String answers = sealed.open(row.getBytes(3));
            var side = new Typed(one ? answers : "", one ? "" : answers, row.getString(4));
            typed.merge(
                    row.getInt(2),
                    side,
                    (is, other) -> new Typed(
                            is.first + other.first,
                            is.second + other.second,
                            is.proof == null ? other.proof : is.proof));
        });
        return typed;
    }

    /// Secret paper: once a pile counts or is laid aside, nothing may say whose slip said what.
    void forget(Vote vote, long batch) {
        secret.forget(vote, batch);
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
}
