package org.gongzhi.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Accounts and the two factors of signing in.
@Component
public class Accounts {

    /// An account as it is stored. `secondFactor` tells whether codes are asked for.
    public record Account(long id, @Nullable Long person, String username, String name, boolean secondFactor) {}

    private record Credentials(
            long id, String hash, int failures, @Nullable Instant lockedUntil, boolean second, boolean active) {}

    private final JdbcClient client;
    private final Ids ids;
    private final Clock clock;
    private final Sealed sealed;
    private final OneTimeCodes codes;
    private final Passwords passwords;
    private final AccessSettings settings;
    private final PasswordHashes hashes;
    private final Cache<String, AtomicInteger> strangers;

    Accounts(
            JdbcClient client,
            Ids ids,
            Clock clock,
            Sealed sealed,
            OneTimeCodes codes,
            Passwords passwords,
            PasswordHashes hashes,
            AccessSettings settings) {
        this.client = client;
        this.ids = ids;
        this.clock = clock;
        this.sealed = sealed;
        this.codes = codes;
        this.passwords = passwords;
        this.hashes = hashes;
        this.settings = settings;
        this.strangers = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(Duration.ofMinutes(settings.lockMinutes()))
                .build();
    }

    /// What a password must be.
    public PasswordRule passwordRule() {
        return passwords.rule();
    }

