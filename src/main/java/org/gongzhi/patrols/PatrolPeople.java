package org.gongzhi.patrols;

import java.util.Optional;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Who walks along, by account, and to whom a patrol is open.
@Component
class PatrolPeople {

    private static final int STREET = 9;

    private final Accounts accounts;
    private final People people;
    private final String home;

    PatrolPeople(Accounts accounts, People people, @Value("${gongzhi.home-place:441900106}") String home) {
        this.accounts = accounts;
        this.people = people;
        this.home = home;
    }

    static long account(Actor actor) {
        if (actor.account() instanceof Long account) {
            return account;
        }
        throw Refusal.signIn("sign-in");
    }

    String name(long account) {
        return accounts.get(account).name();
    }

    /// The account that leads from now on: the one with this user name, or the one that led before.
    long leader(@Nullable String username, long before) {
        return username == null || username.isBlank()
                ? before
                : accounts.find(username.strip())
                        .map(Accounts.Account::id)
                        .orElseThrow(() -> Refusal.invalid("patrol-leader"));
    }

    boolean manages(Actor actor, PatrolTeam team) {
        return actor.account() instanceof Long account && account == team.leader()
                || actor.may(Right.PATROL_MANAGE, team.placeCode());
    }

    /// The team, or the refusal of something that is not there.
    PatrolTeam visible(Actor actor, PatrolTeam team, String what) {
        if (!manages(actor, team) && !near(actor, team.placeCode())) {
            throw Refusal.unknown(what);
        }
        return team;
    }

    void requireNear(Actor actor, String placeCode) {
        if (!near(actor, placeCode)) {
            throw Refusal.unknown("place");
        }
    }

    /// Patrols are for those of the street: who lives there or has a seat in it or above it. An account that is known
    /// nowhere belongs to the street the program serves.
    private boolean near(Actor actor, String placeCode) {
        String street = placeCode.substring(0, Math.min(STREET, placeCode.length()));
        boolean seated = actor.seats().stream()
                .map(Seat::placeCode)
                .anyMatch(code -> Place.covers(street, code) || Place.covers(code, placeCode));
        return seated
                || Place.covers(
                        street,
                        Optional.ofNullable(actor.person())
                                .flatMap(people::find)
                                .map(Person::placeCode)
                                .orElse(actor.staff() ? "" : home));
    }
}
