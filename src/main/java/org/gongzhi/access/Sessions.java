package org.gongzhi.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.SeatGiven;
import org.gongzhi.people.Seats;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/// Sessions of browsers and personal access tokens of programs. Both are random secrets of which only the
/// SHA-256 is stored; whom they stand for is remembered for a few seconds.
@Component
public class Sessions {

    static final String TOKEN_PREFIX = "gz_";

    /// So often it is written down that a session is used.
    private static final Duration USED = Duration.ofMinutes(5);

    /// What a secret opens: an account, for a while. `complete` is false until the second factor was given.
    record Known(long account, Instant expires, boolean complete) {}

    /// Stands for whoever has not given the second factor yet.
    private static final Actor OWING = new Actor(null, null, "", List.of());

    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final Accounts accounts;
    private final Seats seats;
    private final AccessTokens tokens;
    private final Ids ids;
    private final Clock clock;
    private final AccessSettings settings;
    private final Cache<String, Actor> actors = Caffeine.newBuilder()
            .maximumSize(50_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();

    Sessions(
            JdbcClient client,
            TransactionTemplate transaction,
            Accounts accounts,
            Seats seats,
            AccessTokens tokens,
            Ids ids,
            Clock clock,
            AccessSettings settings) {
        this.transaction = transaction;
        this.client = client;
        this.accounts = accounts;
        this.seats = seats;
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
    }

    /// Opens a session for an account on a device (a code of [Devices]) and returns its secret. It is
    /// complete unless a second factor is still owed.
    String open(Accounts.Account account, String device) {
        String secret = secret("");
        boolean staff = account.person() != null && !seats.of(account.person()).isEmpty();
        Duration life = staff ? Duration.ofHours(settings.staffHours()) : Duration.ofDays(settings.residentDays());
        Instant now = clock.instant();
        client.sql("insert into access.session (hash, id, account, device, created_at, used_at, expires_at, complete)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        hash(secret),
                        ids.next(),
                        account.id(),
                        device,
                        Timestamp.from(now),
                        Timestamp.from(now),
                        Timestamp.from(now.plus(life)),
                        !account.secondFactor())
                .update();
        return secret;
    }

    /// Gives the second factor to a session that owes it. One that was completed a moment ago (the button was pressed
    /// twice) is left as it is. A wrong code is counted although it is refused.
    public void complete(String secret, String code) {
        String hash = hash(secret);
        Boolean right = transaction.execute(_ -> {
            Known known = lock(hash);
            if (!known.complete && !accounts.rightCode(known.account, code)) {
                return false;
            }
            client.sql("update access.session set complete = true where hash = ?")
                    .param(hash)
                    .update();
            return true;
        });
        actors.invalidate(hash);
        if (!Boolean.TRUE.equals(right)) {
            throw Refusal.signIn("wrong-code");
        }
    }

    private Known lock(String hash) {
        return client.sql("select account, expires_at, complete from access.session where hash = ? for update")
                .param(hash)
                .query((row, _) -> new Known(row.getLong(1), row.getTimestamp(2).toInstant(), row.getBoolean(3)))
                .optional()
                .filter(each -> each.expires.isAfter(clock.instant()))
                .orElseThrow(() -> Refusal.signIn("sign-in"));
    }

    public void close(String secret) {
        String hash = hash(secret);
        client.sql("delete from access.session where hash = ?").param(hash).update();
        actors.invalidate(hash);
    }

    /// Ends every session and token of an account.
    public void closeAll(long account) {
        for (String table : List.of("session", "token")) {
            client.sql("delete from access." + table + " where account = ?")
                    .param(account)
                    .update();
        }
        actors.invalidateAll();
    }

    /// Who stands behind a session's secret or a token; a visitor when it is unknown, over or incomplete. What is
    /// incomplete is not remembered: in the next second it may be complete, given to another program.
    public Actor actor(String secret) {
        String hash = hash(secret);
        Actor actor = actors.get(hash, _ -> {
            var known = secret.startsWith(TOKEN_PREFIX) ? tokens.known(hash) : known(secret);
            if (known.isEmpty() || !known.get().expires.isAfter(clock.instant())) {
                return Actor.VISITOR;
            }
            return known.get().complete ? load(known.get().account) : OWING;
        });
        if (actor == OWING) {
            actors.invalidate(hash);
            return Actor.VISITOR;
        }
        return actor;
    }

    /// The account as an actor, with the seats it holds now. While staff owe their second factor, their seats
    /// do not count: they are let in as residents.
    public Actor load(long id) {
        var account = accounts.get(id);
        boolean seated = account.person() != null && !owesSecondFactor(account);
        return new Actor(
                account.id(),
                account.person(),
                account.name(),
                seated ? seats.of(java.util.Objects.requireNonNull(account.person())) : List.of());
    }

    /// True for staff who have to enrol a second factor before they can use their seats.
    public boolean owesSecondFactor(Accounts.Account account) {
        return settings.staffSecondFactor()
                && !account.secondFactor()
                && account.person() != null
                && !seats.of(account.person()).isEmpty();
    }

    /// Forgets what is remembered about everybody: seats or factors have changed.
    public void refresh() {
        actors.invalidateAll();
    }

    /// Somebody has become somebody else; who asked while it was not yet written is forgotten too.
    @TransactionalEventListener(
            phase = TransactionPhase.AFTER_COMPLETION,
            classes = {SeatEnding.class, SeatGiven.class, SignInChanged.class, AccountErasing.class})
    void changed() {
        actors.invalidateAll();
    }

    /// Drops sessions and tokens that are over. Returns how many.
    public int sweep() {
        Timestamp now = Timestamp.from(clock.instant());
        return client.sql("delete from access.session where expires_at < ?")
                        .param(now)
                        .update()
                + client.sql("delete from access.token where expires_at < ?")
                        .param(now)
                        .update();
    }

    private Optional<Known> known(String secret) {
        Instant now = clock.instant();
        record Found(Known known, @Nullable Timestamp used) {}
        var found = client.sql("select account, expires_at, complete, used_at from access.session where hash = ?")
                .param(hash(secret))
                .query((row, _) -> new Found(
                        new Known(row.getLong(1), row.getTimestamp(2).toInstant(), row.getBoolean(3)),
                        row.getTimestamp(4)))
                .optional();
        if (found.isPresent()
                && (found.get().used == null
                        || found.get().used.toInstant().plus(USED).isBefore(now))) {
            client.sql("update access.session set used_at = ? where hash = ?")
                    .params(Timestamp.from(now), hash(secret))
                    .update();
        }
        return found.map(Found::known);
    }

    /// A session as its owner sees it: on which device ([Devices#name]), since when, when it was last used,
    /// to some minutes; `mine` when it is the one that asks.
    public record Session(String id, String device, Instant openedAt, Instant usedAt, boolean mine) {}

    /// The sessions of an account that have not ended, the last used first; `secret` is the asker's own.
    public List<Session> of(long account, @Nullable String secret) {
        String own = secret == null ? "" : hash(secret);
        return client.sql("""
                        select coalesce(id, 0), device, created_at, coalesce(used_at, created_at) as used, hash = ? as mine
                        from access.session where account = ? and expires_at > ? and complete
                        order by mine desc, used desc, id limit 100""")
                .params(own, account, Timestamp.from(clock.instant()))
                .query((row, _) -> new Session(
                        Long.toString(row.getLong(1)),
                        row.getString(2),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant(),
                        row.getBoolean(5)))
                .list();
    }

    /// Ends one session of an account.
    public void end(long account, long session) {
        int gone = client.sql("delete from access.session where account = ? and coalesce(id, 0) = ?")
                .params(account, session)
                .update();
        if (gone == 0) {
            throw Refusal.unknown("session");
        }
        actors.invalidateAll();
    }

    /// Ends the sessions of an account but for the asker's own; returns how many.
    public int endOthers(long account, @Nullable String secret) {
        int gone = client.sql("delete from access.session where account = ? and hash <> ?")
                .params(account, secret == null ? "" : hash(secret))
                .update();
        actors.invalidateAll();
        return gone;
    }

    /// A personal access token as its owner sees it afterwards, without the secret.
    public record Token(String id, String name, Instant createdAt, Instant expiresAt) {}

    /// Makes a token; the answer is the only time its secret is shown.
    public String makeToken(long account, String name, Duration life) {
        String secret = secret(TOKEN_PREFIX);
        tokens.make(account, name, hash(secret), life);
        return secret;
    }

    public List<Token> tokens(long account) {
        return tokens.of(account);
    }

    /// Withdraws a token of this account.
    public void dropToken(long account, long token) {
        tokens.drop(account, token);
        actors.invalidateAll();
    }

    private static String secret(String prefix) {
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.random(32));
    }

    private static String hash(String secret) {
        return Secrets.sha256(secret.getBytes(StandardCharsets.UTF_8));
    }
}
