package org.gongzhi.notices;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Letters to print and visits to make, for those whom nothing on a telephone reaches. Nobody is assumed to
/// know: each stays on somebody's list until it is done.
@Component
public class HandDeliveries {

    /// One of them: who it is for with the name masked, where they live, what they are to be told.
    public record Item(
            long id,
            Route route,
            String name,
            String address,
            String placeCode,
            Instant since,
            Notices.Message message) {}

    /// A letter in full, after its printing was written down.
    public record Printed(String name, String address, Notices.Message message) {}

    private static final int MOST = 200;

    private final JdbcClient client;
    private final Notices notices;
    private final Routing routing;
    private final People people;
    private final Places places;
    private final Audit audit;

    HandDeliveries(JdbcClient client, Notices notices, Routing routing, People people, Places places, Audit audit) {
        this.client = client;
        this.notices = notices;
        this.routing = routing;
        this.people = people;
        this.places = places;
        this.audit = audit;
    }

    /// What is waiting within the actor's places: letters for those who print, visits for everybody who
    /// visits there.
    public List<Item> waiting(Actor actor, Route route) {
        var scope = actor.scope(route == Route.VISIT ? Right.PERSON_WRITE : Right.NOTICE_MANAGE);
        if (scope.empty()) {
            throw Refusal.forbidden("not-allowed");
        }
        var communities = scope.codes().stream()
                .flatMap(code -> places.communities(code).stream())
                .toList();
        record Row(long id, long message, Instant since) {}
        List<Row> rows = client.sql("""
                        select id, message, next_at from notices.delivery
                        where route = ? and community = any (?) and state = 'QUEUED' order by route, community, id limit ?""")
                .params(route.name(), communities.toArray(Long[]::new), MOST)
                .query((row, _) -> new Row(
                        row.getLong(1), row.getLong(2), row.getTimestamp(3).toInstant()))
                .list();
        Map<Long, Notices.Message> messages = notices
                .all(rows.stream().map(Row::message).toList())
                .stream()
                .collect(Collectors.toMap(Notices.Message::id, message -> message));
        Map<Long, Person> persons = notices.persons(messages.values());
        var items = new ArrayList<Item>();
        for (Row row : rows) {
            Notices.Message message = messages.get(row.message);
            Person person = message == null || message.person() == null ? null : persons.get(message.person());
            if (message != null && person != null && scope.covers(person.placeCode())) {
                items.add(new Item(
                        row.id,
                        route,
                        Person.masked(person.name()),
                        places.find(person.placeCode()).map(places::address).orElse(""),
                        person.placeCode(),
                        row.since,
                        message));
            }
        }
        return items;
    }

    /// The letter with name and address, for the envelope; who printed it is on record before it is shown.
    @Transactional
    public Printed print(Actor actor, long id) {
        Notices.Message message = message(id);
        Person person = people.get(Objects.requireNonNull(message.person()));
        Seat seat = managing(actor, person);
        Place place = places.find(person.placeCode()).orElse(null);
        audit.note(
                actor,
                seat,
                new Entry.Where(person.community(), place == null ? null : place.id()),
                person.id(),
                Audit.Purpose.ANSWER_REQUEST,
                "letter " + id);
        return new Printed(person.name(), place == null ? "" : places.address(place), message);
    }

    /// Posted, or told at the door; `found` false when nobody was there for good, and the next way is taken.
    @Transactional
    public void done(Actor actor, long id, boolean found) {
        Notices.Message message = message(id);
        Person person = people.get(Objects.requireNonNull(message.person()));
        Seat seat = managing(actor, person);
        if (!routing.byHand(id, seat.id(), found)) {
            throw Refusal.conflict("delivery-done");
        }
    }

    private Seat managing(Actor actor, Person person) {
        return actor.seatFor(Right.NOTICE_MANAGE, person.placeCode())
                .or(() -> actor.seatFor(Right.PERSON_WRITE, person.placeCode()))
                .orElseThrow(() -> Refusal.unknown("delivery"));
    }

    private Notices.Message message(long id) {
        long message =
                client.sql("""
                        select message from notices.delivery where id = ? and route in ('LETTER', 'VISIT')""").param(id).query(Long.class).optional().orElseThrow(() -> Refusal.unknown("delivery"));
        return notices.all(List.of(message)).stream()
                .filter(found -> found.person() != null)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("delivery"));
    }
}
