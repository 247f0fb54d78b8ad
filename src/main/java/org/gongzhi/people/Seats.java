package org.gongzhi.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.gongzhi.places.StreetLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to seats.
@Component
public class Seats {

    static final String COLUMNS =
            "community, id, role, place, place_code, person, holder, title, phone, away_until, ended_at, mode, organisation,"
                    + " substitute, ends_on";

    /// The body of the journal's rows about seats.
    record SeatFact(String role, String reason, @Nullable Instant until) {}

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Journal journal;
    private final ApplicationEventPublisher inside;
    private final Ids ids;
    private final Clock clock;
    private final StreetLock streets;
    private final Cache<Long, Seat> shown = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();

    Seats(
            JdbcClient client,
            JdbcTemplate jdbc,
            Journal journal,
            ApplicationEventPublisher inside,
            Ids ids,
            Clock clock,
            StreetLock streets) {
        this.client = client;
        this.streets = streets;
        this.jdbc = jdbc;
        this.journal = journal;
        this.inside = inside;
        this.ids = ids;
        this.clock = clock;
    }

    public Seat get(long id) {
        return client.sql("select " + COLUMNS + " from people.seat where id = ?")
                .param(id)
                .query(Seats::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("seat"));
    }

    /// The seats with these ids, in no order.
    public List<Seat> all(Collection<Long> ids) {
        return client.sql("select " + COLUMNS + " from people.seat where id = any (?)")
                .param(ids.toArray(Long[]::new))
                .query(Seats::read)
                .list();
    }

    /// The same from memory, for showing who somebody is: at most ten seconds old.
    public List<Seat> known(Collection<Long> ids) {
        return List.copyOf(shown.getAll(ids, missing -> {
                    var found = new HashMap<Long, Seat>();
                    for (Seat seat : all(List.copyOf(missing))) {
                        found.put(seat.id(), seat);
                    }
                    return found;
                })
                .values());
    }

    /// Every seat a person holds now, the oldest first.
    public List<Seat> of(long person) {
        return client.sql("select " + COLUMNS + " from people.seat where person = ? and ended_at is null order by id")
                .param(person)
                .query(Seats::read)
                .list();
    }

    /// The seats held at exactly these places.
    public List<Seat> at(Collection<String> placeCodes) {
        return client.sql("select " + COLUMNS
                        + " from people.seat where place_code = any (?) and ended_at is null order by id")
                .param(placeCodes.toArray(String[]::new))
                .query(Seats::read)
                .list();
    }

    /// A seat and since when it is held; it may have ended meanwhile.
    public record Held(Seat seat, Instant since) {}

    /// The seats held at exactly these places at `from` or later.
    public List<Held> heldAt(Collection<String> placeCodes, Instant from) {
        return client.sql("select since, " + COLUMNS + """
                         from people.seat where place_code = any (?) and (ended_at is null or ended_at > ?)
                        order by id""")
                .params(placeCodes.toArray(String[]::new), Timestamp.from(from))
                .query(Seats::held)
                .list();
    }

    /// The seats held within a place at `from` or later.
    public List<Held> heldWithin(String placeCode, Instant from) {
        return client.sql("select since, " + COLUMNS + """
                         from people.seat where place_code >= ? and place_code < ?
                        and (ended_at is null or ended_at > ?) order by id""")
                .params(placeCode, Place.end(placeCode), Timestamp.from(from))
                .query(Seats::held)
                .list();
    }

    /// These seats, whether they ended or not, with their beginning.
    public List<Held> heldBy(Collection<Long> ids) {
        return client.sql("select since, " + COLUMNS + " from people.seat where id = any (?)")
                .param(ids.toArray(Long[]::new))
                .query(Seats::held)
                .list();
    }

    private static Held held(ResultSet row, int number) throws SQLException {
        return new Held(read(row, number), row.getTimestamp("since").toInstant());
    }

