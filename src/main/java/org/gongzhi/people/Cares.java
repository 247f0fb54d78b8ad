package org.gongzhi.people;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Who needs what care. Sensitive personal information (PIPL art. 28): encrypted, listed by a keyed hash, shown only to
/// whoever looks after the place.
@Component
public class Cares {

    /// What somebody needs or is.
    public enum Tag {
        LIVING_ALONE,
        DISABILITY,
        CHRONIC_ILLNESS,
        PREGNANCY,
        OVER_EIGHTY,
        LOW_INCOME,
        LEFT_BEHIND_CHILD
    }

    /// One need of one person, from a day to a day.
    public record Care(
            long id,
            long person,
            String placeCode,
            Tag tag,
            LocalDate since,
            @Nullable LocalDate until) {}

    private static final String COLUMNS = "id, person, place_code, tag, since, until";

    private final JdbcClient client;
    private final Sealed sealed;
    private final Tokens tokens;
    private final People people;
    private final Ids ids;
    private final Clock clock;

    Cares(JdbcClient client, Sealed sealed, Tokens tokens, People people, Ids ids, Clock clock) {
        this.client = client;
        this.sealed = sealed;
        this.tokens = tokens;
        this.people = people;
        this.ids = ids;
        this.clock = clock;
    }

    public List<Care> of(Person person) {
        return client.sql("select " + COLUMNS + " " + """
                        from people.care where community = ? and person = ? order by until is not null, since desc""")
                .params(person.community(), person.id())
                .query(this::read)
                .list();
    }

    /// Everybody with a need within these places, from place to place.
    public Rows<Care> within(List<String> codes, Tag tag, @Nullable String after, int limit) {
        if (codes.isEmpty()) {
            return new Rows<>(List.of(), null);
        }
        var parameters = new ArrayList<Object>();
        parameters.add(tokens.token("care", tag.name()));
        String inside = Directory.ranges("place_code", codes, parameters);
        String[] mark = after == null ? new String[] {"", "0"} : after.split("_", 2);
        parameters.add(mark[0]);
        parameters.add(mark.length > 1 && mark[1].matches("\\d{1,18}") ? Long.parseLong(mark[1]) : 0L);
        parameters.add(limit + 1);
        var found = client.sql("select " + COLUMNS + " from people.care where tag_hash = ? and until is null and "
                        + inside + " and (place_code, id) > (?, ?) order by place_code, id limit ?")
                .params(parameters)
                .query(this::read)
                .list();
        return Rows.cut(found, limit, care -> care.placeCode + "_" + care.id);
    }

    @Transactional
    public void add(Person person, Tag tag, LocalDate since, Entry.Who by) {
        if (since.isAfter(Clocks.today(clock))) {
            throw Refusal.invalid("day-future");
        }
        try {
            client.sql("""
                            insert into people.care (community, id, person, place_code, tag, tag_hash, since)
                            values (?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            person.community(),
                            ids.next(),
                            person.id(),
                            person.placeCode(),
                            sealed.seal(tag.name()),
                            tokens.token("care", tag.name()),
                            since)
                    .update();
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("care-known");
        }
        people.note(person, "care", null, tag.name(), by, null);
    }

    @Transactional
    public void end(Person person, long care, Entry.Who by) {
        var was = of(person).stream()
                .filter(each -> each.id == care && each.until == null)
                .findFirst()
                .orElseThrow(() -> Refusal.conflict("changed-meanwhile"));
        client.sql("update people.care set until = ? where community = ? and id = ? and until is null")
                .params(Clocks.today(clock), person.community(), care)
                .update();
        people.note(person, "care", was.tag.name(), null, by, null);
    }

    /// Takes every need of a person out, with what the history tells of them: the consent is gone.
    @Transactional
    public void forget(Person person, Entry.Who by) {
        client.sql("delete from people.care where community = ? and person = ?")
                .params(person.community(), person.id())
                .update();
        people.forget(person, "care");
        people.note(person, "consent-withdrawn", "CARE", null, by, null);
    }

    private Care read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Care(
                row.getLong("id"),
                row.getLong("person"),
                row.getString("place_code"),
                Tag.valueOf(sealed.open(row.getBytes("tag"))),
                row.getObject("since", LocalDate.class),
                row.getObject("until", LocalDate.class));
    }
}
