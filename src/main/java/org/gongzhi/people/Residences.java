package org.gongzhi.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Who lives where since when. Keeps the count of people of each dwelling, and the home that a person's row
/// carries.
@Component
public class Residences {

    private static final String COLUMNS =
            "community, id, person, dwelling, place_code, relation, household, head, since, until";

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final People people;
    private final org.gongzhi.kernel.Ids ids;
    private final Clock clock;

    Residences(JdbcClient client, JdbcTemplate jdbc, People people, org.gongzhi.kernel.Ids ids, Clock clock) {
        this.client = client;
        this.jdbc = jdbc;
        this.people = people;
        this.ids = ids;
        this.clock = clock;
    }

    /// Everybody who ever lived in a dwelling, those who live there now first.
    public List<Residence> of(Place dwelling) {
        return client.sql("select " + COLUMNS + """
                         from people.residence where community = ? and dwelling = ?
                        order by until is not null, household, head desc, since, id limit 300""")
                .params(dwelling.community(), dwelling.id())
                .query(Residences::read)
                .list();
    }

    /// Everywhere a person ever lived, the newest first.
    public List<Residence> of(Person person) {
        return client.sql("select " + COLUMNS + """
                         from people.residence where community = ? and person = ?
                        order by until is not null, since desc, id desc limit 100""")
                .params(person.community(), person.id())
                .query(Residences::read)
                .list();
    }

    /// Who lives in these dwellings now, by dwelling.
    public Map<Long, List<Person>> livingIn(long community, Collection<Long> dwellings) {
        return persons(community, dwellings, List.of(Relation.values()));
    }

    /// Who owns these units now, by unit.
    public Map<Long, List<Person>> owning(long community, Collection<Long> units) {
        return persons(community, units, List.of(Relation.OWNER));
    }