    /// The seats held within a place, by place and role; at most 500.
    public List<Seat> within(String placeCode) {
        return client.sql("""
                        select %s from people.seat where place_code >= ? and place_code < ? and ended_at is null
                        order by place_code, id limit 500""".formatted(COLUMNS))
                .params(placeCode, Place.end(placeCode))
                .query(Seats::read)
                .list();
    }

    /// Keeps these seats from ending until the transaction is over, and tells which of them are still there.
    /// Shared: many may hold a seat at once; [#end] waits for all of them.
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<Long> hold(Collection<Long> ids) {
        Long[] sorted = ids.stream().distinct().sorted().toArray(Long[]::new);
        client.sql("select pg_advisory_xact_lock_shared(id) from unnest(?) as id")
                .param(sorted)
                .query((_, _) -> true)
                .list();
        return client.sql("""
                        select id from people.seat where id = any (?) and ended_at is null
                        and (away_until is null or away_until <= ?)""")
                .params(sorted, Timestamp.from(clock.instant()))
                .query((row, _) -> row.getLong(1))
                .set();
    }

    /// The same for one seat without waiting: false when it is gone, or just leaving. For those who hold other
    /// rows already and must not wait for somebody who waits for them.
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean tryHold(long id) {
        return client.sql("select pg_try_advisory_xact_lock_shared(?)")
                        .param(id)
                        .query(Boolean.class)
                        .single()
                && all(List.of(id)).stream().anyMatch(seat -> seat.present(clock.instant()));
    }

    /// Gives a seat to somebody: appointed, elected, or seconded with a day on which it ends.
    @Transactional
    public Seat appoint(Seat wanted, Entry.Who by) {
        wanted.requireSound(Clocks.today(clock));
        Seat fresh = wanted.withId(ids.next());
        add(List.of(fresh));
        journal.append(new Entry(
                new Entry.Where(fresh.community(), fresh.place()),
                by,
                new Entry.Subject("seat", fresh.id()),
                "SeatGiven",
                new SeatFact(fresh.role().name(), fresh.mode().name(), null),
                clock.instant()));
        inside.publishEvent(new SeatGiven(fresh));
        return fresh;
    }

    /// Hands a seat over: somebody else takes the same role at the same place, and with it everything open.
    @Transactional
    public Seat handOver(long id, Person to, String phone, Entry.Who by, String reason) {
        Seat old = get(id);
        Seat fresh = appoint(
                new Seat(
                        old.community(),
                        0,
                        old.role(),
                        old.place(),
                        old.placeCode(),
                        to.id(),
                        to.name(),
                        old.title(),
                        phone,
                        null,
                        null,
                        old.mode(),
                        old.organisation(),
                        old.substitute(),
                        old.endsOn()),
                by);
        change(id, by, reason, null, fresh);
        return fresh;
    }

    /// Names who stands in while the holder is away.
    @Transactional
    public void substitute(Seat seat, @Nullable Seat by) {
        client.sql("update people.seat set substitute = ? where community = ? and id = ?")
                .params(Arrays.asList(by == null ? null : by.id(), seat.community(), seat.id()))
                .update();
    }

