package org.gongzhi.duty;

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
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceRecoded;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of the matrix, the rosters and absences. Whatever changes who is on duty marks its community as
/// changed, in the same transaction, so that its findings are computed anew.
@Component
class DutyStore {

    static final String CELL =
            "community, id, place, place_code, subject, hours, basis, lead_roles, lead_seat, helper_roles,"
                    + " supervisor_role, substitute_role, why, since, until";
    static final String ROSTER = "community, id, place, place_code, role, kind, hours, name, since, until";
    static final String SHIFT = "community, id, roster, place_code, seat, starts_at, ends_at, version";
    static final String ABSENCE =
            "community, id, seat, place_code, starts_at, ends_at, kind, substitute, words, state, asked_by, answer";

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    DutyStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    /// A place and what lies around it: exact codes, and perhaps everything within one.
    record Reach(Collection<String> codes, @Nullable String within) {

        static Reach around(String code) {
            return new Reach(Place.outward(code), null);
        }

        static Reach whole(String code) {
            return new Reach(Place.outward(code), code);
        }

        private String condition() {
            return within == null
                    ? "place_code = any (?)"
                    : "(place_code = any (?) or place_code >= ? and place_code < ?)";
        }

        private List<Object> parameters() {
            var all = new ArrayList<Object>();
            all.add(codes.toArray(String[]::new));
            if (within != null) {
                all.add(within);
                all.add(Place.end(within));
            }
            return all;
        }
    }

    private static List<Object> with(Reach reach, Object... more) {
        var all = reach.parameters();
        all.addAll(Arrays.asList(more));
        return all;
    }

    /// The cells that hold at some moment of a window.
    List<Cell> cells(Reach reach, Instant from, Instant until) {
        return client.sql("select " + CELL + " from duty.cell where " + reach.condition()
                        + " and since < ? and (until is null or until > ?) order by place_code, id")
                .params(with(reach, Timestamp.from(until), Timestamp.from(from)))
                .query(DutyStore::cell)
                .list();
    }

    /// The rosters that run at some moment of a window, with their shifts in it.
    List<Roster.Planned> rosters(Reach reach, Instant from, Instant until) {
        List<Roster> rosters = client.sql("select " + ROSTER + " from duty.roster where " + reach.condition()
                        + " and since < ? and (until is null or until > ?) order by place_code, id")
                .params(with(reach, Timestamp.from(until), Timestamp.from(from)))
                .query(DutyStore::roster)
                .list();
        if (rosters.isEmpty()) {
            return List.of();
        }
        var shifts = new HashMap<Long, List<Roster.Shift>>();
        for (Roster.Shift shift : client.sql("select " + SHIFT + " from duty.shift where " + reach.condition()
                        + " and starts_at < ? and ends_at > ? order by starts_at, id")
                .params(with(reach, Timestamp.from(until), Timestamp.from(from)))
                .query(DutyStore::shift)
                .list()) {
            shifts.computeIfAbsent(shift.roster(), _ -> new ArrayList<>()).add(shift);
        }
        return rosters.stream()
                .map(roster -> new Roster.Planned(roster, shifts.getOrDefault(roster.id(), List.of())))
                .toList();
    }

    /// Absences within a window that make somebody miss.
    Map<Long, List<Absence>> absences(Reach reach, Instant from, Instant until) {
        var bySeat = new HashMap<Long, List<Absence>>();
        for (Absence absence : client.sql("select " + ABSENCE + " from duty.absence where " + reach.condition()
                        + " and starts_at < ? and ends_at > ? and state in ('APPROVED', 'BEGUN') order by starts_at")
                .params(with(reach, Timestamp.from(until), Timestamp.from(from)))
                .query(DutyStore::absence)
                .list()) {
            bySeat.computeIfAbsent(absence.seat(), _ -> new ArrayList<>()).add(absence);
        }
        return bySeat;
    }

