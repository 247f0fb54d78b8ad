package org.gongzhi.conventions;

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

/// The SQL of conventions.
@Component
class ConventionStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    ConventionStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    void insert(Convention convention, Instant at) {
        client.sql("""
                        insert into conventions.convention (community, id, place, place_code, kind, name, created_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        convention.community(),
                        convention.id(),
                        convention.place(),
                        convention.placeCode(),
                        convention.kind(),
                        convention.name(),
                        Timestamp.from(at))
                .update();
    }

    /// A new edition with its clauses.
    void begin(Convention convention, int n, String why, List<Convention.Clause> clauses, Instant at) {
        client.sql("""
                        insert into conventions.edition (community, convention, n, state, why, created_at)
                        values (?, ?, ?, 'DRAFT', ?, ?)""")
                .params(convention.community(), convention.id(), n, why, Timestamp.from(at))
                .update();
        clauses(convention, n, clauses);
    }

    private void clauses(Convention convention, int n, List<Convention.Clause> clauses) {
        jdbc.batchUpdate("""
                insert into conventions.clause (community, convention, edition, number, title, text)
                values (?, ?, ?, ?, ?, ?)""", clauses, 200, (row, clause) -> {
            row.setLong(1, convention.community());
            row.setLong(2, convention.id());
            row.setInt(3, n);
            row.setInt(4, clause.number());
            row.setString(5, clause.title());
            row.setString(6, clause.text());
        });
        record Of(int clause, Convention.Effect effect) {}
        var effects = clauses.stream()
                .flatMap(clause -> clause.effects().stream().map(effect -> new Of(clause.number(), effect)))
                .toList();
        jdbc.batchUpdate("""
                insert into conventions.effect (community, convention, edition, clause, party, benefit, burden)
                values (?, ?, ?, ?, ?, ?, ?)""", effects, 500, (row, each) -> {
            row.setLong(1, convention.community());
            row.setLong(2, convention.id());
            row.setInt(3, n);
            row.setInt(4, each.clause);
            row.setString(5, each.effect.party());
            row.setString(6, each.effect.benefit());
            row.setString(7, each.effect.burden());
        });
    }

    /// Writes the clauses of a draft in place of what was there; false when it is no draft or was changed.
    boolean rewrite(Convention convention, Convention.Edition draft, List<Convention.Clause> clauses) {
        if (!move(convention, draft, Convention.State.DRAFT, null)) {
            return false;
        }
        for (String table : List.of("quiz", "clause")) {
            client.sql("delete from conventions." + table + " where community = ? and convention = ? and edition = ?")
                    .params(convention.community(), convention.id(), draft.n())
                    .update();
        }
        clauses(convention, draft.n(), clauses);
        return true;
    }

    boolean move(
            Convention convention, Convention.Edition edition, Convention.State state, @Nullable Instant consultUntil) {
        return client.sql("""
                                update conventions.edition set state = ?, consult_until = ?, version = version + 1
                                where community = ? and convention = ? and n = ? and version = ?""")
                        .params(Arrays.asList(
                                state.name(),
                                consultUntil == null ? null : Timestamp.from(consultUntil),
                                convention.community(),
                                convention.id(),
                                edition.n(),
                                edition.version()))
                        .update()
                == 1;
    }

    /// Puts an edition in force in place of the one before; false when it is not in work any more.
    boolean adopt(Convention convention, int n, String by, Instant at) {
        client.sql("""
                        update conventions.edition set state = 'REPLACED', version = version + 1
                        where community = ? and convention = ? and state = 'IN_FORCE'""").params(convention.community(), convention.id()).update();
        int done = client.sql("""
                        update conventions.edition set state = 'IN_FORCE', adopted_at = ?, adopted_by = ?,
                            version = version + 1
                        where community = ? and convention = ? and n = ? and state in ('DRAFT', 'CONSULTING', 'READY')""")
                .params(Timestamp.from(at), by, convention.community(), convention.id(), n)
                .update();
        if (done == 1) {
            client.sql("""
                            update conventions.convention set in_force = ?, version = version + 1
                            where community = ? and id = ?""").params(n, convention.community(), convention.id()).update();
        }
        return done == 1;
    }

    boolean file(Convention convention, Convention.Edition edition, String words, Instant at) {
        return client.sql("""
                                update conventions.edition set filed = ?, filed_at = ?, version = version + 1
                                where community = ? and convention = ? and n = ? and state = 'IN_FORCE'
                                and filed_at is null""")
                        .params(words, Timestamp.from(at), convention.community(), convention.id(), edition.n())
                        .update()
                == 1;
    }

    boolean end(Convention convention, String words, Instant at) {
        return client.sql("""
                                update conventions.convention set ended_at = ?, ended_words = ?, version = version + 1
                                where community = ? and id = ? and version = ? and ended_at is null""")
                        .params(
                                Timestamp.from(at),
                                words,
                                convention.community(),
                                convention.id(),
                                convention.version())
                        .update()
                == 1;
    }

    Convention get(long id) {
        return all(List.of(id)).stream().findFirst().orElseThrow(() -> Refusal.unknown("convention"));
    }

    List<Convention> all(Collection<Long> ids) {
        return complete(client.sql("select * from conventions.convention where id = any (?)")
                .param(ids.toArray(Long[]::new))
                .query((row, _) -> read(row))
                .list());
    }

    /// Those at places, the newest first, from behind `before`.
    List<Convention> list(Scope scope, boolean inForce, long before, int most) {
        var parameters = new ArrayList<Object>();
        String where = scope.condition("c", parameters);
        parameters.add(before);
        parameters.add(most);
        return complete(client.sql("select c.* from conventions.convention c where " + where
                        + " and c.ended_at is null" + (inForce ? " and c.in_force is not null" : "")
                        + " and c.id < ? order by c.id desc limit ?")
                .params(parameters)
                .query((row, _) -> read(row))
                .list());
    }

    private List<Convention> complete(List<Convention> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Object[] keys = {
            bare.stream().map(Convention::community).distinct().toArray(Long[]::new),
            bare.stream().map(Convention::id).toArray(Long[]::new)
        };
        record Clause(long convention, int edition, int number) {}
        Map<Clause, List<Convention.Effect>> effects = new HashMap<>();
        client.sql("""
                        select * from conventions.effect where community = any (?) and convention = any (?)
                        order by convention, edition, clause, party""")
                .params(keys)
                .query((row, _) -> effects.computeIfAbsent(
                                new Clause(row.getLong("convention"), row.getInt("edition"), row.getInt("clause")),
                                _ -> new ArrayList<>())
                        .add(new Convention.Effect(
                                row.getString("party"), row.getString("benefit"), row.getString("burden"))))
                .list();
        record Edition(long convention, int n) {}
        Map<Edition, List<Convention.Clause>> clauses = new HashMap<>();
        client.sql("""
                        select * from conventions.clause where community = any (?) and convention = any (?)
                        order by convention, edition, number""")
                .params(keys)
                .query((row, _) -> clauses.computeIfAbsent(
                                new Edition(row.getLong("convention"), row.getInt("edition")), _ -> new ArrayList<>())
                        .add(new Convention.Clause(
                                row.getInt("number"),
                                row.getString("title"),
                                row.getString("text"),
                                effects.getOrDefault(
                                        new Clause(
                                                row.getLong("convention"), row.getInt("edition"), row.getInt("number")),
                                        List.of()))))
                .list();
        Map<Long, List<Convention.Edition>> editions = new HashMap<>();
        client.sql("""
                        select * from conventions.edition where community = any (?) and convention = any (?)
                        order by convention, n desc""")
                .params(keys)
                .query((row, _) -> editions.computeIfAbsent(row.getLong("convention"), _ -> new ArrayList<>())
                        .add(edition(row)
                                .with(clauses.getOrDefault(
                                        new Edition(row.getLong("convention"), row.getInt("n")), List.of()))))
                .list();
        return bare.stream()
                .map(each -> new Convention(
                        each.community(),
                        each.id(),
                        each.place(),
                        each.placeCode(),
                        each.kind(),
                        each.name(),
                        each.inForce(),
                        each.endedAt(),
                        each.endedWords(),
                        editions.getOrDefault(each.id(), List.of()),
                        each.version()))
                .toList();
    }

    private static Convention.Edition edition(ResultSet row) throws SQLException {
        return new Convention.Edition(
                row.getInt("n"),
                Convention.State.valueOf(row.getString("state")),
                row.getString("why"),
                Clocks.instant(row, "consult_until"),
                Clocks.instant(row, "adopted_at"),
                row.getString("adopted_by"),
                row.getString("filed"),
                Clocks.instant(row, "filed_at"),
                List.of(),
                row.getInt("version"));
    }

    private static Convention read(ResultSet row) throws SQLException {
        return new Convention(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                row.getString("kind"),
                row.getString("name"),
                row.getObject("in_force", Integer.class),
                Clocks.instant(row, "ended_at"),
                row.getString("ended_words"),
                List.of(),
                row.getInt("version"));
    }

    // --- opinions

    void say(Convention convention, Convention.Opinion opinion) {
        client.sql("""
                        insert into conventions.opinion (community, convention, id, edition, clause, account, words, at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        convention.community(),
                        convention.id(),
                        opinion.id(),
                        opinion.edition(),
                        opinion.clause(),
                        opinion.account(),
                        opinion.words(),
                        Timestamp.from(opinion.at())))
                .update();
    }

    /// Answers an opinion once; its author.
    Optional<Long> answer(Convention convention, long opinion, boolean taken, String words, Instant at) {
        return client.sql("""
                        update conventions.opinion set answer = ?, taken = ?, answered_at = ?
                        where community = ? and convention = ? and id = ? and answered_at is null returning account""")
                .params(words, taken, Timestamp.from(at), convention.community(), convention.id(), opinion)
                .query(Long.class)
                .optional();
    }

    List<Convention.Opinion> opinions(Convention convention, int edition, int most) {
        return client.sql("""
                        select * from conventions.opinion where community = ? and convention = ? and edition = ?
                        order by id limit ?""")
                .params(convention.community(), convention.id(), edition, most)
                .query((row, _) -> new Convention.Opinion(
                        row.getLong("id"),
                        row.getInt("edition"),
                        row.getObject("clause", Integer.class),
                        row.getLong("account"),
                        row.getString("words"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("answer"),
                        row.getObject("taken", Boolean.class),
                        Clocks.instant(row, "answered_at")))
                .list();
    }

    boolean unanswered(Convention convention, int edition) {
        return client.sql("""
                        select exists (select from conventions.opinion where community = ? and convention = ?
                            and edition = ? and answered_at is null)""")
                .params(convention.community(), convention.id(), edition)
                .query(Boolean.class)
                .single();
    }

    // --- signed, known, kept

    boolean pledge(Convention convention, int edition, long account, Instant at) {
        return client.sql("""
                                insert into conventions.pledge (community, convention, edition, account, at)
                                values (?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(convention.community(), convention.id(), edition, account, Timestamp.from(at))
                        .update()
                == 1;
    }

    boolean pledged(Convention convention, int edition, long account) {
        return client.sql("""
                        select exists (select from conventions.pledge where community = ? and convention = ?
                            and edition = ? and account = ?)""")
                .params(convention.community(), convention.id(), edition, account)
                .query(Boolean.class)
                .single();
    }

    void quiz(Convention convention, int edition, List<Convention.Question> questions) {
        client.sql("delete from conventions.quiz where community = ? and convention = ? and edition = ?")
                .params(convention.community(), convention.id(), edition)
                .update();
        jdbc.batchUpdate("""
                insert into conventions.quiz (community, convention, edition, id, clause, question, options, correct)
                values (?, ?, ?, ?, ?, ?, ?, ?)""", questions, 50, (row, question) -> {
            row.setLong(1, convention.community());
            row.setLong(2, convention.id());
            row.setInt(3, edition);
            row.setInt(4, question.id());
            row.setInt(5, question.clause());
            row.setString(6, question.question());
            row.setArray(
                    7,
                    row.getConnection().createArrayOf("text", question.options().toArray()));
            row.setObject(8, question.correct());
        });
    }

    List<Convention.Question> quiz(Convention convention, int edition) {
        return client.sql("""
                        select * from conventions.quiz where community = ? and convention = ? and edition = ? order by id""")
                .params(convention.community(), convention.id(), edition)
                .query((row, _) -> new Convention.Question(
                        row.getInt("id"),
                        row.getInt("clause"),
                        row.getString("question"),
                        List.of((String[]) row.getArray("options").getArray()),
                        row.getInt("correct")))
                .list();
    }

    /// How somebody did; their best attempt stays.
    void score(Convention convention, int edition, long account, int correct, int asked, Instant at) {
        client.sql("""
                        insert into conventions.score (community, convention, edition, account, correct, asked, at)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (community, convention, edition, account) do update set
                            correct = greatest(score.correct, excluded.correct), asked = excluded.asked, at = excluded.at""")
                .params(convention.community(), convention.id(), edition, account, correct, asked, Timestamp.from(at))
                .update();
    }

    void note(Convention convention, int edition, Convention.Note note, long account) {
        client.sql("""
                        insert into conventions.note (community, convention, id, edition, clause, kind, words, place_code,
                            account, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        convention.community(),
                        convention.id(),
                        note.id(),
                        edition,
                        note.clause(),
                        note.kind().name(),
                        note.words(),
                        note.placeCode(),
                        account,
                        Timestamp.from(note.at()))
                .update();
    }

    boolean settle(Convention convention, long note, String words, Instant at) {
        return client.sql("""
                                update conventions.note set settled = ?, settled_at = ?
                                where community = ? and convention = ? and id = ? and settled_at is null""")
                        .params(words, Timestamp.from(at), convention.community(), convention.id(), note)
                        .update()
                == 1;
    }

    List<Convention.Note> notes(Convention convention, int most) {
        return client.sql("""
                        select * from conventions.note where community = ? and convention = ? order by id desc limit ?""")
                .params(convention.community(), convention.id(), most)
                .query((row, _) -> new Convention.Note(
                        row.getLong("id"),
                        row.getInt("clause"),
                        Convention.Kept.valueOf(row.getString("kind")),
                        row.getString("words"),
                        row.getString("place_code"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("settled"),
                        Clocks.instant(row, "settled_at")))
                .list();
    }

    Convention.Figures figures(Convention convention, int edition, int knownPercent) {
        Object[] key = {convention.community(), convention.id(), edition};
        return client.sql("""
                        select (select count(*) from conventions.pledge where community = ? and convention = ? and edition = ?) as pledges,
                            s.*, n.* from
                            (select count(*) as quizzed, count(*) filter (where correct * 100 >= asked * ?) as known,
                                coalesce(sum(correct), 0) as correct, coalesce(sum(asked), 0) as asked
                                from conventions.score where community = ? and convention = ? and edition = ?) s,
                            (select count(*) filter (where kind = 'BREACH') as breaches,
                                count(*) filter (where kind = 'PRAISE') as praises,
                                count(*) filter (where kind = 'BREACH' and settled_at is not null) as settled
                                from conventions.note where community = ? and convention = ? and edition = ?) n""")
                .params(key[0], key[1], key[2], knownPercent, key[0], key[1], key[2], key[0], key[1], key[2])
                .query((row, _) -> new Convention.Figures(
                        row.getInt("pledges"),
                        row.getInt("quizzed"),
                        row.getInt("known"),
                        row.getInt("correct"),
                        row.getInt("asked"),
                        row.getInt("breaches"),
                        row.getInt("praises"),
                        row.getInt("settled")))
                .single();
    }

    /// Whoever is erased has signed and answered nothing any more.
    void erase(long account) {
        client.sql("update conventions.opinion set words = '' where account = ?")
                .param(account)
                .update();
        for (String table : List.of("pledge", "score")) {
            client.sql("delete from conventions." + table + " where account = ?")
                    .param(account)
                    .update();
        }
    }
}
