package org.gongzhi.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.RegisterTerms;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Residences;
import org.gongzhi.people.Sealed;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What people ask about their own data: to be bound to a dwelling, to have something corrected, a copy, to be erased.
/// Each request has a term and an answer with reasons (PIPL arts. 45-47 and 50).
@Component
public class Requests {

    public enum Kind {
        BIND,
        CORRECT,
        COPY,
        ERASE
    }

    public enum State {
        OPEN,
        GRANTED,
        REFUSED,
        WITHDRAWN
    }

    /// A request as its asker and those who answer it see it.
    public record Request(
            long community,
            long id,
            @Nullable Long person,
            long account,
            String placeCode,
            Kind kind,
            String words,
            State state,
            Instant askedAt,
            Instant due,
            @Nullable Instant answeredAt,
            String answer) {}

    /// The body of the journal's rows: the kind, never the words.
    record RequestFact(Kind kind, State state) {}

    private static final String COLUMNS =
            "community, id, person, account, place_code, kind, words, state, asked_at, due, answered_at, answer";
    private static final int MOST_OPEN = 5;

    private final JdbcClient client;
    private final Sealed sealed;
    private final People people;
    private final Residences residences;
    private final Places places;
    private final Accounts accounts;
    private final Audit audit;
    private final RegisterTerms terms;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Requests(
            JdbcClient client,
            Sealed sealed,
            People people,
            Residences residences,
            Places places,
            Accounts accounts,
            Audit audit,
            RegisterTerms terms,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.client = client;
        this.sealed = sealed;
        this.people = people;
        this.residences = residences;
        this.places = places;
        this.accounts = accounts;
        this.audit = audit;
        this.terms = terms;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Asks. A binding names the dwelling; the others are about the person whom the account belongs to.
    @Transactional
    public Request ask(Actor actor, Kind kind, @Nullable String dwelling, String words) {
        long account = Objects.requireNonNull(actor.account());
        if (words.length() > 1000 || kind == Kind.CORRECT && words.isBlank()) {
            throw Refusal.invalid("words");
        }
        if (of(actor).stream().filter(each -> each.state == State.OPEN).count() >= MOST_OPEN) {
            throw Refusal.tooMany("requests-open");
        }
        @Nullable
        Person person =
                actor.person() == null ? null : people.find(actor.person()).orElse(null);
        String code;
        long community;
        if (kind == Kind.BIND) {
            Place place = places.find(dwelling == null ? "" : dwelling).orElseThrow(() -> Refusal.invalid("place"));
            if (!place.kind().exclusiveUnit()) {
                throw Refusal.invalid("not-a-dwelling");
            }
            code = place.code();
            community = place.community();
        } else {
            if (person == null) {
                throw Refusal.invalid("request-unbound");
            }
            code = person.placeCode();
            community = person.community();
        }
        long id = ids.next();
        Instant now = clock.instant();
        client.sql("""
                        insert into register.request
                            (community, id, person, account, place_code, kind, words, state, asked_at, due)
                        values (?, ?, ?, ?, ?, ?, ?, 'OPEN', ?, ?)""")
                .params(Arrays.asList(
                        community,
                        id,
                        person == null ? null : person.id(),
                        account,
                        code,
                        kind.name(),
                        words.isBlank() ? null : sealed.seal(words.strip()),
                        Timestamp.from(now),
                        Timestamp.from(now.plus(Duration.ofDays(terms.requestDays())))))
                .update();
        log(community, id, kind, State.OPEN, new Entry.Who(account, null));
        return get(id);
    }

    private Request get(long id) {
        return client.sql("select " + COLUMNS + " from register.request where id = ?")
                .param(id)
                .query(this::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("request"));
    }

    /// Everything the asker ever asked, the newest first.
    public List<Request> of(Actor actor) {
        return client.sql("select " + COLUMNS + " from register.request where account = ? order by id desc limit 50")
                .param(Objects.requireNonNull(actor.account()))
                .query(this::read)
                .list();
    }

    /// What waits for an answer within the asker's places, the earliest term first.
    public List<Request> waiting(Actor actor) {
        var found = new ArrayList<Request>();
        for (String code : actor.scope(Right.REQUEST_HANDLE).codes()) {
            found.addAll(client.sql("select " + COLUMNS + """
                             from register.request where state = 'OPEN' and place_code >= ? and place_code < ?
                            order by due limit 100""")
                    .params(code, Place.end(code))
                    .query(this::read)
                    .list());
        }
        return found;
    }

    /// Takes back what one asked.
    @Transactional
    public void withdraw(Actor actor, long id) {
        Request request = get(id);
        if (!Objects.equals(actor.account(), request.account)) {
            throw Refusal.unknown("request");
        }
        settle(request, State.WITHDRAWN, "", actor.in(null));
    }

    /// Refuses, with the reason that the law asks for (PIPL art. 50).
    @Transactional
    public void refuse(Actor actor, long id, String reason) {
        if (reason.isBlank() || reason.length() > 500) {
            throw Refusal.invalid("words");
        }
        Request request = get(id);
        settle(request, State.REFUSED, reason.strip(), actor.in(handler(actor, request)));
    }

    /// Grants: a binding makes or finds the person and their residence, an erasure erases; a correction and a copy are
    /// done by whoever grants them.
    @Transactional
    public void grant(Actor actor, long id, String answer) {
        if (answer.length() > 500) {
            throw Refusal.invalid("words");
        }
        Request request = get(id);
        Seat seat = handler(actor, request);
        if (Objects.equals(actor.account(), request.account)) {
            throw Refusal.forbidden("request-own");
        }
        settle(request, State.GRANTED, answer.strip(), actor.in(seat));
        if (request.kind == Kind.BIND) {
            bind(request, actor.in(seat));
        } else if (request.kind == Kind.ERASE && request.person != null) {
            people.erase(request.person, actor.in(seat));
        } else if (request.person != null) {
            Person person = people.get(request.person);
            audit.note(actor, seat, Register.where(person), person.id(), Audit.Purpose.ANSWER_REQUEST, "request");
        }
    }

    /// What neighbours of one's own dwelling ask: to be bound to it. Whoever lives there may confirm it.
    public List<Request> ofHousehold(Actor actor) {
        var found = new ArrayList<Request>();
        for (String code : homes(actor)) {
            found.addAll(client.sql("select " + COLUMNS + """
                             from register.request
                            where state = 'OPEN' and kind = 'BIND' and place_code = ? and account <> ?
                            order by due limit 20""")
                    .params(code, Objects.requireNonNull(actor.account()))
                    .query(this::read)
                    .list());
        }
        return found;
    }

    private List<String> homes(Actor actor) {
        return actor.person() == null
                ? List.of()
                : people.find(actor.person()).stream()
                        .flatMap(person -> residences.of(person).stream())
                        .filter(residence -> residence.until() == null && residence.relation() != Relation.VISITOR)
                        .map(residence -> residence.placeCode())
                        .toList();
    }

    /// Confirms that somebody belongs to one's own household.
    @Transactional
    public void confirm(Actor actor, long id) {
        Request request = get(id);
        boolean mine = request.kind == Kind.BIND
                && !Objects.equals(actor.account(), request.account)
                && homes(actor).contains(request.placeCode);
        if (!mine) {
            throw Refusal.unknown("request");
        }
        settle(request, State.GRANTED, "", actor.in(null));
        bind(request, actor.in(null));
    }

    private void bind(Request request, Entry.Who by) {
        Place place = places.find(request.placeCode).orElseThrow(() -> Refusal.invalid("place"));
        LocalDate today = Clocks.today(clock);
        Person person =
                request.person == null ? null : people.find(request.person).orElse(null);
        if (person == null || person.community() != place.community()) {
            var account = accounts.get(request.account);
            person = people.enter(
                    Person.of(place.community(), ids.next(), place.code(), account.name(), null, null), by);
            accounts.belongsTo(request.account, person.id());
        }
        residences.moveIn(person, place, Relation.FAMILY, 1, today, by);
    }

    private static Seat handler(Actor actor, Request request) {
        return actor.seatFor(Right.REQUEST_HANDLE, request.placeCode).orElseThrow(() -> Refusal.unknown("request"));
    }

    private void settle(Request request, State state, String answer, Entry.Who by) {
        int rows = client.sql("""
                        update register.request set state = ?, answer = ?, answered_at = ?, answered_by = ?
                        where community = ? and id = ? and state = 'OPEN'""")
                .params(Arrays.asList(
                        state.name(),
                        answer,
                        Timestamp.from(clock.instant()),
                        by.account(),
                        request.community,
                        request.id))
                .update();
        if (rows == 0) {
            throw Refusal.conflict("request-settled");
        }
        log(request.community, request.id, request.kind, state, by);
    }

    private void log(long community, long id, Kind kind, State state, Entry.Who by) {
        journal.append(new Entry(
                new Entry.Where(community, null),
                by,
                new Entry.Subject("request", id),
                "Request" + state.name().charAt(0) + state.name().substring(1).toLowerCase(java.util.Locale.ROOT),
                new RequestFact(kind, state),
                clock.instant()));
    }

    private Request read(ResultSet row, int number) throws SQLException {
        byte[] words = row.getBytes("words");
        Timestamp answered = row.getTimestamp("answered_at");
        return new Request(
                row.getLong("community"),
                row.getLong("id"),
                row.getObject("person", Long.class),
                row.getLong("account"),
                row.getString("place_code"),
                Kind.valueOf(row.getString("kind")),
                words == null ? "" : sealed.open(words),
                State.valueOf(row.getString("state")),
                row.getTimestamp("asked_at").toInstant(),
                row.getTimestamp("due").toInstant(),
                answered == null ? null : answered.toInstant(),
                row.getString("answer"));
    }
}
