package org.gongzhi.inspections;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of dossiers. Who answers at a place of business, and their telephone number, is sealed.
@Component
class PremisesStore {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;

    PremisesStore(JdbcClient client, JdbcTemplate jdbc, Sealed sealed) {
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
    }

    /// Writes new ones; a name that is there already at its place is refused by the database.
    void insert(List<Premises> all) {
        jdbc.batchUpdate("""
                insert into inspections.premises (community, id, place, place_code, name, kind, sector, address,
                    credit_code, person, phone, account, owners, risk, latitude, longitude, code, next_due)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", all, 500, (row, premises) -> {
            row.setLong(1, premises.community());
            row.setLong(2, premises.id());
            row.setLong(3, premises.place());
            row.setString(4, premises.placeCode());
            row.setString(5, premises.name());
            row.setString(6, premises.kind());
            row.setString(7, premises.sector());
            row.setString(8, premises.address());
            row.setString(9, premises.creditCode());
            row.setBytes(10, sealed.seal(premises.person()));
            row.setBytes(11, sealed.seal(premises.phone()));
            row.setObject(12, premises.account());
            row.setArray(
                    13,
                    row.getConnection()
                            .createArrayOf("bigint", premises.owners().toArray()));
            row.setInt(14, premises.risk());
            row.setObject(15, premises.latitude());
            row.setObject(16, premises.longitude());
            row.setString(17, premises.code());
            row.setObject(18, premises.nextDue());
        });
    }

    boolean update(Premises premises, int seen) {
        return client.sql("""
                                update inspections.premises set name = ?, kind = ?, sector = ?, address = ?,
                                    credit_code = ?, person = ?, phone = ?, account = ?, owners = ?, risk = ?,
                                    latitude = ?, longitude = ?, next_due = ?, ended_at = ?, version = version + 1
                                where community = ? and id = ? and version = ?""")
                        .params(Arrays.asList(
                                premises.name(),
                                premises.kind(),
                                premises.sector(),
                                premises.address(),
                                premises.creditCode(),
                                sealed.seal(premises.person()),
                                sealed.seal(premises.phone()),
                                premises.account(),
                                premises.owners().toArray(Long[]::new),
                                premises.risk(),
                                premises.latitude(),
                                premises.longitude(),
                                premises.nextDue() == null ? null : Date.valueOf(premises.nextDue()),
                                premises.endedAt() == null ? null : Timestamp.from(premises.endedAt()),
                                premises.community(),
                                premises.id(),
                                seen))
                        .update()
                == 1;
    }

    Premises get(long id) {
        return client.sql("select * from inspections.premises where id = ?")
                .param(id)
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("premises"));
    }

    List<Premises> all(Collection<Long> ids) {
        return client.sql("select * from inspections.premises where id = any (?)")
                .param(ids.toArray(Long[]::new))
                .query((row, _) -> read(row))
                .list();
    }

    /// The same by their numbers, each once however often it is asked for.
    Map<Long, Premises> byId(Collection<Long> wanted) {
        return wanted.isEmpty()
                ? Map.of()
                : all(new HashSet<>(wanted)).stream().collect(Collectors.toMap(Premises::id, each -> each));
    }

    Optional<Premises> byCode(String code) {
        return client.sql("select * from inspections.premises where code = ? and id = ?")
                .params(code, org.gongzhi.kernel.Ids.fromNumber(code))
                .query((row, _) -> read(row))
                .optional();
    }

    /// What somebody answers for.
    List<Premises> of(long account) {
        return client.sql("select * from inspections.premises where account = ? and ended_at is null order by id")
                .param(account)
                .query((row, _) -> read(row))
                .list();
    }

    /// Within a scope, narrowed by kind, risk and words of the name; the newest first.
    List<Premises> list(
            Scope scope, @Nullable String kind, @Nullable Integer risk, String words, long before, int most) {
        var parameters = new ArrayList<Object>();
        String where = scope.condition("p", parameters);
        if (kind != null) {
            where += " and p.kind = ?";
            parameters.add(kind);
        }
        if (risk != null) {
            where += " and p.risk = ?";
            parameters.add(risk);
        }
        if (!words.isBlank()) {
            where += " and p.name like '%' || ? || '%'";
            parameters.add(words.strip());
        }
        parameters.add(before);
        parameters.add(most);
        return client.sql("select * from inspections.premises p where " + where
                        + " and p.ended_at is null and p.id < ? order by p.id desc limit ?")
                .params(parameters)
                .query((row, _) -> read(row))
                .list();
    }

    /// Ids of all that a campaign looks at: of its kinds, in its place, not ended.
    List<long[]> within(Scope scope, List<String> kinds) {
        var parameters = new ArrayList<Object>();
        String where = scope.condition("p", parameters);
        parameters.add(kinds.toArray(String[]::new));
        return client.sql("select p.community, p.id from inspections.premises p where " + where
                        + " and p.kind = any (?) and p.ended_at is null order by p.id")
                .params(parameters)
                .query((row, _) -> new long[] {row.getLong(1), row.getLong(2)})
                .list();
    }

    /// Those of a kind in a street, without one of them: where the same may be wrong.
    List<Premises> alike(Premises like, int most) {
        return client.sql("""
                        select * from inspections.premises where street = ? and kind = ? and id <> ?
                        and ended_at is null order by risk, visited_at nulls first, id limit ?""")
                .params(like.community() / 1000, like.kind(), like.id(), most)
                .query((row, _) -> read(row))
                .list();
    }

    /// Those whose planned inspection is due.
    List<Premises> due(LocalDate until, int most) {
        return client.sql("""
                        select * from inspections.premises where next_due <= ? and ended_at is null
                        order by next_due, id limit ?""")
                .params(Date.valueOf(until), most)
                .query((row, _) -> read(row))
                .list();
    }

    private Premises read(ResultSet row) throws SQLException {
        Timestamp visited = row.getTimestamp("visited_at");
        Timestamp ended = row.getTimestamp("ended_at");
        Date due = row.getDate("next_due");
        return new Premises(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("sector"),
                row.getString("address"),
                row.getString("credit_code"),
                opened(row.getBytes("person")),
                opened(row.getBytes("phone")),
                CampaignStore.number(row, "account"),
                List.of((Long[]) row.getArray("owners").getArray()),
                row.getInt("risk"),
                row.getObject("latitude", Double.class),
                row.getObject("longitude", Double.class),
                row.getString("code"),
                visited == null ? null : visited.toInstant(),
                due == null ? null : due.toLocalDate(),
                row.getInt("relapses"),
                row.getInt("hazards"),
                row.getBoolean("suspended"),
                ended == null ? null : ended.toInstant(),
                row.getInt("version"));
    }

    private String opened(byte @Nullable [] value) {
        return value == null ? "" : sealed.open(value);
    }

    /// After a visit: when it was, how much was found, what is due next, what it did to the risk.
    void visited(Premises premises, Instant at, int found, int relapsed, int risk, LocalDate due) {
        client.sql("""
                        update inspections.premises set visited_at = greatest(visited_at, ?), hazards = hazards + ?,
                            relapses = relapses + ?, risk = least(risk, ?), next_due = ? where community = ? and id = ?""")
                .params(
                        Timestamp.from(at),
                        found,
                        relapsed,
                        risk,
                        Date.valueOf(due),
                        premises.community(),
                        premises.id())
                .update();
    }

    void planned(Premises premises, @Nullable LocalDate due) {
        client.sql("update inspections.premises set next_due = ? where community = ? and id = ?")
                .params(Arrays.asList(due == null ? null : Date.valueOf(due), premises.community(), premises.id()))
                .update();
    }

    void suspend(long community, long id, boolean suspended) {
        client.sql("update inspections.premises set suspended = ? where community = ? and id = ?")
                .params(suspended, community, id)
                .update();
    }

    List<Premises.Licence> licences(Premises premises) {
        return client.sql("""
                        select * from inspections.licence where community = ? and premises = ? order by id""")
                .params(premises.community(), premises.id())
                .query((row, _) -> {
                    Date expires = row.getDate("expires");
                    return new Premises.Licence(
                            row.getInt("id"),
                            row.getString("name"),
                            row.getString("number"),
                            expires == null ? null : expires.toLocalDate());
                })
                .list();
    }

    void put(Premises premises, Premises.Licence licence) {
        client.sql("""
                        insert into inspections.licence (community, premises, id, name, number, expires)
                        values (?, ?, (select coalesce(max(id), 0) + 1 from inspections.licence
                            where community = ? and premises = ?), ?, ?, ?)""")
                .params(Arrays.asList(
                        premises.community(),
                        premises.id(),
                        premises.community(),
                        premises.id(),
                        licence.name(),
                        licence.number(),
                        licence.expires()))
                .update();
    }

    void drop(Premises premises, int licence) {
        client.sql("delete from inspections.licence where community = ? and premises = ? and id = ?")
                .params(premises.community(), premises.id(), licence)
                .update();
    }

    List<Premises.Equipment> equipment(Premises premises) {
        return client.sql("""
                        select * from inspections.equipment where community = ? and premises = ? order by ended, id""")
                .params(premises.community(), premises.id())
                .query((row, _) -> equipment(row))
                .list();
    }

    private static Premises.Equipment equipment(ResultSet row) throws SQLException {
        Date registered = row.getDate("registered");
        Date due = row.getDate("due");
        return new Premises.Equipment(
                row.getInt("id"),
                row.getString("kind"),
                row.getString("number"),
                registered == null ? null : registered.toLocalDate(),
                due == null ? null : due.toLocalDate(),
                row.getBoolean("ended"));
    }

    /// Equipment with where it stands.
    record Machine(Premises premises, List<Premises.Equipment> all) {}

    void addEquipment(List<Machine> machines) {
        record Row(Premises premises, Premises.Equipment each) {}
        jdbc.batchUpdate(
                """
                insert into inspections.equipment (community, premises, id, kind, number, registered, due)
                values (?, ?, ?, ?, ?, ?, ?)""",
                machines.stream()
                        .flatMap(machine -> machine.all.stream().map(each -> new Row(machine.premises, each)))
                        .toList(),
                500,
                (row, each) -> {
                    row.setLong(1, each.premises.community());
                    row.setLong(2, each.premises.id());
                    row.setInt(3, each.each.id());
                    row.setString(4, each.each.kind());
                    row.setString(5, each.each.number());
                    row.setObject(6, each.each.registered());
                    row.setObject(7, each.each.due());
                });
    }

    int nextEquipment(Premises premises) {
        return client.sql("""
                        select coalesce(max(id), 0) + 1 from inspections.equipment where community = ? and premises = ?""")
                .params(premises.community(), premises.id())
                .query(Integer.class)
                .single();
    }

    boolean change(Premises premises, int equipment, @Nullable LocalDate due, boolean ended) {
        return client.sql("""
                                update inspections.equipment set due = ?, ended = ?, warned = false
                                where community = ? and premises = ? and id = ?""")
                        .params(Arrays.asList(
                                due == null ? null : Date.valueOf(due),
                                ended,
                                premises.community(),
                                premises.id(),
                                equipment))
                        .update()
                == 1;
    }

    List<Premises.Due> equipmentDue(Scope scope, LocalDate until, int most) {
        var parameters = new ArrayList<Object>();
        String where = scope.condition("p", parameters);
        parameters.add(Date.valueOf(until));
        parameters.add(most);
        return client.sql("""
                        select e.*, p.name as premises_name, p.place_code from inspections.equipment e
                        join inspections.premises p on p.community = e.community and p.id = e.premises
                        where\s""" + where + " and not e.ended and e.due <= ? order by e.due, e.premises, e.id limit ?")
                .params(parameters)
                .query((row, _) -> due(row))
                .list();
    }

    /// Those due until a day of which nobody was told yet; marks them as told.
    List<Premises.Due> warnEquipment(LocalDate until, int most) {
        return client.sql("""
                        update inspections.equipment e set warned = true from (
                            select community, premises, id from inspections.equipment
                            where due <= ? and not ended and not warned order by due limit ? for update skip locked) d,
                            inspections.premises p
                        where e.community = d.community and e.premises = d.premises and e.id = d.id
                            and p.community = e.community and p.id = e.premises
                        returning e.*, p.name as premises_name, p.place_code""")
                .params(Date.valueOf(until), most)
                .query((row, _) -> due(row))
                .list();
    }

    private static Premises.Due due(ResultSet row) throws SQLException {
        return new Premises.Due(
                row.getLong("community"),
                row.getLong("premises"),
                row.getString("premises_name"),
                row.getString("place_code"),
                equipment(row));
    }

    /// The screening table: counts by kind and risk.
    List<Premises.Screened> screening(Scope scope) {
        var parameters = new ArrayList<Object>();
        String where = scope.condition("p", parameters);
        return client.sql("""
                        select p.kind, count(*), count(*) filter (where p.risk = 1), count(*) filter (where p.risk = 2),
                            count(*) filter (where p.risk = 3), count(*) filter (where p.risk = 4),
                            count(*) filter (where p.visited_at is not null), coalesce(sum(p.hazards), 0),
                            count(*) filter (where p.suspended)
                        from inspections.premises p where\s""" + where + " and p.ended_at is null group by 1 order by 2 desc, 1")
                .params(parameters)
                .query((row, _) -> new Premises.Screened(
                        row.getString(1),
                        row.getInt(2),
                        List.of(row.getInt(3), row.getInt(4), row.getInt(5), row.getInt(6)),
                        row.getInt(7),
                        row.getInt(8),
                        row.getInt(9)))
                .list();
    }
}
