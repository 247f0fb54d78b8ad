package org.gongzhi.people;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The party organisation of a community: members and units register where they live and work, and report to both
/// (双报到, 双报告: seed 001); groups keep a handbook. Membership is sensitive and is kept with separate consent only; it is
/// shown to others only by whoever wants to show it.
@Component
public class Party {

    /// A member registered with an organisation here. `home` is the organisation at the workplace.
    public record Member(
            long person,
            String placeCode,
            long organisation,
            String home,
            LocalDate registeredOn,
            @Nullable LocalDate reportedOn,
            boolean hub,
            boolean shows) {}

    /// A unit of the area with so many members, registered or not.
    public record Unit(
            long organisation,
            int members,
            @Nullable LocalDate registeredOn,
            @Nullable LocalDate reportedOn) {}

    /// An entry of the group handbook.
    public record Record(long id, long organisation, Instant at, Kind kind, String title, String text) {}

    public enum Kind {
        PLAN,
        RECORD,
        REPORT
    }

    /// How far registration has come, counted: units that registered of all, members that registered of all in units.
    public record Reach(int units, int unitsRegistered, int members, int membersRegistered, int target) {

        /// True when `part` of `whole` reaches the target percent; counted crosswise, without rounding.
        public static boolean reaches(int part, int whole, int target) {
            return 100L * part >= (long) target * whole;
        }

        public boolean unitsReach() {
            return reaches(unitsRegistered, units, target);
        }

        public boolean membersReach() {
            return reaches(membersRegistered, members, target);
        }
    }

    /// The body of the journal's rows: never who is a member.
    record PartyFact(long organisation) {}

    private final JdbcClient client;
    private final Sealed sealed;
    private final RegisterTerms terms;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Party(JdbcClient client, Sealed sealed, RegisterTerms terms, Journal journal, Ids ids, Clock clock) {
        this.client = client;
        this.sealed = sealed;
        this.terms = terms;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Registers a member with a party organisation of their community.
    @Transactional
    public void register(Person person, Organisation with, String home, Entry.Who by) {
        if (!with.kind().party()) {
            throw Refusal.invalid("party-organisation");
        }
        try {
            client.sql("""
                            insert into people.party_member
                                (community, person, place_code, organisation, home, registered_on)
                            values (?, ?, ?, ?, ?, ?)""")
                    .params(Arrays.asList(
                            person.community(),
                            person.id(),
                            person.placeCode(),
                            with.id(),
                            home.isBlank() ? null : sealed.seal(home.strip()),
                            Clocks.today(clock)))
                    .update();
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("party-registered");
        }
        log(person.community(), with.id(), "PartyMemberRegistered", by);
    }

    /// A member reported to both organisations today.
    @Transactional
    public void report(Person person) {
        touch(person, "reported_on = ?", Clocks.today(clock));
    }

    /// Makes a member's home a hub household, or no longer.
    @Transactional
    public void hub(Person person, boolean hub) {
        touch(person, "hub = ?", hub);
    }

    /// A member shows their membership, or no longer; only the member themselves decides (R063).
    @Transactional
    public void show(Person person, boolean shows) {
        touch(person, "shows = ?", shows);
    }

    /// A member leaves or withdraws consent: the row goes.
    @Transactional
    public void leave(Person person) {
        client.sql("delete from people.party_member where community = ? and person = ?")
                .params(person.community(), person.id())
                .update();
    }

    private void touch(Person person, String change, Object value) {
        int rows = client.sql("update people.party_member set " + change + " where community = ? and person = ?")
                .params(value, person.community(), person.id())
                .update();
        if (rows == 0) {
            throw Refusal.conflict("party-not-registered");
        }
    }

    /// The members registered with these organisations.
    public List<Member> members(List<Long> with) {
        return client.sql("""
                        select person, place_code, organisation, home, registered_on, reported_on, hub, shows
                        from people.party_member where organisation = any (?) and ended_on is null
                        order by place_code, person limit 500""")
                .param(with.toArray(Long[]::new))
                .query((row, _) -> {
                    byte[] home = row.getBytes("home");
                    return new Member(
                            row.getLong("person"),
                            row.getString("place_code"),
                            row.getLong("organisation"),
                            home == null ? "" : sealed.open(home),
                            row.getObject("registered_on", LocalDate.class),
                            row.getObject("reported_on", LocalDate.class),
                            row.getBoolean("hub"),
                            row.getBoolean("shows"));
                })
                .list();
    }

    /// Says how many members a unit of the area has, and whether it has registered and reported here.
    @Transactional
    public void unit(Place community, Organisation unit, Unit state, Entry.Who by) {
        if (state.members < 0) {
            throw Refusal.invalid("party-members");
        }
        client.sql("""
                        insert into people.party_unit (community, organisation, members, registered_on, reported_on)
                        values (?, ?, ?, ?, ?)
                        on conflict (community, organisation) do update set members = excluded.members,
                            registered_on = excluded.registered_on, reported_on = excluded.reported_on""")
                .params(Arrays.asList(
                        community.community(), unit.id(), state.members, state.registeredOn, state.reportedOn))
                .update();
        log(community.community(), unit.id(), "PartyUnitChanged", by);
    }

    public List<Unit> units(long community) {
        return client.sql("""
                        select organisation, members, registered_on, reported_on from people.party_unit
                        where community = ? order by organisation limit 500""")
                .param(community)
                .query((row, _) -> new Unit(
                        row.getLong(1),
                        row.getInt(2),
                        row.getObject(3, LocalDate.class),
                        row.getObject(4, LocalDate.class)))
                .list();
    }

    /// How far registration has come in a community, against the target of `people/terms.csv` (R085).
    public Reach reach(long community) {
        var units = units(community);
        int registered = client.sql("""
                        select count(*) from people.party_member where community = ? and ended_on is null""").param(community).query(Integer.class).single();
        return new Reach(
                units.size(),
                (int) units.stream().filter(unit -> unit.registeredOn != null).count(),
                units.stream().mapToInt(Unit::members).sum(),
                registered,
                terms.partyCoveragePercent());
    }

    /// Writes into a group's handbook.
    @Transactional
    public void write(Place community, long organisation, Kind kind, String title, String text, Entry.Who by) {
        if (title.isBlank() || title.length() > 100 || text.length() > 5000) {
            throw Refusal.invalid("party-record");
        }
        client.sql("""
                        insert into people.party_record (community, id, organisation, at, account, kind, title, text)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        community.community(),
                        ids.next(),
                        organisation,
                        Timestamp.from(clock.instant()),
                        by.account(),
                        kind.name(),
                        title.strip(),
                        text.strip()))
                .update();
        log(community.community(), organisation, "PartyRecordWritten", by);
    }

    /// A group's handbook, the newest first.
    public List<Record> handbook(long organisation) {
        return client.sql("""
                        select id, organisation, at, kind, title, text from people.party_record
                        where organisation = ? order by id desc limit 100""")
                .param(organisation)
                .query((row, _) -> new Record(
                        row.getLong(1),
                        row.getLong(2),
                        row.getTimestamp(3).toInstant(),
                        Kind.valueOf(row.getString(4)),
                        row.getString(5),
                        row.getString(6)))
                .list();
    }

    /// An erased person is no member any more.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(PersonErasing erasing) {
        leave(erasing.person());
    }

    private void log(long community, long organisation, String kind, Entry.Who by) {
        journal.append(new Entry(
                new Entry.Where(community, null),
                by,
                new Entry.Subject("organisation", organisation),
                kind,
                new PartyFact(organisation),
                clock.instant()));
    }
}
