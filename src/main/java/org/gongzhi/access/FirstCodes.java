package org.gongzhi.access;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.RegisterTerms;
import org.gongzhi.people.Sealed;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Codes with which the owner of an account sets its password: two halves of 49 bits each, valid once and for
/// some days. Nobody else ever knows a password (OWASP ASVS 4.0.3, 2.3.1).
@Component
public class FirstCodes {

    /// What the owner of an account types.
    public record Entered(String username, String code, String password) {}

    private static final int HALF = 10;
    private static final int MOST_TRIES = 10;

    private final JdbcClient client;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Sealed sealed;
    private final RegisterTerms terms;
    private final ApplicationEventPublisher inside;
    private final TransactionTemplate transaction;
    private final Clock clock;

    FirstCodes(
            JdbcClient client,
            Accounts accounts,
            Sessions sessions,
            Sealed sealed,
            RegisterTerms terms,
            ApplicationEventPublisher inside,
            TransactionTemplate transaction,
            Clock clock) {
        this.client = client;
        this.accounts = accounts;
        this.sessions = sessions;
        this.sealed = sealed;
        this.terms = terms;
        this.inside = inside;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Half a code.
    public static String half() {
        return Secrets.readable(Secrets.random(HALF));
    }

    /// What is kept of a half.
    public byte[] hash(String half) {
        return sealed.hash("first-code:" + half.strip().toUpperCase(Locale.ROOT));
    }

    /// From now on these two halves, one behind the other, open the account; an earlier code does not any more.
    @Transactional(propagation = Propagation.MANDATORY)
    public void make(long account, byte[] first, byte[] second) {
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp end = Timestamp.from(clock.instant().plus(Duration.ofDays(terms.firstCodeDays())));
        client.sql("""
                        insert into access.first_code (account, first, second, made_at, expires_at) values (?, ?, ?, ?, ?)
                        on conflict (account) do update set first = excluded.first, second = excluded.second,
                            made_at = excluded.made_at, expires_at = excluded.expires_at, tries = 0""").params(account, first, second, now, end).update();
    }

    /// A whole code, for whoever hands it to the owner or sends it to them.
    @Transactional(propagation = Propagation.MANDATORY)
    public String make(long account) {
        String first = half();
        String second = half();
        make(account, hash(first), hash(second));
        return first + "-" + second;
    }

    /// Sets the password with a code. A name that nobody has, a wrong code, one used and one expired answer
    /// alike.
    public void use(Entered entered) {
        String plain = entered.code.replaceAll("[^A-Za-z0-9]", "");
        String password = entered.password;
        var account = accounts.find(entered.username);
        if (account.isEmpty() || plain.length() != 2 * HALF) {
            throw Refusal.signIn("first-code");
        }
        if (!Boolean.TRUE.equals(transaction.execute(_ -> set(account.get(), plain, password)))) {
            client.sql("update access.first_code set tries = tries + 1 where account = ?")
                    .param(account.get().id())
                    .update();
            throw Refusal.signIn("first-code");
        }
    }

    private boolean set(Accounts.Account account, String code, String password) {
        int taken = client.sql("""
                        delete from access.first_code
                        where account = ? and first = ? and second = ? and expires_at > ? and tries < ?""")
                .params(
                        account.id(),
                        hash(code.substring(0, HALF)),
                        hash(code.substring(HALF)),
                        Timestamp.from(clock.instant()),
                        MOST_TRIES)
                .update();
        if (taken == 0) {
            return false;
        }
        // a password that does not fit is refused here, and the code still works
        accounts.setPassword(account.id(), password);
        sessions.closeAll(account.id());
        inside.publishEvent(new SignInChanged(account, SignInChanged.What.PASSWORD, ""));
        return true;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(AccountErasing erasing) {
        client.sql("delete from access.first_code where account = ?")
                .param(erasing.account())
                .update();
    }

    /// Takes away what no longer opens anything.
    public int sweep() {
        return client.sql("delete from access.first_code where expires_at < ?")
                .param(Timestamp.from(clock.instant()))
                .update();
    }
}
