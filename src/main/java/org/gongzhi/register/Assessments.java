package org.gongzhi.register;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Personal-information impact assessments: due before sensitive data, automated decisions, sharing or publishing, and
/// kept three years (PIPL arts. 55 and 56).
@Component
public class Assessments {

    /// What an assessment is about.
    public enum Subject {
        SENSITIVE,
        AUTOMATED,
        SHARING,
        PUBLISHING,
        OTHER
    }

    /// One assessment. It is not changed any more; a later one takes its place.
    public record Assessment(
            long id,
            String placeCode,
            Subject subject,
            String title,
            String finding,
            String measures,
            LocalDate madeOn,
            LocalDate keepUntil) {}

    /// The body of the journal's row.
    record AssessmentFact(Subject subject) {}

    private static final int LONGEST = 5000;

    private final JdbcClient client;
    private final Places places;
    private final Privacy privacy;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Assessments(JdbcClient client, Places places, Privacy privacy, Journal journal, Ids ids, Clock clock) {
        this.client = client;
        this.places = places;
        this.privacy = privacy;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Keeps an assessment for a place of the asker's.
    @Transactional
    public void add(Actor actor, String placeCode, Subject subject, String title, String finding, String measures) {
        Seat seat = actor.require(Right.REQUEST_HANDLE, placeCode);
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.invalid("place"));
        if (title.isBlank()
                || title.length() > 100
                || finding.isBlank()
                || finding.length() > LONGEST
                || measures.length() > LONGEST) {
            throw Refusal.invalid("assessment");
        }
        LocalDate today = Clocks.today(clock);
        long id = ids.next();
        client.sql("""
                        insert into register.assessment
                            (community, id, place_code, title, subject, finding, measures, made_on, keep_until, account)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        place.community(),
                        id,
                        place.code(),
                        title.strip(),
                        subject.name(),
                        finding.strip(),
                        measures.strip(),
                        today,
                        today.plus(privacy.retention("ASSESSMENT")),
                        Objects.requireNonNull(actor.account()))
                .update();
        journal.append(new Entry(
                new Entry.Where(place.community(), place.id()),
                actor.in(seat),
                new Entry.Subject("assessment", id),
                "ImpactAssessed",
                new AssessmentFact(subject),
                clock.instant()));
    }

    /// Those within the asker's places, the newest first.
    public List<Assessment> within(Actor actor) {
        var found = new ArrayList<Assessment>();
        for (String code : actor.scope(Right.REQUEST_HANDLE).codes()) {
            found.addAll(client.sql("""
                            select id, place_code, subject, title, finding, measures, made_on, keep_until
                            from register.assessment where place_code >= ? and place_code < ?
                            order by id desc limit 100""")
                    .params(code, Place.end(code))
                    .query((row, _) -> new Assessment(
                            row.getLong(1),
                            row.getString(2),
                            Subject.valueOf(row.getString(3)),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getObject(7, LocalDate.class),
                            row.getObject(8, LocalDate.class)))
                    .list());
        }
        return found;
    }
}
