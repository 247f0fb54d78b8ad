package org.gongzhi.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gongzhi.access.Accounts;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.Seats;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The door to notices: tell somebody something, and read what one was told.
@Component
public class Notices {

    /// A message in an inbox.
    public record Message(
            long community,
            long id,
            @Nullable Long account,
            @Nullable Long person,
            @Nullable Long seat,
            String template,
            List<String> parts,
            NoticeTerms.Urgency urgency,
            boolean mustReach,
            String path,
            Instant toldAt,
            @Nullable Instant readAt,
            @Nullable Instant reachedAt) {

        private Object[] said(Words words) {
            return parts.stream().map(part -> Notice.in(words, part)).toArray();
        }

        /// The line people read first.
        public String title(Words words) {
            return words.t("notices.template." + template + ".title", said(words));
        }

        /// The whole of it in a few sentences.
        public String text(Words words) {
            return words.t("notices.template." + template + ".text", said(words));
        }
    }

    static final String COLUMNS =
            "m.community, m.id, m.account, m.person, m.seat, m.template, m.parts, m.urgency, m.must_reach, m.path,"
                    + " m.told_at, m.read_at, m.reached_at";

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Accounts accounts;
    private final Seats seats;
    private final People people;
    private final Contacts contacts;
    private final NoticeTerms terms;
    private final Routing routing;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    Notices(
            JdbcClient client,
            JdbcTemplate jdbc,
            Accounts accounts,
            Seats seats,
            People people,
            Contacts contacts,
            NoticeTerms terms,
            Routing routing,
            JsonMapper json,
            Ids ids,
            Clock clock) {
        this.client = client;
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.seats = seats;
        this.people = people;
        this.contacts = contacts;
        this.terms = terms;
        this.routing = routing;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /// Hands in what is to be told, inside the transaction that made it so. What was told before is not told
    /// again.
    @Transactional(propagation = Propagation.MANDATORY)
    public int tell(Collection<Notice> notices) {
        if (notices.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        var bySeat = seats
                .known(notices.stream()
                        .map(each -> each.to().seat())
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Seat::id, seat -> seat));
        var persons = new HashSet<Long>();
        notices.forEach(each -> {
            if (each.to().person() != null) {
                persons.add(each.to().person());
            }
        });
        bySeat.values().forEach(seat -> persons.add(seat.person()));
        Map<Long, Long> accountOf = accounts.ofPersons(persons);
        var fresh = new ArrayList<Message>();
        var marks = new ArrayList<String>();
        for (Notice notice : notices) {
            Seat seat =
                    notice.to().seat() == null ? null : bySeat.get(notice.to().seat());
            Long person =
                    seat != null ? Long.valueOf(seat.person()) : notice.to().person();
            Long account = notice.to().account() != null
                    ? notice.to().account()
                    : person == null ? null : accountOf.get(person);
            if (account == null && person == null) {
                continue;
            }
            var template = terms.template(notice.template());
            fresh.add(new Message(
                    notice.community(),
                    ids.next(),
                    account,
                    person,
                    notice.to().seat(),
                    template.code(),
                    notice.parts(),
                    template.urgency(),
                    template.mustReach(),
                    notice.path(),
                    now,
                    null,
                    null));
            marks.add(notice.to().word() + " " + template.code() + " " + notice.mark());
        }
        var written = write(fresh, marks);
        var told = fresh.stream().filter(each -> written.contains(each.id)).toList();
        var known = contacts.all(
                told.stream().map(Message::account).filter(Objects::nonNull).collect(Collectors.toSet()));
        routing.begin(told, known);
        return told.size();
    }

    private HashSet<Long> write(List<Message> fresh, List<String> marks) {
        var written = new HashSet<Long>();
        for (int i = 0; i < fresh.size(); i += 500) {
            var piece = fresh.subList(i, Math.min(i + 500, fresh.size()));
            var marked = marks.subList(i, Math.min(i + 500, fresh.size()));
            jdbc.query(
                    """
                    insert into notices.message (community, id, account, person, seat, template, parts, urgency, must_reach,
                        path, told_at, mark)
                    select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::jsonb[],
                        ?::text[], ?::bool[], ?::text[], ?::timestamptz[], ?::text[])
                    on conflict do nothing returning id""",
                    statement -> {
                        var connection = statement.getConnection();
                        statement.setArray(1, connection.createArrayOf("bigint", column(piece, Message::community)));
                        statement.setArray(2, connection.createArrayOf("bigint", column(piece, Message::id)));
                        statement.setArray(3, connection.createArrayOf("bigint", column(piece, Message::account)));
                        statement.setArray(4, connection.createArrayOf("bigint", column(piece, Message::person)));
                        statement.setArray(5, connection.createArrayOf("bigint", column(piece, Message::seat)));
                        statement.setArray(6, connection.createArrayOf("text", column(piece, Message::template)));
                        statement.setArray(
                                7,
                                connection.createArrayOf(
                                        "text", column(piece, each -> json.writeValueAsString(each.parts))));
                        statement.setArray(
                                8, connection.createArrayOf("text", column(piece, each -> each.urgency.name())));
                        statement.setArray(9, connection.createArrayOf("bool", column(piece, Message::mustReach)));
                        statement.setArray(10, connection.createArrayOf("text", column(piece, Message::path)));
                        statement.setArray(
                                11,
                                connection.createArrayOf(
                                        "timestamptz", column(piece, each -> Timestamp.from(each.toldAt))));
                        statement.setArray(12, connection.createArrayOf("text", marked.toArray()));
                    },
                    row -> {
                        written.add(row.getLong(1));
                    });
        }
        return written;
    }

    private static @Nullable Object[] column(
            List<Message> rows, java.util.function.Function<Message, @Nullable Object> value) {
        @Nullable Object[] all = new @Nullable Object[rows.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = value.apply(rows.get(i));
        }
        return all;
    }

    /// What an account was told, the newest first.
    public Rows<Message> inbox(long account, boolean unreadOnly, @Nullable String after, int limit) {
        int most = Math.clamp(limit, 1, 100);
        long before = after == null || after.isBlank() ? Long.MAX_VALUE : mark(after);
        var found = client.sql("select " + COLUMNS + " from notices.message m where m.account = ? and m.id < ?"
                        + (unreadOnly ? " and m.read_at is null" : "") + " order by m.id desc limit ?")
                .params(account, before, most + 1)
                .query(this::read)
                .list();
        return Rows.cut(found, most, message -> Long.toString(message.id));
    }

    private static long mark(String after) {
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("unreadable");
        }
    }

