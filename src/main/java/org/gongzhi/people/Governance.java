package org.gongzhi.people;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Which body governs which place in which role, from a day to a day. At one time a place has one body for each role:
/// the database sees to it.
@Component
public class Governance {

    /// What a body is to a place.
    public enum Role {
        RESIDENTS_COMMITTEE,
        PROPERTY_COMPANY,
        OWNERS_COMMITTEE,
        INTERIM_PROPERTY_COMMITTEE,
        TRUSTEE,
        POLICE_POST,
        PARTY_ORGANISATION,
        DEVELOPER
    }

    /// How an estate is managed, read from who governs it now.
    public enum State {
        MANAGED,
        TRUSTEESHIP,
        UNMANAGED
    }

    /// One body governing one place.
    public record Reign(
            long community,
            long place,
            Role role,
            long organisation,
            Instant since,
            @Nullable Instant until) {}

    /// The body of the journal's rows about governance.
    record GovernanceFact(Role role, long organisation) {}

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Journal journal;
    private final Clock clock;

    Governance(JdbcClient client, JdbcTemplate jdbc, Journal journal, Clock clock) {
        this.client = client;
        this.jdbc = jdbc;
        this.journal = journal;
        this.clock = clock;
    }

    /// Who governs a place or ever did, today's first.
    public List<Reign> of(Place place) {
        return client.sql("""
                        select community, place, role, organisation, since, until from people.governance
                        where community = ? and place = ? order by until is not null, role, since desc limit 200""")
                .params(place.community(), place.id())
                .query((row, _) -> reign(row))
                .list();
    }

    /// Who governs these places now.
    public List<Reign> current(Collection<Long> communities) {
        return client.sql("""
                        select community, place, role, organisation, since, until from people.governance
                        where community = any (?) and until is null""")
                .param(communities.toArray(Long[]::new))
                .query((row, _) -> reign(row))
                .list();
    }

    private static Reign reign(java.sql.ResultSet row) throws java.sql.SQLException {
        Timestamp until = row.getTimestamp("until");
        return new Reign(
                row.getLong("community"),
                row.getLong("place"),
                Role.valueOf(row.getString("role")),
                row.getLong("organisation"),
                row.getTimestamp("since").toInstant(),
                until == null ? null : until.toInstant());
    }

    /// A body begins to govern; whoever had the role before ends the same day.
    @Transactional
    public void begin(Place place, Role role, Organisation organisation, LocalDate since, Entry.Who by) {
        Instant from = since.atStartOfDay(Clocks.ZONE).toInstant();
        int late = client.sql("""
                        select count(*) from people.governance
                        where community = ? and place = ? and role = ? and until is null and since >= ?""")
                .params(place.community(), place.id(), role.name(), Timestamp.from(from))
                .query(Integer.class)
                .single();
        if (late > 0) {
            throw Refusal.invalid("day-order");
        }
        client.sql(
                        "update people.governance set until = ? where community = ? and place = ? and role = ? and until is null")
                .params(Timestamp.from(from), place.community(), place.id(), role.name())
                .update();
        try {
            add(List.of(new Reign(place.community(), place.id(), role, organisation.id(), from, null)));
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("changed-meanwhile");
        }
        log(place, "GovernanceBegan", role, organisation.id(), by);
    }

    /// A body no longer governs; nobody takes its role.
    @Transactional
    public void end(Place place, Role role, LocalDate until, Entry.Who by) {
        Reign now = of(place).stream()
                .filter(each -> each.role == role && each.until == null)
                .findFirst()
                .orElseThrow(() -> Refusal.conflict("governance-none"));
        Instant day = until.atStartOfDay(Clocks.ZONE).toInstant();
        if (day.isBefore(now.since)) {
            throw Refusal.invalid("day-order");
        }
        client.sql(
                        "update people.governance set until = ? where community = ? and place = ? and role = ? and until is null")
                .params(Timestamp.from(day), place.community(), place.id(), role.name())
                .update();
        log(place, "GovernanceEnded", role, now.organisation, by);
    }

    private void log(Place place, String kind, Role role, long organisation, Entry.Who by) {
        journal.append(new Entry(
                new Entry.Where(place.community(), place.id()),
                by,
                new Entry.Subject("place", place.id()),
                kind,
                new GovernanceFact(role, organisation),
                clock.instant()));
    }

    /// Adds many at once.
    @Transactional
    public void add(Collection<Reign> reigns) {
        jdbc.batchUpdate(
                "insert into people.governance (community, place, role, organisation, since) values (?, ?, ?, ?, ?)",
                reigns,
                500,
                (statement, each) -> {
                    statement.setLong(1, each.community());
                    statement.setLong(2, each.place());
                    statement.setString(3, each.role().name());
                    statement.setLong(4, each.organisation());
                    statement.setTimestamp(5, Timestamp.from(each.since()));
                });
    }
}
