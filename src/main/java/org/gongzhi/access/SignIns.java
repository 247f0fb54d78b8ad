package org.gongzhi.access;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Signing in, and changing how one signs in, with what follows from it: what was opened before ends, and the
/// account is told ([SignInChanged]).
@Component
public class SignIns {

    private static final Duration TOKEN_LIFE = Duration.ofDays(180);

    private final Accounts accounts;
    private final Sessions sessions;
    private final People people;
    private final String home;
    private final ApplicationEventPublisher inside;
    private final TransactionTemplate transaction;

    SignIns(
            Accounts accounts,
            Sessions sessions,
            People people,
            ApplicationEventPublisher inside,
            TransactionTemplate transaction,
            @Value("${gongzhi.home-place:441900106}") String home) {
        this.people = people;
        this.home = home;
        this.accounts = accounts;
        this.sessions = sessions;
        this.inside = inside;
        this.transaction = transaction;
    }

    /// Opens a session on the device that calls itself `userAgent`; returns its secret. Whoever has another
    /// session, and none on such a device, is told.
    @Transactional
    public String open(Accounts.Account account, @Nullable String userAgent) {
        String device = Devices.of(userAgent);
        var others = sessions.of(account.id(), null);
        if (!others.isEmpty() && others.stream().noneMatch(each -> each.device().equals(device))) {
            tell(account, SignInChanged.What.DEVICE, device);
        }
        return sessions.open(account, device);
    }

    /// Sets a new password; every session and token ends. A wrong old one counts as a failure also when all
    /// is refused, so that is not part of the transaction.
    public void changePassword(long id, String old, String fresh) {
        var account = accounts.checkPassword(accounts.get(id).username(), old);
        transaction.executeWithoutResult(_ -> {
            accounts.setPassword(id, fresh);
            sessions.closeAll(id);
            tell(account, SignInChanged.What.PASSWORD, "");
        });
    }

    /// The secret offered, the code that shows that it has arrived, and the password where another is replaced.
    public record Enrolment(
            String secret, String code, @Nullable String password) {}

    /// Turns the second factor on. One that is on is replaced only by whoever knows the password, so that a
    /// session or a token in other hands shuts nobody out (ASVS 4.0.3, 2.8.6).
    public void enrol(long id, Enrolment given) {
        var account = accounts.get(id);
        if (account.secondFactor()) {
            accounts.checkPassword(account.username(), Objects.requireNonNullElse(given.password, ""));
        }
        transaction.executeWithoutResult(_ -> {
            accounts.enrol(id, given.secret, given.code);
            tell(account, SignInChanged.What.SECOND_FACTOR, "");
        });
    }

    /// Takes the second factor from somebody within `scope` who lost their phone; every session and token
    /// ends. Whether there is such an account nobody is told but its owner. Decided by two people, neither of
    /// whom it may be.
    @Transactional
    public void forgetSecondFactor(Scope scope, String username, List<Actor> two) {
        accounts.find(username)
                .filter(each -> places(sessions.load(each.id())).stream().allMatch(scope::covers))
                .ifPresent(account -> {
                    if (two.stream().anyMatch(each -> Objects.equals(each.account(), account.id()))) {
                        throw Refusal.forbidden("seat-self");
                    }
                    accounts.forgetSecondFactor(account.id());
                    sessions.closeAll(account.id());
                    tell(account, SignInChanged.What.SECOND_FACTOR_GONE, "");
                });
    }

    /// Where somebody belongs: to the places of their seats, else to where they are registered, else to the
    /// place the program serves.
    private List<String> places(Actor whose) {
        if (whose.staff()) {
            return whose.seats().stream().map(Seat::placeCode).toList();
        }
        return List.of(Optional.ofNullable(whose.person())
                .flatMap(people::find)
                .map(Person::placeCode)
                .orElse(home));
    }

    /// Makes a token for programs; the answer is the only time its secret is shown.
    @Transactional
    public String makeToken(long id, String name) {
        String secret = sessions.makeToken(id, name, TOKEN_LIFE);
        tell(accounts.get(id), SignInChanged.What.TOKEN, "");
        return secret;
    }

    private void tell(Accounts.Account account, SignInChanged.What what, String device) {
        inside.publishEvent(new SignInChanged(account, what, device));
    }
}
