package org.gongzhi.people;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.gongzhi.kernel.Copy;
import org.gongzhi.kernel.Filling;
import org.gongzhi.places.Place;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Fills the register with the residents of a whole city, by COPY, sealed and with what they are searched by
/// as [People#add] writes them, for measuring.
public class PersonCopy {

    /// So many people are copied by one transaction, those they are searched by after them.
    private static final int BATCH = 100_000;

    private final DataSource source;
    private final JdbcClient client;
    private final Sealed sealed;
    private final Tokens tokens;
    private final Filling filling;
    private final Clock clock;

    PersonCopy(DataSource source, JdbcClient client, Sealed sealed, Tokens tokens, Filling filling, Clock clock) {
        this.source = source;
        this.client = client;
        this.sealed = sealed;
        this.tokens = tokens;
        this.filling = filling;
        this.clock = clock;
    }

    /// Whether anybody in a place is filled in already.
    public boolean filled(String code) {
        return client.sql("select exists (select from people.person where place_code >= ? and place_code < ?)")
                .params(code, Place.end(code))
                .query(Boolean.class)
                .single();
    }

    /// Writes so many people; `person` makes the one with a number and is asked from several threads, each
    /// with numbers of its own. Indexes are dropped and made again.
    public void fill(int people, IntFunction<Person> person) {
        Instant now = clock.instant();
        filling.fill("people", List.of("person", "token"), people, (first, until) -> {
            for (long from = first; from < until; from += BATCH) {
                copy(person, (int) from, (int) Math.min(until, from + BATCH), now);
            }
        });
    }

    private void copy(IntFunction<Person> make, int from, int until, Instant now) throws SQLException {
        var people = IntStream.range(from, until).mapToObj(make).toList();
        try (Connection connection = source.getConnection()) {
            try (var copy = new Copy(
                    connection,
                    "people.person",
                    "community, id, place_code, sealed_name, phone, floating, changed_at, version")) {
                for (Person person : people) {
                    copy.put(person.community()).put(person.id()).put(person.placeCode());
                    copy.put(sealed.seal(person.name())).put(sealed.seal(String.valueOf(person.phone())));
                    copy.put(person.floating()).put(now).put(person.version());
                    copy.end();
                }
                copy.finish();
            }
            try (var copy = new Copy(connection, "people.token", "community, token, person")) {
                for (Person person : people) {
                    for (long token : tokens.of(person)) {
                        copy.put(person.community()).put(token).put(person.id());
                        copy.end();
                    }
                }
                copy.finish();
            }
        }
        if (from % (BATCH * 10) == 0) {
            System.err.println("  residents from " + from);
        }
    }
}
