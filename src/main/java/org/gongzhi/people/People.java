package org.gongzhi.people;

import java.util.Collection;
import java.util.Optional;
import org.gongzhi.kernel.Refusal;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door to the register of people and organisations.
@Component
public class People {

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;

    People(JdbcClient client, JdbcTemplate jdbc, Sealed sealed) {
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
    }

    /// The person in the clear. Whoever shows it to somebody else must log that first.
    public Person get(long id) {
        return find(id).orElseThrow(() -> Refusal.unknown("person"));
    }

    public Optional<Person> find(long id) {
        return client.sql("select community, id, name, phone, dwelling from people.person where id = ?")
                .param(id)
                .query((row, _) -> {
                    long dwelling = row.getLong("dwelling");
                    boolean homeless = row.wasNull();
                    byte[] phone = row.getBytes("phone");
                    return new Person(
                            row.getLong("community"),
                            row.getLong("id"),
                            row.getString("name"),
                            phone == null ? null : sealed.open(phone),
                            homeless ? null : Long.valueOf(dwelling));
                })
                .optional();
    }

    /// Adds many people at once, their numbers encrypted.
    @Transactional
    public void add(Collection<Person> people) {
        jdbc.batchUpdate("""
                insert into people.person (community, id, name, phone, phone_hash, dwelling)
                values (?, ?, ?, ?, ?, ?)""", people, 1000, (statement, person) -> {
            statement.setLong(1, person.community());
            statement.setLong(2, person.id());
            statement.setString(3, person.name());
            statement.setBytes(4, person.phone() == null ? null : sealed.seal(person.phone()));
            statement.setBytes(5, person.phone() == null ? null : sealed.hash(person.phone()));
            statement.setObject(6, person.dwelling());
        });
    }

    @Transactional
    public void addOrganisations(Collection<Organisation> organisations) {
        jdbc.batchUpdate(
                "insert into people.organisation (id, kind, name) values (?, ?, ?)",
                organisations,
                500,
                (statement, organisation) -> {
                    statement.setLong(1, organisation.id());
                    statement.setString(2, organisation.kind().name());
                    statement.setString(3, organisation.name());
                });
    }

    /// One body governing a place: `role` is RESIDENTS_COMMITTEE, PROPERTY_COMPANY or OWNERS_COMMITTEE.
    public record Governance(long community, long place, Organisation.Kind role, long organisation) {}

    @Transactional
    public void addGovernance(Collection<Governance> governance) {
        jdbc.batchUpdate(
                "insert into people.governance (community, place, role, organisation, since) values (?, ?, ?, ?, now())",
                governance,
                500,
                (statement, each) -> {
                    statement.setLong(1, each.community());
                    statement.setLong(2, each.place());
                    statement.setString(3, each.role().name());
                    statement.setLong(4, each.organisation());
                });
    }
}
