package org.gongzhi.access;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Rows;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Sealed;
import org.gongzhi.people.Seat;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Shows personal data, and writes down who saw whose, in which seat and what for, before it is shown (Personal
/// Information Protection Law, arts. 6 and 51).
@Component
public class Audit {

    /// What somebody may want to see personal data for. The first three are about a matter, the next four a
    /// reason to show a hidden number in the register; the last three are written down by the program itself.
    public enum Purpose {
        ASK_ABOUT_MATTER,
        ARRANGE_VISIT,
        CALL_BACK,
        VERIFY_IDENTITY,
        CARE_VISIT,
        EMERGENCY,
        ANSWER_REQUEST,
        REGISTER_WORK,
        EXPORT,
        COUNT_AGAIN,
        JUDGE_CONTEST
    }

    /// The reasons to choose from at a matter.
    public static final List<Purpose> FOR_MATTERS =
            List.of(Purpose.ASK_ABOUT_MATTER, Purpose.ARRANGE_VISIT, Purpose.CALL_BACK);

    /// The reasons to choose from in the register.
    public static final List<Purpose> FOR_REGISTER = List.of(
            Purpose.VERIFY_IDENTITY,
            Purpose.ARRANGE_VISIT,
            Purpose.CARE_VISIT,
            Purpose.EMERGENCY,
            Purpose.ANSWER_REQUEST);

    /// One look at somebody's data.
    public record Look(long id, Instant at, String account, String seat, String subject, Purpose purpose) {}

    /// The body of the journal's row: no personal data, only the purpose.
    record RevealedFact(Purpose purpose, String subject) {}

    private final JdbcClient client;
    private final People people;
    private final Sealed sealed;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Audit(JdbcClient client, People people, Sealed sealed, Journal journal, Ids ids, Clock clock) {
        this.client = client;
        this.people = people;
        this.sealed = sealed;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// The person in the clear, for somebody who may see them there, with the purpose on record.
    @Transactional
    public Person reveal(
            Actor actor, Entry.Where where, String placeCode, long person, Purpose purpose, String subject) {
        Seat seat = actor.require(Right.PERSON_REVEAL, placeCode);
        Person found = people.get(person);
        note(actor, seat, where, person, purpose, subject);
        return found;
    }

    /// Stands for the person where many were looked at together.
    private static final long NOBODY_ALONE = 0;

    /// Writes down that somebody in a seat saw a person's data.
    @Transactional
    public void note(Actor actor, Seat seat, Entry.Where where, long person, Purpose purpose, String subject) {
        look(actor, seat, where, person, subject, purpose);
        journal.append(new Entry(
                where,
                actor.in(seat),
                new Entry.Subject("person", person),
                "PersonRevealed",
                new RevealedFact(purpose, subject),
                clock.instant()));
    }

    /// Writes down that somebody in a seat saw data of many people at once, which `subject` names.
    @Transactional
    public void noteAll(Actor actor, Seat seat, Entry.Where where, String subject, Purpose purpose) {
        look(actor, seat, where, NOBODY_ALONE, subject, purpose);
    }

    private void look(Actor actor, Seat seat, Entry.Where where, long person, String subject, Purpose purpose) {
        client.sql("""
                        insert into access.look (community, id, at, account, seat, person, subject, purpose)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        where.community(),
                        ids.next(),
                        Timestamp.from(clock.instant()),
                        actor.account(),
                        seat.id(),
                        person,
                        subject,
                        purpose.name()))
                .update();
    }

    /// Who looked at one person's data, the newest first: for the person themselves (PIPL arts. 44 and 45).
    public List<Look> looksAt(Person person) {
        return client.sql("""
                        select l.id, l.at, a.name, a.sealed_name, l.seat, l.subject, l.purpose
                        from access.look l join access.account a on a.id = l.account
                        where l.community = ? and l.person = ? order by l.id desc limit 100""")
                .params(person.community(), person.id())
                .query(this::read)
                .list();
    }

    private Look read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Look(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                Accounts.name(sealed, row),
                Long.toString(row.getLong("seat")),
                row.getString("subject"),
                Purpose.valueOf(row.getString("purpose")));
    }

    /// The looks within an audit administrator's places, newest first.
    public Rows<Look> looks(Actor actor, @Nullable Long before, int limit) {
        var reach = actor.requireScope(Right.AUDIT_READ).codes();
        var rows = client.sql("""
                        select l.id, l.at, a.name, a.sealed_name, l.seat, l.subject, l.purpose
                        from access.look l join access.account a on a.id = l.account
                        where l.id < ? and exists (
                            select 1 from unnest(?::bigint[], ?::bigint[]) as reach(low, high)
                            where l.community between reach.low and reach.high)
                        order by l.id desc limit ?""")
                .params(
                        before == null ? Long.MAX_VALUE : before,
                        communities(reach, "000000000000"),
                        communities(reach, "999999999999"),
                        limit + 1)
                .query(this::read)
                .list();
        return Rows.cut(rows, limit, look -> Long.toString(look.id()));
    }

    /// A place of twelve digits is a community; a shorter one reaches over all that begin with it, a street's own rows
    /// among them.
    private static Long[] communities(List<String> codes, String filling) {
        return codes.stream()
                .map(code -> Long.valueOf(
                        code.length() >= 12 ? code.substring(0, 12) : code + filling.substring(code.length())))
                .toArray(Long[]::new);
    }
}
