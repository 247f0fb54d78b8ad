package org.gongzhi.access;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Shows personal data, and writes down who saw whose, in which seat and what for, before it is shown (Personal
/// Information Protection Law, arts. 6 and 51).
@Component
public class Audit {

    /// What somebody may want a reporter's number for.
    public enum Purpose {
        ASK_ABOUT_MATTER,
        ARRANGE_VISIT,
        CALL_BACK
    }

    /// One look at somebody's data.
    public record Look(long id, Instant at, String account, String seat, String subject, Purpose purpose) {}

    /// The body of the journal's row: no personal data, only the purpose.
    record RevealedFact(Purpose purpose, String subject) {}

    private final JdbcClient client;
    private final People people;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Audit(JdbcClient client, People people, Journal journal, Ids ids, Clock clock) {
        this.client = client;
        this.people = people;
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
        journal.append(new Entry(
                where,
                actor.in(seat),
                new Entry.Subject("person", person),
                "PersonRevealed",
                new RevealedFact(purpose, subject),
                clock.instant()));
        return found;
    }

    /// The looks, newest first, for the audit administrator.
    public Rows<Look> looks(Actor actor, @Nullable Long before, int limit) {
        if (!actor.may(Right.AUDIT_READ)) {
            throw Refusal.forbidden("not-allowed");
        }
        var rows = client.sql("""
                        select l.id, l.at, a.name, l.seat, l.subject, l.purpose
                        from access.look l join access.account a on a.id = l.account
                        where l.id < ? order by l.id desc limit ?""")
                .params(before == null ? Long.MAX_VALUE : before, limit + 1)
                .query((row, _) -> new Look(
                        row.getLong(1),
                        row.getTimestamp(2).toInstant(),
                        row.getString(3),
                        Long.toString(row.getLong(4)),
                        row.getString(5),
                        Purpose.valueOf(row.getString(6))))
                .list();
        return Rows.cut(rows, limit, look -> Long.toString(look.id()));
    }
}
