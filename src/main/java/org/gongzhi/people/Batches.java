package org.gongzhi.people;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.gongzhi.journal.Entry;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Takes back what an import brought. Its id is the batch of the rows, and older than every change it made.
@Component
public class Batches {

    /// True of people whom somebody has changed since, other than the import itself.
    private static final String TOUCHED = """
            exists (select 1 from people.change t where t.community = %1$s.community and t.person = %1$s.%2$s
                and t.id > ? and t.batch is distinct from ?)""";

    private final JdbcClient client;
    private final People people;
    private final Residences residences;

    Batches(JdbcClient client, People people, Residences residences) {
        this.client = client;
        this.people = people;
        this.residences = residences;
    }

    /// New people and residences go, changed people are set back to what they were; whoever was changed by hand since
    /// stays as they are. Returns how many people were undone.
    @Transactional(propagation = Propagation.MANDATORY)
    public int undo(long batch) {
        var gone = client.sql(
                        "delete from people.residence r where r.batch = ? and not "
                                + TOUCHED.formatted("r", "person")
                                + " returning community, id, person, dwelling, place_code, relation, household, head, since, until")
                .params(batch, batch, batch)
                .query(Residences::read)
                .list();
        residences.count(gone);
        String fresh = "p.batch = ? and not " + TOUCHED.formatted("p", "id");
        client.sql("""
                        delete from people.token k using people.person p
                        where k.community = p.community and k.person = p.id and\s""" + fresh).params(batch, batch, batch).update();
        int deleted = client.sql("delete from people.person p where " + fresh)
                .params(batch, batch, batch)
                .update();
        var changed = client.sql("""
                        select distinct p.id from people.change c
                        join people.person p on p.community = c.community and p.id = c.person
                        where c.batch = ? and not\s""" + TOUCHED.formatted("p", "id"))
                .params(batch, batch, batch)
                .query((row, _) -> row.getLong(1))
                .list();
        people.all(changed).forEach(person -> setBack(person, batch));
        people.all(gone.stream().map(Residence::person).collect(Collectors.toSet()))
                .forEach(residences::settle);
        return deleted + changed.size();
    }

    private void setBack(Person person, long batch) {
        Map<String, @Nullable String> before = new LinkedHashMap<>();
        for (People.Change change : people.changes(person, batch)) {
            before.put(change.field(), change.before());
        }
        String idNumber = before.containsKey("id-number")
                ? before.get("id-number")
                : person.idNumber() == null ? null : person.idNumber().text();
        String born = before.containsKey("born")
                ? before.get("born")
                : person.born() == null ? null : person.born().toString();
        String sex = before.containsKey("sex")
                ? before.get("sex")
                : person.sex() == null ? null : person.sex().name();
        people.change(
                new Person(
                        person.community(),
                        person.id(),
                        person.placeCode(),
                        person.name(),
                        before.containsKey("phone") ? before.get("phone") : person.phone(),
                        idNumber == null ? null : new IdNumber(idNumber),
                        born == null ? null : LocalDate.parse(born),
                        sex == null ? null : Sex.valueOf(sex),
                        before.containsKey("registered-at") ? before.get("registered-at") : person.registeredAt(),
                        person.dwelling(),
                        person.version()),
                Entry.Who.NOBODY,
                null);
    }
}
