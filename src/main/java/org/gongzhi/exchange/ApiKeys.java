package org.gongzhi.exchange;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Keys of programs that send requests: who has one, what was sent with it. A key's secret is shown once; the
/// table holds its hash.
@Component
public class ApiKeys {

    /// A key as its keeper sees it.
    public record Key(
            long id,
            String name,
            String contact,
            Instant madeAt,
            @Nullable Instant endedAt,
            @Nullable Instant usedAt,
            long requests) {}

    /// For whom a key is wanted, and where it is kept: left out by whoever manages keys in one place only.
    public record Wanted(
            @Nullable String place,
            @Nullable String name,
            @Nullable String contact) {}

    /// What comes beside a request that was sent with a key.
    public record Sender(Key key, String accountId, String mediaUrl) {}

    private static final int MOST = 500;

    private final JdbcClient client;
    private final Matters matters;
    private final Places places;
    private final Ids ids;
    private final Clock clock;
    private final String home;

    ApiKeys(
            JdbcClient client,
            Matters matters,
            Places places,
            Ids ids,
            Clock clock,
            @Value("${gongzhi.home-place:441900106}") String home) {
        this.home = home;
        this.client = client;
        this.matters = matters;
        this.places = places;
        this.ids = ids;
        this.clock = clock;
    }

    /// Makes a key for somebody outside, kept where the actor manages them: whoever does so in several places says in
    /// which. The answer is the only time its secret is shown.
    @Transactional
    public String make(Actor actor, Wanted wanted) {
        return make(actor.account(), where(require(actor), wanted.place), said(wanted.name), said(wanted.contact));
    }

    private String where(Scope reach, @Nullable String place) {
        if (place != null && !place.isBlank()) {
            return places.find(place.strip())
                    .map(Place::code)
                    .filter(reach::covers)
                    .orElseThrow(() -> Refusal.unknown("place"));
        }
        if (reach.codes().size() > 1) {
            throw Refusal.invalid("api-key-place");
        }
        return reach.codes().getFirst();
    }

    private static String said(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// Where somebody manages keys.
    public List<Place> places(Actor actor) {
        return require(actor).codes().stream()
                .flatMap(code -> places.find(code).stream())
                .toList();
    }

    /// The same by the program itself, for a demonstration.
    @Transactional
    public String make(@Nullable Long account, String name, String contact) {
        return make(account, home, name, contact);
    }

    private String make(@Nullable Long account, String placeCode, String name, String contact) {
        if (name.isBlank() || name.length() > 100 || contact.isBlank() || contact.length() > 200) {
            throw Refusal.invalid("api-key-name");
        }
        String secret = "o311_" + Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.random(24));
        client.sql(
                        "insert into exchange.api_key (id, hash, name, contact, account, made_at, place_code) values (?, ?, ?, ?, ?, ?, ?)")
                .params(java.util.Arrays.asList(
                        ids.next(),
                        hash(secret),
                        name.strip(),
                        contact.strip(),
                        account,
                        Timestamp.from(clock.instant()),
                        placeCode))
                .update();
        return secret;
    }

    /// Ends a key; what was sent with it stays.
    @Transactional
    public void end(Actor actor, long key) {
        Scope reach = require(actor);
        boolean within = client.sql("select coalesce(place_code, ?) from exchange.api_key where id = ?")
                .params(home, key)
                .query(String.class)
                .optional()
                .filter(reach::covers)
                .isPresent();
        if (!within || !end(key)) {
            throw Refusal.unknown("api-key");
        }
    }

    private boolean end(long key) {
        return client.sql("update exchange.api_key set ended_at = ? where id = ? and ended_at is null")
                        .params(Timestamp.from(clock.instant()), key)
                        .update()
                > 0;
    }

    /// The newest keys first, of where the actor manages them.
    public List<Key> all(Actor actor) {
        var reach = require(actor).codes();
        return client.sql("""
                        select id, name, contact, made_at, ended_at, used_at, requests from exchange.api_key
                        where exists (
                            select 1 from unnest(?::text[], ?::text[]) as reach(low, high)
                            where coalesce(place_code, ?) collate "C" >= reach.low
                                and coalesce(place_code, ?) collate "C" < reach.high)
                        order by id desc limit ?""")
                .params(
                        reach.toArray(String[]::new),
                        reach.stream().map(Place::end).toArray(String[]::new),
                        home,
                        home,
                        MOST)
                .query(ApiKeys::read)
                .list();
    }

    private static Scope require(Actor actor) {
        return actor.requireScope(Right.EXCHANGE_MANAGE);
    }

    /// The key behind a secret, when it is in force.
    public Optional<Key> open(@Nullable String secret) {
        if (secret == null || secret.isBlank()) {
            return Optional.empty();
        }
        return client.sql("""
                        select id, name, contact, made_at, ended_at, used_at, requests from exchange.api_key
                        where hash = ? and ended_at is null""").param(hash(secret)).query(ApiKeys::read).optional();
    }

    private static Key read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        Timestamp used = row.getTimestamp("used_at");
        return new Key(
                row.getLong("id"),
                row.getString("name"),
                row.getString("contact"),
                row.getTimestamp("made_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                used == null ? null : used.toInstant(),
                row.getLong("requests"));
    }

    /// Takes a request in and remembers with which key it came.
    public Matter report(Sender sender, NewMatter told) {
        Matter matter = matters.report(told);
        client.sql("""
                        with fresh as (
                            insert into exchange.sent (community, matter, api_key, account_id, media_url, at)
                            values (?, ?, ?, ?, ?, ?) on conflict do nothing returning 1)
                        update exchange.api_key set used_at = ?, requests = requests + (select count(*) from fresh)
                        where id = ?""")
                .params(
                        matter.where().community(),
                        matter.id(),
                        sender.key.id,
                        sender.accountId,
                        sender.mediaUrl,
                        Timestamp.from(clock.instant()),
                        Timestamp.from(clock.instant()),
                        sender.key.id)
                .update();
        return matter;
    }

    /// Which of these requests were sent with a key.
    public Set<Long> sentWith(Key key, Collection<Long> requests) {
        return client
                .sql("select matter from exchange.sent where api_key = ? and matter = any (?)")
                .params(key.id, requests.toArray(Long[]::new))
                .query((row, _) -> row.getLong(1))
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    private static String hash(String secret) {
        return Secrets.sha256(secret.getBytes(StandardCharsets.UTF_8));
    }
}