    private Map<Long, List<Person>> persons(long community, Collection<Long> dwellings, List<Relation> relations) {
        Map<Long, List<Long>> ids = new HashMap<>();
        client.sql("""
                        select dwelling, person from people.residence
                        where community = ? and dwelling = any (?) and until is null and relation = any (?)""")
                .params(
                        community,
                        dwellings.toArray(Long[]::new),
                        relations.stream().map(Enum::name).toArray(String[]::new))
                .query((row, _) -> ids.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                        .add(row.getLong(2)))
                .list();
        Map<Long, Person> known =
                people.all(ids.values().stream().flatMap(List::stream).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Person::id, Function.identity()));
        return ids.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().stream()
                                .map(known::get)
                                .filter(Objects::nonNull)
                                .toList()));
    }

    /// People who moved out everywhere before a day and hold no seat; at most `most`.
    public List<Long> goneSince(LocalDate day, int most) {
        return client.sql("""
                        select r.community, r.person from people.residence r
                        where not exists (select 1 from people.seat s where s.person = r.person and s.ended_at is null)
                        group by r.community, r.person
                        having bool_and(r.until is not null) and max(r.until) < ? limit ?""")
                .params(day, most)
                .query((row, _) -> row.getLong(2))
                .list();
    }

    /// Where these people live now, as `person dwelling`.
    public List<String> current(long community, Collection<Long> persons) {
        return client.sql("""
                        select person || ' ' || dwelling from people.residence
                        where community = ? and person = any (?) and until is null""")
                .params(community, persons.toArray(Long[]::new))
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// Somebody moves into a dwelling of their community.
    @Transactional
    public Residence moveIn(
            Person person, Place dwelling, Relation relation, int household, LocalDate since, Entry.Who by) {
        if (dwelling.community() != person.community()) {
            throw Refusal.invalid("other-community");
        }
        if (since.isAfter(Clocks.today(clock))) {
            throw Refusal.invalid("day-future");
        }
        boolean head = client.sql("""
                        select count(*) from people.residence
                        where community = ? and dwelling = ? and household = ? and head and until is null""")
                        .params(dwelling.community(), dwelling.id(), household)
                        .query(Long.class)
                        .single()
                == 0;
        var fresh = new Residence(
                person.community(),
                ids.next(),
                person.id(),
                dwelling.id(),
                dwelling.code(),
                relation,
                household,
                head,
                since,
                null);
        try {
            add(List.of(fresh), null);
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("lives-there");
        }
        people.note(person, "moved-in", null, dwelling.code() + " " + relation, by, null);
        return fresh;
    }

    /// Somebody moves out.
    @Transactional
    public void moveOut(Person person, long residence, LocalDate until, Entry.Who by) {
        if (until.isAfter(Clocks.today(clock))) {
            throw Refusal.invalid("day-future");
        }
        Residence was = of(person).stream()
                .filter(each -> each.id() == residence)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("residence"));
        if (until.isBefore(was.since())) {
            throw Refusal.invalid("day-order");
        }
        int ended = client.sql("update people.residence set until = ? where community = ? and id = ? and until is null")
                .params(until, person.community(), residence)
                .update();
        if (ended == 0) {
            throw Refusal.conflict("moved-out");
        }
        count(List.of(was));
        people.note(person, "moved-out", was.placeCode() + " " + was.relation(), null, by, null);
        settle(person);
    }

    /// The row of a person belongs to where they live now: the newest home, or the community when there is none.
    void settle(Person person) {
        Residence home = of(person).stream()
                .filter(each -> each.until() == null)
                .findFirst()
                .orElse(null);
        client.sql(
                        "update people.person set dwelling = ?, place_code = ?, version = version + 1 where community = ? and id = ?")
                .params(Arrays.asList(
                        home == null ? null : Long.valueOf(home.dwelling()),
                        home == null ? Long.toString(person.community()) : home.placeCode(),
                        person.community(),
                        person.id()))
                .update();
        follow(List.of(person.id()));
    }

    /// What is kept about these people is where they live now: needs and registrations are listed by place.
    private void follow(Collection<Long> persons) {
        for (String table : List.of("care", "registration")) {
            client.sql("update people." + table + """
                             k set place_code = p.place_code from people.person p
                            where p.community = k.community and p.id = k.person and p.id = any (?)
                            and k.place_code <> p.place_code""")
                    .param(persons.toArray(Long[]::new))
                    .update();
        }
    }

    /// An erased person is counted nowhere any more.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(PersonErasing erasing) {
        var gone = of(erasing.person());
        client.sql("delete from people.residence where community = ? and person = ?")
                .params(erasing.person().community(), erasing.person().id())
                .update();
        count(gone);
    }

    /// Adds many residences at once; the people become those of their dwelling.
    @Transactional
    public void add(Collection<Residence> residences, @Nullable Long batch) {
        jdbc.batchUpdate("""
                insert into people.residence
                    (community, id, person, dwelling, place_code, relation, household, head, since, until, batch)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", residences, 1000, (statement, residence) -> {
            statement.setLong(1, residence.community());
            statement.setLong(2, residence.id());
            statement.setLong(3, residence.person());
            statement.setLong(4, residence.dwelling());
            statement.setString(5, residence.placeCode());
            statement.setString(6, residence.relation().name());
            statement.setInt(7, residence.household());
            statement.setBoolean(8, residence.head());
            statement.setObject(9, residence.since());
            statement.setObject(10, residence.until());
            statement.setObject(11, batch, Types.BIGINT);
        });
        count(residences);
        client.sql("""
                        update people.person p set dwelling = n.dwelling, place_code = n.code
                        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[]) as n (community, person, dwelling, code)
                        where p.community = n.community and p.id = n.person and p.place_code is distinct from n.code""")
                .params(
                        residences.stream().map(Residence::community).toArray(Long[]::new),
                        residences.stream().map(Residence::person).toArray(Long[]::new),
                        residences.stream().map(Residence::dwelling).toArray(Long[]::new),
                        residences.stream().map(Residence::placeCode).toArray(String[]::new))
                .update();
        follow(residences.stream().map(Residence::person).toList());
    }

    /// Counts the people of these residences' dwellings anew.
    void count(Collection<Residence> residences) {
        var dwellings = residences.stream()
                .collect(Collectors.toMap(Residence::dwelling, Function.identity(), (one, _) -> one))
                .values();
        client.sql("""
                        insert into people.dwelling (community, id, place_code, people)
                        select n.community, n.dwelling, n.code, r.people
                        from unnest(?::bigint[], ?::bigint[], ?::text[]) as n (community, dwelling, code)
                        cross join lateral (
                            select count(*) as people from people.residence l where l.community = n.community
                            and l.dwelling = n.dwelling and l.until is null and l.relation <> 'REGISTERED_ELSEWHERE') r
                        on conflict (community, id) do update set people = excluded.people,
                            use = case when excluded.people > 0 and people.dwelling.use = 'VACANT' then 'LIVED_IN'
                                       else people.dwelling.use end""")
                .params(
                        dwellings.stream().map(Residence::community).toArray(Long[]::new),
                        dwellings.stream().map(Residence::dwelling).toArray(Long[]::new),
                        dwellings.stream().map(Residence::placeCode).toArray(String[]::new))
                .update();
    }

    static Residence read(ResultSet row, int number) throws SQLException {
        return new Residence(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("person"),
                row.getLong("dwelling"),
                row.getString("place_code"),
                Relation.valueOf(row.getString("relation")),
                row.getInt("household"),
                row.getBoolean("head"),
                row.getObject("since", LocalDate.class),
                row.getObject("until", LocalDate.class));
    }
}
