package org.gongzhi.ballots;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of votes and their questions, objections and results.
@Component
class VoteStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    VoteStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    void insert(Vote vote, @Nullable Long runOffOf) {
        client.sql("""
                        insert into ballots.vote (community, id, place, place_code, title, text, electorate, effect, secret,
                            replaceable, non_response, non_response_rule, include_parking, proxies, state, seat,
                            run_off_of, created_at, topic, adopts, adopts_edition)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        vote.community(),
                        vote.id(),
                        vote.place(),
                        vote.placeCode(),
                        vote.title(),
                        vote.text(),
                        vote.electorate().name(),
                        vote.effect().name(),
                        vote.secret(),
                        vote.replaceable(),
                        vote.nonResponse().name(),
                        vote.nonResponseRule(),
                        vote.includeParking(),
                        vote.proxies(),
                        vote.state().name(),
                        vote.seat(),
                        runOffOf,
                        Timestamp.from(vote.times().createdAt()),
                        vote.purpose().topic(),
                        vote.purpose().adopts(),
                        vote.purpose().edition()))
                .update();
        questions(vote);
    }

    private void questions(Vote vote) {
        jdbc.batchUpdate("""
                insert into ballots.question (community, vote, id, type, rule, matter, title, text, options, seats)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", vote.questions(), 100, (row, each) -> {
            row.setLong(1, vote.community());
            row.setLong(2, vote.id());
            row.setInt(3, each.id());
            row.setString(4, each.type().name());
            row.setString(5, each.rule());
            row.setObject(6, each.matter());
            row.setString(7, each.title());
            row.setString(8, each.text());
            row.setArray(
                    9, row.getConnection().createArrayOf("text", each.options().toArray()));
            row.setInt(10, each.seats());
        });
    }

    /// What may change of a draft.
    boolean change(Vote vote) {
        int done = client.sql("""
                        update ballots.vote set title = ?, text = ?, effect = ?, secret = ?, replaceable = ?,
                            non_response = ?, non_response_rule = ?, adopts = ?, adopts_edition = ?,
                            version = version + 1
                        where community = ? and id = ? and version = ? and state = 'DRAFT'""")
                .params(Arrays.asList(
                        vote.title(),
                        vote.text(),
                        vote.effect().name(),
                        vote.secret(),
                        vote.replaceable(),
                        vote.nonResponse().name(),
                        vote.nonResponseRule(),
                        vote.purpose().adopts(),
                        vote.purpose().edition(),
                        vote.community(),
                        vote.id(),
                        vote.version()))
                .update();
        if (done == 1) {
            client.sql("delete from ballots.question where community = ? and vote = ?")
                    .params(vote.community(), vote.id())
                    .update();
            questions(vote);
        }
        return done == 1;
    }

    /// Writes state and times; false when somebody was faster.
    boolean move(Vote vote) {
        return client.sql("""
                                update ballots.vote set state = ?, objections_until = ?, fixed_at = ?, opens_at = ?,
                                    closes_at = ?, extended = ?, roll_hash = ?, total_area = ?, total_heads = ?,
                                    version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(Arrays.asList(
                                vote.state().name(),
                                stamp(vote.times().objectionsUntil()),
                                stamp(vote.times().fixedAt()),
                                stamp(vote.times().opensAt()),
                                stamp(vote.times().closesAt()),
                                vote.times().extended(),
                                vote.rollHash(),
                                vote.totalArea(),
                                vote.totalHeads(),
                                vote.community(),
                                vote.id(),
                                vote.version()))
                        .update()
                == 1;
    }

    /// Ends casting for good: once, and only of a vote that is closed. Waits for whoever casts now.
    boolean decide(Vote vote, Instant now) {
        return client.sql("""
                                update ballots.vote set state = 'DECIDED', decided_at = ?, version = version + 1
                                where community = ? and id = ? and version = ? and state = 'ANNOUNCED'
                                and closes_at <= ?""")
                        .params(Timestamp.from(now), vote.community(), vote.id(), vote.version(), Timestamp.from(now))
                        .update()
                == 1;
    }

    void result(Vote vote, String result, String boxHash) {
        client.sql("update ballots.vote set result = ?::jsonb, box_hash = ? where community = ? and id = ?")
                .params(result, boxHash, vote.community(), vote.id())
                .update();
    }

    boolean end(Vote vote, Vote.State state, String words) {
        return client.sql("""
                                update ballots.vote set state = ?, ended_words = ?, version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(state.name(), words, vote.community(), vote.id(), vote.version())
                        .update()
                == 1;
    }

    boolean file(Vote vote, String words, Instant at) {
        return client.sql("""
                                update ballots.vote set filed = ?, filed_at = ?, version = version + 1
                                where community = ? and id = ? and version = ? and state = 'DECIDED'""")
                        .params(words, Timestamp.from(at), vote.community(), vote.id(), vote.version())
                        .update()
                == 1;
    }

    Optional<String> result(Vote vote) {
        return client.sql("select result::text from ballots.vote where community = ? and id = ?")
                .params(vote.community(), vote.id())
                .query(String.class)
                .optional();
    }

    static @Nullable Timestamp stamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    Vote get(long id) {
        return find(id).orElseThrow(() -> Refusal.unknown("vote"));
    }

    Optional<Vote> find(long id) {
        return complete(client.sql("select * from ballots.vote where id = ?")
                        .param(id)
                        .query((row, _) -> read(row))
                        .list())
                .stream()
                .findFirst();
    }

    /// Votes at places or of the roll of an account, the newest first, from behind `before`.
    List<Vote> list(Scope scope, @Nullable Long account, long before, int most) {
        var parameters = new ArrayList<Object>();
        String where = scope.condition("v", parameters);
        if (account != null) {
            // asked first, so that both indexes of votes can serve
            where = "(" + where + " or (v.state <> 'DRAFT' and v.id = any (?)))";
            parameters.add(client.sql("select distinct vote from ballots.voter_account where account = ?")
                    .param(account)
                    .query(Long.class)
                    .list()
                    .toArray(Long[]::new));
        }
        parameters.add(before);
        parameters.add(most);
        return complete(
                client.sql("select v.* from ballots.vote v where " + where + " and v.id < ? order by v.id desc limit ?")
                        .params(parameters)
                        .query((row, _) -> read(row))
                        .list());
    }

    /// Announced ones that close before a moment.
    List<Vote> closing(Instant from, Instant until, int most) {
        return complete(client.sql("""
                        select * from ballots.vote where state = 'ANNOUNCED' and closes_at >= ? and closes_at < ?
                        order by closes_at limit ?""")
                .params(Timestamp.from(from), Timestamp.from(until), most)
                .query((row, _) -> read(row))
                .list());
    }

    /// Decided since a moment and not filed, from behind `after`.
    List<Vote> unfiled(Instant since, long after, int most) {
        return complete(client.sql("""
                        select * from ballots.vote where state = 'DECIDED' and filed_at is null and decided_at >= ?
                        and effect <> 'CONSULTATIVE' and id > ? order by id limit ?""")
                .params(Timestamp.from(since), after, most)
                .query((row, _) -> read(row))
                .list());
    }

    private List<Vote> complete(List<Vote> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<Long, List<Vote.Question>> questions = new HashMap<>();
        client.sql("select * from ballots.question where community = any (?) and vote = any (?) order by vote, id")
                .params(
                        bare.stream().map(Vote::community).distinct().toArray(Long[]::new),
                        bare.stream().map(Vote::id).toArray(Long[]::new))
                .query((row, _) -> questions
                        .computeIfAbsent(row.getLong("vote"), _ -> new ArrayList<>())
                        .add(new Vote.Question(
                                row.getInt("id"),
                                Vote.Type.valueOf(row.getString("type")),
                                row.getString("rule"),
                                row.getObject("matter", Integer.class),
                                row.getString("title"),
                                row.getString("text"),
                                List.of((String[]) row.getArray("options").getArray()),
                                row.getInt("seats"))))
                .list();
        return bare.stream()
                .map(vote -> vote.asking(questions.getOrDefault(vote.id(), List.of())))
                .toList();
    }

    private static Vote read(ResultSet row) throws SQLException {
        return new Vote(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                row.getString("title"),
                row.getString("text"),
                VoteRules.Electorate.valueOf(row.getString("electorate")),
                Vote.Effect.valueOf(row.getString("effect")),
                row.getBoolean("secret"),
                row.getBoolean("replaceable"),
                VoteCount.NonResponsePolicy.valueOf(row.getString("non_response")),
                row.getString("non_response_rule"),
                row.getBoolean("include_parking"),
                row.getInt("proxies"),
                Vote.State.valueOf(row.getString("state")),
                new Vote.Times(
                        row.getTimestamp("created_at").toInstant(),
                        Clocks.instant(row, "objections_until"),
                        Clocks.instant(row, "fixed_at"),
                        Clocks.instant(row, "opens_at"),
                        Clocks.instant(row, "closes_at"),
                        row.getInt("extended"),
                        Clocks.instant(row, "decided_at"),
                        Clocks.instant(row, "filed_at")),
                row.getLong("seat"),
                row.getString("roll_hash"),
                row.getString("box_hash"),
                row.getString("filed"),
                row.getString("ended_words"),
                row.getLong("total_area"),
                row.getInt("total_heads"),
                new Vote.Purpose(
                        row.getObject("topic", Long.class),
                        row.getObject("adopts", Long.class),
                        row.getObject("adopts_edition", Integer.class)),
                List.of(),
                row.getInt("version"));
    }

    void object(Vote vote, long id, Vote.Part part, long account, String words, Instant at) {
        client.sql("""
                        insert into ballots.objection (community, vote, id, part, account, words, at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(vote.community(), vote.id(), id, part.name(), account, words, Timestamp.from(at))
                .update();
    }

    boolean answer(Vote vote, long id, boolean granted, String answer, long by, Instant at) {
        return client.sql("""
                                update ballots.objection set granted = ?, answer = ?, decided_by = ?, decided_at = ?
                                where community = ? and vote = ? and id = ? and decided_at is null""")
                        .params(granted, answer, by, Timestamp.from(at), vote.community(), vote.id(), id)
                        .update()
                == 1;
    }

    List<Vote.Objection> objections(Vote vote) {
        return client.sql("""
                        select * from ballots.objection where community = ? and vote = ? order by id desc limit 500""")
                .params(vote.community(), vote.id())
                .query((row, _) -> new Vote.Objection(
                        row.getLong("id"),
                        Vote.Part.valueOf(row.getString("part")),
                        row.getLong("account"),
                        row.getString("words"),
                        row.getTimestamp("at").toInstant(),
                        row.getObject("granted", Boolean.class),
                        row.getString("answer"),
                        Clocks.instant(row, "decided_at")))
                .list();
    }

    boolean open(Vote vote, Vote.Part part) {
        return client.sql("""
                        select exists (select from ballots.objection where community = ? and vote = ? and part = ?
                            and decided_at is null)""")
                .params(vote.community(), vote.id(), part.name())
                .query(Boolean.class)
                .single();
    }

    /// Accounts that may vote and have not, for a reminder. A subquery that looks each voter up, not
    /// `not exists`: while a large vote runs, the planner knows its newest ballots badly and once joined them
    /// with every voter.
    Collection<Long> missing(Vote vote, int most) {
        return client.sql("""
                        select distinct a.account from ballots.voter_account a where a.community = ? and a.vote = ?
                        and (select b.voter from ballots.ballot b where b.community = a.community
                            and b.vote = a.vote and b.voter = a.voter) is null limit ?""")
                .params(vote.community(), vote.id(), most)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    Collection<Long> accountsOf(Vote vote, Collection<Integer> voters) {
        return client.sql("""
                        select distinct account from ballots.voter_account
                        where community = ? and vote = ? and voter = any (?)""")
                .params(vote.community(), vote.id(), voters.toArray(Integer[]::new))
                .query((row, _) -> row.getLong(1))
                .list();
    }

    Collection<Long> accounts(Vote vote, int most) {
        return client.sql("""
                        select distinct account from ballots.voter_account where community = ? and vote = ? limit ?""")
                .params(vote.community(), vote.id(), most)
                .query((row, _) -> row.getLong(1))
                .list();
    }
}
