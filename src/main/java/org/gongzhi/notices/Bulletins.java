package org.gongzhi.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Notices for the notice board: printed with a code that opens the same text on a phone, so that everybody
/// can see whether the paper still holds.
@Component
public class Bulletins {

    /// One notice. `untilOn` is its last day; a withdrawn one says so to whoever scans the paper.
    public record Bulletin(
            long community,
            long id,
            String placeCode,
            String title,
            String text,
            long by,
            Instant postedAt,
            @Nullable LocalDate untilOn,
            boolean withdrawn) {

        public boolean holds(LocalDate today) {
            return !withdrawn && (untilOn == null || !untilOn.isBefore(today));
        }
    }

    /// The body of the journal's rows about bulletins.
    record BulletinFact(String title, @Nullable LocalDate until) {}

    private static final String COLUMNS =
            "community, id, place_code, title, text, by_seat, posted_at, until_on, withdrawn";

    private final JdbcClient client;
    private final Places places;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Bulletins(JdbcClient client, Places places, Journal journal, Ids ids, Clock clock) {
        this.client = client;
        this.places = places;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    @Transactional
    public Bulletin post(Actor actor, String placeCode, String title, String text, @Nullable LocalDate until) {
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.invalid("place"));
        Seat mine = actor.require(Right.NOTICE_MANAGE, place.code());
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("place-wide");
        }
        if (title.isBlank() || title.length() > 60) {
            throw Refusal.invalid("bulletin-title");
        }
        if (text.isBlank() || text.length() > 2000) {
            throw Refusal.invalid("bulletin-text");
        }
        if (until != null && until.isBefore(Clocks.today(clock))) {
            throw Refusal.invalid("day-order");
        }
        var bulletin = new Bulletin(
                place.community(),
                ids.next(),
                place.code(),
                title.strip(),
                text.strip(),
                mine.id(),
                clock.instant(),
                until,
                false);
        client.sql("insert into notices.bulletin (" + COLUMNS + ", place) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        bulletin.community,
                        bulletin.id,
                        bulletin.placeCode,
                        bulletin.title,
                        bulletin.text,
                        bulletin.by,
                        Timestamp.from(bulletin.postedAt),
                        until,
                        false,
                        place.id()))
                .update();
        log(bulletin, place.id(), actor.in(mine), "BulletinPosted");
        return bulletin;
    }

    @Transactional
    public void withdraw(Actor actor, long id) {
        Bulletin bulletin = get(id);
        Seat mine =
                actor.seatFor(Right.NOTICE_MANAGE, bulletin.placeCode).orElseThrow(() -> Refusal.unknown("bulletin"));
        int done = client.sql("""
                        update notices.bulletin set withdrawn = true where community = ? and id = ? and not withdrawn""").params(bulletin.community, id).update();
        if (done == 0) {
            throw Refusal.conflict("bulletin-withdrawn");
        }
        log(bulletin, null, actor.in(mine), "BulletinWithdrawn");
    }

    /// One of them, for whoever scanned it.
    public Bulletin get(long id) {
        return client.sql("select " + COLUMNS + " from notices.bulletin where id = ?")
                .param(id)
                .query(Bulletins::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("bulletin"));
    }

    /// Those of the actor's places, the newest first.
    public List<Bulletin> within(Actor actor) {
        var found = new java.util.ArrayList<Bulletin>();
        for (String code : actor.scope(Right.NOTICE_MANAGE).codes()) {
            found.addAll(client.sql("select " + COLUMNS + """
                             from notices.bulletin where place_code >= ? and place_code < ?
                            order by id desc limit 100""")
                    .params(code, Place.end(code))
                    .query(Bulletins::read)
                    .list());
        }
        return found;
    }

    private void log(Bulletin bulletin, @Nullable Long place, Entry.Who by, String kind) {
        journal.append(new Entry(
                new Entry.Where(bulletin.community, place),
                by,
                new Entry.Subject("bulletin", bulletin.id),
                kind,
                new BulletinFact(bulletin.title, bulletin.untilOn),
                clock.instant()));
    }

    private static Bulletin read(ResultSet row, int number) throws SQLException {
        return new Bulletin(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("place_code"),
                row.getString("title"),
                row.getString("text"),
                row.getLong("by_seat"),
                row.getTimestamp("posted_at").toInstant(),
                row.getObject("until_on", LocalDate.class),
                row.getBoolean("withdrawn"));
    }
}
