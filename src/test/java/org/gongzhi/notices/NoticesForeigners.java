package org.gongzhi.notices;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// A bulletin for the board, a message to a resident, a letter to somebody whom nothing else reaches.
class NoticesForeigners implements Foreigners {

    private final JdbcClient client;
    private final Notices notices;
    private final Postman postman;
    private final People people;
    private final Ids ids;
    private final TransactionTemplate transaction;

    NoticesForeigners(
            JdbcClient client,
            Notices notices,
            Postman postman,
            People people,
            Ids ids,
            TransactionTemplate transaction) {
        this.client = client;
        this.notices = notices;
        this.postman = postman;
        this.people = people;
        this.ids = ids;
        this.transaction = transaction;
    }

    @Override
    public void make(Foreign street) throws Exception {
        street.post(
                "/notices/bulletins",
                street.officer,
                Map.of("place", street.community.code(), "title", "x", "text", "x", "until", "2026-12-30"));
        long bulletin = newest("select max(id) from notices.bulletin where community = ?", street.community.id());
        street.stands("/notices/{number}", Ids.number(bulletin));
        street.stands("/notices/bulletins/{id}", bulletin);
        street.open("/notices/{number}", "a notice hangs on the board for everybody");
        street.says("/notices/bulletins", "until", "2026-12-30");
        street.names("/notices/bulletins", "place", street.community.code());
        message(street);
        letter(street);
    }

    private long newest(String sql, Object parameter) {
        return client.sql(sql).param(parameter).query(Long.class).single();
    }

    private void tell(Foreign street, Notice.To to) {
        transaction.execute(_ -> notices.tell(List.of(new Notice(
                street.community.community(),
                to,
                "matter-closed",
                List.of("0000-1111-222", Notice.both(Foreign.SECRET, Foreign.SECRET)),
                "/matters/0000-1111-222",
                UUID.randomUUID().toString()))));
    }

    private void message(Foreign street) {
        long account = Objects.requireNonNull(street.resident.account());
        tell(street, Notice.To.account(account));
        street.stands("/inbox/{id}", newest("select max(id) from notices.message where account = ?", account));
        street.may("/inbox/{id}", street.resident);
    }

    /// Nobody's telephone and no address but the door: the first way is by hand.
    private void letter(Foreign street) {
        long person = ids.next();
        people.add(
                List.of(Person.of(
                        street.community.community(),
                        person,
                        street.dwelling.code(),
                        Foreign.SECRET,
                        null,
                        street.dwelling.id())),
                null);
        tell(street, Notice.To.person(person));
        postman.round();
        var letter = Awaitility.await()
                .until(() -> client.sql("""
                                        select d.id from notices.delivery d join notices.message m
                                            on m.community = d.community and m.id = d.message
                                        where m.person = ? limit 1""").param(person).query(Long.class).optional(), Optional::isPresent);
        street.stands("/notices/hand/{id}", letter.orElseThrow());
    }
}
