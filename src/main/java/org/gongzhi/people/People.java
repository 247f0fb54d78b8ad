package org.gongzhi.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door to people: added, changed, erased. Whoever shows somebody in the clear to somebody else logs that
/// first (`access.Audit`).
@Component
public class People {

    static final String COLUMNS = "p.community, p.id, p.place_code, p.sealed_name, p.phone, p.id_number, p.born, p.sex,"
            + " p.registered_at, p.dwelling, p.version";

    /// The body of the journal's rows about people: which fields, never what stands in them.
    record PersonFact(List<String> fields) {}

    /// One value that was changed: by whom, in which seat, from what to what. Only for those who may see the
    /// person.
    public record Change(
            java.time.Instant at,
            @Nullable Long account,
            @Nullable Long seat,
            String field,
            @Nullable String before,
            @Nullable String after) {}

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;
    private final Tokens tokens;
    private final Journal journal;
    private final ApplicationEventPublisher inside;
    private final Ids ids;
    private final Clock clock;

    People(
            JdbcClient client,
            JdbcTemplate jdbc,
            Sealed sealed,
            Tokens tokens,
            Journal journal,
            ApplicationEventPublisher inside,
            Ids ids,
            Clock clock) {
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
        this.tokens = tokens;
        this.journal = journal;
        this.inside = inside;
        this.ids = ids;
        this.clock = clock;
    }

    /// The person in the clear, or a refusal.
    public Person get(long id) {
        return find(id).orElseThrow(() -> Refusal.unknown("person"));
    }

    public Optional<Person> find(long id) {
        return client.sql("select " + COLUMNS + " from people.person p where p.id = ?")
                .param(id)
                .query(this::read)
                .optional();
    }

    /// The people with these ids, in no order.
    public List<Person> all(Collection<Long> wanted) {
        return client.sql("select " + COLUMNS + " from people.person p where p.id = any (?)")
                .param(wanted.toArray(Long[]::new))
                .query(this::read)
                .list();
    }

    /// Who has which of these identity numbers in a community.
    public Map<IdNumber, Person> withIdNumbers(long community, Collection<IdNumber> numbers) {
        Map<IdNumber, Person> found = new LinkedHashMap<>();
        client.sql("select " + COLUMNS + " from people.person p where p.community = ? and p.id_hash = any (?)")
                .params(community, numbers.stream().map(this::idHash).toArray(byte[][]::new))
                .query(this::read)
                .list()
                .forEach(person -> found.put(Objects.requireNonNull(person.idNumber()), person));
        return found;
    }

    Person read(ResultSet row, int number) throws SQLException {
        long dwelling = row.getLong("dwelling");
        boolean none = row.wasNull();
        long community = row.getLong("community");
        String code = row.getString("place_code");
        String idNumber = open(row.getBytes("id_number"));
        String born = open(row.getBytes("born"));
        String sex = row.getString("sex");
        return new Person(
                community,
                row.getLong("id"),
                code == null ? Long.toString(community) : code,
                Objects.requireNonNullElse(open(row.getBytes("sealed_name")), ""),
                open(row.getBytes("phone")),
                idNumber == null ? null : new IdNumber(idNumber),
                born == null ? null : LocalDate.parse(born),
                sex == null ? null : Sex.valueOf(sex),
                row.getString("registered_at"),
                none ? null : Long.valueOf(dwelling),
                row.getInt("version"));
    }

    private @Nullable String open(byte @Nullable [] value) {
        return value == null ? null : sealed.open(value);
    }

    private byte @Nullable [] seal(@Nullable Object value) {
        return value == null ? null : sealed.seal(value.toString());
    }

    byte[] idHash(IdNumber number) {
        return Arrays.copyOf(sealed.hash("id:" + number.text()), 16);
    }

