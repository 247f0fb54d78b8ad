package org.gongzhi.people;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Who is the same human being, where the register holds them more than once: in several communities, or with
/// another telephone. Two numbers of an identity card decide; where one is missing, the same name with the
/// same telephone does, and within one street the same name alone is taken for the same human being until
/// both numbers are entered.
@Component
public class Humans {

    private final JdbcClient client;
    private final People people;
    private final Sealed sealed;

    Humans(JdbcClient client, People people, Sealed sealed) {
        this.client = client;
        this.people = people;
        this.sealed = sealed;
    }

    public static boolean mayBeOne(Person one, Person other) {
        if (one.id() == other.id()) {
            return true;
        }
        if (one.idNumber() != null && other.idNumber() != null) {
            return one.idNumber().equals(other.idNumber());
        }
        return plain(one.name()).equals(plain(other.name()))
                && (one.community() / 1000 == other.community() / 1000
                        || one.phone() != null && Objects.equals(digits(one), digits(other)));
    }

    private static String digits(Person person) {
        return person.phone() == null ? "" : Tokens.digits(person.phone());
    }

    /// A name without what is typed one way today and another way tomorrow.
    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .replaceAll("[\\s\\p{Z}·•‧・.]", "")
                .toLowerCase(Locale.ROOT);
    }

    /// The open seats of these roles whose holders may be this person.
    public List<Seat> seats(Person person, Collection<Role> roles) {
        byte[] number = person.idNumber() == null ? new byte[0] : people.idHash(person.idNumber());
        var found = client.sql("select " + Seats.COLUMNS + " " + """
                         from people.seat s where ended_at is null and role = any (?) and (
                            person = ? or lower(regexp_replace(normalize(holder, NFKC), '[\\s·•‧・.]', '', 'g')) = ?
                            or person in (select id from people.person where id_hash = ?)) limit 200""")
                .params(
                        roles.stream().map(Role::name).toArray(String[]::new),
                        person.id(),
                        plain(person.name()),
                        number)
                .query(Seats::read)
                .list();
        var holders = people.all(found.stream().map(Seat::person).distinct().toList()).stream()
                .filter(holder -> mayBeOne(holder, person))
                .map(Person::id)
                .toList();
        return found.stream().filter(seat -> holders.contains(seat.person())).toList();
    }

    /// Until the transaction is over, nobody else asks whether this human being has a seat.
    public void hold(Person person) {
        var keys = new java.util.TreeSet<Integer>();
        keys.add(key("human-name:" + plain(person.name())));
        if (person.idNumber() != null) {
            keys.add(key("human-id:" + person.idNumber().text()));
        }
        // two numbers: a space of locks that ids do not use
        client.sql("select pg_advisory_xact_lock(7, key) from unnest(?) as key order by key")
                .param(keys.toArray(Integer[]::new))
                .query((_, _) -> true)
                .list();
    }

    private int key(String text) {
        return java.nio.ByteBuffer.wrap(sealed.hash(text)).getInt();
    }
}