    /// Makes an account. `person` links it to the register.
    @Transactional
    public Account create(String username, String password, String name, @Nullable Long person) {
        passwords.requireFit(password, username, name);
        long id = ids.next();
        int made = client.sql("""
                        insert into access.account (id, person, username, sealed_name, password, created_at)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(Arrays.asList(
                        id,
                        person,
                        username.toLowerCase(Locale.ROOT),
                        sealed.seal(name),
                        hashes.of(password),
                        Timestamp.from(clock.instant())))
                .update();
        if (made == 0) {
            throw Refusal.conflict("username-taken");
        }
        return get(id);
    }

    /// Makes an account of a resident's own, which belongs to nobody in the register yet.
    @Transactional
    public Account signUp(String username, String password, String name) {
        if (!username.strip().matches("[A-Za-z0-9.-]{3,30}") || name.isBlank() || name.length() > 50) {
            throw Refusal.invalid("username");
        }
        return create(username.strip(), password, name.strip(), null);
    }

    /// Accounts that nobody can sign in to yet: their owners have not chosen a password. Returns how many
    /// were made.
    @Transactional
    public int invite(Collection<Account> accounts) {
        int made = 0;
        for (Account account : accounts) {
            made += client.sql("""
                            insert into access.account (id, person, username, sealed_name, password, created_at)
                            values (?, ?, ?, ?, '', ?) on conflict do nothing""")
                    .params(Arrays.asList(
                            account.id,
                            account.person,
                            account.username,
                            sealed.seal(account.name),
                            Timestamp.from(clock.instant())))
                    .update();
        }
        return made;
    }

    /// The account of somebody in the register, when they have one.
    public Optional<Account> ofPerson(long person) {
        return client.sql("select id from access.account where person = ? and active order by id limit 1")
                .param(person)
                .query(Long.class)
                .optional()
                .map(this::get);
    }

    /// The accounts of these people; those without one are not in it.
    public Map<Long, Long> ofPersons(Collection<Long> persons) {
        var found = new HashMap<Long, Long>();
        if (!persons.isEmpty()) {
            client.sql("select person, id from access.account where person = any (?) and active order by id")
                    .param(persons.toArray(Long[]::new))
                    .query((row, _) -> Map.entry(row.getLong(1), row.getLong(2)))
                    .list()
                    .forEach(each -> found.putIfAbsent(each.getKey(), each.getValue()));
        }
        return found;
    }

    /// Which of these people have an account that can be signed in to now: active and not locked.
    public Set<Long> working(Collection<Long> persons) {
        return client.sql("""
                        select person from access.account where person = any (?) and active
                        and (locked_until is null or locked_until < ?)""")
                .params(persons.toArray(Long[]::new), Timestamp.from(clock.instant()))
                .query((row, _) -> row.getLong(1))
                .set();
    }

    /// Says whose account it is.
    @Transactional
    public void belongsTo(long id, long person) {
        client.sql("update access.account set person = ? where id = ?")
                .params(person, id)
                .update();
    }

    /// Sets the password of an account, for whoever runs the installation.
    @Transactional
    public void setPassword(long id, String password) {
        Account account = get(id);
        passwords.requireFit(password, account.username, account.name);
        client.sql("update access.account set password = ?, failures = 0, locked_until = null where id = ?")
                .params(hashes.of(password), id)
                .update();
    }

    public Account get(long id) {
        return client.sql(
                        "select id, person, username, name, sealed_name, totp is not null as second from access.account where id = ?")
                .param(id)
                .query((row, _) -> {
                    long person = row.getLong("person");
                    return new Account(
                            row.getLong("id"),
                            row.wasNull() ? null : Long.valueOf(person),
                            row.getString("username"),
                            name(sealed, row),
                            row.getBoolean("second"));
                })
                .optional()
                .orElseThrow(() -> Refusal.unknown("account"));
    }

    /// The names of accounts, by id.
    public Map<Long, String> names(Collection<Long> accounts) {
        return client
                .sql("select id, name, sealed_name from access.account where id = any (?)")
                .param(accounts.toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong(1), name(sealed, row)))
                .list()
                .stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// The name in a row; one from before names were sealed stands in the clear until then.
    static String name(Sealed sealed, java.sql.ResultSet row) throws java.sql.SQLException {
        byte[] closed = row.getBytes("sealed_name");
        return closed == null ? row.getString("name") : sealed.open(closed);
    }

    public Optional<Account> find(String username) {
        return client.sql("select id from access.account where username = ?")
                .param(username.strip().toLowerCase(Locale.ROOT))
                .query(Long.class)
                .optional()
                .map(this::get);
    }

    /// Checks the first factor. Wrong name and wrong password cannot be told apart, by answer or by time;
    /// after too many failures the name is locked for a while.
    public Account checkPassword(String username, String password) {
        var found = client.sql("""
                        select id, password, failures, locked_until, totp is not null as second, active
                        from access.account where username = ?""")
                .param(username.strip().toLowerCase(Locale.ROOT))
                .query((row, _) -> {
                    Timestamp locked = row.getTimestamp("locked_until");
                    return new Credentials(
                            row.getLong("id"),
                            row.getString("password"),
                            row.getInt("failures"),
                            locked == null ? null : locked.toInstant(),
                            row.getBoolean("second"),
                            row.getBoolean("active"));
                })
                .optional();
        boolean right = hashes.matches(password, found.map(Credentials::hash).orElse(""));
        if (found.isEmpty()) {
            throw stranger(username.strip().toLowerCase(Locale.ROOT));
        }
        var credentials = found.get();
        Instant now = clock.instant();
        if (credentials.lockedUntil != null && credentials.lockedUntil.isAfter(now)) {
            throw Refusal.tooMany("locked", settings.lockMinutes());
        }
        if (!right || !credentials.active) {
            fail(credentials.id, "failures");
            throw Refusal.signIn("wrong-password");
        }
        client.sql("update access.account set failures = 0, locked_until = null where id = ? and failures > 0")
                .param(credentials.id)
                .update();
        return get(credentials.id);
    }

    /// A name without an account is refused the same way, the lock after too many failures included.
    private Refusal stranger(String username) {
        int failed = strangers.get(username, _ -> new AtomicInteger()).incrementAndGet();
        return failed > settings.failures()
                ? Refusal.tooMany("locked", settings.lockMinutes())
                : Refusal.signIn("wrong-password");
    }

    /// Wrong passwords and wrong codes (`code_failures`) are counted apart: whoever knows the password cannot wipe out
    /// their wrong codes with it.
    private void fail(long id, String counted) {
        Timestamp until = Timestamp.from(clock.instant().plusSeconds(settings.lockMinutes() * 60L));
        client.sql("update access.account set " + counted + " = (" + counted + " + 1) % ?, locked_until ="
                        + " case when " + counted + " + 1 >= ? then ?::timestamptz else locked_until end where id = ?")
                .params(settings.failures(), settings.failures(), until, id)
                .update();
    }

    /// Whether this is the second factor; a code works once. A wrong one counts, the right one that was used already
    /// does not: it is pressed twice, not guessed.
    boolean rightCode(long id, String code) {
        byte[] secret = client.sql(
                        "select totp from access.account where id = ? and (locked_until is null or locked_until < ?)")
                .params(id, Timestamp.from(clock.instant()))
                .query((row, _) -> row.getBytes(1))
                .optional()
                .orElseThrow(() -> Refusal.tooMany("locked", settings.lockMinutes()));
        var step = codes.step(sealed.open(secret), code);
        if (step.isEmpty()) {
            fail(id, "code_failures");
            return false;
        }
        return client.sql("update access.account set totp_step = ?, code_failures = 0 where id = ? and totp_step < ?")
                        .params(step.getAsLong(), id, step.getAsLong())
                        .update()
                == 1;
    }

    /// A secret for an app to make codes from.
    public String freshSecret() {
        return codes.secret();
    }

    /// Turns the second factor on, once a code shows that the secret has arrived in the person's app.
    @Transactional
    public void enrol(long id, String secret, String code) {
        var step = codes.step(secret, code);
        if (step.isEmpty()) {
            throw Refusal.invalid("wrong-code");
        }
        client.sql("update access.account set totp = ?, totp_step = ? where id = ?")
                .params(sealed.seal(secret), step.getAsLong(), id)
                .update();
    }

    /// Takes the second factor away from the account of this id.
    @Transactional
    void forgetSecondFactor(long id) {
        client.sql("update access.account set totp = null, totp_step = 0 where id = ?")
                .param(id)
                .update();
    }
}
