package org.gongzhi.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// How dwellings are used, and the visits paid to them. A visit sets when the next is due: sooner where somebody needs
/// care.
@Component
public class Dwellings {

    public enum Use {
        LIVED_IN,
        RENTED,
        VACANT,
        BUSINESS
    }

    public enum Outcome {
        NOTHING_CHANGED,
        CHANGED,
        NOBODY_HOME,
        REFUSED
    }

    /// What is known of a dwelling besides its place.
    public record Dwelling(
            long id,
            String placeCode,
            Use use,
            int people,
            @Nullable LocalDate visitedOn,
            @Nullable LocalDate dueOn) {}

    /// One visit.
    public record Visit(Instant at, long seat, Outcome outcome, String note) {}

    /// The body of the journal's row: what came of it, not what was said.
    record VisitFact(Outcome outcome) {}

    private static final String COLUMNS = "id, place_code, use, people, visited_on, due_on";

    private final JdbcClient client;
    private final Sealed sealed;
    private final RegisterTerms terms;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Dwellings(JdbcClient client, Sealed sealed, RegisterTerms terms, Journal journal, Ids ids, Clock clock) {
        this.client = client;
        this.sealed = sealed;
        this.terms = terms;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    public Optional<Dwelling> find(Place place) {
        return client.sql("select " + COLUMNS + " from people.dwelling where community = ? and id = ?")
                .params(place.community(), place.id())
                .query(Dwellings::read)
                .optional();
    }

    /// All known dwellings within a place, in the order of codes.
    public List<Dwelling> within(String code) {
        return client.sql(
                        "select " + COLUMNS
                                + " from people.dwelling where place_code >= ? and place_code < ? order by place_code limit 20000")
                .params(code, Place.end(code))
                .query(Dwellings::read)
                .list();
    }

    /// Where a visit is due by a day within these places, in the order of a walk: from door to door.
    public List<Dwelling> due(List<String> codes, LocalDate by, int limit) {
        if (codes.isEmpty()) {
            return List.of();
        }
        var parameters = new ArrayList<Object>();
        String inside = Directory.ranges("place_code", codes, parameters);
        parameters.add(by);
        parameters.add(limit);
        return client.sql("select " + COLUMNS + " from people.dwelling where " + inside + """
                         and (due_on is null or due_on <= ?) and (people > 0 or use <> 'VACANT')
                        order by place_code limit ?""")
                .params(parameters)
                .query(Dwellings::read)
                .list();
    }

    /// Says how a dwelling is used.
    @Transactional
    public void use(Place place, Use use) {
        known(place);
        client.sql("update people.dwelling set use = ?, version = version + 1 where community = ? and id = ?")
                .params(use.name(), place.community(), place.id())
                .update();
    }

    private void known(Place place) {
        if (!place.kind().exclusiveUnit()) {
            throw Refusal.invalid("not-a-dwelling");
        }
        client.sql("insert into people.dwelling (community, id, place_code) values (?, ?, ?) on conflict do nothing")
                .params(place.community(), place.id(), place.code())
                .update();
    }

    /// Records a visit; nobody at home or refused leaves the dwelling due.
    @Transactional
    public void visit(Place place, Outcome outcome, String note, Entry.Who by) {
        if (note.length() > 500) {
            throw Refusal.invalid("words");
        }
        known(place);
        Instant now = clock.instant();
        client.sql("""
                        insert into people.visit (community, id, dwelling, place_code, at, account, seat, outcome, note)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        place.community(),
                        ids.next(),
                        place.id(),
                        place.code(),
                        Timestamp.from(now),
                        by.account(),
                        by.seat(),
                        outcome.name(),
                        note.isBlank() ? null : sealed.seal(note.strip())))
                .update();
        if (outcome == Outcome.NOTHING_CHANGED || outcome == Outcome.CHANGED) {
            LocalDate today = LocalDate.ofInstant(now, Clocks.ZONE);
            client.sql("""
                            update people.dwelling set visited_on = ?, due_on = ?, version = version + 1
                            where community = ? and id = ?""")
                    .params(
                            today,
                            today.plusMonths(needsCare(place) ? terms.careVisitMonths() : terms.visitMonths()),
                            place.community(),
                            place.id())
                    .update();
        }
        journal.append(new Entry(
                new Entry.Where(place.community(), place.id()),
                by,
                new Entry.Subject("place", place.id()),
                "DwellingVisited",
                new VisitFact(outcome),
                now));
    }

    private boolean needsCare(Place place) {
        return client.sql("""
                        select exists (select 1 from people.care c join people.residence r
                            on r.community = c.community and r.person = c.person and r.until is null
                            where r.community = ? and r.dwelling = ? and c.until is null)""")
                .params(place.community(), place.id())
                .query(Boolean.class)
                .single();
    }

    /// Takes the notes away from visits before an instant; that there was a visit stays.
    public int forgetNotes(Instant before) {
        return client.sql("update people.visit set note = null where at < ? and note is not null")
                .param(Timestamp.from(before))
                .update();
    }

    /// The visits paid to a dwelling, the newest first.
    public List<Visit> visits(Place place) {
        return client.sql("""
                        select at, seat, outcome, note from people.visit
                        where community = ? and dwelling = ? order by id desc limit 50""")
                .params(place.community(), place.id())
                .query((row, _) -> {
                    byte[] note = row.getBytes("note");
                    return new Visit(
                            row.getTimestamp("at").toInstant(),
                            row.getLong("seat"),
                            Outcome.valueOf(row.getString("outcome")),
                            note == null ? "" : sealed.open(note));
                })
                .list();
    }

    private static Dwelling read(ResultSet row, int number) throws SQLException {
        return new Dwelling(
                row.getLong("id"),
                row.getString("place_code"),
                Use.valueOf(row.getString("use")),
                row.getInt("people"),
                row.getObject("visited_on", LocalDate.class),
                row.getObject("due_on", LocalDate.class));
    }
}
