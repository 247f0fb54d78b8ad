package org.gongzhi.register;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.FirstCodes;
import org.gongzhi.access.Scope;
import org.gongzhi.access.Sessions;
import org.gongzhi.access.SignIns;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.notices.OwnWays;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Carries out what was decided about seats and accounts.
@Component
public class Appointing {

    /// What was done; `code` goes to `person` when everything is written.
    record Done(
            Appointments.Outcome outcome,
            @Nullable Person person,
            @Nullable String code) {}

    /// The first seat of an installation, and the code with which its holder sets a password, unless they
    /// have an account.
    public record First(
            Seat seat, String username, @Nullable String code) {}

    private final SeatRules rules;
    private final Seats seats;
    private final People people;
    private final Accounts accounts;
    private final FirstCodes codes;
    private final SignIns signIns;
    private final Sessions sessions;
    private final OwnWays ways;

    Appointing(
            SeatRules rules,
            Seats seats,
            People people,
            Accounts accounts,
            FirstCodes codes,
            SignIns signIns,
            Sessions sessions,
            OwnWays ways) {
        this.rules = rules;
        this.seats = seats;
        this.people = people;
        this.accounts = accounts;
        this.codes = codes;
        this.signIns = signIns;
        this.sessions = sessions;
        this.ways = ways;
    }

    /// Their user name, when they have an account.
    Optional<Appointments.Outcome> known(Person person) {
        return accounts.ofPerson(person.id())
                .map(account -> new Appointments.Outcome(null, null, account.username(), null, false));
    }

    Map<Long, String> names(Set<Long> account) {
        return accounts.names(account);
    }

    boolean reaches(Person person) {
        return ways.reaches(person);
    }

    Person holder(Seat seat) {
        return people.get(seat.person());
    }

    static Seat seat(Place place, Proposal.Wanted wanted, Person person) {
        return new Seat(
                place.community(),
                0,
                Objects.requireNonNull(wanted.role()),
                place.id(),
                place.code(),
                person.id(),
                person.name(),
                wanted.title().strip(),
                wanted.phone().strip(),
                null,
                null,
                Objects.requireNonNullElse(wanted.mode(), Seat.Mode.APPOINTED),
                wanted.organisation(),
                null,
                wanted.endsOn());
    }

    Seat appoint(Seat seat, Entry.Who by) {
        return seats.appoint(seat, by);
    }

    Seat handOver(Proposal.Wanted wanted, Person to, Entry.Who by) {
        return seats.handOver(Objects.requireNonNull(wanted.seat()), to, wanted.phone(), by, wanted.reason());
    }

    /// Does what the second person has confirmed.
    Done carryOut(Actor actor, Seat mine, Proposal proposal) {
        Proposal.Wanted wanted = Objects.requireNonNull(proposal.wanted());
        Entry.Who by = actor.in(mine);
        return switch (proposal.act()) {
            case APPOINT, HAND_OVER -> give(actor, by, proposal, wanted);
            case END -> {
                long id = Objects.requireNonNull(wanted.seat());
                rules.requireNotOwn(actor, holder(seats.get(id)));
                seats.end(id, by, wanted.reason());
                yield new Done(new Appointments.Outcome(null, null, null, null, false), null, null);
            }
            case FRESH_CODE -> {
                Seat seat = seats.get(Objects.requireNonNull(wanted.seat()));
                if (seat.endedAt() != null) {
                    throw Refusal.conflict("seat-ended");
                }
                Person holder = holder(seat);
                rules.requireOther(actor, holder, wanted.byHand());
                rules.requireConfirms(actor, holder);
                yield code(seat, holder, accounts.ofPerson(holder.id()).orElseGet(() -> account(holder)), proposal);
            }
            case FORGET_SECOND_FACTOR -> {
                signIns.forgetSecondFactor(
                        new Scope(List.of(proposal.placeCode())),
                        wanted.username(),
                        List.of(actor, sessions.load(proposal.by().account())));
                yield new Done(new Appointments.Outcome(null, null, null, null, false), null, null);
            }
        };
    }

    private Done give(Actor actor, Entry.Who by, Proposal proposal, Proposal.Wanted wanted) {
        Place place = rules.place(proposal.placeCode());
        if (proposal.act() == Proposal.Act.HAND_OVER) {
            rules.requireNotOwn(actor, holder(seats.get(Objects.requireNonNull(wanted.seat()))));
        }
        Person person = entered(rules.person(place, wanted.name(), wanted.mobile()), actor, wanted, by);
        Seat given = proposal.act() == Proposal.Act.APPOINT
                ? seats.appoint(seat(place, wanted, person), by)
                : handOver(wanted, person, by);
        var known = known(person);
        return known.isPresent()
                ? new Done(new Appointments.Outcome(null, given, known.get().username(), null, false), null, null)
                : code(given, person, account(person), proposal);
    }

    private Person entered(Person person, Actor second, Proposal.Wanted wanted, Entry.Who by) {
        rules.requireOther(second, person, wanted.byHand());
        return people.find(person.id()).isPresent() ? person : people.enter(person, by);
    }

    private Accounts.Account account(Person person) {
        String username = "u" + Ids.number(person.id()).replace("-", "").toLowerCase(Locale.ROOT);
        accounts.invite(List.of(new Accounts.Account(person.id(), person.id(), username, person.name(), false)));
        return accounts.get(person.id());
    }

    /// A code for the account: the other half, when the proposer has one already, or a whole one to be sent.
    private Done code(Seat seat, Person person, Accounts.Account account, Proposal proposal) {
        byte[] first = proposal.code().half();
        String half = first == null ? null : FirstCodes.half();
        String whole = null;
        if (first == null || half == null) {
            rules.requireSamePhone(person, proposal.code());
            if (!reaches(person)) {
                throw Refusal.conflict("code-way-gone");
            }
            whole = codes.make(account.id());
        } else {
            codes.make(account.id(), first, codes.hash(half));
        }
        return new Done(
                new Appointments.Outcome(
                        null,
                        seat,
                        account.username(),
                        half,
                        false,
                        proposal.code().changed()),
                person,
                whole);
    }

    /// Sends the code that was made; what does not go out has to be asked for anew.
    Appointments.Outcome deliver(Done done) {
        var outcome = done.outcome;
        if (done.code == null || done.person == null) {
            return outcome;
        }
        boolean sent = ways.firstCode(done.person, Objects.requireNonNull(outcome.username()), done.code);
        return new Appointments.Outcome(null, outcome.seat(), outcome.username(), null, sent);
    }

    /// Gives a seat on behalf of whoever runs the installation, from its command line, who also sees the code.
    @Transactional
    public First first(String name, String mobile, Role role, String placeCode, String title) {
        Place place = rules.place(placeCode);
        SeatRules.requirePlace(role, place);
        Person found = rules.person(place, name, mobile);
        Person person = people.find(found.id()).isPresent() ? found : people.enter(found, Entry.Who.NOBODY);
        var wanted = new Proposal.Wanted(role, name, mobile, title, mobile, null, null, null, null, "", "", true);
        Seat seat = seats.appoint(seat(place, wanted, person), Entry.Who.NOBODY);
        var known = known(person);
        if (known.isPresent()) {
            return new First(seat, Objects.requireNonNull(known.get().username()), null);
        }
        Accounts.Account account = account(person);
        return new First(seat, account.username(), codes.make(account.id()));
    }
}
