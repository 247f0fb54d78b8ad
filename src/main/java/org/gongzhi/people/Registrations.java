package org.gongzhi.people;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Residence registrations of floating population and endorsements of residence permits, which are renewed every year
/// (Provisional Regulation on Residence Permits, art. 10).
@Component
public class Registrations {

    public enum Kind {
        RESIDENCE_REGISTRATION,
        PERMIT_ENDORSEMENT
    }

    /// A registration that ends on a day; `ended` when it was renewed or its holder left.
    public record Registration(
            long id, long person, String placeCode, Kind kind, LocalDate since, LocalDate expires, boolean ended) {}

    private static final String COLUMNS = "id, person, place_code, kind, since, expires, ended";

    private final JdbcClient client;
    private final People people;
    private final RegisterTerms terms;
    private final Ids ids;
    private final Clock clock;

    Registrations(JdbcClient client, People people, RegisterTerms terms, Ids ids, Clock clock) {
        this.client = client;
        this.people = people;
        this.terms = terms;
        this.ids = ids;
        this.clock = clock;
    }

    public List<Registration> of(Person person) {
        return client.sql("select " + COLUMNS + " " + """
                        from people.registration where community = ? and person = ? order by ended, expires desc""")
                .params(person.community(), person.id())
                .query(Registrations::read)
                .list();
    }

    /// Registers or renews: an older registration of the same kind ends with it. It runs for the term of
    /// `people/terms.csv`, to the corresponding day (Civil Code art. 202).
    @Transactional
    public void register(Person person, Kind kind, LocalDate since, Entry.Who by) {
        if (since.isAfter(Clocks.today(clock))) {
            throw Refusal.invalid("day-future");
        }
        LocalDate expires = since.plusMonths(terms.registrationMonths());
        client.sql(
                        "update people.registration set ended = true where community = ? and person = ? and kind = ? and not ended")
                .params(person.community(), person.id(), kind.name())
                .update();
        client.sql("""
                        insert into people.registration (community, id, person, place_code, kind, since, expires)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(person.community(), ids.next(), person.id(), person.placeCode(), kind.name(), since, expires)
                .update();
        people.note(person, "registration", null, kind + " " + since + " - " + expires, by, null);
    }

    /// What expires by a day within these places, overdue ones included, the earliest first.
    public List<Registration> expiring(List<String> codes, LocalDate by, int limit) {
        if (codes.isEmpty()) {
            return List.of();
        }
        var parameters = new ArrayList<Object>();
        parameters.add(by);
        String inside = Directory.ranges("place_code", codes, parameters);
        parameters.add(limit);
        return client.sql("select " + COLUMNS + " from people.registration where not ended and expires <= ? and "
                        + inside + " order by expires, id limit ?")
                .params(parameters)
                .query(Registrations::read)
                .list();
    }

    private static Registration read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Registration(
                row.getLong("id"),
                row.getLong("person"),
                row.getString("place_code"),
                Kind.valueOf(row.getString("kind")),
                row.getObject("since", LocalDate.class),
                row.getObject("expires", LocalDate.class),
                row.getBoolean("ended"));
    }
}
