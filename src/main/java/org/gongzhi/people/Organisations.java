package org.gongzhi.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door to organisations of every kind.
@Component
public class Organisations {

    private static final String COLUMNS = "id, kind, name, place_code, credit_code, contact, phone, licence,"
            + " licence_expires, parent, ended_on, version";

    /// The body of the journal's rows about organisations.
    record OrganisationFact(Organisation.Kind kind, String name) {}

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Organisations(JdbcClient client, JdbcTemplate jdbc, Journal journal, Ids ids, Clock clock) {
        this.client = client;
        this.jdbc = jdbc;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    public Organisation get(long id) {
        return client.sql("select " + COLUMNS + " from people.organisation where id = ?")
                .param(id)
                .query(Organisations::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("organisation"));
    }

    /// One that works at a place; those of other streets are not there.
    public Organisation workingAt(long id, String placeCode) {
        return all(List.of(id)).stream()
                .filter(each -> each.worksAt(placeCode))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("organisation"));
    }

    /// Organisations with these ids, in no order.
    public List<Organisation> all(Collection<Long> wanted) {
        return client.sql("select " + COLUMNS + " from people.organisation where id = any (?)")
                .param(wanted.toArray(Long[]::new))
                .query(Organisations::read)
                .list();
    }

    /// Those of a kind (or all) that belong within these places, by place and age.
    public Rows<Organisation> within(
            List<String> codes, Organisation.@Nullable Kind kind, @Nullable String after, int limit) {
        if (codes.isEmpty()) {
            return new Rows<>(List.of(), null);
        }
        var parameters = new ArrayList<Object>();
        String inside = Directory.ranges("place_code", codes, parameters);
        String[] mark = after == null ? new String[] {"", "0"} : after.split("_", 2);
        parameters.add(mark[0]);
        parameters.add(mark.length > 1 && mark[1].matches("\\d{1,18}") ? Long.parseLong(mark[1]) : 0L);
        if (kind != null) {
            parameters.add(kind.name());
        }
        parameters.add(limit + 1);
        var found = client.sql("select " + COLUMNS + " from people.organisation where " + inside
                        + " and (place_code, id) > (?, ?)" + (kind == null ? "" : " and kind = ?")
                        + " order by place_code, id limit ?")
                .params(parameters)
                .query(Organisations::read)
                .list();
        return Rows.cut(found, limit, each -> each.placeCode() + "_" + each.id());
    }

    /// Whose licence expires by a day, within these places.
    public List<Organisation> licencesExpiring(List<String> codes, LocalDate by) {
        if (codes.isEmpty()) {
            return List.of();
        }
        var parameters = new ArrayList<Object>();
        parameters.add(by);
        String inside = Directory.ranges("place_code", codes, parameters);
        return client.sql("select " + COLUMNS
                        + " from people.organisation where licence_expires <= ? and ended_on is null and " + inside
                        + " order by licence_expires limit 200")
                .params(parameters)
                .query(Organisations::read)
                .list();
    }

    /// Enters an organisation (id 0), or changes one that still has the version given.
    @Transactional
    public Organisation save(Organisation wanted, Place place, Entry.Who by) {
        String name = wanted.name().strip();
        if (name.isEmpty() || name.length() > 100) {
            throw Refusal.invalid("organisation-name");
        }
        long id = wanted.id() == 0 ? ids.next() : wanted.id();
        if (wanted.id() == 0) {
            add(List.of(new Organisation(
                    id,
                    wanted.kind(),
                    name,
                    place.code(),
                    wanted.creditCode(),
                    wanted.contact(),
                    wanted.phone(),
                    wanted.licence(),
                    wanted.licenceExpires(),
                    wanted.parent(),
                    wanted.endedOn(),
                    1)));
        } else {
            int rows = client.sql("""
                            update people.organisation set kind = ?, name = ?, place_code = ?, credit_code = ?,
                                contact = ?, phone = ?, licence = ?, licence_expires = ?, parent = ?, ended_on = ?,
                                version = version + 1
                            where id = ? and version = ?""")
                    .params(Arrays.asList(
                            wanted.kind().name(),
                            name,
                            place.code(),
                            wanted.creditCode(),
                            wanted.contact(),
                            wanted.phone(),
                            wanted.licence(),
                            wanted.licenceExpires(),
                            wanted.parent(),
                            wanted.endedOn(),
                            id,
                            wanted.version()))
                    .update();
            if (rows == 0) {
                throw Refusal.conflict("changed-meanwhile");
            }
        }
        journal.append(new Entry(
                new Entry.Where(place.community(), place.id()),
                by,
                new Entry.Subject("organisation", id),
                wanted.id() == 0 ? "OrganisationEntered" : "OrganisationChanged",
                new OrganisationFact(wanted.kind(), name),
                clock.instant()));
        return get(id);
    }

    /// Adds many at once.
    @Transactional
    public void add(Collection<Organisation> organisations) {
        jdbc.batchUpdate(
                "insert into people.organisation (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                organisations,
                500,
                (statement, each) -> {
                    statement.setLong(1, each.id());
                    statement.setString(2, each.kind().name());
                    statement.setString(3, each.name());
                    statement.setString(4, each.placeCode());
                    statement.setString(5, each.creditCode());
                    statement.setString(6, each.contact());
                    statement.setString(7, each.phone());
                    statement.setString(8, each.licence());
                    statement.setObject(9, each.licenceExpires());
                    statement.setObject(10, each.parent(), java.sql.Types.BIGINT);
                    statement.setObject(11, each.endedOn());
                    statement.setInt(12, each.version());
                });
    }

    static Organisation read(ResultSet row, int number) throws SQLException {
        return new Organisation(
                row.getLong("id"),
                Organisation.Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                text(row, "place_code"),
                row.getString("credit_code"),
                text(row, "contact"),
                text(row, "phone"),
                text(row, "licence"),
                row.getObject("licence_expires", LocalDate.class),
                row.getObject("parent", Long.class),
                row.getObject("ended_on", LocalDate.class),
                row.getInt("version"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "" : value;
    }
}
