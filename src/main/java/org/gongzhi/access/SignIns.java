package org.gongzhi.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
    private final ApplicationEventPublisher inside;
    private final TransactionTemplate transaction;

    SignIns(Accounts accounts, Sessions sessions, ApplicationEventPublisher inside, TransactionTemplate transaction) {
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

    /// Turns the second factor on.
    @Transactional
    public void enrol(long id, String secret, String code) {
        accounts.enrol(id, secret, code);
        tell(accounts.get(id), SignInChanged.What.SECOND_FACTOR, "");
    }

    /// Takes the second factor from somebody who lost their phone; every session and token ends.
    @Transactional
    public void forgetSecondFactor(String username) {
        var account = accounts.forgetSecondFactor(username);
        sessions.closeAll(account.id());
        tell(account, SignInChanged.What.SECOND_FACTOR_GONE, "");
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