    /// Adds many people at once, encrypted and with what they are searched by. `batch` is the import they
    /// come from. A second person with the same identity number in a community is refused by the database.
    @Transactional
    public void add(Collection<Person> people, @Nullable Long batch) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.batchUpdate("""
                insert into people.person (community, id, place_code, sealed_name, phone, id_number, id_hash, born, sex,
                                           registered_at, floating, dwelling, batch, changed_at, version)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", people, 1000, (statement, person) -> {
            statement.setLong(1, person.community());
            statement.setLong(2, person.id());
            statement.setString(3, person.placeCode());
            statement.setBytes(4, seal(person.name()));
            statement.setBytes(5, seal(person.phone()));
            statement.setBytes(
                    6, person.idNumber() == null ? null : seal(person.idNumber().text()));
            statement.setBytes(7, person.idNumber() == null ? null : idHash(person.idNumber()));
            statement.setBytes(8, seal(person.born()));
            statement.setString(9, person.sex() == null ? null : person.sex().name());
            statement.setString(10, person.registeredAt());
            statement.setBoolean(11, person.floating());
            statement.setObject(12, person.dwelling(), Types.BIGINT);
            statement.setObject(13, batch, Types.BIGINT);
            statement.setTimestamp(14, now);
            statement.setInt(15, person.version());
        });
        index(people);
    }

    /// Makes what these people are searched by.
    void index(Collection<Person> people) {
        var communities = new ArrayList<Long>();
        var found = new ArrayList<Long>();
        var persons = new ArrayList<Long>();
        for (Person person : people) {
            for (long token : tokens.of(person)) {
                communities.add(person.community());
                found.add(token);
                persons.add(person.id());
            }
        }
        client.sql("""
                        insert into people.token (community, token, person)
                        select * from unnest(?::bigint[], ?::bigint[], ?::bigint[]) on conflict do nothing""")
                .params(communities.toArray(Long[]::new), found.toArray(Long[]::new), persons.toArray(Long[]::new))
                .update();
    }

    /// One person typed in by hand.
    @Transactional
    public Person enter(Person person, Entry.Who by) {
        try {
            add(List.of(person), null);
        } catch (DuplicateKeyException taken) {
            throw Refusal.conflict("id-number-taken");
        }
        log(person, by, "PersonEntered", List.of());
        return person;
    }

    /// Makes `person` what stands in the register, when it still has the version that `person` carries. Every value
    /// that changes is kept with who changed it.
    @Transactional
    public Person change(Person person, Entry.Who by, @Nullable Long batch) {
        Person before = get(person.id());
        var changed = differences(before, person);
        if (changed.isEmpty()) {
            return person;
        }
        try {
            int rows = client.sql("""
                            update people.person set place_code = ?, sealed_name = ?, phone = ?, id_number = ?,
                                id_hash = ?, born = ?, sex = ?, registered_at = ?, floating = ?, dwelling = ?,
                                changed_at = ?, version = version + 1
                            where community = ? and id = ? and version = ?""")
                    .params(Arrays.asList(
                            person.placeCode(),
                            seal(person.name()),
                            seal(person.phone()),
                            person.idNumber() == null
                                    ? null
                                    : seal(person.idNumber().text()),
                            person.idNumber() == null ? null : idHash(person.idNumber()),
                            seal(person.born()),
                            person.sex() == null ? null : person.sex().name(),
                            person.registeredAt(),
                            person.floating(),
                            person.dwelling(),
                            Timestamp.from(clock.instant()),
                            person.community(),
                            person.id(),
                            person.version()))
                    .update();
            if (rows == 0) {
                throw Refusal.conflict("changed-meanwhile");
            }
        } catch (DuplicateKeyException taken) {
            throw Refusal.conflict("id-number-taken");
        }
        client.sql("delete from people.token where community = ? and person = ?")
                .params(person.community(), person.id())
                .update();
        index(List.of(person));
        record(before, changed, by, batch);
        log(person, by, "PersonChanged", List.copyOf(changed.keySet()));
        return get(person.id());
    }

    private record Pair(@Nullable String before, @Nullable String after) {}

    private static Map<String, Pair> differences(Person before, Person after) {
        var all = new LinkedHashMap<String, Pair>();
        compare(all, "name", before.name(), after.name());
        compare(all, "phone", before.phone(), after.phone());
        compare(all, "id-number", before.idNumber(), after.idNumber());
        compare(all, "born", before.born(), after.born());
        compare(all, "sex", before.sex(), after.sex());
        compare(all, "registered-at", before.registeredAt(), after.registeredAt());
        compare(all, "home", before.placeCode(), after.placeCode());
        return all;
    }

    private static void compare(Map<String, Pair> all, String field, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            all.put(field, new Pair(text(before), text(after)));
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof IdNumber number ? number.text() : value == null ? null : value.toString();
    }

    private void record(Person person, Map<String, Pair> changed, Entry.Who by, @Nullable Long batch) {
        changed.forEach((field, pair) -> note(person, field, pair.before, pair.after, by, batch));
    }

    /// Keeps a change of something that belongs to a person, in their history.
    void note(
            Person person,
            String field,
            @Nullable String before,
            @Nullable String after,
            Entry.Who by,
            @Nullable Long batch) {
        client.sql("""
                        insert into people.change (community, id, person, at, account, seat, field, before, after, batch)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        person.community(),
                        ids.next(),
                        person.id(),
                        Timestamp.from(clock.instant()),
                        by.account(),
                        by.seat(),
                        field,
                        seal(before),
                        seal(after),
                        batch))
                .update();
    }

    /// Takes the values of one field out of a person's history.
    @Transactional
    public void forget(Person person, String field) {
        client.sql("""
                        update people.change set before = null, after = null
                        where community = ? and person = ? and field = ?""").params(person.community(), person.id(), field).update();
    }

    /// What was changed about a person, the newest first.
    public List<Change> changes(Person person) {
        return changes(person, null);
    }

    /// The same, of one batch when one is given.
    List<Change> changes(Person person, @Nullable Long batch) {
        return client.sql("""
                        select at, account, seat, field, before, after from people.change
                        where community = ? and person = ? and (?::bigint is null or batch = ?)
                        order by id desc limit 200""")
                .params(Arrays.asList(person.community(), person.id(), batch, batch))
                .query((row, _) -> new Change(
                        row.getTimestamp("at").toInstant(),
                        row.getObject("account", Long.class),
                        row.getObject("seat", Long.class),
                        row.getString("field"),
                        open(row.getBytes("before")),
                        open(row.getBytes("after"))))
                .list();
    }

    /// Takes everything about a person out of the register, and has those who hear [PersonErasing] take it
    /// out of theirs, in one transaction. Counts, journal rows and their commitments stay (PIPL art. 47).
    @Transactional
    public void erase(long id, Entry.Who by) {
        Person person = get(id);
        inside.publishEvent(new PersonErasing(person, by));
        for (String table : List.of("token", "change", "care", "registration")) {
            client.sql("delete from people." + table + " where community = ? and person = ?")
                    .params(person.community(), id)
                    .update();
        }
        client.sql("delete from people.person where community = ? and id = ?")
                .params(person.community(), id)
                .update();
        log(person, by, "PersonErased", List.of());
    }

    private void log(Person person, Entry.Who by, String kind, List<String> fields) {
        journal.append(new Entry(
                new Entry.Where(person.community(), null),
                by,
                new Entry.Subject("person", person.id()),
                kind,
                new PersonFact(fields),
                clock.instant()));
    }
}
