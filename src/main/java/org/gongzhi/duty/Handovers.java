package org.gongzhi.duty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The end of a shift: a short log and what is open, signed by whoever goes and whoever comes.
@Component
public class Handovers {

    /// One hand-over. `open` is what the leaving seat had open at that moment; `signedAt` is empty until the
    /// other signed; `objection` is what they wrote beside it.
    public record Handover(
            long community,
            long id,
            String placeCode,
            long from,
            long to,
            String log,
            List<OpenWork.Item> open,
            Instant at,
            @Nullable Instant signedAt,
            String objection) {}

    /// The body of the journal's rows about hand-overs.
    record HandoverFact(long handover, long from, long to, int open) {}

    private static final String COLUMNS =
            "community, id, place_code, from_seat, to_seat, log, open, at, signed_at, objection";
    private static final int MOST_OPEN = 200;

    private final JdbcClient client;
    private final OpenWork work;
    private final DutyLog duty;
    private final Seats seats;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    Handovers(JdbcClient client, OpenWork work, DutyLog duty, Seats seats, JsonMapper json, Ids ids, Clock clock) {
        this.client = client;
        this.work = work;
        this.duty = duty;
        this.seats = seats;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /// Signs a shift off to somebody: their own seat, the log, and what is open now.
    @Transactional
    public Handover give(Actor actor, long from, long to, String log) {
        Seat mine = actor.seats().stream()
                .filter(seat -> seat.id() == from)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("seat"));
        Seat next = seats.all(List.of(to)).stream()
                .filter(seat -> seat.endedAt() == null
                        && !actor.holds(seat.id())
                        && (Place.covers(seat.placeCode(), mine.placeCode())
                                || Place.covers(mine.placeCode(), seat.placeCode())))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("handover-to"));
        if (log.isBlank() || log.length() > 2000) {
            throw Refusal.invalid("handover-log");
        }
        var handover = new Handover(
                mine.community(),
                ids.next(),
                mine.placeCode(),
                mine.id(),
                next.id(),
                log.strip(),
                work.of(mine.id(), MOST_OPEN),
                clock.instant(),
                null,
                "");
        client.sql("insert into duty.handover (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)")
                .params(Arrays.asList(
                        handover.community,
                        handover.id,
                        handover.placeCode,
                        handover.from,
                        handover.to,
                        handover.log,
                        json.writeValueAsString(handover.open),
                        Timestamp.from(handover.at),
                        null,
                        ""))
                .update();
        told(handover, actor.in(mine), mine, "HandoverGiven");
        return handover;
    }

    /// The other signs, perhaps with a reservation.
    @Transactional
    public Handover sign(Actor actor, long id, String objection) {
        Handover handover = get(id);
        if (!actor.holds(handover.to)) {
            throw Refusal.unknown("handover");
        }
        if (objection.length() > 500) {
            throw Refusal.invalid("words");
        }
        int signed = client.sql("""
                        update duty.handover set signed_at = ?, objection = ?
                        where community = ? and id = ? and signed_at is null""")
                .params(Timestamp.from(clock.instant()), objection.strip(), handover.community, id)
                .update();
        if (signed == 0) {
            throw Refusal.conflict("handover-signed");
        }
        Seat seat = seats.get(handover.to);
        told(handover, actor.in(seat), seat, "HandoverSigned");
        return get(id);
    }

    /// A hand-over that concerns the actor, or within the places they look after.
    public Handover read(Actor actor, long id) {
        Handover handover = get(id);
        if (!actor.holds(handover.from)
                && !actor.holds(handover.to)
                && !actor.may(org.gongzhi.access.Right.DUTY_MANAGE, handover.placeCode)) {
            throw Refusal.unknown("handover");
        }
        return handover;
    }

    /// The newest hand-overs from or to the actor's seats.
    public List<Handover> of(Actor actor) {
        var own = actor.seats().stream().map(Seat::id).toArray(Long[]::new);
        return client.sql("select * from (select " + COLUMNS
                        + " from duty.handover where to_seat = any (?) union select " + COLUMNS
                        + " from duty.handover where from_seat = any (?)) mine order by id desc limit 50")
                .params(own, own)
                .query(this::row)
                .list();
    }

    private Handover get(long id) {
        return client.sql("select " + COLUMNS + " from duty.handover where id = ?")
                .param(id)
                .query(this::row)
                .optional()
                .orElseThrow(() -> Refusal.unknown("handover"));
    }

    private void told(Handover handover, Entry.Who by, Seat seat, String kind) {
        duty.told(
                DutyLog.Where.of(seat),
                by,
                new Entry.Subject("handover", handover.id),
                kind,
                new HandoverFact(handover.id, handover.from, handover.to, handover.open.size()));
    }

    private Handover row(ResultSet row, int number) throws SQLException {
        return new Handover(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("place_code"),
                row.getLong("from_seat"),
                row.getLong("to_seat"),
                row.getString("log"),
                json.readValue(row.getString("open"), new TypeReference<List<OpenWork.Item>>() {}),
                row.getTimestamp("at").toInstant(),
                Clocks.instant(row, "signed_at"),
                row.getString("objection"));
    }
}