    /// How much an account has not read, up to 100.
    public int unread(long account) {
        return client.sql("""
                        select count(*) from (select 1 from notices.message where account = ? and read_at is null
                        limit 100) few""").param(account).query(Integer.class).single();
    }

    /// One of an account's messages; it counts as read from now on, and nothing more is sent about it.
    @Transactional
    public Message open(long account, long id) {
        Message message = client.sql("select " + COLUMNS + " from notices.message m where m.account = ? and m.id = ?")
                .params(account, id)
                .query(this::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("notice"));
        if (message.readAt == null) {
            Timestamp now = Timestamp.from(clock.instant());
            client.sql("""
                            update notices.message set read_at = ?, reached_at = coalesce(reached_at, ?)
                            where community = ? and id = ?""").params(now, now, message.community, id).update();
            routing.stop(List.of(message.id));
        }
        return message;
    }

    /// Everything counts as read.
    @Transactional
    public int openAll(long account) {
        Timestamp now = Timestamp.from(clock.instant());
        List<Long> read = client.sql("""
                        update notices.message set read_at = ?, reached_at = coalesce(reached_at, ?)
                        where account = ? and read_at is null returning id""")
                .params(now, now, account)
                .query((row, _) -> row.getLong(1))
                .list();
        routing.stop(read);
        return read.size();
    }

    /// Nobody is forgotten when seats change: what a seat was told and its holder has not read goes to the
    /// successor.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void seatEnds(SeatEnding ending) {
        Seat next = ending.successor();
        if (next == null) {
            return;
        }
        Long account = accounts.ofPersons(List.of(next.person())).get(next.person());
        client.sql("update notices.message set account = ?, person = ?, seat = ? where seat = ? and read_at is null")
                .params(Arrays.asList(
                        account, next.person(), next.id(), ending.seat().id()))
                .update();
    }

    /// The people of the register whom these messages are for.
    Map<Long, Person> persons(Collection<Message> messages) {
        return people
                .all(messages.stream()
                        .map(Message::person)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Person::id, person -> person));
    }

    /// The messages with these ids.
    List<Message> all(Collection<Long> some) {
        return client.sql("select " + COLUMNS + " from notices.message m where m.id = any (?)")
                .param(some.toArray(Long[]::new))
                .query(this::read)
                .list();
    }

    /// The message that a delivery carries.
    Optional<Message> ofDelivery(long id) {
        return client.sql("select " + COLUMNS + """
                         from notices.delivery d join notices.message m on m.community = d.community and m.id = d.message
                        where d.id = ?""").param(id).query(this::read).optional();
    }

    Message read(ResultSet row, int number) throws SQLException {
        Timestamp read = row.getTimestamp("read_at");
        Timestamp reached = row.getTimestamp("reached_at");
        return new Message(
                row.getLong("community"),
                row.getLong("id"),
                row.getObject("account", Long.class),
                row.getObject("person", Long.class),
                row.getObject("seat", Long.class),
                row.getString("template"),
                json.readValue(row.getString("parts"), new TypeReference<List<String>>() {}),
                NoticeTerms.Urgency.valueOf(row.getString("urgency")),
                row.getBoolean("must_reach"),
                row.getString("path"),
                row.getTimestamp("told_at").toInstant(),
                read == null ? null : read.toInstant(),
                reached == null ? null : reached.toInstant());
    }

    /// The time of day where people live.
    static LocalDateTime there(Instant instant) {
        return LocalDateTime.ofInstant(instant, Clocks.ZONE);
    }
}
