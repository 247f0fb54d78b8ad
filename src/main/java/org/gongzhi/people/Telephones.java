package org.gongzhi.people;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.gongzhi.kernel.Clocks;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Whether somebody's telephone can be trusted to be their own: many may correct it in the register.
@Component
public class Telephones {

    private final JdbcClient client;
    private final Sealed sealed;
    private final RegisterTerms terms;
    private final Clock clock;

    Telephones(JdbcClient client, Sealed sealed, RegisterTerms terms, Clock clock) {
        this.client = client;
        this.sealed = sealed;
        this.terms = terms;
        this.clock = clock;
    }

    /// When the telephone of somebody who holds a seat was changed last, if that was lately.
    public Optional<Instant> changedLately(Person person) {
        var from = clock.instant().minus(Duration.ofDays(terms.phoneDays()));
        return client.sql("""
                        select c.at from people.change c
                        where c.community = ? and c.person = ? and c.field = 'phone' and c.at > ?
                            and exists (select 1 from people.seat s where s.person = c.person and s.ended_at is null)
                        order by c.id desc limit 1""")
                .params(person.community(), person.id(), Timestamp.from(from))
                .query((row, _) -> Objects.requireNonNull(Clocks.instant(row, "at")))
                .optional();
    }

    /// A keyed hash, to see later whether it is still the same number.
    public byte[] key(Person person) {
        return sealed.hash("telephone:" + Tokens.digits(Objects.requireNonNullElse(person.phone(), "")));
    }
}