    void add(Cell cell, @Nullable Long account) {
        client.sql("insert into duty.cell (" + CELL
                        + ", account) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        cell.community(),
                        cell.id(),
                        cell.place(),
                        cell.placeCode(),
                        cell.subject(),
                        cell.hours().name(),
                        cell.basis().name(),
                        words(cell.leadRoles()),
                        cell.leadSeat(),
                        words(cell.helperRoles()),
                        cell.supervisor() instanceof Role role ? role.name() : null,
                        cell.substitute() instanceof Role role ? role.name() : null,
                        cell.why(),
                        Timestamp.from(cell.since()),
                        cell.until() instanceof Instant end ? Timestamp.from(end) : null,
                        account))
                .update();
    }

    /// Ends the cell that holds at this place for this subject and these hours; how many there were.
    int endCell(long community, long place, String subject, Hours hours, Instant now) {
        return client.sql("""
                        update duty.cell set until = ? where community = ? and place = ? and subject = ? and hours = ?
                        and until is null""")
                .params(Timestamp.from(now), community, place, subject, hours.name())
                .update();
    }

    /// Cells that name a seat as lead and still hold.
    List<Cell> cellsNaming(long community, long seat) {
        return client.sql("select " + CELL + " from duty.cell where community = ? and lead_seat = ? and until is null")
                .params(community, seat)
                .query(DutyStore::cell)
                .list();
    }

    void add(Roster roster) {
        client.sql("insert into duty.roster (" + ROSTER + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        roster.community(),
                        roster.id(),
                        roster.place(),
                        roster.placeCode(),
                        roster.role().name(),
                        roster.kind().name(),
                        roster.hours().name(),
                        roster.name(),
                        Timestamp.from(roster.since()),
                        roster.until() instanceof Instant end ? Timestamp.from(end) : null))
                .update();
    }

    Optional<Roster> roster(long id) {
        return client.sql("select " + ROSTER + " from duty.roster where id = ?")
                .param(id)
                .query(DutyStore::roster)
                .optional();
    }

    /// Ends a roster if it still runs.
    int endRoster(Roster roster, Instant when) {
        return client.sql("""
                        update duty.roster set until = ? where community = ? and id = ?
                        and (until is null or until > ?)""")
                .params(Timestamp.from(when), roster.community(), roster.id(), Timestamp.from(when))
                .update();
    }

    List<Roster.Shift> shifts(Roster roster, Instant from, Instant until) {
        return client.sql("select " + SHIFT + """
                         from duty.shift where community = ? and roster = ? and starts_at < ? and ends_at > ?
                        order by starts_at limit 2000""")
                .params(roster.community(), roster.id(), Timestamp.from(until), Timestamp.from(from))
                .query(DutyStore::shift)
                .list();
    }

    Optional<Roster.Shift> shift(long id) {
        return client.sql("select " + SHIFT + " from duty.shift where id = ?")
                .param(id)
                .query(DutyStore::shift)
                .optional();
    }

    /// The shifts of some seats from now on, in order.
    List<Roster.Shift> shiftsOf(Collection<Long> seats, Instant from, Instant until) {
        return client.sql("select " + SHIFT + """
                         from duty.shift where seat = any (?) and starts_at < ? and ends_at > ?
                        order by starts_at limit 500""")
                .params(seats.toArray(Long[]::new), Timestamp.from(until), Timestamp.from(from))
                .query(DutyStore::shift)
                .list();
    }

    void add(Collection<Roster.Shift> shifts) {
        jdbc.batchUpdate(
                "insert into duty.shift (" + SHIFT + ") values (?, ?, ?, ?, ?, ?, ?, ?)",
                shifts,
                500,
                (statement, shift) -> {
                    statement.setLong(1, shift.community());
                    statement.setLong(2, shift.id());
                    statement.setLong(3, shift.roster());
                    statement.setString(4, shift.placeCode());
                    statement.setLong(5, shift.seat());
                    statement.setTimestamp(6, Timestamp.from(shift.startsAt()));
                    statement.setTimestamp(7, Timestamp.from(shift.endsAt()));
                    statement.setInt(8, shift.version());
                });
    }

    /// Gives a shift to another seat if nobody was faster.
    int give(Roster.Shift shift, long seat) {
        return client.sql("""
                        update duty.shift set seat = ?, version = version + 1
                        where community = ? and id = ? and version = ? and seat = ?""")
                .params(seat, shift.community(), shift.id(), shift.version(), shift.seat())
                .update();
    }

    int drop(Roster.Shift shift) {
        return client.sql("delete from duty.shift where community = ? and id = ? and version = ?")
                .params(shift.community(), shift.id(), shift.version())
                .update();
    }

    /// One planning at a time: two shifts of one seat or of one roster never overlap.
    void lockPlanning(long community) {
        client.sql("select pg_advisory_xact_lock(2, ?)")
                .param((int) (community % Integer.MAX_VALUE))
                .query((_, _) -> true)
                .single();
    }

    void add(Absence absence) {
        client.sql("insert into duty.absence (" + ABSENCE + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        absence.community(),
                        absence.id(),
                        absence.seat(),
                        absence.placeCode(),
                        Timestamp.from(absence.startsAt()),
                        Timestamp.from(absence.endsAt()),
                        absence.kind().name(),
                        absence.substitute(),
                        absence.words(),
                        absence.state().name(),
                        absence.askedBy(),
                        absence.answer()))
                .update();
    }

    Optional<Absence> absence(long id) {
        return client.sql("select " + ABSENCE + " from duty.absence where id = ?")
                .param(id)
                .query(DutyStore::absence)
                .optional();
    }

    /// Moves an absence on if it still is in one of the states before.
    int decide(
            Absence absence,
            List<Absence.State> before,
            Absence.State state,
            @Nullable Long substitute,
            String answer) {
        return client.sql("""
                        update duty.absence set state = ?, substitute = ?, answer = ?
                        where community = ? and id = ? and state = any (?)""")
                .params(Arrays.asList(
                        state.name(),
                        substitute,
                        answer,
                        absence.community(),
                        absence.id(),
                        before.stream().map(Enum::name).toArray(String[]::new)))
                .update();
    }

    /// Ends absences of a seat that are going on: somebody came back, or the seat ended.
    int endAbsences(long seat, Instant now) {
        return client.sql("""
                        update duty.absence set ends_at = ? where seat = ? and state = 'BEGUN' and starts_at < ?
                        and ends_at > ?""")
                .params(Timestamp.from(now), seat, Timestamp.from(now), Timestamp.from(now))
                .update();
    }

    /// Approved absences whose time has come.
    List<Absence> due(Instant now) {
        return client.sql("select " + ABSENCE + " " + """
                         from duty.absence where state = 'APPROVED' and starts_at <= ? order by starts_at limit 200""")
                .param(Timestamp.from(now))
                .query(DutyStore::absence)
                .list();
    }

    /// Absences asked for and coming within places, or of some seats.
    List<Absence> absencesWithin(Collection<String> codes, Collection<Long> seats, Instant from) {
        var found = new ArrayList<Absence>(client.sql("select " + ABSENCE + " " + """
                         from duty.absence where seat = any (?) and ends_at > ? order by starts_at limit 200""")
                .params(seats.toArray(Long[]::new), Timestamp.from(from))
                .query(DutyStore::absence)
                .list());
        for (String code : codes) {
            client
                    .sql("select " + ABSENCE + """
                             from duty.absence where place_code >= ? and place_code < ? and ends_at > ?
                            order by place_code, ends_at limit 300""")
                    .params(code, Place.end(code), Timestamp.from(from))
                    .query(DutyStore::absence)
                    .list()
                    .stream()
                    .filter(each -> found.stream().noneMatch(known -> known.id() == each.id()))
                    .forEach(found::add);
        }
        return found;
    }

    /// Marks communities whose duty changed; wider places change all communities within them that were ever
    /// checked. Marking only inserts: a counter would make changes wait for each other.
    void changed(String placeCode, long mark) {
        if (placeCode.length() >= 12) {
            client.sql("insert into duty.change (community, id) values (?, ?) on conflict do nothing")
                    .params(Long.valueOf(placeCode.substring(0, 12)), mark)
                    .update();
            return;
        }
        long low = Long.parseLong(placeCode + "0".repeat(12 - placeCode.length()));
        long high = Long.parseLong(placeCode + "9".repeat(12 - placeCode.length()));
        client.sql("""
                        insert into duty.change (community, id)
                        select community, ? from duty.checked where community between ? and ? on conflict do nothing""").params(mark, low, high).update();
    }

    void recoded(PlaceRecoded moved) {
        for (String table : List.of("cell", "roster", "shift", "swap", "absence", "handover", "task", "finding")) {
            client.sql(PlaceRecoded.change("duty." + table))
                    .params(moved.parameters())
                    .update();
        }
    }

    private static String words(List<Role> roles) {
        return String.join(" ", roles.stream().map(Enum::name).toList());
    }

    private static @Nullable Role role(@Nullable String name) {
        return name == null ? null : Role.valueOf(name);
    }

    private static Cell cell(ResultSet row, int number) throws SQLException {
        return new Cell(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                row.getString("subject"),
                Hours.valueOf(row.getString("hours")),
                Cell.Basis.valueOf(row.getString("basis")),
                Subjects.roles(row.getString("lead_roles")),
                row.getObject("lead_seat", Long.class),
                Subjects.roles(row.getString("helper_roles")),
                role(row.getString("supervisor_role")),
                role(row.getString("substitute_role")),
                row.getString("why"),
                row.getTimestamp("since").toInstant(),
                Clocks.instant(row, "until"));
    }

    private static Roster roster(ResultSet row, int number) throws SQLException {
        return new Roster(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                Role.valueOf(row.getString("role")),
                Roster.Kind.valueOf(row.getString("kind")),
                Hours.valueOf(row.getString("hours")),
                row.getString("name"),
                row.getTimestamp("since").toInstant(),
                Clocks.instant(row, "until"));
    }

    private static Roster.Shift shift(ResultSet row, int number) throws SQLException {
        return new Roster.Shift(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("roster"),
                row.getString("place_code"),
                row.getLong("seat"),
                row.getTimestamp("starts_at").toInstant(),
                row.getTimestamp("ends_at").toInstant(),
                row.getInt("version"));
    }

    private static Absence absence(ResultSet row, int number) throws SQLException {
        return new Absence(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("seat"),
                row.getString("place_code"),
                row.getTimestamp("starts_at").toInstant(),
                row.getTimestamp("ends_at").toInstant(),
                Absence.Kind.valueOf(row.getString("kind")),
                row.getObject("substitute", Long.class),
                row.getString("words"),
                Absence.State.valueOf(row.getString("state")),
                row.getObject("asked_by", Long.class),
                row.getString("answer"));
    }
}
