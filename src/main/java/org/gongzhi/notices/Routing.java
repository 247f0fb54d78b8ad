package org.gongzhi.notices;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// By which routes a message goes, and when: at once, after quiet hours, with the day's digest; and by which
/// next when one did not reach.
@Component
class Routing {

    /// One way of one message.
    record Delivery(
            long community,
            long message,
            Route route,
            long id,
            @Nullable Long account,
            boolean digest,
            int tries,
            Instant nextAt) {}

    static final String COLUMNS = "community, message, route, id, account, digest, tries, next_at";

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final NoticeTerms terms;
    private final People people;
    private final Map<Route, Carrier> carriers = new EnumMap<>(Route.class);
    private final Ids ids;
    private final Clock clock;

    Routing(
            JdbcClient client,
            JdbcTemplate jdbc,
            NoticeTerms terms,
            People people,
            List<Carrier> carriers,
            Ids ids,
            Clock clock) {
        this.client = client;
        this.jdbc = jdbc;
        this.terms = terms;
        this.people = people;
        this.ids = ids;
        this.clock = clock;
        carriers.forEach(carrier -> this.carriers.put(carrier.route(), carrier));
    }

    @Nullable
    Carrier carrier(Route route) {
        return carriers.get(route);
    }

    private boolean able(Route route) {
        Carrier carrier = carriers.get(route);
        return route.byHand() || carrier != null && carrier.able();
    }