    /// Somebody who is erased holds no seat any more, and the seats they held do not tell their name. One
    /// they still hold has to be handed over or ended first.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(PersonErasing erasing) {
        long person = erasing.person().id();
        if (!of(person).isEmpty()) {
            throw Refusal.conflict("erase-seat");
        }
        client.sql("update people.seat set holder = '', phone = '' where person = ?")
                .param(person)
                .update();
    }

    /// Seats whose day has come, which somebody has to end now.
    public List<Seat> over(LocalDate today) {
        return client.sql("select " + COLUMNS
                        + " from people.seat where ended_at is null and ends_on < ? order by ends_on limit 200")
                .param(today)
                .query(Seats::read)
                .list();
    }

    /// Ends a seat: its holder leaves, or the place loses what the seat stood for. Everything open is handed
    /// on in the same transaction by those who hear [SeatEnding].
    @Transactional
    public void end(long id, Entry.Who by, String reason) {
        change(id, by, reason, null, null);
    }

    /// Sends the holder on leave until `until`; what is open goes to whoever stands in.
    @Transactional
    public void leave(long id, Entry.Who by, String reason, Instant until) {
        leave(id, by, reason, until, null);
    }

    /// The same with somebody named who stands in.
    @Transactional
    public void leave(long id, Entry.Who by, String reason, Instant until, @Nullable Seat standIn) {
        if (!until.isAfter(clock.instant())) {
            throw Refusal.invalid("leave-past");
        }
        change(id, by, reason, until, standIn);
    }

    /// The holder is there again before the leave is over.
    @Transactional
    public void back(Seat seat) {
        streets.lock(seat.community());
        client.sql("update people.seat set away_until = null where community = ? and id = ?")
                .params(seat.community(), seat.id())
                .update();
        inside.publishEvent(new SeatGiven(seat));
    }

    private void change(long id, Entry.Who by, String reason, @Nullable Instant until, @Nullable Seat successor) {
        // one leaving at a time in a street: two that hand on to each other would wait for each other for ever
        streets.lock(get(id).community());
        client.sql("select pg_advisory_xact_lock(?)")
                .param(id)
                .query((_, _) -> true)
                .single();
        Seat seat = get(id);
        if (seat.endedAt() != null) {
            throw Refusal.conflict("seat-ended");
        }
        Instant now = clock.instant();
        if (until == null) {
            client.sql("update people.seat set ended_at = ? where community = ? and id = ?")
                    .params(Timestamp.from(now), seat.community(), id)
                    .update();
        } else {
            client.sql("update people.seat set away_until = greatest(away_until, ?) where community = ? and id = ?")
                    .params(Timestamp.from(until), seat.community(), id)
                    .update();
        }
        journal.append(new Entry(
                new Entry.Where(seat.community(), seat.place()),
                by,
                new Entry.Subject("seat", id),
                until == null ? "SeatEnded" : "SeatLeft",
                new SeatFact(seat.role().name(), reason, until),
                now));
        inside.publishEvent(new SeatEnding(seat, by, reason, until, successor != null ? successor : standIn(seat)));
    }

    /// Who takes over what was open, when somebody is named for it and is there.
    private @Nullable Seat standIn(Seat seat) {
        Seat named = seat.substitute() == null
                ? null
                : all(List.of(seat.substitute())).stream().findFirst().orElse(null);
        return named != null && named.present(clock.instant()) ? named : null;
    }

    /// Adds many seats at once.
    @Transactional
    public void add(Collection<Seat> seats) {
        jdbc.batchUpdate("""
                insert into people.seat (community, id, role, place, place_code, person, holder, title, phone, since, mode, organisation, substitute,
                     ends_on)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", seats, 1000, (statement, seat) -> {
            statement.setLong(1, seat.community());
            statement.setLong(2, seat.id());
            statement.setString(3, seat.role().name());
            statement.setLong(4, seat.place());
            statement.setString(5, seat.placeCode());
            statement.setLong(6, seat.person());
            statement.setString(7, seat.holder());
            statement.setString(8, seat.title());
            statement.setString(9, seat.phone());
            statement.setTimestamp(10, Timestamp.from(clock.instant()));
            statement.setString(11, seat.mode().name());
            statement.setObject(12, seat.organisation(), Types.BIGINT);
            statement.setObject(13, seat.substitute(), Types.BIGINT);
            statement.setObject(14, seat.endsOn());
        });
    }

    static Seat read(ResultSet row, int number) throws SQLException {
        return new Seat(
                row.getLong("community"),
                row.getLong("id"),
                Role.valueOf(row.getString("role")),
                row.getLong("place"),
                row.getString("place_code"),
                row.getLong("person"),
                row.getString("holder"),
                row.getString("title"),
                row.getString("phone"),
                Clocks.instant(row, "away_until"),
                Clocks.instant(row, "ended_at"),
                Seat.Mode.valueOf(row.getString("mode")),
                row.getObject("organisation", Long.class),
                row.getObject("substitute", Long.class),
                row.getObject("ends_on", LocalDate.class));
    }
}
