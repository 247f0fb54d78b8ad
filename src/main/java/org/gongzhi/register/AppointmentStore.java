package org.gongzhi.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gongzhi.access.Scope;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.RegisterTerms;
import org.gongzhi.people.Role;
import org.gongzhi.people.Sealed;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of what takes two people, and its rows in the journal.
@Component
class AppointmentStore {

    private static final String COLUMNS =
            "community, id, place_code, act, state, role, details, half, phone_key, phone_changed_at,"
                    + " account, seat, expires_at, decided_by, decided_seat, decided_at";
    private static final int SHOWN = 100;

    /// The body of the journal's rows: never whom it is about.
    record AppointmentFact(Proposal.Act act, @Nullable Role role) {}

    private final JdbcClient client;
    private final Sealed sealed;
    private final Journal journal;
    private final RegisterTerms terms;
    private final Ids ids;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();

    AppointmentStore(JdbcClient client, Sealed sealed, Journal journal, RegisterTerms terms, Ids ids, Clock clock) {
        this.client = client;
        this.sealed = sealed;
        this.journal = journal;
        this.terms = terms;
        this.ids = ids;
        this.clock = clock;
    }

    long add(Place place, Proposal.Act act, Proposal.Wanted wanted, Proposal.Code code, Proposal.By by) {
        long id = ids.next();
        var now = clock.instant();
        client.sql("""
                        insert into register.appointment (community, id, place_code, act, state, role, details, half, phone_key,
                            phone_changed_at, account, seat, proposed_at, expires_at)
                        values (?, ?, ?, ?, 'PROPOSED', ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        place.community(),
                        id,
                        place.code(),
                        act.name(),
                        wanted.role() == null ? null : wanted.role().name(),
                        sealed.seal(json.writeValueAsString(wanted)),
                        code.half(),
                        code.phone(),
                        code.changed() == null ? null : Timestamp.from(code.changed()),
                        by.account(),
                        by.seat(),
                        Timestamp.from(now),
                        Timestamp.from(now.plus(Duration.ofDays(terms.appointmentDays())))))
                .update();
        log(place.community(), id, "AppointmentProposed", new AppointmentFact(act, wanted.role()), who(by));
        return id;
    }

    Optional<Proposal> find(long id) {
        return client.sql("select " + COLUMNS + " from register.appointment where id = ?")
                .param(id)
                .query(this::read)
                .optional();
    }

    /// What waits within these places and what was decided there lately, the newest first.
    List<Proposal> within(Scope scope, boolean waiting) {
        var parameters = new ArrayList<Object>();
        String inside = scope.condition("a", parameters);
        parameters.add(SHOWN);
        return client.sql("select " + COLUMNS + " from register.appointment a where " + inside + " and state "
                        + (waiting ? "= 'PROPOSED'" : "<> 'PROPOSED'") + " order by id desc limit ?")
                .params(parameters)
                .query(this::read)
                .list();
    }

    /// Decides what still waits; false when somebody else was first or the time is over.
    boolean decide(Proposal proposal, Proposal.State state, Proposal.By by) {
        var now = Timestamp.from(clock.instant());
        boolean decided = client.sql("""
                        update register.appointment set state = ?, details = null, half = null, phone_key = null,
                            phone_changed_at = null, decided_by = ?,
                            decided_seat = ?, decided_at = ?
                        where community = ? and id = ? and state = 'PROPOSED' and expires_at > ?""")
                        .params(state.name(), by.account(), by.seat(), now, proposal.community(), proposal.id(), now)
                        .update()
                == 1;
        if (decided) {
            log(proposal.community(), proposal.id(), named(state), fact(proposal), who(by));
        }
        return decided;
    }

    /// Ends what nobody decided in time.
    List<Proposal> expire() {
        var now = Timestamp.from(clock.instant());
        var over = client.sql("""
                        update register.appointment set state = 'EXPIRED', details = null, half = null, phone_key = null,
                            phone_changed_at = null, decided_at = ?
                        where state = 'PROPOSED' and expires_at <= ? returning""" + " " + COLUMNS)
                .params(now, now)
                .query(this::read)
                .list();
        over.forEach(each -> log(each.community(), each.id(), "AppointmentExpired", fact(each), Entry.Who.NOBODY));
        return over;
    }

    private static String named(Proposal.State state) {
        return switch (state) {
            case CONFIRMED -> "AppointmentConfirmed";
            case REFUSED -> "AppointmentRefused";
            case WITHDRAWN -> "AppointmentWithdrawn";
            case PROPOSED, EXPIRED -> throw new IllegalArgumentException(state.name());
        };
    }

    private static AppointmentFact fact(Proposal proposal) {
        return new AppointmentFact(proposal.act(), proposal.role());
    }

    private static Entry.Who who(Proposal.By by) {
        return new Entry.Who(by.account(), by.seat());
    }

    private void log(long community, long id, String kind, AppointmentFact fact, Entry.Who who) {
        journal.append(new Entry(
                new Entry.Where(community, null),
                who,
                new Entry.Subject("appointment", id),
                kind,
                fact,
                clock.instant()));
    }

    private Proposal read(ResultSet row, int number) throws SQLException {
        byte[] details = row.getBytes("details");
        String role = row.getString("role");
        Long decider = row.getObject("decided_by", Long.class);
        return new Proposal(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("place_code"),
                Proposal.Act.valueOf(row.getString("act")),
                Proposal.State.valueOf(row.getString("state")),
                role == null ? null : Role.valueOf(role),
                details == null ? null : json.readValue(sealed.open(details), Proposal.Wanted.class),
                new Proposal.Code(
                        row.getBytes("half"), row.getBytes("phone_key"), Clocks.instant(row, "phone_changed_at")),
                new Proposal.By(row.getLong("account"), row.getLong("seat")),
                row.getTimestamp("expires_at").toInstant(),
                decider == null ? null : new Proposal.By(decider, row.getLong("decided_seat")),
                Clocks.instant(row, "decided_at"));
    }
}