    /// Plans the first ways of fresh messages.
    @Transactional(propagation = Propagation.MANDATORY)
    public void begin(Collection<Notices.Message> messages, Map<Long, Contacts.Contact> contacts) {
        var planned = new ArrayList<Delivery>();
        Instant now = clock.instant();
        Map<Long, Person> persons = people
                .all(messages.stream()
                        .filter(message -> message.urgency() == NoticeTerms.Urgency.URGENT || message.mustReach())
                        .map(Notices.Message::person)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Person::id, person -> person));
        for (Notices.Message message : messages) {
            Contacts.Contact contact = message.account() == null ? null : contacts.get(message.account());
            Person person = message.person() == null ? null : persons.get(message.person());
            List<Route> routes = routes(contact, person != null && person.phone() != null);
            switch (message.urgency()) {
                case URGENT ->
                    routes.stream()
                            .filter(route -> !route.byHand())
                            .forEach(route -> planned.add(plan(message, route, now, false)));
                case NORMAL -> {
                    // the first route that costs nobody anything; what must reach takes the first there is
                    routes.stream()
                            .filter(route -> message.mustReach()
                                    ? !route.byHand() || message.account() == null
                                    : !route.byHand() && route != Route.SMS)
                            .findFirst()
                            .ifPresent(route -> planned.add(gentle(message, route, contact, now)));
                }
                case LOW -> {}
            }
        }
        add(planned);
    }

    /// The routes that can reach somebody, in order.
    private List<Route> routes(Contacts.@Nullable Contact contact, boolean phone) {
        var routes = new ArrayList<Route>();
        if (contact != null && contact.push()) {
            routes.add(Route.WEB_PUSH);
        }
        if (contact != null && contact.channel() != null) {
            routes.add(contact.channel());
        }
        if (contact != null && contact.confirmed()) {
            routes.add(Route.EMAIL);
        }
        if (phone && (contact == null || contact.sms())) {
            routes.add(Route.SMS);
        }
        routes.add(Route.LETTER);
        routes.add(Route.VISIT);
        routes.removeIf(route -> !able(route));
        return routes;
    }

    private Delivery gentle(Notices.Message message, Route route, Contacts.@Nullable Contact contact, Instant now) {
        if (route.byHand() || contact == null) {
            return plan(message, route, now, false);
        }
        if (contact.digest() && route == Route.EMAIL && !message.mustReach()) {
            return plan(message, route, next(now, terms.digestAt()), true);
        }
        var there = Notices.there(now);
        Instant when = contact.quiet(there.toLocalTime()) ? next(now, contact.quietUntil()) : now;
        return plan(message, route, when, false);
    }

    /// The next moment at which it is that time of day.
    static Instant next(Instant now, LocalTime time) {
        LocalDate today = LocalDate.ofInstant(now, Clocks.ZONE);
        Instant at = today.atTime(time).atZone(Clocks.ZONE).toInstant();
        return at.isAfter(now)
                ? at
                : today.plusDays(1).atTime(time).atZone(Clocks.ZONE).toInstant();
    }

    private Delivery plan(Notices.Message message, Route route, Instant when, boolean digest) {
        return new Delivery(message.community(), message.id(), route, ids.next(), message.account(), digest, 0, when);
    }

    private void add(List<Delivery> planned) {
        jdbc.batchUpdate("""
                insert into notices.delivery (community, message, route, id, account, digest, tries, next_at, state)
                values (?, ?, ?, ?, ?, ?, 0, ?, 'QUEUED') on conflict do nothing""", planned, 500, (statement, each) -> {
            statement.setLong(1, each.community);
            statement.setLong(2, each.message);
            statement.setString(3, each.route.name());
            statement.setLong(4, each.id);
            statement.setObject(5, each.account);
            statement.setBoolean(6, each.digest);
            statement.setTimestamp(7, Timestamp.from(each.nextAt));
        });
    }

    /// The next route of a message that must reach and did not: the first that was not tried yet. False when
    /// there is none left.
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean goOn(Notices.Message message, Contacts.@Nullable Contact contact) {
        Person person =
                message.person() == null ? null : people.find(message.person()).orElse(null);
        Set<Route> tried = client.sql("select route from notices.delivery where community = ? and message = ?")
                .params(message.community(), message.id())
                .query((row, _) -> Route.valueOf(row.getString(1)))
                .set();
        var next = routes(contact, person != null && person.phone() != null).stream()
                .filter(route -> !tried.contains(route))
                // a letter needs somebody who lives somewhere
                .filter(route -> !route.byHand() || person != null)
                .findFirst();
        next.ifPresent(route -> add(List.of(plan(message, route, clock.instant(), false))));
        return next.isPresent();
    }

    /// It has been read: what is still waiting to be sent is not sent any more.
    @Transactional(propagation = Propagation.MANDATORY)
    public void stop(Collection<Long> messages) {
        client.sql("update notices.delivery set state = 'DROPPED' where message = any (?) and state = 'QUEUED'")
                .param(messages.toArray(Long[]::new))
                .update();
    }

    /// Deliveries whose time has come, claimed for some minutes: whoever claims them sends them.
    @Transactional
    public List<Delivery> claim(int most) {
        Instant now = clock.instant();
        return client.sql("""
                        update notices.delivery set state = 'SENDING', next_at = ? where (community, message, route) in (
                            select community, message, route from notices.delivery
                            where state in ('QUEUED', 'SENDING') and route not in ('LETTER', 'VISIT') and next_at <= ?
                            order by next_at limit ? for update skip locked)
                        returning community, message, route, id, account, digest, tries, next_at""")
                .params(Timestamp.from(now.plusSeconds(300)), Timestamp.from(now), most)
                .query((row, _) -> new Delivery(
                        row.getLong(1),
                        row.getLong(2),
                        Route.valueOf(row.getString(3)),
                        row.getLong(4),
                        row.getObject(5, Long.class),
                        row.getBoolean(6),
                        row.getInt(7),
                        row.getTimestamp(8).toInstant()))
                .list();
    }

    @Transactional
    public void sent(Collection<Delivery> deliveries) {
        client.sql("""
                        update notices.delivery set state = 'SENT', sent_at = ?, tries = tries + 1, failure = ''
                        where (community, id) in (select * from unnest(?::bigint[], ?::bigint[])) and state = 'SENDING'""")
                .params(
                        Timestamp.from(clock.instant()),
                        deliveries.stream().map(Delivery::community).toArray(Long[]::new),
                        deliveries.stream().map(Delivery::id).toArray(Long[]::new))
                .update();
    }

    /// It could not be sent: tried again later, or given up, and then the next route is taken where it must
    /// reach.
    @Transactional
    public void failed(
            Delivery delivery,
            String why,
            boolean forGood,
            Notices.@Nullable Message message,
            Contacts.@Nullable Contact contact) {
        int attempt = delivery.tries + 1;
        boolean over = forGood || attempt >= terms.tries();
        client.sql("""
                        update notices.delivery set state = ?, tries = ?, next_at = ?, failure = ?
                        where community = ? and id = ? and state = 'SENDING'""")
                .params(
                        forGood ? "BOUNCED" : over ? "FAILED" : "QUEUED",
                        attempt,
                        Timestamp.from(clock.instant().plus(terms.retry(attempt))),
                        why.length() > 200 ? why.substring(0, 200) : why,
                        delivery.community,
                        delivery.id)
                .update();
        if (over && message != null && message.mustReach() && message.reachedAt() == null) {
            goOn(message, contact);
        }
    }

    /// What a gateway says happened later: delivered, read, bounced. True when the delivery is known.
    @Transactional
    public boolean receipt(long id, String state, String why) {
        var found = client.sql("""
                        update notices.delivery set state = ?, failure = ? where id = ?
                        and state in ('SENDING', 'SENT', 'DELIVERED') returning community, message""")
                .params(state, why, id)
                .query((row, _) -> new long[] {row.getLong(1), row.getLong(2)})
                .optional();
        if (found.isPresent() && (state.equals("READ") || state.equals("DELIVERED"))) {
            reached(found.get()[0], found.get()[1]);
        }
        return found.isPresent()
                || client.sql("select count(*) from notices.delivery where id = ?")
                                .param(id)
                                .query(Long.class)
                                .single()
                        > 0;
    }

    /// A letter was posted, a visit made: by whom; `found` false sends it on by the next route.
    @Transactional
    public boolean byHand(long id, long seat, boolean found) {
        var done = client.sql("""
                        update notices.delivery set state = ?, sent_at = ?, done_by = ?, tries = tries + 1
                        where id = ? and state = 'QUEUED' and route in ('LETTER', 'VISIT')
                        returning community, message""")
                .params(found ? "DELIVERED" : "FAILED", Timestamp.from(clock.instant()), seat, id)
                .query((row, _) -> new long[] {row.getLong(1), row.getLong(2)})
                .optional();
        if (done.isPresent() && found) {
            reached(done.get()[0], done.get()[1]);
        }
        return done.isPresent();
    }

    private void reached(long community, long message) {
        client.sql("""
                        update notices.message set reached_at = ? where community = ? and id = ? and reached_at is null""")
                .params(Arrays.asList(Timestamp.from(clock.instant()), community, message))
                .update();
    }
}
